package compare

import (
	"iter"
	"slices"
	"time"
)

// Corpus holds what comparisons need to know of each document, some two
// hundred bytes a document and one byte for each frame, and no text. It is read
// only after [Load] and may be shared by goroutines.
type Corpus struct {
	docs      []doc // by ID
	index     map[string]int32
	sources   []source
	stories   []string
	langs     []string
	entities  names
	blocSets  [][]string
	blocsEver map[string][]string // country -> blocs it was in at any time
	genres    []string
	rule      Territories // see [Corpus.under]
	target    string
	relevance map[string][]uint8 // by target: a number of [relevances] plus one for each document, 0 where it is not known
	targets   []string           // for which documents are coded, sorted; none in datasets without table document_targets
	codebooks []codebook         // one for each target
	attention attentionFacts
}

type source struct {
	id, name, country, owner string
	parent                   string // state that the country belongs to, for a territory
	demo                     bool
	blocs                    []string // as the source list gives them
}

type doc struct {
	id     string
	at     int32 // index of Corpus.docs
	source int32
	story  int32
	lang   int32
	genre  int32
	blocs  int32 // index of Corpus.blocSets
	// parentBlocs are those of the state that a territory belongs to, noBlocs for
	// other outlets.
	parentBlocs int32
	day         int32 // days since 1970-01-01; noDay when no date is known
	level       level
	flags       flags
	entities    []int32 // mentioned, sorted
}

const (
	noDay   = int32(-1 << 31)
	noBlocs = int32(-1)
)

// level is how much of a date is known.
type level uint8

const (
	levelNone level = iota
	levelYear
	levelMonth
	levelDay
)

type flags uint8

const (
	flagPaywalled flags = 1 << iota
	flagBlocked
	flagMachine
	flagSuperseded
	flagExcluded
)

// codebook holds, for one target, one byte for each document and frame.
type codebook struct {
	name   string
	target string // empty in datasets from before there were several
	frames []string
	facts  [][]frameFact // by frame, then document
}

type frameFact uint8

const (
	factCoded frameFact = 1 << iota
	factPresent
	factAuthor
	factQuoted
	factHeadline

	factTerms = factAuthor | factQuoted // some term of the codebook, whatever the coder of the document says
)

// date gives the day as far as it is known: YYYY-MM-DD, YYYY-MM, YYYY or "".
func (d *doc) date() string {
	layout := map[level]string{levelYear: "2006", levelMonth: "2006-01", levelDay: time.DateOnly}[d.level]
	if layout == "" {
		return ""
	}
	return time.Unix(int64(d.day)*secondsPerDay, 0).UTC().Format(layout)
}

const secondsPerDay = 24 * 60 * 60

func (d *doc) month() string {
	if d.level < levelMonth {
		return GroupUndated
	}
	return d.date()[:len("2006-01")]
}

// Doc is what a corpus knows of a document.
type Doc struct {
	ID, Source, Outlet string // Outlet is the source's name
	Country, OwnerType string // "ZZ" and "unknown" where the sources table does not say
	Parent             string // state that the country belongs to, for a territory
	Lang, Genre        string
	Relevance          string   // to the target that the corpus is looked at for: main, passing, none or unknown
	Date               string   // YYYY-MM-DD as far as it is known, else empty
	Blocs              []string // on that day, without those of Parent
	Story              string   // syndication group
	Demo               bool     // the outlet is invented
	Paywalled, Blocked bool
	Excluded           bool // an editor takes the page for no article
	Superseded         bool // a later version of the article exists
	MachineTranslated  bool
}

func (c *Corpus) view(d *doc) Doc {
	s := &c.sources[d.source]
	return Doc{ID: d.id, Source: s.id, Outlet: s.name, Country: s.country, OwnerType: s.owner, Lang: c.langs[d.lang],
		Parent: s.parent, Genre: c.genres[d.genre], Relevance: c.relevanceOf(d),
		Date: d.date(), Blocs: slices.Clone(c.blocSets[d.blocs]), Story: c.stories[d.story], Demo: s.demo,
		Paywalled: d.flags&flagPaywalled != 0, Blocked: d.flags&flagBlocked != 0,
		Excluded:   d.flags&flagExcluded != 0,
		Superseded: d.flags&flagSuperseded != 0, MachineTranslated: d.flags&flagMachine != 0}
}

// Len is the number of documents, whether or not they count.
func (c *Corpus) Len() int { return len(c.docs) }

// All yields every document in the order of IDs.
func (c *Corpus) All() iter.Seq[Doc] {
	return func(yield func(Doc) bool) {
		for i := range c.docs {
			if !yield(c.view(&c.docs[i])) {
				return
			}
		}
	}
}

// Doc finds a document.
func (c *Corpus) Doc(id string) (Doc, bool) {
	i, ok := c.index[id]
	if !ok {
		return Doc{}, false
	}
	return c.view(&c.docs[i]), true
}

// Groups gives the groups of a document in a dimension, none for a document
// that the corpus does not have.
func (c *Corpus) Groups(id, by string) []string {
	i, ok := c.index[id]
	if !ok || checkDimension(by) != nil {
		return nil
	}
	return c.groupsOf(&c.docs[i], by)
}

// Codebooks lists the codebooks with which documents were coded.
func (c *Corpus) Codebooks() []string {
	var out []string
	for i := range c.codebooks {
		out = append(out, c.codebooks[i].name)
	}
	return slices.Compact(out) // they lie by name
}

// Selection says which documents a number is about.
type Selection struct {
	// Target is the target for which frames were coded (column target_id); it may
	// be empty where the dataset has one.
	Target           string      `json:"-"`
	Targets          []string    `json:"targets,omitempty"` // a document mentions one of them; none = any document
	Filter           Filter      `json:"filter,omitzero"`
	IncludePaywalled bool        `json:"include_paywalled,omitempty"`
	Territories      Territories `json:"territories,omitempty"` // empty = neither
}

// under is the corpus looked at for a target, under a rule for territories; it
// shares all that was read.
func (c *Corpus) under(s Selection) (*Corpus, error) {
	if err := s.Territories.check(); err != nil {
		return nil, asked(err)
	}
	out := *c
	out.rule, out.target = s.Territories, s.Target
	return &out, nil
}

// relevanceOf says how far a document is about the target.
func (c *Corpus) relevanceOf(d *doc) string {
	of := c.relevance[c.target]
	if at := int(d.at); at < len(of) && of[at] > 0 {
		return relevances[of[at]-1]
	}
	return GroupUnknown
}

// Selects reports whether a document counts under s (see the package's
// definitions).
func (c *Corpus) Selects(s Selection, id string) bool {
	i, ok := c.index[id]
	if !ok {
		return false
	}
	c, err := c.under(s)
	return err == nil && c.selects(s, c.entities.lookup(s.Targets), &c.docs[i])
}

// someSelected lists the documents that count; none under a filter is a mistake
// of the question.
func (c *Corpus) someSelected(s Selection) ([]int32, error) {
	docs := c.selected(s)
	if len(docs) == 0 && !s.Filter.Empty() {
		return nil, c.Nothing(s)
	}
	return docs, nil
}

// selects takes the targets as numbers; no target is known for a name that no
// document mentions.
func (c *Corpus) selects(s Selection, targets []int32, d *doc) bool {
	if why := d.flags.notCounted(); why != "" && (why != NotPaywalled || !s.IncludePaywalled) {
		return false
	}
	return (len(s.Targets) == 0 || d.mentions(targets)) && c.matches(s.Filter, d)
}

func (d *doc) mentions(targets []int32) bool {
	for _, t := range targets {
		if _, ok := slices.BinarySearch(d.entities, t); ok {
			return true
		}
	}
	return false
}

// selected lists the documents that count, in the order of IDs.
func (c *Corpus) selected(s Selection) []int32 {
	targets := c.entities.lookup(s.Targets)
	var out []int32
	for i := range c.docs {
		if c.selects(s, targets, &c.docs[i]) {
			out = append(out, int32(i))
		}
	}
	return out
}

// names numbers strings.
type names struct {
	number map[string]int32
	list   []string
}

func (n *names) of(s string) int32 {
	if i, ok := n.number[s]; ok {
		return i
	}
	if n.number == nil {
		n.number = map[string]int32{}
	}
	i := int32(len(n.list))
	n.number[s] = i
	n.list = append(n.list, s)
	return i
}

// lookup gives the numbers of those strings that have one.
func (n *names) lookup(list []string) []int32 {
	var out []int32
	for _, s := range list {
		if i, ok := n.number[s]; ok {
			out = append(out, i)
		}
	}
	return out
}
