package byline

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/internal/lazyregexp"
	"framewatch/internal/wordset"
)

const (
	mostNames = 12  // more in one statement are tags rather than authors
	mostLine  = 400 // bytes of a line that can be names
)

// People are the people that texts name, in order and once each: every text is a
// name, a list of them, or a byline. The texts are plain, with single spaces.
func (r Rules) People(texts []string, trust Trust) []string {
	var out []string
	for _, s := range texts {
		if len(s) > mostLine {
			continue
		}
		found, labelled := r.labelled(s, trust)
		if !labelled {
			found = r.list(s, trust)
		}
		for _, name := range found {
			if !slices.ContainsFunc(out, func(o string) bool { return letters(o) == letters(name) }) {
				out = append(out, name)
			}
		}
	}
	if len(out) > mostNames {
		return nil
	}
	return wholeFirst(out)
}

// wholeFirst drops single words beside whole names: places, agencies, links
// such as "more".
func wholeFirst(names []string) []string {
	if !slices.ContainsFunc(names, Whole) {
		return names
	}
	return slices.DeleteFunc(names, func(n string) bool { return !Whole(n) })
}

// list reads the names in s, which has no label.
func (r Rules) list(s string, trust Trust) []string {
	if trust >= Declared {
		if names := r.lastFirst(s); len(names) > 0 {
			return names
		}
	}
	s = r.parted(s, trust)
	var out []string
	var doubtful []int // of out: names that may be a newspaper's
	sure := 0
	for i, part := range separators.Split(cutTail(pictured.ReplaceAllString(s, "")), -1) {
		t := trust
		if i > 0 {
			t = min(trust, Declared) // "Ana Pell, Director of Studies" in one name
			if isRole(part) || isOffice(part) {
				continue
			}
		}
		for _, one := range r.split(part) {
			switch name := r.clean(one, t); {
			case name == "":
			case r.isPerson(name, t):
				out = append(out, name)
				sure++
			case t > Bare && r.isPerson(name, Person):
				doubtful = append(doubtful, len(out))
				out = append(out, name)
			}
		}
	}
	// Among people a name such as Lena Post is a person's too.
	for _, i := range slices.Backward(doubtful) {
		if words := strings.Fields(out[i]); sure == 0 || len(words) != 2 || !surnameWords[strings.ToLower(words[1])] || surnameWords[strings.ToLower(words[0])] {
			out = slices.Delete(out, i, i+1)
		}
	}
	if !slices.ContainsFunc(out, Whole) && namesBody(s) {
		return nil // "Geneva - agencies"
	}
	if slices.ContainsFunc(out, func(n string) bool { return !r.isOutlet(n) }) {
		out = slices.DeleteFunc(out, r.isOutlet)
	}
	return wholeFirst(out)
}

// parted puts a mark between names where a language's own word or dash does not
// stand for what it does elsewhere, and leaves the place before a name out.
func (r Rules) parted(s string, trust Trust) string {
	lang, _, _ := strings.Cut(strings.ToLower(r.Lang), "-")
	s = strings.TrimSuffix(strings.TrimSuffix(s, "*)"), "(*)")
	if lang == "nl" {
		s = strings.ReplaceAll(s, " en ", " & ") // Spanish "in"
	}
	before, after, ok := strings.Cut(strings.ReplaceAll(s, " – ", " - "), " - ")
	n := len(strings.Fields(after))
	switch {
	case !ok || trust < Declared || strings.Contains(after, " - "):
	case lang == "vi" && n > 2 && n < 5 && !strings.HasPrefix(after, "Hồ Chí"):
		return before + "; " + after
	case !strings.Contains(before, " ") && n > 1 && n < 4 && r.isPerson(r.clean(after, trust), Shown):
		return after // "Geneva - Ana Pell"
	}
	return s
}

// namesBody reports whether a body is named before any number.
func namesBody(s string) bool {
	for w := range strings.FieldsSeq(s) {
		if isDigitWord(w) && !isLogin(w) {
			return false
		}
		if bodyWords[plainWord(w)] {
			return true
		}
	}
	return false
}

// isOffice reports whether a title is followed by what it is of: "Profesora de
// Derecho", "أستاذة القانون".
func isOffice(s string) bool {
	title, rest, ok := strings.Cut(strings.TrimSpace(s), " ")
	if !ok || !isTitle(title) {
		return false
	}
	of := firstWord(rest)
	return particles[of] || strings.HasPrefix(of, "ال") && strings.Count(of, "")-1 > 4
}

// isRole reports whether words are an office rather than a name.
func isRole(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 {
		return false
	}
	low := plainWord(words[len(words)-1])
	return roleNouns[low] || officeEnd.MatchString(low) || roleNouns[plainWord(words[0])]
}

// lastFirst reads "Okonjo, Mirela; Pell, Ana", as catalogues write names; none
// where s is anything else.
func (r Rules) lastFirst(s string) []string {
	var out []string
	for part := range strings.SplitSeq(s, ";") {
		part = strings.TrimSpace(part)
		m := catalogued.FindStringSubmatch(part)
		if m == nil {
			return nil
		}
		given := strings.Fields(m[2])[0]
		if !isPenName(m[1]) || !isPenName(given) && !strings.HasSuffix(given, ".") || suffixes[strings.ToLower(given)] || isRole(given) || r.isOutlet(m[1]) || r.isOutlet(given) {
			return nil
		}
		out = append(out, part)
	}
	return out
}

var catalogued = lazyregexp.New(`^(\p{Lu}[\p{L}'’-]+), (\p{Lu}[\p{L}'’.-]*(?: \p{Lu}\.?)*)$`)

var (
	inBrackets = lazyregexp.New(`\s*(?:\([^()]*\)?|（[^（）]*）?|\[[^\[\]]*\]?|【[^【】]*】?)`)
	address    = lazyregexp.New(`\s*(?:\S+@\S+|@\S+|https?:\S+|www\.\S+).*$`)
	// aside begins what says where somebody is or whom they write for.
	aside = lazyregexp.New(`(?:\s+[–—-]+\s|,\s+(?:de|da|di)\s+\p{Lu}|,?\s+(?:in|for|from|at|via|aus|für|pour|à|para|en|из|для|dari)(?:\s+(?:the|der|den|dem|la|le|el))?\s+\p{Lu}).*$`)
	// pictured is who made the pictures: "und Ivo Reeve (Fotos)".
	pictured = lazyregexp.New(`(?i)(?:[,;&/]|\s(?:and|und|et|y|e|en|och|og)\s)[^,;&/()]+\((?:fotos?|photos?|bild(?:er)?|videos?|kamera|grafik(?:en)?|illustration(?:en|s)?)\)`)
)

var sentenceWord = lazyregexp.New(`\p{Ll}{3}\.$`)

// cutTail takes off what follows names: brackets, addresses, places, dates.
func cutTail(s string) string {
	s = address.ReplaceAllString(inBrackets.ReplaceAllString(s, " "), "")
	s = aside.ReplaceAllString(s, "")
	words := strings.Fields(s)
	for i, w := range words {
		if i >= 2 && sentenceWord.MatchString(words[i-1]) {
			words = words[:i] // "Ana Pell. Published in World"
			break
		}
		if !strings.ContainsFunc(w, unicode.IsDigit) || i == 0 && isLogin(w) {
			continue
		}
		end := i
		spelt := strings.Count(w, ".")+strings.Count(w, "/")+strings.Count(w, "-")+strings.Count(w, ":") < 2
		for end > 0 && (dateWords[plainWord(words[end-1])] || spelt && monthNames[plainWord(words[end-1])] || weekdays[plainWord(words[end-1])]) {
			end--
		}
		words = words[:end]
		break
	}
	return strings.Join(words, " ")
}

// plainWord is a word in lower case without the marks around it.
func plainWord(w string) string {
	return strings.TrimFunc(strings.ToLower(w), func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) })
}

var (
	separators = lazyregexp.New(`\s*[;；、|｜／/]\s*|\s+[·•]\s+|\s*[,，،]\s*(?:(?:and|und|et|y|e|og|och|en|ve|dan|и|та|و)\s+)?|\s+(?:&|\+|with|mit|avec|con|com|met)\s+`)
	andWords   = wordset.Of(`and und et y e i og och en & и та і و dan na ve và và กับ และ และ और ও এবং اور`)
)

// split parts people whom no mark parts.
func (r Rules) split(s string) []string {
	switch s = strings.TrimSpace(s); scriptOf(s) {
	case han:
		return r.splitHan(s)
	case hangul:
		return strings.FieldsFunc(s, func(c rune) bool { return c == '/' || strings.ContainsRune(nameDots, c) })
	default:
		return splitAnd(strings.Fields(s))
	}
}

// splitAnd parts names at words for "and". Where family names have the word too
// (Ortega y Vidal), only whole names are parted.
func splitAnd(words []string) []string {
	for i := 1; i+1 < len(words); i++ {
		w := strings.ToLower(words[i])
		whole := i >= 2 && i+3 <= len(words) && namelike(words[i-1]) && namelike(words[0]) && namelike(words[i+1]) && !particles[strings.ToLower(words[i-1])]
		switch {
		case i >= 2 && strings.HasPrefix(w, "و") && len(w) > 6 && !wawNames[w]: // written to the next word
			return append([]string{strings.Join(words[:i], " ")}, splitAnd(append([]string{strings.TrimPrefix(w, "و")}, words[i+1:]...))...)
		case andWords[w] && (whole || !nameAnds[w]):
			return append([]string{strings.Join(words[:i], " ")}, splitAnd(words[i+1:])...)
		}
	}
	return []string{strings.Join(words, " ")}
}

// nameAnds stand within names too.
var nameAnds = wordset.Of("y e i en na và va")

// wawNames are Arabic names that begin with the letter of "and".
var wawNames = wordset.Of("وليد وائل وسام وفاء وديع وجدي وجيه وحيد ولاء وسيم وهبة ورود وداد وصال وردة وجيهة وهيب وهيبة والي")

// namelike reports whether a word can begin or end a name.
func namelike(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r) || unicode.IsLetter(r) && !unicode.IsLower(r) || particles[w]
}

// splitHan parts Chinese names at spaces and slashes. A Japanese name has a
// space within, and two signs stand apart to fill a column.
func (r Rules) splitHan(s string) []string {
	var out []string
	for part := range strings.FieldsFuncSeq(s, func(c rune) bool { return c == '/' || c == '＆' }) {
		words := strings.Fields(part)
		single := len(words) == 2 && utf8.RuneCountInString(words[0]) == 1 && utf8.RuneCountInString(words[1]) <= 2
		kana := strings.ContainsFunc(part, func(c rune) bool { return unicode.In(c, unicode.Hiragana, unicode.Katakana) })
		switch {
		case r.japanese() || kana:
			out = append(out, strings.TrimSpace(part))
		case single:
			out = append(out, strings.Join(words, ""))
		default:
			out = append(out, words...)
		}
	}
	return out
}

func (r Rules) japanese() bool { return strings.HasPrefix(strings.ToLower(r.Lang), "ja") }

var (
	hanTitle = lazyregexp.New(`(?:教授|博士|先生|女士|院长|院長|校长|校長|主任|会长|會長|律师|律師|大使|部长|部長|主席|总统|總統|总理|總理|首相|大法官|法官|特约评论员|特约记者|评论员|評論員|特派员|特派員|通讯员|記者|记者|研究员|研究員|分析师|氏|さん)`)
	hanEnd   = lazyregexp.New(`(?:报道|報導|報道|综合报道|撰文|撰稿|撰|著|文)$`)
	hangEnd  = lazyregexp.New(`\s*(?:(?:선임|수석|인턴|객원|[가-힣]{0,6}전문|대|시민|[가-힣]{1,4}부|[가-힣]{1,4}팀)?\s*기자|특파원|논설위원|편집위원|해설위원|편집장|부장|차장|팀장|국장|평론가|작가|칼럼니스트|교수|연구원|연구위원|위원|소장|작가|변호사|박사|대표|앵커|피디|PD|에디터|씨)$|\s+(?:선임|수석|인턴|객원|전문)$`)
)

// clean takes titles and roles off a name; empty where nothing is left.
func (r Rules) clean(s string, trust Trust) string {
	const marks = " .,:;·-–—|\"'“”‘’«»„*•/\\=<>›"
	s = strings.Trim(s, marks)
	switch scriptOf(s) {
	case han:
		if loc := hanTitle.FindAllStringIndex(s, -1); loc != nil {
			before, after := s[:loc[0][0]], s[loc[len(loc)-1][1]:]
			if s = strings.TrimSpace(before); utf8.RuneCountInString(strings.TrimSpace(after)) >= 2 {
				s = strings.TrimSpace(after)
			}
		}
		if short := hanEnd.ReplaceAllString(s, ""); utf8.RuneCountInString(short) >= 2 {
			s = short
		}
	case hangul:
		s = hangEnd.ReplaceAllString(s, "")
	default:
		s = cleanWords(strings.Fields(withoutAgency(r.withoutOutlet(withoutThaiForm(s)))), trust)
	}
	if strings.HasSuffix(s, ".") || !initialEnd.MatchString(s) {
		s = strings.Trim(s, marks)
	}
	return s
}

// withoutOutlet takes the outlet's name off the end: "Ana Pell Lake Post".
func (r Rules) withoutOutlet(s string) string {
	low := strings.ToLower(s)
	for _, o := range r.Outlets {
		if o = strings.ToLower(o); len(o) > 4 && strings.Contains(o, " ") && strings.HasSuffix(low, " "+o) && len(low) == len(s) {
			return strings.TrimRight(s[:len(s)-len(o)], " ,|-–")
		}
	}
	return s
}

// withoutThaiForm takes the form of address off, which Thai writes as one word
// with the name.
func withoutThaiForm(s string) string {
	for _, form := range [...]string{"นางสาว", "นาย", "นาง"} {
		if name, ok := strings.CutPrefix(s, form); ok && strings.Contains(name, " ") && utf8.RuneCountInString(name) > 5 {
			return strings.TrimSpace(name)
		}
	}
	return s
}

// withoutAgency takes the agency behind a name off: "ANA PELL Associated Press".
func withoutAgency(s string) string {
	for _, a := range [...]string{" associated press", " reuters", " afp", " dpa", " efe", " xinhua", " anadolu"} {
		if n := len(s) - len(a); n > 0 && strings.EqualFold(s[n:], a) {
			return s[:n]
		}
	}
	return s
}

var initialEnd = lazyregexp.New(`\s\p{Lu}\.$`)

// cleanWords takes the titles before a name and the roles behind it off.
func cleanWords(words []string, trust Trust) string {
	for len(words) > 1 && suffixes[strings.Trim(strings.ToLower(words[len(words)-1]), ",")] {
		words = words[:len(words)-1]
	}
	cut := 0
	for i := 0; i <= 4 && i+1 < len(words); i++ {
		low := strings.ToLower(strings.Trim(words[i], ",:"))
		title := titles[low] && !(trust == Person && degrees[low]) || abbreviated(low)
		if trust < Person {
			title = title || roleNouns[low] || ours[low]
		}
		// A title's own words lead up to it (Deputy Harbour Editor); a name of
		// one word behind it is no name yet, in scripts where names have two.
		if rest := len(words) - i - 1; title && (rest >= 2 || low == "oleh") && (cut == i || trust < Person && roleNouns[low]) {
			cut = i + 1
		}
	}
	if words = words[cut:]; cut > 0 && ofWords[strings.ToLower(words[0])] {
		return "" // Director of Studies
	}
	if end := len(words); end > 2 && trust < Person {
		for end > 2 && (roleNouns[plainWord(words[end-1])] || end < len(words) && (titles[plainWord(words[end-1])] || bodyWords[plainWord(words[end-1])])) {
			end--
		}
		words = words[:end]
	}
	return strings.Join(words, " ")
}

// abbreviated reports whether a word of another script is cut short, as titles
// are and names are not.
func abbreviated(w string) bool {
	return strings.HasSuffix(w, ".") && scriptOf(w) != latin && utf8.RuneCountInString(w) > 2
}

var ofWords = wordset.Of("of for in at für der des du")

var ours = wordset.Of("our unser unserer unserem unseren unsere notre nos nuestro nuestra nuestros nostro nostra nosso nossa onze vår наш нашего")
