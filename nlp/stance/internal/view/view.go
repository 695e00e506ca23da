// Package view takes apart the sentence around a mention: the stretches that are
// given to the encoder, the words on both sides, and what its clause says.
package view

import (
	"slices"
	"sort"
	"strings"

	"framewatch/corpus"
	"framewatch/nlp/clause"
)

// Stretches of a view, in the order of [View].Stretches.
const (
	Sentence  = iota // all of it
	Left             // before the mention
	Right            // behind it
	NearLeft         // the words right before it
	NearRight        // the words right behind it
	Masked           // the sentence without the mention's words
	Clause           // the smallest clause around it
	Stretches        // how many there are
)

// Marks of a view's clause, in the order of [View].Marks.
const (
	negated = iota
	supposed
	asked
	quoted
	reported
	distanced
	denied
	// Marks is how many there are.
	Marks
)

const (
	near     = 8        // words that are near
	maxSide  = 40       // words of a side that are looked at
	maxBytes = 400      // of a side
	mask     = "X"      // stands for the mention
	wordless = "\u200b" // an empty stretch, which the encoder reads as nothing
)

// View is what is seen of a mention.
type View struct {
	Stretches   [Stretches]string
	Left, Right []string // words in lower case, the nearest first
	Marks       [Marks]float32
	Lang        string
	Own         corpus.Span // of the clause
	Denial      corpus.Span // word that negates something in the clause; empty without one
	Denied      float32     // share of the clause, but for the mention, that it bears on
}

// Others reports whether the words are those of somebody who is quoted.
func (v *View) Others() bool { return v.Marks[quoted]+v.Marks[reported] > 0 }

// Viewer looks at the mentions of one document.
type Viewer struct {
	doc   *corpus.Document
	a     *corpus.Annotations
	index *clause.Index
}

// New looks at a document with its sentences, tokens and clauses.
func New(doc *corpus.Document, a *corpus.Annotations) *Viewer {
	return &Viewer{doc: doc, a: a, index: clause.NewIndex(a)}
}

// Of is the view of a place in a sentence.
func (v *Viewer) Of(sentence int, at corpus.Span) View { return v.without(sentence, at, corpus.Span{}) }

// Affirmed is the view of the place as it would be without the word that negates
// something in its clause.
func (v *Viewer) Affirmed(sentence int, at, denial corpus.Span) View {
	return v.without(sentence, at, denial)
}

// without is the view of a place with a word of the sentence cut out.
func (v *Viewer) without(sentence int, at, cut corpus.Span) View {
	s := v.a.Sentences[sentence]
	text := v.doc.Text
	if s.In() == corpus.InTitle {
		text = v.doc.Title
	}
	words := v.words(sentence, cut)
	split := sort.Search(len(words), func(i int) bool { return words[i].Span.Start >= at.Start })
	behind := sort.Search(len(words), func(i int) bool { return words[i].Span.Start >= at.End })
	out := View{Lang: s.Lang}
	from, to := max(s.Span.Start, at.Start-maxBytes), min(s.Span.End, at.End+maxBytes)
	from, to = whole(text, from, s.Span.Start), whole(text, to, s.Span.Start)
	from, to = min(from, at.Start), max(to, at.End) // damaged text has names that leave their sentence
	nearFrom, nearTo := from, to
	part := func(a, b int) string { // without what is cut out
		if a >= b {
			return ""
		}
		if cut.Len() == 0 || cut.End <= a || b <= cut.Start {
			return text[a:b]
		}
		return text[a:max(a, cut.Start)] + text[min(b, cut.End):b]
	}
	for i := split - 1; i >= max(0, split-maxSide) && words[i].Span.Start >= from; i-- {
		if split-i == near {
			nearFrom = words[i].Span.Start
		}
		out.Left = append(out.Left, strings.ToLower(words[i].Span.Of(text)))
	}
	for i := behind; i < min(len(words), behind+maxSide) && words[i].Span.End <= to; i++ {
		if i-behind == near-1 {
			nearTo = words[i].Span.End
		}
		out.Right = append(out.Right, strings.ToLower(words[i].Span.Of(text)))
	}
	own := v.mark(&out, sentence, at)
	out.Own = own
	own.Start, own.End = max(own.Start, from), min(own.End, to)
	out.Stretches = [Stretches]string{
		Sentence: part(from, to), Left: part(from, at.Start), Right: part(at.End, to),
		NearLeft: part(nearFrom, at.Start), NearRight: part(at.End, max(nearTo, at.End)),
		Masked: part(from, at.Start) + mask + part(at.End, to), Clause: part(own.Start, own.End),
	}
	for i, t := range out.Stretches {
		if strings.TrimSpace(t) == "" {
			out.Stretches[i] = wordless
		}
	}
	return out
}

// whole is the beginning of the character at i, or bound.
func whole(text string, i, bound int) int {
	for i > bound && i < len(text) && text[i]&0xC0 == 0x80 {
		i--
	}
	return i
}

// words are those of a sentence but what is cut out; tokens stand in the order of
// sentences.
func (v *Viewer) words(sentence int, cut corpus.Span) []corpus.Token {
	all := v.a.Tokens
	from := sort.Search(len(all), func(i int) bool { return all[i].Sentence >= sentence })
	to := sort.Search(len(all), func(i int) bool { return all[i].Sentence > sentence })
	if cut.Len() == 0 {
		return all[from:to]
	}
	return slices.DeleteFunc(slices.Clone(all[from:to]), func(t corpus.Token) bool { return cut.Contains(t.Span) })
}

// mark notes what the smallest clause around a place says of it, and returns
// the smallest one that is more than the scope of a word.
func (v *Viewer) mark(out *View, sentence int, at corpus.Span) corpus.Span {
	own := v.a.Sentences[sentence].Span
	c := v.index.At(sentence, at)
	if c == nil {
		return own
	}
	for m, is := range map[int]bool{
		negated: c.Polarity == corpus.Negated, supposed: c.Mood == corpus.Hypothetical, asked: c.Mood == corpus.Asked,
		quoted: c.Voice == corpus.VoiceDirect, reported: c.Voice == corpus.VoiceIndirect,
		distanced: c.VerbClass == corpus.VerbDistancing, denied: c.VerbClass == corpus.VerbDenying,
	} {
		if is {
			out.Marks[m] = 1
		}
	}
	for c != nil && c.Kind == corpus.ClauseScope {
		c = v.parent(sentence, c.Parent)
	}
	if c != nil {
		own = c.Span
	}
	out.Denial, out.Denied = v.denial(sentence, own, at)
	return own
}

// denial is the word in a clause that negates most of it, and how much that is.
func (v *Viewer) denial(sentence int, own, at corpus.Span) (cue corpus.Span, share float32) {
	all := v.a.Clauses
	for i := sort.Search(len(all), func(i int) bool { return all[i].Sentence >= sentence }); i < len(all) && all[i].Sentence == sentence; i++ {
		if c := &all[i]; c.Kind == corpus.ClauseScope && c.Polarity == corpus.Negated && c.Cue.Len() > 0 && own.Contains(c.Cue) && !c.Cue.Overlaps(at) {
			of := float32(min(c.Span.Len(), own.Len())) / float32(max(1, own.Len()-at.Len()-c.Cue.Len()))
			if of > share {
				cue, share = c.Cue, min(of, 1)
			}
		}
	}
	return cue, share
}

// parent is the clause of a sentence with an ID, nil where there is none.
func (v *Viewer) parent(sentence int, id string) *corpus.Clause {
	all := v.a.Clauses
	for i := sort.Search(len(all), func(i int) bool { return all[i].Sentence >= sentence }); i < len(all) && all[i].Sentence == sentence; i++ {
		if all[i].ID == id {
			return &all[i]
		}
	}
	return nil
}
