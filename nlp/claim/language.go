package claim

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"framewatch/nlp/number"
)

// writing is how a language with an alphabet writes numbers and dates.
type writing struct {
	months [12]string // spellings, parted by |; * is any ending
	lower  string     // "at least", spellings parted by |
	rough  string     // "about"
	point  string     // decimal mark
	figure bool       // numbers in words are not read
}

var writings = map[string]writing{
	"en": {months: [12]string{"january|jan", "february|feb", "march|mar", "april|apr", "may", "june|jun", "july|jul", "august|aug",
		"september|sept|sep", "october|oct", "november|nov", "december|dec"},
		lower: "more than|at least|no fewer than|no less than|upwards of|over", rough: "about|around|roughly|approximately|nearly|almost|close to|some",
		point: "."},
	"fr": {months: [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
		"septembre", "octobre", "novembre", "décembre"},
		lower: "plus de|au moins|pas moins de", rough: "environ|près de|quelque|quelques|autour de", point: ","},
	"es": {months: [12]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
		"septiembre|setiembre", "octubre", "noviembre", "diciembre"},
		lower: "más de|al menos|por lo menos|no menos de", rough: "unos|unas|cerca de|casi|alrededor de|aproximadamente", point: ","},
	"pt": {months: [12]string{"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto",
		"setembro", "outubro", "novembro", "dezembro"},
		lower: "mais de|pelo menos|ao menos|no mínimo", rough: "cerca de|quase|aproximadamente|perto de", point: ","},
	"de": {months: [12]string{"januar|jänner", "februar", "märz", "april", "mai", "juni", "juli", "august",
		"september", "oktober", "november", "dezember"},
		lower: "mehr als|mindestens|über", rough: "rund|etwa|ungefähr|fast|knapp|circa|ca\\.", point: ","},
	"id": malay, "ms": malay,
	"ru": {months: [12]string{"январ*", "феврал*", "март*", "апрел*", "мая|май", "июн*", "июл*", "август*", "сентябр*", "октябр*", "ноябр*", "декабр*"},
		lower: "более|больше|свыше|не менее|как минимум", rough: "около|примерно|почти|порядка", point: ","},
	"ar": {months: [12]string{"يناير", "فبراير", "مارس", "أبريل|ابريل|نيسان", "مايو|أيار|أيار/مايو", "يونيو|حزيران", "يوليو|تموز", "أغسطس|اغسطس|آب",
		"سبتمبر|أيلول", "أكتوبر|اكتوبر|تشرين الأول", "نوفمبر|تشرين الثاني", "ديسمبر|كانون الأول"},
		lower: "أكثر من|ما لا يقل عن|على الأقل", rough: "نحو|حوالي|قرابة|زهاء", point: ".", figure: true},
	"ko": {lower: "최소", rough: "약", point: "."},
}

var malay = writing{months: [12]string{"januari", "februari", "maret|mac", "april", "mei", "juni|jun", "juli|julai", "agustus|ogos",
	"september", "oktober", "november", "desember|disember"},
	lower: "lebih dari|lebih daripada|sedikitnya|setidaknya|sekurang-kurangnya", rough: "sekitar|hampir|kira-kira|kurang lebih", point: ","}

// Languages are those in which numbers are read, as phrases name them.
func Languages() []string {
	return append(slices.Sorted(maps.Keys(writings)), "ja", "zh-Hans", "zh-Hant")
}

// key is the language by which phrases and grammars are kept: both Chinese
// scripts are one.
func key(lang string) string {
	if strings.HasPrefix(lang, "zh") {
		return "zh"
	}
	return lang
}

// spaced says that a language parts words with spaces.
func spaced(lang string) bool { return lang != "zh" && lang != "ja" }

const (
	digit  = `[0-9０-９٠-٩]`
	figure = digit + `{1,3}(?:[,.٬\x{A0}\x{202F}]` + digit + `{3})+(?:[.,]` + digit + `+)?|` + digit + `+(?:[.,]` + digit + `+)?`
	ymd    = `(?P<y0>` + digit + `{4})-(?P<m0>` + digit + `{2})-(?P<d0>` + digit + `{2})`
	day    = digit + `{1,2}`
	year   = digit + `{4}`
)

// grammarOf compiles how a language writes, false where numbers are not read in it.
func grammarOf(lang string) (grammar, bool) {
	w, ok := writings[lang]
	switch lang {
	case "zh":
		return ideographic(`超过|超過|逾|至少|不少于|不少於|多于|多於`, `大约|大約|约有|約有|约|約|将近|將近|接近|近`, `多余餘`), true
	case "ja":
		return ideographic(`少なくとも|最低`, `およそ|約|ほぼ`, `余`), true
	case "ko":
		g := w.grammar(number.In(lang))
		g.date = regexp.MustCompile(ymd + `|(?:(?P<y>` + year + `)년 ?)?(?P<m>` + day + `)월(?: ?(?P<d>` + day + `)일)?`)
		g.glued = true
		return g, true
	default:
		return w.grammar(number.In(lang)), ok
	}
}

// ideographic is Chinese, and Japanese but for the words around a number.
func ideographic(lower, rough, more string) grammar {
	return grammar{
		date: regexp.MustCompile(ymd + `|(?:(?P<y>` + year + `) ?年)? ?(?P<m>` + day + `) ?月(?: ?(?P<d>` + day + `) ?[日号號])?`),
		number: regexp.MustCompile(`(?:(?P<low>` + lower + `)|(?P<about>` + rough + `))? ?(?P<ord>第 ?)?` +
			`(?:(?P<n>` + figure + `)|(?P<w>[` + number.HanDigits + `十百千]+)) ?(?P<scale>[万萬亿億])?(?P<more>[` + more + `])?`),
		scales: map[string]float64{"万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8},
		point:  ".", glued: true,
	}
}

func (w writing) grammar(words number.Words) grammar {
	g := grammar{point: w.point, scales: words.Times, months: w.months}
	month := func(i string) string {
		return `(?P<M` + i + `>` + alternatives(strings.Split(strings.Join(w.months[:], "|"), "|")) + `)\.?`
	}
	g.date = regexp.MustCompile(`(?i)` + ymd +
		`|(?P<d1>` + day + `)[./](?P<m1>` + day + `)[./](?P<y1>` + year + `)` +
		`|(?P<d2>` + day + `)(?:st|nd|rd|th|er|º|\.)? (?:de |of )?` + month("2") + `(?:,? (?:de |del )?(?P<y2>` + year + `))?` +
		`|` + month("3") + ` (?P<d3>` + day + `)(?:st|nd|rd|th)?\b(?:,? (?P<y3>` + year + `))?` +
		`|` + month("4") + ` (?:de |del )?(?P<y4>` + year + `)`)
	expression := `(?P<n>` + figure + `)(?: ?(?P<scale>` + alternatives(slices.Collect(maps.Keys(words.Times))) + `))?`
	if len(words.Values) > 0 && !w.figure {
		g.spoken = newSpoken(words)
		expression += `|(?P<w>` + g.spoken.expression + `)`
	}
	g.number = regexp.MustCompile(`(?i)(?:(?:^|[^\pL\pN])(?:(?P<low>` + w.lower + `)|(?P<about>` + w.rough + `)) )?(?:` + expression + `)`)
	return g
}

// alternatives is a group of words, the longest first.
func alternatives(words []string) string {
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	for i, w := range words {
		words[i] = strings.ReplaceAll(regexp.QuoteMeta(w), `\*`, `\pL*`)
	}
	return `(?:` + strings.Join(words, "|") + `)`
}
