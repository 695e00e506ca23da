package compare

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

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

// Columns for the examples.
type (
	unlinkedBatch struct {
		Doc      store.Symbols `col:"doc_id"`
		Sentence []string      `col:"sentence_id"`
		Name     store.Symbols `col:"name"`
	}
	placeBatch struct {
		Sentence   []string `col:"sentence_id"`
		Start      []int64  `col:"start_byte"`
		End        []int64  `col:"end_byte"`
		IsHeadline []bool   `col:"is_headline"`
	}
	textBatch struct {
		Doc   []string `col:"doc_id"`
		URL   []string `col:"url"`
		Title []string `col:"title,null"`
		Text  []string `col:"text"`
	}
)

func (unlinkedBatch) Table() string { return store.MentionRow{}.Table() }
func (placeBatch) Table() string    { return store.SentenceRow{}.Table() }
func (textBatch) Table() string     { return store.DocumentRow{}.Table() }

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

// example is the first sentence that names something.
type example struct {
	doc, sentence string
	start, end    int64
	inTitle       bool
	found         bool // the sentence
}

// addExamples finds a sentence for each name.
func addExamples(ctx context.Context, ds *store.Dataset, names []UnlinkedName) error {
	examples, err := firstMentions(ctx, ds, names)
	if err != nil || len(examples) == 0 {
		return err
	}
	inDoc, inSentence := map[string][]int{}, map[string][]int{}
	for i, e := range examples {
		inDoc[e.doc] = append(inDoc[e.doc], i)
		inSentence[e.sentence] = append(inSentence[e.sentence], i)
	}
	for b, err := range store.ScanColumns[placeBatch](ctx, ds) {
		if err != nil {
			return err
		}
		for row, id := range b.Sentence {
			for _, i := range inSentence[id] {
				e := &examples[i]
				e.start, e.end, e.inTitle, e.found = b.Start[row], b.End[row], b.IsHeadline[row], true
			}
		}
	}
	for b, err := range store.ScanColumns[textBatch](ctx, ds) {
		if err != nil {
			return err
		}
		for row, id := range b.Doc {
			for _, i := range inDoc[id] {
				names[i].URL = strings.Clone(b.URL[row])
				names[i].Example = strings.Clone(examples[i].text(b.Title[row], b.Text[row]))
			}
		}
	}
	return nil
}

// firstMentions finds where each name stands first in the tables.
func firstMentions(ctx context.Context, ds *store.Dataset, names []UnlinkedName) ([]example, error) {
	wanted := map[string][]int{} // form -> names
	for i, n := range names {
		for _, f := range n.Forms {
			wanted[f.Form] = append(wanted[f.Form], i)
		}
	}
	if len(wanted) == 0 {
		return nil, nil
	}
	out := make([]example, len(names))
	var byCode [][]int
	for b, err := range store.ScanColumns[unlinkedBatch](ctx, ds) {
		if err != nil {
			return nil, err
		}
		for _, form := range b.Name.Values[len(byCode):] {
			byCode = append(byCode, wanted[form])
		}
		for row, code := range b.Name.Codes {
			if code < 0 {
				continue
			}
			for _, i := range byCode[code] {
				if out[i].doc == "" {
					out[i].doc, out[i].sentence = b.Doc.At(row), strings.Clone(b.Sentence[row])
				}
			}
		}
	}
	return out, nil
}

// text is empty when the tables do not fit together.
func (e example) text(title, body string) string {
	text := body
	if e.inTitle {
		text = title
	}
	if !e.found || e.start < 0 || e.end < e.start || e.end > int64(len(text)) {
		return ""
	}
	return text[e.start:e.end]
}
