package compare

import (
	"context"
	"fmt"

	"framewatch/store"
)

// CoverageSpec asks how many documents there are.
type CoverageSpec struct {
	Target      string      `json:"-"` // see [Selection]
	Targets     []string    `json:"targets,omitempty"`
	Filter      Filter      `json:"filter,omitzero"`
	Territories Territories `json:"territories,omitempty"`
	By          []string    `json:"-"`
}

// Count is what was read of one group. Block pages and superseded versions of
// an article are in no count but their own, what an editor takes for no article
// in none.
type Count struct {
	Spec       string
	TargetID   string // the target that was asked about
	By, Group  string
	Documents  int // articles, paywall teasers among them
	Target     int // those that mention a target; all of them where none is set
	Coded      int // those of Target that are coded, with a frame or none; of the others it is not known
	Stories    int // syndication groups among Documents
	Paywalled  int
	Blocked    int        // block pages, not in Documents
	Superseded int        // earlier versions, not in Documents
	Attention  *Attention // nil where no target is asked about, or nothing was read in full
}

// Coverage loads a dataset and counts its documents.
func Coverage(ctx context.Context, ds *store.Dataset, spec CoverageSpec) ([]Count, error) {
	c, err := Load(ctx, ds)
	if err != nil {
		return nil, err
	}
	return c.Coverage(spec)
}

// Coverage counts the documents of each group of each dimension, groups by
// name.
func (c *Corpus) Coverage(spec CoverageSpec) ([]Count, error) {
	var err error
	if spec.Target, err = c.Target(spec.Target); err != nil {
		return nil, fmt.Errorf("coverage: %w", err)
	}
	if c, err = c.under(Selection{Target: spec.Target, Territories: spec.Territories}); err != nil {
		return nil, fmt.Errorf("coverage: %w", err)
	}
	fixed, err := specJSON(questionCoverage, spec)
	if err != nil {
		return nil, err
	}
	targets, coded := c.entities.lookup(spec.Targets), c.coded(spec.Target)
	var all []int32
	for i := range c.docs {
		if c.matches(spec.Filter, &c.docs[i]) {
			all = append(all, int32(i))
		}
	}
	c.storyByStory(all)
	var out []Count
	for _, by := range spec.By {
		if err := checkDimension(by); err != nil {
			return nil, asked(fmt.Errorf("coverage by %q: %w", by, err))
		}
		for _, g := range c.groupBy(by, all) {
			n := Count{Spec: fixed, TargetID: spec.Target, By: by, Group: g.name}
			story := int32(-1)
			for _, i := range g.docs {
				d := &c.docs[i]
				switch d.flags.notCounted() {
				case NotExcluded:
					continue
				case NotBlocked:
					n.Blocked++
					continue
				case NotSuperseded:
					n.Superseded++
					continue
				case NotPaywalled: // counted here, and in no share
					n.Paywalled++
				}
				n.Documents++
				if len(spec.Targets) == 0 || d.mentions(targets) {
					n.Target++
					if coded[i] {
						n.Coded++
					}
				}
				if d.story != story {
					n.Stories++
					story = d.story
				}
			}
			n.Attention = c.attentionOf(spec, targets, g.docs)
			out = append(out, n)
		}
	}
	return out, nil
}

// Coded tells of documents, by ID, whether a codebook has coded them for a target.
func (c *Corpus) Coded(target string) func(id string) bool {
	coded := c.coded(target)
	return func(id string) bool {
		i, ok := c.index[id]
		return ok && coded[i]
	}
}

// coded tells of each document whether a codebook has coded it for a target.
func (c *Corpus) coded(target string) []bool {
	out := make([]bool, len(c.docs))
	for i := range c.codebooks {
		cb := &c.codebooks[i]
		if !c.Counts(target, cb.target) {
			continue
		}
		for _, facts := range cb.facts {
			for d, f := range facts {
				out[d] = out[d] || f&factCoded != 0
			}
		}
	}
	return out
}
