package byline

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/internal/lazyregexp"
	"framewatch/internal/wordset"
)

// Closing reads the byline that ends a standfirst: "The port is to close. By Ana
// Pell".
func (r Rules) Closing(s string) []string {
	const most = 120
	if len(s) > most {
		s = strings.ToValidUTF8(s[len(s)-most:], "")
	}
	m := closing.FindStringSubmatch(s)
	if m == nil {
		return nil
	}
	names := r.list(m[1], Shown)
	if !slices.ContainsFunc(names, Whole) {
		return nil
	}
	return names
}

var closing = lazyregexp.New(`[.!?:|•·–—"“”»)]\s+(?:By|BY|Von|VON|Par|PAR|Por|POR|Door|DOOR|Av|AV|Di|DI|Oleh|OLEH)\s+(\p{Lu}[^.!?]*(?:\p{Lu}\.[^.!?]*)?)$`)

// Dated reads a line of a date and a name and nothing else, as stands below a
// headline: "11.12.2019 - Amelie Pell". Such words have to look like a name.
func (r Rules) Dated(s string) []string {
	if len(s) > 120 || !strings.ContainsFunc(s, unicode.IsDigit) || !hasDate(s) {
		return nil
	}
	var parts []string
	var open []string
	end := func() {
		if len(open) > 0 {
			parts = append(parts, strings.Join(open, " "))
			open = nil
		}
	}
	words := strings.Fields(s)
	for i, w := range words {
		p := plainWord(w)
		switch {
		case p == "", isDigitWord(w), dateWords[p] && !unicode.IsUpper(first(w)), (monthNames[p] || weekdays[p]) && nearDigit(words, i):
			end()
		default:
			open = append(open, strings.TrimRight(w, ","))
			if strings.HasSuffix(w, ",") || strings.HasSuffix(w, "|") {
				end()
			}
		}
	}
	end()
	var names []string
	for _, part := range parts {
		found := r.list(part, Bare)
		if len(found) == 0 && !furniture[strings.ToLower(part)] {
			return nil // other words: no line of names
		}
		names = append(names, found...)
	}
	if len(names) > 3 {
		return nil
	}
	return names
}

// hasDate reports whether s holds a date rather than a number.
func hasDate(s string) bool {
	words := strings.Fields(s)
	for i, w := range words {
		switch {
		case fullDate.MatchString(w), monthNames[plainWord(w)] && nearDigit(words, i):
			return true
		}
	}
	return false
}

var fullDate = lazyregexp.New(`\d[./-]\d{1,2}[./-]\d|\d年\d{1,2}月|\d년`)

// Date reports whether a short line is a date and nothing else but the words of
// one.
func Date(s string) bool {
	if len(s) > 80 || !hasDate(s) {
		return false
	}
	words := strings.Fields(s)
	for i, w := range words {
		p := plainWord(w)
		if p != "" && !isDigitWord(w) && !dateWords[p] && !furniture[p] && !((monthNames[p] || weekdays[p]) && nearDigit(words, i)) {
			return false
		}
	}
	return true
}

// Described reads names beside an office: "Ana Pell, Harbour Editor", "歐陽靜
// 國際政治系副教授".
func (r Rules) Described(s string) []string {
	if len(s) > 200 {
		return nil
	}
	parts := separators.Split(cutTail(s), -1)
	switch scriptOf(s) {
	case han:
		parts = strings.FieldsFunc(s, func(c rune) bool { return unicode.IsSpace(c) || strings.ContainsRune("｜|丨/／", c) })
	case hangul:
		if m := hangulOffice.FindStringSubmatch(s); m != nil {
			return r.list(m[1], Bare)
		}
	default:
	}
	var names []string
	role := false
	for _, part := range parts {
		switch {
		case strings.TrimSpace(part) == "":
		case isRole(part), scriptOf(part) == han && hanTitle.MatchString(part) && len(r.list(part, Bare)) == 0:
			role = true
		case role && scriptOf(s) != han:
			return nil // more than a name and its office
		default:
			found := r.list(part, Bare)
			if len(found) == 0 && scriptOf(part) != han {
				found = slices.DeleteFunc(r.list(part, Shown), func(n string) bool { return len(strings.Fields(n)) > 4 })
			}
			if len(found) == 0 {
				return nil
			}
			names = append(names, found...)
		}
	}
	if !role || len(names) > 3 {
		return nil
	}
	return names
}

// hangulOffice is a Korean name and what its bearer is: 홍은별 국제법학자·전 대사.
var hangulOffice = lazyregexp.New(`^([가-힣]{2,4})\s+[가-힣·ㆍ, ()]{1,40}(?:학자|대사|교수|변호사|연구원|연구위원|소장|칼럼니스트|전문가|평론가|박사|의원|총장|원장|외교관|작가|시인)$`)

// Alone reads a line of names and nothing else, which stands beside a date.
func (r Rules) Alone(s string) []string {
	if len(s) > 80 || strings.ContainsFunc(s, unicode.IsDigit) {
		return nil
	}
	names := r.list(strings.ReplaceAll(s, " - ", "; "), Bare)
	total := 0
	for _, n := range names {
		total += len(letters(n))
	}
	if len(letters(s)) > total+4 {
		return nil // other words
	}
	return names
}

// Honoured reads a line that is a name behind a learned title and nothing else:
// "Prof. Ana Pell", "د. ليلى الشامي".
func (r Rules) Honoured(s string) []string {
	first := strings.ToLower(firstWord(s))
	if len(s) > 100 || !degrees[first] && first != "professor" && first != "doctor" && first != "الدكتور" && first != "الدكتورة" {
		return nil
	}
	if names := r.list(s, Shown); len(names) == 1 && len(strings.Fields(s)) <= len(strings.Fields(names[0]))+2 {
		return names
	}
	return nil
}

// Signature reads a name and the office of whoever bears it, as end a statement:
// "Ana Pell Bundesvorsitzende".
func (r Rules) Signature(s string) []string {
	words := strings.Fields(s)
	if len(s) > 100 || len(words) < 3 || strings.ContainsAny(s[len(s)-1:], ".!?:") {
		return nil
	}
	if name, office, ok := strings.Cut(s, ", "); ok && unicode.IsLower(first(office)) && len(strings.Fields(office)) <= 6 {
		if n := len(strings.Fields(name)); n > 1 && n < 5 && r.isPerson(name, Shown) {
			return []string{name} // "Ana Pell, doctor of law"
		}
	}
	for i := 2; i <= 4 && i < len(words); i++ {
		low := plainWord(words[i])
		if !officeEnd.MatchString(low) && !roleNouns[low] {
			continue
		}
		if name := r.clean(strings.Join(words[:i], " "), Shown); latinName(strings.Fields(name), Shown) && len(strings.Fields(name)) > 1 {
			return []string{name}
		}
	}
	return nil
}

var officeEnd = lazyregexp.New(`(?:vorsitzender?|präsident(?:in)?|direktor(?:in)?|leiter(?:in)?|minister(?:in)?|sekretär(?:in)?|sprecher(?:in)?|botschafter(?:in)?|president|presidente|présidente?|ambassador|ambassadeur|embajador)$`)

// furniture stands in lines of a date and a name.
var furniture = wordset.Of("min minutes read lesezeit minuten views comments kommentare updated published aktualisiert lecture lectura lettura")

func first(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
