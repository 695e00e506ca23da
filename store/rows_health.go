package store

import "time"

// SourceRunRow is what one run asked of one source and got of it: the history by
// which its health is judged. A run has a row for each source that it asked or got
// documents of, and none for those that it passed over, as their time had not come.
type SourceRunRow struct {
	SourceID    string        `col:"source_id,key" desc:"outlet"`
	RunID       string        `col:"run_id,key,volatile" desc:"run"`
	Started     time.Time     `col:"started,volatile" desc:"when the run began, UTC"`
	Read        bool          `col:"read" desc:"whether the run crawled it and read its pages, so that its new documents are known; false for crawl without reading, and for imports"`
	Lists       int64         `col:"n_lists" desc:"start pages, feeds, sitemaps and listings that were asked for, each once"`
	ListsFailed int64         `col:"n_lists_failed" desc:"of them, those that gave nothing to go by: not reached, refused, gone, or something else than a list"`
	Pages       int64         `col:"n_pages" desc:"pages that its lists and links named and the crawl took up"`
	Asked       int64         `col:"n_asked" desc:"of them, those that were asked for; the others were not due, or a rule or a budget forbade it"`
	Answered    int64         `col:"n_answered" desc:"of them, those that came, or had not changed"`
	Stored      int64         `col:"n_stored" desc:"of them, those that came with a body"`
	Looked      *int64        `col:"n_read" desc:"pages that extraction looked at for the first time, or again as they had changed; null where it is not known: in runs of older versions"`
	Articles    *int64        `col:"n_articles" desc:"of them, those that were articles"`
	Empty       *int64        `col:"n_empty" desc:"of them, those on which no text was found"`
	Documents   int64         `col:"n_documents" desc:"articles that the dataset did not have"`
	Fresh       int64         `col:"n_fresh" desc:"of them, those that came out since the run before had read the source, as far as their dates tell: what the rate of a source is learnt from; an archive that is read for the first time is none"`
	Versions    int64         `col:"n_versions" desc:"new texts of articles that it had"`
	Unchanged   int64         `col:"n_unchanged" desc:"articles seen again without change"`
	Chars       *float64      `col:"median_chars" desc:"median length of the new articles in code points; null without one"`
	Agreement   *float64      `col:"median_agreement" desc:"median of their extractor_agreement"`
	Boilerplate *float64      `col:"median_boilerplate" desc:"median of their boilerplate_share"`
	Langs       []LangCount   `col:"langs" desc:"new articles by main language"`
	Charsets    []CharsetUse  `col:"charsets" desc:"stored pages by character set"`
	Selectors   []SelectorUse `col:"selectors" desc:"for each selector of the source list: pages of articles on which it was tried, and on which it found something"`
	Faults      int64         `col:"n_faults" desc:"faults of the source that held after the run, see source_events"`
	Month       string
}

// LangCount is an element of source_runs.langs.
type LangCount struct {
	Lang      string `col:"lang"`
	Documents int64  `col:"documents"`
}

// CharsetUse is an element of source_runs.charsets.
type CharsetUse struct {
	Charset string `col:"charset"`
	Pages   int64  `col:"pages"`
}

// SelectorUse is an element of source_runs.selectors.
type SelectorUse struct {
	Selector string `col:"selector"` // title, text, author or date
	CSS      string `col:"css"`
	Pages    int64  `col:"pages"`
	Found    int64  `col:"found"`
}

// SourceEventRow is the begin or the end of a fault of a source.
type SourceEventRow struct {
	SourceID  string    `col:"source_id,key" desc:"outlet"`
	Code      string    `col:"code,key" desc:"stable word for the fault, as in failures"`
	URL       string    `col:"url,key,null" desc:"list that it is about; null where it is about the source"`
	Phase     string    `col:"phase,key" desc:"began or ended"`
	RunID     string    `col:"run_id,key,volatile" desc:"run that noticed it"`
	NoticedAt time.Time `col:"noticed_at,volatile" desc:"when that run began, UTC"`
	Since     time.Time `col:"since,null,volatile" desc:"when it was noticed first; of an end, the noticed_at of its begin"`
	Broken    bool      `col:"broken" desc:"true where runs end with 3 as long as it holds; false for what somebody should look at"`
	Accepted  bool      `col:"accepted" desc:"of an end: true where nothing was mended, but what came is taken for usual from now on"`
	Message   string    `col:"message,volatile" desc:"for people: what is wrong, or why it is over"`
	Expected  string    `col:"expected,null,volatile" desc:"what the source's own history, or its list, makes one expect; for people"`
	Observed  string    `col:"observed,null,volatile" desc:"what came instead; for people"`
	Month     string
}

// What SourceEventRow.Phase may be.
const (
	PhaseBegan = "began"
	PhaseEnded = "ended"
)

func (SourceRunRow) Table() string         { return "source_runs" }
func (r SourceRunRow) Partition() string   { return r.Month }
func (SourceEventRow) Table() string       { return "source_events" }
func (r SourceEventRow) Partition() string { return r.Month }
