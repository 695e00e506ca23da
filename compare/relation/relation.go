package relation

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
)

//go:embed cues.txt
var file string

// Relation is how a body is set to another.
type Relation int

// The relations that have cues.
const (
	Against Relation = iota
	Beside
)

// Cue is a place of a sentence, in bytes, that shows a relation.
type Cue struct {
	Start, End int
	Relation   Relation
}

// cue is a wording: lower case, without the star at its end.
type cue struct {
	words    string
	any      bool // any ending
	relation Relation
}

type list struct {
	version string
	byLang  map[string][]cue
}

var builtin = sync.OnceValues(func() (list, error) { return parse(file) })

// parse reads the form that the head of cues.txt tells.
func parse(text string) (list, error) {
	out := list{byLang: map[string][]cue{}}
	sum := sha256.Sum256([]byte(text))
	number := 0
	for line := range strings.Lines(text) {
		number++
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if v, ok := strings.CutPrefix(line, "version "); ok {
			out.version = v + "#" + hex.EncodeToString(sum[:4])
			continue
		}
		head, cues, ok := strings.Cut(line, ":")
		lang, name, two := strings.Cut(head, " ")
		relation := map[string]Relation{"against": Against, "beside": Beside}
		which, known := relation[name]
		if !ok || !two || !known {
			return list{}, fmt.Errorf("cues.txt:%d: %q names no language and relation (against or beside)", number, line)
		}
		for c := range strings.SplitSeq(cues, ";") {
			words, any := strings.CutSuffix(strings.ToLower(strings.TrimSpace(c)), "*")
			if words == "" || strings.Contains(words, "*") {
				return list{}, fmt.Errorf("cues.txt:%d: cue %q is empty, or has a star that is not at its end", number, c)
			}
			out.byLang[lang] = append(out.byLang[lang], cue{words, any, which})
		}
	}
	return out, nil
}

// Version is the version of the words with a digest of their file.
func Version() string {
	l, err := builtin()
	if err != nil {
		panic(err) // the file is part of the program, and a test reads it
	}
	return l.version
}

// Find lists the cues of a sentence, which lang (BCP 47) is the language of;
// coded is false where the language has no words. A cue inside a longer one of
// either relation does not count beside it.
func Find(lang, sentence string) (cues []Cue, coded bool) {
	l, err := builtin()
	if err != nil {
		panic(err)
	}
	base := corpus.BaseLang(lang)
	words := l.byLang[base]
	if len(words) == 0 {
		return nil, false
	}
	text := folded(sentence)
	for _, w := range words {
		for from := 0; ; {
			at := strings.Index(text[from:], w.words)
			if at < 0 {
				break
			}
			found := Cue{from + at, from + at + len(w.words), w.relation}
			if from = found.End; base == "zh" || w.whole(text, found) {
				cues = append(cues, found)
			}
		}
	}
	return longest(cues), true
}

// folded is the text in lower case, of the same length in bytes: a letter whose
// lower case is longer or shorter stays as it is.
func folded(text string) string {
	return strings.Map(func(r rune) rune {
		switch l := unicode.ToLower(r); {
		case utf8.RuneLen(l) == utf8.RuneLen(r):
			return l
		default:
			return r
		}
	}, text)
}

// whole reports whether a cue stands between word boundaries.
func (c cue) whole(text string, at Cue) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at.Start])
	after, _ := utf8.DecodeRuneInString(text[at.End:])
	return !wordRune(before) && (c.any || !wordRune(after))
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// longest leaves out cues that lie inside others.
func longest(cues []Cue) []Cue {
	var out []Cue
	for i, c := range cues {
		inside := false
		for j, o := range cues {
			inside = inside || i != j && o.Start <= c.Start && c.End <= o.End && (o.End-o.Start > c.End-c.Start || o.End-o.Start == c.End-c.Start && j < i)
		}
		if !inside {
			out = append(out, c)
		}
	}
	return out
}
