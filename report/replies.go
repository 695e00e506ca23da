package report

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"framewatch/compare"
	"framewatch/report/svg"
	"framewatch/store"
)

// answers are the numbers of a reply by what they are about.
type answers struct {
	at   map[answerKey]compare.Answer
	list []compare.Answer // those to quote, in order
}

type answerKey struct{ dimension, group, item, statistic string }

// leftOutSuffix marks the range of a share with each outlet left out in turn.
const leftOutSuffix = " without any one outlet"

const noDocuments = "No document counts: none was read that names the subject and meets the settings."

// numbers asks a question for the numbers that the page shows, which are the
// preferred ones: further intervals are not computed.
func (b *builder) numbers(ctx context.Context, ds *store.Dataset, question string, change func(*compare.QuestionSpec)) (*answers, string, error) {
	reply, missing, err := b.ask(ctx, ds, question, func(s *compare.QuestionSpec) {
		s.Bootstrap = 0
		if change != nil {
			change(s)
		}
	})
	if err != nil {
		return nil, "", err
	}
	if reply == nil {
		missing = sentenceCase(strings.TrimPrefix(missing, sentenceCase(question)+": "))
		if errors.Is(b.corpus.Nothing(b.settings.Selection()), compare.ErrNothing) {
			missing = noDocuments
		}
		return nil, missing, nil
	}
	a := &answers{at: map[answerKey]compare.Answer{}}
	for _, n := range reply.Answers {
		key := answerKey{n.Dimension, n.GroupName, n.Item, n.Statistic}
		switch {
		case n.Method == "leave_one_outlet_out":
			key.statistic += leftOutSuffix
		case !n.Preferred:
			continue
		default:
			a.list = append(a.list, n)
		}
		a.at[key] = n
	}
	return a, "", nil
}

// value is a number; ok is false where there is none.
func (a *answers) value(dimension, group, item, statistic string) (v float64, ok bool) {
	n, ok := a.at[answerKey{dimension, group, item, statistic}]
	return n.Value, ok && !n.Missing
}

// count is a number of things, 0 where nothing was counted.
func (a *answers) count(dimension, group, item, statistic string) int {
	v, _ := a.value(dimension, group, item, statistic)
	return int(v)
}

// examples are the sentences behind a count.
func (a *answers) examples(dimension, group, item, statistic string) []string {
	return a.at[answerKey{dimension, group, item, statistic}].Examples
}

// groups lists the groups of a dimension that have the statistic of an item, in
// the order of the reply.
func (a *answers) groups(dimension, item, statistic string) []string {
	var out []string
	for _, n := range a.list {
		if n.Dimension == dimension && n.Item == item && n.Statistic == statistic && !n.Missing {
			out = append(out, n.GroupName)
		}
	}
	return out
}

// items lists the items of a group that have the statistic.
func (a *answers) items(dimension, group, statistic string) []string {
	var out []string
	for _, n := range a.list {
		if n.Dimension == dimension && n.GroupName == group && n.Item != "" && n.Statistic == statistic && !n.Missing {
			out = append(out, n.Item)
		}
	}
	return out
}

// portion is a share with its interval and with what it rests on.
type portion struct {
	id, label    string
	k, n         int
	value        float64
	interval     *[2]float64 // nil where one story stands behind it
	perStory     float64     // with one vote a story
	left         *[2]float64 // range with each outlet left out; nil where there is one
	outlets      int
	stories      int
	notCoded     int
	exampleLines []string
	// The estimates: the share, with one vote a story, and without any one outlet.
	row, onceRow, leftRow store.EstimateRow
}

// portion reads the share of an item; ok is false where there is none.
func (a *answers) portion(dimension, group, item, unit string) (p portion, ok bool) {
	return a.portionOf(dimension, group, item, unit, "share")
}

func (a *answers) portionOf(dimension, group, item, unit, statistic string) (p portion, ok bool) {
	key := answerKey{dimension, group, item, statistic}
	row, ok := a.at[key]
	if !ok || row.Missing {
		return p, false
	}
	p = portion{k: int(row.NPositive), n: int(row.N), value: row.Value, perStory: row.Value, exampleLines: a.examples(dimension, group, item, unit),
		outlets: a.count(dimension, group, item, "outlets"), stories: a.count(dimension, group, item, "stories")}
	p.row = row.EstimateRow
	if row.CILo != nil && row.CIHi != nil {
		p.interval = &[2]float64{*row.CILo, *row.CIHi}
	}
	if row.NNotCoded != nil {
		p.notCoded = int(*row.NNotCoded)
	}
	key.statistic = "weighted_" + statistic
	if once, ok := a.at[key]; ok && !once.Missing {
		p.perStory, p.onceRow = once.Value, once.EstimateRow
	}
	key.statistic = statistic + leftOutSuffix
	if left, ok := a.at[key]; ok && left.CILo != nil && left.CIHi != nil {
		p.left, p.leftRow = &[2]float64{*left.CILo, *left.CIHi}, left.EstimateRow
	}
	return p, true
}

// String is the share with its interval: "6.6%, interval 3–12%".
func (p portion) String() string {
	if p.interval == nil {
		return percent(p.value) + ", no interval"
	}
	return fmt.Sprintf("%s, interval %s", percent(p.value), span(*p.interval))
}

func span(of [2]float64) string {
	lo, hi := percent(of[0]), percent(of[1])
	if lo == hi {
		return lo
	}
	return trimPercent(of[0]) + "–" + hi
}

// surely reports that p is greater than q beyond their intervals.
func (p portion) surely(q portion) bool {
	return p.interval != nil && q.interval != nil && p.interval[0] > q.interval[1]
}

// kept reports whether a number lies in the interval.
func (p portion) kept(v ...float64) checkState {
	for _, v := range v {
		if p.interval == nil || v < p.interval[0] || v > p.interval[1] {
			return fails
		}
	}
	return survives
}

// checks says whether the share stays within its interval with one vote a story,
// and with any outlet left out.
func (p portion) checks() []check {
	copies := check{State: p.kept(p.perStory), Note: percent(p.perStory) + " with one vote a story"}
	outlets := check{Note: "of one outlet only"}
	if p.left != nil {
		outlets = check{State: p.kept(p.left[0], p.left[1]), Note: fmt.Sprintf("%s without any one outlet; it rests on %d", span(*p.left), p.outlets)}
	}
	if p.k == 0 || p.interval == nil {
		copies = check{Note: "nothing to test"}
		if p.k > 0 {
			copies.Note = "all of one story"
		}
		outlets = check{Note: copies.Note}
	}
	return fourChecks(copies, outlets, check{})
}

// fourChecks names the checks of a card; of those that say nothing it is said that
// they are not made.
func fourChecks(copies, outlets, specifications check) []check {
	correction := check{Note: "hand codes correct shares of frames only"}
	out := []check{copies, outlets, correction, specifications}
	for i, name := range []string{"copies", "outlets", "correction", "specifications"} {
		out[i].Name = name
		out[i].Note = cmp.Or(out[i].Note, "not made for this question")
	}
	return out
}

// ranking are the portions of one whole, the largest first.
type ranking []portion

func (r ranking) sort() {
	slices.SortStableFunc(r, func(x, y portion) int { return cmp.Compare(y.value, x.value) })
}

// certain reports that the first is ahead of the second beyond their intervals.
func (r ranking) certain() bool { return len(r) == 1 || len(r) > 1 && r[0].surely(r[1]) }

// lead names the first, and the second too where it may as well be the first.
func (r ranking) lead(number func(portion) string, one, both string) string {
	first := fmt.Sprintf("%s (%s)", named(r[0].label), number(r[0]))
	if r.certain() {
		return first + " " + one
	}
	text := fmt.Sprintf("%s and %s (%s) %s", first, named(r[1].label), number(r[1]), both)
	if r[0].value > r[1].value {
		text += ", in no certain order"
	}
	return text
}

// checks says whether the first stays first with one vote a story, and without any
// one outlet.
func (r ranking) checks() []check {
	if len(r) < 2 || !r.certain() {
		not := check{Note: "the first is not certain to be ahead"}
		if len(r) == 1 {
			not.Note = "there is one only"
		}
		return fourChecks(not, not, check{})
	}
	copies := check{State: survives, Note: named(r[0].label) + " is first with one vote a story too"}
	outlets := check{State: survives, Note: named(r[0].label) + " stays first without any one outlet"}
	for _, p := range r[1:] {
		if p.perStory >= r[0].perStory {
			copies = check{State: fails, Note: named(p.label) + " has as many with one vote a story"}
		}
		switch {
		case r[0].left == nil || r[0].outlets == 1:
			outlets = check{State: fails, Note: "all of one outlet"}
		case p.left != nil && p.left[1] >= r[0].left[0]:
			outlets = check{Note: "without some outlet it may be otherwise"}
		}
	}
	return fourChecks(copies, outlets, check{})
}

// named is a foreign name in a sentence of this page: not too long, and its
// letters in their own direction (Unicode Standard Annex 9, isolates).
func named(s string) string {
	const longest = 40
	if r := []rune(s); len(r) > longest {
		s = strings.TrimSpace(string(r[:longest-1])) + "…"
	}
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.In(r, unicode.Arabic, unicode.Hebrew) }) {
		return "\u2068" + s + "\u2069"
	}
	return s
}

// entity names an entity of the gazetteers, or gives what is not one as it is.
func (l labels) entity(id string) string {
	label := l.cfg.Entities[id]
	return cmp.Or(label.EN, label.ZH, id)
}

// of writes how many of how many.
func (p portion) of(one, many string) string {
	return fmt.Sprintf("%s of %s", count(p.k), plural(p.n, one, many))
}

// weak reports that few stories stand behind the number.
func (p portion) weak() bool { return p.stories < fewStories }

// dot draws the portion.
func (p portion) dot(series int, tip string) svg.Dot {
	d := svg.Dot{Value: p.value, Series: series, Weak: p.weak(), Tip: tip}
	if p.interval != nil {
		d.Thick = &svg.Span{Lo: p.interval[0], Hi: p.interval[1]}
	}
	return d
}

// someExamples are how many sentences stand behind a cell of a table.
const someExamples = 3

// examplesBehind links to sentences behind a number, a few of them.
func (b *builder) examplesBehind(title string, total int, unit string, sentences []string) string {
	sentences = sentences[:min(len(sentences), someExamples)]
	return b.exampleOf(title, fmt.Sprintf("%d shown; the number is of %s.", len(sentences), plural(total, unit, unit+"s")), sentences)
}
