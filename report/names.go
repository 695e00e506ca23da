package report

import "framewatch/compare"

// Names are what a report calls groups, frames and sides, for other pages over
// the same dataset.
type Names struct{ labels }

// NewNames takes names of frames, blocs and target from the settings and those
// of outlets from the corpus.
func NewNames(cfg Config, c *compare.Corpus) Names { return Names{newLabels(cfg, c)} }

// Group names a value of a dimension of package compare, such as "KE" of country.
func (n Names) Group(by, value string) string { return n.group(by, value) }

// Frame names a frame.
func (n Names) Frame(id string) Label { return n.frame(id) }

// Side names a filter: "bloc=g7" is "G7".
func (n Names) Side(f compare.Filter) string { return n.side(f) }

// Direction is the dir attribute of text in a language: ltr or rtl.
func Direction(lang string) string { return direction(lang) }

// WebAddress returns u where a reader may be sent there, else nothing: only http
// and https lead anywhere.
func WebAddress(u string) string { return webAddress(u) }

// How a report writes numbers: shares, differences of shares in percentage points,
// their intervals, p values ("–" where nothing was tested) and what a difference is
// without any one outlet.
func Percent(v float64) string                      { return percent(v) }
func Points(v float64) string                       { return points(v) }
func PointRange(m compare.Measure) string           { return pointRange(m) }
func PValue(m compare.Contrasted, p float64) string { return pValue(m, p) }
func LeftOutRange(l compare.LeaveOut) string        { return leftOutRange(l) }
func Count(n int) string                            { return count(n) }
func Plural(n int, one, many string) string         { return plural(n, one, many) }
