package store

import "time"

// SyndicationRow places a document in the group of its copies.
type SyndicationRow struct {
	GroupID          string    `col:"group_id" desc:"smallest doc_id of the group, which holds the copies of a text and their translations"`
	DocID            string    `col:"doc_id,key" desc:"document"`
	CopyID           string    `col:"copy_id" desc:"smallest doc_id among the copies in one language"`
	IsOrigin         bool      `col:"is_origin" desc:"true for the document from which the others of the group were made; false for all where that is not known (origin_unknown says why)"`
	OriginFrom       string    `col:"origin_from,null" desc:"evidence for the group's origin: credit (a copy credits its outlet), original_url (a copy points to it), date (earlier than each of those that may be it, at the precision that their dates have in common) or alone (there is no other article); null where it is not known, and in rows of older versions"`
	OriginUnknown    string    `col:"origin_unknown,null" desc:"why the group's origin is not known: outside (copies credit, or point to, what is not in the group), undated, same_date (dates with too little in common) or contradiction (copies credit each other in a ring, or one that credits nobody is earlier than what others credit); null where it is known, and in rows of older versions"`
	LagSeconds       *int64    `col:"lag_seconds" desc:"time from the origin's publication to this document's, 0 for the origin; null where the origin or a date is not known to the month, or a copy that credits the origin bears an earlier date, and in rows of older versions"`
	LagPrecision     string    `col:"lag_precision,null" desc:"of lag_seconds: minute, day or month, as both dates are known; days and months are those of the outlets' calendars, so that 0 is the same one. A time without offset is read by the clock of the outlet's country where that keeps one zone, else its day alone counts"`
	Similarity       float64   `col:"similarity" desc:"greatest containment with another member; 1 for a document alone"`
	FirstSeen        time.Time `col:"first_seen,null" desc:"earliest publication in the group, UTC"`
	WireCredit       string    `col:"wire_credit,null" desc:"agency credited in the group"`
	GroupSize        int64     `col:"group_size" desc:"documents in the group"`
	Weight           float64   `col:"group_weight,was=weight" desc:"1 / group_size: a story counts once in the whole dataset. Not the weight of weighted_share in estimates, by which it counts once among the documents of the group looked at (docs/dataset.md has the SQL)"`
	TranslationScore *float64  `col:"translation_score" desc:"0 to 1: how surely the copies belong with those of the group in other languages; null for a group of one language"`
	RunID            string    `col:"run_id,volatile" desc:"run that wrote the row"`
	Month            string
}

// StoryLinkRow is a pair of documents that tell one story, or of which one tells what
// the other does in other words or holds it among other things, as found among the
// documents of two months. Table syndication is made of these.
type StoryLinkRow struct {
	Window  string  `col:"window_month,key,was=window" desc:"the later of the two months, YYYY-MM"`
	DocID   string  `col:"doc_id,key" desc:"document"`
	OtherID string  `col:"other_id,key" desc:"the smallest doc_id among its copies, or among those of which it may be a translation or a paraphrase; or the text that doc_id contains"`
	Kind    string  `col:"kind,key" desc:"copy; translation: a candidate, of which syndication takes the best for both; paraphrase: the same in other words of one language, which unites nothing; contains: doc_id is much the longer and holds other_id, as a digest does, which unites nothing either (of copies the longest is named)"`
	Score   float64 `col:"score" desc:"0 to 1: greatest containment with another copy, likeness of what survives translation and rewording, or the share of other_id that doc_id contains"`
	RunID   string  `col:"run_id,volatile" desc:"run that wrote the row"`
}

func (SyndicationRow) Table() string       { return "syndication" }
func (r SyndicationRow) Partition() string { return r.Month }
func (StoryLinkRow) Table() string         { return "story_links" }
func (r StoryLinkRow) Partition() string   { return r.Window }
