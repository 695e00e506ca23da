package explore

import (
	"net/http"
	"slices"
	"strings"

	"framewatch/nlp/frame"
)

// langField is the parameter that names the language of definitions.
const langField = "lang"

// firstLangs are those in which definitions are looked for first.
var firstLangs = []string{"en", "zh-Hans", "zh-Hant"}

// languagesOf are the languages of definitions, those of firstLangs first.
func languagesOf(frames []frame.Frame) []string {
	var others []string
	has := func(lang string) bool {
		return slices.ContainsFunc(frames, func(f frame.Frame) bool { return f.Definition[lang] != "" })
	}
	for _, f := range frames {
		for lang := range f.Definition {
			if !slices.Contains(firstLangs, lang) && has(lang) {
				others = append(others, lang)
			}
		}
	}
	slices.Sort(others)
	first := slices.DeleteFunc(slices.Clone(firstLangs), func(l string) bool { return !has(l) })
	return append(first, slices.Compact(others)...)
}

// codeLang is the language in which the coder reads definitions: the one they
// chose, or the first of their browser's that the codebook has.
func (e *Explorer) codeLang(r *http.Request) string {
	frames, _ := e.opt.Coding.Frames()
	known := languagesOf(frames)
	if len(known) == 0 {
		return firstLangs[0]
	}
	wanted := []string{r.FormValue(langField)}
	for _, tag := range strings.Split(r.Header.Get("Accept-Language"), ",") {
		tag, _, _ = strings.Cut(tag, ";") // in order of preference, as browsers send them
		wanted = append(wanted, strings.TrimSpace(tag))
	}
	for _, tag := range wanted {
		for _, lang := range known {
			if tag != "" && (strings.EqualFold(tag, lang) || strings.EqualFold(written(tag), lang)) {
				return lang
			}
		}
	}
	return known[0]
}

// written is a tag by the script of Chinese, and of other languages without a
// region (BCP 47; Taiwan, Hong Kong and Macau write traditional characters).
func written(tag string) string {
	base, rest, _ := strings.Cut(strings.ToLower(tag), "-")
	if base != "zh" {
		return base
	}
	for _, part := range strings.Split(rest, "-") {
		switch part {
		case "hant", "tw", "hk", "mo":
			return "zh-Hant"
		}
	}
	return "zh-Hans"
}

// languageName is what a language calls itself, for those that codebooks have.
func languageName(lang string) string {
	switch lang {
	case "en":
		return "English"
	case "zh-Hans":
		return "简体中文"
	case "zh-Hant":
		return "繁體中文"
	}
	return lang
}

// in is a text in a language, or in the first that there is.
func in(t frame.Text, lang string) said {
	for _, l := range order(t, lang) {
		if s := strings.TrimSpace(t[l]); s != "" {
			return said{s, l}
		}
	}
	return said{}
}

func listIn(t frame.Lists, lang string) ([]string, string) {
	for _, l := range order(t, lang) {
		if len(t[l]) > 0 {
			return t[l], l
		}
	}
	return nil, ""
}

func order[T any](t map[string]T, lang string) []string {
	out := append([]string{lang}, firstLangs...)
	var others []string
	for l := range t {
		others = append(others, l)
	}
	slices.Sort(others)
	return append(out, others...)
}
