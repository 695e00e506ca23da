package store

import "time"

// ArticleEventRow is what was noticed of an article after it was read: that its
// page is gone, has come back, has moved, or bears a notice of a correction. Rows
// are only ever added; the state of an article is its newest row but for
// corrected. Documents stay in their tables whatever became of their page.
type ArticleEventRow struct {
	ArticleID  string    `col:"article_id,key" desc:"article, as in table documents"`
	SourceID   string    `col:"source_id" desc:"outlet"`
	URL        string    `col:"url,key" desc:"address that was asked for"`
	Event      string    `col:"event,key" desc:"gone (404 or 410, or a page that says so), redirected_away (its address leads to another page, such as the front page), returned, moved (its address leads for good to the same article at another) or corrected (a notice of a correction came or changed)"`
	HTTPStatus int64     `col:"http_status,null" desc:"that the address answered with; of redirects 301 or 308 when every hop was permanent; null for corrected"`
	ToURL      string    `col:"to_url,null" desc:"where the address leads, for moved and redirected_away"`
	Notice     string    `col:"notice,null" desc:"the notice in the outlet's words, for corrected"`
	NoticedAt  time.Time `col:"noticed_at,volatile" desc:"when the run asked for the page; of gone and redirected_away the request that confirmed it, UTC"`
	LastSeenAt time.Time `col:"last_seen_at,null,volatile" desc:"when the address last answered with the article, UTC; the event lies between it and noticed_at"`
	RunID      string    `col:"run_id,key,volatile" desc:"run that noticed it"`
	Month      string
}

// What ArticleEventRow.Event may be.
const (
	EventGone           = "gone"
	EventRedirectedAway = "redirected_away"
	EventReturned       = "returned"
	EventMoved          = "moved"
	EventCorrected      = "corrected"
)

// Table names the table.
func (ArticleEventRow) Table() string { return "article_events" }

// Partition is the month in which the event was noticed.
func (r ArticleEventRow) Partition() string { return r.Month }
