package store

import "framewatch/corpus"

// EstimateRow is a number that a report prints. One number may have several rows
// that differ in method; of them one is preferred, and the others say what other
// assumptions would give.
type EstimateRow struct {
	TargetID   string   `col:"target_id,key,null" desc:"target that the number is about; null in rows of older versions, which have one target"`
	Question   string   `col:"question,key" desc:"prevalence, contrast, coverage, naming, keyness or another verb of framewatch compare"`
	Spec       string   `col:"spec,key" desc:"everything that fixes the number, as JSON"`
	Codebook   string   `col:"codebook,null" desc:"codebook of the frame; null where the question is not about frames, and in rows of older versions, as all columns down to the sides'"`
	Voice      string   `col:"voice,null" desc:"whose words count: all, author or quoted"`
	Dimension  string   `col:"dimension,key,was=by" desc:"what documents are grouped by: country, bloc, outlet ..., all or several of them with a slash between; contrast or side for the questions that set two sides apart"`
	GroupName  string   `col:"group_name,key,was=group" desc:"value of the dimension; for a contrast the filters of both sides"`
	Item       string   `col:"item,key" desc:"frame, word or phrase"`
	Statistic  string   `col:"statistic,key" desc:"share, weighted_share, difference, log_ratio, g2 ..."`
	Method     string   `col:"method,key" desc:"how value and interval were made, see framewatch compare --help"`
	Preferred  bool     `col:"preferred,later" desc:"true for one row of each number: the one to quote"`
	Value      float64  `col:"value" desc:"the number"`
	SE         *float64 `col:"se" desc:"standard error"`
	CILo       *float64 `col:"ci_lo" desc:"lower end of the interval; of method leave_one_outlet_out the least value with an outlet left out"`
	CIHi       *float64 `col:"ci_hi" desc:"upper end; of leave_one_outlet_out the greatest value"`
	P          *float64 `col:"p" desc:"p value"`
	PAdj       *float64 `col:"p_adj" desc:"the same adjusted for the number of tests (Benjamini-Hochberg)"`
	PHolm      *float64 `col:"p_holm" desc:"the same by Holm's method"`
	N          int64    `col:"n" desc:"documents"`
	NPositive  int64    `col:"n_positive" desc:"documents in which it is present"`
	NNotCoded  *int64   `col:"n_not_coded" desc:"documents of the group of which it is not known, as nothing codes their language; in no other number of the row. Null where the question is not about a frame, and in rows of older versions"`
	NStories   *int64   `col:"n_stories" desc:"syndication groups among the documents"`
	NOutlets   *int64   `col:"n_outlets" desc:"outlets among the documents"`
	NClusters  *int64   `col:"n_clusters" desc:"independent groups behind the interval"`
	ClusterBy  string   `col:"cluster_by,null" desc:"what is taken for independent: none (each document), syndication (stories), outlet or both"`
	ValueA     *float64 `col:"value_a" desc:"of a contrast: the value on side a"`
	NA         *int64   `col:"n_a" desc:"documents of side a"`
	NPositiveA *int64   `col:"n_positive_a" desc:"those in which it is present"`
	NStoriesA  *int64   `col:"n_stories_a" desc:"stories of side a"`
	NOutletsA  *int64   `col:"n_outlets_a" desc:"outlets of side a"`
	ValueB     *float64 `col:"value_b" desc:"the same of side b"`
	NB         *int64   `col:"n_b" desc:"documents of side b"`
	NPositiveB *int64   `col:"n_positive_b" desc:"those in which it is present"`
	NStoriesB  *int64   `col:"n_stories_b" desc:"stories of side b"`
	NOutletsB  *int64   `col:"n_outlets_b" desc:"outlets of side b"`
	Seed       *int64   `col:"seed" desc:"seed of the random numbers; null where none are drawn"`
	Note       string   `col:"note,null" desc:"why something is null, or what the reader of the number must know"`
	RunID      string   `col:"run_id,volatile" desc:"run that wrote the row"`
}

// ID names the number: it is a digest of the key columns (see
// [corpus.NewEstimateID]), by which framewatch trace finds the row.
func (r EstimateRow) ID() string {
	return corpus.NewEstimateID(r.TargetID, r.Question, r.Spec, r.Dimension, r.GroupName, r.Item, r.Statistic, r.Method)
}
