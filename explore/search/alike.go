package search

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"framewatch/internal/order"
)

const (
	reranked    = 60  // candidates of which vectors are compared
	rarest      = 16  // words, and pairs of characters, that propose documents
	proposed    = 300 // documents that these propose
	mostAlike   = 100 // documents of an answer
	mostReasons = 6
	shortest    = 4   // letters of a word that proposes
	frameWeight = 0.5 // what a frame in common is worth beside an entity as rare
)

// candidate is a document that has something in common with the one asked about.
type candidate struct {
	doc     int32
	score   float64
	encoded bool // score is a cosine
	why     []reason
}

type reason struct {
	text   string
	weight float64
}

// Alike gives up to n documents that are most like one, in any language; enc may
// be nil. It is [ErrNone] where there is no such document.
//
// Candidates have entities or rare words in common with it, weighted by how few
// documents have them (inverse document frequency), and are the better for frames in
// common. The best are put in order by the cosine of the encoder's vectors of
// headline and first sentence; without an encoder by the candidates' score. Copies of
// the same story are marked, not hidden.
func (x *Index) Alike(ctx context.Context, id string, n int, enc *Encoder) ([]Found, error) {
	i, ok := x.table.byID[id]
	if !ok {
		return nil, ErrNone
	}
	found, err := x.alike(ctx, i, min(max(n, 0), mostAlike), enc)
	return found, wrap(x.path, err)
}

func (x *Index) alike(ctx context.Context, i int32, n int, enc *Encoder) ([]Found, error) {
	title, text, err := x.textOf(ctx, i)
	if err != nil {
		return nil, err
	}
	phrases, err := x.rare(ctx, title, text)
	if err != nil {
		return nil, err
	}
	list, err := x.candidates(ctx, i, phrases)
	if err != nil {
		return nil, err
	}
	list = list[:min(len(list), max(n, reranked))]
	for k := len(list) - 1; k >= 0; k-- { // the best one last: all are shares of it
		list[k].score /= max(list[0].score, math.SmallestNonzeroFloat32)
	}
	if enc != nil && enc.reads(x.table.langOf(i)) {
		if err := x.rerank(ctx, i, list, enc); err != nil {
			return nil, err
		}
	}
	list = list[:min(len(list), n)]
	hits := make([]scored, len(list))
	for k, c := range list {
		hits[k].doc = c.doc
	}
	found, err := x.found(ctx, hits, nil, 0, 0)
	if err != nil {
		return nil, err
	}
	for k, c := range list {
		f := &found[k]
		f.Score, f.Encoded, f.Copy = c.score, c.encoded, x.table.docs[c.doc].story == x.table.docs[i].story
		if f.Why, err = x.why(ctx, c, phrases); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func (x *Index) textOf(ctx context.Context, i int32) (title, text string, err error) {
	err = x.db.QueryRowContext(ctx, "SELECT title, text FROM bodies WHERE n = ?", x.table.docs[i].n).Scan(&title, &text)
	return title, text, err
}

// idf is the weight of what n documents have.
func (t *table) idf(n int) float64 { return math.Log(float64(len(t.docs)+1) / float64(max(n, 1))) }

// rare are words of a document that few others have, and pairs of characters of its
// headline, as such scripts have no words here.
func (x *Index) rare(ctx context.Context, title, text string) ([]phrase, error) {
	words := map[string]bool{}
	var pairs []phrase
	p := plane()
	collect := func(text string, inTitle bool) {
		last, lastEnd := "", -1
		tokens(text, func(start, end int, token []byte) {
			r, _ := utf8.DecodeRuneInString(text[start:])
			switch {
			case foldOf(p, r).as != single:
				if utf8.RuneCount(token) >= shortest {
					words[string(token)] = true
				}
			case inTitle:
				if lastEnd == start && len(pairs) < rarest {
					pairs = append(pairs, phrase{words: []string{last, string(token)}})
				}
				last, lastEnd = string(token), end
			}
		})
	}
	collect(title, true)
	collect(text, false)
	type counted struct {
		word string
		n    int
	}
	var known []counted
	stmt, err := x.db.PrepareContext(ctx, "SELECT doc FROM vocabulary WHERE term = ?")
	if err != nil {
		return nil, err
	}
	defer stmt.Close()
	for w := range words {
		var n int
		err := stmt.QueryRowContext(ctx, w).Scan(&n)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, err
		}
		// In this document alone, or in too many to say anything.
		if n > 1 && n <= max(10, len(x.table.docs)/10) {
			known = append(known, counted{w, n})
		}
	}
	slices.SortFunc(known, func(a, b counted) int { return cmp.Or(cmp.Compare(a.n, b.n), cmp.Compare(a.word, b.word)) })
	for _, c := range known[:min(len(known), rarest)] {
		pairs = append(pairs, phrase{words: []string{c.word}})
	}
	return pairs, nil
}

// candidates lists documents with something in common, the best first.
func (x *Index) candidates(ctx context.Context, i int32, phrases []phrase) ([]candidate, error) {
	t := x.table
	d := &t.docs[i]
	met := map[int32]*candidate{}
	at := func(doc int32) *candidate {
		if met[doc] == nil {
			met[doc] = &candidate{doc: doc}
		}
		return met[doc]
	}
	for _, e := range d.names {
		w := t.idf(int(t.namedN[e]))
		called := cmp.Or(t.called[nameEntity][t.names.list[e]], t.names.list[e])
		for _, doc := range t.named[e] {
			c := at(doc)
			c.score += w
			c.why = append(c.why, reason{called, w})
		}
	}
	if len(phrases) > 0 {
		if err := x.propose(ctx, phrases, func(s scored) { at(s.doc).score -= s.rank }); err != nil {
			return nil, err
		}
	}
	delete(met, i)
	for _, c := range met {
		t.addFrames(d, c)
	}
	out := make([]candidate, 0, len(met))
	for _, c := range met {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b candidate) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.doc, b.doc)) })
	return out, nil
}

// propose hands on the documents that have the most of the phrases.
func (x *Index) propose(ctx context.Context, phrases []phrase, each func(scored)) error {
	var b strings.Builder
	writeAny(&b, phrases)
	var all []scored
	err := x.rows(ctx, b.String(), true, func(s scored) { all = append(all, s) })
	slices.SortFunc(all, func(a, b scored) int { return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.doc, b.doc)) })
	for _, s := range all[:min(len(all), proposed)] {
		each(s)
	}
	return err
}

// addFrames makes a candidate the better for frames that both have.
func (t *table) addFrames(d *fact, c *candidate) {
	last := int32(-1) // frames of several targets lie together
	for _, f := range d.frames {
		if !f.present || f.frame == last {
			continue
		}
		last = f.frame
		if slices.ContainsFunc(t.docs[c.doc].frames, func(g frameFact) bool { return g.present && g.frame == f.frame }) {
			w := frameWeight * t.idf(t.framed[f.frame])
			c.score += w
			c.why = append(c.why, reason{t.nameOf(dimFrame, t.values[dimFrame].list[f.frame]), w})
		}
	}
}

// why tells what a candidate has in common, the rarest first.
func (x *Index) why(ctx context.Context, c candidate, phrases []phrase) ([]string, error) {
	title, text, err := x.textOf(ctx, c.doc)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(c.why, func(a, b reason) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.text, b.text))
	})
	var out []string
	for _, r := range c.why {
		out = append(out, r.text)
	}
	body := " " + string(spaced(spaced(nil, title), text))
	for _, p := range phrases {
		if len(p.words) == 1 && strings.Contains(body, " "+p.words[0]+" ") {
			out = append(out, p.words[0])
		}
	}
	seen := map[string]bool{}
	out = slices.DeleteFunc(out, func(s string) bool {
		met := seen[s]
		seen[s] = true
		return met
	})
	return out[:min(len(out), mostReasons)], nil
}

// opening is what of a document is encoded: its headline and first sentence.
func opening(title, text string) string {
	first, _, _ := strings.Cut(text, "\n")
	end := strings.IndexFunc(first, func(r rune) bool { return r == '。' || r == '！' || r == '？' })
	if end < 0 {
		if end = strings.Index(first, ". "); end < 0 {
			end = len(first)
		}
	}
	const most = 400 // code points
	out := []rune(strings.TrimSpace(title + "\n" + first[:end]))
	return string(out[:min(len(out), most)])
}

func (e *Encoder) reads(lang string) bool { return e.Reads == nil || e.Reads(lang) }

func (t *table) langOf(i int32) string { return t.values[dimLang].list[t.docs[i].one[dimLang]] }

// rerank puts candidates in order by the cosine of their vectors. Those in languages
// that the encoder does not read come last, in the order in which they are.
func (x *Index) rerank(ctx context.Context, i int32, list []candidate, enc *Encoder) error {
	docs := []int32{i}
	for k := range list {
		if c := &list[k]; enc.reads(x.table.langOf(c.doc)) {
			c.encoded = true
			docs = append(docs, c.doc)
		}
	}
	vectors, err := x.encoded(ctx, docs, enc)
	if err != nil {
		return err
	}
	for k := range list {
		if c := &list[k]; c.encoded {
			c.score = cosine(vectors[i], vectors[c.doc])
		}
	}
	slices.SortStableFunc(list, func(a, b candidate) int {
		return cmp.Or(order.FalseFirst(b.encoded, a.encoded), cmp.Compare(b.score, a.score))
	})
	return nil
}

// encoded gives the vectors of documents: those that are kept, and new ones.
func (x *Index) encoded(ctx context.Context, docs []int32, enc *Encoder) (map[int32][]float32, error) {
	out, err := x.kept(ctx).get(ctx, x, docs, enc.Name)
	if err != nil {
		return nil, err
	}
	var missing []int32
	var texts []string
	for _, d := range docs {
		if out[d] != nil {
			continue
		}
		title, text, err := x.textOf(ctx, d)
		if err != nil {
			return nil, err
		}
		missing, texts = append(missing, d), append(texts, opening(title, text))
	}
	if len(texts) == 0 {
		return out, nil
	}
	made, err := enc.Encode(ctx, texts)
	if err == nil && len(made) != len(texts) {
		err = errors.New("the encoder gave another number of vectors than of sentences")
	}
	if err != nil {
		return nil, err
	}
	fresh := map[int32][]float32{}
	for k, d := range missing {
		fresh[d] = made[k]
	}
	maps.Copy(out, fresh)
	return out, x.kept(ctx).put(ctx, x, fresh, enc.Name)
}

// cosine is 0 where there is nothing to compare.
func cosine(a, b []float32) float64 {
	var dot, aa, bb float64
	for i := range min(len(a), len(b)) {
		dot += float64(a[i]) * float64(b[i])
		aa += float64(a[i]) * float64(a[i])
		bb += float64(b[i]) * float64(b[i])
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return dot / math.Sqrt(aa*bb)
}
