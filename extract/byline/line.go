package byline

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/internal/lazyregexp"
	"framewatch/internal/wordset"
)

// Line reads a line of a page that shows who wrote the text: "By Ana Pell on 3
// May", "Text: Ana Pell, Fotos: Otto Reeve", "本报记者 林晓舟", "홍은별 기자". It
// gives nothing for other lines, however many names they hold.
func (r Rules) Line(s string) []string {
	if len(s) > mostLine {
		return nil
	}
	names, _ := r.labelled(s, Shown)
	if len(names) == 0 && strings.Contains(s, " | ") {
		for part := range strings.SplitSeq(s, " | ") { // elements of their own
			if names, _ = r.labelled(part, Shown); len(names) > 0 {
				break
			}
		}
	}
	if len(names) > mostNames {
		return nil
	}
	return wholeFirst(names)
}

// labelled reads the names behind the labels of s; ok where it has any.
func (r Rules) labelled(s string, trust Trust) (names []string, ok bool) {
	s = strings.TrimLeft(s, " >»▶►•·*–—|✍️-_")
	for _, pair := range []string{"()", "（）", "[]", "【】", "〔〕", "<>"} {
		open, size := utf8.DecodeRuneInString(pair)
		end, _ := utf8.DecodeLastRuneInString(pair)
		if first, n := utf8.DecodeRuneInString(s); first == open && size == n {
			if i := strings.IndexRune(s, end); i > 0 && !strings.Contains(s[n:i], pair[:size]) && reporter.MatchString(s[n:i]+" ") || i > 0 && i+utf8.RuneLen(end) == len(s) {
				s = strings.TrimSpace(s[n:i])
			}
		}
	}
	if names, ok = r.coloned(s, trust); ok {
		return names, true
	}
	if rest, lead := r.afterPreposition(s, trust); lead {
		if rest == "" {
			return nil, true
		}
		return r.list(rest, trust), true
	}
	for _, words := range behind {
		if rest, ok := strings.CutSuffix(s, words); ok && len(rest) <= 80 && !strings.ContainsAny(rest, ":,|()") {
			return r.list(rest, trust), true
		}
	}
	switch scriptOf(address.ReplaceAllString(s, "")) {
	case han:
		return r.hanReporters(s)
	case hangul:
		if m := hangulWriter.FindStringSubmatch(s); m != nil {
			return r.list(m[1], trust), true
		}
		if m := hangulReporter.FindStringSubmatch(s); m != nil {
			return r.list(withoutDesk(m[1]), trust), true
		}
	default:
	}
	return nil, false
}

// coloned reads the names behind labels with a colon or another mark.
func (r Rules) coloned(s string, trust Trust) (names []string, ok bool) {
	type label struct {
		from, to int
		author   bool
	}
	var found []label
	for _, form := range []struct {
		re    *lazyregexp.Regexp
		marks string
	}{{alphabetic, ":：=＝"}, {ideograph, ":：=＝丨｜|/／・"}} {
		if !strings.ContainsAny(s, form.marks) {
			continue
		}
		for _, m := range form.re.FindAllStringSubmatchIndex(s, 12) {
			l := label{m[0], m[1], m[2] >= 0}
			if len(found) > 0 && l.from < found[len(found)-1].to || l.author && m[0] > 0 && s[m[2]:m[3]] == "기자" {
				continue // "홍은별 기자 = …" opens a Korean text
			}
			found = append(found, l)
		}
		if len(found) > 0 {
			break
		}
	}
	for i, l := range found {
		end := len(s)
		if i+1 < len(found) {
			end = found[i+1].from
		}
		if l.author {
			rest := s[l.to:end]
			if genre.MatchString(strings.TrimRight(strings.TrimSpace(s[l.from:l.to]), " :：=＝")) {
				found := r.Alone(rest)
				if len(found) == 0 {
					found = r.caseless(rest)
				}
				names, ok = append(names, found...), ok || len(found) > 0
				continue
			}
			ok = true
			if after, lead := r.afterPreposition(rest, trust); lead {
				rest = after
			}
			names = append(names, r.list(rest, trust)...)
		}
	}
	return names, ok || len(found) > 0 && found[0].from == 0
}

// caseless reads a name of two or three words behind a genre's word, where no
// capitals tell names from titles.
func (r Rules) caseless(s string) []string {
	if n := len(strings.Fields(s)); n < 2 || n > 3 || scriptOf(s) != other {
		return nil
	}
	return r.list(s, Shown)
}

// afterPreposition is what follows a word such as "by", where nothing else than
// words of writing and dates stands before it. lead is also true, with nothing
// behind it, where the words introduce somebody else.
func (r Rules) afterPreposition(s string, trust Trust) (rest string, lead bool) {
	words := strings.Fields(s)
	writing := false
	for i := 0; i < len(words)-1 && i < 14; i++ {
		w := plainWord(words[i])
		at := i + 1
		own := at+1 < len(words) && ours[words[at]] && isTitle(words[at+1])
		prep := r.isPreposition(w) || weakPrepositions[w] && (writing || own)
		for at+1 < len(words) && at < i+3 && isTitle(words[at+1]) && (ours[words[at]] || dateWords[words[at]]) {
			at++ // "Von unserer Redakteurin", "Par le professeur"
		}
		after := strings.TrimLeft(strings.Join(words[at:], " "), ":：|–—- ")
		switch {
		case prep && (startsName(firstWord(after)) || at > i+1 || trust >= Declared && !writing && dateFollows(after)):
			return after, true
		case i == 0 && firm[w] && startsName(firstWord(after)):
			return after, true
		case writing && andWords[strings.ToLower(words[i])], writing && i > 0 && andWords[strings.ToLower(words[i-1])] && otherLeads[w]:
			// "Words and photos by"
		case otherLeads[w]:
			return "", i+1 < len(words) && r.isPreposition(plainWord(words[i+1]))
		case leadWords[w]:
			writing = writing || !openers[w]
		case w == "" || isDigitWord(w) || dateWords[w] || monthNames[w] && nearDigit(words, i) || weekdays[w] && nearDigit(words, i):
		default:
			return "", false
		}
	}
	return "", false
}

func isTitle(w string) bool { return titles[strings.ToLower(w)] || roleNouns[strings.ToLower(w)] }

// startsName reports whether a word behind a preposition can begin a name: "Von
// der Redaktion" names nobody.
func startsName(w string) bool {
	r := first(w)
	return unicode.IsUpper(r) || unicode.IsLetter(r) && !unicode.IsLower(r)
}

// dateFollows reports whether one word and a date are all that s is: a pen name
// in small letters.
func dateFollows(s string) bool {
	words := strings.Fields(s)
	return len(words) > 1 && (isDigitWord(words[1]) || dateWords[words[1]]) && !particles[words[0]] && !openers[words[0]]
}

func firstWord(s string) string {
	w, _, _ := strings.Cut(s, " ")
	return strings.TrimLeft(w, "\"'“‘«„(")
}

// nearDigit reports whether a number stands within two words.
func nearDigit(words []string, i int) bool {
	for j := max(0, i-2); j < len(words) && j <= i+2; j++ {
		if isDigitWord(words[j]) {
			return true
		}
	}
	return false
}

// behind are the words that follow an author: "अनिल शुक्ला की रिपोर्ट".
var behind = []string{" की रिपोर्ट", " की ग्राउंड रिपोर्ट", " की कलम से", " का विश्लेषण", " کی رپورٹ", " کے قلم سے", " এর প্রতিবেদন", " yazdı", " yazıyor", " hazırladı"}

var (
	// reporter finds the reporters behind a Chinese or Japanese role word without
	// a mark: 本报记者 林晓舟, 記者林小明／台北報導, （记者 林晓舟）.
	reporter = lazyregexp.New(`^[（(【\[]?[\p{Han}]{0,12}?(?:记者|記者|通讯员|通訊員|特派员|特派員|撰文|采写|採訪|作者|执笔|評論員|评论员)\s?((?:[\p{Han}` + nameDots + `]{2,12}?)(?:[、，,\s]+[\p{Han}` + nameDots + `]{2,12}?)*?)\s*(?:[／/)）】\]]|$|\s|综合报道|報導|报道|報道|发自|發自|[一二三四五六七八九十\d]+日)`)
	// hanSpaced parts a label from the name by a space alone, hanDesk gives the
	// desk for the label, as Taiwan's papers do.
	hanSpaced = lazyregexp.New(`^(?:` + hanLabels + `)[\s　]+([\p{Han}\p{Hiragana}\p{Katakana}` + nameDots + `、 　]{2,14})$`)
	hanDesk   = lazyregexp.New(`^[〔【（(]?[\p{Han}]{2,6}(?:中心|組|组)[／/]([\p{Han}、]{2,9}?)[／/]?(?:\p{Han}{2,4})?(?:報導|报道|報道)`)
	// jaDateline and jaReporter are a Japanese paper's: 【ジュネーブ＝佐伯美穂】, 佐伯美穂記者.
	jaDateline     = lazyregexp.New(`^[【（(]?(?:\p{Katakana}[\p{Katakana}ー・]{1,11}|\p{Han}{2,4})[=＝]([\p{Han}\p{Hiragana}\p{Katakana} 　]{3,8})(?:[】）)]|$)`)
	jaReporter     = lazyregexp.New(`^[【（(]?([\p{Han}\p{Hiragana}\p{Katakana}]{3,6}|[\p{Han}\p{Hiragana}\p{Katakana}]{1,4}[ 　][\p{Han}\p{Hiragana}\p{Katakana}]{1,4})[ 　]?記者[】）)]?$`)
	hanShooter     = lazyregexp.New(`摄|攝|图`)
	hangulWriter   = lazyregexp.New(`^(?:글|취재|글쓴이|기고|정리|대담|진행)\s*[\s·ㆍ=:：]\s*([가-힣]{2,4})(?:\s*기자)?$`)
	hangulReporter = lazyregexp.New(`^(?:[^가-힣]{0,30}(?:[\[(（][^\])）]{1,24}[\])）]\s*)?(?:[가-힣]{2,6}=)?|.{0,30}[|·=]\s*|[가-힣]{1,8}(?:일보|신문|뉴스|경제|방송|통신|타임스|투데이|타임즈|저널)\s+)((?:[가-힣]{2,4}[\s,·・ㆍ]+)*[가-힣]{2,4})\s*(?:선임|수석|인턴|객원|수습|[가-힣]{0,6}전문|시민|여행|의학|과학|[가-힣]{1,4}부|[가-힣]{1,4}팀)?\s*(?:기자|특파원|논설위원)(?:[^가-힣]|$)`)
)

// withoutDesk leaves the outlet and the desk around a Korean name out: 호수일보
// 홍은별 국제부.
func withoutDesk(s string) string {
	words := strings.Fields(s)
	if notWriting[words[0]] {
		return ""
	}
	for len(words) > 1 && !isHangul(words[0]) {
		words = words[1:]
	}
	for len(words) > 1 && (!isHangul(words[len(words)-1]) || strings.HasSuffix(words[len(words)-1], "전문")) {
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}

// notWriting is what Korean reporters do other than write.
var notWriting = wordset.Of("편집 사진 영상 번역 그래픽 촬영 디자인")

// hanReporters reads a Chinese or Japanese line with a role word.
func (r Rules) hanReporters(s string) (names []string, ok bool) {
	for _, form := range []*lazyregexp.Regexp{hanWire, hanSpaced, hanDesk, jaDateline, jaReporter} {
		if m := form.FindStringSubmatch(s); m != nil && (r.japanese() || form != jaDateline && form != jaReporter) {
			if names = r.list(m[1], Bare); len(names) > 0 {
				return names, true
			}
		}
	}
	m := reporter.FindStringSubmatch(s)
	if m == nil || hanShooter.MatchString(strings.TrimPrefix(s, m[0])) && utf8.RuneCountInString(s) < 24 {
		return nil, false
	}
	names = r.list(m[1], Bare)
	for word := range strings.FieldsSeq(strings.TrimPrefix(s, m[0])) {
		more := r.list(word, Bare) // 本报记者 林晓舟 白雅莎
		if len(names) == 0 || len(more) != 1 || !hasSurname(more[0]) {
			break
		}
		names = append(names, more...)
	}
	return names, len(names) > 0
}

// IsLabel reports whether a line is but a word that introduces authors, whose
// names stand in the next element.
func IsLabel(s string) bool {
	if len(s) > 60 {
		return false
	}
	s = strings.TrimRight(s, " :：|/")
	return labelOnly.MatchString(s) || hanLabelOnly.MatchString(s)
}

var (
	labelOnly    = lazyregexp.New(`^(?i:` + labelWords + `|` + aboutWords + `)$`)
	hanLabelOnly = lazyregexp.New(`^(?:` + hanLabels + `|作者简介|作者介绍|作者簡介|关于作者|關於作者)$`)
)

// Opening reads the reporters in the bracket of the dateline that a Chinese text
// begins with, or before the mark of a Korean one.
func (r Rules) Opening(s string) []string {
	if m := hanWire.FindStringSubmatch(s); m != nil {
		if names := r.list(m[1], Shown); len(names) > 0 {
			return names
		}
	}
	if m := hanOpening.FindStringSubmatch(s); m != nil {
		return r.list(m[1], Shown)
	}
	if m := hangulReporter.FindStringSubmatch(s); m != nil {
		return r.list(withoutDesk(m[1]), Shown)
	}
	return nil
}

// hanWire parts the reporter from the place that follows without a mark:
// 記者何玥庭台北報導.
var hanWire = lazyregexp.New(`^.{0,24}?(?:记者|記者)\s?([\p{Han}、]{2,9}?)\s?[／/]?(?:台北|臺北|新北|桃園|台中|臺中|台南|臺南|高雄|基隆|新竹|嘉義|屏東|花蓮|香港|澳門|北京|上海|广州|廣州|深圳|东京|東京|纽约|紐約|华盛顿|華盛頓|日内瓦|日內瓦|伦敦|倫敦|巴黎|新加坡)?(?:综合|綜合|即時|连线|連線|现场)?(?:\d{1,2}日)?(?:报道|報導|報道|专电|專電|外电|外電|电|電)`)

var hanOpening = lazyregexp.New(`^.{0,40}?[（(【](?:本报|本報|新华社|中新社)?(?:特约)?(?:记者|記者)[\s:：]?([\p{Han}` + nameDots + `、，, ]{2,40}?)(?:[／/][\p{Han}]+)?\s*[）)】]`)
