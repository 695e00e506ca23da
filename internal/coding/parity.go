package coding

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"framewatch/compare"
	"framewatch/compare/stats"
	"framewatch/corpus"
	"framewatch/nlp/frame"
	"framewatch/store"
)

// The kinds of texts that say the same in two languages.
const (
	Halves = "halves" // of one bilingual document
	Copies = "copies" // a text and its translation, in the tables of syndication
)

// Pair is a text in two languages with the frames of each side. Only frames that
// the codebook can find in both languages are in it.
type Pair struct {
	Kind         string         `json:"kind"`
	Langs        [2]string      `json:"langs"`
	Docs         [2]string      `json:"docs"` // the same twice for halves
	Story        string         `json:"story"`
	Comparable   []string       `json:"comparable"`
	Frames       [2][]string    `json:"frames"`
	Disagreement []Disagreement `json:"disagreement"`
}

// Disagreement is a frame that one side has alone.
type Disagreement struct {
	Frame string `json:"frame"`
	In    string `json:"in"` // language
	// Of halves: the term and the sentence that show it, and the other half's
	// sentence that says the same without showing it.
	Term        string `json:"term,omitempty"`
	Sentence    string `json:"sentence,omitempty"`
	Counterpart string `json:"counterpart,omitempty"`

	sentence, other string // their IDs
}

// Sentences are the IDs of the sentences that show it, and of that of the other half;
// none but of halves.
func (d Disagreement) Sentences() []string {
	return slices.DeleteFunc([]string{d.sentence, d.other}, func(id string) bool { return id == "" })
}

// ParityRow sums pairs up for one frame, or all of them. Agree is the share of
// frames found on both sides among those found on either, with stories resampled;
// where neither side has a frame nothing is shown, and counting that as agreement
// would call any codebook good that finds little.
type ParityRow struct {
	Kind    string `json:"kind"`
	Langs   string `json:"langs"` // such as en/zh; all together
	Frame   string `json:"frame"`
	Pairs   int    `json:"pairs"`
	Both    int    `json:"both"`
	First   int    `json:"first_only"` // in the language that stands first
	Second  int    `json:"second_only"`
	Neither int    `json:"neither"`
	Agree   Number `json:"agree"`
	// Same is the share of all comparisons in which both sides say the same, those
	// in which neither has the frame among them.
	Same float64 `json:"same"`
}

// ParityResult is all pairs, and their sums.
type ParityResult struct {
	Rows  []ParityRow
	Pairs []Pair
}

// ParitySpec says what to hold against each other.
type ParitySpec struct {
	Target string // may be empty where the dataset has one
	Book   frame.Codebook
	Frames []string // none = all
	// Chooses tells which documents count, by ID; nil = all.
	Chooses    func(id string) bool
	Resampling stats.Resampling
}

// Parity holds the frames of the two halves of bilingual documents, and of texts
// and their translations, against each other: what differs measures the codebook
// across languages.
func Parity(ctx context.Context, ds *store.Dataset, spec ParitySpec) (*ParityResult, error) {
	c, err := compare.Load(ctx, ds)
	if err != nil {
		return nil, err
	}
	return ParityOf(ctx, ds, c, spec)
}

// chosen is a document that counts.
func (p *parity) chosen(id string) (compare.Doc, bool) {
	d, ok := p.corpus.Doc(id)
	return d, ok && !d.Superseded && !d.Blocked && !d.Excluded && (p.spec.Chooses == nil || p.spec.Chooses(id))
}

// ParityOf is [Parity] for a dataset whose corpus is loaded already.
func ParityOf(ctx context.Context, ds *store.Dataset, c *compare.Corpus, spec ParitySpec) (*ParityResult, error) {
	var err error
	if spec.Target, err = c.Target(spec.Target); err != nil {
		return nil, err
	}
	p := &parity{spec: spec, corpus: c}
	halves, err := p.halves(ctx, ds)
	if err != nil {
		return nil, err
	}
	copies, err := p.copies(ctx, ds, halves)
	if err != nil {
		return nil, err
	}
	out := &ParityResult{Pairs: slices.Concat(halves, copies)}
	out.sum(spec)
	return out, nil
}

// parity holds what both kinds need.
type parity struct {
	spec   ParitySpec
	corpus *compare.Corpus
}

// frames are those that are compared.
func (p *parity) frames() []frame.Frame {
	var out []frame.Frame
	for _, f := range p.spec.Book.Frames {
		if len(p.spec.Frames) == 0 || slices.Contains(p.spec.Frames, f.ID) {
			out = append(out, f)
		}
	}
	return out
}

// found are the frames of one side of a pair.
type found struct {
	lang    string
	present map[string]bool
	trained map[string]bool // coded by a trained coder, whatever terms there are
}

// pair makes a pair of what two sides have.
func (p *parity) pair(kind, story string, docs [2]string, sides [2]found) Pair {
	out := Pair{Kind: kind, Story: story, Docs: docs, Comparable: []string{}, Frames: [2][]string{{}, {}}, Disagreement: []Disagreement{}}
	if corpus.BaseLang(sides[1].lang) < corpus.BaseLang(sides[0].lang) {
		sides[0], sides[1] = sides[1], sides[0]
		out.Docs[0], out.Docs[1] = out.Docs[1], out.Docs[0]
	}
	for _, f := range p.frames() {
		if !sides[0].codes(f) || !sides[1].codes(f) {
			continue
		}
		out.Comparable = append(out.Comparable, f.ID)
		for i, s := range sides {
			if !s.present[f.ID] {
				continue
			}
			out.Frames[i] = append(out.Frames[i], f.ID)
			if !sides[1-i].present[f.ID] {
				out.Disagreement = append(out.Disagreement, Disagreement{Frame: f.ID, In: s.lang})
			}
		}
	}
	out.Langs = [2]string{sides[0].lang, sides[1].lang}
	return out
}

// codes reports whether a frame can be found in the side's language at all.
func (s found) codes(f frame.Frame) bool {
	return s.trained[f.ID] || f.Residual || hasTerms(f, s.lang)
}

// copyBatch are the columns that tell copies.
type copyBatch struct {
	Group  []string `col:"group_id"`
	Doc    []string `col:"doc_id"`
	Copy   []string `col:"copy_id"`
	Origin []bool   `col:"is_origin"`
}

// Table names the table that is read.
func (copyBatch) Table() string { return store.SyndicationRow{}.Table() }

// copyGroup is the documents that stand for the copies of a group, one each.
type copyGroup map[string]compare.Doc

// copies finds texts and their translations; bilingual documents, whose frames are
// those of both languages, are left out.
func (p *parity) copies(ctx context.Context, ds *store.Dataset, halves []Pair) ([]Pair, error) {
	bilingual := map[string]bool{}
	for _, h := range halves {
		bilingual[h.Docs[0]] = true
	}
	groups, origin := map[string]copyGroup{}, map[string]bool{}
	for b, err := range store.ScanColumns[copyBatch](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("read syndication: %w", err)
		}
		for i, id := range b.Doc {
			d, ok := p.chosen(id)
			if !ok || bilingual[id] || d.Paywalled {
				continue
			}
			origin[d.ID] = b.Origin[i]
			if groups[b.Group[i]] == nil {
				groups[strings.Clone(b.Group[i])] = copyGroup{}
			}
			g := groups[b.Group[i]]
			if old, ok := g[b.Copy[i]]; !ok || origin[d.ID] && !origin[old.ID] || origin[d.ID] == origin[old.ID] && d.ID < old.ID {
				g[strings.Clone(b.Copy[i])] = d
			}
		}
	}
	var pairs [][2]compare.Doc
	wanted := map[string]found{}
	for _, id := range slices.Sorted(maps.Keys(groups)) {
		members := slices.SortedFunc(maps.Values(groups[id]), func(a, b compare.Doc) int { return cmp.Compare(a.ID, b.ID) })
		for i, a := range members {
			for _, b := range members[i+1:] {
				if corpus.BaseLang(a.Lang) != corpus.BaseLang(b.Lang) {
					pairs = append(pairs, [2]compare.Doc{a, b})
					wanted[a.ID], wanted[b.ID] = found{}, found{}
				}
			}
		}
	}
	if err := p.documentFrames(ctx, ds, wanted); err != nil {
		return nil, err
	}
	var out []Pair
	for _, pair := range pairs {
		sides := [2]found{wanted[pair[0].ID], wanted[pair[1].ID]}
		if sides[0].present == nil || sides[1].present == nil {
			continue // nothing codes the language of one
		}
		for i := range sides {
			sides[i].lang = pair[i].Lang
		}
		out = append(out, p.pair(Copies, pair[0].Story, [2]string{pair[0].ID, pair[1].ID}, sides))
	}
	return out, nil
}

// documentFrames fills in what the tables say of documents.
func (p *parity) documentFrames(ctx context.Context, ds *store.Dataset, wanted map[string]found) error {
	for b, err := range store.ScanColumns[predictionBatch](ctx, ds) {
		if err != nil {
			return fmt.Errorf("read document_frames: %w", err)
		}
		for i, id := range b.Doc {
			f, ok := wanted[id]
			if !ok || b.Codebook.At(i) != p.spec.Book.ID || !p.corpus.Counts(p.spec.Target, b.Target.At(i)) {
				continue
			}
			if f.present == nil {
				f.present, f.trained = map[string]bool{}, map[string]bool{}
				wanted[strings.Clone(id)] = f
			}
			f.present[b.Frame.At(i)] = b.Present[i]
			f.trained[b.Frame.At(i)] = b.P[i] != nil
		}
	}
	return nil
}

// sum makes the rows: for each kind and pair of languages each frame, and all.
func (r *ParityResult) sum(spec ParitySpec) {
	type key struct{ kind, langs, frame string }
	rows := map[key]*ParityRow{}
	clusters := map[key]map[string]stats.Cluster{}
	for _, p := range r.Pairs {
		langs := corpus.BaseLang(p.Langs[0]) + "/" + corpus.BaseLang(p.Langs[1])
		for _, f := range p.Comparable {
			for _, k := range []key{{p.Kind, langs, f}, {p.Kind, langs, ItemAll}, {p.Kind, compare.GroupAll, f}, {p.Kind, compare.GroupAll, ItemAll}} {
				if rows[k] == nil {
					rows[k] = &ParityRow{Kind: k.kind, Langs: k.langs, Frame: k.frame}
					clusters[k] = map[string]stats.Cluster{}
				}
				c := clusters[k][p.Story]
				rows[k].count(&c, slices.Contains(p.Frames[0], f), slices.Contains(p.Frames[1], f))
				clusters[k][p.Story] = c
			}
		}
	}
	order := map[string]int{ItemAll: -1}
	for i, f := range spec.Book.Frames {
		order[f.ID] = i
	}
	keys := slices.SortedFunc(maps.Keys(rows), func(a, b key) int {
		return cmp.Or(cmp.Compare(b.kind, a.kind), cmp.Compare(a.langs, b.langs), cmp.Compare(order[a.frame], order[b.frame]))
	})
	for _, k := range keys {
		row := rows[k]
		row.Same = float64(row.Both+row.Neither) / float64(row.Pairs)
		if row.Both+row.First+row.Second > 0 {
			var of []stats.Cluster
			for _, story := range slices.Sorted(maps.Keys(clusters[k])) { // in one order, as resampling draws by place
				if c := clusters[k][story]; c.N > 0 {
					of = append(of, c)
				}
			}
			share, _ := spec.Resampling.Shares(of)
			share.OK = share.OK && share.Interval.Width() > 0 // else resampling had nothing to vary
			row.Agree = numberOf(share)
		}
		r.Rows = append(r.Rows, *row)
	}
}

// count takes one frame of a pair in.
func (r *ParityRow) count(c *stats.Cluster, first, second bool) {
	r.Pairs++
	switch {
	case first && second:
		r.Both++
		c.K++
		c.N++
	case first:
		r.First++
		c.N++
	case second:
		r.Second++
		c.N++
	default:
		r.Neither++
	}
}
