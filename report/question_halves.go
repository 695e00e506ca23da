package report

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"framewatch/compare"
	"framewatch/internal/coding"
	"framewatch/report/svg"
	"framewatch/store"
)

// halvesAsked answers question 8: do the halves of a bilingual page carry the same
// frames?
func (b *builder) halvesAsked(ctx context.Context, ds *store.Dataset) (*answered, error) {
	const question = "Do the two halves of a bilingual page carry the same frames?"
	if b.codebook == "" {
		return unanswered(question, b.noCodes()), nil
	}
	if err := b.readParity(ctx, ds); err != nil {
		return nil, err
	}
	if b.parity == nil {
		return unanswered(question, fmt.Sprintf("The settings do not name codebook %s, by which the documents are coded: with it, halves can be compared.", quoted(b.codebook))), nil
	}
	pages := 0
	for _, p := range b.parity.Pairs {
		pages += boolean(p.Kind == coding.Halves)
	}
	all := b.parityRows(coding.Halves, compare.GroupAll)
	switch {
	case pages == 0:
		return unanswered(question, "No page with halves in two languages was read: sources that print both on one page would answer it."), nil
	case len(all) == 0 || found(all[0]) == 0:
		return unanswered(question, fmt.Sprintf("No frame is found in %s in two languages, so there is nothing that could agree.", plural(pages, "page", "pages"))), nil
	}
	return &answered{card: b.halvesCard(question, pages, all), sections: []pageSection{b.halvesSection()}}, nil
}

// readParity holds texts that say the same in two languages against each other; it
// finds nothing where the settings' codebook is not that of the page.
func (b *builder) readParity(ctx context.Context, ds *store.Dataset) error {
	if b.parity != nil || b.cfg.Book == nil || b.cfg.Book.ID != b.codebook {
		return nil
	}
	result, err := coding.ParityOf(ctx, ds, b.corpus, b.parityAsked().Spec(b.corpus, *b.cfg.Book))
	if err != nil {
		return fmt.Errorf("parity: %w", err)
	}
	b.parity = result
	return nil
}

// parityRows are the sums of a kind of pairs, all frames first.
func (b *builder) parityRows(kind, langs string) []coding.ParityRow {
	var out []coding.ParityRow
	if b.parity != nil {
		for _, r := range b.parity.Rows {
			if r.Kind == kind && r.Langs == langs {
				out = append(out, r)
			}
		}
	}
	return out
}

// found counts how often a frame, or any, is in one or both of two texts.
func found(r coding.ParityRow) int { return r.Both + r.First + r.Second }

func (b *builder) halvesCard(question string, pages int, rows []coding.ParityRow) card {
	all := rows[0]
	c := card{Question: question, Caveat: "What stands in one half alone may be the codebook's doing, not the writer's."}
	var one []coding.ParityRow
	for _, r := range rows[1:] {
		if r.First+r.Second > 0 {
			one = append(one, r)
		}
	}
	slices.SortStableFunc(one, func(x, y coding.ParityRow) int { return cmp.Compare(y.First+y.Second, x.First+x.Second) })
	lead := "Mostly"
	switch {
	case len(one) == 0:
		lead = "As far as can be seen"
	case all.Agree.Value != nil && *all.Agree.Value < 0.5:
		lead = "Mostly not"
	}
	c.Answer = fmt.Sprintf("%s: of %s found in either half, %s (%s) are in both, on %s.", lead, plural(found(all), "frame", "frames"), parityShare(all.Agree), parityInterval(all.Agree), plural(pages, "page", "pages"))
	more := ""
	if len(one) > 0 {
		var names []string
		for _, r := range one[:min(len(one), 3)] {
			names = append(names, quoted(b.labels.frame(r.Frame).EN))
		}
		if len(one) > 3 {
			more = fmt.Sprintf(" and %d more", len(one)-3)
		}
		c.Answer += fmt.Sprintf(" In one half alone: %s%s.", strings.Join(names, ", "), more)
	}
	c.Checks = fourChecks(check{State: survives, Note: "stories are resampled"}, check{}, check{})
	c.cite("frames in both halves, of those in either", b.parityRow(coding.Halves, "agree"), whole(found(all)), parityShare(all.Agree), parityInterval(all.Agree))
	c.cite("frames that were compared", b.parityRow(coding.Halves, "compared"), whole(all.Pairs))
	b.citeMembers(&c, "pages with two halves, and frames in one alone", "pages with halves", float64(pages), b.parity.Members(coding.Halves, compare.GroupAll, coding.ItemAll), whole(pages), more)
	return c
}

// parityRow is a sum over all languages and frames in the form of table estimates.
func (b *builder) parityRow(kind, statistic string) store.EstimateRow {
	list, err := b.parity.Answers(kind, b.parityAsked(), b.codebook)
	if err != nil {
		return store.EstimateRow{} // its spec was written before
	}
	for _, a := range list {
		if a.GroupName == compare.GroupAll && a.Item == coding.ItemAll && a.Statistic == statistic && !a.Missing {
			return a.EstimateRow
		}
	}
	return store.EstimateRow{}
}

// parityAsked are all articles, whatever they are about: halves are held against each
// other, and not documents.
func (b *builder) parityAsked() coding.ParityAsked {
	return coding.ParityAsked{Selection: compare.Selection{Target: b.settings.Target}, Sampling: b.settings.Sampling()}
}

func (b *builder) halvesSection() pageSection {
	s := pageSection{ID: "halves", Title: "The halves of bilingual pages, and translations"}
	s.Blocks = append(s.Blocks, block{Text: "Two halves of a page, or a text and its translation, say the same, or should. Agreement is the share of frames found in both among those found in either; a frame counts where the codebook has terms for both languages. " +
		"What stands in one alone may be missing terms of the other language, and then counts in every comparison of languages and countries on this page."})
	var figures []figure
	for _, langs := range b.pairsOf(coding.Halves) {
		if f, ok := b.halvesFigure(coding.Halves, langs); ok {
			figures = append(figures, f)
		}
	}
	for _, langs := range b.pairsOf(coding.Copies) {
		if f, ok := b.halvesFigure(coding.Copies, langs); ok {
			figures = append(figures, f)
			break // the table of question 12 has them all
		}
	}
	if len(figures) > 0 {
		s.Blocks = append(s.Blocks, block{Figures: figures})
	}
	if t := b.disagreements(); len(t.Rows) > 0 {
		s.Blocks = append(s.Blocks, block{Table: &t, Folded: "What stands in one half alone"})
	}
	return s
}

// pairsOf are the pairs of languages of a kind of pairs, the most frequent first.
func (b *builder) pairsOf(kind string) []string {
	pages := map[string]int{}
	var out []string
	for _, r := range b.parity.Rows {
		if r.Kind == kind && r.Langs != compare.GroupAll {
			if !slices.Contains(out, r.Langs) {
				out = append(out, r.Langs)
			}
			pages[r.Langs] = max(pages[r.Langs], r.Pairs*boolean(r.Frame != coding.ItemAll))
		}
	}
	slices.SortStableFunc(out, func(x, y string) int { return cmp.Compare(pages[y], pages[x]) })
	return out
}

// halvesFigure is the share of both halves, or of texts and their translations, that
// have each frame, for one pair of languages.
func (b *builder) halvesFigure(kind, langs string) (f figure, ok bool) {
	rows := b.parityRows(kind, langs)
	what, one, many := "half", "page", "pages"
	if kind == coding.Copies {
		what, one, many = "text", "pair of a text and its translation", "pairs of a text and its translation"
	}
	first, second, _ := strings.Cut(langs, "/")
	nameA, nameB := b.labels.lang(first), b.labels.lang(second)
	chart := svg.Slope{Head: svg.Head{ID: b.id(), Title: fmt.Sprintf("Share of %s with each frame, %s and %s", many, nameA, nameB)}, Left: nameA + " " + what, Right: nameB + " " + what}
	f = figure{Data: table{Title: "Data", Head: []string{"Frame", sentenceCase(many), "In both", nameA + " alone", nameB + " alone", "In neither", "Agree", "Interval"}}}
	pages, left, uneven := 0, 0, 0
	for _, r := range rows {
		name := b.labels.frame(r.Frame)
		if r.Frame == coding.ItemAll {
			name = Label{EN: "All frames"}
			f.Title.EN = fmt.Sprintf("%s and %s, %s: %s of %s found in either are in both", nameA, nameB, map[string]string{"half": "halves", "text": "translations"}[what], parityShare(r.Agree), plural(found(r), "frame", "frames"))
		}
		if found(r) == 0 {
			left += boolean(r.Frame != coding.ItemAll)
			continue
		}
		f.Data.Rows = append(f.Data.Rows, []tableCell{text(name.EN), number(count(r.Pairs)), number(count(r.Both)), number(count(r.First)), number(count(r.Second)), number(count(r.Neither)),
			number(parityShare(r.Agree)), number(parityInterval(r.Agree))})
		if r.Frame == coding.ItemAll || r.Pairs == 0 {
			continue
		}
		pages = max(pages, r.Pairs)
		alone := r.First+r.Second > 0
		uneven += boolean(alone)
		chart.Lines = append(chart.Lines, svg.SlopeLine{Label: name.EN, LabelRight: name.ZH, From: float64(r.Both+r.First) / float64(r.Pairs), To: float64(r.Both+r.Second) / float64(r.Pairs), Stands: alone,
			Series: boolean(r.Second > r.First), Tip: fmt.Sprintf("%s: in both of %d of %s, %s alone %d, %s alone %d", name.EN, r.Both, plural(r.Pairs, one, many), nameA, r.First, nameB, r.Second)})
	}
	if len(chart.Lines) == 0 {
		return f, false
	}
	chart.Desc = fmt.Sprintf("%s over %s; %s in one alone somewhere.", plural(len(chart.Lines), "frame", "frames"), plural(pages, one, many), plural(uneven, "is", "are"))
	f.SVG = inline(chart)
	f.Note = fmt.Sprintf("Strong lines: frames that stand in one alone in some of %s.", plural(pages, one, many))
	if left > 0 {
		f.Note += " " + plural(left, "frame is", "frames are") + " in none and not drawn."
	}
	return f, true
}

// disagreements are the frames that one half has alone, with the sentences.
func (b *builder) disagreements() table {
	t := table{Title: "Frames in one half alone", Head: []string{"Frame", "Found in", "Term", "Where it is found", "What stands there in the other half"}}
	for _, p := range b.parity.Pairs {
		if p.Kind != coding.Halves {
			continue
		}
		for _, d := range p.Disagreement {
			if len(t.Rows) == maxTableRows/2 {
				return t
			}
			there, other := text(cmp.Or(d.Sentence, "–")), text(cmp.Or(d.Counterpart, "–"))
			there.Lang, other.Lang = d.In, p.Langs[boolean(d.In == p.Langs[0])]
			there.Href = b.exampleOf(b.labels.frame(d.Frame).EN+" in one half alone", b.labels.lang(d.In), d.Sentences())
			t.Rows = append(t.Rows, []tableCell{text(b.labels.frame(d.Frame).EN), text(b.labels.lang(d.In)), text(d.Term), there, other})
		}
	}
	return t
}

// parityShare writes the agreement.
func parityShare(n coding.Number) string {
	if n.Value == nil {
		return "–"
	}
	return percent(*n.Value)
}

// parityInterval writes its interval.
func parityInterval(n coding.Number) string {
	if n.Lo == nil || n.Hi == nil {
		return "no interval"
	}
	return trimPercent(*n.Lo) + "–" + percent(*n.Hi)
}
