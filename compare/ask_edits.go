package compare

import (
	"slices"
	"strings"

	"framewatch/compare/stats"
	"framewatch/corpus"
	"framewatch/store"
)

// stories gives each story its rows.
func (a *asking) stories(journeys []journey) {
	for _, j := range journeys {
		row := a.row(byStory, j.name, "")
		a.behindStories(row, []journey{j})
		row.N = int64(len(j.docs))
		outlets, langs := map[int32]bool{}, map[string]bool{}
		for _, i := range j.docs {
			outlets[a.c.docs[i].source], langs[corpus.BaseLang(a.c.langs[a.c.docs[i].lang])] = true, true
		}
		a.count(row, unitDocuments, len(j.docs), nil)
		a.count(row, "outlets", len(outlets), nil)
		a.count(row, "languages", len(langs), nil)
		a.edits(row, []journey{j})
	}
}

// edits gives a row the numbers of copies against their origins.
func (a *asking) edits(row store.EstimateRow, journeys []journey) {
	var lags, similarities, lengths, gained, lost []float64
	stories, known := int64(0), 0
	for _, j := range journeys {
		if j.origin >= 0 {
			known++
		}
		if len(j.copies) > 0 {
			stories++
		}
		for _, c := range j.copies {
			lags, similarities, lengths = appendKnown(lags, c.lag), appendKnown(similarities, c.similarity), appendKnown(lengths, c.length)
			gained, lost = append(gained, float64(len(c.gained))), append(lost, float64(len(c.lost)))
		}
	}
	why := func(otherwise string) string {
		if known == 0 {
			return "the origin is not known, or does not count"
		}
		return otherwise
	}
	number := func(statistic, method string, values []float64, otherwise string) {
		if len(values) == 0 || a.book == nil && strings.HasPrefix(statistic, "frames") {
			a.missing(row, statistic, why(otherwise), 0)
			return
		}
		row := row
		row.Statistic, row.Method, row.N, row.NClusters = statistic, method, int64(len(values)), &stories
		row.Value = stats.Rounded(mean(values))
		if method == "median" {
			row.Value = stats.Rounded(median(values))
		}
		a.reply.Answers = append(a.reply.Answers, Answer{EstimateRow: row})
	}
	number("lag_days", "median", lags, "the date of the origin or of every copy is not known well enough")
	number("similarity", "median", similarities, "no copy is in the language of its origin")
	number("length_ratio", "median", lengths, "no copy is in the language of its origin")
	number("frames_gained", "mean", gained, "no document is coded")
	number("frames_lost", "mean", lost, "no document is coded")
}

func appendKnown(values []float64, v *float64) []float64 {
	if v == nil {
		return values
	}
	return append(values, *v)
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range slices.Sorted(slices.Values(values)) { // in one order, for the last bits
		sum += v
	}
	return sum / float64(len(values))
}

// parts counts copies by story and outlet.
func (a *asking) parts(journeys []journey, of func(journey, copied) (counts, positive bool)) []stats.Part {
	var out []stats.Part
	for _, j := range journeys {
		for _, one := range j.copies { // they lie outlet by outlet
			counts, positive := of(j, one)
			if !counts {
				continue
			}
			d := &a.c.docs[one.doc]
			if n := len(out); n == 0 || out[n-1].Story != d.story || out[n-1].Outlet != d.source {
				out = append(out, stats.Part{Story: d.story, Outlet: d.source})
			}
			at := &out[len(out)-1]
			at.N++
			at.K += boolean(positive)
		}
	}
	return out
}

// travelBy sums stories up by the group of their origin.
func (a *asking) travelBy(journeys []journey) error {
	for _, by := range a.spec.By {
		groups := map[string][]journey{}
		for _, j := range journeys {
			in := []string{GroupNoOrigin}
			if j.origin >= 0 {
				in = a.c.groupsOf(&a.c.docs[j.origin], by)
			} else if by == GroupAll {
				in = []string{GroupAll}
			}
			for _, g := range in {
				groups[g] = append(groups[g], j)
			}
		}
		for _, g := range sorted(groups) {
			of := groups[g]
			row, copies := a.row(by, g, ""), 0
			for _, j := range of {
				copies += len(j.docs) - 1
			}
			a.behindStories(row, of)
			row.N = int64(copies + len(of))
			a.count(row, "stories", len(of), nil)
			a.count(row, "copies", copies, nil)
			a.edits(row, of)
			if err := a.editedFrames(by, g, of); err != nil {
				return err
			}
		}
	}
	return nil
}

// editedFrames tells which frames copies gained and lost.
func (a *asking) editedFrames(by, group string, journeys []journey) error {
	for _, f := range a.frames {
		// Copies are the things counted, those that changed the positive ones.
		for change, name := range []string{"gained", "lost"} {
			parts := a.parts(journeys, func(j journey, c copied) (counts, positive bool) {
				if !a.coded(f, c.doc) || !a.coded(f, j.origin) {
					return false, false
				}
				had := a.book.facts[f][j.origin]&factPresent != 0
				return had == (change == 1), slices.Contains([][]int{c.gained, c.lost}[change], f)
			})
			row := a.row(by, group, a.book.frames[f])
			if len(parts) == 0 {
				a.missing(row, "share_"+name, "no copy of an origin that "+[]string{"lacks", "has"}[change]+" it", 0)
				continue
			}
			e := Estimate{Spec: a.fixed, Target: a.spec.Target, Codebook: a.book.name, Frame: a.book.frames[f], By: by, Group: group, Seed: a.spec.Seed}
			rows, err := a.estimated(e, parts)
			if err != nil {
				return err
			}
			row.N, row.NPositive = rows[0].N, rows[0].NPositive
			a.count(row, name, int(rows[0].NPositive), nil)
			for _, r := range rows {
				if r.Statistic == "share" {
					r.Statistic = "share_" + name
					a.reply.Answers = append(a.reply.Answers, Answer{EstimateRow: r})
				}
			}
		}
	}
	return nil
}

// behindStories takes the documents of the stories of a row that is asked for, or of
// the edits of a frame in them; positive are the copies.
func (a *asking) behindStories(row store.EstimateRow, journeys []journey) {
	b := a.behind
	if b == nil || b.want.Dimension != row.Dimension || b.want.GroupName != row.GroupName {
		return
	}
	for _, j := range journeys {
		for _, i := range j.docs {
			b.add(i, "", i != j.origin)
		}
	}
}
