package config

import (
	"slices"

	"framewatch/corpus"
	"framewatch/nlp/link"
	"framewatch/report"
)

// ReportConfig is the settings of the report on a target with the labels that the codebook, the
// blocs and the gazetteers give.
func (l *Loaded) ReportConfig(target corpus.EntityID) report.Config {
	c := l.Report
	c.Frames, c.Blocs = map[string]report.Label{}, map[string]report.Label{}
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
			if e.ID == target {
				c.Target = targetLabel(e)
			}
		}
	}
	return c
}

// targetLabel takes the target's official names.
func targetLabel(e link.Entity) report.Label {
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
