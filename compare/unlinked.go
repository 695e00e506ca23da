package compare

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"framewatch/store"
)

// UnlinkedSpec asks which people and bodies should be in a gazetteer.
type UnlinkedSpec struct {
	MinDocuments int      // least number of documents that name it
	Labels       []string // such as PER, ORG
	Top          int      // 0 for all
}

// UnlinkedName is a person or body that no gazetteer has.
type UnlinkedName struct {
	NameID    string         `json:"name_id"`
	Name      string         `json:"name"`
	Label     string         `json:"label"`
	Documents int            `json:"documents"`
	Mentions  int            `json:"mentions"`
	Forms     []UnlinkedForm `json:"forms"` // by frequency
	// Example is the first sentence of the tables that names it, URL its page.
	Example string `json:"example"`
	URL     string `json:"url"`
}

// UnlinkedForm is one way to write the name.
type UnlinkedForm struct {
	Form      string   `json:"form"`
	Documents int      `json:"documents"`
	Mentions  int      `json:"mentions"`
	Langs     []string `json:"langs"` // of the documents
}

// Projections for the examples.
type (
	unlinkedMention struct {
		DocID      string `col:"doc_id"`
		SentenceID string `col:"sentence_id"`
		Name       string `col:"name,null"`
	}
	sentencePlace struct {
		SentenceID string `col:"sentence_id"`
		StartByte  int64  `col:"start_byte"`
		EndByte    int64  `col:"end_byte"`
		IsHeadline bool   `col:"is_headline"`
	}
	documentText struct {
		DocID string `col:"doc_id"`
		URL   string `col:"url"`
		Title string `col:"title,null"`
		Text  string `col:"text"`
	}
)

func (unlinkedMention) Table() string { return store.MentionRow{}.Table() }
func (sentencePlace) Table() string   { return store.SentenceRow{}.Table() }
func (documentText) Table() string    { return store.DocumentRow{}.Table() }

// Unlinked lists the people and bodies that no gazetteer has, those of most
// documents first.
func Unlinked(ctx context.Context, ds *store.Dataset, spec UnlinkedSpec) ([]UnlinkedName, error) {
	byID := map[string]*UnlinkedName{}
	for row, err := range store.Scan[store.NameRow](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("unlinked names: %w", err)
		}
		if int(row.AllDocuments) < spec.MinDocuments || !slices.Contains(spec.Labels, row.Label) {
			continue
		}
		n := byID[row.NameID]
		if n == nil {
			n = &UnlinkedName{NameID: row.NameID, Name: row.Name, Label: row.Label, Documents: int(row.AllDocuments), Mentions: int(row.AllMentions)}
			byID[row.NameID] = n
		}
		n.Forms = append(n.Forms, UnlinkedForm{row.Form, int(row.NDocuments), int(row.NMentions), row.DocumentLangs})
	}
	out := make([]UnlinkedName, 0, len(byID))
	for _, n := range byID {
		slices.SortFunc(n.Forms, func(a, b UnlinkedForm) int {
			return cmp.Or(cmp.Compare(b.Documents, a.Documents), cmp.Compare(b.Mentions, a.Mentions), cmp.Compare(a.Form, b.Form))
		})
		out = append(out, *n)
	}
	slices.SortFunc(out, func(a, b UnlinkedName) int {
		return cmp.Or(cmp.Compare(b.Documents, a.Documents), cmp.Compare(b.Mentions, a.Mentions), cmp.Compare(a.NameID, b.NameID))
	})
	if spec.Top > 0 && len(out) > spec.Top {
		out = out[:spec.Top]
	}
	if err := addExamples(ctx, ds, out); err != nil {
		return nil, fmt.Errorf("unlinked names: %w", err)
	}
	return out, nil
}

// addExamples finds a sentence for each name.
func addExamples(ctx context.Context, ds *store.Dataset, names []UnlinkedName) error {
	wanted := map[string][]int{} // form -> names
	for i, n := range names {
		for _, f := range n.Forms {
			wanted[f.Form] = append(wanted[f.Form], i)
		}
	}
	first := make([]*unlinkedMention, len(names))
	inDoc, inSentence := map[string][]int{}, map[string]*sentencePlace{}
	for m, err := range store.Scan[unlinkedMention](ctx, ds) {
		if err != nil {
			return err
		}
		for _, i := range wanted[m.Name] {
			if first[i] == nil {
				first[i] = &m
				inDoc[m.DocID] = append(inDoc[m.DocID], i)
				inSentence[m.SentenceID] = nil
			}
		}
	}
	for s, err := range store.Scan[sentencePlace](ctx, ds) {
		if err != nil {
			return err
		}
		if _, ok := inSentence[s.SentenceID]; ok {
			inSentence[s.SentenceID] = &s
		}
	}
	for d, err := range store.Scan[documentText](ctx, ds) {
		if err != nil {
			return err
		}
		for _, i := range inDoc[d.DocID] {
			names[i].URL = d.URL
			if s := inSentence[first[i].SentenceID]; s != nil {
				names[i].Example = sentenceText(d, s)
			}
		}
	}
	return nil
}

// sentenceText is empty when the tables do not fit together.
func sentenceText(d documentText, s *sentencePlace) string {
	text := d.Text
	if s.IsHeadline {
		text = d.Title
	}
	if s.StartByte < 0 || s.EndByte < s.StartByte || s.EndByte > int64(len(text)) {
		return ""
	}
	return text[s.StartByte:s.EndByte]
}
