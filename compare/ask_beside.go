package compare

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"framewatch/compare/relation"
	"framewatch/store"
)

func besideQuestion() Question {
	return Question{Name: "beside", Summary: "whether the target is set beside or against other courts and bodies", Doc: `
The things counted are documents that name the target; --with lists other bodies
(default: the gazetteers' entities of kind court or body, without news media and
what is part of the target). A sentence that names both is read by the cues of
compare/relation/cues.txt (English, Chinese, French, Spanish, German) inside the
smallest clause that holds both names; cues inside names do not count, and
whether a cue is denied, asked or supposed is told by table clauses.
  item "BODY"              documents with a sentence that names both; share: over all
  item "BODY: against"     with such a sentence in which a cue such as "instead of"
                           is affirmed
  item "BODY: beside"      with such a sentence in which none is: both are named
                           together, whatever else is said
  item "BODY: complement"  of these, with an affirmed cue such as "alongside", or a
                           denied cue of against ("is not meant to replace")
  item "BODY: supposed"    with a sentence whose cues are all asked or supposed; it
                           is neither beside nor against
  item "BODY: critical"    with such a sentence that has a hit of a frame of
                           negative polarity, not negated, or a critical stance on
                           the target; this says nothing of the other body
  item "any", "any: ..."   the same of any of the bodies: a document counts once
Shares of relations are over the documents with a sentence in a language that has
cues, of critical over those coded for frames or stance; others are not coded. A
document may have several relations.`, run: (*asking).besideAsked}
}

type (
	placeRead struct {
		Sentence []string      `col:"sentence_id"`
		Doc      store.Symbols `col:"doc_id"`
		Lang     store.Symbols `col:"lang"`
		Start    []int64       `col:"start_byte"`
		End      []int64       `col:"end_byte"`
		Headline []bool        `col:"is_headline"`
	}
	stanceRead struct {
		Mention store.Symbols `col:"mention_id"`
		Stance  store.Symbols `col:"stance"`
	}
)

// Table names the table that is read.
func (placeRead) Table() string { return store.SentenceRow{}.Table() }

// Table names the table that is read.
func (stanceRead) Table() string { return store.StanceRow{}.Table() }

// Relations of a sentence.
const (
	relationAgainst    = "against"
	relationBeside     = "beside"
	relationComplement = "complement"
	relationSupposed   = "supposed"
	relationCritical   = "critical"
	relationJudged     = "judged" // coded for critical
)

// itemAny is any of the entities of a question, or any kind of claim.
const itemAny = "any"

// sentenceText is a sentence as its document has it.
type sentenceText struct {
	doc      string
	lang     string
	at       place
	headline bool
	text     string
}

func (a *asking) besideAsked(ctx context.Context) error {
	if v := relation.Version(); a.spec.Cues != "" && a.spec.Cues != v {
		return asked(fmt.Errorf("asked by cues %s: this version of the program has %s", a.spec.Cues, v))
	}
	a.spec.Cues = relation.Version()
	if err := a.named(); err != nil {
		return err
	}
	sentences, err := a.sentencesTogether(ctx)
	if err != nil {
		return err
	}
	texts, err := a.texts(ctx, sentences)
	if err != nil {
		return err
	}
	critical, judged, err := a.critical(ctx, sentences)
	if err != nil {
		return err
	}
	byDoc := byDocument(sentences)
	t := a.tally(unitDocuments)
	for _, i := range a.docs {
		related := map[string]map[string]string{} // body, relation: sentence
		for _, s := range byDoc[i] {
			for body, places := range s.with {
				relations := s.relations(texts[s.id], places)
				if critical[s.id] {
					relations = append(relations, relationCritical)
				}
				if judged[s.id] {
					relations = append(relations, relationJudged)
				}
				for _, r := range append(relations, "") {
					for _, of := range []string{body, itemAny} {
						if related[of] == nil {
							related[of] = map[string]string{}
						}
						if related[of][r] == "" {
							related[of][r] = s.id
						}
					}
				}
			}
		}
		for _, by := range a.spec.By {
			for _, in := range a.c.groupsOf(&a.c.docs[i], by) {
				t.related(i, cell{by: by, in: in}, related)
			}
		}
	}
	return t.answer()
}

// related counts a document in a group.
func (t *tally) related(doc int32, group cell, related map[string]map[string]string) {
	all := base{cell: group}
	t.add(doc, all, all, "")
	for _, body := range append(slices.Clone(t.a.spec.With), itemAny) {
		sentences := related[body]
		if sentences == nil {
			continue
		}
		named := all
		named.item = body
		t.add(doc, named, all, sentences[""])
		x, of := named, base{named.cell, true}
		relations := []string{relationAgainst, relationBeside, relationComplement, relationSupposed}
		if slices.ContainsFunc(relations, func(r string) bool { return sentences[r] != "" }) {
			t.add(doc, of, of, "")
		} else {
			t.without(doc, of, of)
		}
		for _, r := range relations {
			x.item = body + ": " + r
			if t.at(x, of); sentences[r] != "" {
				t.add(doc, x, of, sentences[r])
			}
		}
		x.item = body + ": " + relationCritical
		of = base{x.cell, true}
		if sentences[relationJudged] != "" {
			t.add(doc, of, of, "")
		} else {
			t.without(doc, of, of)
		}
		if t.at(x, of); sentences[relationCritical] != "" {
			t.add(doc, x, of, sentences[relationCritical])
		}
	}
}

// relations are those of a sentence between the target and a body, none where
// its language has no cues.
func (s *together) relations(text sentenceText, body []place) []string {
	cues, coded := relation.Find(text.lang, text.text)
	if !coded {
		return nil
	}
	scope := s.around(body)
	affirmed, denied, supposed := [2]bool{}, [2]bool{}, false
	for _, c := range cues {
		at := place{text.at.start + int64(c.Start), text.at.start + int64(c.End)}
		if !scope.holds(at) || slices.ContainsFunc(s.names, func(n place) bool { return n.start < at.end && at.start < n.end }) {
			continue
		}
		switch r := s.at(at); {
		case r.supposed:
			supposed = true
		case r.denied:
			denied[c.Relation] = true
		default:
			affirmed[c.Relation] = true
		}
	}
	complement := affirmed[relation.Beside] || denied[relation.Against]
	var out []string
	switch {
	case affirmed[relation.Against]:
		out = append(out, relationAgainst)
	case complement || !supposed:
		out = append(out, relationBeside)
	default:
		out = append(out, relationSupposed)
	}
	if complement && !affirmed[relation.Against] {
		out = append(out, relationComplement)
	}
	return out
}

// texts reads the sentences.
func (a *asking) texts(ctx context.Context, sentences []*together) (map[string]sentenceText, error) {
	wanted, inDoc := map[string]bool{}, map[string][]string{}
	for _, s := range sentences {
		wanted[s.id] = true
	}
	out := map[string]sentenceText{}
	for b, err := range store.ScanColumns[placeRead](ctx, a.ds) {
		if err != nil {
			return nil, fmt.Errorf("read sentences: %w", err)
		}
		for i, id := range b.Sentence {
			if wanted[id] {
				s := sentenceText{b.Doc.At(i), b.Lang.At(i), place{b.Start[i], b.End[i]}, b.Headline[i], ""}
				key := strings.Clone(id)
				out[key] = s
				inDoc[s.doc] = append(inDoc[s.doc], key)
			}
		}
	}
	for b, err := range store.ScanColumns[textBatch](ctx, a.ds) {
		if err != nil {
			return nil, fmt.Errorf("read documents: %w", err)
		}
		for i, doc := range b.Doc {
			for _, id := range inDoc[doc] {
				s := out[id]
				s.text = strings.Clone(example{start: s.at.start, end: s.at.end, inTitle: s.headline, found: true}.text(b.Title[i], b.Text[i]))
				out[id] = s
			}
		}
	}
	return out, nil
}

// critical finds the sentences with a negative frame or a critical stance on the
// target; judged are those of which that is known.
func (a *asking) critical(ctx context.Context, sentences []*together) (out, judged map[string]bool, err error) {
	out, judged = map[string]bool{}, map[string]bool{}
	byMention := map[string]string{}
	for _, s := range sentences {
		for _, id := range s.ids {
			byMention[id] = s.id
		}
		judged[s.id] = slices.ContainsFunc(a.frames, func(f int) bool { return a.coded(f, s.doc) })
	}
	err = a.hits(ctx, func(_ int32, h hitRead) {
		if h.Polarity == "negative" {
			out[h.Sentence] = true
		}
	})
	if err != nil {
		return nil, nil, err
	}
	for b, err := range store.ScanColumns[stanceRead](ctx, a.ds) {
		if err != nil {
			return nil, nil, fmt.Errorf("read stances: %w", err)
		}
		for i := range b.Mention.Codes {
			if s := byMention[b.Mention.At(i)]; s != "" {
				judged[s] = true
				out[s] = out[s] || b.Stance.At(i) == "critical"
			}
		}
	}
	return out, judged, nil
}
