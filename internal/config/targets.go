package config

import (
	"errors"
	"fmt"
	"slices"

	"framewatch/compare"
	"framewatch/corpus"
	"framewatch/internal/invalid"
	"framewatch/nlp"
	"framewatch/nlp/frame"
)

// Targets are the entities that the run is about, in the order of the settings,
// each with what the gazetteers call part of it.
func (l *Loaded) Targets() []corpus.Target { return nlp.Targets(l.Gazetteers, l.Annotate.Targets) }

// Only is the configuration of one of its targets.
func (l *Loaded) Only(target corpus.EntityID) *Loaded {
	out := *l
	out.Annotate.Targets = []corpus.EntityID{target}
	return &out
}

// CompareFor is the setting of the comparisons that are about one target.
func (l *Loaded) CompareFor(t corpus.Target) compare.Config {
	c := l.Compare
	if t.ID != l.Targets()[0].ID {
		c.Hand = nil // coders were asked about the first
	}
	if c.Target == string(t.ID) { // set before
		return c
	}
	if c.Target != "" || len(c.Targets) == 0 {
		c.Targets = make([]string, len(t.Set))
		for i, e := range t.Set {
			c.Targets[i] = string(e)
		}
	}
	c.Target = string(t.ID)
	return c
}

// Comparisons are the settings of all comparisons, one a target.
func (l *Loaded) Comparisons() []compare.Config {
	var out []compare.Config
	for _, t := range l.Targets() {
		out = append(out, l.CompareFor(t))
	}
	return out
}

// crossTargets checks the targets against the gazetteers.
func (l *loader) crossTargets(entities map[string]bool, ids []string) error {
	var errs []error
	targets := l.out.Targets()
	for i, t := range targets {
		path := fmt.Sprintf("annotate.targets[%d]", i)
		if !entities[string(t.ID)] {
			errs = append(errs, invalid.Errorf(path, string(t.ID), "is in no gazetteer%s; name one of their entities", invalid.Suggest(string(t.ID), ids)))
		}
		for _, other := range targets {
			if other.ID != t.ID && other.Has(t.ID) {
				errs = append(errs, invalid.Errorf(path, string(t.ID), "is part of %s, which is a target too: what names it would count for both; leave one out", other.ID))
			}
		}
	}
	if len(targets) > 1 && len(l.out.Compare.Targets) > 0 {
		errs = append(errs, invalid.Errorf("compare.targets", fmt.Sprint(l.out.Compare.Targets), "holds for one target only, and annotate.targets names %d; leave it out", len(targets)))
	}
	return errors.Join(errs...)
}

// oneTargetSets finds sets of a codebook that stand for one of several targets:
// its frames would be counted for the others too.
func (l *loader) oneTargetSets(sets []frame.Set) error {
	marked := false
	for _, s := range sets {
		marked = marked || s.Target
	}
	if marked || len(l.out.Annotate.Targets) < 2 {
		return nil
	}
	var errs []error
	for i, s := range sets {
		for j, e := range s.Entities {
			if slices.Contains(l.out.Annotate.Targets, e) {
				errs = append(errs, invalid.Errorf(fmt.Sprintf("codebook.sets[%d].entities[%d]", i, j), string(e),
					"is one of several targets; write target: true in place of the entities, so that frames are counted for each"))
			}
		}
	}
	return errors.Join(errs...)
}
