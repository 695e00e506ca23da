package compare

import (
	"cmp"
	"context"
	"slices"

	"framewatch/store"
)

// Behind is what a number was counted from.
type Behind struct {
	// Members are the documents, by side and ID.
	Members []Member
	// Frame and Codebook are set where the number is of a frame, and decided by table
	// document_frames.
	Frame, Codebook, Target string
	// Documents: the row's n counts Members that are coded, and n_positive those that
	// are positive. Else it counts other things, such as quotations.
	Documents bool

	c    *Corpus
	want store.EstimateRow
	at   map[memberKey]int
}

// Member is a document behind a number.
type Member struct {
	Doc      string
	Side     string // a or b of a contrast, after or before an event; empty for others
	Coded    bool   // it counts; else it is of the group, and it is not known
	Positive bool   // what is counted is in it
	// Sentences show it (sentence_id), where the question says which.
	Sentences []string
}

type memberKey struct {
	doc  int32
	side string
}

func newBehind(c *Corpus, want store.EstimateRow) *Behind {
	return &Behind{c: c, want: want, Target: want.TargetID, at: map[memberKey]int{}}
}

// member finds or adds a document.
func (b *Behind) member(doc int32, side string) *Member {
	k := memberKey{doc, side}
	i, ok := b.at[k]
	if !ok {
		i = len(b.Members)
		b.at[k] = i
		b.Members = append(b.Members, Member{Doc: b.c.docs[doc].id, Side: side})
	}
	return &b.Members[i]
}

// add adds a document that counts.
func (b *Behind) add(doc int32, side string, positive bool, sentences ...string) {
	m := b.member(doc, side)
	m.Coded, m.Positive = true, m.Positive || positive
	m.Sentences = append(m.Sentences, sentences...)
}

// coded adds documents by what a codebook says of them.
func (b *Behind) coded(docs []int32, side string, facts []frameFact, want frameFact) {
	for _, i := range docs {
		m := b.member(i, side)
		m.Coded, m.Positive = facts[i]&factCoded != 0, facts[i]&factCoded != 0 && facts[i]&want != 0
	}
}

// Sorted puts the documents into the order of side and ID, positive ones first, and
// counts them: those that are coded, positive and neither, their stories and outlets.
func (b *Behind) Sorted() (n, positive, notCoded, stories, outlets int) {
	slices.SortFunc(b.Members, func(x, y Member) int {
		return cmp.Or(boolean(y.Positive)-boolean(x.Positive), boolean(y.Coded)-boolean(x.Coded), cmp.Compare(x.Side, y.Side), cmp.Compare(x.Doc, y.Doc))
	})
	clear(b.at) // places have changed
	story, outlet := map[int32]bool{}, map[int32]bool{}
	for _, m := range b.Members {
		if !m.Coded {
			notCoded++
			continue
		}
		d := &b.c.docs[b.c.index[m.Doc]]
		n++
		positive += boolean(m.Positive)
		story[d.story], outlet[d.source] = true, true
	}
	return n, positive, notCoded, len(story), len(outlet)
}

// ofFrame says of which frame the number is.
func (b *Behind) ofFrame(cb *codebook, frame int) { b.Frame, b.Codebook = cb.frames[frame], cb.name }

func (b *Behind) prevalence(spec PrevalenceSpec) error {
	c, cb, frames, err := b.c.frames(&spec.Selection, &spec.Codebook, spec.Frames)
	if err != nil {
		return err
	}
	for _, g := range c.voicedGroups(b.want.Dimension, c.selected(spec.Selection), cmp.Or(spec.Voice, VoiceAll)) {
		if g.name != b.want.GroupName {
			continue
		}
		fact, err := g.voice.fact()
		if err != nil {
			return err
		}
		b.Documents = true
		b.ofFrame(cb, frames[0])
		b.coded(g.docs, "", cb.facts[frames[0]], fact)
	}
	return nil
}

func (b *Behind) contrast(spec ContrastSpec, frame string) error {
	fact, err := spec.Voice.fact()
	if err != nil {
		return err
	}
	c, cb, frames, err := b.c.frames(&spec.Selection, &spec.Codebook, []string{frame})
	if err != nil {
		return err
	}
	sides, err := c.sides(spec.Selection, spec.A, spec.B)
	if err != nil {
		return err
	}
	b.Documents = true
	b.ofFrame(cb, frames[0])
	b.coded(sides[0], "a", cb.facts[frames[0]], fact)
	b.coded(sides[1], "b", cb.facts[frames[0]], fact)
	return nil
}

// curve takes the documents of the specification that the number is of; those of the
// settings' own for what sums the curve up.
func (b *Behind) curve(spec CurveSpec, group string) error {
	spec.Voice, spec.Territories = cmp.Or(spec.Voice, VoiceAll), cmp.Or(spec.Territories, TerritoriesNeither)
	seen, cb, frames, err := b.c.frames(&spec.Selection, &spec.Codebook, []string{spec.Frame})
	if err != nil {
		return err
	}
	m := multiverse{corpus: seen, spec: spec, facts: cb.facts[frames[0]]}
	if m.sides, err = seen.sides(spec.Selection, spec.A, spec.B); err != nil {
		return err
	}
	m.median, m.divided = m.medianDay()
	b.Documents = group != GroupAll
	b.ofFrame(cb, frames[0])
	chosen := []Choice(nil)
	for _, choices := range m.all() {
		if (Specification{Choices: choices}).String() == group {
			chosen = choices
		}
	}
	_, sides, want, err := m.chosen(chosen)
	if err != nil {
		return err
	}
	b.coded(sides[0], "a", m.facts, want)
	b.coded(sides[1], "b", m.facts, want)
	return nil
}

func (b *Behind) coverage(spec CoverageSpec) error {
	target, err := b.c.Target(spec.Target)
	if err != nil {
		return err
	}
	c, err := b.c.under(Selection{Target: target, Territories: spec.Territories})
	if err != nil {
		return err
	}
	targets, coded := c.entities.lookup(spec.Targets), c.coded(target)
	for i := range c.docs {
		d := &c.docs[i]
		if !c.matches(spec.Filter, d) || !slices.Contains(c.groupsOf(d, b.want.Dimension), b.want.GroupName) || d.flags.notCounted() == NotExcluded {
			continue
		}
		why := d.flags.notCounted()
		document := why == "" || why == NotPaywalled
		about := document && (len(spec.Targets) == 0 || d.mentions(targets))
		positive := document
		switch b.want.Statistic {
		case "target_documents":
			positive = about
		case "coded_documents":
			positive = about && coded[i]
		case "paywalled":
			positive = why == NotPaywalled
		case "blocked":
			positive = why == NotBlocked
		case "superseded":
			positive = why == NotSuperseded
		case "documents", "stories":
		default: // attention
			annotated := c.relevance[target]
			document = why == "" && (len(annotated) == 0 || annotated[i] != 0)
			positive = document && d.mentions(targets)
		}
		if document || positive {
			b.add(int32(i), "", positive)
		}
	}
	switch b.want.Statistic {
	case "documents", "target_documents", "coded_documents", "paywalled":
		b.Documents = true
	}
	return nil
}

func (b *Behind) naming(ctx context.Context, ds *store.Dataset, spec NamingSpec) error {
	target, err := b.c.Target(spec.Target)
	if err != nil {
		return err
	}
	spec.Target = target
	c, err := b.c.under(spec.Selection)
	if err != nil {
		return err
	}
	found, err := c.namings(ctx, ds, spec)
	if err != nil {
		return err
	}
	var sentences []string
	for _, m := range found {
		sentences = append(sentences, m.sentence)
	}
	langs, err := SentenceLangs(ctx, ds, sentences)
	if err != nil {
		return err
	}
	for i, m := range found {
		groups := c.groupsOf(&c.docs[m.doc], b.want.Dimension)
		if b.want.Dimension == "lang" && langs[i] != "" {
			groups = []string{langs[i]}
		}
		if m.variant+": "+m.surface == b.want.Item && slices.Contains(groups, b.want.GroupName) {
			b.add(m.doc, "", true, m.sentence)
		}
	}
	b.Documents = true
	return nil
}

// keyness takes the documents with words of both sides; positive are those of the
// marked side that have the word.
func (b *Behind) keyness(k *keyness) {
	side := map[int8]string{1: "a", 2: "b"}
	for i, s := range k.side {
		if s > 0 && k.words[i] > 0 {
			b.add(int32(i), side[s], false)
		}
	}
	for _, doc := range k.with {
		b.add(doc, side[k.side[doc]], true)
	}
}

// wants reports whether a row's number is the one that is looked for.
func (b *Behind) wants(dimension, group, item string) bool {
	return b != nil && b.want.Dimension == dimension && b.want.GroupName == group && b.want.Item == item
}

// counted takes the things of a tally: those of the whole, and of them those of the
// cell.
func (b *Behind) counted(unit string, n, whole *counts) {
	for _, d := range whole.docs {
		b.add(d.doc, "", false)
	}
	for _, d := range n.docs {
		b.add(d.doc, "", true, n.shown[d.doc]...)
	}
	for doc := range whole.unknown {
		b.member(doc, "")
	}
	b.Documents = unit == unitDocuments || b.want.Statistic == "documents"
}

// Behind are documents behind a number that is not of table estimates; they must be
// of the corpus.
func (c *Corpus) Behind(members []Member) *Behind {
	b := newBehind(c, store.EstimateRow{})
	b.Members = members
	return b
}

// As says in words how a document counts.
func (m Member) As() string {
	s := "positive"
	switch {
	case !m.Coded:
		s = "not coded"
	case !m.Positive:
		s = "not positive"
	}
	if m.Side != "" {
		s += ", side " + m.Side
	}
	return s
}
