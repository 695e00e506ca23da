package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// spacedFinder applies the rules for languages with spaces between words to one
// paragraph.
type spacedFinder struct {
	*finder
	*profile
	number   int // of the paragraph
	english  bool
	passages []passage // of the paragraph
}

// attribution is a source with its cue.
type attribution struct {
	source, cue corpus.Span
	class       corpus.VerbClass
	end         int // byte where source and cue end
}

const (
	minUnattributed = 6  // words of a quotation that names no source
	scareWords      = 4  // fewer words in marks are a term or a jibe unless a cue is near
	maxSourceWords  = 30 // a source is no longer than this
)

// direct makes drafts of the quoted passages.
func (s *spacedFinder) direct(ps []passage) {
	para := s.paragraphs[s.number].span
	from := para.Start
	for k, p := range ps {
		to := para.End
		if k+1 < len(ps) {
			to = ps[k+1].span.Start
		}
		s.passage(p, corpus.Span{Start: from, End: p.span.Start}, corpus.Span{Start: p.span.End, End: to})
		from = p.span.End
	}
}

// passage decides what the quoted passage p between the texts before and after
// is.
func (s *spacedFinder) passage(p passage, before, after corpus.Span) {
	clause := s.tail(before)
	head := s.head(after)
	if p.resumes {
		d := &s.drafts[len(s.drafts)-1]
		d.content, d.open, d.paragraph = append(d.content, p.span), p.open, s.number
		if at, ok := s.behind(head, s.pauses(p.span, after)); ok && d.source.Len() == 0 {
			d.source, d.cue, d.class, d.behind = at.source, at.cue, at.class, true
		}
		return
	}
	long := countWords(s.src, p.span) >= scareWords
	prev := s.last(s.number)
	if at, ok := s.behind(head, s.pauses(p.span, after)); ok && (long || len(clause) == 0) {
		if prev != nil && prev.behind && len(clause) == 0 && prev.source.Len() == 0 {
			prev.source, prev.cue = at.source, at.cue
		}
		s.add(draft{content: []corpus.Span{p.span}, source: at.source, cue: at.cue, class: at.class, kind: corpus.QuoteDirect, behind: true, open: p.open})
		return
	}
	if prev != nil && s.continues(prev, before, clause) {
		prev.content, prev.open = append(prev.content, p.span), p.open
		return
	}
	if prev != nil && s.together(prev, p) {
		return
	}
	if at, colon, ok := s.ahead(clause); ok && s.introduces(clause, at, p, colon, long) {
		s.attribute(p, at, colon, head)
		return
	}
	if len(clause) > 0 {
		return // a term in marks, or a title
	}
	if at, ok := s.introduced(); ok && before.Len() == 0 && long {
		s.add(draft{content: []corpus.Span{p.span}, source: at.source, cue: at.cue, class: at.class, kind: corpus.QuoteDirect, open: p.open})
		return
	}
	if up := s.last(s.number - 1); up != nil && before.Len() == 0 && long && up.source.Len() > 0 && up.kind == corpus.QuoteDirect && s.lastWords(up) {
		// The speaker goes on in a paragraph of its own.
		s.add(draft{content: []corpus.Span{p.span}, source: up.source, cue: up.cue, class: up.class, kind: corpus.QuoteDirect, open: p.open})
		return
	}
	if p.open || countWords(s.src, p.span) >= minUnattributed && s.finished(p.span) {
		s.add(draft{content: []corpus.Span{p.span}, kind: corpus.QuoteDirect, class: "", open: p.open})
	}
}

// introduced reads the attribution at the end of the paragraph before, where that
// ends in a colon: "X said:" above the quotation.
func (s *spacedFinder) introduced() (attribution, bool) {
	if s.number == 0 {
		return attribution{}, false
	}
	up := s.paragraphs[s.number-1]
	text := trimmed(s.src, up.span)
	if text.Len() == 0 || !strings.HasSuffix(text.Of(s.src), ":") && !strings.HasSuffix(text.Of(s.src), "：") {
		return attribution{}, false
	}
	above := *s
	above.number, above.passages = s.number-1, nil
	at, _, ok := above.ahead(above.tail(text))
	return at, ok && at.source.Len() > 0
}

// goOn gives the quotations of the paragraph that name no source that of the one
// before them, where only the end of its sentence stands between: “A” is how it
// is, she said on the “Show.” “B.”
func (s *spacedFinder) goOn() {
	for i := range s.drafts {
		d := &s.drafts[i]
		if d.paragraph != s.number || d.source.Len() > 0 || d.kind != corpus.QuoteDirect {
			continue
		}
		var before *draft
		at := func(o *draft) int { return max(o.end(), o.cue.End, o.source.End) }
		for k := range s.drafts {
			o := &s.drafts[k]
			if o.paragraph == s.number && o.source.Len() > 0 && at(o) <= d.content[0].Start && (before == nil || at(o) > at(before)) {
				before = o
			}
		}
		if before != nil && s.sameTurn(corpus.Span{Start: at(before), End: d.content[0].Start}) {
			d.source, d.cue, d.class = before.source, before.cue, before.class
		}
	}
}

// sameTurn reports words between two quotations in which no other sentence
// stands.
func (s *spacedFinder) sameTurn(gap corpus.Span) bool {
	if gap.Len() > maxGap {
		return false
	}
	ws := scan(s.src, gap)
	for i, w := range ws {
		if sentenceMark(w) && i < len(ws)-1 && !ws[i+1].mark {
			return false
		}
	}
	return true
}

// lastWords reports a draft behind which its paragraph says nothing more than
// who speaks.
func (s *spacedFinder) lastWords(d *draft) bool {
	end := max(d.end(), d.cue.End, d.source.End)
	rest := scan(s.src, corpus.Span{Start: min(end, s.paragraphs[d.paragraph].span.End), End: s.paragraphs[d.paragraph].span.End})
	for i, w := range rest {
		if sentenceMark(w) {
			return i == len(rest)-1
		}
	}
	return true
}

// introduces reports whether an attribution before a passage makes it a
// quotation: not the title of a work, and not a name (a show called “Brokers”).
func (s *spacedFinder) introduces(clause []word, at attribution, p passage, pause, long bool) bool {
	if pause && clause[len(clause)-1].low != "," {
		return true
	}
	if s.title(p) {
		return false
	}
	if !pause && naming[cueWord(s.src, at.cue)] && trimmed(s.src, corpus.Span{Start: at.end, End: p.span.Start}).Len() == 0 {
		return false
	}
	return pause || long || s.near(at, p)
}

var naming = wordset.Of("called calls call dubbed labeled labelled so-called titled named entitled")

// near reports a cue directly before a short passage: called it a “jibe”.
func (s *spacedFinder) near(at attribution, p passage) bool {
	return countWords(s.src, corpus.Span{Start: at.end, End: p.span.Start}) <= 4
}

func (s *spacedFinder) add(d draft) {
	d.paragraph = s.number
	s.drafts = append(s.drafts, d)
}

// attribute adds the passage with an attribution that stands before it: direct
// after a pause, else mixed, with the words between cue and passage.
func (s *spacedFinder) attribute(p passage, at attribution, pause bool, head []word) {
	d := draft{content: []corpus.Span{p.span}, source: at.source, cue: at.cue, class: at.class, kind: corpus.QuoteDirect, open: p.open}
	if between := trimmed(s.src, corpus.Span{Start: at.end, End: p.span.Start}); !pause {
		d.kind = corpus.QuoteMixed
		if between.Len() > 0 {
			d.content = []corpus.Span{between, p.span}
		}
		if rest := s.rest(head); rest.Len() > 0 && !s.finished(p.span) {
			d.content = append(d.content, rest)
		}
	}
	s.add(d)
}

// rest is what of the sentence behind a mixed passage still belongs to it: up
// to a comma.
func (s *spacedFinder) rest(head []word) corpus.Span {
	for i, w := range head {
		if w.mark && w.low != "(" && w.low != ")" || subordinate[w.low] {
			return span(head[:i])
		}
	}
	return span(head)
}

// title reports a passage whose words all begin with capitals, as titles of
// works do in English.
func (s *spacedFinder) title(p passage) bool {
	if !s.english {
		return false
	}
	ws := scan(s.src, p.span)
	n, last := 0, false
	for _, w := range ws {
		if !w.mark && !w.upper && len(w.low) > 3 {
			return false
		}
		if !w.mark {
			n, last = n+1, w.upper
		}
	}
	return n > 1 && last
}

// continues reports whether a passage goes on with the draft before it: only
// that draft's attribution stands between them.
func (s *spacedFinder) continues(prev *draft, before corpus.Span, clause []word) bool {
	if before.Start != prev.end() {
		return s.interrupted(prev, before)
	}
	if prev.behind && prev.kind == corpus.QuoteDirect {
		if len(clause) == 0 {
			return true
		}
		// “A,” he said, “and B.”; but not: “A,” said a baker known as “B.”
		said := clause[len(clause)-1].mark || strings.HasSuffix(clause[len(clause)-1].low, ".") || clause[len(clause)-1].span.End <= max(prev.cue.End, prev.source.End)
		return said && clause[0].span.Start <= max(prev.cue.End+1, prev.source.Start)
	}
	return len(clause) == 0 && trimmed(s.src, before).Len() == 0
}

// interrupted reports whether a passage goes on with a draft although a title
// in marks stands between: “A,” she wrote in “The Book”, “is B.”
func (s *spacedFinder) interrupted(prev *draft, before corpus.Span) bool {
	if !prev.behind || prev.kind != corpus.QuoteDirect || before.Start-prev.end() > maxGap || before.Start < prev.end() {
		return false
	}
	ws := collapse(scan(s.src, corpus.Span{Start: prev.end(), End: before.End}), s.passages)
	for _, w := range ws {
		if sentenceMark(w) {
			return false
		}
	}
	return len(ws) > 2 && ws[len(ws)-1].low == "," && ws[len(ws)-2].quoted && ws[0].span.Start <= max(prev.cue.End+1, prev.source.Start)
}

// maxBetween is how many words may stand between passages of one mixed
// quotation.
const maxBetween = 8

// maxGap is more bytes than so many words have.
const maxGap = 400

// together adds a passage to the mixed draft before it in the same sentence,
// with the words between: it is “friendlier” and “win-win”.
func (s *spacedFinder) together(prev *draft, p passage) bool {
	if gap := p.span.Start - prev.end(); prev.kind != corpus.QuoteMixed || gap < 0 || gap > maxGap {
		return false
	}
	between := scan(s.src, corpus.Span{Start: prev.end(), End: p.span.Start})
	if len(between) > maxBetween {
		return false
	}
	for i := range between {
		if _, verb := s.verbAt(between, i); verb || sentenceMark(between[i]) {
			return false
		}
	}
	if len(between) > 0 {
		prev.content = append(prev.content, span(between))
	}
	prev.content = append(prev.content, p.span)
	return true
}

// pauses reports whether a sentence may go on behind the passage with its
// attribution: the passage ends in a comma or a sentence mark, or a comma or
// dash follows.
func (s *spacedFinder) pauses(p, after corpus.Span) bool {
	r := s.lastInside(p)
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(after.Of(s.src), " \u00a0"))
	if strings.ContainsRune(".…", r) {
		return !unicode.IsUpper(next) && next != '\n' // a new sentence begins
	}
	if strings.ContainsRune(",!?—–،؟-", r) || s.particles {
		return true
	}
	return strings.ContainsRune(",—–،", next)
}

// finished reports a passage that is a sentence: it ends in a sentence mark.
func (s *spacedFinder) finished(p corpus.Span) bool {
	return strings.ContainsRune(".!?…,؟", s.lastInside(p))
}

// lastInside is the last character of a passage before its closing marks.
func (s *spacedFinder) lastInside(p corpus.Span) rune {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(p.Of(s.src), "\"”»“’'」 \u00a0"))
	return r
}

// tail is the clause before a passage: the words after the last sentence mark.
func (s *spacedFinder) tail(before corpus.Span) []word {
	ws := scan(s.src, before)
	for i := len(ws) - 1; i >= 0; i-- {
		if sentenceMark(ws[i]) {
			return ws[i+1:]
		}
	}
	return ws
}

// head is the sentence that goes on behind a passage.
func (s *spacedFinder) head(after corpus.Span) []word {
	ws := scan(s.src, after)
	for i := range ws {
		if sentenceMark(ws[i]) {
			return ws[:i]
		}
	}
	return ws
}

// verbAt reports the class of the verb of saying at ws[i]. A tag that says noun
// or a determiner before it speaks against it.
func (s *spacedFinder) verbAt(ws []word, i int) (corpus.VerbClass, bool) {
	class, ok := s.verbs[ws[i].low]
	if !ok {
		return "", false
	}
	if !s.english {
		return class, true
	}
	if tag := s.tag(ws[i]); strings.HasPrefix(tag, "NN") && !strings.HasSuffix(ws[i].low, "ed") {
		return "", false
	}
	if i > 0 && (ws[i].upper || strings.HasPrefix(s.tag(ws[i-1]), "JJ") || determiner[ws[i-1].low] || strings.HasSuffix(ws[i-1].low, "'s")) {
		return "", false // the Washington Post; their claim; Romney's accusations
	}
	return class, true
}

// finiteTag are the Penn Treebank tags of verbs with an ending or an auxiliary.
var finiteTag = wordset.Of("VBD VBZ VBP MD")

// finiteVerb are auxiliaries in their finite forms.
var finiteVerb = wordset.Of("is are was were has have had will would could should can may might must do does did isn't aren't wasn't won't don't doesn't didn't can't couldn't")

// relative begins a clause that describes what stands before it.
var relative = wordset.Of("who which whose whom that where")

var determiner = wordset.Of("the a an his her their its our my your this these those to of no")
