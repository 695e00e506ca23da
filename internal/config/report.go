package config

import (
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/nlp/link"
	"framewatch/report"
)

// ReportConfig is the settings of the report on a target with the labels that the codebook, the
// blocs and the gazetteers give.
func (l *Loaded) ReportConfig(target corpus.EntityID) report.Config {
	c := l.Report
	c.Frames, c.Blocs, c.Entities = map[string]report.Label{}, map[string]report.Label{}, map[string]report.Label{}
	c.Bodies = l.OtherBodies()
	for _, book := range slices.Backward(l.Codebooks) { // of frames with one ID the first book's
		for _, f := range book.Frames {
			c.Frames[f.ID] = report.Label{EN: f.Label["en"], ZH: f.Label["zh-Hans"]}
		}
	}
	if len(l.Codebooks) > 0 {
		c.Book = &l.Codebooks[0]
	}
	for _, b := range l.Blocs {
		c.Blocs[b.ID] = report.Label{EN: b.Name["en"], ZH: b.Name["zh-Hans"]}
	}
	for _, g := range l.Gazetteers {
		for _, e := range g.Entities {
			c.Entities[string(e.ID)] = entityLabel(e)
			if e.ID == target {
				c.Target = c.Entities[string(e.ID)]
			}
		}
	}
	return c
}

// OtherBodies are the courts and bodies of the gazetteers but for what is part of
// the target, and news media, which are named as sources.
func (l *Loaded) OtherBodies() []string {
	var out []string
	for _, g := range l.Gazetteers {
		for _, e := range g.Entities {
			id := string(e.ID)
			if (e.Kind == "court" || e.Kind == "body") && !strings.HasPrefix(id, "media.") && !slices.Contains(l.Compare.Targets, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

// entityLabel takes an entity's official names.
func entityLabel(e link.Entity) report.Label {
	var out report.Label
	for _, n := range e.Names {
		if n.Variant != corpus.VariantOfficial {
			continue
		}
		switch {
		case n.Lang == "en" && out.EN == "":
			out.EN = n.Text
		case n.Lang == "zh-Hans" && out.ZH == "":
			out.ZH = n.Text
		}
	}
	return out
}
