package frame

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/internal/invalid"
	"framewatch/nlp/match"
)

// Masked finds the terms that can never count, as an anti-term of their frame or
// group stands in whatever they match. Each is an *invalid.Field with its path from
// the codebook down. Terms of which it cannot be told, with sets of names or parts
// of speech, are taken for good.
func (c *Coder) Masked() error {
	var errs []error
	for i, f := range c.book.Frames {
		at := fmt.Sprintf("frames[%d]", i)
		errs = append(errs, invalid.Under(at, c.maskedIn(i, -1, f.Terms)))
		for k, g := range f.Groups {
			errs = append(errs, invalid.Under(fmt.Sprintf("%s.groups[%d]", at, k), c.maskedIn(i, k, g.Terms)))
		}
	}
	return errors.Join(errs...)
}

// maskedIn looks at the terms of a frame, or of one of its groups.
func (c *Coder) maskedIn(frame, group int, terms map[string][]string) error {
	f := &c.book.Frames[frame]
	if len(f.AntiTerms) == 0 && (group < 0 || len(f.Groups[group].AntiTerms) == 0) {
		return nil
	}
	var errs []error
	for _, lang := range slices.Sorted(maps.Keys(terms)) {
		for i, text := range terms[lang] {
			sample, ok := c.sample(text, lang)
			if !ok {
				continue
			}
			if by := c.maskOf(frame, group, text, sample, lang); by != "" {
				errs = append(errs, invalid.Errorf(fmt.Sprintf("terms.%s[%d]", lang, i), text, "can never count: the anti-term %q stands in whatever it matches; remove one of them", by))
			}
		}
	}
	return errors.Join(errs...)
}

// sample is a text that a term matches, of as little else as can be: a filler for
// each wildcard and gap.
func (c *Coder) sample(term, lang string) (text string, ok bool) {
	elements, err := parseTerm(term, lang, c.marks.names)
	if err != nil {
		return "", false
	}
	filler, space := "q", " "
	if unspaced(lang) {
		filler, space = "某", ""
	}
	var b strings.Builder
	for _, e := range elements {
		switch {
		case e.set != "" || e.pos != "":
			return "", false
		case e.gap > 0:
			b.WriteString(space + filler + space)
		case e.lemma != "":
			b.WriteString(e.lemma)
		default:
			b.WriteString(strings.NewReplacer("*", filler, "?", filler).Replace(e.text))
		}
	}
	return b.String(), true
}

// maskOf is the anti-term that keeps a term from counting in a text; empty where it
// counts, or is not found there.
func (c *Coder) maskOf(frame, group int, term, text, lang string) string {
	whole := corpus.Span{End: len(text)}
	a := corpus.Annotations{Sentences: []corpus.Sentence{{Span: whole, Lang: lang}}}
	if unspaced(lang) {
		// One word: what stands within may be no word of its own.
		a.Tokens = []corpus.Token{{Span: whole}}
	}
	found := c.find(match.NewField(&corpus.Document{Text: text, Lang: lang}, corpus.InText, &a), nil)
	for _, h := range found.found[frame] {
		if h.term.text != term || h.term.group != group {
			continue
		}
		if len(unmasked([]hit{h}, found.masked[frame])) > 0 {
			return ""
		}
		for _, m := range found.masked[frame] {
			if len(unmasked([]hit{h}, []hit{m})) == 0 {
				return m.term.text
			}
		}
	}
	return ""
}
