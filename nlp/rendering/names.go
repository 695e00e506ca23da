package rendering

import (
	"strings"
	"unicode"

	"framewatch/corpus"
	"framewatch/nlp/align"
	"framewatch/nlp/link"
	"framewatch/nlp/match"
)

// names is what is known of the target's right names.
type names struct {
	forms    map[string]corpus.Variant // folded, without spaces
	context  map[string]bool           // the same of all names: whether they need context
	chinese  []string                  // folded names in Chinese characters
	english  []string                  // folded names in English
	kernel   map[string]bool           // what sets it apart: neither scope nor kind of body; Chinese words and English stems
	acronyms []string                  // folded

	// kernelWords are the words that the kernel was made of: mediation, 调解.
	kernelWords map[string]bool
	written     map[string]bool // the first acronym of the gazetteer, as written
	short       []string        // Chinese names without their scope, folded
	tails       []string        // small letters of acronyms with their capital: med of IOMed
}

func newNames(target link.Entity) names {
	n := names{forms: map[string]corpus.Variant{}, context: map[string]bool{}, kernel: map[string]bool{}, kernelWords: map[string]bool{}, written: map[string]bool{}}
	for _, x := range target.Names {
		folded := match.Fold(x.Text)
		text := folded.String(0, folded.Len())
		need, seen := n.context[squeeze(text)]
		n.context[squeeze(text)] = x.Context && (!seen || need)
		if !sureName(x.Variant) {
			continue
		}
		if base(x.Lang, "") == "ja" {
			continue // written with the same characters, and other habits
		}
		if old, ok := n.forms[squeeze(text)]; !ok || old != corpus.VariantOfficial {
			n.forms[squeeze(text)] = x.Variant
		}
		switch lang, _, _ := strings.Cut(x.Lang, "-"); {
		case x.Variant == corpus.VariantAbbreviation && !strings.Contains(text, " "):
			n.acronyms = append(n.acronyms, text)
			if len(n.written) == 0 || text == n.acronyms[0] && x.Text == strings.ToUpper(x.Text) {
				n.written[x.Text], n.written[strings.ToUpper(x.Text)] = true, true
			}
			n.addTail(x.Text)
		case x.Context:
		case lang == "zh":
			n.chinese = append(n.chinese, text)
			if x.Variant == corpus.VariantOfficial {
				n.addChineseKernel(text)
			}
		case lang == "en":
			n.english = append(n.english, text)
			n.addEnglish(text, x.Variant == corpus.VariantOfficial)
		}
	}
	return n
}

func squeeze(s string) string { return strings.ReplaceAll(s, " ", "") }

// addTail files the pronounceable end of an acronym, of which translation
// engines make words.
func (n *names) addTail(text string) {
	runes := []rune(text)
	i := len(runes)
	for i > 0 && unicode.IsLower(runes[i-1]) {
		i--
	}
	if i > 0 && len(runes)-i >= 2 {
		n.tails = append(n.tails, strings.ToLower(string(runes[i-1:])))
	}
}

// addChineseKernel files 调解 of 国际调解院.
func (n *names) addChineseKernel(text string) {
	for s := range chineseScope {
		if rest, ok := strings.CutPrefix(text, s); ok && len([]rune(rest)) > 2 {
			n.short = append(n.short, rest)
			runes := []rune(rest)
			for h := range chineseHeads {
				if cut, ok := strings.CutSuffix(rest, h); ok && cut != "" {
					n.kernel[cut], n.kernelWords[cut] = true, true
					return
				}
			}
			if chineseHeadChars[string(runes[len(runes)-1])] {
				cut := string(runes[:len(runes)-1])
				n.kernel[cut], n.kernelWords[cut] = true, true
			}
			return
		}
	}
}

func (n *names) addEnglish(text string, official bool) {
	for _, w := range strings.Fields(text) {
		s := align.Stem(w)
		if s == "" {
			continue
		}
		if official && !englishScope[w] && !englishHeads[w] {
			n.kernel[s], n.kernelWords[w] = true, true
		}
	}
}

// likeness compares a text with the names in Chinese characters: the Dice
// coefficient of their characters, of the name most like it.
func (n *names) likeness(text string) float64 {
	best := 0.0
	runes := []rune(text)
	for _, name := range n.chinese {
		left := map[rune]int{}
		total := 0
		for _, r := range name {
			left[r]++
			total++
		}
		shared := 0
		for _, r := range runes {
			if left[r] > 0 {
				left[r]--
				shared++
			}
		}
		best = max(best, 2*float64(shared)/float64(total+len(runes)))
	}
	return best
}

// meaning says how near the sense of a word is to the names: 1 where it
// translates what sets them apart, less where it translates a word that begins
// like the acronym's tail (medicine, meditation for IOMed).
func (n *names) meaning(t *tok) float64 {
	best := 0.0
	for _, k := range t.keys {
		if n.kernel[k.Text] {
			best = max(best, k.Weight)
		}
		for _, tail := range n.tails {
			if strings.HasPrefix(k.Text, tail) {
				best = max(best, .7*k.Weight)
			}
		}
	}
	return best
}

// acronymLike says how near a word in Latin letters is to one of the acronyms:
// 1 for the same letters, 0 for nothing in common.
func (n *names) acronymLike(word string) float64 {
	best := 0.0
	for _, a := range n.acronyms {
		d := distance([]rune(word), []rune(a))
		longest := max(len([]rune(word)), len([]rune(a)))
		best = max(best, 1-float64(d)/float64(longest))
	}
	return best
}

// startsLike reports a word that goes on where an acronym ends: IOMediation.
func (n *names) startsLike(word string) bool {
	for _, a := range n.acronyms {
		if len(a) >= leastSounds+1 && len(word) > len(a) && strings.HasPrefix(word, a) {
			return true
		}
	}
	return false
}

// misspelt reports a single word in Latin letters that is much like an acronym.
func (n *names) misspelt(surface string) bool {
	if strings.ContainsFunc(surface, func(r rune) bool { return r > unicode.MaxASCII || r == ' ' }) {
		return false
	}
	return n.acronymLike(strings.ToLower(surface)) >= typoAcronym
}

// distance is the number of letters to insert, drop, replace or swap (optimal
// string alignment).
func distance(a, b []rune) int {
	prev, cur, older := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], older[j-2]+1)
			}
		}
		older, prev, cur = prev, cur, older
	}
	return prev[len(b)]
}
