package quote

import (
	"strings"
	"unicode"

	"framewatch/corpus"
	"framewatch/nlp/match"
)

// hanVerbs are verbs of saying in simplified form, by class; longer ones first
// decide.
var hanVerbs = folded(classes("表示 说 指出 认为 称 强调 补充说 写道 说道 告诉记者 透露 介绍 介绍说 宣布 解释 解释说 坦言 直言 重申 呼吁 建议 评论说 评论称 提到 谈到 总结说 "+
	"相信 回应 回应说 回应称 表明 问道 反问 答道 回答 发文称 撰文称 表态 主张 承诺 感叹 补充 补充道 补充称 说明 述べた 語った 話した 指摘した 強調した 明らかにした 指",
	"赞扬 称赞 赞赏 盛赞 祝贺 高度评价", "警告 批评 批评说 指责 谴责 抨击 质疑 否认 抱怨 声称 宣称 扬言 警告说 警告称"))

// joined are the verbs that reported content may follow without a comma.
var joined = set("认为 指出 表示 强调 重申 相信 坦言 透露")

// hanNoVerb are words in which a verb of saying is only a part.
var hanNoVerb = []string{"称为", "称赞", "名称", "职称", "简称", "据称", "堪称", "说法", "据说", "小说", "传说", "说服", "来说", "可以说", "可说", "应该说", "不用说", "学说",
	"表示的", "所说的", "解释权", "建议书", "呼吁书", "说明书", "人称", "对称", "声称的", "怎么强调", "强调都", "如何强调", "俗称", "全称", "并称", "介绍信", "宣布的"}

// hanAdverbs end the source: what follows says when, where, how or to whom.
var hanAdverbs = []string{"在", "于", "对", "向", "就", "也", "还", "则", "曾", "已", "再次", "一再", "又", "今天", "昨天", "今日", "昨日", "当天", "当日", "近日", "日前", "此前",
	"随后", "同时", "进一步", "明确", "特别", "公开", "强烈", "接受", "通过", "周一", "周二", "周三", "周四", "周五", "周六", "周日", "星期", "上午", "下午", "晚间", "亦",
	"所", "正确地", "郑重", "多次", "早前", "最近", "告诉", "介绍", "回应", "表示", "致辞", "发言时", "举例", "补充", "は", "が", "和记者", "(", "“"}

// hanLead are words before the source.
var hanLead = []string{"正如", "而且", "另外", "此外", "对此", "其中", "不过", "但是", "然而", "同时", "一方面", "另一方面", "如", "而", "但"}

const (
	maxHanSource   = 30  // characters
	maxHanSentence = 600 // more is no running text
	minHanDirect   = 3   // characters of a quotation with its cue
	minHanAlone    = 12  // characters of one without
)

// hanFinder applies the rules for Chinese (and, with its brackets, Japanese) to
// one paragraph. Positions are folded runes of the paragraph.
type hanFinder struct {
	*finder
	number int
	text   *match.Text
	offset int // byte of the field at which the paragraph begins
}

func (f *finder) chinese(number int, ps []passage) {
	p := f.paragraphs[number]
	h := hanFinder{finder: f, number: number, text: match.Fold(p.span.Of(f.src)), offset: p.span.Start}
	from := p.span.Start
	for k, q := range ps {
		to := p.span.End
		if k+1 < len(ps) {
			to = ps[k+1].span.Start
		}
		h.passage(q, corpus.Span{Start: from, End: q.span.Start}, corpus.Span{Start: q.span.End, End: to})
		from = q.span.End
	}
	for _, s := range p.sentences {
		h.indirect(s.Span)
	}
}

// span is the bytes of the field that folded runes start to end stand for.
func (h *hanFinder) span(start, end int) corpus.Span {
	s := h.text.Span(start, end)
	if start >= end {
		return corpus.Span{}
	}
	return corpus.Span{Start: s.Start + h.offset, End: s.End + h.offset}
}

// at is the folded rune at a byte of the field.
func (h *hanFinder) at(b int) int { return h.text.At(b - h.offset) }

func hanStop(r rune) bool { return strings.ContainsRune("。!?;…\n", r) }

func hanPause(r rune) bool { return strings.ContainsRune(",:、", r) }

// passage decides what a passage in quotation marks is.
func (h *hanFinder) passage(p passage, before, after corpus.Span) {
	if p.resumes {
		d := &h.drafts[len(h.drafts)-1]
		d.content, d.open, d.paragraph = append(d.content, p.span), p.open, h.number
		return
	}
	start, end := h.at(p.span.Start), h.at(p.span.End)
	lo := start
	for floor := h.at(before.Start); lo > floor && !hanStop(h.text.Rune(lo-1)); {
		lo--
	}
	size := end - start - 2
	cut := start
	for cut > lo && (hanPause(h.text.Rune(cut-1)) || h.text.Rune(cut-1) == ' ') {
		cut--
	}
	if v, class := h.verbEnding(lo, cut); v > 0 && size >= minHanDirect && (cut < start || size >= minHanAlone) {
		h.add(draft{content: []corpus.Span{p.span}, source: h.source(lo, v), cue: h.span(v, cut), class: class, kind: corpus.QuoteDirect, open: p.open})
		return
	}
	if h.japanese(p, lo, cut, end, h.at(after.End)) {
		return
	}
	sentence := h.sentenceLike(p.span)
	if src, cue, class, ok := h.behind(end, h.at(after.End)); ok && size >= minHanDirect && (sentence || lo == cut) {
		h.add(draft{content: []corpus.Span{p.span}, source: src, cue: cue, class: class, kind: corpus.QuoteDirect, behind: true, open: p.open})
		return
	}
	if prev := h.last(h.number); prev != nil && prev.behind && sentence && lo == cut && before.Start == prev.end() {
		prev.content = append(prev.content, p.span)
		return
	}
	if sentence && size >= minHanAlone && lo == cut {
		h.add(draft{content: []corpus.Span{p.span}, kind: corpus.QuoteDirect, open: p.open})
	}
}

// japanese reads Xは「…」と述べた: the source stands before the passage, the verb
// behind it.
func (h *hanFinder) japanese(p passage, lo, cut, end, limit int) bool {
	if end >= limit || h.text.Rune(end) != 'と' || cut-lo < 2 || !strings.ContainsRune("はがも", h.text.Rune(cut-1)) {
		return false
	}
	stop := end + 1
	for stop < limit && stop-end < 10 && !hanStop(h.text.Rune(stop)) && !hanPause(h.text.Rune(stop)) {
		stop++
	}
	v, class := h.verbEnding(end+1, stop)
	if v == 0 {
		return false
	}
	start := cut - 1
	for start > lo && !hanPause(h.text.Rune(start-1)) {
		start--
	}
	h.add(draft{content: []corpus.Span{p.span}, source: h.span(start, cut-1), cue: h.span(v, stop), class: class, kind: corpus.QuoteDirect, behind: true, open: p.open})
	return true
}

// folded is a table with its keys folded as the text is.
func folded(table map[string]corpus.VerbClass) map[string]corpus.VerbClass {
	out := map[string]corpus.VerbClass{}
	for k, v := range table {
		f := match.Fold(k)
		out[f.String(0, f.Len())] = v
	}
	return out
}

func (h *hanFinder) add(d draft) {
	d.paragraph = h.number
	h.drafts = append(h.drafts, d)
}

// sentenceLike reports a passage that ends in a mark of its own.
func (h *hanFinder) sentenceLike(p corpus.Span) bool {
	s := strings.TrimRight(p.Of(h.src), "”」』\"＂’")
	return strings.HasSuffix(s, "。") || strings.HasSuffix(s, "！") || strings.HasSuffix(s, "？") || strings.HasSuffix(s, "，") ||
		strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, ",") || strings.HasSuffix(s, "…")
}

// verbEnding finds the verb of saying that ends at cut and returns where it
// begins, 0 when none does.
func (h *hanFinder) verbEnding(lo, cut int) (int, corpus.VerbClass) {
	for n := 6; n > 0; n-- {
		v := cut - n
		if v < lo || v < 1 {
			continue
		}
		word := h.text.String(v, cut)
		class, ok := hanVerbs[word]
		if ok && !h.partOf(v, cut) {
			return v, class
		}
	}
	return 0, ""
}

// partOf reports a verb of saying that is only a part of another word.
func (h *hanFinder) partOf(v, end int) bool {
	around := h.text.String(max(0, v-3), min(h.text.Len(), end+3))
	at := len(h.text.String(max(0, v-3), v))
	size := len(h.text.String(v, end))
	for _, w := range hanNoVerb {
		for i := 0; ; {
			k := strings.Index(around[i:], w)
			if k < 0 {
				break
			}
			k += i
			if k <= at && at+size <= k+len(w) {
				return true
			}
			i = k + 1
		}
	}
	return false
}

// source reads the source between lo and the verb at v: the last run between
// commas, without what comes before the name and without adverbials behind it.
// Where only a conjunction stands there, it is that of the paragraph's last
// quotation.
func (h *hanFinder) source(lo, v int) corpus.Span {
	start := v
	for start > lo && !hanPause(h.text.Rune(start-1)) && !hanStop(h.text.Rune(start-1)) && !quoteMark(h.text.Rune(start-1)) {
		start--
	}
	for start < v && h.text.Rune(start) == ' ' {
		start++
	}
	chunk := h.text.String(start, v)
	for _, lead := range hanLead {
		if rest, ok := strings.CutPrefix(chunk, lead); ok && rest != "" {
			start += len([]rune(lead))
			chunk = rest
			break
		}
	}
	end := v
	for _, a := range hanAdverbs {
		for i := 0; ; {
			k := strings.Index(chunk[i:], a)
			if k < 0 {
				break
			}
			k += i
			if runes := len([]rune(chunk[:k])); runes >= 1 && !strings.HasPrefix(chunk[k:], "也门") && !strings.HasPrefix(chunk[k:], "对外") && !strings.HasPrefix(chunk[k:], "所长") {
				end = min(end, start+runes)
				break
			}
			i = k + len(a)
		}
	}
	for i := start + 1; i < end; i++ { // 毛宁30日
		if unicode.IsDigit(h.text.Rune(i)) {
			end = i
		}
	}
	for end > start && h.text.Rune(end-1) == ' ' {
		end--
	}
	if n := end - start; n < 1 || n > maxHanSource || n == 1 && !strings.ContainsRune("他她它", h.text.Rune(start)) || conjunctions[h.text.String(start, end)] {
		if d := h.last(h.number); d != nil && conjunctions[h.text.String(start, max(start, end))] {
			return d.source
		}
		return corpus.Span{}
	}
	return h.span(start, end)
}

var conjunctions = set("并 并且 且 还 也 又 同时 进一步 同时也 还特别 此外 另外")

func quoteMark(r rune) bool { return strings.ContainsRune("“”「」『』\"", r) }

// behind reads "…”X说" from the folded rune after the closing mark.
func (h *hanFinder) behind(from, to int) (source, cue corpus.Span, class corpus.VerbClass, ok bool) {
	for from < to && (hanPause(h.text.Rune(from)) || h.text.Rune(from) == 'と' || h.text.Rune(from) == ' ') {
		from++
	}
	end := from
	for end < to && end-from < maxHanSource+6 && !hanStop(h.text.Rune(end)) && !hanPause(h.text.Rune(end)) {
		end++
	}
	v, class := h.verbEnding(from, end)
	if v <= from {
		return source, cue, "", false
	}
	source = h.source(from, v)
	return source, h.span(v, end), class, source.Len() > 0
}

// indirect finds reported speech in one sentence: X表示，…; X认为…; 据X报道，….
func (h *hanFinder) indirect(sentence corpus.Span) {
	start, end := h.at(sentence.Start), h.at(sentence.End)
	stop := end
	for stop > start && (hanStop(h.text.Rune(stop-1)) || h.text.Rune(stop-1) == ' ') {
		stop--
	}
	if stop-start < 8 || stop-start > maxHanSentence || h.quoted(h.span(start, stop)) || h.press(start, stop) {
		return
	}
	for i := start + 1; i < stop; i++ {
		v, next, class := h.cueAt(start, i, stop)
		if v == 0 {
			continue
		}
		source := h.source(start, v)
		if source.Len() == 0 || stop-next < 4 {
			continue
		}
		h.add(draft{content: []corpus.Span{h.span(next, stop)}, source: source, cue: h.span(v, i), class: class, kind: corpus.QuoteIndirect})
		return
	}
}

// cueAt reports a verb of saying that ends at i with reported content behind:
// where it begins and where the content does.
func (h *hanFinder) cueAt(start, i, stop int) (int, int, corpus.VerbClass) {
	pause := h.text.Rune(i) == ',' || h.text.Rune(i) == ':'
	v, class := h.verbEnding(start, i)
	if v <= start {
		return 0, 0, ""
	}
	if pause {
		return v, i + 1, class
	}
	rest := h.text.String(i, min(stop, i+4))
	if strings.HasPrefix(rest, "的那样,") {
		return v, i + 4, class
	}
	if joined[h.text.String(v, i)] && !strings.ContainsAny(rest[:len(string(h.text.Rune(i)))], "的了过出者道") {
		return v, i, class
	}
	return 0, 0, ""
}

// press reads "据X报道，…".
func (h *hanFinder) press(start, stop int) bool {
	s := h.text.String(start, stop)
	if !strings.HasPrefix(s, "据") {
		return false
	}
	comma := strings.IndexByte(s, ',')
	if comma < 0 || len([]rune(s[:comma])) > maxHanSource {
		return false
	}
	for _, cue := range []string{"报道", "消息", "介绍", "透露", "称"} {
		k := strings.Index(s[:comma], cue)
		if k < 0 {
			continue
		}
		from, to := start+1, start+len([]rune(s[:k]))
		for i := from + 1; i < to; i++ {
			if unicode.IsDigit(h.text.Rune(i)) {
				to = i
			}
		}
		if to <= from {
			return false
		}
		content := start + len([]rune(s[:comma])) + 1
		h.add(draft{content: []corpus.Span{h.span(content, stop)}, source: h.span(from, to), cue: h.span(start+len([]rune(s[:k])), start+len([]rune(s[:k+len(cue)]))),
			class: classNeutral, kind: corpus.QuoteIndirect})
		return true
	}
	return false
}
