package store

import "time"

// FailureRow is one item that a stage could not handle.
type FailureRow struct {
	Stage    string `col:"stage" desc:"crawl, import, extract or annotate"`
	SourceID string `col:"source_id,null" desc:"outlet"`
	URL      string `col:"url,null" desc:"page, or path of an imported file"`
	Code     string `col:"code" desc:"stable word for the reason"`
	Message  string `col:"message,volatile" desc:"the reason for people"`
	RunID    string `col:"run_id,volatile" desc:"run"`
	Month    string
}

// DerivationRow says what was made of an article, by which rules: of its page
// (layer document) and of each of its texts (the other layers).
type DerivationRow struct {
	ArticleID string `col:"article_id,key" desc:"article"`
	DocID     string `col:"doc_id,key,null" desc:"document; null where the page gave none, or its text could not be annotated"`
	Layer     string `col:"layer,key" desc:"document; annotations: all that is found in a text; and those of which a text may have none for want of rules: entities (names beside those of the gazetteers), frames, claims"`
	Key       string `col:"key,key" desc:"digest of the rules and settings that can touch it"`
	Status    string `col:"status" desc:"done; none: the page was read, and is no article; not_coded: the layer does not apply, so that what its tables lack is not known; failed: the stage could not do it, and the next run tries again"`
	Code      string `col:"code,null" desc:"stable word for why it is not done; for not_coded: no_text, language (nothing reads any language of the text) or off (the settings have nothing that makes the layer)"`
	Message   string `col:"message,null,volatile" desc:"the reason for people; of what failed"`
	RunID     string `col:"run_id,volatile" desc:"run that wrote the row"`
	Month     string
}

// What DerivationRow.Status may be.
const (
	StatusDone     = "done"
	StatusNone     = "none"
	StatusNotCoded = "not_coded"
	StatusFailed   = "failed"
)

// RecipeRow is one ingredient of the annotations that the tables hold: an entity
// of a gazetteer, a frame of the codebook, or the settings. The next run holds
// them against its own and annotates the documents that a difference can touch.
type RecipeRow struct {
	Stage  string   `col:"stage,key" desc:"stage that uses it"`
	Item   string   `col:"item,key" desc:"settings, entity:ID or frame:ID"`
	Digest string   `col:"digest" desc:"digest of its content"`
	Forms  []string `col:"forms" desc:"words by which a text shows that it is touched; empty where it touches all"`
	RunID  string   `col:"run_id,volatile" desc:"run that wrote the row"`
}

// RunRow is one run.
type RunRow struct {
	RunID          string      `col:"run_id,key,volatile" desc:"run"`
	Command        string      `col:"command" desc:"what was run"`
	Version        string      `col:"version" desc:"version of framewatch"`
	ConfigSHA256   string      `col:"config_sha256" desc:"digest of the settings"`
	CodebookSHA256 string      `col:"codebook_sha256,null" desc:"digest of the codebook"`
	GazetteerSHA   string      `col:"gazetteers_sha256,null" desc:"digest of the gazetteers"`
	Started        time.Time   `col:"started,volatile" desc:"UTC"`
	Ended          time.Time   `col:"ended,volatile" desc:"UTC"`
	Rows           []TableRows `col:"rows,volatile" desc:"rows written, by table"`
	Stages         []StageRun  `col:"stages,later,volatile" desc:"the stages that compute over all documents: what their tables were made from"`
}

// StageRun is an element of runs.stages.
type StageRun struct {
	Stage   string  `col:"stage"`
	Key     string  `col:"key"`     // digest of the stage's version, its settings and the files that it reads
	Done    bool    `col:"done"`    // false where the tables of an earlier run were still right
	Seconds float64 `col:"seconds"` // that it took
}

// TableRows is an element of runs.rows.
type TableRows struct {
	Table string `col:"table" json:"table"`
	Rows  int64  `col:"rows" json:"rows"`
}

func (DerivationRow) Table() string       { return "derivations" }
func (r DerivationRow) Partition() string { return r.Month }
func (RecipeRow) Table() string           { return "recipes" }
func (RecipeRow) Partition() string       { return "" }
func (FailureRow) Table() string          { return "failures" }
func (r FailureRow) Partition() string    { return r.Month }
func (RunRow) Table() string              { return "runs" }
func (RunRow) Partition() string          { return "" }
