package datapackage

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/internal/coding"
	"framewatch/internal/export"
	"framewatch/nlp/codes"
	"framewatch/nlp/frame"
)

// mostSheet is how many documents a sheet for coders has at most: a larger package
// is coded by a sample.
const mostSheet = 5000

// Sheets are workbooks for coders, one for each codebook by which the dataset is
// coded: a row a document, with the text
// where the plan has it and else the address at which it is read, and the codebook
// as sheets beside. Documents of which neither leaves are not in it; a plan of more
// than some thousand documents, or of none, has no sheets.
func Sheets(plan *export.Plan, books []frame.Codebook, coded []List) ([]Further, error) {
	units, err := units(plan)
	if err != nil || len(units) == 0 || len(units) > mostSheet {
		return nil, err
	}
	var out []Further
	for _, book := range books {
		if !slices.Contains(coded, List{book.ID, book.Version}) {
			continue
		}
		set := &codes.Set{Units: units}
		for _, f := range book.Frames {
			set.Frames = append(set.Frames, f.ID)
		}
		slices.Sort(set.Frames)
		name := "codesheets/" + fileName(book.ID) + ".xlsx"
		out = append(out, Further{name, func(w io.Writer) error { return codes.Write(name, w, set, coding.Definitions(book)...) }})
	}
	return out, nil
}

// units are the documents of a plan as coders read them, in the order of their IDs.
func units(plan *export.Plan) ([]codes.Unit, error) {
	i := slices.IndexFunc(plan.Tables, func(t export.Table) bool { return t.Name == "documents" })
	if i < 0 {
		return nil, nil
	}
	t := plan.Tables[i]
	at := map[string]int{}
	for i, f := range t.Fields {
		at[f.Name] = i
	}
	var out []codes.Unit
	for row, err := range t.Rows {
		if err != nil {
			return nil, err
		}
		get := func(column string) string {
			i, ok := at[column]
			if !ok {
				return ""
			}
			s, _ := row[i].(string)
			return s
		}
		u := codes.Unit{ID: get("doc_id"), Kind: codes.UnitDocument, Lang: get("lang"), Title: get("title"), Text: get("text")}
		if u.Text == "" {
			u.Text = get("url")
		}
		if u.ID == "" || u.Text == "" {
			continue
		}
		u.Codes = []codes.Code{{Coded: []string{}}}
		if out = append(out, u); len(out) > mostSheet {
			break
		}
	}
	slices.SortFunc(out, func(a, b codes.Unit) int { return strings.Compare(a.ID, b.ID) })
	return out, nil
}

// fileName is a name that any file system takes, for the name of a codebook.
func fileName(id string) string {
	plain := strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r == '.' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return '_'
	}, id)
	if plain == id && !strings.HasPrefix(id, ".") {
		return id
	}
	const enough = 8
	return fmt.Sprintf("%s-%s", strings.Trim(plain, "."), corpus.SHA256([]byte(id))[:enough])
}
