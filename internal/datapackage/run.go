package datapackage

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"framewatch/nlp/trained"
	"framewatch/store"
	"framewatch/store/table"
)

// Origins are what a dataset says of how its tables came about.
type Origins struct {
	Run     *store.RunRow // whose generation it has; nil where the dataset has no row of it
	Subject string        // its targets by name
	// Codebooks are those by which it is coded, Gazetteers those that know its
	// entities, both sorted.
	Codebooks, Gazetteers []List
	// Coders are the trained coders that have coded it, as in
	// document_frames.method, sorted.
	Coders []string
}

// methods is the column that says by what documents were coded.
type methods struct {
	Method table.Symbols `col:"method,null"`
}

// Table is where it stands.
func (methods) Table() string { return "document_frames" }

// OriginsOf reads a dataset's origins.
func OriginsOf(ctx context.Context, ds *store.Dataset) (Origins, error) {
	var out Origins
	for r, err := range store.Scan[store.RunRow](ctx, ds) {
		if err != nil {
			return out, err
		}
		if r.RunID == ds.Generation().RunID {
			out.Run = &r
		}
	}
	for f, err := range store.Scan[store.FrameRow](ctx, ds) {
		if err != nil {
			return out, err
		}
		out.Codebooks = append(out.Codebooks, List{f.Codebook, f.CodebookVersion})
	}
	for b, err := range store.ScanColumns[methods](ctx, ds) {
		if err != nil {
			return out, err
		}
		for i := range b.Method.Codes {
			if m := b.Method.At(i); strings.HasPrefix(m, trained.Method+"@") && !slices.Contains(out.Coders, m) {
				out.Coders = append(out.Coders, m)
			}
		}
	}
	slices.Sort(out.Coders)
	var targets []string
	for e, err := range store.Scan[store.EntityRow](ctx, ds) {
		if err != nil {
			return out, err
		}
		out.Gazetteers = append(out.Gazetteers, List{e.Gazetteer, e.GazetteerVersion})
		if e.TargetID == e.EntityID {
			targets = append(targets, e.Name)
		}
	}
	out.Codebooks, out.Gazetteers = distinct(out.Codebooks), distinct(out.Gazetteers)
	slices.Sort(targets)
	out.Subject = strings.Join(targets, ", ")
	return out, nil
}

// distinct sorts lists, and has each once.
func distinct(all []List) []List {
	slices.SortFunc(all, func(a, b List) int {
		return cmp.Or(strings.Compare(a.ID, b.ID), strings.Compare(a.Version, b.Version))
	})
	return slices.Compact(all)
}
