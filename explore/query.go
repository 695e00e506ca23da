package explore

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"framewatch/explore/search"
)

// question is a search as an address has it: /search?q=…&country=KE&country=ID.
type question struct {
	search.Query
	page  int      // from 1
	wrong []string // what was not understood, in words
}

// Documents a page, lines a document and words on each side of a line.
const (
	perPage     = 20
	perDocument = 3
	width       = 10
)

// dimension is a field of the search form whose values are counted.
type dimension struct {
	name  string // of the field and the facet
	title string
	by    string // as [report.Names] calls it
	of    func(*search.Filter) *[]string
	fixed []string // its values, where they are the same everywhere
}

func dimensions() []dimension {
	return []dimension{
		{search.FacetFrame, "Frame", "", func(f *search.Filter) *[]string { return &f.Frames }, nil},
		{search.FacetVoice, "Voice of a frame", "voice", func(f *search.Filter) *[]string { return &f.Voices }, []string{"author", "direct_quote", "indirect_quote"}},
		{search.FacetStance, "Stance", "genre", func(f *search.Filter) *[]string { return &f.Stances }, []string{"critical", "neutral", "supportive"}},
		{search.FacetCountry, "Country of the outlet", "country", func(f *search.Filter) *[]string { return &f.Countries }, nil},
		{search.FacetBloc, "Bloc", "bloc", func(f *search.Filter) *[]string { return &f.Blocs }, nil},
		{search.FacetOutlet, "Outlet", "outlet", func(f *search.Filter) *[]string { return &f.Outlets }, nil},
		{search.FacetLang, "Language", "lang", func(f *search.Filter) *[]string { return &f.Langs }, nil},
		{search.FacetRelevance, "Relevance", "relevance", func(f *search.Filter) *[]string { return &f.Relevance }, []string{"main", "passing", "none", "unknown"}},
		{search.FacetGenre, "Genre", "genre", func(f *search.Filter) *[]string { return &f.Genres }, []string{"news", "opinion", "analysis", "official", "press_release", "unknown"}},
	}
}

func orders() []string {
	return []string{search.OrderRelevance, search.OrderNewest, search.OrderOldest}
}

// ask reads a question; what cannot be read is left out and told.
func ask(v url.Values) question {
	q := question{page: 1, Query: search.Query{Limit: perPage, Lines: perDocument, Width: width}}
	q.Text = strings.TrimSpace(v.Get("q"))
	for _, d := range dimensions() {
		values := d.of(&q.Filter)
		for _, value := range v[d.name] {
			switch {
			case value == "":
			case d.fixed != nil && !slices.Contains(d.fixed, value):
				q.misread(d.title, value, "one of "+strings.Join(d.fixed, ", "))
			case !slices.Contains(*values, value):
				*values = append(*values, value)
			}
		}
		slices.Sort(*values)
	}
	for _, day := range []struct {
		name string
		to   *string
	}{{"from", &q.Filter.From}, {"to", &q.Filter.To}} {
		if value := strings.TrimSpace(v.Get(day.name)); value == "" || isDay(value) {
			*day.to = value
		} else {
			q.misread(day.name, value, "a day, a month or a year (YYYY-MM-DD, YYYY-MM, YYYY)")
		}
	}
	q.Filter.Counted = v.Get("counted") != ""
	if order := v.Get("order"); order == "" || slices.Contains(orders(), order) {
		q.Order = order
	} else {
		q.misread("order", order, "one of "+strings.Join(orders(), ", "))
	}
	if s := v.Get("page"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > 1<<20 {
			q.misread("page", s, "a number from 1 on")
			n = 1
		}
		q.page = n
	}
	q.Offset = (q.page - 1) * perPage
	return q
}

// misread notes what was left out of the question.
func (q *question) misread(what, value, want string) {
	q.wrong = append(q.wrong, fmt.Sprintf("%s “%s” was left out: it is not %s.", what, shortened(value, 60), want))
}

func isDay(s string) bool {
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// values is the question as an address has it, at its first page.
func (q question) values() url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("q", q.Text)
	for _, d := range dimensions() {
		if values := *d.of(&q.Filter); len(values) > 0 {
			v[d.name] = slices.Clone(values)
		}
	}
	set("from", q.Filter.From)
	set("to", q.Filter.To)
	set("order", q.Order)
	if q.Filter.Counted {
		v.Set("counted", "1")
	}
	return v
}

// address is the question as a link, at a page of its answer.
func (q question) address(page int) string {
	v := q.values()
	if page > 1 {
		v.Set("page", strconv.Itoa(page))
	}
	return withQuery("/search", v)
}

// without is the link to the question less one value of a field.
func (q question) without(name, value string) string {
	v := q.values()
	if v[name] = slices.DeleteFunc(v[name], func(s string) bool { return s == value }); len(v[name]) == 0 {
		v.Del(name)
	}
	return withQuery("/search", v)
}

func withQuery(path string, v url.Values) string {
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode() // in the order of names
}

// shortened cuts a text for a message.
func shortened(s string, most int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}
