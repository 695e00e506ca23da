package report

import (
	"context"
	"fmt"
	"math"
	"strings"

	"framewatch/compare"
	"framewatch/store"
)

// sidesAsked answers question 1: do the sides differ, net of copies? The card is
// about the first pair of sides, and there about the frame that it was set up to ask
// about.
func (b *builder) sidesAsked(context.Context, *store.Dataset) (*answered, error) {
	var shown []compare.ContrastResult
	var sections []pageSection
	for i, r := range b.suite.Contrasts {
		if r.Codebook == b.codebook && len(r.Differences) > 0 {
			shown = append(shown, r)
			sections = append(sections, b.sidesSection(i, r))
		}
	}
	if len(shown) == 0 {
		return b.sidesMissing(), nil
	}
	c := b.sidesCard(shown[0])
	return &answered{card: c, sections: sections}, nil
}

// sidesMissing says why no sides are compared.
func (b *builder) sidesMissing() *answered {
	const question = "Do the sides differ?"
	for _, r := range b.suite.Contrasts {
		if r.Codebook == b.codebook && b.codebook != "" {
			first, second := b.labels.sided(r.A, r.B)
			return unanswered(b.sidesQuestion(r), fmt.Sprintf("Fewer than %s of %s or of %s are coded: more texts of that side would answer it.",
				plural(b.settings.MinDocs, "document", "documents"), first, second))
		}
	}
	switch {
	case b.codebook == "":
		return unanswered(question, b.noCodes())
	case len(b.settings.Contrasts) > 0:
		return unanswered(question, "No document stands on one of the two sides of compare.contrasts: texts of both are needed, or other sides.")
	}
	return unanswered(question, "No bloc divides the documents: name two groups of them in compare.contrasts.")
}

// noCodes says why there are no shares of frames.
func (b *builder) noCodes() string {
	if len(b.corpus.Codebooks()) > 0 {
		return fmt.Sprintf("Fewer than %s are coded: more texts would answer it.", plural(b.settings.MinDocs, "document", "documents"))
	}
	return "No document is coded: with a codebook in the settings, framewatch run codes them."
}

func (b *builder) sidesQuestion(r compare.ContrastResult) string {
	first, second := b.labels.sided(r.A, r.B)
	what := "any frame"
	if r.Asked != "" {
		what = quoted(b.labels.frame(r.Asked).EN)
	}
	return fmt.Sprintf("Do %s and %s differ in %s?", first, second, what)
}

func (b *builder) sidesCard(r compare.ContrastResult) card {
	c := card{Question: b.sidesQuestion(r)}
	best, _ := compare.BestEvidence(r.Differences)
	d, ok := r.Difference(r.Asked)
	switch {
	case r.Asked != "" && !ok:
		c.Answer = fmt.Sprintf("Too few documents are coded for it on a side. The best evidence of others is for %s.", b.bestSaid(best))
		b.citeDifference(&c, r, best)
		return c
	case r.Asked == "":
		c.Answer = b.amongAll(r, best)
		b.citeDifference(&c, r, best)
		c.Checks, c.Caveat = b.checksOf(r, best, b.stands(best.Shares)), b.sidesCaveat(best, b.stands(best.Shares))
		return c
	case !d.Shares.Tested:
		c.Answer = fmt.Sprintf("Nothing to tell apart: %s of %d documents of the former and %s of %d of the latter have it.", shareWord(d.A), d.A.N, shareWord(d.B), d.B.N)
	case d.Shares.Stands():
		c.Answer = fmt.Sprintf("Yes: %s.", b.bothShares(d, pSaid("p", d.Shares, d.Shares.P)+", named beforehand"))
	default:
		c.Answer = fmt.Sprintf("Not shown: %s.", b.bothShares(d, pSaid("p", d.Shares, d.Shares.P)+", named beforehand"))
	}
	b.citeDifference(&c, r, d)
	if best.Frame != d.Frame && best.Shares.Tested {
		b.citeDifference(&c, r, best)
		c.Answer += " Best evidence: " + b.bestSaid(best) + "."
	}
	if d.Shares.Tested {
		c.Checks = b.checksOf(r, d, d.Shares.Stands())
	}
	c.Caveat = b.sidesCaveat(d, d.Shares.Stands())
	return c
}

// shareWord is "none" or "all" where nothing varies.
func shareWord(e compare.Estimate) string {
	switch e.Positive {
	case 0:
		return "none"
	case e.N:
		return "all"
	}
	return percent(e.Share)
}

// bothShares is the shares of the sides, the difference, its interval and what else
// is to be said of it.
func (b *builder) bothShares(d compare.Difference, more string) string {
	return fmt.Sprintf("%s of %s of the former, %s of %d of the latter, %s points (%s; %s)", percent(d.A.Share), plural(d.A.N, "document", "documents"), percent(d.B.Share), d.B.N,
		points(d.Shares.Value), pointRange(d.Shares.Measure), more)
}

// bestSaid names a difference that was found among all.
func (b *builder) bestSaid(d compare.Difference) string {
	verdict := "not shown"
	if b.stands(d.Shares) {
		verdict = "shown"
	}
	return fmt.Sprintf("%s, %s points (%s; p adjusted %s), %s", quoted(b.labels.frame(d.Frame).EN), points(d.Shares.Value), pointRange(d.Shares.Measure), pValue(d.Shares, d.Shares.PAdj), verdict)
}

// amongAll answers where no frame was named beforehand.
func (b *builder) amongAll(r compare.ContrastResult, best compare.Difference) string {
	if !best.Shares.Tested {
		return "Nothing to tell apart: in each frame all documents of both sides agree."
	}
	stand := 0
	for _, d := range r.Differences {
		if b.stands(d.Shares) {
			stand++
		}
	}
	said := fmt.Sprintf("%s, %s", quoted(b.labels.frame(best.Frame).EN), b.bothShares(best, pSaid("p adjusted", best.Shares, best.Shares.PAdj)))
	if stand == 0 {
		return fmt.Sprintf("Not shown in any of %s. Best evidence: %s.", plural(tests(r.Differences), "frame", "frames"), said)
	}
	return fmt.Sprintf("In %d of %s. Best evidence: %s.", stand, plural(tests(r.Differences), "frame", "frames"), said)
}

// sidesCaveat says what cannot be concluded.
func (b *builder) sidesCaveat(d compare.Difference, shown bool) string {
	m := d.Shares.Measure
	switch {
	case m.Method == "":
		return "A side has fewer than two stories: nothing can be told from chance."
	case min(d.A.Outlets, d.B.Outlets) < 2:
		return "A side is one outlet: this is about that outlet, not about others like it."
	case shown:
		return fmt.Sprintf("Not why: language, owner and date differ too. It is said of outlets like these %d and %d.", d.A.Outlets, d.B.Outlets)
	case !d.Shares.Tested:
		return "That no text has it does not mean that outlets of either side would not use it."
	}
	if m.Interval.Width() >= 2 {
		return fmt.Sprintf("None shown is not none there: with %d and %d outlets any difference would fit.", d.A.Outlets, d.B.Outlets)
	}
	far := math.Max(math.Abs(m.Interval.Lo), math.Abs(m.Interval.Hi))
	return fmt.Sprintf("None shown is not none there: %s points would fit these %d and %d outlets too.", strings.TrimLeft(points(far), "+"), d.A.Outlets, d.B.Outlets)
}
