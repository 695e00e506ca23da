package compare

import (
	"context"
	"fmt"

	"framewatch/store"
)

func claimsQuestion() Question {
	return Question{Name: "claims", Summary: "which numbers are claimed of the target, and whether they are right on that day", Doc: `
The things counted are numbers and dates stated about the target (table claims),
each held against the register of facts as of the day of publication.
  item "KIND"           claims of a kind of fact: claims, documents, stories, outlets
  item "KIND: VERDICT"  those supported, outdated, contradicted, unknown (the
                        register has nothing for it) or not_asserted (negated,
                        supposed or asked); share: over the kind's claims
  item "any", "any: ..."  the same of claims of any kind
Each is counted for all voices together and, in dimension voice, for author,
direct_quote and indirect_quote.`, run: (*asking).claimsAsked}
}

type claimRead struct {
	Doc      string `col:"doc_id"`
	Sentence string `col:"sentence_id"`
	Target   string `col:"target_id"`
	Kind     string `col:"kind"`
	Verdict  string `col:"verdict"`
	Voice    string `col:"voice"`
}

// Table names the table that is read.
func (claimRead) Table() string { return store.ClaimRow{}.Table() }

func (a *asking) claimsAsked(ctx context.Context) error {
	t, found := a.tally("claims"), false
	for row, err := range store.Scan[claimRead](ctx, a.ds) {
		if err != nil {
			return fmt.Errorf("read claims: %w", err)
		}
		i, ok := a.c.index[row.Doc]
		if !ok || !a.counted[i] || !a.c.Counts(a.spec.Target, row.Target) {
			continue
		}
		found = true
		for _, by := range a.spec.By {
			for _, in := range a.c.groupsOf(&a.c.docs[i], by) {
				for _, kind := range []string{row.Kind, itemAny} {
					for _, c := range []cell{{by: by, in: in, item: kind}, {by: by, in: in, kind: byVoice, of: row.Voice, item: kind}} {
						all, one := base{cell: c}, base{cell: c}
						one.item += ": " + row.Verdict
						t.add(i, all, all, "")
						t.add(i, one, all, row.Sentence)
					}
				}
			}
		}
	}
	if !found {
		return asked(fmt.Errorf("none of the %d documents states a number about the target that a register knows (table claims)", len(a.docs)))
	}
	return t.answer()
}
