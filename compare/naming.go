package compare

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"framewatch/store"
)

// NamingSpec asks how the targets are named.
type NamingSpec struct {
	Selection
	// By lists dimensions. With lang, a mention counts in the language of its
	// sentence, not of the document, since wrong renderings stand in the
	// translated half of a page.
	By []string `json:"-"`
}

// Name is one form under which the targets appear in a group.
type Name struct {
	Spec      string
	By, Group string
	Variant   string // official, alias, abbreviation, mistranslation, typo or pronoun
	Surface   string // as the text writes it
	Mentions  int
	Documents int
}

type (
	namingFacts struct {
		DocID      string `col:"doc_id"`
		SentenceID string `col:"sentence_id"`
		Surface    string `col:"surface"`
		EntityID   string `col:"entity_id"`
		Variant    string `col:"variant"`
	}
	sentenceLang struct {
		SentenceID string `col:"sentence_id"`
		Lang       string `col:"lang"`
	}
)

func (namingFacts) Table() string  { return store.MentionRow{}.Table() }
func (sentenceLang) Table() string { return store.SentenceRow{}.Table() }

// Naming counts the forms of the targets' names, by group, then the most
// frequent first.
func (c *Corpus) Naming(ctx context.Context, ds *store.Dataset, spec NamingSpec) ([]Name, error) {
	fixed, err := specJSON(questionNaming, spec)
	if err != nil {
		return nil, err
	}
	for _, by := range spec.By {
		if err := checkDimension(by); err != nil {
			return nil, fmt.Errorf("naming by %q: %w", by, err)
		}
	}
	found, err := c.namings(ctx, ds, spec)
	if err != nil {
		return nil, fmt.Errorf("naming: %w", err)
	}
	langs, err := languagesOf(ctx, ds, found)
	if err != nil {
		return nil, fmt.Errorf("naming: %w", err)
	}
	type key struct{ by, group, variant, surface string }
	count := map[key]*Name{}
	last := map[key]string{} // document counted last; mentions lie document by document
	for _, m := range found {
		for _, by := range spec.By {
			groups := c.groupsOf(&c.docs[c.index[m.DocID]], by)
			if by == "lang" && langs[m.SentenceID] != "" {
				groups = []string{langs[m.SentenceID]}
			}
			for _, g := range groups {
				k := key{by, g, m.Variant, m.Surface}
				if count[k] == nil {
					count[k] = &Name{Spec: fixed, By: by, Group: g, Variant: m.Variant, Surface: m.Surface}
				}
				count[k].Mentions++
				if last[k] != m.DocID {
					last[k] = m.DocID
					count[k].Documents++
				}
			}
		}
	}
	out := make([]Name, 0, len(count))
	for n := range maps.Values(count) {
		out = append(out, *n)
	}
	slices.SortFunc(out, func(a, b Name) int {
		return cmp.Or(cmp.Compare(slices.Index(spec.By, a.By), slices.Index(spec.By, b.By)), cmp.Compare(a.Group, b.Group),
			cmp.Compare(b.Mentions, a.Mentions), cmp.Compare(a.Variant, b.Variant), cmp.Compare(a.Surface, b.Surface))
	})
	return out, nil
}

// namings reads the mentions of the targets in documents that count, document
// by document.
func (c *Corpus) namings(ctx context.Context, ds *store.Dataset, spec NamingSpec) ([]namingFacts, error) {
	counted := map[string]bool{}
	for _, i := range c.selected(spec.Selection) {
		counted[c.docs[i].id] = true
	}
	var found []namingFacts
	for m, err := range store.Scan[namingFacts](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("read mentions: %w", err)
		}
		if counted[m.DocID] && slices.Contains(spec.Targets, m.EntityID) {
			found = append(found, m)
		}
	}
	slices.SortStableFunc(found, func(a, b namingFacts) int { return cmp.Compare(a.DocID, b.DocID) })
	return found, nil
}

// languagesOf reads the languages of the sentences in which mentions stand.
func languagesOf(ctx context.Context, ds *store.Dataset, found []namingFacts) (map[string]string, error) {
	out := make(map[string]string, len(found))
	for _, m := range found {
		out[m.SentenceID] = ""
	}
	for s, err := range store.Scan[sentenceLang](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("read sentences: %w", err)
		}
		if _, wanted := out[s.SentenceID]; wanted {
			out[s.SentenceID] = s.Lang
		}
	}
	return out, nil
}
