package coding

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"framewatch/compare/stats"
	"framewatch/corpus"
	"framewatch/nlp/frame"
)

// Term is a word or phrase that marks the texts of a frame, in the form under
// which words are counted (lower case, simplified characters).
type Term struct {
	Frame string `json:"frame"`
	Lang  string `json:"lang"`
	Term  string `json:"term"`
	From  string `json:"from"` // FromCodes or FromNeighbours
	// Of so many texts with the frame, and without it, that many have the term.
	Present   int     `json:"present"`
	PresentIn int     `json:"present_in"`
	Absent    int     `json:"absent"`
	AbsentIn  int     `json:"absent_in"`
	G2        float64 `json:"g2"`        // stats.G2 over texts
	LogRatio  float64 `json:"log_ratio"` // stats.LogRatio over texts
}

// Where terms come from.
const (
	FromCodes      = "codes"      // key in texts that a coder gave the frame
	FromNeighbours = "neighbours" // key in sentences that mean what examples do
)

// longestPhrase is how many words a phrase may have.
const longestPhrase = 4

// phrases are the words and phrases of a text by language, each once. None goes
// over punctuation.
func phrases(a *corpus.Annotations) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for i := 0; i < len(a.Tokens); i++ {
		lang := corpus.BaseLang(a.Sentences[a.Tokens[i].Sentence].Lang)
		if out[lang] == nil {
			out[lang] = map[string]bool{}
		}
		for n := 0; n < longestPhrase && i+n < len(a.Tokens); n++ {
			last := a.Tokens[i+n]
			if !last.Word || last.Sentence != a.Tokens[i].Sentence || strings.IndexFunc(last.Norm, unicode.IsLetter) < 0 {
				break
			}
			out[lang][phrase(a.Tokens[i:i+n+1])] = true
		}
	}
	return out
}

// phrase is words with a space between each.
func phrase(tokens []corpus.Token) string {
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.Norm
	}
	return strings.Join(words, " ")
}

// written is a phrase as its language writes it.
func written(phrase, lang string) string {
	if lang == "zh" || lang == "ja" || lang == "th" {
		return strings.ReplaceAll(phrase, " ", "")
	}
	return phrase
}

// contrast is texts with a frame and texts without it, as sets of phrases.
type contrast struct {
	frame, lang, from string
	present, absent   []map[string]bool
	// common is the share of texts without the frame from which on a word is one
	// that stands everywhere; phrases do not begin or end with it.
	common float64
	known  func(term string) bool
	least  int // texts with the frame that must have a term
}

// minG2 is the likelihood ratio that a term needs: a chance of one in a thousand
// where it was the only one looked at, which it is not; it ranks, and proves
// nothing.
const minG2 = 10.83

// terms finds what marks the texts with the frame, the most marked first.
func (c contrast) terms(top int) []Term {
	if len(c.present) == 0 || len(c.absent) == 0 {
		return nil
	}
	present, absent := counted(c.present), counted(c.absent)
	var out []Term
	for term, n := range present {
		form := written(term, c.lang)
		if n < c.least || c.known(form) || !c.content(term, absent) {
			continue
		}
		f := stats.Frequencies{A: n, B: absent[term], NA: len(c.present), NB: len(c.absent)}
		t := Term{Frame: c.frame, Lang: c.lang, Term: form, From: c.from, Present: n, PresentIn: f.NA, Absent: f.B, AbsentIn: f.NB, G2: stats.G2(f), LogRatio: stats.LogRatio(f)}
		if t.LogRatio > 0 && t.G2 >= minG2 {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(a, b Term) int {
		return cmp.Or(cmp.Compare(b.G2, a.G2), cmp.Compare(len(b.Term), len(a.Term)), cmp.Compare(a.Term, b.Term))
	})
	var kept []Term
	for _, t := range out {
		// Of a phrase and its parts that say no more the first, which is the longest
		// of those that mark as much, is enough.
		inside := func(k Term) bool { return strings.Contains(k.Term, t.Term) || strings.Contains(t.Term, k.Term) }
		if len(kept) < top && !slices.ContainsFunc(kept, inside) {
			kept = append(kept, t)
		}
	}
	return kept
}

// content reports whether a term is more than words that stand everywhere.
func (c contrast) content(term string, absent map[string]int) bool {
	words := strings.Fields(term)
	everywhere := func(w string) bool { return float64(absent[w]) > c.common*float64(len(c.absent)) }
	if everywhere(words[0]) || everywhere(words[len(words)-1]) {
		return false
	}
	letters := 0
	han := false
	for _, r := range term {
		if unicode.IsLetter(r) {
			letters++
		}
		han = han || unicode.Is(unicode.Han, r)
	}
	const shortest = 4
	return letters >= shortest || han && letters > 1
}

// counted counts in how many texts each phrase is.
func counted(texts []map[string]bool) map[string]int {
	out := map[string]int{}
	for _, t := range texts {
		for p := range t {
			out[p]++
		}
	}
	return out
}

// knownTerms tells whether a codebook has a term, or one that stands in it.
func knownTerms(f frame.Frame, lang string) func(string) bool {
	var known []string
	lists := []map[string][]string{f.Terms, f.AntiTerms}
	for _, g := range f.Groups {
		lists = append(lists, g.Terms, g.AntiTerms)
	}
	for _, terms := range lists {
		for _, l := range slices.Sorted(maps.Keys(terms)) {
			if corpus.BaseLang(l) != lang {
				continue
			}
			for _, t := range terms[l] {
				if t = strings.ToLower(strings.Trim(t, "*? ")); t != "" {
					known = append(known, t)
				}
			}
		}
	}
	return func(term string) bool {
		return slices.ContainsFunc(known, func(k string) bool { return strings.Contains(term, k) })
	}
}
