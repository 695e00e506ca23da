package export

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/nlp/word"
	"framewatch/store"
)

type namedHere struct {
	Label    string `col:"label"`
	EntityID string `col:"entity_id,null"`
	Name     string `col:"name,null"`
}

func (namedHere) Table() string { return "mentions" }

type speaks struct {
	Name string `col:"speaker_name,null"`
}

func (speaks) Table() string { return "quotes" }

// readPersons collects the names of private persons: those whom no gazetteer has.
// A name is one where any text has it as a person's, or quotes it: the tagger
// errs, and a body too many behind a pseudonym costs less than a person in clear.
func (p *planner) readPersons(ctx context.Context) error {
	for m, err := range store.Scan[namedHere](ctx, p.ds) {
		if err != nil {
			return err
		}
		if m.EntityID == "" && m.Label == "PER" && m.Name != "" {
			p.private[m.Name] = true
		}
	}
	for q, err := range store.Scan[speaks](ctx, p.ds) {
		if err != nil {
			return err
		}
		if q.Name != "" {
			p.private[q.Name] = true
		}
	}
	ids := p.privateIDs
	for range 2 { // all forms of a name go together
		for n, err := range store.Scan[store.NameRow](ctx, p.ds) {
			if err != nil {
				return err
			}
			if n.Label == "PER" || ids[n.NameID] || p.private[n.Form] || p.private[n.Name] {
				p.private[n.Form], p.private[n.Name], ids[n.NameID] = true, true, true
			}
		}
	}
	for _, form := range sortedKeys(p.private) {
		// One word in an alphabet, and two characters, are as likely something else.
		if isHan(form) {
			p.hanNames = append(p.hanNames, form, folded(form))
		}
		lower := strings.ToLower(form)
		for _, w := range word.Words(lower) {
			p.nameWords[w.Span.Of(lower)] = true
		}
		r, _ := utf8.DecodeRuneInString(form)
		if words := word.Words(form); len(words) > 2 || len(words) == 2 && !unicode.Is(unicode.Han, r) {
			first := words[0].Span.Of(form)
			p.forms[first] = append(p.forms[first], form)
		}
	}
	return nil
}

// pseudonym stands for a name. Its key is given by all texts of the dataset
// together, so that names cannot be tried by whoever does not have them anyway.
func (p *planner) pseudonym(kind, name string) string {
	const digits = 12
	return kind + "-" + keyed(p.key, kind+"\xff"+name)[:digits]
}

// aliasKinds says what a pseudonym stands for, by column.
func aliasKind(table, column string) string {
	switch table + "." + column {
	case "corrections.editor":
		return "coder"
	case "names.name_id":
		return "id"
	}
	return "name"
}
