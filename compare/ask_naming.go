package compare

import (
	"context"
	"fmt"
)

func namingQuestion() Question {
	return Question{Name: "naming", Summary: "which names the target has, wrong ones too, and what would be missed without them", Doc: `
  item "VARIANT: SURFACE"  mentions and documents with a form of the name; with
                           --by lang a mention counts in its sentence's language
  item "wrong names"       documents with a mistranslation or typo of the name;
                           share: over the documents that name the target
  item "only wrong names"  documents that name it in no other way, descriptions and
                           pronouns aside: they would be missed without the list
                           of wrong names; share: over the same (the recall lost)
The last two are by document in every dimension.`, run: (*asking).namingAsked}
}

// wrongNames are the items of documents by whether they have another name than a
// wrong one.
func wrongNames() []string { return []string{"wrong names", "only wrong names"} }

func (a *asking) namingAsked(ctx context.Context) error {
	if len(a.spec.Targets) == 0 {
		return asked(fmt.Errorf("no target is set: name one with annotate.targets"))
	}
	spec := NamingSpec{Selection: a.spec.Selection, By: a.spec.By}
	names, err := a.c.Naming(ctx, a.ds, spec)
	if err != nil {
		return err
	}
	for _, n := range names {
		for _, row := range n.Rows() {
			a.reply.Answers = append(a.reply.Answers, Answer{EstimateRow: row})
		}
	}
	found, err := a.c.namings(ctx, a.ds, spec)
	if err != nil {
		return err
	}
	type namedBy struct {
		wrong, right bool
		sentence     string
	}
	byDoc := map[int32]namedBy{}
	for _, m := range found {
		n := byDoc[m.doc]
		switch m.variant {
		case "mistranslation", "typo":
			n.wrong, n.sentence = true, m.sentence
		case "description", "pronoun": // found only beside a name
		default:
			n.right = true
		}
		byDoc[m.doc] = n
	}
	t := a.tally(unitDocuments)
	for _, i := range a.docs {
		n := byDoc[i]
		if !n.wrong && !n.right {
			continue
		}
		for _, by := range a.spec.By {
			for _, in := range a.c.groupsOf(&a.c.docs[i], by) {
				all := base{cell: cell{by: by, in: in}}
				t.add(i, all, all, "")
				for k, item := range wrongNames() {
					x := all
					x.item = item
					if t.at(x, all); n.wrong && (k == 0 || !n.right) {
						t.add(i, x, all, n.sentence)
					}
				}
			}
		}
	}
	return t.answer()
}
