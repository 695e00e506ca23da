package trained

import (
	"fmt"
	"math"
	"strings"
)

// The rules of advice.
const (
	wide      = .10 // half-width of an interval of F1 that more codes should narrow
	fewTexts  = 20  // in a language
	stillRise = .01 // of the learning curve from three quarters of the groups to all
)

// Markdown writes the card of a model for people.
func (c *Card) Markdown(m *Model) string {
	var b strings.Builder
	p := func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }
	p("# Trained coder of codebook %s %s\n\n", m.Codebook, m.Version)
	p("Model %s, encoder %s, %d texts, codes sha256 %.12s.\n\n", m.Hash(), m.Encoder, m.Texts, m.CodesSHA256)
	p("Every figure is of texts that the model that coded them had not seen, nor others of their outlet or story (nested\n" +
		"cross-validation in five folds); of the model itself, which saw all, nothing is reported. Intervals are of 95 %%, from\n" +
		"groups resampled. A figure against one coder cannot pass what another coder reaches against that one.\n\n")
	p("## All frames\n\n| coder | language | texts | positive codes | precision | recall | F1 | interval | rules alone | gain | interval |\n")
	p("|---|---|--:|--:|--:|--:|--:|---|--:|--:|---|\n")
	for _, coder := range c.Coders {
		for _, lang := range c.Langs {
			if a, ok := c.Cells[CardKey{coder, "", lang}]; ok {
				p("| %s | %s | %d | %d | %.2f | %.2f | %.3f | %.2f to %.2f | %.3f | %+.3f | %+.2f to %+.2f |\n", coder, lang, a.Texts, a.Positives, a.Precision, a.Recall,
					a.F1, a.Low, a.High, a.RulesF1, a.Gain, a.GainLow, a.GainHigh)
			}
		}
	}
	p("\n## Each frame\n\n| frame | by | coder | language | texts | positive | precision | recall | F1 | interval | rules alone |\n")
	p("|---|---|---|---|--:|--:|--:|--:|--:|---|--:|\n")
	c.frameRows(p, c.Trained, "model")
	c.frameRows(p, c.Rules, "rules")
	p("\nFrames by rules have fewer than %d coded texts with them, or as few without; texts that only teach are not counted.\n\n## Learning curve\n\n", MinPositives)
	p("| share of groups that taught | F1 against %s |\n|--:|--:|\n", c.Coders[0])
	for _, point := range c.Curve {
		p("| %.0f %% | %.3f |\n", 100*point.Share, point.F1)
	}
	p("\n## What to code next\n\n")
	for _, line := range c.Advice() {
		p("- %s\n", line)
	}
	return b.String()
}

func (c *Card) frameRows(p func(string, ...any), frames []string, by string) {
	for _, f := range frames {
		for _, coder := range c.Coders {
			for _, lang := range append([]string{All}, c.Langs[:len(c.Langs)-1]...) {
				a, ok := c.Cells[CardKey{coder, f, lang}]
				if !ok || a.Positives == 0 && lang != All {
					continue
				}
				p("| %s | %s | %s | %s | %d | %d | %.2f | %.2f | %.2f | %.2f to %.2f | %.2f |\n", f, by, coder, lang, a.Texts, a.Positives, a.Precision, a.Recall,
					a.F1, a.Low, a.High, a.RulesF1)
			}
		}
	}
}

// Advice says which codes would help most, against the first coder.
func (c *Card) Advice() []string {
	var out []string
	coder := c.Coders[0]
	for _, f := range c.Rules {
		a := c.Cells[CardKey{coder, f, All}]
		if need := MinPositives - a.Positives; need > 0 {
			line := fmt.Sprintf("%s: %d more texts with it, then it can be trained", f, need)
			if a.Positives > 0 {
				line += fmt.Sprintf(" (about %.0f texts drawn at random, fewer by codebook sample --by information)", math.Ceil(float64(need*a.Texts)/float64(a.Positives)))
			}
			out = append(out, line)
		}
	}
	for _, f := range c.Trained {
		a := c.Cells[CardKey{coder, f, All}]
		half := (a.High - a.Low) / 2
		if half <= wide || a.Positives == 0 {
			continue
		}
		// An interval narrows with the square root of what it rests on.
		more := math.Ceil(float64(a.Positives) * (half*half/(wide*wide) - 1))
		out = append(out, fmt.Sprintf("%s: F1 is known to ±%.2f only; %.0f more texts with it bring that to ±%.2f", f, half, more, wide))
	}
	for _, lang := range c.Langs {
		a := c.Cells[CardKey{coder, "", lang}]
		if lang != All && lang != Others && a.Texts < fewTexts {
			out = append(out, fmt.Sprintf("language %s: %d more texts", lang, fewTexts-a.Texts))
		}
	}
	if n := len(c.Curve); n > 1 && c.Curve[n-1].F1-c.Curve[n-2].F1 > stillRise {
		out = append(out, fmt.Sprintf("the learning curve still rises (%.3f to %.3f from %.0f %% to all groups): more texts of any kind help", c.Curve[n-2].F1, c.Curve[n-1].F1, 100*c.Curve[n-2].Share))
	}
	if len(out) == 0 {
		out = append(out, "nothing stands out: every frame and language has what it needs, and the learning curve is flat")
	}
	return out
}
