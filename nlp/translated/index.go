package translated

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"framewatch/corpus"
	"framewatch/internal/invalid"
	"framewatch/nlp/encode"
	"framewatch/nlp/zh"
)

// Config says when two texts tell the same story.
type Config struct {
	// MinScore is the least score of a pair by its features, above 0 to 1: their
	// cosine, each weighed by its rarity.
	MinScore float64 `mapstructure:"min_score" yaml:"min_score" json:"min_score"`
	// MinShared is how many features such a pair must share.
	MinShared int `mapstructure:"min_shared" yaml:"min_shared" json:"min_shared"`
	// MaxDays is how far apart they may be published. Texts without a date are
	// near all.
	MaxDays int `mapstructure:"max_days" yaml:"max_days" json:"max_days"`
	// Encode compares the opening sentences of texts by what they mean (package
	// encode), in the languages that the encoder reads: it finds translations
	// that share few features, and drops pairs that share features only. Without
	// it no paraphrases are found.
	Encode bool `mapstructure:"encode" yaml:"encode" json:"encode"`
}

// Default returns the settings that were measured best.
func Default() Config { return Config{MinScore: 0.22, MinShared: 3, MaxDays: 10, Encode: true} }

// Validate reports every value out of range.
func (c Config) Validate() error {
	var errs []error
	if !(c.MinScore > 0 && c.MinScore <= 1) {
		errs = append(errs, invalid.Errorf("min_score", fmt.Sprint(c.MinScore), "must be above 0 and at most 1"))
	}
	if c.MinShared < 1 {
		errs = append(errs, invalid.Errorf("min_shared", fmt.Sprint(c.MinShared), "must be 1 or more"))
	}
	if c.MaxDays < 0 {
		errs = append(errs, invalid.Errorf("max_days", fmt.Sprint(c.MaxDays), "must be 0 or more"))
	}
	return errors.Join(errs...)
}

// Text is a text, or the copies of one, as what survives translation.
type Text struct {
	ID      string
	Lang    string    // BCP 47; only the language counts, not the script
	Day     time.Time // zero when not known
	Names   []string  // entity IDs, names and the like; repetitions do not count
	Numbers []float64 // likewise
	Opening *Opening  // only features are compared without it
}

// Pair is two texts that tell the same story.
type Pair struct {
	A, B   string  // IDs in the order in which they were added
	Score  float64 // above 0 to 1: how surely
	Shared int     // features in common
}

// Index collects texts. It is not safe for concurrent use.
type Index struct {
	cfg   Config
	texts []text
	terms map[string]int32
}

type text struct {
	id, lang string
	day      int     // days since 1970, or noDay
	features []int32 // names and numbers
	numbers  []int32
	opening  *Opening
}

const noDay = math.MinInt

// maxPosting bounds the texts that are looked at for one shared feature, so
// that the cost grows linearly: a feature that more texts have says little.
const maxPosting = 256

// New returns an empty index. Settings out of range are replaced by the default
// ones; Validate tells of them.
func New(cfg Config) *Index {
	if cfg.Validate() != nil {
		cfg = Default()
	}
	return &Index{cfg: cfg, terms: map[string]int32{}}
}

// Add puts a text into the index.
func (x *Index) Add(t Text) {
	lang := corpus.BaseLang(t.Lang)
	added := text{id: t.ID, lang: lang, day: noDay}
	if x.cfg.Encode && encode.Reads(lang) {
		added.opening = t.Opening
	}
	if !t.Day.IsZero() {
		added.day = int(t.Day.Unix() / (24 * 60 * 60))
	}
	for _, n := range t.Numbers {
		added.numbers = append(added.numbers, x.term(strconv.FormatFloat(n, 'g', -1, 64)))
	}
	for _, name := range t.Names {
		if lang == "zh" {
			name = zh.ToSimplified(name) // one name in both scripts
		}
		added.features = append(added.features, x.term(name))
	}
	added.features = append(added.features, added.numbers...)
	for _, terms := range []*[]int32{&added.features, &added.numbers} {
		slices.Sort(*terms)
		*terms = slices.Compact(*terms)
	}
	x.texts = append(x.texts, added)
}

func (x *Index) term(feature string) int32 {
	k, ok := x.terms[feature]
	if !ok {
		k = int32(len(x.terms))
		x.terms[feature] = k
	}
	return k
}

// candidate is a pair on the way, by the places of its texts.
type candidate struct {
	a, b   int
	score  float64
	shared int
}

// Pairs lists the pairs, best first. Each text has at most one partner in each
// other language.
func (x *Index) Pairs() []Pair {
	langs := make(map[string]string, len(x.texts))
	for _, t := range x.texts {
		langs[t.id] = t.lang
	}
	return Mutual(x.Candidates(), func(id string) string { return langs[id] })
}

// Candidates lists the pairs of texts in two languages that are alike enough, best
// first, whatever else either is like: what [Mutual] chooses from.
func (x *Index) Candidates() []Pair {
	weights, postings := x.weigh()
	all := x.byFeatures(weights, postings, maxPosting, x.near)
	if x.cfg.Encode {
		all = x.byMeaning(all, x.telling(postings))
	}
	return x.pairs(all)
}

// pairs lists candidates, best first.
func (x *Index) pairs(all []candidate) []Pair {
	all = slices.DeleteFunc(all, func(c candidate) bool { return c.score <= 0 })
	slices.SortFunc(all, func(p, q candidate) int {
		return cmp.Or(cmp.Compare(q.score, p.score), cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b))
	})
	out := make([]Pair, len(all))
	for i, c := range all {
		out[i] = Pair{A: x.texts[c.a].id, B: x.texts[c.b].id, Score: min(c.score, 1), Shared: c.shared}
	}
	return out
}

// byFeatures finds the pairs that share features, of which one is in no more texts
// than most: enough of them, or, for texts that can be compared by their meaning
// too, some. Only pairs that may be are looked at.
func (x *Index) byFeatures(weights []float64, postings [][]int32, most int, may func(a, b int) bool) []candidate {
	norms := make([]float64, len(x.texts))
	for i, t := range x.texts {
		for _, f := range t.features {
			norms[i] += weights[f]
		}
		norms[i] = math.Sqrt(norms[i])
	}
	var all []candidate
	met := make([]int, len(x.texts)) // the text beside which each was last looked at
	for b := range x.texts {
		for _, f := range x.texts[b].features {
			if len(postings[f]) > most {
				continue
			}
			for _, a := range postings[f] {
				if int(a) >= b {
					break
				}
				if met[a] == b || !may(int(a), b) {
					continue
				}
				met[a] = b
				sum, shared := x.common(int(a), b, weights)
				c := candidate{int(a), b, sum / (norms[a] * norms[b]), shared}
				if x.enough(c) || c.score >= someFeatures && x.open(c) {
					all = append(all, c)
				}
			}
		}
	}
	return all
}

// enough reports whether the features of a pair suffice.
func (x *Index) enough(c candidate) bool {
	return c.score >= x.cfg.MinScore && c.shared >= x.cfg.MinShared
}

// common is the weight and number of the features that two texts share.
func (x *Index) common(a, b int, weights []float64) (sum float64, n int) {
	p, q := x.texts[a].features, x.texts[b].features
	for len(p) > 0 && len(q) > 0 {
		switch {
		case p[0] < q[0]:
			p = p[1:]
		case p[0] > q[0]:
			q = q[1:]
		default:
			sum += weights[p[0]]
			n++
			p, q = p[1:], q[1:]
		}
	}
	return sum, n
}

// weigh gives each feature the square of its inverse document frequency, and
// the texts that have it where they are few.
func (x *Index) weigh() (weights []float64, postings [][]int32) {
	weights, postings = make([]float64, len(x.terms)), make([][]int32, len(x.terms))
	for i, t := range x.texts {
		for _, f := range t.features {
			weights[f]++
			if weights[f] <= maxPosting {
				postings[f] = append(postings[f], int32(i))
			}
		}
	}
	for f, n := range weights {
		if n > maxPosting {
			postings[f] = nil
		}
		idf := math.Log(float64(len(x.texts)+1) / n)
		weights[f] = idf * idf
	}
	return weights, postings
}

// near reports whether two texts are of two languages and close in time.
func (x *Index) near(a, b int) bool {
	return x.texts[a].lang != x.texts[b].lang && x.close(a, b)
}

// close reports whether two texts may be of the same days.
func (x *Index) close(a, b int) bool {
	p, q := &x.texts[a], &x.texts[b]
	if p.day == noDay || q.day == noDay {
		return true
	}
	return max(p.day-q.day, q.day-p.day) <= x.cfg.MaxDays
}

// Mutual keeps the pairs in which each is the other's best in its language, so
// that a text has at most one partner in each. candidates are sorted, best
// first; lang tells the language of a text.
func Mutual(candidates []Pair, lang func(id string) string) []Pair {
	type side struct{ text, lang string }
	base := func(id string) string { return corpus.BaseLang(lang(id)) }
	taken := map[side]bool{}
	var out []Pair
	for _, c := range candidates {
		p, q := side{c.A, base(c.B)}, side{c.B, base(c.A)}
		if !taken[p] && !taken[q] {
			out = append(out, c)
		}
		taken[p], taken[q] = true, true
	}
	return out
}
