package invented

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"framewatch/corpus"
)

const (
	outlets     = 250
	perBundle   = 9       // articles that are made together
	perNight    = 1 << 16 // bundles that a night may have
	nightBundle = 1 << 40 // bundles from here on belong to nights
)

// first is the first day, days how many there are: 36 months.
var first = time.Date(2028, 11, 1, 0, 0, 0, 0, time.UTC)

const days = 1095

// Target is the entity that every second article names.
const Target corpus.EntityID = "org.iomed"

// World is the outlets, words, bodies and people that articles are made of. It
// is not changed after [New], so that articles can be made side by side.
type World struct {
	seed     uint64
	sources  []corpus.Source
	words    [2][]word // by language
	entities []entity
	people   [2][]string // known to many articles, by language
	bodies   [2][]string
}

// language of an article.
type language int

const (
	english language = iota
	chinese
)

func (l language) tag() string    { return [...]string{"en", "zh-Hans"}[l] }
func (l language) script() string { return [...]string{"Latn", "Hans"}[l] }

type word struct{ text, pos string }

type entity struct {
	id    corpus.EntityID
	label corpus.Label
	forms [2]string
}

// New makes a world of its own for each seed.
func New(seed uint64) *World {
	w := &World{seed: seed}
	r := rand.New(rand.NewPCG(seed, 0))
	countries := []string{"CN", "US", "GB", "DE", "FR", "IN", "BR", "ZA", "KE", "SG", "JP", "ZZ"}
	for i := range outlets {
		lang := english
		if i%3 == 2 {
			lang = chinese
		}
		w.sources = append(w.sources, corpus.Source{ID: corpus.SourceID(fmt.Sprintf("outlet-%03d", i)), Name: "The " + title(syllables(r, 2)) + " Herald",
			Domain: fmt.Sprintf("outlet-%03d.test", i), Country: countries[i%len(countries)], OwnerType: corpus.OwnerTypes()[i%len(corpus.OwnerTypes())],
			Langs: []string{lang.tag()}, Demo: true})
	}
	for _, f := range strings.Fields(functionWords) {
		w.words[english] = append(w.words[english], word{f, "IN"})
	}
	tags := []string{"NN", "NN", "NNS", "VBD", "JJ", "VB", "RB"}
	for i := range 30_000 {
		w.words[english] = append(w.words[english], word{syllables(r, 1+(i+2)%3), tags[i%len(tags)]})
	}
	for range 15_000 {
		w.words[chinese] = append(w.words[chinese], word{text: han(r, 2)})
	}
	w.entities = append(w.entities, entity{Target, corpus.ORG, [2]string{"International Organization for Mediation", "国际调解院"}})
	for i := range 400 {
		label := []corpus.Label{corpus.ORG, corpus.LOC, corpus.PER}[i%3]
		w.entities = append(w.entities, entity{corpus.EntityID(fmt.Sprintf("ent.%03d", i)), label, [2]string{title(syllables(r, 2+i%2)), han(r, 3)}})
	}
	for range 3000 {
		w.people[english] = append(w.people[english], person(r, english))
		w.people[chinese] = append(w.people[chinese], person(r, chinese))
	}
	for range 1000 {
		w.bodies[english] = append(w.bodies[english], body(r, english))
		w.bodies[chinese] = append(w.bodies[chinese], body(r, chinese))
	}
	return w
}

const functionWords = "the of to and a in that is for on with as by at from it was are be has have had not which this its will would who an or but were been their they said he she also more than after about into over new one"

// Sources are the outlets.
func (w *World) Sources() []corpus.Source { return slices.Clone(w.sources) }

// zipf picks one of n things, the first most often, the k-th a k-th as often.
func zipf(r *rand.Rand, n int) int {
	return min(n-1, int(math.Exp(r.Float64()*math.Log(float64(n+1))))-1)
}

func pick[T any](r *rand.Rand, from []T) T { return from[zipf(r, len(from))] }

var onsets, nuclei = strings.Fields("b d f g k l m n p r s t v z st br tr kl pl gr sh ch"), strings.Fields("a e i o u ai ea ou")

func syllables(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		b.WriteString(onsets[r.IntN(len(onsets))])
		b.WriteString(nuclei[r.IntN(len(nuclei))])
	}
	if r.IntN(2) == 0 {
		b.WriteString([]string{"n", "r", "l", "s", "t"}[r.IntN(5)])
	}
	return b.String()
}

func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// han makes a word of n of the more frequent characters; numerals are not among
// them.
func han(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		c := rune(0x5200 + r.IntN(0x2000))
		if strings.ContainsRune("千十百卅两兩", c) {
			c = '湖'
		}
		b.WriteRune(c)
	}
	return b.String()
}

func person(r *rand.Rand, l language) string {
	if l == chinese {
		return han(r, 3)
	}
	given := title(syllables(r, 2))
	if r.IntN(4) == 0 {
		given += " " + strings.ToUpper(syllables(r, 1)[:1]) + "."
	}
	return given + " " + title(syllables(r, 2))
}

func body(r *rand.Rand, l language) string {
	if l == chinese {
		return han(r, 4) + "会"
	}
	return title(syllables(r, 2)) + " " + []string{"Institute", "Council", "Centre", "Union"}[r.IntN(4)] + " for " + title(syllables(r, 2))
}
