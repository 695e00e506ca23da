package names

import (
	"cmp"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/nlp/internal/abbreviation"
)

// Use is one unlinked mention, as a reader of columns has it: a text is its
// number among the surfaces or names, a document its own. Numbers are small and
// dense, as they are places in arrays.
type Use struct {
	Doc     int32
	Label   corpus.Label
	Surface int32
	Name    int32 // fullest form in the document, by [Resolve]; -1 for other labels
}

// Texts are what the numbers of uses stand for.
type Texts struct {
	Surfaces []string
	Names    []string
	Lang     func(doc int32) string // of a document, "" where it is not known
}

// Name is one person or body over all documents.
type Name struct {
	ID        string       // such as per.maria-fernandez; follows the most frequent form
	Name      string       // most frequent of the fullest forms
	Label     corpus.Label // what most mentions under it have; not a person or body where a tagger took a place for one
	Forms     []Form       // by frequency
	Documents int
	Mentions  int
}

// Form is one way in which documents spell a name in full.
type Form struct {
	Form      string
	Documents int
	Mentions  int
	Langs     []string // of the documents, sorted
}

// Index brings together the names of many documents. It is not safe for
// concurrent use; it keeps a few bytes a mention, and no text: what has to do
// with spelling is done once a form, by [Index.Names].
type Index struct {
	labels  []corpus.Label
	forms   []spelling         // by number of the name
	short   map[shortFor]int32 // uses of a name by another surface
	nowhere map[labelled]int32 // mentions without a name that are neither person nor body
}

// spelling is one form with its uses.
type spelling struct {
	form, key string
	labels    []int32 // mentions, by number of the label
	docs      []int32
	mentions  int
}

type labelled struct{ surface, label int32 }

type shortFor struct {
	labelled
	name int32
}

// NewIndex returns an empty index.
func NewIndex() *Index {
	return &Index{short: map[shortFor]int32{}, nowhere: map[labelled]int32{}}
}

func (x *Index) label(l corpus.Label) int32 {
	at := slices.Index(x.labels, l)
	if at < 0 {
		at = len(x.labels)
		x.labels = append(x.labels, l)
	}
	return int32(at)
}

// Add counts a mention. One of another label than person and body makes no name,
// but has a say in what label the names spelt like it have.
func (x *Index) Add(u Use) {
	label := x.label(u.Label)
	if u.Name < 0 {
		if u.Label != corpus.PER && u.Label != corpus.ORG {
			x.nowhere[labelled{u.Surface, label}]++
		}
		return
	}
	if n := int(u.Name) + 1; n > len(x.forms) {
		x.forms = append(x.forms, make([]spelling, n-len(x.forms))...)
	}
	s := &x.forms[u.Name]
	for int(label) >= len(s.labels) {
		s.labels = append(s.labels, 0)
	}
	s.labels[label]++
	s.mentions++
	// The mentions of a document mostly stand together.
	if n := len(s.docs); n == 0 || s.docs[n-1] != u.Doc {
		s.docs = append(s.docs, u.Doc)
	}
	x.short[shortFor{labelled{u.Surface, label}, u.Name}]++
}

// group is the spellings of one key, and then of one name.
type group struct {
	key       string
	words     []string
	spellings []*spelling
	labels    []int // mentions by label, those that are neither person nor body among them
	into      *group
}

func (g *group) root() *group {
	for g.into != nil {
		g = g.into
	}
	return g
}

func (g *group) count(label int32, n int) {
	for int(label) >= len(g.labels) {
		g.labels = append(g.labels, 0)
	}
	g.labels[label] += n
}

// labelOf is the most frequent label; on a tie the first of the alphabet.
func (x *Index) labelOf(g *group) corpus.Label {
	best := 0
	for l := 1; l < len(g.labels); l++ {
		if c := cmp.Compare(g.labels[l], g.labels[best]); c > 0 || c == 0 && x.labels[l] < x.labels[best] {
			best = l
		}
	}
	return x.labels[best]
}

// Names are the names, those with the longest spelling first.
func (x *Index) Names(t Texts) []Name {
	groups := x.byKey(t)
	order := make([]*group, 0, len(groups))
	for _, g := range groups {
		order = append(order, g)
	}
	slices.SortFunc(order, func(a, b *group) int { return cmp.Or(cmp.Compare(len(b.key), len(a.key)), cmp.Compare(a.key, b.key)) })
	x.countElsewhere(t, groups)
	joinAbbreviations(x.definitions(t), groups, order)
	x.joinPeople(order)
	for _, g := range order { // the spellings of what was joined, in their order
		if g.into != nil {
			to := g.root()
			to.spellings = append(to.spellings, g.spellings...)
		}
	}
	var out []Name
	for _, g := range order {
		if g.into == nil {
			out = append(out, summary(x.labelOf(g), g.spellings, t.Lang))
		}
	}
	return out
}

// byKey reads the forms, each once.
func (x *Index) byKey(t Texts) map[string]*group {
	groups := map[string]*group{}
	for i := range x.forms {
		s := &x.forms[i]
		if s.mentions == 0 {
			continue
		}
		s.form = t.Names[i]
		if s.key = key(s.form); s.key == "" {
			continue
		}
		if !slices.IsSorted(s.docs) {
			slices.Sort(s.docs)
		}
		s.docs = slices.Compact(s.docs)
		g := groups[s.key]
		if g == nil {
			g = &group{key: s.key, words: parts(s.key)}
			groups[s.key] = g
		}
		g.spellings = append(g.spellings, s)
		for l, n := range s.labels {
			g.count(int32(l), int(n))
		}
	}
	return groups
}

// countElsewhere adds the mentions that are spelt like a name and are none.
func (x *Index) countElsewhere(t Texts, groups map[string]*group) {
	for m, n := range x.nowhere {
		if g := groups[key(t.Surfaces[m.surface])]; g != nil {
			g.count(m.label, int(n))
		}
	}
}

// definition is how often an abbreviation is explained by the names of a key.
type definition map[string]int

// definitions finds the abbreviations among the surfaces of names.
func (x *Index) definitions(t Texts) map[string]definition {
	out := map[string]definition{}
	for u, n := range x.short {
		long := &x.forms[u.name]
		if long.key == "" || t.Surfaces[u.surface] == long.form {
			continue
		}
		if short := clean(t.Surfaces[u.surface], x.labels[u.label]); short != long.form && abbreviation.Of(short, long.form) {
			if out[short] == nil {
				out[short] = definition{}
			}
			out[short][long.key] += int(n)
		}
	}
	return out
}

// sureDefinition is the share of an abbreviation's explanations that must agree.
const sureDefinition = .8

// joinAbbreviations joins an abbreviation that stands alone in some documents
// to the name by which others explain it.
func joinAbbreviations(defined map[string]definition, groups map[string]*group, order []*group) {
	for _, g := range order {
		slices.SortFunc(g.spellings, func(a, b *spelling) int { return cmp.Compare(a.form, b.form) })
		for _, s := range g.spellings {
			total, best, to := 0, 0, ""
			for k, n := range defined[s.form] {
				total += n
				if n > best || n == best && k < to {
					best, to = n, k
				}
			}
			if long := groups[to]; long != nil && float64(best) >= sureDefinition*float64(total) && long.root() != g && g.into == nil {
				g.into = long.root()
			}
		}
	}
}

// joinPeople joins full names of persons that have one fuller counterpart.
// order has the longest names first.
func (x *Index) joinPeople(order []*group) {
	shelves := map[string][]*group{}
	for _, g := range order {
		if g.into != nil || len(g.words) < 2 || x.labelOf(g) != corpus.PER {
			continue
		}
		var found *group
		single := true
		places := placesOf(g.words)
		for _, place := range places {
			for _, l := range shelves[place] {
				if samePerson(g.words, l.words) && found != l.root() {
					single = single && found == nil
					found = l.root()
				}
			}
		}
		if found != nil && single {
			g.into = found
		}
		for _, place := range places {
			if len(shelves[place]) < maxShelf {
				shelves[place] = append(shelves[place], g)
			}
		}
	}
}

// placesOf are the shelves on which those lie who may be the same person: those
// with the last word and the initial of the first, and for short names those
// with the same words in another order.
func placesOf(words []string) []string {
	places := []string{words[len(words)-1] + " " + initial(words[0])}
	if len(words) <= maxTurned {
		places = append(places, "turned "+strings.Join(slices.Sorted(slices.Values(words)), " "))
	}
	return places
}

// summary makes a name of its spellings.
func summary(label corpus.Label, spellings []*spelling, lang func(int32) string) Name {
	slices.SortFunc(spellings, func(a, b *spelling) int {
		return cmp.Or(cmp.Compare(len(b.docs), len(a.docs)), cmp.Compare(b.mentions, a.mentions), cmp.Compare(a.form, b.form))
	})
	best := spellings[0]
	for _, s := range spellings[1:] {
		// An abbreviation is a name's most frequent form, but does not say it.
		if abbreviation.Of(best.form, s.form) {
			best = s
			break
		}
	}
	n := Name{Name: best.form, Label: label, ID: strings.ToLower(string(label)) + "." + strings.ReplaceAll(best.key, " ", "-")}
	docs := spellings[0].docs
	for i, s := range spellings {
		n.Forms = append(n.Forms, Form{Form: s.form, Documents: len(s.docs), Mentions: s.mentions, Langs: langsOf(s.docs, lang)})
		n.Mentions += s.mentions
		if i > 0 {
			docs = slices.Concat(docs, s.docs)
		}
	}
	if len(spellings) > 1 {
		slices.Sort(docs)
		docs = slices.Compact(docs)
	}
	n.Documents = len(docs)
	return n
}

func langsOf(docs []int32, lang func(int32) string) []string {
	var out []string
	for _, d := range docs {
		l := lang(d)
		if at, known := slices.BinarySearch(out, l); l != "" && !known {
			out = slices.Insert(out, at, l)
		}
	}
	return out
}
