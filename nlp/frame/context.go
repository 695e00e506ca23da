package frame

import (
	"strings"
	"unicode"

	"framewatch/corpus"
	"framewatch/nlp/match"
)

const (
	negationWords = 3   // words left of a hit in which a negation counts
	negationHan   = 4   // characters left of a hit, in Chinese
	modalWords    = 8   // words left of a hit in which a modal counts
	modalHan      = 12  // characters, in Chinese
	maxContext    = 400 // characters of the sentence that are read at all
)

// context is what stands left of a hit, nearest first, up to the beginning of
// its clause or sentence.
type context struct {
	lang   string
	clause []string // words of the clause
	rest   []string // words of the sentence before the clause
	han    string   // Chinese: the folded clause, in text order
	all    string   // Chinese: the folded sentence up to the hit
	shout  []bool   // clause words written with a capital inside the sentence
}

// newContext reads the words before folded rune start.
func newContext(f *match.Field, s corpus.Sentence, start int) *context {
	c := &context{lang: base(s.Lang)}
	first := max(f.At(s.Span.Start), start-maxContext)
	if first >= start {
		return c
	}
	clause := start
	for clause > first && !clauseEnd(f.Rune(clause-1)) {
		clause--
	}
	c.han, c.all = f.String(clause, start), f.String(first, start)
	for i := start; i > first; {
		if !wordLike(f.Rune(i - 1)) {
			i--
			continue
		}
		end := i
		for i > first && wordLike(f.Rune(i-1)) {
			i--
		}
		if i >= clause {
			c.clause = append(c.clause, written(f, i, end))
			c.shout = append(c.shout, i > first && f.Upper(i))
		} else {
			c.rest = append(c.rest, written(f, i, end))
		}
	}
	return c
}

// written is a word in small letters with its accents: würde is not wurde.
func written(f *match.Field, start, end int) string {
	return strings.ToLower(strings.ReplaceAll(f.Span(start, end).Of(f.Source()), "’", "'"))
}

func wordLike(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '\''
}

func clauseEnd(r rune) bool {
	return strings.ContainsRune(",;:.!?—–…()\"“”«»，；：。！？、「」『』（）،؛؟", r)
}

// negated reports a negation of the hit.
func (c *context) negated() bool {
	if c.lang == "zh" || c.lang == "yue" {
		return negatedHan(c.han)
	}
	rules, ok := negations[c.lang]
	if !ok {
		return false
	}
	words := c.clause[:min(negationWords, len(c.clause))]
	for i, w := range words {
		next := ""
		if i > 0 {
			next = words[i-1] // the word to its right
		}
		if rules.not[next] {
			continue // not only, no doubt
		}
		if rules.words[w] || c.lang == "en" && strings.HasSuffix(w, "n't") {
			return true
		}
		if c.lang == "en" && w == "than" && i+1 < len(c.clause) && c.clause[i+1] == "rather" {
			return true
		}
		if c.lang == "en" && w == "of" && i+1 < len(c.clause) && c.clause[i+1] == "instead" {
			return true
		}
	}
	return false
}

// negation lists what negates and, to its right, what makes that no negation.
type negation struct{ words, not map[string]bool }

var negations = map[string]negation{
	"en": {set("no not never without cannot nor neither hardly none"), set("only just merely simply doubt least longer matter less")},
	"fr": {set("pas non sans jamais ni aucun aucune nul nulle"), set("seulement")},
	"es": {set("no sin nunca ni jamás tampoco ningún ninguna"), set("solo sólo solamente obstante")},
	"pt": {set("não sem nunca nem jamais nenhum nenhuma"), set("só apenas somente obstante")},
	"it": {set("non senza mai né nessun nessuna"), set("solo soltanto")},
	"de": {set("nicht kein keine keinen keiner keinem keines nie niemals ohne weder"), set("nur")},
	"nl": {set("niet geen nooit zonder"), set("alleen")},
	"ru": {set("не нет без ни никогда"), set("только")},
	"id": {set("tidak bukan tanpa belum jangan"), set("hanya")},
	"ms": {set("tidak bukan tanpa belum jangan"), set("hanya")},
	"ar": {set("لا لم لن ليس ليست ليسوا غير دون بدون ولا ولم ولن وليس وليست فلا وغير"), set("فقط سيما شك بد")},
}

// hanNegations are the negations of Chinese; hanOther are words that only look
// like them.
var (
	hanNegations = []string{"没有", "并非", "不", "无", "未", "非", "没", "勿", "别"}
	hanOther     = []string{"不仅", "不但", "不只", "不光", "不断", "不少", "不管", "不论", "不同", "不久", "不得不", "不可或缺", "不可替代", "不愧", "不禁",
		"不妨", "不结盟", "无论", "无疑", "无数", "无比", "无非", "无不", "未来", "未必", "非常", "非洲", "非政府", "非凡", "莫非", "除非", "是非", "南非", "北非", "西非",
		"东非", "中非", "并非不", "特别", "别的", "分别", "区别", "级别", "性别", "类别", "个别", "识别", "告别", "国别", "埋没", "别国"}
)

func negatedHan(clause string) bool {
	runes := []rune(clause)
	// Words that only look negative may begin before the window: cut them out of
	// the whole clause, then look at what is left of the window.
	masked := string(runes)
	for _, w := range hanOther {
		masked = strings.ReplaceAll(masked, w, strings.Repeat("〇", len([]rune(w))))
	}
	window := []rune(masked)
	window = window[max(0, len(window)-negationHan):]
	for _, n := range hanNegations {
		if strings.Contains(string(window), n) {
			return true
		}
	}
	return false
}

// modal lists words that make what follows them in the clause possible only,
// and words that make the whole sentence after them a condition.
type modal struct{ words, conditions map[string]bool }

var modals = map[string]modal{
	"en": {set("could may might would perhaps possibly maybe potentially"), set("if whether unless")},
	"fr": {set("pourrait pourraient pourrions devrait devraient serait seraient aurait auraient peut-être permettrait permettraient deviendrait"), set("si s'il s'ils")},
	"es": {set("podría podrían debería deberían sería serían habría habrían quizá quizás acaso"), set("si")},
	"pt": {set("poderia poderiam deveria seria seriam talvez"), set("caso")},
	"it": {set("potrebbe potrebbero dovrebbe sarebbe forse"), set("se")},
	"de": {set("könnte könnten dürfte dürften würde würden vielleicht möglicherweise"), set("wenn falls sofern")},
	"nl": {set("zou zouden misschien"), set("indien")},
	"ru": {set("может могут мог бы возможно вероятно"), set("если")},
	"id": {set("mungkin barangkali"), set("jika kalau apabila")},
	"ms": {set("mungkin barangkali"), set("jika kalau sekiranya")},
	"ar": {set("قد ربما يمكن وقد لعل"), set("لو إذا اذا")},
}

var (
	hanModals     = []string{"可能", "或许", "也许", "或将", "恐怕", "有望", "似乎", "或可"}
	hanConditions = []string{"如果", "倘若", "假如", "假设", "要是", "一旦", "是否", ",若", "。若", "倘"}
	hanNoModal    = []string{"不可能", "若干", "可能性"}
)

// hypothetical reports that the hit is said to be possible or conditional.
func (c *context) hypothetical() bool {
	if c.lang == "zh" || c.lang == "yue" {
		return c.hypotheticalHan()
	}
	rules, ok := modals[c.lang]
	if !ok {
		return false
	}
	for i, w := range c.clause[:min(modalWords, len(c.clause))] {
		if w == "may" && c.shout[i] {
			continue // the month
		}
		if rules.words[w] {
			return true
		}
	}
	for _, words := range [][]string{c.clause, c.rest} {
		for _, w := range words {
			if rules.conditions[w] {
				return true
			}
		}
	}
	return false
}

func (c *context) hypotheticalHan() bool {
	mask := func(s string) string {
		for _, w := range hanNoModal {
			s = strings.ReplaceAll(s, w, "〇")
		}
		return s
	}
	clause := []rune(mask(c.han))
	clause = clause[max(0, len(clause)-modalHan):]
	for _, m := range hanModals {
		if strings.Contains(string(clause), m) {
			return true
		}
	}
	all := mask(c.all)
	for _, m := range hanConditions {
		if strings.Contains(all, m) {
			return true
		}
	}
	return strings.HasPrefix(all, "若") // elsewhere it is too often a part of a name
}

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}
