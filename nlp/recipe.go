package nlp

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/nlp/claim"
	"framewatch/nlp/frame"
	"framewatch/nlp/link"
	"framewatch/nlp/match"
)

// Ingredient is one thing that annotations are made of, such as an entity of a
// gazetteer. Where its digest has changed, the texts with one of its forms may
// be annotated otherwise; without forms that holds for all texts.
type Ingredient struct {
	Item   string // settings, entity:ID, references:KIND LANG, frame:CODEBOOK ID, register:ID or model:CODEBOOK
	Digest string
	Forms  []string // folded, without what inflection may change
}

// Recipe lists what the annotations of a configuration are made of, by item.
func Recipe(cfg Config, res Resources) []Ingredient {
	settings := struct {
		Version string
		Config  Config
		Books   []frame.Codebook
		Frames  []string
	}{Version: version, Config: cfg}
	var out []Ingredient
	for _, g := range res.Gazetteers { // a new version of a list is the entities that changed in it
		for _, e := range g.Entities {
			out = append(out, Ingredient{"entity:" + string(e.ID), digestOf(e), formsOf(e)})
		}
	}
	out = append(out, references(res.Gazetteers)...)
	for _, book := range res.Codebooks {
		for _, f := range book.Frames {
			// Every document in a language of a frame has a row for it, and with a residual
			// one what other frames find is its matter.
			settings.Frames = append(settings.Frames, fmt.Sprint(book.ID, f.ID, f.Languages(), f.Residual))
			out = append(out, Ingredient{"frame:" + book.ID + " " + f.ID, digestOf(f), termsOf(f)})
		}
		book.Frames = nil
		settings.Books = append(settings.Books, book)
	}
	for _, m := range res.Models {
		out = append(out, Ingredient{"model:" + m.Codebook, m.Hash(), formsAbout(cfg.Targets, res.Gazetteers)})
	}
	for _, r := range res.Registers {
		out = append(out, Ingredient{"register:" + r.ID, digestOf(r), namesAbout(&r, res.Gazetteers)})
	}
	out = append(out, Ingredient{Item: "settings", Digest: digestOf(settings)})
	slices.SortFunc(out, func(a, b Ingredient) int { return cmp.Or(cmp.Compare(a.Item, b.Item), cmp.Compare(a.Digest, b.Digest)) })
	return out
}

// references are those of all lists, which may each add phrases of a kind and language.
func references(lists []link.Gazetteer) []Ingredient {
	byItem := map[string][]link.Reference{}
	for _, g := range lists {
		for _, r := range g.References {
			item := "references:" + r.Kind + " " + r.Lang
			byItem[item] = append(byItem[item], r)
		}
	}
	var out []Ingredient
	for item, all := range byItem { // sorted by the caller
		i := Ingredient{Item: item, Digest: digestOf(all[0])}
		if len(all) > 1 {
			i.Digest = digestOf(all)
		}
		for _, r := range all {
			i.Forms = append(i.Forms, phrasesOf(r)...)
		}
		i.Forms = distinct(i.Forms)
		out = append(out, i)
	}
	return out
}

func digestOf(v any) string {
	data, err := json.Marshal(v)
	if err != nil { // cannot happen for these plain types
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}

// formsOf are the beginnings of an entity's names that any inflection keeps.
func formsOf(e link.Entity) []string {
	var out []string
	for _, n := range e.Names {
		out = append(out, stem(n.Text, n.Inflect))
	}
	return distinct(out)
}

// phrasesOf are the phrases of references as they are looked for.
func phrasesOf(r link.Reference) []string {
	var out []string
	for _, p := range r.Phrases {
		out = append(out, stem(p, false))
	}
	return distinct(out)
}

// namesAbout are the forms of the entities that a register is about: a claim
// needs a mention of one.
func namesAbout(r *claim.Register, lists []link.Gazetteer) []string { return namesOf(r.About, lists) }

// formsAbout are the forms of targets and what is part of them: a model codes no
// text without a mention of one.
func formsAbout(targets []corpus.EntityID, lists []link.Gazetteer) []string {
	var all []corpus.EntityID
	for _, t := range targets {
		all = append(all, link.Set(lists, t)...)
	}
	return namesOf(all, lists)
}

func namesOf(entities []corpus.EntityID, lists []link.Gazetteer) []string {
	var out []string
	for _, g := range lists {
		for _, e := range g.Entities {
			if slices.Contains(entities, e.ID) {
				out = append(out, formsOf(e)...)
			}
		}
	}
	return distinct(out)
}

// termsOf are the plain pieces of a frame's terms, folded.
func termsOf(f frame.Frame) []string {
	var out []string
	for _, piece := range f.Pieces() {
		out = append(out, stem(piece, false))
	}
	return distinct(out)
}

// ending is the most letters that inflection changes at the end of a name.
const ending = 3

func stem(form string, inflects bool) string {
	t := match.Fold(form)
	n := t.Len()
	if inflects && n > 2*ending {
		n -= ending
	}
	return strings.TrimSpace(t.String(0, n))
}

func distinct(forms []string) []string {
	slices.Sort(forms)
	return slices.DeleteFunc(slices.Compact(forms), func(s string) bool { return s == "" })
}

// Change is what lies between two recipes.
type Change struct {
	Items []string // that are new, gone or other
	all   bool
	forms []string
}

// Changed compares recipes.
func Changed(before, after []Ingredient) Change {
	var c Change
	was := map[string]Ingredient{}
	for _, i := range before {
		was[i.Item+" "+i.Digest] = i
	}
	note := func(i Ingredient) {
		c.all = c.all || len(i.Forms) == 0
		c.forms = append(c.forms, i.Forms...)
		c.Items = append(c.Items, i.Item)
	}
	for _, i := range after {
		if _, same := was[i.Item+" "+i.Digest]; same {
			delete(was, i.Item+" "+i.Digest)
			continue
		}
		note(i)
	}
	for _, i := range was {
		note(i)
	}
	slices.Sort(c.Items)
	c.Items, c.forms = slices.Compact(c.Items), distinct(c.forms)
	// Many forms cost more to look for than they spare.
	c.all = c.all || len(c.forms) > maxForms
	return c
}

const maxForms = 500

// None holds where nothing has changed.
func (c Change) None() bool { return len(c.Items) == 0 }

// All holds where every document is touched.
func (c Change) All() bool { return c.all }

// Names reports whether an entity is among what changed: texts that mention it
// under a name that no list has are touched, too.
func (c Change) Names(e corpus.EntityID) bool { return slices.Contains(c.Items, "entity:"+string(e)) }

// Touches reports whether a text may be annotated otherwise.
func (c Change) Touches(title, text string) bool {
	if c.all {
		return true
	}
	for _, field := range []string{title, text} {
		t := match.Fold(field)
		folded := t.String(0, t.Len())
		for _, f := range c.forms {
			if strings.Contains(folded, f) {
				return true
			}
		}
	}
	return false
}
