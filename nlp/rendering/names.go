package rendering

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/nlp/align"
	"framewatch/nlp/heads"
	"framewatch/nlp/link"
	"framewatch/nlp/match"
)

// names is what is known of the target's right names.
type names struct {
	forms    map[string]corpus.Variant // folded, without spaces
	context  map[string]bool           // the same of all names: whether they need context
	chinese  []string                  // folded names in Chinese characters
	english  []string                  // folded names in English
	acronyms []string                  // folded, in Latin letters
	written  map[string]bool           // its abbreviations as written: in Latin letters the first alone, which others misspell
	short    []string                  // Chinese names without their word of reach, folded
	words    map[string]int            // how many words its longest official name has, those that join others left out; by language
	tails    []string                  // small letters of acronyms with their capital: lib of NatLib

	lexicon  *align.Lexicon
	body     body
	parts    []string        // the words of two characters and more that its Chinese names are made of
	fields   map[string]bool // what sets it apart in Chinese, whole: 调解, 基础设施投资
	own      map[string]bool // the words of that in English and, whole, in Chinese
	concepts []concept       // what these words mean
}

// concept is one thing that sets the target apart, by the stems of English words
// for it: 1 for those of the names, less for what parts of a Chinese word mean.
type concept map[string]float64

// newNames reads the names of a target.
func newNames(target link.Entity, lexicon *align.Lexicon) names {
	n := names{forms: map[string]corpus.Variant{}, context: map[string]bool{}, fields: map[string]bool{}, own: map[string]bool{}, words: map[string]int{}, written: map[string]bool{}, lexicon: lexicon, body: newBody(target, lexicon)}
	for _, x := range target.Names {
		text := match.Folded(x.Text)
		need, seen := n.context[squeeze(text)]
		n.context[squeeze(text)] = x.Context && (!seen || need)
		if !sureName(x.Variant) {
			continue
		}
		lang := corpus.BaseLang(x.Lang)
		if lang == "ja" {
			continue // written with the same characters, and other habits
		}
		if old, ok := n.forms[squeeze(text)]; !ok || old != corpus.VariantOfficial {
			n.forms[squeeze(text)] = x.Variant
		}
		switch {
		case x.Variant == corpus.VariantAbbreviation && !strings.Contains(text, " "):
			n.addAcronym(x.Text, text)
		case x.Context:
		case lang == "zh":
			n.chinese = append(n.chinese, text)
			if x.Variant == corpus.VariantOfficial {
				n.addChinese(text)
			}
		case lang == "en":
			n.english = append(n.english, text)
			if x.Variant == corpus.VariantOfficial {
				n.addEnglish(text)
			}
		}
	}
	return n
}

// hasHan reports a text with a Chinese character in it.
func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// squeeze is a text without spaces: names are compared however they are spaced.
func squeeze(s string) string { return strings.ReplaceAll(s, " ", "") }

// addAcronym files an abbreviation, and the pronounceable end of one, of which
// translation engines make words.
func (n *names) addAcronym(written, folded string) {
	if hasHan(folded) {
		n.written[written] = true
		return
	}
	n.acronyms = append(n.acronyms, folded)
	if len(n.acronyms) == 1 || folded == n.acronyms[0] && written == strings.ToUpper(written) {
		n.written[written], n.written[strings.ToUpper(written)] = true, true
	}
	runes := []rune(written)
	i := len(runes)
	for i > 0 && unicode.IsLower(runes[i-1]) {
		i--
	}
	if i > 0 && len(runes)-i >= 2 {
		n.tails = append(n.tails, strings.ToLower(string(runes[i-1:])))
	}
}

// leastShort is how many characters a Chinese name has at least without its reach.
const leastShort = 3

// addChinese files what sets a Chinese name apart: 调解 of 国际调解院.
func (n *names) addChinese(text string) {
	if rest := heads.Of("zh").WithoutReach(text); rest != text && utf8.RuneCountInString(rest) >= leastShort {
		n.short = append(n.short, rest)
	}
	words := cut(text, n.lexicon, longestWord)
	n.words["zh"] = max(n.words["zh"], len(words))
	for _, word := range words {
		if utf8.RuneCountInString(word) > 1 && !heads.Of("zh").World(word) && !slices.Contains(n.parts, word) {
			n.parts = append(n.parts, word)
		}
	}
	field := heads.Field("zh", text)
	if field == "" || n.fields[field] {
		return
	}
	n.fields[field], n.own[field] = true, true
	for _, word := range cut(field, n.lexicon, utf8.RuneCountInString(field)) {
		n.addConcept(conceptOf(word, n.lexicon))
	}
}

// addEnglish files the words that set an English name apart.
func (n *names) addEnglish(text string) {
	words := slices.DeleteFunc(strings.Fields(text), func(w string) bool { return englishJoin[w] })
	n.words["en"] = max(n.words["en"], len(words))
	for _, w := range strings.Fields(heads.Field("en", text)) {
		if s := align.Stem(w); s != "" {
			n.own[w] = true
			n.addConcept(concept{s: 1})
		}
	}
}

// addConcept joins a concept to one with the same word.
func (n *names) addConcept(c concept) {
	for _, old := range n.concepts {
		for s, weight := range c {
			if weight == 1 && old[s] == 1 {
				for s, weight := range c {
					old[s] = max(old[s], weight)
				}
				return
			}
		}
	}
	if len(c) > 0 {
		n.concepts = append(n.concepts, c)
	}
}

// What the senses of a part of a word are worth for what the word means.
const (
	wordPart = .6
	charPart = .3
)

// conceptOf is what a Chinese word means, and its parts.
func conceptOf(word string, lexicon *align.Lexicon) concept {
	out := concept{}
	for _, s := range lexicon.Senses(word) {
		out[s.Stem] = max(out[s.Stem], s.Weight)
	}
	n := utf8.RuneCountInString(word)
	if n < 2 {
		return out
	}
	for _, part := range cut(word, lexicon, n-1) {
		worth := wordPart
		if utf8.RuneCountInString(part) == 1 {
			worth = charPart
		}
		for _, s := range lexicon.Senses(part) {
			out[s.Stem] = max(out[s.Stem], worth*s.Weight)
		}
	}
	return out
}

// longestWord is how many characters a word of a Chinese name has.
const longestWord = 4

// cut cuts Chinese into the longest words of the dictionary, of at most so many
// characters.
func cut(text string, lexicon *align.Lexicon, most int) []string {
	var out []string
	for rest := []rune(text); len(rest) > 0; {
		n := min(len(rest), most)
		for n > 1 && lexicon.Senses(string(rest[:n])) == nil {
			n--
		}
		out = append(out, string(rest[:n]))
		rest = rest[n:]
	}
	return out
}

// likeness compares a text with the names in Chinese characters: the Dice
// coefficient of their characters, of the name most like it. A piece of a name is
// not like it.
func (n *names) likeness(text string) float64 {
	best := 0.0
	runes := []rune(text)
	for _, name := range n.chinese {
		if name != text && strings.Contains(name, text) && !slices.Contains(n.short, text) {
			continue
		}
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
	best := n.tailLike(t)
	for i := range n.concepts {
		best = max(best, n.means(t, i))
	}
	return best
}

// means says how surely a word stands for one of the concepts.
func (n *names) means(t *tok, concept int) float64 {
	best := 0.0
	for _, k := range t.keys {
		best = max(best, k.Weight*n.concepts[concept][k.Text])
	}
	return best
}

// tailWeight is what such a word is worth of one that translates a word of the names.
const tailWeight = .7

// tailLike says how surely a word begins like the acronym's tail.
func (n *names) tailLike(t *tok) float64 {
	best := 0.0
	for _, k := range t.keys {
		for _, tail := range n.tails {
			if strings.HasPrefix(k.Text, tail) {
				best = max(best, tailWeight*k.Weight)
			}
		}
	}
	return best
}

// covered is the share of the concepts that words stand for, by what each stands
// for best.
func (n *names) covered(words []*tok) float64 {
	best, sum := 0.0, 0.0
	for i := range n.concepts {
		most := 0.0
		for _, t := range words {
			most = max(most, n.means(t, i))
		}
		sum += most
	}
	if len(n.concepts) > 0 {
		best = sum / float64(len(n.concepts))
	}
	for _, t := range words {
		best = max(best, n.tailLike(t))
	}
	return best
}
