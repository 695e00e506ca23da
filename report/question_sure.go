package report

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"framewatch/compare"
	"framewatch/internal/coding"
	"framewatch/store"
)

// sureAsked answers question 12: how sure are we?
func (b *builder) sureAsked(ctx context.Context, ds *store.Dataset) (*answered, error) {
	const question = "How sure are we?"
	if err := b.readParity(ctx, ds); err != nil {
		return nil, err
	}
	if b.codebook == "" {
		return unanswered(question, b.noCodes()), nil
	}
	return &answered{card: b.sureCard(question), sections: []pageSection{b.sureSection()}}, nil
}

func (b *builder) sureCard(question string) card {
	c := card{Question: question, Caveat: b.notRead()}
	few, all := b.fewStories()
	parts := []string{b.validated()}
	if rows := b.parityRows(coding.Copies, compare.GroupAll); len(rows) > 0 && found(rows[0]) > 0 {
		parts = append(parts, fmt.Sprintf("of frames in a text or its translation %s (%s) are in both", parityShare(rows[0].Agree), parityInterval(rows[0].Agree)))
	}
	if all > 0 {
		parts = append(parts, fmt.Sprintf("%s of %s by group rest on fewer than %d stories", count(few), plural(all, "share", "shares"), fewStories))
	}
	if _, wider := b.effect(); !math.IsNaN(wider) {
		parts = append(parts, widened(wider))
	}
	c.Answer = strings.Join(parts, "; ") + "."
	b.citeSure(&c)
	return c
}

// citeSure notes what the card prints.
func (b *builder) citeSure(c *card) {
	few, all := b.fewStories()
	documents := b.counted()
	if hand := b.settings.Hand; hand != nil && hand.Codebook == b.codebook {
		corrected, asked := b.correctedCount()
		b.citeMembers(c, "numbers that hand codes correct, of those asked for", "numbers corrected", float64(corrected), documents, count(corrected), count(asked))
	}
	if rows := b.parityRows(coding.Copies, compare.GroupAll); len(rows) > 0 && found(rows[0]) > 0 {
		c.cite("frames in a text and its translation, of those in either", b.parityRow(coding.Copies, "agree"), parityShare(rows[0].Agree), parityInterval(rows[0].Agree))
	}
	if all > 0 {
		b.citeMembers(c, "shares by group that rest on few stories, of all", "shares on few stories", float64(few), documents, count(few), count(all))
	}
	if _, wider := b.effect(); !math.IsNaN(wider) {
		b.citeMembers(c, "by how much copies widen intervals, median", "widening by copies", wider, documents, widened(wider))
	}
	if missing, langs := b.uncoded(); missing > 0 {
		coded := b.corpus.Coded(b.settings.Target)
		without := b.those(func(d compare.Doc) bool { return !coded(d.ID) })
		b.citeMembers(c, "documents that are not coded", "documents not coded", float64(missing), without, count(missing), strings.Join(langs, ", "))
	}
	for _, n := range b.countsBy("all") {
		c.cite("paywall teasers", rowWith(n.Rows(), "paywalled", ""), count(n.Paywalled))
	}
	if n := b.undated(); n > 0 {
		without := b.those(func(d compare.Doc) bool { return len(d.Date) < len(time.DateOnly) })
		b.citeMembers(c, "documents without a day", "documents undated", float64(n), without, count(n))
	}
}

// widened says what copies do to intervals.
func widened(wider float64) string {
	if wider < 1.05 {
		return "copies hardly widen intervals"
	}
	return fmt.Sprintf("copies widen intervals %.1f times (median)", wider)
}

// validated says what is known of the codebook's errors.
func (b *builder) validated() string {
	hand := b.settings.Hand
	if hand == nil || hand.Codebook != b.codebook {
		if b.cfg.Validation != "" {
			return "The codebook was checked against human coding, but no number is corrected by it"
		}
		return "The codebook has not been validated against human coding"
	}
	corrected, asked := b.correctedCount()
	return fmt.Sprintf("Hand codes correct %s of %s", count(corrected), plural(asked, "number", "numbers"))
}

// correctedCount is how many numbers hand codes correct, of those that were asked for.
func (b *builder) correctedCount() (corrected, asked int) {
	lists := []*compare.Corrections{b.suite.Corrected}
	for _, r := range b.suite.Contrasts {
		if r.Codebook == b.codebook {
			lists = append(lists, r.Corrected)
		}
	}
	for _, l := range lists {
		if l == nil {
			continue
		}
		for _, one := range l.List {
			if one.Codebook == b.codebook {
				_, ok := one.Best()
				corrected, asked = corrected+boolean(ok), asked+1
			}
		}
	}
	return corrected, asked
}

// fewStories counts the shares of groups, and those of them behind which few stories
// stand.
func (b *builder) fewStories() (few, all int) {
	for k, e := range b.prev {
		if k.voice == compare.VoiceAll && k.by != "all" {
			few, all = few+boolean(e.Stories < fewStories), all+1
		}
	}
	return few, all
}

// notRead says of what documents nothing can be concluded.
func (b *builder) notRead() string {
	var parts []string
	missing, langs := b.uncoded()
	if missing > 0 {
		parts = append(parts, fmt.Sprintf("%s not coded (%s)", plural(missing, "document", "documents"), strings.Join(langs[:min(len(langs), 2)], ", ")))
	}
	for _, n := range b.countsBy("all") {
		if n.Paywalled > 0 && !b.settings.IncludePaywalled {
			parts = append(parts, plural(n.Paywalled, "paywall teaser", "paywall teasers"))
		}
	}
	if n := b.undated(); n > 0 {
		parts = append(parts, fmt.Sprintf("%s undated", count(n)))
	}
	if len(parts) == 0 {
		return "It is said of the outlets that were read, which nobody drew by lot."
	}
	return "Nothing is said of " + listed(parts) + ", nor of outlets that were not read."
}

// uncoded counts the documents that nothing codes, and names their languages.
func (b *builder) uncoded() (missing int, langs []string) {
	counts := slices.SortedStableFunc(slices.Values(b.countsBy("lang")), func(x, y compare.Count) int { return cmp.Compare(y.Target-y.Coded, x.Target-x.Coded) })
	for _, n := range counts {
		if left := n.Target - n.Coded; left > 0 {
			missing += left
			langs = append(langs, fmt.Sprintf("%s %s", b.labels.group("lang", n.Group), count(left)))
		}
	}
	return missing, langs
}

func (b *builder) sureSection() pageSection {
	s := pageSection{ID: "sure", Title: "How sure these numbers are"}
	known := b.knownTable()
	s.Blocks = append(s.Blocks, block{Table: &known})
	var figures []figure
	for _, r := range b.suite.Contrasts {
		if r.Codebook != b.codebook {
			continue
		}
		for _, c := range r.Curves {
			if len(c.Specifications) > 1 {
				figures = append(figures, *b.curveFigure(c))
			}
		}
		break
	}
	if len(figures) > 0 {
		s.Blocks = append(s.Blocks, block{Text: "Every choice that could have been defended in place of the settings' gives another number for the same difference; each is drawn once, from the least to the greatest."}, block{Figures: figures})
	}
	for _, r := range b.suite.Contrasts {
		if r.Codebook == b.codebook {
			s.Blocks = append(s.Blocks, b.corrected(r.Corrected, "contrast")...)
		}
	}
	if t := b.translations(); len(t.Rows) > 0 {
		s.Blocks = append(s.Blocks, block{Text: "Translations of one story should have the same frames; what one has alone may be the codebook's doing.", Table: &t, Folded: "How far the codebook agrees across translations"})
	}
	return s
}

// knownTable is what the numbers rest on, and what is not known.
func (b *builder) knownTable() table {
	t := table{Title: "What the numbers rest on", Head: []string{"What", "Here", "What follows"}}
	row := func(what, here, follows string) {
		t.Rows = append(t.Rows, []tableCell{text(what), text(here), text(follows)})
	}
	follows := "shares are of documents with the codebook's terms; how often these miss a frame or find a false one is not known"
	if b.settings.Hand != nil && b.settings.Hand.Codebook == b.codebook {
		follows = "corrected numbers stand beside those of the program; how far coders agree with each other, framewatch codebook score says"
	}
	row("Codebook "+b.codebook, b.validated(), follows)
	few, all := b.fewStories()
	row(fmt.Sprintf("Shares on fewer than %d stories", fewStories), fmt.Sprintf("%s of %s", count(few), count(all)), "drawn faintly; their intervals reach far")
	if design, wider := b.effect(); !math.IsNaN(wider) {
		row("Copies", fmt.Sprintf("%s, design effect %.2g", widened(wider), design), "intervals take stories, not documents, for independent")
	}
	for _, n := range b.countsBy("all") {
		row("Paywall teasers", count(n.Paywalled), map[bool]string{false: "counted as coverage, in no share", true: "counted like documents"}[b.settings.IncludePaywalled])
	}
	missing, langs := b.uncoded()
	row("Not coded", strings.TrimSpace(count(missing)+" "+strings.Join(langs, ", ")), "whether a frame is in them is not known; they are in no share")
	row("Day not known", count(b.undated()), "on no time line and around no event")
	if rows := b.parityRows(coding.Halves, compare.GroupAll); len(rows) > 0 {
		row("Halves of bilingual pages", fmt.Sprintf("%s (%s) of frames agree", parityShare(rows[0].Agree), parityInterval(rows[0].Agree)), "the rest may be the codebook's doing (question 8)")
	}
	if rows := b.parityRows(coding.Copies, compare.GroupAll); len(rows) > 0 {
		row("Translations of one story", fmt.Sprintf("%s (%s) of frames agree", parityShare(rows[0].Agree), parityInterval(rows[0].Agree)), "the rest is the codebook's or an editor's doing")
	} else {
		row("Translations of one story", "none", "how far the codebook agrees across languages is not known from them")
	}
	return t
}

// translations is how far frames agree between a text and its translation.
func (b *builder) translations() table {
	t := table{Title: "Translations of one story", Head: []string{"Frame", "Compared", "Found in both", "In one alone", "In neither", "Agree", "Interval"}}
	for _, r := range b.parityRows(coding.Copies, compare.GroupAll) {
		if found(r) == 0 {
			continue
		}
		name := "All frames"
		if r.Frame != coding.ItemAll {
			name = b.labels.frame(r.Frame).EN
		}
		t.Rows = append(t.Rows, []tableCell{text(name), number(count(r.Pairs)), number(count(r.Both)), number(count(r.First + r.Second)), number(count(r.Neither)),
			number(parityShare(r.Agree)), number(parityInterval(r.Agree))})
	}
	return t
}

// effect is the median over frames of how syndication widens the intervals of
// all documents together.
func (b *builder) effect() (design, wider float64) {
	var effects, ratios []float64
	for k, e := range b.prev {
		if k.by != "all" || k.voice != compare.VoiceAll || math.IsNaN(e.DesignEffect) {
			continue
		}
		effects = append(effects, e.DesignEffect)
		ratios = append(ratios, e.Clustered.Interval.Width()/e.Wilson.Width())
	}
	return median(effects), median(ratios)
}

func median(v []float64) float64 {
	if len(v) == 0 {
		return math.NaN()
	}
	slices.Sort(v)
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}
