package compare

import (
	"cmp"
	"context"
	"fmt"
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
	words []string // in order
	docs  int
}

// apart is how far two outlets are from each other.
type apart struct{ cosine, jsd, delta float64 }

func (a *asking) alikeAsked(ctx context.Context) error {
	if a.spec.Lang == "" || a.spec.Words < 1 {
		return asked(fmt.Errorf("want a language and a number of words"))
	}
	prints, err := a.voiceprints(ctx)
	if err != nil {
		return err
	}
	pairs := map[[2]int]apart{}
	for y := range prints {
		for x := range y {
			cosine, jsd, err := distances(prints[x], prints[y])
			if err != nil {
				return err
			}
			pairs[[2]int{x, y}] = apart{cosine: cosine, jsd: jsd}
		}
	}
	if len(prints) > 2 {
		texts := make([]lexical.Text, len(prints))
		for i, p := range prints {
			texts[i] = p.Text
		}
		deltas, words, err := lexical.Deltas(texts, a.spec.Words)
		if err != nil {
			return err
		}
		if len(words) < a.spec.Words {
			a.note("delta looks at the %d words that there are and that outlets use differently", len(words))
		}
		for _, p := range deltas {
			x, y := indexOf(prints, p.A), indexOf(prints, p.B)
			d := pairs[[2]int{min(x, y), max(x, y)}]
			d.delta = p.Burrows
			pairs[[2]int{min(x, y), max(x, y)}] = d
		}
	}
	for x := range prints {
		a.neighbours(prints, x, pairs)
	}
	return nil
}

func indexOf(prints []voiceprint, name string) int {
	return slices.IndexFunc(prints, func(p voiceprint) bool { return p.Name == name })
}

// neighbours gives the rows of an outlet.
func (a *asking) neighbours(prints []voiceprint, x int, pairs map[[2]int]apart) {
	type neighbour struct {
		at int
		apart
	}
	var list []neighbour
	for y := range prints {
		if x != y {
			list = append(list, neighbour{y, pairs[[2]int{min(x, y), max(x, y)}]})
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
		if len(prints) < 3 {
			a.missing(row, "delta", "z-scores need at least three outlets", 0)
		} else {
			number("delta", "burrows_2002", n.delta)
		}
	}
}

// distances are one less the cosine of counts, which is that of relative
// frequencies, and the Jensen-Shannon divergence in bits; sums are in the order of
// words, since the last bits depend on it.
func distances(a, b voiceprint) (cosine, jsd float64, err error) {
	inA, inB := make([]int, 0, len(a.words)+len(b.words)), make([]int, 0, len(a.words)+len(b.words))
	dot, lengthA, lengthB := 0.0, 0.0, 0.0
	for i, j := 0, 0; i < len(a.words) || j < len(b.words); {
		p, q := 0, 0
		order := 0
		switch {
		case i == len(a.words):
			order = 1
		case j == len(b.words):
			order = -1
		default:
			order = strings.Compare(a.words[i], b.words[j])
		}
		if order <= 0 {
			p = a.Counts[a.words[i]]
			i++
		}
		if order >= 0 {
			q = b.Counts[b.words[j]]
			j++
		}
		inA, inB = append(inA, p), append(inB, q)
		dot, lengthA, lengthB = dot+float64(p)*float64(q), lengthA+float64(p)*float64(p), lengthB+float64(q)*float64(q)
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
				if want := a.behind; want != nil && (want.want.GroupName == name || want.want.Item == name) {
					want.Documents = true
					want.add(d, name, false)
				}
			}
		}
	}
	if left > 0 {
		a.note("%d stories in several outlets are left out, as their origin is not known or does not count", left)
	}
	var out []voiceprint
	for _, name := range sorted(byOutlet) {
		if p := byOutlet[name]; !a.small.drops("outlet "+name, p.docs) {
			p.words = sorted(p.Counts)
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
