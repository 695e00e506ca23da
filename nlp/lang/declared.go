package lang

import (
	"slices"

	"golang.org/x/text/language"
)

// maxTag bounds a declared tag, in bytes; BCP 47 asks for 35 at least.
const maxTag = 64

// Tag reads a language tag as pages declare it and gives it as results have it,
// without region or variant: it-IT is it, zh_TW zh-Hant. It is empty where the
// tag is none or names no language, such as mul.
func Tag(declared string) string {
	t, ok := parseTag(declared)
	if !ok {
		return ""
	}
	b, _ := t.Base()
	if b.String() == "zh" {
		s, _ := t.Script()
		return "zh-" + s.String()
	}
	return b.String()
}

// IsTag reports whether a word is a language tag: of a language, or one of those
// that name none, such as und and mul.
func IsTag(word string) bool { return slices.Contains(nameless[:], word) || Tag(word) != "" }

func parseTag(declared string) (language.Tag, bool) {
	if len(declared) > maxTag {
		return language.Tag{}, false
	}
	t, err := language.DeprecatedBase.Parse(declared)
	if err != nil {
		return language.Tag{}, false
	}
	b, sure := t.Base() // guessed where the tag has none, as x-private
	return t, sure == language.Exact && !slices.Contains(nameless[:], b.String())
}

// Declared is the language of a text that is [Result.Foreign] in script, by what
// its page declares: the first tag, as [Tag] gives it, that is written in script
// and that Detect cannot tell, since it would have told the others. Without one it
// is Und.
func (d *Identifier) Declared(script string, tags ...string) string {
	for _, declared := range tags {
		if t, ok := parseTag(declared); ok && !d.want[Tag(declared)] && writes(t, script) {
			return Tag(declared)
		}
	}
	return Und
}

// writes reports whether the language is written in script. Of some the Unicode
// data do not know one script only; those are written in one of three alphabets,
// or in their own.
func writes(t language.Tag, script string) bool {
	s, sure := t.Script()
	if s.String() == script {
		return true
	}
	return sure <= language.Low && slices.Contains(alphabets[:], s.String()) && slices.Contains(alphabets[:], script)
}

// nameless are the tags of ISO 639 that name no language.
var nameless = [...]string{Und, "mul", "mis", "zxx"}

var alphabets = [...]string{"Latn", "Cyrl", "Arab"}
