package explore

import (
	"cmp"
	"encoding/json"
	"strconv"
	"strings"
	"unicode"

	"framewatch/corpus"
)

// source is what a citation needs of an article. Published and Accessed are ISO
// 8601 as far as they are known.
type source struct {
	ID, Title, Outlet, URL, Lang, Genre string
	Authors                             []string
	Published, Accessed                 string
}

// citation is a source in the forms that programs for references read.
type citation struct{ Plain, BibTeX, CSL string }

func cite(s source) (citation, error) {
	csl, err := s.csl()
	return citation{s.plain(), s.bibTeX(), csl}, err
}

// plain is one line: authors, headline, outlet, date, address, day of access.
func (s source) plain() string {
	var parts []string
	add := func(text, end string) {
		if text != "" {
			parts = append(parts, text+end)
		}
	}
	add(strings.Join(s.Authors, "; "), ".")
	add(cmp.Or(s.Title, "[No headline]"), ".")
	add(s.Outlet, ",")
	add(cmp.Or(s.Published, "no date"), ".")
	add(s.URL, "")
	if s.Accessed != "" {
		parts = append(parts, "(accessed "+s.Accessed+")")
	}
	return strings.Join(parts, " ")
}

// plainKey keeps the characters that a key of BibTeX may have everywhere.
func plainKey(s string) string {
	return strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// bibTeX is an entry of type online, which biblatex knows.
func (s source) bibTeX() string {
	var b strings.Builder
	year, _, _ := strings.Cut(s.Published, "-")
	b.WriteString("@online{" + plainKey(s.Outlet) + plainKey(year) + "-" + plainKey(s.ID[:min(8, len(s.ID))]))
	field := func(name, value string) {
		if value != "" {
			b.WriteString(",\n  " + name + " = {" + value + "}")
		}
	}
	authors := make([]string, len(s.Authors))
	for i, a := range s.Authors {
		authors[i] = "{" + latex(a) + "}" // whole: which part is the family name is not known
	}
	field("author", strings.Join(authors, " and "))
	field("title", latex(s.Title))
	field("organization", latex(s.Outlet))
	field("date", s.Published)
	field("langid", langid(s.Lang))
	field("url", address(s.URL))
	field("urldate", s.Accessed)
	b.WriteString("\n}\n")
	return b.String()
}

// latex escapes what TeX reads as commands. Braces that do not match would end
// the entry.
func latex(s string) string {
	return strings.NewReplacer(`\`, `\textbackslash{}`, `{`, `\{`, `}`, `\}`, `$`, `\$`, `&`, `\&`, `#`, `\#`, `%`, `\%`, `_`, `\_`, `^`, `\textasciicircum{}`, `~`, `\textasciitilde{}`).Replace(oneLine(s))
}

// address escapes the braces of a URL, which biblatex takes as it is else.
func address(u string) string {
	return strings.NewReplacer("{", "%7B", "}", "%7D", `\`, "%5C").Replace(oneLine(u))
}

// langid is the name that biblatex has for a language; empty where it has none.
func langid(tag string) string {
	return map[string]string{"en": "english", "fr": "french", "de": "german", "es": "spanish", "pt": "portuguese", "it": "italian", "ru": "russian", "id": "indonesian", "ar": "arabic"}[corpus.BaseLang(tag)]
}

// csl is an item of CSL-JSON, in an array as programs import it.
func (s source) csl() (string, error) {
	type name struct {
		Literal string `json:"literal"`
	}
	type date struct {
		Parts [1][]int `json:"date-parts"`
	}
	dated := func(iso string) *date {
		var d date
		for part := range strings.SplitSeq(iso, "-") {
			n, err := strconv.Atoi(part)
			if err != nil {
				return nil
			}
			d.Parts[0] = append(d.Parts[0], n)
		}
		return &d
	}
	item := struct {
		ID        string `json:"id"`
		Type      string `json:"type"`
		Title     string `json:"title,omitempty"`
		Author    []name `json:"author,omitempty"`
		Container string `json:"container-title,omitempty"`
		Issued    *date  `json:"issued,omitempty"`
		Accessed  *date  `json:"accessed,omitempty"`
		Language  string `json:"language,omitempty"`
		URL       string `json:"URL,omitempty"`
	}{ID: s.ID, Type: "webpage", Title: s.Title, Container: s.Outlet, Issued: dated(s.Published), Accessed: dated(s.Accessed), URL: s.URL}
	if s.Genre == "news" || s.Genre == "opinion" {
		item.Type = "article-newspaper"
	}
	for _, a := range s.Authors {
		item.Author = append(item.Author, name{a})
	}
	if s.Lang != "und" {
		item.Language = s.Lang
	}
	data, err := json.MarshalIndent([]any{item}, "", "  ")
	return string(data) + "\n", err
}

// oneLine folds white space and drops what cannot be seen.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}
