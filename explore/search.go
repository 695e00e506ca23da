package explore

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"framewatch/compare"
	"framewatch/explore/search"
	"framewatch/report"
)

// maxChoices bounds the values of a field that the form offers; those that are
// chosen are always among them.
const maxChoices = 200

// searchPage is the form with what was found.
type searchPage struct {
	Asked   question
	Orders  []option
	Fields  []facet
	Chosen  []chosen
	Clear   string // link to the question without filters
	Notes   []string
	Asking  bool // something was asked for
	Total   int
	First   int // number of the first document shown
	Last    int
	Found   []foundRow
	Pages   pager
	CSV     string
	Lines   string // address of the export as JSON lines
	Indexed int    // documents in all
}

// facet is a dimension of the form.
type facet struct {
	Name, Title string
	Choices     []option
	Chosen      int
	More        int // values that are not offered
}

type option struct {
	Value, Text string
	Count       int
	On          bool
}

// chosen is a filter in force, with the link that takes it away.
type chosen struct{ Title, Text, Without string }

// pager leads through the pages of an answer; an empty link is no page.
type pager struct {
	This, Of   int
	Prev, Next string
}

// foundRow is a document in a list.
type foundRow struct {
	search.Found
	Href   string
	Facts  facts
	Frames []string
	Lines  []kwicLine
}

// facts is the line under a title.
type facts struct {
	Outlet, Country, Date, Lang, Genre, Relevance, Copies, NotCounted string
}

// kwicLine is a concordance line that leads to its place.
type kwicLine struct {
	search.Line
	Href string
	Dir  string
}

func (e *Explorer) searchPage(w http.ResponseWriter, r *http.Request) {
	q := ask(r.URL.Query())
	page, err := e.find(r, q)
	if err != nil {
		e.fail(w, r, err)
		return
	}
	title := "Search"
	if q.Text != "" {
		title = "Search: " + shortened(q.Text, 80)
	}
	e.show(w, r, http.StatusOK, "search", view{Title: title, Here: "/search", Body: page})
}

// lookUp asks the index about the explorer's target.
func (e *Explorer) lookUp(r *http.Request, q search.Query) (*search.Result, error) {
	q.Filter.Targets = e.targets
	found, err := e.index.Search(r.Context(), q)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return found, nil
}

func (e *Explorer) find(r *http.Request, q question) (*searchPage, error) {
	result, err := e.lookUp(r, q.Query)
	if err != nil {
		return nil, err
	}
	if last := max(1, (result.Total+perPage-1)/perPage); q.page > last {
		q.misread("page", strconv.Itoa(q.page), fmt.Sprintf("among the %d that there are", last))
		q.page, q.Offset = last, (last-1)*perPage
		if result, err = e.lookUp(r, q.Query); err != nil {
			return nil, err
		}
	}
	p := &searchPage{Asked: q, Total: result.Total, Notes: q.wrong, Asking: len(q.values()) > 0, Indexed: e.corpus.Len()}
	if result.Note != "" {
		p.Notes = append(p.Notes, result.Note)
	}
	for _, o := range orders() {
		p.Orders = append(p.Orders, option{Value: o, Text: map[string]string{search.OrderRelevance: "Best match first", search.OrderNewest: "Newest first", search.OrderOldest: "Oldest first"}[o],
			On: o == cmp.Or(q.Order, search.OrderRelevance)})
	}
	e.fields(p, q, result.Facets)
	for _, f := range result.Found {
		p.Found = append(p.Found, e.row(f, q.Text))
	}
	p.First, p.Last = q.Offset+1, q.Offset+len(result.Found)
	p.Pages = pager{This: q.page, Of: (result.Total + perPage - 1) / perPage}
	if q.page > 1 {
		p.Pages.Prev = q.address(q.page - 1)
	}
	if q.page < p.Pages.Of {
		p.Pages.Next = q.address(q.page + 1)
	}
	p.CSV, p.Lines = withQuery("/export.csv", q.values()), withQuery("/export.jsonl", q.values())
	p.Clear = withQuery("/search", url.Values{"q": {q.Text}})
	return p, nil
}

// fields offers the values that the answer has, with their counts, and lists what
// is chosen.
func (e *Explorer) fields(p *searchPage, q question, facets map[string][]search.Facet) {
	for _, d := range dimensions() {
		on := *d.of(&q.Filter)
		f := facet{Name: d.name, Title: d.title, Chosen: len(on)}
		left := slices.Clone(on)
		for _, c := range facets[d.name] {
			is := slices.Contains(on, c.Value)
			if len(f.Choices) >= maxChoices && !is {
				f.More++
				continue
			}
			left = slices.DeleteFunc(left, func(v string) bool { return v == c.Value })
			f.Choices = append(f.Choices, option{c.Value, e.called(d, c.Value, c.Name), c.Count, is})
		}
		for _, value := range left { // which nothing that was found has
			f.Choices = append(f.Choices, option{value, e.called(d, value, ""), 0, true})
		}
		for _, value := range on {
			p.Chosen = append(p.Chosen, chosen{d.title, e.called(d, value, ""), q.without(d.name, value)})
		}
		if len(f.Choices) > 0 {
			p.Fields = append(p.Fields, f)
		}
	}
	for _, one := range []struct{ name, title, value string }{{"from", "From", q.Filter.From}, {"to", "To", q.Filter.To}} {
		if one.value != "" {
			p.Chosen = append(p.Chosen, chosen{one.title, one.value, q.without(one.name, one.value)})
		}
	}
	if q.Filter.Counted {
		p.Chosen = append(p.Chosen, chosen{"Only", "what counts in comparisons", q.without("counted", "1")})
	}
}

// called names a value of a dimension.
func (e *Explorer) called(d dimension, value, name string) string {
	switch {
	case name != "" && name != value && d.name == search.FacetFrame:
		return name
	case d.name == search.FacetFrame:
		return e.names.Frame(value).EN
	case value == compare.GroupUnknown:
		return "Not known"
	case d.name == search.FacetStance, d.name == search.FacetVoice:
		return e.names.Group("voice", value)
	}
	return e.names.Group(d.by, value)
}

// row prepares a document for a list; text is what was searched for.
func (e *Explorer) row(f search.Found, text string) foundRow {
	row := foundRow{Found: f, Href: articleAddress(f.DocID), Facts: e.facts(f.Summary)}
	for _, frame := range f.Frames {
		row.Frames = append(row.Frames, e.names.Frame(frame).EN)
	}
	for _, l := range f.Lines {
		row.Lines = append(row.Lines, kwicLine{Line: l, Href: placeAddress(f.DocID, l, text), Dir: report.Direction(l.Lang)})
	}
	return row
}

func (e *Explorer) facts(s search.Summary) facts {
	f := facts{Outlet: cmp.Or(s.OutletName, s.Outlet), Country: e.names.Group("country", s.Country), Date: cmp.Or(s.Date, "no date known"), Lang: e.names.Group("lang", s.Lang)}
	if s.Genre != "" && s.Genre != compare.GroupUnknown {
		f.Genre = e.names.Group("genre", s.Genre)
	}
	switch s.Relevance {
	case "main":
		f.Relevance = "about the subject"
	case "passing":
		f.Relevance = "in passing"
	case "none":
		f.Relevance = "does not name the subject"
	}
	if s.Copies > 0 {
		f.Copies = report.Plural(s.Copies, "other document of the story", "other documents of the story")
	}
	if !s.Counted {
		f.NotCounted = notCounted(s.NotCounted)
	}
	return f
}

// notCounted says in words why a document is not compared.
func notCounted(why string) string {
	switch why {
	case compare.NotBlocked:
		return "does not count: a block, challenge or login page was served instead of it"
	case compare.NotExcluded:
		return "does not count: an editor takes it for no article"
	case compare.NotSuperseded:
		return "does not count: a later version of the article is there"
	case compare.NotPaywalled:
		return "does not count: only a teaser was served"
	case "":
		return "does not count"
	}
	return "does not count: " + why
}

func articleAddress(id string) string { return "/article/" + url.PathEscape(id) }

// placeAddress leads to a place of an article and has it marked; text is what was
// searched for, which the article's page leads back to.
func placeAddress(id string, l search.Line, text string) string {
	at := "p"
	if l.InTitle {
		at = "t"
	}
	v := url.Values{"at": {fmt.Sprintf("%s%d-%d", at, l.Start, l.End)}}
	if text != "" {
		v.Set("q", text)
	}
	return fmt.Sprintf("%s?%s#%s%d", articleAddress(id), v.Encode(), at, l.Start)
}
