package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"framewatch/compare"
)

// finding is a sentence computed from the numbers, with the place on the page
// that shows them.
type finding struct {
	Text, Href string
}

// findings says the main things in plain words, hedged where the intervals do
// not carry more.
func (b *builder) findings(f facts, s stories) []finding {
	var out []finding
	add := func(href, format string, args ...any) {
		out = append(out, finding{fmt.Sprintf(format, args...), href})
	}
	subject := ""
	if b.hasTarget() {
		subject = fmt.Sprintf(", of which %s name the subject", count(f.Target))
	}
	add("#coverage", "The dataset holds %s from %s in %s and %s%s.", plural(f.Documents, "document", "documents"), plural(f.Outlets, "outlet", "outlets"),
		plural(f.Countries, "country", "countries"), plural(f.Langs, "language", "languages"), subject)
	frames := b.frameOrder()
	if len(frames) > 0 {
		add("#frames", "%s", b.mostFrequent(frames))
	}
	for i, r := range b.suite.Contrasts {
		if r.Codebook == b.codebook && len(r.Differences) > 0 {
			add(fmt.Sprintf("#sides-%d", i+1), "%s", b.contrastSentence(r))
		}
	}
	if text := b.peakSentence(); text != "" {
		add("#time", "%s", text)
	}
	if frame, share, e := b.mostQuoted(); frame != "" && share > 0 {
		add("#voices", "%s is the frame most often carried by quotations: where it is present, %s of documents have it in somebody's quoted words (%d of %d documents in all).",
			quoted(b.labels.frame(frame).EN), percent(share), e.Positive, e.N)
	}
	if text := b.namingSentence(); text != "" {
		add("#naming", "%s", text)
	}
	if s.copied > 0 && !math.IsNaN(s.wider) {
		text := fmt.Sprintf("%s copies, translations or originals of %s. ", plural(s.documents, "document is one of the", "documents are"), plural(s.copied, "repeated story", "repeated stories"))
		switch {
		case s.wider >= 1.1:
			text += fmt.Sprintf("Taking that into account widens the intervals %.2g times (median over frames).", s.wider)
		default:
			text += "Taking that into account hardly widens the intervals here."
		}
		add("#stories", "%s", text)
	}
	if f.Failures > 0 || f.Paywalled > 0 || f.Blocked > 0 {
		add("#failures", "Not everything was read: %s failed, %s, %s.", plural(f.Failures, "item", "items"),
			plural(f.Paywalled, "document is a paywall teaser", "documents are paywall teasers"), plural(f.Blocked, "is a block page", "are block pages"))
	}
	return out
}

func quoted(s string) string { return "“" + s + "”" }

func (b *builder) mostFrequent(frames []string) string {
	first, _ := b.estimate(frames[0], compare.VoiceAll, "all", compare.GroupAll)
	text := fmt.Sprintf("The most frequent frame is %s, in %s of %s (interval %s)", quoted(b.labels.frame(frames[0]).EN), percent(first.Share),
		plural(first.N, "document", "documents"), percentRange(first.Clustered))
	if len(frames) == 1 {
		return text + "."
	}
	second, _ := b.estimate(frames[1], compare.VoiceAll, "all", compare.GroupAll)
	name := quoted(b.labels.frame(frames[1]).EN)
	if first.Clustered.Method != "" && second.Clustered.Method != "" && !first.Clustered.Interval.Overlaps(second.Clustered.Interval) {
		return text + fmt.Sprintf("; %s follows at a distance with %s (%s).", name, percent(second.Share), percentRange(second.Clustered))
	}
	return text + fmt.Sprintf("; %s has %s (%s), and the intervals overlap, so which of the two leads is not settled.", name, percent(second.Share), percentRange(second.Clustered))
}

// contrastSentence names the difference with the best evidence, says what it
// rests on, and how many stand.
func (b *builder) contrastSentence(r compare.ContrastResult) string {
	stand := 0
	for _, d := range r.Differences {
		if b.stands(d.Shares) {
			stand++
		}
	}
	d, _ := compare.BestEvidence(r.Differences)
	a, bb := b.labels.side(r.A), b.labels.side(r.B)
	text := fmt.Sprintf("%s against %s: %s is present in %s of %s and in %s of %s, a difference of %s points (interval %s, p adjusted %s)", sentenceCase(a), lowerFirst(bb),
		quoted(b.labels.frame(d.Frame).EN), percent(d.A.Share), plural(d.A.N, "document", "documents"), percent(d.B.Share), plural(d.B.N, "document", "documents"),
		points(d.Shares.Value), pointRange(d.Shares.Measure), pValue(d.Shares, d.Shares.PAdj))
	if stand == 0 {
		return text + fmt.Sprintf(". That is the difference with the best evidence of %s, and it is not enough: on these %s and %s the sides are not shown to differ in any frame.",
			plural(tests(r.Differences), "frame", "frames"), count(d.A.Outlets), plural(d.B.Outlets, "outlet", "outlets"))
	}
	text += fmt.Sprintf("; %s after adjustment for all of them. It rests on %s and %s", standing(stand, tests(r.Differences)), count(d.A.Outlets), plural(d.B.Outlets, "outlet", "outlets"))
	switch l := d.Shares.LeaveOut; {
	case l.Outlets == 0:
		text += ", too few to leave one out"
	case l.Survives:
		text += " and survives leaving out any one"
	default:
		text += fmt.Sprintf(" and does not survive leaving out %s", cmp.Or(b.labels.outlets[l.Decisive], l.Decisive))
	}
	if m := d.PerStory; m.Method != "" && !m.Stands() {
		text += ". With one vote a story the interval of this difference holds zero, so it rests on copies"
	}
	text += "."
	if r.Curve != nil {
		text += " " + b.curveSentence(r.Curve)
	}
	return text
}

// standing counts the frames whose difference stands.
func standing(stand, of int) string {
	if stand == 1 {
		return fmt.Sprintf("1 of %d frames differs", of)
	}
	return fmt.Sprintf("%d of %d frames differ", stand, of)
}

// peakSentence names the month with the most documents and what happened in it.
func (b *builder) peakSentence() string {
	months := b.months()
	var peak compare.Count
	total := 0
	for _, n := range b.countsBy("month") {
		total += n.Target
		if slices.Contains(months, n.Group) && n.Target > peak.Target {
			peak = n
		}
	}
	if len(months) < 2 {
		return ""
	}
	text := fmt.Sprintf("The busiest month is %s, with %d of %s", monthName(peak.Group), peak.Target, plural(total, "document", "documents"))
	var happened []string
	for _, e := range b.events {
		if strings.HasPrefix(e.Date, peak.Group) {
			happened = append(happened, fmt.Sprintf("%s (%s)", quoted(e.LabelEN), dayName(e.Date)))
		}
	}
	if len(happened) > 0 {
		text += "; in it fall " + strings.Join(happened[:min(len(happened), 3)], ", ")
	}
	return text + "."
}

func (b *builder) namingSentence() string {
	total, wrong := 0, 0
	var worst namingTally
	for _, l := range b.namingBy("lang") {
		total += l.total
		wrong += l.wrong
		if l.wrong > worst.wrong {
			worst = l
		}
	}
	switch {
	case total == 0:
		return ""
	case wrong == 0:
		return fmt.Sprintf("None of the %s of the subject uses a name known to be wrong.", plural(total, "mention", "mentions"))
	}
	return fmt.Sprintf("%s of %s of the subject use a wrong name (%s); most of them in %s, %d of %d there.", count(wrong), plural(total, "mention", "mentions"),
		percent(float64(wrong)/float64(total)), b.labels.lang(worst.group), worst.wrong, worst.total)
}
