package compare

import (
	"strings"

	"framewatch/compare/stats"
	"framewatch/store"
)

// Methods of a [Correction].
const (
	methodDSL         = "dsl"
	methodPPI         = "ppi"
	methodRoganGladen = "rogan_gladen"
)

func methodOf(m stats.Correction) string {
	return map[stats.Correction]string{stats.DSL: methodDSL, stats.PPIPlus: methodPPI, stats.RoganGladen: methodRoganGladen}[m]
}

// corrected corrects the share of one side, or the difference of two. effective is
// how many hand codes with equal probabilities would tell as much.
func corrected(m stats.Correction, confidence float64, sides []auditedSide) (out CorrectedMeasure, effective float64, err error) {
	var shares [2]float64
	var result stats.Corrected
	known := false
	for i, s := range sides {
		if result, err = m.Mean(s.units, confidence); err != nil {
			return out, 0, err
		}
		shares[i] = result.Value
		for _, u := range s.units {
			known = known || u.P > 0
		}
	}
	if len(sides) == 2 {
		if result, err = m.Difference(sides[0].units, sides[1].units, confidence); err != nil {
			return out, 0, err
		}
	}
	out = CorrectedMeasure{Measure: Measure{Value: result.Value}, A: shares[0], B: shares[1], Clipped: result.Clipped}
	if result.OK {
		out.Measure = Measure{Value: result.Value, SE: result.Clustered.SE, Interval: result.Clustered.Interval, Method: methodOf(m)}
	}
	if !known {
		out.Assumption = assumedRandom
	}
	return out, result.Effective, nil
}

// isCorrection reports whether a row is that of a [Correction].
func isCorrection(row store.EstimateRow) bool {
	return row.Method == methodDSL || row.Method == methodPPI || row.Method == methodRoganGladen
}

// Rows are the corrections as rows of table estimates, one a method, beside those of
// the program's own number, which stay the preferred ones: they can be had for every
// group. Refused corrections have none.
func (c Correction) Rows() []store.EstimateRow {
	var rows []store.EstimateRow
	for _, m := range c.Methods {
		row := store.EstimateRow{TargetID: c.Target, Question: c.Question, Spec: c.Spec, Codebook: c.Codebook, Voice: string(VoiceAll),
			Dimension: c.By, GroupName: c.Group, Item: c.Frame, N: int64(c.N), NPositive: int64(c.Positive), NNotCoded: pointer(int64(c.NotCoded)),
			NStories: pointer(int64(c.Stories)), NOutlets: pointer(int64(c.Outlets))}
		m.Clusters = c.Coded
		statistic := "share"
		if c.Question == questionContrast {
			statistic = "difference"
			row.ValueA, row.ValueB = rounded(m.A), rounded(m.B)
		}
		row = m.in(row, statistic)
		row.ClusterBy = clusterBoth
		if c.Outlets < 2 {
			row.ClusterBy = clusterStories
		}
		notes := c.Notes
		if m.Assumption != "" {
			notes = append([]string{m.Assumption}, notes...)
		}
		if m.Clipped {
			notes = append([]string{"set to what a share can be"}, notes...)
		}
		row.Note = strings.Join(notes, "; ")
		rows = append(rows, row)
	}
	return rows
}
