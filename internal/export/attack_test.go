package export_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"framewatch/internal/export"
	"framewatch/nlp/word"
	"framewatch/store"
)

// spansOf are the exports with words that are attacked: fitted to limits, and without
// one.
var spansOf = []export.Options{
	{Level: export.L1, Fit: true, MaxExposure: export.DefaultMaxExposure, Context: export.AutoContext},
	{Level: export.L1, Fit: true, MaxExposure: 0.4, Context: 5},
	{Level: export.L1, MaxExposure: 1, Context: 3},
}

// fragment is a stretch of an article that an export gives, with the place where its
// columns say that it stands; -1 where they do not.
type fragment struct {
	doc   string
	title bool
	start int // code point
	text  string
}

// fragments collects everything that an export gives of texts.
func fragments(r rows) []fragment {
	var out []fragment
	add := func(row map[string]any, title bool, start int, s string) {
		if s != "" {
			out = append(out, fragment{text(row, "doc_id"), title, start, s})
		}
	}
	for _, d := range r["documents"] {
		add(d, true, 0, text(d, "title"))
	}
	for _, table := range []string{"mentions", "frame_hits", "claims"} {
		for _, row := range r[table] {
			start, known := row["start_char"].(int64)
			if !known {
				start = -1
			}
			title, _ := row["in_title"].(bool)
			before, surface, after := text(row, "context_before"), text(row, "surface"), text(row, "context_after")
			add(row, title, int(start)-utf8.RuneCountInString(before), before+surface+after)
		}
	}
	for _, row := range r["quotes"] {
		title, _ := row["in_title"].(bool)
		for column, spans := range map[string]string{"content_text": "content", "source_text": "source", "cue_text": "cue"} {
			list, _ := row[spans].([]store.Span)
			s := []rune(text(row, column))
			for _, span := range list {
				n := int(span.End - span.Start)
				if n > len(s) || strings.Contains(string(s), "[name-") {
					break
				}
				add(row, title, int(span.Start), string(s[:n]))
				s = s[min(len(s), n+1):]
			}
		}
	}
	return out
}

// place marks a fragment where its columns say that it stands, if the article has it
// there: a name behind a pseudonym moves what follows.
func (a *article) place(marks [2][]bool, f fragment) {
	field, whole := 0, a.Text
	if f.title {
		field, whole = 1, a.Title
	}
	runes := []rune(whole)
	if f.start < 0 || f.start > len(runes) {
		return
	}
	at := len(string(runes[:f.start]))
	for part := range strings.SplitSeq(f.text, "[") {
		if i := strings.Index(part, "]"); i >= 0 {
			part = part[i+1:] // what follows a name is looked for behind it
			if next := strings.Index(whole[min(at, len(whole)):], part); next >= 0 && part != "" {
				at += next
			}
		}
		if strings.HasPrefix(whole[min(at, len(whole)):], part) {
			for k := at; k < at+len(part); k++ {
				marks[field][k] = true
			}
			at += len(part)
		}
	}
}

// chained puts fragments together by their overlaps alone, as unordered n-grams are:
// while one ends as exactly one other begins, the two are one.
func chained(parts []string, overlap int) []string {
	cut := func(s string) []string {
		var out []string
		for _, w := range wordsOf(s) {
			out = append(out, w.Span.Of(s))
		}
		return out
	}
	byHead := map[string][]int{}
	grams := make([][]string, 0, len(parts))
	for _, p := range parts {
		if w := cut(p); len(w) > overlap {
			byHead[strings.Join(w[:overlap], " ")] = append(byHead[strings.Join(w[:overlap], " ")], len(grams))
			grams = append(grams, w)
		}
	}
	var out []string
	for i := range grams {
		chain, used := slices.Clone(grams[i]), map[int]bool{i: true}
		for {
			next := byHead[strings.Join(chain[len(chain)-overlap:], " ")]
			if len(next) != 1 || used[next[0]] {
				break
			}
			used[next[0]] = true
			chain = append(chain, grams[next[0]][overlap:]...)
		}
		out = append(out, strings.Join(chain, "\xff"))
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return out
}

// findWords marks a chain of words at one place where the article has it, whatever
// stands between its words: none where a place that has it is marked already, as
// without places nobody can tell that there is another.
func (a *article) findWords(marks [2][]bool, chain string) {
	want := strings.Split(chain, "\xff")
	var free []word.Token
	field := 0
	for f, whole := range [2]string{a.Text, a.Title} {
		words := a.at[f]
		for i := 0; i+len(want) <= len(words); i++ {
			same, marked := true, true
			for k := 0; same && k < len(want); k++ {
				same = words[i+k].Span.Of(whole) == want[k]
				marked = marked && marks[f][words[i+k].Span.Start]
			}
			if same && marked {
				return
			}
			if same && free == nil {
				free, field = words[i:i+len(want)], f
			}
		}
	}
	for _, w := range free {
		for b := w.Span.Start; b < w.Span.End; b++ {
			marks[field][b] = true
		}
	}
}

// TestTextsAreNotRebuiltFromSpans attacks exports with words: by the places in their
// columns, by overlaps of stretches without places (n-gram chaining), and with what
// is given of copies elsewhere. Nothing gives more of an article than the meter says.
func TestTextsAreNotRebuiltFromSpans(t *testing.T) {
	ds := demoData(t)
	truth := articles(t, ds)
	for _, opt := range spansOf {
		t.Run(fmt.Sprintf("at most %v, context %d", opt.MaxExposure, opt.Context), func(t *testing.T) {
			p := prepare(t, ds, opt)
			got := read(t, p)
			meter := exposedOf(p.Meter)
			own, all := map[string][]fragment{}, map[string][]string{}
			group := map[string]string{}
			for _, s := range got["syndication"] {
				group[text(s, "doc_id")] = text(s, "copy_id")
			}
			for _, f := range fragments(got) {
				own[f.doc] = append(own[f.doc], f)
				all[group[f.doc]] = append(all[group[f.doc]], f.text)
			}
			var sum [3]int
			var known int
			for id, a := range truth {
				byPlace, byChain, byCopies := a.marks(), a.marks(), a.marks()
				var parts []string
				for _, f := range own[id] {
					a.place(byPlace, f)
					parts = append(parts, f.text)
				}
				for overlap := 2; overlap <= 4; overlap++ {
					for _, c := range chained(parts, overlap) {
						a.findWords(byChain, c)
					}
				}
				for _, f := range own[id] {
					a.place(byCopies, f)
				}
				const run = 12 // words of a stretch of a copy that is told to be of this article, too
				for _, s := range slices.Concat(all[group[id]], chained(all[group[id]], 4)) {
					if len(wordsOf(s)) >= run {
						a.findWords(byCopies, strings.Join(wordList(s), "\xff"))
					}
				}
				for k, marks := range [][2][]bool{byPlace, byChain, byCopies} {
					n := a.recovered(marks)
					sum[k] += n
					if n > meter[id].Exposed {
						t.Errorf("%s (%s): attack %d recovers %d words, the meter says %d of %d", id, a.Lang, k, n, meter[id].Exposed, meter[id].Tokens)
					}
				}
				known += meter[id].Exposed
			}
			t.Logf("the meter says %d words; recovered by places %d, by chaining %d, with copies %d", known, sum[0], sum[1], sum[2])
			if sum[0] < known/2 {
				t.Errorf("the attack by places recovers %d words of %d: it is no attack", sum[0], known)
			}
		})
	}
}

func wordList(s string) []string {
	var out []string
	for _, w := range wordsOf(strings.ReplaceAll(s, "\xff", " ")) {
		out = append(out, w.Span.Of(strings.ReplaceAll(s, "\xff", " ")))
	}
	return out
}
