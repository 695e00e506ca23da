package pipeline

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"framewatch/compare"
	"framewatch/corpus"
	"framewatch/nlp"
	"framewatch/store"
)

// Languages of the columns that have one of their own.
const (
	english           = "en"
	simplifiedChinese = "zh-Hans"
	bothScripts       = "zh" // of names that both scripts write alike
)

// writeLists replaces what tables say of frames and entities, where the annotations
// that the tables hold were made by today's lists. Where they were not, as when
// numbers alone are computed again, the rows stay that describe them.
func (r *run) writeLists(ctx context.Context) error {
	now, err := r.batch.Snapshot(ctx)
	if err != nil {
		return err
	}
	before, err := recipeOf(ctx, now)
	if err != nil {
		return err
	}
	if !nlp.Changed(before, r.recipe()).None() {
		return nil
	}
	return errors.Join(
		replaceChanged(ctx, r, r.frames(), func(f *store.FrameRow) { f.RunID = "" }),
		replaceChanged(ctx, r, r.entities(), func(e *store.EntityRow) { e.RunID = "" }))
}

func (r *run) frames() []store.FrameRow {
	var out []store.FrameRow
	for _, b := range r.p.cfg.Codebooks {
		for _, f := range b.Frames {
			row := store.FrameRow{Codebook: b.ID, Frame: f.ID, CodebookVersion: b.Version, CodebookStatus: b.Status, LabelEN: f.Label[english], LabelZH: f.Label[simplifiedChinese],
				Labels: langTexts(f.Label), Polarity: f.Polarity, Definition: mainText(f.Definition), CodingRule: mainText(f.CodingRule), Residual: f.Residual,
				Langs: f.Languages(), RunID: string(r.id)}
			for _, lang := range row.Langs {
				if slices.Contains(b.Unvalidated, lang) {
					row.Unvalidated = append(row.Unvalidated, lang)
				}
			}
			for _, x := range f.Excludes {
				row.Excludes = append(row.Excludes, store.Excluded{Frame: x.Frame, Within: x.Within})
			}
			out = append(out, row)
		}
	}
	return out
}

func (r *run) entities() []store.EntityRow {
	var out []store.EntityRow
	seen := map[corpus.EntityID]bool{}
	for _, g := range r.p.cfg.Gazetteers {
		for i := range g.Entities {
			e := &g.Entities[i]
			if seen[e.ID] || e.Masks() {
				continue
			}
			seen[e.ID] = true
			row := store.EntityRow{EntityID: string(e.ID), Name: cmp.Or(e.NameIn(english), e.Names[0].Text), NameZH: cmp.Or(e.NameIn(simplifiedChinese), e.NameIn(bothScripts)), Label: string(e.Label), Kind: e.Kind,
				Country: e.Country, PartOf: string(e.PartOf), SourceURL: e.Source, Gazetteer: g.Header.ID, GazetteerVersion: g.Header.Version, RunID: string(r.id)}
			for _, n := range e.Names {
				row.Names = append(row.Names, store.EntityName{Name: n.Text, Lang: n.Lang, Variant: string(n.Variant)})
			}
			for _, h := range e.Holds {
				row.Offices = append(row.Offices, store.OfficeHeld{OfficeID: string(h.Office), ValidFrom: h.From, ValidTo: h.To})
			}
			for _, t := range r.targets {
				if t.Has(e.ID) {
					row.TargetID = string(t.ID)
				}
			}
			out = append(out, row)
		}
	}
	return out
}

func (r *run) blocs() []store.BlocRow {
	var out []store.BlocRow
	for _, b := range r.p.cfg.Blocs {
		out = append(out, store.BlocRow{BlocID: b.ID, NameEN: b.Name[english], NameZH: b.Name[simplifiedChinese], Names: langTexts(b.Name),
			Statuses: compare.CountingStatuses(), SourceURL: b.Source, Note: b.Note, RunID: string(r.id)})
	}
	return out
}

// langTexts are texts by language, in the order of the languages.
func langTexts(texts map[string]string) []store.LangText {
	var out []store.LangText
	for _, lang := range slices.Sorted(maps.Keys(texts)) {
		out = append(out, store.LangText{Lang: lang, Text: texts[lang]})
	}
	return out
}

// mainText is the English text, else that of the first language.
func mainText(texts map[string]string) string {
	for _, lang := range append([]string{english}, slices.Sorted(maps.Keys(texts))...) {
		if s := strings.TrimSpace(texts[lang]); s != "" {
			return s
		}
	}
	return ""
}
