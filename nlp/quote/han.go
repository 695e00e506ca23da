package quote

import (
	"sort"
	"strings"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// The rules for Chinese read a paragraph as words, with every passage in
// quotation marks as one of them, and cut it into units: sentences, where those
// inside the marks do not count. In a unit they find who speaks by which verb
// (han_cue.go), then what each of them says (han_content.go):
//
//   - han_cue.go goes through the words of a unit and asks, at each, the form of
//     attribution that may begin there;
//   - han_verb.go reads verbs of saying with their subject (han_source.go), or without
//     one of their own (han_subject.go); han_deny.go verbs that deny or cite;
//   - han_forms.go reads what is no subject with a verb (据X报道, 在X看来), and
//     han_colon.go what stands before a colon;
//   - han_words.go has the verbs, han_source.go the words for who speaks, han_names.go
//     says which words are names, by mentions and by the form of people's names.
//
// In all of these lo, i, end and stop are words (indices into hanFinder.words), the
// last of a range exclusive.

const (
	minHanDirect = 3   // characters of a quotation with its cue
	minHanAlone  = 12  // characters of one without
	maxHanUnit   = 300 // words; longer ones are lists and are cut at a pause
	minHanSplit  = 6   // characters in marks that stand for themselves in reported speech
)

// hanFinder applies the rules to one paragraph.
type hanFinder struct {
	*finder
	number   int
	passages []passage
	taken    []bool // passages that have a speaker
	words    []hanWord
	found    []said // attributions of the unit that is being read, in text order
}

// chinese finds the quotations of a paragraph in Chinese or Japanese.
func (f *finder) chinese(number int, ps []passage) {
	p := &f.paragraphs[number]
	if p.lang == "ja" {
		f.japanese(number, ps)
		return
	}
	ps = f.overLines(p, number, ps)
	h := hanFinder{finder: f, number: number, passages: ps, taken: make([]bool, len(ps))}
	if len(ps) > 0 && ps[0].resumes {
		f.resume(number, ps[0])
		h.taken[0] = true
	}
	h.read()
	first := len(f.drafts)
	for lo := 0; lo < len(h.words); {
		hi := h.unit(lo)
		lo = max(hi, h.speech(lo, hi))
	}
	h.alone()
	for i := first; i < len(f.drafts)-1; i++ {
		if f.drafts[i].open { // the next paragraph looks for it at the end
			f.drafts[i], f.drafts[len(f.drafts)-1] = f.drafts[len(f.drafts)-1], f.drafts[i]
		}
	}
}

// overLines reads the passages of a paragraph with lines of which one begins
// with a mark that the line before has left open: “…\n“…”, one passage.
func (f *finder) overLines(p *paragraph, number int, ps []passage) []passage {
	text := p.span.Of(f.src)
	if !strings.Contains(text, "\n“") && !strings.Contains(text, "\n「") {
		return ps
	}
	var out []passage
	at := p.span.Start
	for line := range strings.Lines(text) {
		span := corpus.Span{Start: at, End: at + len(strings.TrimRight(line, "\n"))}
		at += len(line)
		for i, q := range passages(f.src, span, number, false) {
			n := len(out)
			if i == 0 && q.span.Start == span.Start && n > 0 && out[n-1].open {
				out[n-1].span.End, out[n-1].open = q.span.End, q.open
				continue
			}
			if n > 0 && out[n-1].open {
				return ps // a mark that the next line does not take up
			}
			out = append(out, q)
		}
	}
	if n := len(out); n > 0 && out[n-1].open && !f.goesOn(number) {
		return ps
	}
	if len(ps) > 0 && len(out) > 0 {
		out[0].resumes = ps[0].resumes
	}
	return out
}

// resume adds a passage to the quotation that the paragraph before left open.
func (f *finder) resume(number int, p passage) {
	d := &f.drafts[len(f.drafts)-1]
	d.content, d.open, d.paragraph = append(d.content, p.span), p.open, number
}

// read makes the words of the paragraph.
func (h *hanFinder) read() {
	p := &h.paragraphs[h.number]
	first := h.sentenceOf(p.span.Start)
	if first < 0 {
		return
	}
	tokens := h.a.Tokens
	k := sort.Search(len(tokens), func(i int) bool { return tokens[i].Sentence >= first })
	h.words = make([]hanWord, 0, p.span.Len()/5+1)
	next := 0
	for ; k < len(tokens) && tokens[k].Sentence < first+len(p.sentences); k++ {
		t := &tokens[k]
		for next < len(h.passages) && h.passages[next].span.Start < t.Span.End {
			next++
			h.words = append(h.words, hanWord{s: "“", span: h.passages[next-1].span, passage: next})
		}
		if next > 0 && t.Span.Start < h.passages[next-1].span.End {
			continue
		}
		n := len(h.words)
		if h.in == corpus.InTitle && n > 0 && spaced(h.src[h.words[n-1].span.End:t.Span.Start]) {
			h.words = append(h.words, hanWord{s: ",", span: corpus.Span{Start: h.words[n-1].span.End, End: t.Span.Start}})
			n++
		}
		h.word(t)
		if n > 0 && n < len(h.words) && strings.Contains(h.src[h.words[n-1].span.End:t.Span.Start], "\n") {
			h.words[n].line = true
		}
	}
	h.name(first, first+len(p.sentences))
}

// spaced reports the space between the clauses of a headline.
func spaced(gap string) bool { return gap != "" && strings.Trim(gap, " \u3000\u00a0") == "" }

// word adds a token: with the word before where both are one (批评|者, 形容|为),
// as two where they are not (被|批评者).
func (h *hanFinder) word(t *corpus.Token) {
	if n := len(h.words); t.Word && n > 0 {
		w := &h.words[n-1]
		if w.passage == 0 && w.span.End == t.Span.Start && (nounEndings[t.Norm] || w.s == "不" && hanCues()["不"+t.Norm].kind == cueDeny || verbEndings[t.Norm] && callings[w.s+t.Norm] || len(w.s) == 3 && len(t.Norm) == 3 && (hanCues()[w.s+t.Norm].kind != cueNone || hanConjunctions[w.s+t.Norm] || someones()[w.s+t.Norm] != nobody || t.Norm == "国" && wordKind(w.s+t.Norm) != nobody)) {
			w.s, w.span.End = w.s+t.Norm, t.Span.End
			return
		}
	}
	const by = "被"
	if rest, ok := strings.CutPrefix(t.Norm, by); ok && t.Word && t.Span.Len() == len(t.Norm) && wordKind(rest) != nobody {
		at := t.Span.Start + len(by)
		h.words = append(h.words, hanWord{s: by, span: corpus.Span{Start: t.Span.Start, End: at}}, hanWord{s: rest, span: corpus.Span{Start: at, End: t.Span.End}})
		return
	}
	h.words = append(h.words, hanWord{s: plain(t), span: t.Span})
}

// verbEndings complete verbs of calling; nounEndings make the word before them somebody.
var (
	nounEndings = wordset.Of("者 员 人士")
	verbEndings = wordset.Of("为 作 成")
)

// plain is a token's form with its punctuation as in ASCII.
func plain(t *corpus.Token) string {
	if t.Word {
		return t.Norm
	}
	switch t.Norm {
	case "，", "【", "】", "[", "]", "〔", "〕":
		return ","
	case "：", "﹕", "∶":
		return ":"
	case "；":
		return ";"
	case "！":
		return "!"
	case "？":
		return "?"
	case "。", "．", "｡":
		return "。"
	case "……", "…":
		return "…"
	case "（":
		return "("
	case "）":
		return ")"
	case "〈", "﹏":
		return "《"
	case "〉":
		return "》"
	}
	return t.Norm
}

func stopWord(s string) bool { return s == "。" || s == "!" || s == "?" || s == "…" }

// unit is where the unit that begins at word lo ends. A passage that ends a
// sentence of its own ends the unit, but where the unit begins with it: then its
// speaker may stand behind.
func (h *hanFinder) unit(lo int) int {
	for i := lo; i < len(h.words); i++ {
		w := &h.words[i]
		if w.line && i > lo {
			return i
		}
		if i-lo > maxHanUnit && (pauseWord(w.s) || w.passage > 0 || i-lo > 2*maxHanUnit) {
			return i + 1
		}
		last := i+1 == len(h.words)
		if w.passage > 0 && !last && h.words[i+1].passage == 0 && i > lo && h.introduced(lo, i) && h.final(w.span) {
			return i + 1
		}
		if stopWord(w.s) && (last || !stopWord(h.words[i+1].s)) {
			return i + 1
		}
	}
	return len(h.words)
}

// line is where the line of word i ends.
func (h *hanFinder) line(i int) int {
	for i++; i < len(h.words) && !h.words[i].line; i++ {
	}
	return min(i, len(h.words))
}

// introduced reports words outside the marks between lo and i.
func (h *hanFinder) introduced(lo, i int) bool {
	for ; lo < i; lo++ {
		if h.words[lo].passage == 0 {
			return true
		}
	}
	return false
}

// inside is a passage without the marks that close it.
func (h *hanFinder) inside(p corpus.Span) string {
	return strings.TrimRight(p.Of(h.src), "”」』\"＂’")
}

// final reports a passage that ends in a stop of its own.
func (h *hanFinder) final(p corpus.Span) bool {
	s := h.inside(p)
	for _, stop := range []string{"。", "！", "？", "!", "?", "…"} {
		if strings.HasSuffix(s, stop) {
			return true
		}
	}
	return false
}

// sentenceLike reports a passage that ends in a mark of its own.
func (h *hanFinder) sentenceLike(p corpus.Span) bool {
	s := h.inside(p)
	return h.final(p) || strings.HasSuffix(s, "，") || strings.HasSuffix(s, ",")
}

// span is the bytes of words from to end.
func (h *hanFinder) span(from, end int) corpus.Span {
	if from >= end {
		return corpus.Span{}
	}
	return corpus.Span{Start: h.words[from].span.Start, End: h.words[end-1].span.End}
}

// size is the number of characters between the marks of a passage.
func (h *hanFinder) size(p corpus.Span) int { return utf8.RuneCountInString(p.Of(h.src)) - 2 }

// alone makes quotations without a source of the passages that are whole
// sentences and that nobody has said; right behind a quotation whose verb stood
// behind it they go on with it.
func (h *hanFinder) alone() {
	for i, w := range h.words {
		if w.passage == 0 || h.taken[w.passage-1] || !h.sentenceLike(w.span) || i > 0 && !stopWord(h.words[i-1].s) && h.words[i-1].passage == 0 {
			continue
		}
		if k := h.before(i); k >= 0 {
			h.drafts[k].content = append(h.drafts[k].content, w.span)
			h.taken[w.passage-1] = true
			continue
		}
		if h.size(w.span) >= minHanAlone {
			h.add(draft{content: []corpus.Span{w.span}, kind: corpus.QuoteDirect, open: h.passages[w.passage-1].open})
			h.taken[w.passage-1] = true
		}
	}
}

// before is the draft that ends right before word i with its verb behind its
// first content; -1 when there is none.
func (h *hanFinder) before(i int) int {
	if i == 0 {
		return -1
	}
	edge := h.words[i-1].span.Start
	for k := len(h.drafts) - 1; k >= max(0, len(h.drafts)-lookBack) && h.drafts[k].paragraph == h.number; k-- {
		d := &h.drafts[k]
		if d.behind && (max(d.end(), d.cue.End) == edge || max(d.end(), d.cue.End) == h.words[i-1].span.End) {
			return k
		}
	}
	return -1
}

func (h *hanFinder) add(d draft) {
	d.paragraph = h.number
	h.drafts = append(h.drafts, d)
}
