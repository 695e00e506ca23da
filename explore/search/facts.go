package search

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// table holds the facts of all documents in memory, some hundreds of bytes each:
// filters and counts are answered from it, FTS5 only says which documents match.
type table struct {
	docs   []fact
	at     map[int64]int32 // by row of the file
	byID   map[string]int32
	story  [][]int32 // documents by story
	values [dimensions]symbols
	blocs  [][]int32 // sets of bloc codes
	target symbols
	names  symbols   // entities
	framed []int     // documents by frame that is present, for any target
	namedN []int32   // documents by entity
	named  [][]int32 // the documents, for entities of few
	called map[string]map[string]string
}

// The dimensions of facets; those of which a document has one value first.
const (
	dimCountry = iota
	dimOutlet
	dimLang
	dimGenre
	dimMonth
	dimBloc
	dimFrame
	dimStance
	dimVoice
	dimRelevance
	dimensions

	oneValued = dimBloc // number of dimensions with one value
)

var dimensionNames = [dimensions]string{FacetCountry, FacetOutlet, FacetLang, FacetGenre, FacetMonth, FacetBloc, FacetFrame, FacetStance, FacetVoice, FacetRelevance}

const undated = "undated"

// fact is a document in memory. Strings are numbered, by dimension.
type fact struct {
	n          int64
	one        [oneValued]int32
	blocs      int32 // index of table.blocs
	story      int32
	order      int32 // rank by date, the newest first, those without one last
	first      int32 // of the days that its date may mean, as YYYYMMDD; 0 = no date
	last       int32
	counted    bool
	frames     []frameFact
	stances    []forTarget
	about      []forTarget
	names      []int32 // entities, sorted
	id         string
	articleKey string
}

type frameFact struct {
	frame, target int32
	present       bool
	voices        uint8
}

type forTarget struct{ value, target int32 }

// symbols numbers strings.
type symbols struct {
	code map[string]int32
	list []string
}

func (s *symbols) of(v string) int32 {
	if c, ok := s.code[v]; ok {
		return c
	}
	if s.code == nil {
		s.code = map[string]int32{}
	}
	v = strings.Clone(v)
	c := int32(len(s.list))
	s.code[v] = c
	s.list = append(s.list, v)
	return c
}

// loadTable reads the facts of a file.
func loadTable(ctx context.Context, db *sql.DB) (*table, error) {
	t := &table{at: map[int64]int32{}, byID: map[string]int32{}, called: map[string]map[string]string{}}
	for i := range voices {
		t.values[dimVoice].of(voices[i])
	}
	for _, v := range append(slices.Clone(relevances), unknown) {
		t.values[dimRelevance].of(v)
	}
	stories, sets := symbols{}, symbols{}
	err := each(ctx, db, "SELECT n, doc_id, facts FROM docs ORDER BY doc_id", nil, func(scan func(...any) error) error {
		var d fact
		var text string
		if err := scan(&d.n, &d.id, &text); err != nil {
			return err
		}
		var f facts
		if err := json.Unmarshal([]byte(text), &f); err != nil {
			return err
		}
		t.add(d, &f, &stories, &sets)
		return nil
	})
	if err != nil {
		return nil, err
	}
	t.rank()
	t.listNamed()
	return t, each(ctx, db, "SELECT kind, value, name FROM names", nil, func(scan func(...any) error) error {
		var n name
		err := scan(&n.Kind, &n.Value, &n.Name)
		if t.called[n.Kind] == nil {
			t.called[n.Kind] = map[string]string{}
		}
		t.called[n.Kind][n.Value] = n.Name
		return err
	})
}

func (t *table) add(d fact, f *facts, stories, sets *symbols) {
	for dim, v := range [oneValued]string{dimCountry: f.Country, dimOutlet: f.Outlet, dimLang: f.Lang, dimGenre: f.Genre, dimMonth: monthOf(f.Date)} {
		d.one[dim] = t.values[dim].of(v)
	}
	key := strings.Join(f.Blocs, "\n")
	d.blocs = sets.of(key)
	if int(d.blocs) == len(t.blocs) {
		var set []int32
		for _, b := range f.Blocs {
			set = append(set, t.values[dimBloc].of(b))
		}
		t.blocs = append(t.blocs, set)
	}
	d.story, d.counted, d.articleKey = stories.of(f.Story), f.Counted, f.Article
	d.first, d.last = days(f.Date)
	for _, c := range f.Frames {
		d.frames = append(d.frames, frameFact{t.values[dimFrame].of(c.Frame), t.target.of(c.Target), c.Present, c.Voices})
	}
	for _, c := range f.Stances {
		d.stances = append(d.stances, forTarget{t.values[dimStance].of(c.Value), t.target.of(c.Target)})
	}
	for _, c := range f.About {
		d.about = append(d.about, forTarget{t.values[dimRelevance].of(c.Value), t.target.of(c.Target)})
	}
	for _, e := range f.Names {
		d.names = append(d.names, t.names.of(e))
	}
	slices.Sort(d.names)
	i := int32(len(t.docs))
	t.at[d.n], t.byID[d.id] = i, i
	if int(d.story) == len(t.story) {
		t.story = append(t.story, nil)
	}
	t.story[d.story] = append(t.story[d.story], i)
	t.docs = append(t.docs, d)
}

func monthOf(date string) string {
	if len(date) < len("2006-01") {
		return undated
	}
	return date[:len("2006-01")]
}

// days are the first and the last day that a date as far as it is known may mean,
// as numbers that compare like days; zero for what is no date.
func days(date string) (first, last int32) {
	number := func(rest string) int32 {
		if len(date) > len("0000-00-00") {
			return 0
		}
		n, err := strconv.ParseInt(strings.ReplaceAll(date+rest[len(date):], "-", ""), 10, 32)
		if err != nil || n < 0 {
			return 0
		}
		return int32(n)
	}
	if len(date) < len("2006") {
		return 0, 0
	}
	return number("0000-01-01"), number("0000-12-31")
}

// rank orders documents by date.
func (t *table) rank() {
	order := make([]int32, len(t.docs))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		x, y := &t.docs[a], &t.docs[b]
		return cmp.Or(cmp.Compare(y.first, x.first), cmp.Compare(x.id, y.id))
	})
	for rank, i := range order {
		t.docs[i].order = int32(rank)
	}
}

// maxNamed is in how many documents an entity may be for it to propose documents
// that are alike: one that all have says nothing.
const maxNamed = 2000

func (t *table) listNamed() {
	t.framed = make([]int, len(t.values[dimFrame].list))
	for i := range t.docs {
		last := int32(-1) // frames of several targets lie together
		for _, f := range t.docs[i].frames {
			if f.present && f.frame != last {
				t.framed[f.frame]++
				last = f.frame
			}
		}
	}
	t.namedN = make([]int32, len(t.names.list))
	for i := range t.docs {
		for _, e := range t.docs[i].names {
			t.namedN[e]++
		}
	}
	t.named = make([][]int32, len(t.names.list))
	for i := range t.docs {
		for _, e := range t.docs[i].names {
			if t.namedN[e] <= maxNamed {
				t.named[e] = append(t.named[e], int32(i))
			}
		}
	}
}

// chosen is a filter in numbers; nil allows all.
type chosen struct {
	one       [oneValued][]bool
	inBloc    []bool // by set
	frames    []bool
	stances   []bool
	voices    uint8
	relevance []bool
	targets   []bool
	from, to  int32
	counted   bool
}

// choose numbers a filter. A value that no document has allows none.
func (t *table) choose(f Filter) chosen {
	c := chosen{counted: f.Counted}
	allow := func(s *symbols, values []string, also func(v, want string) bool) []bool {
		if len(values) == 0 {
			return nil
		}
		out := make([]bool, len(s.list)+1) // not empty, as nil allows all
		for i, v := range s.list {
			out[i] = slices.ContainsFunc(values, func(want string) bool { return v == want || also != nil && also(v, want) })
		}
		return out
	}
	kind := func(v, want string) bool { return strings.HasPrefix(v, want+"-") }
	c.one[dimCountry] = allow(&t.values[dimCountry], f.Countries, nil)
	c.one[dimOutlet] = allow(&t.values[dimOutlet], f.Outlets, nil)
	c.one[dimLang] = allow(&t.values[dimLang], f.Langs, kind)
	c.one[dimGenre] = allow(&t.values[dimGenre], f.Genres, nil)
	c.frames = allow(&t.values[dimFrame], f.Frames, nil)
	c.stances = allow(&t.values[dimStance], f.Stances, nil)
	c.relevance = allow(&t.values[dimRelevance], f.Relevance, nil)
	c.targets = allow(&t.target, f.Targets, nil)
	if blocs := allow(&t.values[dimBloc], f.Blocs, nil); blocs != nil {
		c.inBloc = make([]bool, len(t.blocs))
		for i, set := range t.blocs {
			c.inBloc[i] = slices.ContainsFunc(set, func(b int32) bool { return blocs[b] })
		}
	}
	for i, v := range voices {
		if slices.Contains(f.Voices, v) {
			c.voices |= 1 << i
		}
	}
	if len(f.Voices) > 0 && c.voices == 0 {
		c.voices = 1 << len(voices) // a voice that there is not
	}
	c.from, _ = days(f.From)
	_, c.to = days(f.To)
	return c
}

func (t *table) nameOf(dim int, value string) string {
	return cmp.Or(t.called[dimensionNames[dim]][value], value)
}

// facetsOf lists what was counted, the most frequent first; months in their order.
func (t *table) facetsOf(counts *[dimensions][]int) map[string][]Facet {
	out := map[string][]Facet{}
	for dim, by := range counts {
		list := []Facet{}
		for code, n := range by {
			if n > 0 {
				v := t.values[dim].list[code]
				list = append(list, Facet{Value: v, Name: t.nameOf(dim, v), Count: n})
			}
		}
		slices.SortFunc(list, func(a, b Facet) int {
			if dim == dimMonth {
				return cmp.Compare(a.Value, b.Value)
			}
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
		})
		out[dimensionNames[dim]] = list
	}
	return out
}

// copies are the other documents of a story.
func (t *table) copies(i int32) []int32 {
	return slices.DeleteFunc(slices.Clone(t.story[t.docs[i].story]), func(j int32) bool { return j == i })
}

// versions are the documents of the article, this one among them.
func (t *table) versions(i int32) []int32 {
	var out []int32
	for j := range t.docs {
		if t.docs[j].articleKey == t.docs[i].articleKey {
			out = append(out, int32(j))
		}
	}
	return out
}
