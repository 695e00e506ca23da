package compare

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

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
	Target    string // the target that was asked about
	By, Group string
	Variant   string // official, alias, abbreviation, mistranslation, typo, description or pronoun
	Surface   string // as the text writes it
	Mentions  int
	Documents int
}

type (
	namingBatch struct {
		Doc      store.Symbols `col:"doc_id"`
		Sentence []string      `col:"sentence_id"`
		Surface  store.Symbols `col:"surface"`
		Entity   store.Symbols `col:"entity_id"`
		Variant  store.Symbols `col:"variant"`
	}
	// naming is a mention of a target.
	naming struct {
		doc                        int32
		sentence, surface, variant string
	}
)

func (namingBatch) Table() string { return store.MentionRow{}.Table() }

// Naming counts the forms of the targets' names, by group, then the most
// frequent first.
func (c *Corpus) Naming(ctx context.Context, ds *store.Dataset, spec NamingSpec) ([]Name, error) {
	var err error
	if spec.Target, err = c.Target(spec.Target); err != nil {
		return nil, fmt.Errorf("naming: %w", err)
	}
	if c, err = c.under(spec.Selection); err != nil {
		return nil, fmt.Errorf("naming: %w", err)
	}
	fixed, err := specJSON(questionNaming, spec)
	if err != nil {
		return nil, err
	}
	for _, by := range spec.By {
		if err := checkDimension(by); err != nil {
			return nil, asked(fmt.Errorf("naming by %q: %w", by, err))
		}
	}
	found, err := c.namings(ctx, ds, spec)
	if err != nil {
		return nil, fmt.Errorf("naming: %w", err)
	}
	sentences := make([]string, len(found))
	for i, m := range found {
		sentences[i] = m.sentence
	}
	langs, err := SentenceLangs(ctx, ds, sentences)
	if err != nil {
		return nil, fmt.Errorf("naming: %w", err)
	}
	type key struct{ by, group, variant, surface string }
	count := map[key]*Name{}
	last := map[key]int32{} // document counted last + 1; mentions lie document by document
	for i, m := range found {
		for _, by := range spec.By {
			groups := c.groupsOf(&c.docs[m.doc], by)
			if by == "lang" && langs[i] != "" {
				groups = []string{langs[i]}
			}
			for _, g := range groups {
				k := key{by, g, m.variant, m.surface}
				if count[k] == nil {
					count[k] = &Name{Spec: fixed, Target: spec.Target, By: by, Group: g, Variant: m.variant, Surface: m.surface}
				}
				count[k].Mentions++
				if last[k] != m.doc+1 {
					last[k] = m.doc + 1
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
func (c *Corpus) namings(ctx context.Context, ds *store.Dataset, spec NamingSpec) ([]naming, error) {
	counted := make([]bool, len(c.docs))
	for _, i := range c.selected(spec.Selection) {
		counted[i] = true
	}
	var found []naming
	docs := documentCodes{c: c}
	targets := chosenCodes{want: spec.Targets}
	for b, err := range store.ScanColumns[namingBatch](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("read mentions: %w", err)
		}
		docs.extend(b.Doc.Values)
		targets.extend(b.Entity.Values)
		for i, code := range b.Entity.Codes {
			if !targets.has(code) {
				continue
			}
			if d, known := docs.at(b.Doc.Codes[i]); known && counted[d] {
				found = append(found, naming{d, strings.Clone(b.Sentence[i]), b.Surface.At(i), b.Variant.At(i)})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b naming) int { return cmp.Compare(a.doc, b.doc) })
	return found, nil
}

// chosenCodes are the codes of a scan that stand for one of the wanted strings.
type chosenCodes struct {
	want []string
	is   []bool
}

func (c *chosenCodes) extend(values []string) {
	for _, v := range values[len(c.is):] {
		c.is = append(c.is, slices.Contains(c.want, v))
	}
}

func (c *chosenCodes) has(code int32) bool { return code >= 0 && c.is[code] }

type sentenceBatch struct {
	Sentence []string      `col:"sentence_id"`
	Lang     store.Symbols `col:"lang"`
}

func (sentenceBatch) Table() string { return store.SentenceRow{}.Table() }

// SentenceLangs reads the languages of sentences, in the order of their IDs;
// empty for a sentence that the dataset does not have.
func SentenceLangs(ctx context.Context, ds *store.Dataset, ids []string) ([]string, error) {
	first := make(map[string]int, len(ids))
	for i, id := range ids {
		if _, again := first[id]; !again {
			first[id] = i
		}
	}
	out := make([]string, len(ids))
	for b, err := range store.ScanColumns[sentenceBatch](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("read sentences: %w", err)
		}
		for i, id := range b.Sentence {
			if at, wanted := first[id]; wanted {
				out[at] = b.Lang.At(i)
			}
		}
	}
	for i, id := range ids {
		out[i] = out[first[id]]
	}
	return out, nil
}
