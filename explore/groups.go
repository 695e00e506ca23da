package explore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"framewatch/compare"
	"framewatch/report"
	"framewatch/report/svg"
)

// groupsPage is two groups of documents with the differences between them.
type groupsPage struct {
	Sides   [2]sideForm
	Voices  []option
	Try     string // link to the sides that the settings compare
	TryText string
	Asked   bool
	Wrong   string // what is the matter with the question
	Result  *groupsResult
	Words   *wordsResult
}

// sideForm are the fields of one side.
type sideForm struct {
	Letter string // A or B
	Name   string // of the field with the filter
	Text   string
	Fields []sideField
	From   string
	To     string
}

type sideField struct {
	Name, Title string
	Choices     []option
}

// groupsResult are the differences of all frames.
type groupsResult struct {
	NameA, NameB string
	A, B         compare.Estimate // of the first frame: what both sides hold
	Stories      int
	Chart        template.HTML
	Rows         []differenceRow
	Survive      string // how many differences are more than chance
	LeftOut      string
	Few          string // what few outlets mean
	Command      string // that gives the same numbers
	Langs        []place
	SearchA      string
	SearchB      string
}

type differenceRow struct {
	Name, ZH                            string
	ShareA, ShareB                      string
	OfA, OfB                            string // counts behind the shares
	Points, Range, P, PAdj              string
	Stands                              bool
	PerStory, Without, NotCoded, Remark string
}

// wordsResult is the words that mark a side, in a language.
type wordsResult struct {
	Lang, Verdict string
	Sides         [2]wordSide
	Wrong         string
}

type wordSide struct {
	Name  string
	Words []wordRow
}

type wordRow struct {
	Term, Counts, Documents, Stories, Outlets, Ratio, P string
	Survives                                            bool
	Search                                              string
}

// sideDimensions are the fields of a side's form.
func sideDimensions() []sideField {
	return []sideField{{Name: "country", Title: "Country"}, {Name: "bloc", Title: "Bloc"}, {Name: "outlet", Title: "Outlet"}, {Name: "owner_type", Title: "Owner"},
		{Name: "lang", Title: "Language"}, {Name: "genre", Title: "Genre"}, {Name: "relevance", Title: "Relevance"}}
}

// valuesIn counts the documents of each value of the dimensions of the forms.
func valuesIn(c *compare.Corpus) map[string]map[string]int {
	out := map[string]map[string]int{}
	for _, f := range sideDimensions() {
		out[f.Name] = map[string]int{}
	}
	for d := range c.All() {
		for by, values := range out {
			for _, v := range c.Groups(d.ID, by) {
				values[v]++
			}
		}
	}
	return out
}

// sideOf reads one side's fields: the filter as framewatch compare takes it, and
// whatever fields say beside it.
func (e *Explorer) sideOf(letter string, v url.Values) (sideForm, compare.Filter, error) {
	name := strings.ToLower(letter)
	s := sideForm{Letter: letter, Name: name, Text: strings.TrimSpace(v.Get(name)), From: strings.TrimSpace(v.Get(name + "_from")), To: strings.TrimSpace(v.Get(name + "_to"))}
	terms := []string{s.Text}
	for _, f := range sideDimensions() {
		f, of := sideField{Name: name + "_" + f.Name, Title: f.Title}, f.Name
		asked := v.Get(f.Name)
		values := e.values[of]
		for _, value := range slices.SortedFunc(maps.Keys(values), func(a, b string) int { return byCount(values, a, b) }) {
			f.Choices = append(f.Choices, option{value, e.names.Group(of, value), values[value], value == asked})
		}
		if asked != "" {
			terms = append(terms, of+"="+asked)
		}
		s.Fields = append(s.Fields, f)
	}
	for _, day := range [][2]string{{"from", s.From}, {"to", s.To}} {
		if day[1] != "" {
			terms = append(terms, day[0]+"="+day[1])
		}
	}
	filter, err := compare.ParseFilter(strings.Join(slices.DeleteFunc(terms, func(t string) bool { return t == "" }), ";"))
	return s, filter, err
}

func voices() []compare.Voice {
	return []compare.Voice{compare.VoiceAll, compare.VoiceAuthor, compare.VoiceQuoted}
}

func (e *Explorer) groups(w http.ResponseWriter, r *http.Request) {
	v := r.URL.Query()
	p := &groupsPage{}
	var filters [2]compare.Filter
	var wrong []string
	for i, letter := range []string{"A", "B"} {
		var err error
		if p.Sides[i], filters[i], err = e.sideOf(letter, v); err != nil {
			wrong = append(wrong, fmt.Sprintf("Group %s: %s.", letter, err))
		}
	}
	voice := cmp.Or(compare.Voice(v.Get("voice")), compare.VoiceAll)
	for _, one := range voices() {
		p.Voices = append(p.Voices, option{Value: string(one), Text: map[compare.Voice]string{compare.VoiceAll: "anybody's words", compare.VoiceAuthor: "the outlet's own words", compare.VoiceQuoted: "quotations"}[one], On: one == voice})
	}
	if a, b, ok := e.corpus.Sides(e.opt.Compare); ok {
		p.Try = withQuery("/groups", url.Values{"a": {a.String()}, "b": {b.String()}})
		p.TryText = e.names.Side(a) + " against " + e.names.Side(b)
	}
	p.Asked = len(wrong) > 0 || !filters[0].Empty() || !filters[1].Empty()
	if p.Asked && len(wrong) == 0 && (filters[0].Empty() || filters[1].Empty()) {
		wrong = append(wrong, "Both groups must be chosen: a group without a filter would hold the other one's documents too.")
	}
	if p.Wrong = strings.Join(wrong, " "); p.Asked && p.Wrong == "" {
		if err := e.compareGroups(r.Context(), p, filters, voice, v.Get("words")); err != nil {
			e.fail(w, r, err)
			return
		}
	}
	e.show(w, r, http.StatusOK, "groups", view{Title: "Two groups compared", Here: "/groups", Body: p})
}

// compareGroups answers the question, one reader's at a time: each takes the whole
// processor for a moment. A question that cannot be answered is told on the page.
func (e *Explorer) compareGroups(ctx context.Context, p *groupsPage, sides [2]compare.Filter, voice compare.Voice, lang string) error {
	release, err := e.takeTurn(ctx)
	if err != nil {
		return err
	}
	defer release()
	if e.codebook == "" {
		p.Wrong = "No document is coded for frames: framewatch run annotates what was collected."
		return nil
	}
	cfg := e.opt.Compare
	small := map[string]int{}
	spec := compare.ContrastSpec{Selection: cfg.Selection(), Sampling: e.opt.Compare.Sampling(), A: sides[0], B: sides[1], Codebook: e.codebook, Voice: voice, MinDocs: cfg.MinDocs,
		LeftOut: func(_, group string, n int) {
			if n < max(1, cfg.MinDocs) {
				small[group] = n
			}
		}}
	list, err := e.corpus.Contrast(ctx, spec)
	if errors.Is(err, compare.ErrQuestion) {
		p.Wrong = told(err, "contrast: ")
		return nil
	}
	if err != nil {
		return fmt.Errorf("compare groups: %w", err)
	}
	p.Result = e.groupsResult(list, sides, small, voice)
	if lang != "" && len(list) > 0 {
		p.Words, err = e.words(ctx, sides, lang)
	}
	return err
}

// takeTurn waits until nobody else computes; release ends the turn.
func (e *Explorer) takeTurn(ctx context.Context) (release func(), err error) {
	select {
	case e.turn <- struct{}{}:
		return func() { <-e.turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// told is an error of the question as a sentence.
func told(err error, prefix string) string {
	s := strings.TrimPrefix(err.Error(), prefix)
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

func (e *Explorer) groupsResult(list []compare.Difference, sides [2]compare.Filter, small map[string]int, voice compare.Voice) *groupsResult {
	r := &groupsResult{NameA: e.names.Side(sides[0]), NameB: e.names.Side(sides[1])}
	r.Command = fmt.Sprintf("framewatch compare contrast --a '%s' --b '%s'", sides[0], sides[1])
	if voice != compare.VoiceAll {
		r.Command += " --voice " + string(voice)
	}
	if len(small) > 0 {
		var parts []string
		for _, group := range slices.Sorted(maps.Keys(small)) {
			parts = append(parts, fmt.Sprintf("%s has %s", group, report.Plural(small[group], "coded document", "coded documents")))
		}
		r.LeftOut = fmt.Sprintf("Frames for which a group has fewer than %d coded documents get no number: %s.", max(1, e.opt.Compare.MinDocs), strings.Join(parts, ", "))
	}
	r.SearchA, r.SearchB = searchFor(sides[0]), searchFor(sides[1])
	if len(list) == 0 {
		return r
	}
	slices.SortStableFunc(list, func(x, y compare.Difference) int {
		return cmp.Or(cmp.Compare(y.Shares.Value, x.Shares.Value), cmp.Compare(x.Frame, y.Frame))
	})
	r.A, r.B, r.Stories = list[0].A, list[0].B, list[0].Stories
	if few := min(r.A.Outlets, r.B.Outlets); few < compare.FewOutlets {
		r.Few = fmt.Sprintf("With %s on the smaller side little can be said of outlets that were not read.", report.Plural(few, "outlet", "outlets"))
	}
	chart := svg.Differences{Head: svg.Head{ID: "differences", Title: "Difference between the groups, by frame"}, Left: "more in group B", Right: "more in group A", Symmetric: true}
	tested, stand := 0, 0
	for _, d := range list {
		row := e.differenceRow(d)
		if d.Shares.Tested {
			tested++
		}
		if row.Stands {
			stand++
		}
		r.Rows = append(r.Rows, row)
		if d.A.Positive+d.B.Positive == 0 {
			continue // nothing to draw; the table has it
		}
		bar := svg.DifferenceRow{Label: row.Name, LabelZH: row.ZH, Value: d.Shares.Value, Stands: row.Stands, Tip: fmt.Sprintf("%s: %s points, interval %s", row.Name, row.Points, row.Range)}
		if d.Shares.Method != "" {
			bar.Interval = &svg.Span{Lo: d.Shares.Interval.Lo, Hi: d.Shares.Interval.Hi}
		}
		chart.Rows = append(chart.Rows, bar)
	}
	chart.Desc = fmt.Sprintf("%d frames; filled marks are differences that are more than chance.", len(list))
	r.Chart = template.HTML(chart.SVG()) //nolint:gosec // package svg escapes all text
	r.Survive = fmt.Sprintf("%d of %s %s more than chance at %s after all frames are allowed for (Benjamini–Hochberg).", stand, report.Plural(tested, "difference", "differences"),
		map[bool]string{true: "is", false: "are"}[stand == 1], report.Percent(1-e.opt.Compare.Confidence))
	for _, lang := range e.langs {
		r.Langs = append(r.Langs, place{Href: lang, Text: e.names.Group("lang", lang)})
	}
	return r
}

func (e *Explorer) differenceRow(d compare.Difference) differenceRow {
	label := e.names.Frame(d.Frame)
	row := differenceRow{Name: label.EN, ZH: label.ZH, ShareA: report.Percent(d.A.Share), ShareB: report.Percent(d.B.Share),
		OfA: fmt.Sprintf("%s of %s", report.Count(d.A.Positive), report.Count(d.A.N)), OfB: fmt.Sprintf("%s of %s", report.Count(d.B.Positive), report.Count(d.B.N)),
		Points: report.Points(d.Shares.Value), Range: report.PointRange(d.Shares.Measure), P: report.PValue(d.Shares, d.Shares.P), PAdj: report.PValue(d.Shares, d.Shares.PAdj),
		Stands:   d.Shares.Stands() && d.Shares.PAdj <= 1-e.opt.Compare.Confidence,
		PerStory: report.Points(d.PerStory.Value), Without: report.LeftOutRange(d.Shares.LeaveOut), NotCoded: "–", Remark: d.Shares.Note}
	if d.A.NotCoded+d.B.NotCoded > 0 {
		row.NotCoded = fmt.Sprintf("%s, %s", report.Count(d.A.NotCoded), report.Count(d.B.NotCoded))
	}
	return row
}

// words finds what marks each side in a language.
func (e *Explorer) words(ctx context.Context, sides [2]compare.Filter, lang string) (*wordsResult, error) {
	cfg := e.opt.Compare
	out := &wordsResult{Lang: e.names.Group("lang", lang)}
	found, err := e.corpus.Keyness(ctx, e.ds, cfg.Keyness.Spec(cfg.Selection(), e.opt.Compare.Sampling(), sides[0], sides[1], lang))
	if errors.Is(err, compare.ErrQuestion) || errors.Is(err, compare.ErrLanguages) {
		out.Wrong = told(err, "keyness: ")
		return out, nil
	}
	if err != nil {
		return nil, fmt.Errorf("words of groups: %w", err)
	}
	out.Verdict = found.Verdict()
	for i := range out.Sides {
		out.Sides[i].Name = e.names.Side(sides[i])
	}
	for _, w := range found.Words {
		at := 1
		if w.MarksA {
			at = 0
		}
		side := &out.Sides[at]
		side.Words = append(side.Words, wordRow{Term: w.Term, Survives: w.Survives, Counts: fmt.Sprintf("%v, %v", w.Count.A, w.Count.B), Documents: fmt.Sprintf("%d, %d", w.DocsA, w.DocsB),
			Stories: report.Count(w.Stories), Outlets: report.Count(w.Outlets), Ratio: fmt.Sprintf("%+.1f", w.LogRatio.Value), P: fmt.Sprintf("%.3f", w.PAdj),
			Search: withQuery("/search", url.Values{"q": {quotedPhrase(w.Term)}})})
	}
	return out, nil
}

// quotedPhrase looks for a term as it stands.
func quotedPhrase(s string) string { return `"` + strings.ReplaceAll(s, `"`, " ") + `"` }

// searchFor is the search for the documents of a filter, empty where a search
// cannot say it.
func searchFor(f compare.Filter) string {
	v := url.Values{"counted": {"1"}}
	for term := range strings.FieldsFuncSeq(f.String(), func(r rune) bool { return r == ',' || r == ';' }) {
		field, value, _ := strings.Cut(term, "=")
		known := slices.ContainsFunc(dimensions(), func(d dimension) bool { return d.name == field })
		if !known && field != "from" && field != "to" || strings.Contains(f.String(), ";") {
			return ""
		}
		v.Add(field, value)
	}
	return withQuery("/search", v)
}
