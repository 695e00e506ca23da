package provenance

import (
	"cmp"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/crawl/urlid"
	"framewatch/extract"
	"framewatch/nlp/zh"
)

// Outlet is by what others credit an outlet, and where its clocks are.
type Outlet struct {
	id      corpus.SourceID
	country string
	names   *extract.Masthead
}

// NewOutlet reads a source of a list; of one that no list has the ID is enough.
func NewOutlet(s *corpus.Source) *Outlet {
	simple := *s
	simple.Name = zh.ToSimplified(s.Name)
	return &Outlet{id: s.ID, country: s.Country, names: extract.NewMasthead(&simple)}
}

// Copy is a document of a group of copies and translations.
type Copy struct {
	Doc         corpus.DocID
	Article     string // of which it is a version; empty where that is not known
	Version     int
	Outlet      *Outlet
	Published   corpus.Date
	Credit      string   // agency that the page credits
	OriginalURL string   // where the page says that it first stood
	URLs        []string // its own addresses; needed where a member has an OriginalURL
}

// Evidence says what the origin is told by; empty where it is not known.
type Evidence string

// Kinds of evidence.
const (
	ByCredit      Evidence = "credit"
	ByOriginalURL Evidence = "original_url"
	ByDate        Evidence = "date"
	Alone         Evidence = "alone" // there is no other article
)

// Gap says why the origin is not known; empty where it is.
type Gap string

// Kinds of gaps.
const (
	Outside       Gap = "outside"       // a copy credits, or points to, what is not in the group
	Undated       Gap = "undated"       // one of those that may be it has no date
	SameDate      Gap = "same_date"     // the dates have too little in common to tell
	Contradiction Gap = "contradiction" // copies credit each other in a ring, or what is credited is later than a copy that credits nobody
)

// Verdict is the origin of a group.
type Verdict struct {
	Origin int // index of the copy; -1 where it is not known
	From   Evidence
	Gap    Gap
	Credit string // that decided; else the first by Doc
}

// article is the versions of one article in the group, the first standing for
// all.
type article struct {
	first    int
	outlet   *Outlet
	when     stamp
	credit   string
	original string
	urls     []string

	names   map[int]Evidence // articles from which it says it is taken
	outside bool             // it says that it is taken from elsewhere
}

func (a *article) borrowed() bool { return a.outside || len(a.names) > 0 }

// Of finds the origin of a group of copies. The order of copies has no say.
func Of(copies []Copy) Verdict {
	articles := articlesOf(copies)
	v := Verdict{Origin: -1}
	for _, a := range articles {
		v.Credit = cmp.Or(v.Credit, a.credit)
	}
	link(articles)
	named := map[int]bool{}
	outside := false
	for i := range articles {
		outside = outside || articles[i].outside
		for n := range articles[i].names {
			named[n] = true
		}
	}
	switch {
	case len(named) > 0:
		v.byCredit(articles, named)
	case outside:
		v.Gap = Outside
	case len(articles) == 1:
		v.Origin, v.From = articles[0].first, Alone
	default:
		v.byDate(articles, all(articles))
	}
	return v
}

func all(articles []article) []int {
	out := make([]int, len(articles))
	for i := range articles {
		out[i] = i
	}
	return out
}

// byCredit chooses among the articles that others name.
func (v *Verdict) byCredit(articles []article, named map[int]bool) {
	var ends []int
	outside := false
	for i := range articles {
		if a := &articles[i]; named[i] && len(a.names) == 0 {
			outside = outside || a.outside
			if !a.outside {
				ends = append(ends, i)
			}
		}
	}
	switch {
	case len(ends) == 0 && outside:
		v.Gap = Outside
		return
	case len(ends) == 0:
		v.Gap = Contradiction
		return
	case len(ends) > 1:
		v.byDate(articles, ends)
	default:
		v.Origin, v.From = articles[ends[0]].first, ByOriginalURL
	}
	origin := slices.IndexFunc(articles, func(a article) bool { return a.first == v.Origin })
	if origin < 0 {
		return
	}
	for i := range articles {
		a := &articles[i]
		if i != origin && !a.borrowed() && a.when.before(articles[origin].when) {
			v.Origin, v.From, v.Gap = -1, "", Contradiction
			return
		}
		if a.names[origin] == ByCredit && v.From != ByDate {
			if v.From != ByCredit {
				v.Credit = a.credit
			}
			v.From = ByCredit
		}
	}
}

// byDate takes the one that is earlier than each of the others.
func (v *Verdict) byDate(articles []article, candidates []int) {
	for _, c := range candidates {
		if !slices.ContainsFunc(candidates, func(o int) bool { return o != c && !articles[c].when.before(articles[o].when) }) {
			v.Origin, v.From = articles[c].first, ByDate
			return
		}
	}
	v.Gap = SameDate
	if slices.ContainsFunc(candidates, func(c int) bool { return articles[c].when.grain == unknown }) {
		v.Gap = Undated
	}
}

// articlesOf puts the versions of an article together, in the order of IDs.
func articlesOf(copies []Copy) []article {
	order := make([]int, len(copies))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := &copies[a], &copies[b]
		return cmp.Or(cmp.Compare(cmp.Or(x.Article, string(x.Doc)), cmp.Or(y.Article, string(y.Doc))), cmp.Compare(x.Version, y.Version), cmp.Compare(x.Doc, y.Doc))
	})
	var out []article
	for _, i := range order {
		c := &copies[i]
		if n := len(out); n > 0 && c.Article != "" && copies[out[n-1].first].Article == c.Article {
			a := &out[n-1]
			a.credit, a.original, a.urls = cmp.Or(a.credit, c.Credit), cmp.Or(a.original, c.OriginalURL), append(a.urls, c.URLs...)
			continue
		}
		out = append(out, article{first: i, outlet: c.Outlet, when: stampOf(c.Published, c.Outlet.country), credit: c.Credit, original: c.OriginalURL,
			urls: slices.Clone(c.URLs), names: map[int]Evidence{}})
	}
	slices.SortFunc(out, func(a, b article) int { return cmp.Compare(copies[a.first].Doc, copies[b.first].Doc) })
	return out
}

// link notes which articles each says it is taken from.
func link(articles []article) {
	for i := range articles {
		a := &articles[i]
		if a.original != "" {
			a.pointsTo(i, articles)
		}
		if a.credit != "" {
			a.credits(articles)
		}
	}
}

// credits notes whom the credit names.
func (a *article) credits(articles []article) {
	credit := zh.ToSimplified(a.credit)
	if a.outlet.names.Credited(credit) {
		return
	}
	met := false
	for j := range articles {
		if o := articles[j].outlet; o.id != a.outlet.id && o.names.Credited(credit) {
			a.names[j] = ByCredit
			met = true
		}
	}
	a.outside = a.outside || !met && len(a.names) == 0
}

// pointsTo notes the article at the address of the original, else those of the
// outlet whose address it is.
func (a *article) pointsTo(i int, articles []article) {
	original, err := urlid.Normalise(a.original, "")
	if err != nil {
		return // an address of no page
	}
	if slices.ContainsFunc(a.urls, func(u string) bool { return samePage(u, original) }) {
		return
	}
	_, host, _ := urlid.Split(original)
	var there []int
	for j := range articles {
		if j == i {
			continue
		}
		if slices.ContainsFunc(articles[j].urls, func(u string) bool { return samePage(u, original) }) {
			a.names[j] = ByOriginalURL
			return
		}
		if o := articles[j].outlet; o.id != a.outlet.id && o.names.Serves(host) {
			there = append(there, j)
		}
	}
	for _, j := range there {
		a.names[j] = ByOriginalURL
	}
	a.outside = len(there) == 0 && !a.outlet.names.Serves(host)
}

// samePage compares addresses, of which one may be the secure or the www form.
func samePage(a, b string) bool { return barePage(a) == barePage(b) }

func barePage(u string) string {
	if _, rest, ok := strings.Cut(u, "://"); ok {
		u = rest
	}
	return strings.TrimPrefix(u, "www.")
}

// Lag is the time from the publication of the origin to that of a copy, in
// seconds and as precise as [LagMinute], [LagDay] or [LagMonth] say; lags of days
// and months are those of calendars. ok is false where a date is not known to the
// month, or the copy bears the earlier one.
func Lag(origin, c Copy) (seconds int64, precision string, ok bool) {
	return stampOf(origin.Published, origin.Outlet.country).lag(stampOf(c.Published, c.Outlet.country))
}
