package names

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/nlp/internal/abbreviation"
)

// Use is one unlinked mention, as the tables have it.
type Use struct {
	Doc     corpus.DocID
	Lang    string // of the document or sentence
	Label   corpus.Label
	Surface string
	Name    string // fullest form in the document, by [Resolve]; empty for other labels
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
// concurrent use; it keeps names and document IDs, no text.
type Index struct {
	forms   map[string]*spelling
	defined map[string]map[string]int       // abbreviation, in capitals -> keys of the names it was explained by
	others  map[string]map[corpus.Label]int // key -> mentions that are neither person nor body
}

// spelling is one form with its uses.
type spelling struct {
	form     string
	key      string
	labels   map[corpus.Label]int
	docs     map[corpus.DocID]bool
	langs    map[string]bool
	mentions int
}

// NewIndex returns an empty index.
func NewIndex() *Index {
	return &Index{forms: map[string]*spelling{}, defined: map[string]map[string]int{}, others: map[string]map[corpus.Label]int{}}
}

// Add counts a mention. One of another label than person and body makes no name,
// but has a say in what label the names spelt like it have.
func (x *Index) Add(u Use) {
	k := key(u.Name)
	if k == "" {
		if k = key(u.Surface); u.Label != corpus.PER && u.Label != corpus.ORG && k != "" {
			if x.others[k] == nil {
				x.others[k] = map[corpus.Label]int{}
			}
			x.others[k][u.Label]++
		}
		return
	}
	s := x.forms[u.Name]
	if s == nil {
		s = &spelling{form: u.Name, key: k, labels: map[corpus.Label]int{}, docs: map[corpus.DocID]bool{}, langs: map[string]bool{}}
		x.forms[u.Name] = s
	}
	s.labels[u.Label]++
	s.docs[u.Doc] = true
	if u.Lang != "" {
		s.langs[u.Lang] = true
	}
	s.mentions++
	if short := clean(u.Surface, u.Label); short != u.Name && abbreviation.Of(short, u.Name) {
		if x.defined[short] == nil {
			x.defined[short] = map[string]int{}
		}
		x.defined[short][k]++
	}
}

// group is the spellings of one key, and then of one name.
type group struct {
	key       string
	spellings []*spelling
	others    map[corpus.Label]int // mentions spelt like it that are neither person nor body
	into      *group
}

func (g *group) root() *group {
	for g.into != nil {
		g = g.into
	}
	return g
}

// label is the most frequent one; on a tie the first of the alphabet.
func (g *group) label() corpus.Label {
	counts := maps.Clone(g.others)
	if counts == nil {
		counts = map[corpus.Label]int{}
	}
	for _, s := range g.spellings {
		for l, n := range s.labels {
			counts[l] += n
		}
	}
	return slices.MaxFunc(slices.Sorted(maps.Keys(counts)), func(a, b corpus.Label) int {
		return cmp.Or(cmp.Compare(counts[a], counts[b]), cmp.Compare(b, a))
	})
}

// Names are the names by number of documents, then mentions, then ID.
func (x *Index) Names() []Name {
	groups := x.byKey()
	order := slices.SortedFunc(maps.Values(groups), func(a, b *group) int {
		return cmp.Or(cmp.Compare(len(b.key), len(a.key)), cmp.Compare(a.key, b.key))
	})
	x.joinAbbreviations(groups, order)
	joinPeople(order)
	members := map[*group][]*spelling{}
	for _, g := range order {
		members[g.root()] = append(members[g.root()], g.spellings...)
	}
	var out []Name
	for _, g := range order {
		if g.into == nil {
			out = append(out, summary(g.label(), members[g]))
		}
	}
	slices.SortFunc(out, func(a, b Name) int {
		return cmp.Or(cmp.Compare(b.Documents, a.Documents), cmp.Compare(b.Mentions, a.Mentions), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func (x *Index) byKey() map[string]*group {
	groups := map[string]*group{}
	for _, form := range slices.Sorted(maps.Keys(x.forms)) {
		s := x.forms[form]
		if groups[s.key] == nil {
			groups[s.key] = &group{key: s.key, others: x.others[s.key]}
		}
		groups[s.key].spellings = append(groups[s.key].spellings, s)
	}
	return groups
}

// sureDefinition is the share of an abbreviation's explanations that must agree.
const sureDefinition = .8

// joinAbbreviations joins an abbreviation that stands alone in some documents
// to the name by which others explain it.
func (x *Index) joinAbbreviations(groups map[string]*group, order []*group) {
	for _, g := range order {
		for _, s := range g.spellings {
			total, best, to := 0, 0, ""
			for _, k := range slices.Sorted(maps.Keys(x.defined[s.form])) {
				n := x.defined[s.form][k]
				if total += n; n > best {
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
func joinPeople(order []*group) {
	shelves := map[string][]*group{}
	for _, g := range order {
		words := parts(g.key)
		if g.into != nil || len(words) < 2 || g.label() != corpus.PER {
			continue
		}
		var found *group
		single := true
		for _, end := range []string{words[0], words[len(words)-1]} {
			for _, l := range shelves[end] {
				if samePerson(words, parts(l.key)) && found != l.root() {
					single = single && found == nil
					found = l.root()
				}
			}
		}
		if found != nil && single {
			g.into = found
		}
		for _, end := range slices.Compact([]string{words[0], words[len(words)-1]}) {
			if len(shelves[end]) < maxShelf {
				shelves[end] = append(shelves[end], g)
			}
		}
	}
}

// summary makes a name of its spellings.
func summary(label corpus.Label, spellings []*spelling) Name {
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
	docs := map[corpus.DocID]bool{}
	for _, s := range spellings {
		n.Forms = append(n.Forms, Form{Form: s.form, Documents: len(s.docs), Mentions: s.mentions, Langs: slices.Sorted(maps.Keys(s.langs))})
		n.Mentions += s.mentions
		maps.Copy(docs, s.docs)
	}
	n.Documents = len(docs)
	return n
}
