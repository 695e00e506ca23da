package digest

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/store"
)

type (
	mentionBatch struct {
		Doc     store.Symbols `col:"doc_id"`
		Surface store.Symbols `col:"surface"`
		Label   store.Symbols `col:"label"`
		Entity  store.Symbols `col:"entity_id"`
		Name    store.Symbols `col:"name"`
		Variant store.Symbols `col:"variant"`
	}
	nameRow struct {
		Form  string `col:"form"`
		ID    string `col:"name_id"`
		Name  string `col:"name"`
		Label string `col:"label"`
	}
)

func (mentionBatch) Table() string { return store.MentionRow{}.Table() }
func (nameRow) Table() string      { return store.NameRow{}.Table() }

// met is where something was met: before the period, or in which new documents.
type met struct {
	before bool
	docs   map[string]*document
	who    Newcomer
	how    Rendering
}

func (t *met) in(d *document, side when) {
	if side == before {
		t.before = true
		return
	}
	if t.docs == nil {
		t.docs = map[string]*document{}
	}
	t.docs[d.ID] = d
}

// counts are the stories and outlets in which it is, and where an editor reads of it
// first: the article that is most about the target, of those the newest.
func (t *met) counts() (stories, outlets int, first *document) {
	s, o := map[string]bool{}, map[string]bool{}
	for _, d := range t.docs {
		s[d.Story], o[d.Source] = true, true
		if first == nil || byRelevance(d, first) < 0 {
			first = d
		}
	}
	return len(s), len(o), first
}

// newcomers finds who and what the new articles about the target name, and how they
// name it, that no such article had before.
func (m *maker) newcomers(ctx context.Context) error {
	if m.d.first() || len(m.order) == 0 {
		return nil
	}
	forms := map[string]nameRow{}
	for r, err := range store.Scan[nameRow](ctx, m.ds) {
		if err != nil {
			return err
		}
		forms[r.Form] = r
	}
	named, rendered := map[string]*met{}, map[string]*met{}
	for b, err := range store.ScanColumns[mentionBatch](ctx, m.ds) {
		if err != nil {
			return err
		}
		for i := range b.Doc.Codes {
			d := m.docs[b.Doc.At(i)]
			if d == nil || !d.about || m.of(d) == after {
				continue
			}
			m.meet(b, i, forms, named, rendered).in(d, m.of(d))
		}
	}
	m.listNewcomers(named)
	m.listRenderings(rendered)
	return nil
}

// meet finds what a mention names.
func (m *maker) meet(b *mentionBatch, i int, forms map[string]nameRow, named, rendered map[string]*met) *met {
	at := func(all map[string]*met, key string) *met {
		if all[key] == nil {
			all[key] = &met{}
		}
		return all[key]
	}
	entity, variant := b.Entity.At(i), b.Variant.At(i)
	switch name, known := forms[b.Name.At(i)]; {
	case slices.Contains(m.opt.Compare.Targets, entity):
		if variant != string(corpus.VariantMistranslation) && variant != string(corpus.VariantTypo) {
			break
		}
		t := at(rendered, strings.ToLower(strings.Join(strings.Fields(b.Surface.At(i)), " ")))
		// Of spellings that differ in case alone, the same one whatever the order of rows.
		if t.how.Surface == "" || b.Surface.At(i) < t.how.Surface {
			t.how = Rendering{Surface: b.Surface.At(i), Variant: variant}
		}
		return t
	case entity != "":
		t := at(named, entity)
		t.who = Newcomer{ID: entity, Name: m.entity(entity), Listed: true, Label: b.Label.At(i)}
		return t
	case known:
		t := at(named, name.ID)
		t.who = Newcomer{ID: name.ID, Name: name.Name, Label: name.Label}
		return t
	}
	return &met{} // the target under a right name, or what has none
}

// entity names an entity in English, with its Chinese name behind.
func (m *maker) entity(id string) string {
	l := m.opt.Report.Entities[id]
	if l.EN != "" && l.ZH != "" {
		return l.EN + " " + l.ZH
	}
	return cmp.Or(l.EN, l.ZH, id)
}

func (m *maker) listNewcomers(named map[string]*met) {
	for _, t := range named {
		stories, _, first := t.counts()
		if t.before || first == nil {
			continue
		}
		n := t.who
		n.Stories, n.First = stories, m.article(first)
		list := &m.d.Others
		switch n.Label {
		case "PER":
			list = &m.d.People
		case "ORG":
			list = &m.d.Bodies
		}
		*list = append(*list, n)
	}
	for _, list := range [][]Newcomer{m.d.People, m.d.Bodies, m.d.Others} {
		slices.SortFunc(list, func(a, b Newcomer) int {
			return cmp.Or(cmp.Compare(b.Stories, a.Stories), strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
		})
	}
}

func (m *maker) listRenderings(rendered map[string]*met) {
	for _, t := range rendered {
		_, outlets, first := t.counts()
		if t.before || first == nil {
			continue
		}
		r := t.how
		r.Articles, r.Outlets, r.First = len(t.docs), outlets, m.article(first)
		m.d.Renderings = append(m.d.Renderings, r)
	}
	slices.SortFunc(m.d.Renderings, func(a, b Rendering) int {
		return cmp.Or(cmp.Compare(b.Articles, a.Articles), strings.Compare(a.Surface, b.Surface))
	})
}
