package nlp

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/internal/invalid"
	"framewatch/nlp/frame"
	"framewatch/nlp/lang"
)

// CheckCodebook tries the annotator's nth codebook: whether its terms can count, and
// its examples, each coded as a text with the first target as its subject. It
// returns an *invalid.Field for each term that is masked and each example that is
// not coded as it says, with paths from the codebook down; or ctx's error.
func (a *Annotator) CheckCodebook(ctx context.Context, n int, book frame.Codebook) error {
	c := examples{a: a, coder: a.coders[n], as: map[string]*Annotator{}}
	wrong := []error{c.coder.Masked()}
	for i, f := range book.Frames {
		for _, list := range []struct {
			name    string
			texts   frame.Lists
			include bool
		}{{"include", f.Examples.Include, true}, {"exclude", f.Examples.Exclude, false}} {
			for _, l := range slices.Sorted(maps.Keys(list.texts)) {
				for k, text := range list.texts[l] {
					remedy, err := c.code(ctx, f.ID, text, l, list.include)
					if err != nil {
						return err
					}
					path := fmt.Sprintf("frames[%d].examples.%s.%s[%d]", i, list.name, l, k)
					if l == lang.Und { // a plain list
						path = fmt.Sprintf("frames[%d].examples.%s[%d]", i, list.name, k)
					}
					if remedy != "" {
						wrong = append(wrong, invalid.Errorf(path, text, "%s", remedy))
					}
				}
			}
		}
	}
	return errors.Join(wrong...)
}

// examples codes examples.
type examples struct {
	a     *Annotator
	coder *frame.Coder
	as    map[string]*Annotator // by language, where it is given
}

// code codes one example and says what is wrong with it; nothing where nothing is.
func (c *examples) code(ctx context.Context, id, text, tag string, include bool) (remedy string, err error) {
	a, err := c.reader(tag)
	if err != nil {
		return "", err
	}
	doc := corpus.Document{ID: "example", Text: text, Lang: tag}
	notes, err := a.annotate(ctx, doc, a.quotes, a.names, clauses)
	if err != nil {
		return "", err
	}
	hits, codes := c.coder.Subject(&doc, &notes)
	k := slices.IndexFunc(codes, func(f corpus.FrameCode) bool { return f.Frame == id })
	switch {
	case include && k < 0:
		return fmt.Sprintf("is an example of %s, which has no term in its language (%s)", id, cmp.Or(tag, notes.Lang)), nil
	case include && !codes[k].Present:
		return fmt.Sprintf("is an example of %s, but has no hit that counts for it; %s", id, came(hits, func(corpus.FrameHit) bool { return true })), nil
	case !include && k >= 0 && codes[k].Present:
		return fmt.Sprintf("is no example of %s, but counts as one; %s", id, came(hits, func(h corpus.FrameHit) bool { return h.Frame == id })), nil
	}
	return "", nil
}

// came tells of hits.
func came(hits []corpus.FrameHit, of func(corpus.FrameHit) bool) string {
	var out []string
	for _, h := range hits {
		if !of(h) {
			continue
		}
		hit := fmt.Sprintf("%s by %q", h.Frame, h.Term)
		if h.Negated {
			hit += " (denied)"
		}
		out = append(out, hit)
	}
	if out == nil {
		return "no frame was found"
	}
	return "found: " + strings.Join(out, ", ")
}

// reader is an annotator that takes every text to be of a language.
func (c *examples) reader(tag string) (*Annotator, error) {
	l := corpus.BaseLang(tag)
	if l == "" || l == lang.Und || !slices.Contains(lang.Known(), l) {
		return c.a, nil
	}
	if c.as[l] == nil {
		only, err := lang.New(lang.Config{Langs: []string{l}})
		if err != nil {
			return nil, fmt.Errorf("load language model: %w", err)
		}
		a := *c.a
		a.langs, c.as[l] = only, &a
	}
	return c.as[l], nil
}
