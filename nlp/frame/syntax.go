package frame

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"framewatch/corpus"
	"framewatch/internal/invalid"
)

// anyEntity is the set that holds whatever has a name: {ENTITY}.
const anyEntity = "ENTITY"

// maxGap is the widest gap, in words or, in scripts without spaces, characters.
const maxGap = 30

// element is a part of a term: one of text, set, gap and lemma.
type element struct {
	text  string // as written, with wildcards
	set   string // {SET}: one mention of an entity of it
	gap   int    // ~N: up to so many words
	lemma string // @fill: any form of the word
	pos   string // UPOS of the word that ends here, empty for any
}

// unspaced reports whether a language is written without spaces between words.
func unspaced(lang string) bool {
	switch corpus.BaseLang(lang) {
	case "zh", "ja", "th":
		return true
	}
	return false
}

// parseTerm takes a term apart. The error says what to write in its place.
func parseTerm(text, lang string, sets []string) ([]element, error) {
	switch {
	case strings.Trim(strings.Join(strings.Fields(text), ""), "*?") == "":
		return nil, errors.New("is empty")
	case corpus.BaseLang(lang) == "zh" && strings.HasPrefix(text, "*"):
		return nil, errors.New("begins with a wildcard, which means nothing in Chinese")
	}
	p := parser{lang: lang, sets: sets}
	for _, word := range strings.Fields(text) {
		if err := p.word(word); err != nil {
			return nil, err
		}
	}
	if p.out[0].gap > 0 || p.out[len(p.out)-1].gap > 0 {
		return nil, errors.New("begins or ends with a gap; ~N stands between two words")
	}
	return p.out, nil
}

type parser struct {
	lang   string
	sets   []string
	anySet bool // of whatever name
	out    []element
}

// word takes what stands between two spaces.
func (p *parser) word(word string) error {
	if number, ok := strings.CutPrefix(word, "~"); ok {
		return p.gap(number)
	}
	word, pos, err := p.tagged(word)
	if err != nil {
		return err
	}
	p.space()
	if lemma, ok := strings.CutPrefix(word, "@"); ok {
		if err := p.lemma(lemma); err != nil {
			return err
		}
	} else if err := p.pieces(word); err != nil {
		return err
	}
	p.out[len(p.out)-1].pos = pos
	return nil
}

// space parts the word from the one before it. A gap has spaces of its own, and
// around names there are none where words are not parted.
func (p *parser) space() {
	if len(p.out) == 0 {
		return
	}
	last := &p.out[len(p.out)-1]
	if last.gap > 0 || unspaced(p.lang) && last.set != "" {
		return
	}
	p.text(" ")
}

// text appends to the element before it where that is text without a tag.
func (p *parser) text(s string) {
	if n := len(p.out); n > 0 && p.out[n-1].text != "" && p.out[n-1].pos == "" {
		p.out[n-1].text += s
		return
	}
	p.out = append(p.out, element{text: s})
}

func (p *parser) gap(number string) error {
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > maxGap {
		return fmt.Errorf("has a gap %q that is not ~1 to ~%d", "~"+number, maxGap)
	}
	if k := len(p.out); k > 0 && p.out[k-1].gap > 0 {
		return errors.New("has two gaps side by side; write one")
	}
	p.out = append(p.out, element{gap: n})
	return nil
}

// tagged cuts the part of speech off a word: fill/VERB.
func (p *parser) tagged(word string) (bare, pos string, err error) {
	at := strings.LastIndexByte(word, '/')
	if at < 1 || at == len(word)-1 || strings.Trim(word[at+1:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return word, "", nil
	}
	tags := slices.Sorted(maps.Keys(penn()))
	switch pos = word[at+1:]; {
	case !slices.Contains(tags, pos):
		return "", "", fmt.Errorf("asks for a part of speech %q that is none%s", "/"+pos, invalid.Suggest(pos, tags))
	case corpus.BaseLang(p.lang) != "en":
		return "", "", fmt.Errorf("asks for a part of speech, which is told in English only; leave /%s out", pos)
	}
	return word[:at], pos, nil
}

func (p *parser) lemma(lemma string) error {
	switch {
	case corpus.BaseLang(p.lang) != "en":
		return fmt.Errorf("asks for the forms of a word, which are known in English only; list them, or write * for the ending of %q", lemma)
	case lemma == "" || strings.ContainsFunc(lemma, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) }):
		return fmt.Errorf("has @ before %q, which is not one English word", lemma)
	}
	p.out = append(p.out, element{lemma: strings.ToLower(lemma)})
	return nil
}

// pieces takes the names of sets in braces out of a word.
func (p *parser) pieces(word string) error {
	for word != "" {
		before, rest, braced := strings.Cut(word, "{")
		if strings.Contains(before, "}") {
			return errors.New("has } without {")
		}
		if before != "" {
			p.text(before)
		}
		if !braced {
			return nil
		}
		set, after, closed := strings.Cut(rest, "}")
		if !closed {
			return errors.New("has { without }")
		}
		if known := append([]string{anyEntity}, p.sets...); !p.anySet && !slices.Contains(known, set) {
			return fmt.Errorf("names {%s}, which is not a set of this codebook%s", set, invalid.Suggest(set, known))
		}
		if unspaced(p.lang) {
			p.trim()
		}
		p.out, word = append(p.out, element{set: set}), after
	}
	return nil
}

// trim takes the space at the end away.
func (p *parser) trim() {
	n := len(p.out)
	if n == 0 || p.out[n-1].text == "" {
		return
	}
	if p.out[n-1].text = strings.TrimRight(p.out[n-1].text, " "); p.out[n-1].text == "" {
		p.out = p.out[:n-1]
	}
}

// Pieces are what no text lacks in which a term of the frame stands: of every term
// and anti-term its longest part that is always written alike. There are none
// where that of a term is not known.
func (f *Frame) Pieces() []string {
	lists := []map[string][]string{f.Terms, f.AntiTerms}
	for _, g := range f.Groups {
		lists = append(lists, g.Terms, g.AntiTerms)
	}
	var out []string
	for _, terms := range lists {
		for lang, texts := range terms {
			for _, text := range texts {
				piece := longestPiece(text, lang)
				if piece == "" {
					return nil
				}
				out = append(out, piece)
			}
		}
	}
	return out
}

// longestPiece is the longest part of a term without wildcards.
func longestPiece(term, lang string) string {
	p := parser{lang: lang, anySet: true}
	for _, word := range strings.Fields(term) {
		if p.word(word) != nil {
			return ""
		}
	}
	longest := ""
	for _, e := range p.out {
		for piece := range strings.FieldsFuncSeq(e.text, func(r rune) bool { return r == '*' || r == '?' }) {
			// A hyphen at the end folds as what is behind it says.
			if piece = strings.TrimFunc(piece, func(r rune) bool { return !unicode.In(r, unicode.L, unicode.M, unicode.N) }); len(piece) > len(longest) {
				longest = piece
			}
		}
	}
	return longest
}

// penn are the tags of the Penn Treebank by universal part of speech.
func penn() map[string][]string {
	verbs := []string{"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"}
	return map[string][]string{
		"NOUN": {"NN", "NNS"}, "PROPN": {"NNP", "NNPS"}, "VERB": verbs, "AUX": append([]string{"MD"}, verbs...),
		"ADJ": {"JJ", "JJR", "JJS"}, "ADV": {"RB", "RBR", "RBS", "WRB"}, "ADP": {"IN", "RP", "TO"}, "SCONJ": {"IN"},
		"DET": {"DT", "PDT", "WDT"}, "PRON": {"PRP", "PRP$", "WP", "WP$", "EX"}, "NUM": {"CD"}, "CCONJ": {"CC"}, "PART": {"RP", "TO", "POS"},
	}
}
