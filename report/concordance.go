package report

import (
	"cmp"
	"context"
	"fmt"
	"html/template"
	"maps"
	"net/url"
	"slices"
	"strings"

	"framewatch/compare"
	"framewatch/compare/kwic"
	"framewatch/store"
)

// concordance is the lines behind every figure, a file of its own. Rules is the
// CSS that shows only the lines of the cell a reader came for.
type concordance struct {
	Rules template.CSS
	Parts []linePart
	Shown int
}

// linePart is the lines of one frame, of the names of the target, or of the
// words of one language, where they come in groups.
type linePart struct {
	ID     string
	Title  Label
	Total  int
	Cells  []cellView
	Lines  []lineView
	Groups []lineGroup
}

type lineGroup struct {
	ID, Title, Lang, Note string
	Lines                 []lineView
}

// cellView is the head that appears when a reader comes from a mark.
type cellView struct {
	ID, Class, Label, Note string
}

type lineView struct {
	Class              string
	Before, Key, After string
	Whole              bool // the keyword is a sentence, which needs the line to itself
	Lang, Dir          string
	Outlet, Where      string // Where is country and day
	Said               string // voice and speaker, variant, headline
	URL, Address       string // URL is empty where the address is not one of the web
	DocID, Archive     string
	Article            string // where the explorer shows it
	Traced             string // and where it traces it
}

// choosePlaces reads the places behind every cell and fills the pools of the
// sections.
func (b *builder) choosePlaces(ctx context.Context, ds *store.Dataset) ([]kwic.Place, error) {
	selection := b.settings.Selection()
	queries := []kwic.Query{{Selection: selection, Codebook: b.codebook}}
	if b.hasTarget() {
		selection.IncludePaywalled = true // coverage counts teasers
		queries = append(queries, kwic.Query{Selection: selection, Mentions: true})
	}
	docs := map[string]docCells{}
	for _, q := range queries {
		for p, err := range kwic.Places(ctx, ds, b.corpus, q) {
			if err != nil {
				return nil, fmt.Errorf("concordance: %w", err)
			}
			if s := b.index.byName[sectionOf(p)]; s != nil {
				d, known := docs[p.DocID]
				if !known {
					d = b.docCells(p.DocID)
					docs[p.DocID] = d
				}
				s.add(b.candidate(p, d))
			}
		}
	}
	b.index.choose(b.cfg.Lines, b.cfg.MaxLines)
	var places []kwic.Place
	for _, s := range b.index.sections {
		for _, c := range s.pool {
			places = append(places, c.place)
		}
	}
	return places, nil
}

// readLines makes the lines of all chosen places, of the examples, and of what the
// questions want read, in one pass over the texts.
func (b *builder) readLines(ctx context.Context, ds *store.Dataset, places []kwic.Place, questions []*answered) error {
	examples, err := b.placeExamples(ctx, ds)
	if err != nil {
		return err
	}
	places = append(places, examples...)
	var words []*wordList
	for _, q := range questions {
		places, words = append(places, q.places...), append(words, q.words...)
	}
	want := examplesOf(words)
	docs := maps.Clone(want)
	for _, p := range places {
		docs[p.DocID] = nil
	}
	texts, err := kwic.ReadTexts(ctx, ds, maps.Keys(docs))
	if err != nil {
		return fmt.Errorf("concordance: %w", err)
	}
	if err := placeWords(words, want, texts); err != nil {
		return fmt.Errorf("concordance: %w", err)
	}
	for _, l := range words {
		for _, w := range l.shown {
			places = append(places, l.places[w.Term]...)
		}
	}
	lines, err := texts.Lines(ctx, ds, b.corpus, places, b.cfg.Width)
	if err != nil {
		return fmt.Errorf("concordance: %w", err)
	}
	b.read = make(map[kwic.Place]kwic.Line, len(lines))
	for _, l := range lines {
		b.read[l.Place] = l
	}
	return nil
}

// linesOf gives the lines of places that were read.
func (b *builder) linesOf(places []kwic.Place) []kwic.Line {
	var out []kwic.Line
	for _, p := range places {
		if l, ok := b.read[p]; ok {
			out = append(out, l)
		}
	}
	return out
}

func sectionOf(p kwic.Place) string {
	if p.Frame != "" {
		return frameLines(p.Frame)
	}
	return names
}

// docCells are a document's story and the conditions that it meets, as far as
// some cell has them.
type docCells struct {
	story   string
	numbers []int
}

func (b *builder) docCells(id string) docCells {
	out := docCells{story: id, numbers: b.index.numbersOf(b.groupsOf(id))}
	if d, ok := b.corpus.Doc(id); ok {
		out.story = d.Story
	}
	return out
}

func (b *builder) candidate(p kwic.Place, d docCells) candidate {
	var own []condition
	switch {
	case p.Frame == "":
		own = []condition{{byVariant, p.Variant}, {byName, p.SentenceLang}}
	case p.Voice == "author":
		own = []condition{{byVoice, string(compare.VoiceAuthor)}}
	default:
		own = []condition{{byVoice, string(compare.VoiceQuoted)}}
	}
	groups := slices.Concat(d.numbers, b.index.numbersOf(own))
	slices.Sort(groups)
	return candidate{place: p, story: d.story, groups: groups}
}

// concordance is the chapter of all sections, frames in the order of the
// charts.
func (b *builder) concordance() concordance {
	var out concordance
	var order []*section
	for _, f := range b.frameOrder() {
		if s := b.index.byName[frameLines(f)]; s != nil {
			order = append(order, s)
		}
	}
	if s := b.index.byName[names]; s != nil {
		order = append(order, s)
	}
	used := map[int]bool{}
	for _, s := range order {
		places := make([]kwic.Place, len(s.pool))
		class := make(map[kwic.Place]string, len(s.pool))
		for i, c := range s.pool {
			places[i] = c.place
			class[c.place] = classes("g", c.groups)
		}
		table := store.FrameHitRow{}.Table()
		if s == b.index.byName[names] {
			table = store.MentionRow{}.Table()
		}
		lines := b.linesOf(places)
		slices.SortStableFunc(lines, func(x, y kwic.Line) int { return cmp.Compare(dateOrder(x.Date), dateOrder(y.Date)) })
		part := linePart{ID: s.ID, Title: b.sectionTitle(s), Total: s.total, Lines: b.views(lines, class)}
		for _, c := range s.cells {
			part.Cells = append(part.Cells, c.view(table))
			for _, n := range c.conditions {
				used[n] = true
			}
		}
		out.Parts = append(out.Parts, part)
		out.Shown += len(part.Lines)
	}
	out.Rules = rules(used)
	return out
}

func (b *builder) sectionTitle(s *section) Label {
	for name, other := range b.index.byName {
		if other == s && name != names {
			return b.labels.frame(strings.TrimPrefix(name, frameLines("")))
		}
	}
	return Label{EN: "Names of the subject"}
}

func classes(prefix string, numbers []int) string {
	parts := make([]string, len(numbers))
	for i, n := range numbers {
		parts[i] = fmt.Sprint(prefix, n)
	}
	return strings.Join(parts, " ")
}

// rules hides, while a cell is the target of the address, the lines that lack
// one of its conditions.
func rules(used map[int]bool) template.CSS {
	numbers := make([]int, 0, len(used))
	for n := range used {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	var css strings.Builder
	for _, n := range numbers {
		fmt.Fprintf(&css, ".c%d:target~ol>li:not(.g%d){display:none}\n", n, n)
	}
	return template.CSS(css.String()) //nolint:gosec // made of numbers only
}

// view says how many lines stand behind the cell; those that are not shown are
// in the named table.
func (c *cell) view(table string) cellView {
	v := cellView{ID: c.ID, Class: classes("c", c.conditions), Label: c.Label}
	switch {
	case c.total == 0:
		v.Note = "No line stands behind it."
	case c.shown >= c.total:
		v.Note = plural(c.total, "line", "lines") + "."
	default:
		v.Note = fmt.Sprintf("%d of %s shown; the rest are in table %s.", c.shown, plural(c.total, "line", "lines"), table)
	}
	return v
}

func (b *builder) views(lines []kwic.Line, class map[kwic.Place]string) []lineView {
	out := make([]lineView, len(lines))
	for i, l := range lines {
		v := lineView{Class: class[l.Place], Before: keepEnd(l.Before), Key: cmp.Or(l.Key, "(no text)"), After: keepStart(l.After), Whole: len(l.Key) > longKey, Lang: l.Lang, Dir: direction(l.Lang), Outlet: l.Outlet,
			Where: b.labels.country(l.Country) + ", " + dayName(l.Date), Said: said(l), URL: webAddress(l.URL), Address: l.URL, DocID: l.DocID}
		if l.WARCFile != "" {
			v.Archive = fmt.Sprintf("%s:%d", l.WARCFile, l.WARCOffset)
		}
		if b.cfg.Articles != "" {
			v.Article = b.cfg.Articles + url.PathEscape(l.DocID)
			v.Traced = b.cfg.Traces + url.PathEscape(l.DocID)
		}
		out[i] = v
	}
	return out
}

// keepEnd and keepStart keep the space beside the keyword, which a browser
// drops at the edge of a box.
func keepEnd(s string) string {
	if t, ok := strings.CutSuffix(s, " "); ok {
		return t + noBreakSpace
	}
	return s
}

func keepStart(s string) string {
	if t, ok := strings.CutPrefix(s, " "); ok {
		return noBreakSpace + t
	}
	return s
}

// longKey is the number of bytes beyond which a keyword is shown as running text.
const longKey = 90

const noBreakSpace = "\u00a0"

// said puts voice, speaker, kind of name and place in the headline into words.
func said(l kwic.Line) string {
	var parts []string
	if l.InTitle && l.End < wholeTitle {
		parts = append(parts, "headline")
	}
	if l.Variant != "" {
		parts = append(parts, strings.ReplaceAll(l.Variant, "_", " "))
	}
	switch l.Voice {
	case "author":
		parts = append(parts, "own voice")
	case "direct_quote":
		parts = append(parts, strings.TrimSpace("quoted "+l.Speaker))
	case "indirect_quote":
		parts = append(parts, strings.TrimSpace("reported "+l.Speaker))
	}
	return strings.Join(parts, ", ")
}
