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

// Percent writes a share, such as "12%".
func Percent(v float64) string { return percent(v) }

// Points writes a difference of shares in percentage points, such as "+3".
func Points(v float64) string { return points(v) }

// PointRange writes the interval of a difference in percentage points.
func PointRange(m compare.Measure) string { return pointRange(m) }

// PValue writes a p value of a difference, "–" where nothing was tested.
func PValue(m compare.Contrasted, p float64) string { return pValue(m, p) }

// LeftOutRange writes between what a difference lies without any one outlet.
func LeftOutRange(l compare.LeaveOut) string { return leftOutRange(l) }

// Count writes a number with thin groups of three digits.
func Count(n int) string { return count(n) }

// Plural writes "1 outlet", "3 outlets".
func Plural(n int, one, many string) string { return plural(n, one, many) }
