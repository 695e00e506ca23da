package report

import (
	"cmp"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"framewatch/compare"
	"framewatch/corpus"
)

// labels names groups for people.
type labels struct {
	cfg     Config
	outlets map[string]string
	regions display.Namer
	tags    display.Namer
}

func newLabels(cfg Config, c *compare.Corpus) labels {
	l := labels{cfg: cfg, outlets: map[string]string{}, regions: display.English.Regions(), tags: display.English.Tags()}
	for d := range c.All() {
		l.outlets[d.Source] = d.Outlet
	}
	return l
}

// country names an ISO 3166-1 code. The names of the library are of 2017 and
// official in places; those that changed or read badly stand here.
func (l labels) country(code string) string {
	switch code {
	case "ZZ":
		return "Not determined"
	case "SZ":
		return "Eswatini"
	case "MK":
		return "North Macedonia"
	case "HK":
		return "Hong Kong"
	case "MO":
		return "Macao"
	case "PS":
		return "Palestine"
	case "CD":
		return "DR Congo"
	case "CG":
		return "Congo (Republic)"
	case "CV":
		return "Cabo Verde"
	}
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	return cmp.Or(l.regions.Name(region), code)
}

func (l labels) lang(tag string) string {
	if tag == "und" || tag == "" {
		return "Not known"
	}
	t, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	return cmp.Or(l.tags.Name(t), tag)
}

func ownerName(owner string) string {
	switch owner {
	case string(corpus.ThinkTank):
		return "Think tanks"
	case string(corpus.LawADR):
		return "Law and ADR"
	case string(corpus.Aggregator):
		return "Aggregators"
	}
	return sentenceCase(strings.ReplaceAll(owner, "_", " "))
}

// group names a value of a dimension.
func (l labels) group(by, value string) string {
	if first, rest, crossed := strings.Cut(by, "/"); crossed {
		a, b, _ := strings.Cut(value, "/")
		return l.group(first, a) + ", " + l.group(rest, b)
	}
	switch by {
	case "country":
		return l.country(value)
	case "bloc":
		switch value {
		case compare.GroupNone:
			return "In no bloc"
		case compare.GroupTerritory:
			return "Territory of a state"
		}
		return cmp.Or(l.cfg.Blocs[value].EN, value)
	case "outlet":
		return cmp.Or(l.outlets[value], value)
	case "owner_type":
		return ownerName(value)
	case "lang":
		return l.lang(value)
	case "month":
		return monthName(value)
	case "relevance":
		switch value {
		case "main":
			return "About the subject"
		case "passing":
			return "Naming it in passing"
		case "none":
			return "Not naming it"
		}
		return "Not known"
	case "genre", "voice":
		return sentenceCase(strings.ReplaceAll(value, "_", " "))
	case "translated", "paywalled":
		return map[string]string{"yes": sentenceCase(by), "no": "Not " + by}[value]
	case "from", "to":
		return by + " " + value
	}
	return "All documents"
}

func (l labels) frame(id string) Label {
	label := l.cfg.Frames[id]
	label.EN = cmp.Or(label.EN, sentenceCase(strings.ReplaceAll(id, "_", " ")))
	return label
}

// side names a filter: "bloc=g7" is "G7", "bloc_ever!=g7" "never in G7".
func (l labels) side(f compare.Filter) string {
	var parts []string
	for term := range strings.FieldsFuncSeq(f.String(), func(r rune) bool { return r == ',' || r == ';' }) {
		field, value, _ := strings.Cut(term, "=")
		field, not := strings.CutSuffix(field, "!")
		by, ever := strings.CutSuffix(field, "_ever")
		name := l.group(by, value)
		switch {
		case not && ever:
			name = "never in " + name
		case not:
			name = "not " + name
		case ever:
			name = "ever in " + name
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, ", ")
}

func quoted(s string) string { return "“" + s + "”" }

// listed writes "a", "a and b" or "a, b and c".
func listed(parts []string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " and " + parts[len(parts)-1]
}

// sided names both sides of a comparison where the second is said beside the first.
func (l labels) sided(a, b compare.Filter) (first, second string) {
	first, second = l.side(a), lowerFirst(l.side(b))
	if bloc, ok := strings.CutPrefix(a.String(), "bloc="); ok && b.String() == "bloc_ever!="+bloc {
		second = "states never among them"
	}
	return first, second
}

func monthName(m string) string {
	at, err := time.Parse("2006-01", m)
	if err != nil {
		return "Undated"
	}
	return at.Format("January 2006")
}

func dayName(date string) string {
	for layout, shown := range map[string]string{time.DateOnly: "2 January 2006", "2006-01": "January 2006", "2006": "2006"} {
		if at, err := time.Parse(layout, date); err == nil {
			return at.Format(shown)
		}
	}
	return "undated"
}

// dateOrder sorts what has no date behind what has one.
func dateOrder(date string) string { return cmp.Or(date, "undated") }

func sentenceCase(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 || first == utf8.RuneError {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

// percent writes a share: whole percents, with a decimal under ten.
func percent(v float64) string {
	p := v * 100
	if p != 0 && p < 9.95 && math.Abs(p-math.Round(p)) >= 0.05 {
		return strconv.FormatFloat(p, 'f', 1, 64) + "%"
	}
	return strconv.FormatFloat(math.Round(p), 'f', -1, 64) + "%"
}

func percentRange(m compare.Measure) string {
	if m.Method == "" {
		return "no interval"
	}
	return trimPercent(m.Interval.Lo) + "–" + percent(m.Interval.Hi)
}

func trimPercent(v float64) string { return strings.TrimSuffix(percent(v), "%") }

// points writes a difference of shares.
func points(v float64) string {
	s := strconv.FormatFloat(math.Round(v*100), 'f', -1, 64)
	switch {
	case s == "-0", s == "0":
		return "0"
	case v > 0:
		return "+" + s
	}
	return "−" + strings.TrimPrefix(s, "-")
}

// count writes a number with thin groups of three.
func count(n int) string {
	s := strconv.Itoa(n)
	if len(s) <= 4 {
		return s
	}
	var groups []string
	for len(s) > 3 {
		groups = append(groups, s[len(s)-3:])
		s = s[:len(s)-3]
	}
	groups = append(groups, s)
	slices.Reverse(groups)
	return strings.Join(groups, "\u202f")
}

// plural writes "1 outlet", "3 outlets".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return count(n) + " " + many
}

// pluralOf chooses the word for a number that stands elsewhere.
func pluralOf(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// webAddress returns u if a reader may be sent there.
func webAddress(u string) string {
	parsed, err := url.Parse(u)
	if err != nil || parsed.Host == "" || parsed.Scheme != "http" && parsed.Scheme != "https" {
		return ""
	}
	return parsed.String()
}

// direction is the dir attribute of a language.
func direction(lang string) string {
	if slices.Contains([]string{"ar", "fa", "he", "ur", "ps", "sd", "ckb", "yi", "dv"}, corpus.BaseLang(lang)) {
		return "rtl"
	}
	return "ltr"
}
