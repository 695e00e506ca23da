package pipeline

import (
	"context"
	"strconv"
	"strings"

	"framewatch/nlp/translated"
	"framewatch/store"
)

// Projections of the tables that say what survives translation.
type (
	entityFacts struct {
		DocID    string `col:"doc_id"`
		EntityID string `col:"entity_id,null"`
		Name     string `col:"name,null"`
	}
	numberFacts struct {
		DocID string `col:"doc_id"`
		Lang  string `col:"lang"`
		Title string `col:"title,null"`
		Text  string `col:"text"`
	}
)

func (entityFacts) Table() string { return store.MentionRow{}.Table() }
func (numberFacts) Table() string { return store.DocumentRow{}.Table() }

// joinTranslations unites groups of copies that tell the same story in
// different languages.
func (r *run) joinTranslations(ctx context.Context, now *store.Dataset, known *syndication, groups []*copies) error {
	byDoc := map[string]int{}
	texts := make([]translated.Text, len(groups))
	for i, g := range groups {
		texts[i].ID = g.ids[0]
		for _, id := range g.ids {
			byDoc[id] = i
			if day := known.facts[id].published; !day.IsZero() && (texts[i].Day.IsZero() || day.Before(texts[i].Day)) {
				texts[i].Day = day
			}
		}
	}
	for d, err := range store.Scan[numberFacts](ctx, now) {
		if err != nil {
			return err
		}
		i, ok := byDoc[d.DocID]
		if !ok {
			continue
		}
		texts[i].Lang = d.Lang
		for _, n := range translated.Numbers(d.Title+"\n"+d.Text, d.Lang) {
			texts[i].Features = append(texts[i].Features, strconv.FormatFloat(n, 'g', -1, 64))
		}
	}
	for m, err := range store.Scan[entityFacts](ctx, now) {
		if err != nil {
			return err
		}
		i, ok := byDoc[m.DocID]
		switch {
		case !ok:
		case m.EntityID != "":
			texts[i].Features = append(texts[i].Features, m.EntityID)
		case m.Name != "":
			texts[i].Features = append(texts[i].Features, strings.ToLower(m.Name))
		}
	}
	index := translated.New(r.p.cfg.Translations)
	for _, t := range texts {
		index.Add(t)
	}
	for _, p := range index.Pairs() {
		a, b := groups[byDoc[p.A]], groups[byDoc[p.B]]
		for _, g := range []*copies{a, b} {
			if g.translation == nil || *g.translation < p.Score {
				g.translation = &p.Score
			}
		}
		if x, y := a.head(), b.head(); x != y {
			y.into = x
		}
	}
	return nil
}
