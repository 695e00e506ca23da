package compare

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"framewatch/compare/lexical"
	"framewatch/compare/stats"
	"framewatch/store"
)

func alikeQuestion() Question {
	return Question{Name: "alike", Summary: "which outlets sound alike, by the words of one language", Doc: `
Outlets are compared by the words (table term_counts) of the documents that count
in --lang. A story counts once: its words are those of its origin; stories in
several outlets whose origin is not known or does not count are left out, so that
nobody is alike for printing the same wire. Each outlet (group) has a row for each
other (item), the nearest first, at most --top:
  cosine   1 less the cosine of the relative frequencies of all words: 0 to 1
  jsd      Jensen-Shannon divergence of these, in bits (Lin 1991): 0 to 1
  delta    Burrows's Delta (2002): mean difference of the z-scores of the --words
           most frequent words, z over the outlets; null under three outlets
Nearest is by delta, or by jsd where there is none. n is the documents of both.`, run: (*asking).alikeAsked}
}

const byOutlet = "outlet"

// voiceprint is the words of an outlet.
type voiceprint struct {
	lexical.Text
	docs int
}

func (a *asking) alikeAsked(ctx context.Context) error {
	if a.spec.Lang == "" || a.spec.Words < 1 {
		return asked(fmt.Errorf("want a language and a number of words"))
	}
	prints, err := a.voiceprints(ctx)
	if err != nil {
		return err
	}
	deltas := map[[2]int]float64{}
	if len(prints) > 2 {
		texts := make([]lexical.Text, len(prints))
		for i, p := range prints {
			texts[i] = p.Text
		}
		pairs, words, err := lexical.Deltas(texts, a.spec.Words)
		if err != nil {
			return err
		}
		if len(words) < a.spec.Words {
			a.note("delta looks at the %d words that there are and that outlets use differently", len(words))
		}
		for _, p := range pairs {
			x, y := indexOf(prints, p.A), indexOf(prints, p.B)
			deltas[[2]int{x, y}], deltas[[2]int{y, x}] = p.Burrows, p.Burrows
		}
	}
	for x := range prints {
		if err := a.neighbours(prints, x, deltas); err != nil {
			return err
		}
	}
	return nil
}

func indexOf(prints []voiceprint, name string) int {
	return slices.IndexFunc(prints, func(p voiceprint) bool { return p.Name == name })
}

// neighbours gives the rows of an outlet.
func (a *asking) neighbours(prints []voiceprint, x int, deltas map[[2]int]float64) error {
	type neighbour struct {
		at                 int
		cosine, jsd, delta float64
	}
	var list []neighbour
	for y := range prints {
		if x != y {
			cosine, jsd, err := distances(prints[min(x, y)], prints[max(x, y)])
			if err != nil {
				return err
			}
			list = append(list, neighbour{y, cosine, jsd, deltas[[2]int{x, y}]})
		}
	}
	slices.SortFunc(list, func(m, n neighbour) int {
		return cmp.Or(cmp.Compare(m.delta, n.delta), cmp.Compare(m.jsd, n.jsd), strings.Compare(prints[m.at].Name, prints[n.at].Name))
	})
	if a.spec.Top > 0 && len(list) > a.spec.Top {
		list = list[:a.spec.Top]
	}
	for _, n := range list {
		row := a.row(byOutlet, prints[x].Name, prints[n.at].Name)
		row.N = int64(prints[x].docs + prints[n.at].docs)
		number := func(statistic, method string, value float64) {
			row := row
			row.Statistic, row.Method, row.Value = statistic, method, stats.Rounded(value)
			a.reply.Answers = append(a.reply.Answers, Answer{EstimateRow: row})
		}
		number("cosine", "relative_frequencies", n.cosine)
		number("jsd", "relative_frequencies", n.jsd)
		if len(deltas) == 0 {
			a.missing(row, "delta", "z-scores need at least three outlets", 0)
		} else {
			number("delta", "burrows_2002", n.delta)
		}
	}
	return nil
}

// distances are one less the cosine of counts, which is that of relative
// frequencies, and the Jensen-Shannon divergence in bits; sums are in the order of
// words, since the last bits depend on it.
func distances(a, b voiceprint) (cosine, jsd float64, err error) {
	words := maps.Clone(a.Counts)
	maps.Copy(words, b.Counts)
	var inA, inB []int
	dot, lengthA, lengthB := 0.0, 0.0, 0.0
	for _, w := range sorted(words) {
		p, q := float64(a.Counts[w]), float64(b.Counts[w])
		inA, inB = append(inA, a.Counts[w]), append(inB, b.Counts[w])
		dot, lengthA, lengthB = dot+p*q, lengthA+p*p, lengthB+q*q
	}
	jsd, err = lexical.JensenShannon(inA, inB)
	return max(0, 1-dot/math.Sqrt(lengthA*lengthB)), min(jsd/math.Ln2, 1), err
}

// voiceprints counts the words of outlets with enough documents, by outlet.
func (a *asking) voiceprints(ctx context.Context) ([]voiceprint, error) {
	counts, left, err := a.originals(ctx)
	if err != nil {
		return nil, err
	}
	byOutlet := map[string]*voiceprint{}
	docs := documentCodes{c: a.c}
	seen := map[int32]bool{}
	for b, err := range store.ScanColumns[termBatch](ctx, a.ds) {
		if err != nil {
			return nil, fmt.Errorf("read term_counts: %w", err)
		}
		docs.extend(b.Doc.Values)
		for i, code := range b.Doc.Codes {
			d, known := docs.at(code)
			if !known || !counts[d] || !langMatches(b.Lang.At(i), a.spec.Lang) {
				continue
			}
			name := a.c.sources[a.c.docs[d].source].id
			p := byOutlet[name]
			if p == nil {
				p = &voiceprint{Text: lexical.Text{Name: name, Counts: map[string]int{}}}
				byOutlet[name] = p
			}
			p.Counts[b.Term.At(i)] += int(b.N[i])
			if !seen[d] {
				seen[d] = true
				p.docs++
			}
		}
	}
	if left > 0 {
		a.note("%d stories in several outlets are left out, as their origin is not known or does not count", left)
	}
	var out []voiceprint
	for _, name := range sorted(byOutlet) {
		if p := byOutlet[name]; !a.small.drops("outlet "+name, p.docs) {
			out = append(out, *p)
		}
	}
	if len(out) < 2 {
		return nil, asked(fmt.Errorf("%d outlets have at least %d documents of their own with words in language %s (others: %d), and two are needed",
			len(out), max(1, a.spec.MinDocs), a.spec.Lang, len(byOutlet)-len(out)))
	}
	return out, nil
}

// originals are the documents that stand for their story; left is how many stories
// have none.
func (a *asking) originals(ctx context.Context) (counts []bool, left int, err error) {
	list, err := a.c.beginnings(ctx, a.ds)
	if err != nil {
		return nil, 0, err
	}
	counts = make([]bool, len(a.c.docs))
	for from, to := 0, 0; from < len(a.docs); from = to { // they lie story by story
		story := a.c.docs[a.docs[from]].story
		for to = from; to < len(a.docs) && a.c.docs[a.docs[to]].story == story; to++ {
		}
		docs := a.docs[from:to]
		at := slices.IndexFunc(docs, func(i int32) bool { return list[i].origin })
		if one := a.c.docs[docs[0]].source; at < 0 && !slices.ContainsFunc(docs, func(i int32) bool { return a.c.docs[i].source != one }) {
			at = 0 // all copies are of one outlet
		}
		if at < 0 {
			left++
			continue
		}
		counts[docs[at]] = true
	}
	return counts, left, nil
}
