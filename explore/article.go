package explore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"framewatch/explore/search"
	"framewatch/report"
)

// articlePage is an article with what was annotated in it.
type articlePage struct {
	Doc        *search.Document
	Facts      facts
	Dir        string // of the text
	Back       string // to the search that led here
	Heading    []sentence
	Paragraphs [][]sentence
	Halves     *halves
	Beside     bool // the halves are shown beside each other
	Flat       string
	Split      string // links to both ways
	Frames     []frameRow
	NotCoded   []string
	Stances    []stanceRow
	Entities   []entityRow
	Quotes     []quoteRow
	Cite       citation
	Address    string // where a reader may be sent
	Origin     origin
	Archived   string
	Traced     string
	Like       string
	Versions   []versionRow
	Copies     []listed
	Translated []listed
}

// listed is another document.
type listed struct {
	Title, Lang, Href string
	Facts             facts
}

type versionRow struct {
	listed
	Version int64
	Here    bool
	Compare string // link to the comparison with this one
}

// place leads to a mark.
type place struct{ Href, Text string }

type frameRow struct {
	Name             string
	Absent           string // why the document does not have it, where it does not
	Own, Dir, Indir  int    // hits by voice
	Negated, Supposd int
	Speakers         string
	Places           []place
}

type stanceRow struct{ Target, Voice, Stance, Score string }

type entityRow struct {
	Name, Label string
	N           int
	First       place
}

type quoteRow struct {
	Type, Speaker string
	Place         place
}

func (e *Explorer) articlePage(w http.ResponseWriter, r *http.Request) {
	d, err := e.document(r.Context(), r.PathValue("id"))
	if err != nil {
		e.fail(w, r, err)
		return
	}
	p, err := e.article(r.Context(), d, r.URL.Query())
	if err != nil {
		e.fail(w, r, err)
		return
	}
	e.show(w, r, http.StatusOK, "article", view{Title: cmp.Or(d.Title, "(no headline)"), Heading: p.Heading, Lang: d.Lang, Here: "/search", Body: p})
}

// document is a document of the index; there is a problem where it has none.
func (e *Explorer) document(ctx context.Context, id string) (*search.Document, error) {
	d, err := e.index.Document(ctx, id)
	if errors.Is(err, search.ErrNone) {
		return nil, problem{http.StatusNotFound, "The dataset has no such document. It may have been replaced by a later run, or erased."}
	}
	if err != nil {
		return nil, fmt.Errorf("read document: %w", err)
	}
	return d, nil
}

func (e *Explorer) article(ctx context.Context, d *search.Document, v url.Values) (*articlePage, error) {
	o, err := e.originOf(ctx, d)
	if err != nil {
		return nil, err
	}
	p := &articlePage{Doc: d, Dir: report.Direction(d.Lang), Facts: e.facts(d.Summary), Origin: o, Address: report.WebAddress(d.URL), Like: "/alike/" + url.PathEscape(d.DocID), Traced: tracePath + url.PathEscape(d.DocID)}
	marks := slices.DeleteFunc(slices.Clone(d.Marks), e.ofOtherTarget)
	if hit, ok := hitOf(v.Get("at")); ok {
		marks = append(marks, hit)
	}
	if q := v.Get("q"); q != "" {
		p.Back = withQuery("/search", url.Values{"q": {q}})
	}
	for _, line := range annotate(d.Title, true, marks, d.Lang, e).paragraphs() {
		p.Heading = append(p.Heading, line...)
	}
	p.Paragraphs = annotate(d.Text, false, marks, d.Lang, e).paragraphs()
	e.halves(p, v)
	p.Frames = e.frameRows(d, marks)
	for _, f := range d.NotCoded {
		p.NotCoded = append(p.NotCoded, e.names.Frame(f).EN)
	}
	for _, s := range d.Stances {
		if len(e.targets) == 0 || slices.Contains(e.targets, s.Target) {
			p.Stances = append(p.Stances, stanceRow{e.entity(s.Target), s.Voice, s.Stance, strconv.FormatFloat(s.Score, 'f', 2, 64)})
		}
	}
	p.Entities, p.Quotes = e.entityRows(marks), e.quoteRows(marks)
	if d.WARCFile != "" && e.opt.Page != nil {
		p.Archived = "/archive/" + url.PathEscape(d.DocID)
	}
	e.relatives(p, d)
	p.Cite, err = cite(source{ID: d.DocID, Title: oneLine(d.Title), Outlet: oneLine(cmp.Or(d.OutletName, d.Outlet)), URL: oneLine(d.URL), Lang: d.Lang, Genre: d.Genre, Authors: d.Authors,
		Published: d.Date, Accessed: dayOf(d.FetchedAt)})
	return p, err
}

// halves offers the two languages of a bilingual page beside each other, and shows
// them so where asked to.
func (e *Explorer) halves(p *articlePage, v url.Values) {
	h := halvesOf(p.Paragraphs)
	if h == nil {
		return
	}
	h.Names = [2]string{e.names.Group("lang", h.Langs[0]), e.names.Group("lang", h.Langs[1])}
	p.Halves, p.Beside = h, v.Get("view") == "halves"
	one := url.Values{}
	for _, name := range []string{"q", "at"} {
		if s := v.Get(name); s != "" {
			one.Set(name, s)
		}
	}
	p.Flat = withQuery(articleAddress(p.Doc.DocID), one)
	one.Set("view", "halves")
	p.Split = withQuery(articleAddress(p.Doc.DocID), one)
}

// ofOtherTarget reports whether a mark counts for another target than the
// explorer's.
func (e *Explorer) ofOtherTarget(m search.Mark) bool {
	return m.Kind == search.MarkFrame && len(e.targets) > 0 && !slices.Contains(e.targets, m.Target)
}

// hitOf reads a place as a link has it: p12-30 in the text, t0-4 in the title.
func hitOf(s string) (search.Mark, bool) {
	if s == "" || s[0] != 'p' && s[0] != 't' {
		return search.Mark{}, false
	}
	from, to, _ := strings.Cut(s[1:], "-")
	start, err1 := strconv.Atoi(from)
	end, err2 := strconv.Atoi(to)
	if err1 != nil || err2 != nil || start < 0 || end <= start {
		return search.Mark{}, false
	}
	return search.Mark{Kind: "hit", Start: start, End: end, InTitle: s[0] == 't'}, true
}

// markName says what a mark is.
func (e *Explorer) markName(m search.Mark) string {
	switch m.Kind {
	case search.MarkEntity:
		name := cmp.Or(e.entity(m.ID), "not in the gazetteer")
		return strings.TrimSpace(name + " (" + strings.TrimSpace(m.Label+" "+m.Variant) + ")")
	case search.MarkFrame:
		how := []string{voiceName(m.Voice)}
		if m.Speaker != "" {
			how = append(how, m.Speaker)
		}
		if m.Negated {
			how = append(how, "negated, does not count")
		}
		if m.Supposed {
			how = append(how, "supposed or asked")
		}
		return e.names.Frame(m.ID).EN + " (" + strings.Join(how, ", ") + ")"
	case search.MarkQuote:
		if m.Speaker == "" {
			return m.Label + " quotation, speaker not known"
		}
		return m.Label + " quotation: " + m.Speaker
	}
	return ""
}

// frameTag names a frame in few letters.
func (e *Explorer) frameTag(frame, lang string) tag {
	label := e.names.Frame(frame)
	if strings.HasPrefix(lang, "zh") && label.ZH != "" {
		return tag{label.ZH, "zh-Hans"}
	}
	const most = 24
	short, _, _ := strings.Cut(label.EN, ",")
	for cut := short; utf8.RuneCountInString(short) > most; short = cut + "…" {
		if i := strings.LastIndexByte(cut, ' '); i > 0 {
			cut = cut[:i]
		} else {
			cut = string([]rune(cut)[:most-1])
		}
	}
	return tag{short, "en"}
}

func voiceName(voice string) string {
	switch voice {
	case "author":
		return "own voice"
	case "direct_quote":
		return "quoted"
	case "indirect_quote":
		return "reported"
	}
	return "voice not known"
}

// entity is the name of an entity, its ID where the dataset has none.
func (e *Explorer) entity(id string) string { return cmp.Or(e.entities[id], id) }

// anchor is the place of a mark on the page.
func anchor(m search.Mark) string {
	if m.InTitle {
		return "#t" + strconv.Itoa(m.Start)
	}
	return "#p" + strconv.Itoa(m.Start)
}

// frameRows counts the hits of each frame; frames that the document has without a
// term of the codebook come too.
func (e *Explorer) frameRows(d *search.Document, marks []search.Mark) []frameRow {
	rows := map[string]*frameRow{}
	speakers := map[string][]string{}
	for _, f := range d.Frames {
		rows[f] = &frameRow{Name: e.names.Frame(f).EN}
	}
	for _, m := range marks {
		if m.Kind != search.MarkFrame {
			continue
		}
		row := rows[m.ID]
		if row == nil {
			row = &frameRow{Name: e.names.Frame(m.ID).EN}
			rows[m.ID] = row
		}
		switch {
		case m.Negated:
			row.Negated++
		case m.Voice == "author":
			row.Own++
		case m.Voice == "direct_quote":
			row.Dir++
		default:
			row.Indir++
		}
		if m.Supposed {
			row.Supposd++
		}
		if s := cmp.Or(e.entities[m.SpeakerID], m.Speaker); s != "" && !slices.Contains(speakers[m.ID], s) {
			speakers[m.ID] = append(speakers[m.ID], s)
		}
		row.Places = append(row.Places, place{anchor(m), strconv.Itoa(len(row.Places) + 1)})
	}
	var out []frameRow
	for id, row := range rows {
		row.Speakers = strings.Join(speakers[id], "; ")
		switch {
		case slices.Contains(d.Frames, id):
		case row.Own+row.Dir+row.Indir == 0:
			row.Absent = "negated, not present"
		default:
			row.Absent = "terms found, not coded as present"
		}
		out = append(out, *row)
	}
	slices.SortFunc(out, func(a, b frameRow) int {
		return cmp.Or(cmp.Compare(len(b.Places), len(a.Places)), cmp.Compare(a.Name, b.Name))
	})
	return out
}

// entityRows counts the entities that have a name in the dataset.
func (e *Explorer) entityRows(marks []search.Mark) []entityRow {
	var out []entityRow
	at := map[string]int{}
	for _, m := range marks {
		if m.Kind != search.MarkEntity || e.entities[m.ID] == "" {
			continue
		}
		i, ok := at[m.ID]
		if !ok {
			i = len(out)
			at[m.ID] = i
			out = append(out, entityRow{Name: e.entities[m.ID], Label: m.Label, First: place{Href: anchor(m)}})
		}
		out[i].N++
	}
	slices.SortStableFunc(out, func(a, b entityRow) int { return cmp.Compare(b.N, a.N) })
	return out
}

func (e *Explorer) quoteRows(marks []search.Mark) []quoteRow {
	var out []quoteRow
	seen := map[string]bool{}
	for _, m := range marks {
		if m.Kind == search.MarkQuote && !seen[m.ID] {
			seen[m.ID] = true
			out = append(out, quoteRow{m.Label, cmp.Or(e.entities[m.SpeakerID], m.Speaker, "speaker not known"), place{anchor(m), "place " + strconv.Itoa(len(out)+1)}})
		}
	}
	return out
}

// relatives lists versions, copies and translations.
func (e *Explorer) relatives(p *articlePage, d *search.Document) {
	if len(d.Versions) > 1 {
		for _, v := range d.Versions {
			row := versionRow{listed: e.listed(v), Version: v.Version, Here: v.DocID == d.DocID}
			if !row.Here {
				a, b := v, d.Summary
				if a.Version > b.Version {
					a, b = b, a
				}
				row.Compare = versionsAddress(a.DocID, b.DocID)
			}
			p.Versions = append(p.Versions, row)
		}
	}
	for _, c := range d.CopiesOf {
		p.Copies = append(p.Copies, e.listed(c))
	}
	for _, c := range d.Translations {
		p.Translated = append(p.Translated, e.listed(c))
	}
}

func (e *Explorer) listed(s search.Summary) listed {
	return listed{cmp.Or(s.Title, "(no headline)"), s.Lang, articleAddress(s.DocID), e.facts(s)}
}

func dayOf(stamp string) string { return stamp[:min(len(stamp), len("2006-01-02"))] }
