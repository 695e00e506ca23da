package byline

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/internal/lazyregexp"
	"framewatch/internal/wordset"
)

// Trust is how far a name's place speaks for its being a person's.
type Trust int

// The kinds of places, from the weakest.
const (
	Bare     Trust = iota // beside a date or a headline, without a mark
	Shown                 // behind a word that introduces an author
	Declared              // in a meta element, or an element marked as author
	Person                // a person in the page's structured data
)

// Rules are what is known about a page when names are judged.
type Rules struct {
	Outlets  []string // what the outlet is called, in any case
	Owners   []string // whose logo or copyright stands on the page: the outlet, or the author of a site of their own
	Personal bool     // the host gives each author a site, which may bear the name
	Lang     string   // BCP 47, empty where not known
}

const (
	mostWords = 7
	mostRunes = 60
)

// isPerson judges a cleaned name.
func (r Rules) isPerson(name string, trust Trust) bool {
	if n := utf8.RuneCountInString(name); n < 2 || n > mostRunes || strings.ContainsAny(name, "/:@<>{}[]()=?!…“”\"|©#*+~_%&；：") && !isLogin(name) {
		return false
	}
	words := strings.Fields(name)
	if len(words) == 0 || len(words) > mostWords || r.isOutlet(name) && !r.ownName(name, words, trust) || r.isOwner(name, words, trust) {
		return false
	}
	if script := scriptOf(name); script != latin {
		return r.isForeign(name, words, script, trust)
	}
	if len(words) == 1 {
		return trust >= Declared && isPenName(name)
	}
	return latinName(words, trust) && (trust > Bare || r.sentenceCase() || givenNames[strings.ToLower(strings.Split(words[0], "-")[0])])
}

// sentenceCase reports whether the page's language writes headings with one
// capital, so that two of them are a name.
func (r Rules) sentenceCase() bool {
	lang, _, _ := strings.Cut(strings.ToLower(r.Lang), "-")
	return lang != "" && lang != "de" && lang != "en" && lang != "nl" && lang != "lb"
}

// IsGiven reports whether a name is a common given name alone, which says which
// of a desk has written but not who.
func IsGiven(name string) bool { return givenNames[strings.ToLower(name)] }

// isPenName reports whether one word can be what an author is called: no word
// of a desk, no host, no number, no slug.
func isPenName(name string) bool {
	low := strings.ToLower(name)
	if bodyWords[low] || notPenNames[low] || surnameWords[low] || openers[low] || monthNames[low] || institutionEnd.MatchString(low) {
		return false
	}
	for _, part := range strings.FieldsFunc(low, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if bodyWords[part] || strings.HasSuffix(part, "admin") || strings.HasPrefix(part, "admin") || strings.HasSuffix(part, "redaktion") {
			return false
		}
	}
	digits, letters := 0, 0
	for _, c := range name {
		switch {
		case unicode.IsDigit(c):
			digits++
		case unicode.IsLetter(c):
			letters++
		}
	}
	if strings.ToUpper(name) == name && digits == 0 && letters <= 5 {
		return false // an agency's or a body's letters
	}
	return letters >= 2 && digits*2 <= letters && !strings.ContainsAny(name, ".-–")
}

// isLogin reports whether a name is one word of ASCII, as people sign in.
func isLogin(name string) bool { return loginForm.MatchString(name) }

var loginForm = lazyregexp.New(`^[A-Za-z0-9_]+$`)

// latinName judges two words or more.
func latinName(words []string, trust Trust) bool {
	first, last := strings.ToLower(words[0]), strings.ToLower(words[len(words)-1])
	if trust < Person && openers[first] && !particles[first] || openers[first] && openers[last] {
		// "The Lighthouse" is no person, unless the markup says that it is.
		if trust < Declared || !articles[first] {
			return false
		}
	}
	if trust < Person && len(words) > 2 && placePairs[first+strings.ToLower(words[1])] {
		return false // "Hong Kong Lawyer"
	}
	listed, capitals, proper := 0, 0, 0
	for _, w := range words {
		low := strings.Trim(strings.ToLower(w), ".,'’")
		for part := range strings.SplitSeq(low, "-") {
			if bodyWords[part] || bodyWords[low] || institutionEnd.MatchString(part) {
				return false
			}
		}
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "'’\""))
		switch {
		case strings.ContainsFunc(w, unicode.IsDigit), strings.HasSuffix(low, "'s"), strings.HasSuffix(low, "’s"):
			return false
		case trust == Bare && !titleCase(w) && !particles[w]:
			return false
		case surnameWords[low]:
			listed++
			capitals++
		case unicode.IsLower(r) && !particles[w] && !elided.MatchString(w):
			return false
		case !unicode.IsLower(r):
			capitals++
			if utf8.RuneCountInString(low) > 1 && !particles[low] {
				proper++
			}
		}
	}
	switch {
	case proper == 0, trust < Declared && proper < 2 && particles[words[0]], capitals*2 < len(words), listed > 1, particles[last] && last == words[len(words)-1]:
		return false
	case listed == 1 && trust < Person:
		// "Lake Post" is a newspaper and "Guest Writer" nobody; "Tom Head" may be
		// somebody, "Sid Larkin" is.
		return len(words) == 2 && (givenWords[first] || roleSurnames[last] || trust > Bare && givenNames[first])
	case trust == Bare:
		return len(words) <= 4 && capitals >= 2 && proper >= 2 && !placeOpeners[first] && !monthNames[first] && !monthNames[last]
	}
	return true
}

// titleCase reports whether a word is a capital and small letters, or an initial.
func titleCase(w string) bool {
	r, size := utf8.DecodeRuneInString(w)
	rest := strings.TrimRight(w[size:], ".")
	return unicode.IsUpper(r) && (rest == "" || strings.ContainsFunc(rest, unicode.IsLower))
}

var (
	placePairs   = wordset.Of("hongkong newyork newdelhi newzealand southchina southafrica kualalumpur buenosaires srilanka telaviv saudiarabia unitedstates unitednations middleeast")
	articles     = wordset.Of("the das der die les el los der")
	givenWords   = wordset.Of("sid efe")
	roleSurnames = wordset.Of("head guest fellow partner senior press")
	elided       = lazyregexp.New(`^(?:d|l|dell|dall|all|n|s)['’]\p{Lu}`)
)

// institutionEnd are the ends of German compounds that name institutions.
var institutionEnd = lazyregexp.New(`.(?:verein|verband|redaktion|zeitung|anzeiger|nachrichten|presse|stiftung|gesellschaft|ministerium|institut|polizei|magazin|redaktör)$`)

// isOwner reports whether a name is that of the logo or the copyright, and no
// common person's.
func (r Rules) isOwner(name string, words []string, trust Trust) bool {
	if trust == Person || r.Personal || givenNames[strings.ToLower(words[0])] {
		return false
	}
	n := letters(name)
	return slices.ContainsFunc(r.Owners, func(o string) bool { return letters(o) == n })
}

// ownName reports whether words that name the outlet may name a person too:
// somebody's own site, whose host is the name.
func (r Rules) ownName(name string, words []string, trust Trust) bool {
	if r.Personal {
		return !articles[strings.ToLower(words[0])]
	}
	titled := Rules{}
	for _, o := range r.Outlets {
		if strings.Contains(o, " ") {
			titled.Outlets = append(titled.Outlets, o)
		}
	}
	return trust >= Declared && len(words) > 1 && capitalised(words) == len(words) && !titled.isOutlet(name)
}

func capitalised(words []string) int {
	n := 0
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsLower(r) {
			n++
		}
	}
	return n
}

// isOutlet reports whether a name is the outlet's, or begins with it: "Lake Post
// Sport".
func (r Rules) isOutlet(name string) bool {
	n, low := letters(name), strings.ToLower(name)
	for _, o := range r.Outlets {
		o = strings.ToLower(strings.TrimSpace(o))
		if !r.Personal && strings.Contains(o, " ") && !strings.Contains(low, " ") && slices.Contains(strings.Fields(o), low) {
			return true // Harbour of the Harbour Blog
		}
		w := letters(o)
		if w != "" && (n == w || n == w+"com" || utf8.RuneCountInString(w) > 4 && (strings.HasPrefix(low, o+" ") || strings.HasSuffix(low, " "+o)) || wide(o) && utf8.RuneCountInString(w) > 1 && strings.HasPrefix(n, w)) {
			return true
		}
		if rest, ok := strings.CutPrefix(w, "the"); ok && n == rest {
			return true
		}
		for _, mark := range []string{" (", " for ", " of ", ", "} {
			if strings.HasPrefix(o, low+mark) && strings.Contains(low, " ") {
				return true // the short form of a long name
			}
		}
		if before, _, ok := strings.Cut(o, " ("); ok && letters(before) == n {
			return true
		}
	}
	return false
}

// letters are the letters and digits of s, in lower case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// Whole reports whether a name is given and family name, rather than one word of
// an alphabet that parts them.
func Whole(name string) bool {
	if strings.ContainsAny(name, " ,") {
		return true
	}
	switch scriptOf(name) {
	case han, hangul:
		return true
	default:
		return false
	}
}
