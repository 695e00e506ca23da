package trace

import (
	"context"
	"fmt"
	"strings"

	"framewatch/store"
)

// annotation is a row of a table of what was found in texts.
type annotation struct {
	node             *Node
	doc, run         string
	place            place
	surface          string
	sentence, clause string
}

// annotated follows a row down to the bytes.
func (t *tracer) annotated(ctx context.Context, f store.File, a annotation) (*text, error) {
	t.ran(a.run)
	t.out.Root = a.node
	texts, err := t.texts(ctx, a.doc)
	if err != nil {
		return nil, err
	}
	x := texts[a.doc]
	if x == nil {
		a.node.broken("document", "documents", mendTable, "table documents does not have %s", a.doc)
		return nil, nil
	}
	t.out.Documents, t.out.Shown = 1, 1
	around, err := t.surroundings(ctx, texts, map[string]bool{a.sentence: true}, map[string]bool{a.clause: true})
	if err != nil {
		return nil, err
	}
	a.node.Lang = x.row.Lang
	x.stands(a.node, f.Path, a.place, a.surface)
	around.rests(a.node, x, a.place, a.sentence, a.clause, true)
	if around.sentences[a.sentence] == nil {
		a.node.From = append(a.node.From, x.node)
	}
	return x, nil
}

func (t *tracer) sentence(ctx context.Context, f store.File, id string) error {
	s, err := one(ctx, t, f, func(r *store.SentenceRow) bool { return r.SentenceID == id })
	if err != nil {
		return err
	}
	t.ran(s.RunID)
	texts, err := t.texts(ctx, s.DocID)
	if err != nil {
		return err
	}
	x := texts[s.DocID]
	if x == nil {
		t.out.Root = &Node{Kind: "sentence", ID: id}
		t.out.Root.broken("document", "documents", mendTable, "table documents does not have %s", s.DocID)
		return nil
	}
	a := &around{sentences: map[string]*store.SentenceRow{id: &s}, files: map[string]string{id: f.Path}, nodes: map[string]*Node{}}
	t.out.Root = a.sentence(x, id, true)
	t.out.Documents, t.out.Shown = 1, 1
	return nil
}

func (t *tracer) clause(ctx context.Context, f store.File, id string) error {
	r, err := one(ctx, t, f, func(r *store.ClauseRow) bool { return r.ClauseID == id })
	if err != nil {
		return err
	}
	n := &Node{Kind: "clause", ID: id}
	n.fact("reading", strings.Join([]string{r.Kind, r.Polarity, r.Mood, r.Voice}, ", "))
	p := place{r.InTitle, r.Start, r.End, r.StartByte, r.EndByte}
	x, err := t.annotated(ctx, f, annotation{node: n, doc: r.DocID, run: r.RunID, place: p, sentence: r.SentenceID})
	if x != nil {
		said, _ := x.of(p)
		n.Says = strings.Join(strings.Fields(said), " ")
	}
	return err
}

// hitNode says what a hit is.
func hitNode(r *store.FrameHitRow) *Node {
	n := &Node{Kind: "hit", ID: r.HitID, Says: r.Surface}
	n.fact("frame", r.Frame)
	n.fact("term", r.Term)
	n.fact("codebook", r.Codebook+"@"+r.CodebookVersion)
	n.fact("voice", strings.TrimSpace(r.Voice+" "+r.Speaker))
	if r.Negated {
		n.fact("negated", "it does not count")
	}
	return n
}

func placeOfHit(r *store.FrameHitRow) place {
	return place{r.InTitle, r.Start, r.End, r.StartByte, r.EndByte}
}

func (t *tracer) hit(ctx context.Context, f store.File, id string) error {
	r, err := one(ctx, t, f, func(r *store.FrameHitRow) bool { return r.HitID == id })
	if err != nil {
		return err
	}
	n := hitNode(&r)
	if _, err = t.annotated(ctx, f, annotation{n, r.DocID, r.RunID, placeOfHit(&r), r.Surface, r.SentenceID, r.ClauseID}); err != nil {
		return err
	}
	// Whether the document has the frame is the decision of which the hit is a part.
	of := frameOf{frame: r.Frame, codebook: r.Codebook, target: r.TargetID}
	list, err := t.decisions(ctx, of, map[string]*text{r.DocID: {file: f}})
	if err != nil {
		return err
	}
	d := list[r.DocID]
	if d == nil || d.row == nil {
		n.broken("decision", "document_frames", mendTable, "table document_frames does not say whether the document has %s", r.Frame)
		return nil
	}
	n.From = append(n.From, d.node(t))
	return nil
}

func (t *tracer) mention(ctx context.Context, f store.File, id string) error {
	r, err := one(ctx, t, f, func(r *store.MentionRow) bool { return r.MentionID == id })
	if err != nil {
		return err
	}
	n := &Node{Kind: "mention", ID: id, Says: r.Surface}
	n.fact("entity", r.EntityID)
	n.fact("name", r.Name)
	n.fact("label", strings.TrimSpace(r.Label+" "+r.Variant))
	n.fact("evidence", r.Evidence)
	if err := t.gazetteer(ctx, n, r.EntityID); err != nil {
		return err
	}
	_, err = t.annotated(ctx, f, annotation{node: n, doc: r.DocID, run: r.RunID, place: place{r.InTitle, r.Start, r.End, r.StartByte, r.EndByte}, surface: r.Surface, sentence: r.SentenceID})
	return err
}

// gazetteer says which version of which list an entity is of.
func (t *tracer) gazetteer(ctx context.Context, n *Node, entity string) error {
	if entity == "" {
		return nil
	}
	return each(ctx, t, nil, func(r *store.EntityRow) bool { return r.EntityID == entity }, func(r store.EntityRow, _ store.File) {
		n.fact("gazetteer", r.Gazetteer+"@"+r.GazetteerVersion)
	})
}

func (t *tracer) quote(ctx context.Context, f store.File, id string) error {
	r, err := one(ctx, t, f, func(r *store.QuoteRow) bool { return r.QuoteID == id })
	if err != nil {
		return err
	}
	n := &Node{Kind: "quote", ID: id, Says: r.ContentText}
	n.fact("speaker", strings.TrimSpace(r.SpeakerID+" "+r.SpeakerName))
	n.fact("type", strings.TrimSpace(r.Type+" "+r.VerbClass))
	t.ran(r.RunID)
	t.out.Root = n
	texts, err := t.texts(ctx, r.DocID)
	if err != nil {
		return err
	}
	x := texts[r.DocID]
	if x == nil {
		n.broken("document", "documents", mendTable, "table documents does not have %s", r.DocID)
		return nil
	}
	n.Lang = x.row.Lang
	t.out.Documents, t.out.Shown = 1, 1
	for _, part := range []struct {
		name  string
		spans []store.Span
		want  string
	}{{"content", r.Content, r.ContentText}, {"source", r.Source, r.SourceText}, {"cue", r.Cue, r.CueText}} {
		if len(part.spans) == 0 {
			continue
		}
		if got, ok := x.joined(r.InTitle, part.spans); !ok || got != part.want {
			n.broken("surface", f.Path, mendTable, "%s: at its places stands %q, and the row says %q", part.name, got, part.want)
		} else {
			n.ok("surface", "%s: %q stands there", part.name, shortenedTo(got, 60))
		}
	}
	a, err := t.surroundings(ctx, texts, map[string]bool{r.SentenceID: true}, map[string]bool{r.ClauseID: true})
	if err != nil || len(r.Content) == 0 {
		n.From = append(n.From, x.node)
		return err
	}
	// A quotation may go on beyond the sentence in which it starts, and start with its
	// source.
	_, offsets := x.in(r.InTitle)
	first := r.Content[0].Start
	clause := r.ClauseID
	if len(r.Source) > 0 && r.Source[0].Start < first {
		first, clause = r.Source[0].Start, ""
	}
	at := int64(offsets.Byte(int(first)))
	a.rests(n, x, place{r.InTitle, first, first, at, at}, r.SentenceID, clause, true)
	if a.sentences[r.SentenceID] == nil {
		n.From = append(n.From, x.node)
	}
	return nil
}

// joined is what stands at spans, joined as the table has it.
func (x *text) joined(title bool, spans []store.Span) (string, bool) {
	in, offsets := x.in(title)
	var parts []string
	for _, s := range spans {
		from, to := offsets.Byte(int(s.Start)), offsets.Byte(int(s.End))
		if s.Start < 0 || s.End < s.Start || int64(offsets.CodePoint(from)) != s.Start || int64(offsets.CodePoint(to)) != s.End {
			return strings.Join(parts, " "), false
		}
		parts = append(parts, in[from:to])
	}
	return strings.Join(parts, " "), true
}

func (t *tracer) claim(ctx context.Context, f store.File, id string) error {
	r, err := one(ctx, t, f, func(r *store.ClaimRow) bool { return r.ClaimID == id })
	if err != nil {
		return err
	}
	n := &Node{Kind: "claim", ID: id, Says: r.Surface}
	n.fact("claims", strings.TrimSpace(r.Kind+" "+r.Bound+" "+r.Value))
	n.fact("verdict", r.Verdict)
	n.fact("fact", r.Fact)
	n.fact("source of the fact", r.FactSource)
	n.fact("register", r.Register)
	_, err = t.annotated(ctx, f, annotation{n, r.DocID, r.RunID, place{r.InTitle, r.Start, r.End, r.StartByte, r.EndByte}, r.Surface, r.SentenceID, r.ClauseID})
	return err
}

func (t *tracer) stance(ctx context.Context, f store.File, id string) error {
	r, err := one(ctx, t, f, func(r *store.StanceRow) bool { return r.StanceID == id })
	if err != nil {
		return err
	}
	n := &Node{Kind: "stance", ID: id, Says: fmt.Sprintf("%s towards %s (%.2f)", r.Stance, r.TargetID, r.Score)}
	n.fact("voice", r.Voice)
	n.fact("by", r.Method)
	n.fact("mention", r.MentionID)
	_, err = t.annotated(ctx, f, annotation{node: n, doc: r.DocID, run: r.RunID, place: place{r.InTitle, r.Start, r.End, r.StartByte, r.EndByte}, sentence: r.SentenceID})
	return err
}
