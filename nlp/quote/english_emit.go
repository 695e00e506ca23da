package quote

import (
	"framewatch/corpus"
)

// emit turns the reports into drafts; what a draft of the passages has already
// is left to it, and a mixed one takes the whole of the clause.
func (r *reading) emit() {
	for _, rep := range r.found {
		content := r.pieces(rep.from, rep.to)
		if rep.from2 > 0 {
			content = append(content, r.pieces(rep.from2, len(r.ws))...)
		}
		if len(content) == 0 {
			continue
		}
		d := draft{content: content, source: rep.source, cue: rep.cue, class: rep.class, kind: corpus.QuoteIndirect}
		for _, w := range r.ws {
			if w.quoted && covered(content, w.span) {
				d.kind = corpus.QuoteMixed
			}
		}
		if !r.merge(d, rep) {
			r.s.add(d)
		}
	}
}

func covered(content []corpus.Span, part corpus.Span) bool {
	for _, c := range content {
		if c.Contains(part) {
			return true
		}
	}
	return false
}

// merge reports whether a draft of the passages stands for d.
func (r *reading) merge(d draft, rep report) bool {
	if d.kind == corpus.QuoteIndirect {
		return false
	}
	for i := len(r.s.drafts) - 1; i >= 0; i-- {
		old := &r.s.drafts[i]
		if old.paragraph != r.s.number {
			break
		}
		touches := false
		for _, c := range d.content {
			touches = touches || covered(old.content, c)
		}
		if !touches {
			continue
		}
		if old.kind == corpus.QuoteMixed && !old.open && old.end() <= r.ws[len(r.ws)-1].span.End && (old.cue.Overlaps(d.cue) || old.source.Len() == 0 || rep.clause && rep.ahead && old.cue.Start < d.content[0].Start) {
			old.content, old.source, old.cue, old.class = d.content, d.source, d.cue, d.class
			return true
		}
		if old.source.Len() == 0 {
			old.source, old.cue, old.class = d.source, d.cue, d.class
			return true
		}
		if old.cue.Overlaps(d.cue) || old.kind == corpus.QuoteDirect && !rep.clause {
			return true
		}
		return old.kind == corpus.QuoteDirect
	}
	return false
}

// pieces are the spans of content between two places, passages for themselves.
func (r *reading) pieces(from, to int) []corpus.Span {
	for from < to && r.ws[from].mark && r.ws[from].low != "(" && r.ws[from].low != "$" {
		from++
	}
	for to > from && r.ws[to-1].mark && r.ws[to-1].low != ")" && r.ws[to-1].low != "%" {
		to--
	}
	var out []corpus.Span
	start := from
	for i := from; i <= to; i++ {
		if i < to && !r.ws[i].quoted {
			continue
		}
		if i > start {
			if part := span(r.ws[start:i]); !allMarks(r.ws[start:i]) {
				out = append(out, part)
			}
		}
		if i < to {
			out = append(out, r.ws[i].span)
		}
		start = i + 1
	}
	return out
}

func allMarks(ws []word) bool {
	for _, w := range ws {
		if !w.mark {
			return false
		}
	}
	return true
}
