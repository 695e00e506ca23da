package coding

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"framewatch/compare"
	"framewatch/compare/sample"
	"framewatch/nlp/codes"
	"framewatch/nlp/frame"
	"framewatch/store"
)

// Spec says what to draw for hand coding.
type Spec struct {
	sample.Spec
	Unit      string // codes.UnitDocument or codes.UnitSentence
	Target    string // may be empty where the dataset has one
	Book      frame.Codebook
	Frames    []string // whose predictions count; none = all
	By        string   // the sides: BySides or a dimension (see compare.Dimensions)
	Selection compare.Selection
	Compare   compare.Config // whose sides BySides means
}

// Key leads from a unit back to its document, and says how it was drawn. Coders do
// not see it.
type Key struct {
	ID, Doc, Sentence     string
	Outlet, Country, URL  string
	Lang, Side, Published string
	Story                 string // syndication group
	Documents             int    // of the story that count
	Label                 string // predicted: the rarest frame
	Stratum               string
	Design                sample.Design
	Seed                  int64
	Probability           float64 // of being drawn
	Information           float64
	WithinStory           float64 // probability of the sentence within its document; 1 for documents
}

// Manifest says how a sample was drawn, so that it can be drawn again.
type Manifest struct {
	Dataset    string           `json:"dataset"` // its ID
	RunID      string           `json:"run_id"`  // newest run: the dataset's version
	Program    string           `json:"framewatch"`
	Target     string           `json:"target"`
	Codebook   string           `json:"codebook"`
	Version    string           `json:"codebook_version"`
	Frames     []string         `json:"frames"` // whose predictions counted
	Unit       string           `json:"unit"`
	By         string           `json:"by"`
	Filter     string           `json:"filter"`
	Paywalled  bool             `json:"include_paywalled"`
	Design     sample.Design    `json:"design"`
	N          int              `json:"n"`
	Seed       int64            `json:"seed"`
	Drawn      int              `json:"drawn"`
	Stories    int              `json:"stories"`   // of the population
	Documents  int              `json:"documents"` // in those stories
	NotCoded   int              `json:"stories_not_coded"`
	Strata     []sample.Stratum `json:"strata"`
	Estimation string           `json:"estimation"`
}

// estimation tells whoever opens a manifest what the numbers are for.
const estimation = "Each unit stands for 1/inclusion_probability stories; a story is coded by the copy that seems to be the first, and its other copies share the code. " +
	"A sentence is drawn in two phases: one of each story, then of these; its inclusion_probability is the product."

// ErrNothing is that a dataset has no story to draw.
var ErrNothing = errors.New("no story to draw")

// Sample is what was drawn: the blinded set for coders, the key, and how.
type Sample struct {
	Set      *codes.Set
	Keys     []Key // in the order of Set.Units
	Manifest Manifest
}

// Draw draws a sample. The same dataset, settings and seed give the same one.
func Draw(ctx context.Context, ds *store.Dataset, spec Spec) (*Sample, error) {
	p, err := populate(ctx, ds, spec)
	if err != nil {
		return nil, fmt.Errorf("draw sample: %w", err)
	}
	if len(p.stories) == 0 {
		return nil, fmt.Errorf("draw sample: %w: no document is selected", ErrNothing)
	}
	spec = p.spec
	units := p.units()
	first := map[string]phase{}
	if spec.Unit == codes.UnitSentence {
		first = p.oneSentence(units)
	}
	drawn, err := sample.Draw(units, spec.Spec)
	if err != nil {
		return nil, fmt.Errorf("draw sample: %w", err)
	}
	out := &Sample{Set: &codes.Set{}, Manifest: p.manifest(ds, drawn)}
	for _, f := range spec.Book.Frames {
		out.Set.Frames = append(out.Set.Frames, f.ID)
	}
	information := map[string]sample.Unit{}
	for _, u := range units {
		information[u.ID] = u
	}
	for _, d := range drawn.Drawn {
		u := information[d.ID]
		out.Keys = append(out.Keys, p.key(d, u, first[d.ID]))
	}
	return out, p.texts(ctx, ds, out)
}

// phase is the sentence that was drawn from a story in the first phase, with its
// probability there.
type phase struct {
	sentence sentence
	p        float64
}

// oneSentence draws one sentence of each story and gives the story's unit its
// label and information. Sentences with a hit have half of the probability
// together, or they would hardly ever come.
func (p *population) oneSentence(units []sample.Unit) map[string]phase {
	slices.SortFunc(units, func(a, b sample.Unit) int { return cmp.Compare(a.ID, b.ID) })
	rng := rand.New(rand.NewPCG(uint64(p.spec.Seed), 0x14057b7ef767814f))
	common := p.commonness()
	out := map[string]phase{}
	for i := range units {
		s := p.stories[units[i].ID]
		var hit, others []sentence
		for _, sentence := range s.sentences {
			if len(sentence.frames) > 0 {
				hit = append(hit, sentence)
			} else {
				others = append(others, sentence)
			}
		}
		share := 1.0
		from := others
		if len(hit) > 0 && len(others) > 0 {
			share = 0.5
		}
		if len(others) == 0 || len(hit) > 0 && rng.IntN(2) == 0 {
			from = hit
		}
		chosen := phase{from[rng.IntN(len(from))], share / float64(len(from))}
		out[units[i].ID] = chosen
		units[i].Levels[2] = label(chosen.sentence.frames, common, len(s.frames) > 0)
		frames := map[string]prediction{}
		for f := range s.frames {
			frames[f] = chosen.sentence.frames[f]
		}
		units[i].Information = information(frames)
	}
	return out
}

// key is what the key file says of a unit.
func (p *population) key(d sample.Drawn, u sample.Unit, first phase) Key {
	s := p.stories[d.ID]
	k := Key{Doc: d.ID, Outlet: s.doc.Source, Country: s.doc.Country, Lang: s.doc.Lang, Side: s.side, Published: s.doc.Date, Story: s.doc.Story,
		Documents: s.documents, Label: u.Levels[2], Stratum: d.Stratum, Design: p.spec.Design, Seed: p.spec.Seed, Probability: d.Probability,
		Information: u.Information, WithinStory: 1}
	if p.spec.Unit == codes.UnitSentence {
		k.Sentence, k.WithinStory = first.sentence.id, first.p
		k.Probability *= first.p
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d\n%s\n%s\n%s", p.spec.Seed, p.spec.Design, k.Doc, k.Sentence))
	k.ID = "u" + hex.EncodeToString(sum[:6]) // tells nothing of the document
	return k
}

func (p *population) manifest(ds *store.Dataset, drawn *sample.Sample) Manifest {
	generation := ds.Generation()
	frames := slices.Clone(p.spec.Frames)
	if frames == nil {
		frames = []string{}
	}
	return Manifest{Dataset: generation.Dataset, RunID: generation.RunID, Program: generation.Version, Target: p.spec.Target,
		Codebook: p.spec.Book.ID, Version: p.spec.Book.Version, Frames: frames, Unit: p.spec.Unit, By: p.spec.By,
		Filter: p.spec.Selection.Filter.String(), Paywalled: p.spec.Selection.IncludePaywalled, Design: p.spec.Design, N: p.spec.N, Seed: p.spec.Seed,
		Drawn: len(drawn.Drawn), Stories: len(p.stories), Documents: p.documents, NotCoded: p.notCoded, Strata: drawn.Strata, Estimation: estimation}
}

// Columns of what coders read.
type (
	textRow struct {
		Doc   string    `col:"doc_id"`
		URL   string    `col:"url"`
		Title string    `col:"title,null"`
		Text  string    `col:"text"`
		At    time.Time `col:"published_at,null"`
	}
	placeRow struct {
		ID       string `col:"sentence_id"`
		Doc      string `col:"doc_id"`
		Lang     string `col:"lang"`
		Start    int64  `col:"start_byte"`
		End      int64  `col:"end_byte"`
		Headline bool   `col:"is_headline"`
	}
)

func (textRow) Table() string  { return store.DocumentRow{}.Table() }
func (placeRow) Table() string { return store.SentenceRow{}.Table() }

// texts reads what the coders get to see.
func (p *population) texts(ctx context.Context, ds *store.Dataset, out *Sample) error {
	docs, places := map[string]textRow{}, map[string]placeRow{}
	for _, k := range out.Keys {
		docs[k.Doc] = textRow{}
		if k.Sentence != "" {
			places[k.Sentence] = placeRow{}
		}
	}
	for row, err := range store.Scan[textRow](ctx, ds) {
		if err != nil {
			return fmt.Errorf("read documents: %w", err)
		}
		if _, ok := docs[row.Doc]; ok {
			docs[row.Doc] = row
		}
	}
	if len(places) > 0 {
		for row, err := range store.Scan[placeRow](ctx, ds) {
			if err != nil {
				return fmt.Errorf("read sentences: %w", err)
			}
			if _, ok := places[row.ID]; ok {
				places[row.ID] = row
			}
		}
	}
	for i := range out.Keys {
		k := &out.Keys[i]
		d := docs[k.Doc]
		k.URL = d.URL
		u := codes.Unit{ID: k.ID, Kind: p.spec.Unit, Lang: k.Lang, Title: d.Title, Text: d.Text}
		if k.Sentence != "" {
			at := places[k.Sentence]
			in := d.Text
			if at.Headline {
				in, u.Title = d.Title, ""
			}
			if at.Start < 0 || at.End > int64(len(in)) || at.Start > at.End {
				return fmt.Errorf("sentence %s lies outside its document %s", k.Sentence, k.Doc)
			}
			u.Text, u.Lang = in[at.Start:at.End], at.Lang
		}
		out.Set.Units = append(out.Set.Units, u)
	}
	return nil
}
