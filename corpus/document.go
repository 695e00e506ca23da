package corpus

import "time"

// Precision says how much of a [Date] is known.
type Precision string

// The precisions of a date; PrecisionNone means that the page gave no date.
const (
	PrecisionNone   Precision = ""
	PrecisionYear   Precision = "year"
	PrecisionMonth  Precision = "month"
	PrecisionDay    Precision = "day"
	PrecisionMinute Precision = "minute"
	PrecisionSecond Precision = "second"
)

// Date is a date read from a page, never a bare guess: From names its
// evidence (json-ld, meta, time, url, text, feed). Time keeps the page's own
// offset in its location; HasOffset is false where the page gave none, and the
// clock reading is then taken as UTC.
type Date struct {
	Time      time.Time
	Precision Precision
	HasOffset bool
	From      string
}

// Known reports whether the page gave a date at all.
func (d Date) Known() bool { return d.Precision != PrecisionNone }

// String gives the date in the page's own offset, as precisely as it is known:
// RFC 3339 with a time of day, else YYYY-MM-DD, YYYY-MM or YYYY; empty when not
// known. A time without offset is written without one.
func (d Date) String() string {
	switch d.Precision {
	case PrecisionNone:
		return ""
	case PrecisionYear:
		return d.Time.Format("2006")
	case PrecisionMonth:
		return d.Time.Format("2006-01")
	case PrecisionDay:
		return d.Time.Format(time.DateOnly)
	case PrecisionMinute, PrecisionSecond:
		if !d.HasOffset {
			return d.Time.Format("2006-01-02T15:04:05")
		}
		return d.Time.Format(time.RFC3339)
	}
	return ""
}

// LangShare is a language and the share of a document's letters in it (0 to 1).
type LangShare struct {
	Lang  string
	Share float64
}

// Block is a part of a page that extraction kept apart from the text, such as
// a caption or a comment.
type Block struct {
	Kind string // caption, comment, byline, related, share, notice, note, correction
	Text string
	Lang string // empty when not known
}

// Passage is a run of paragraphs of a document's text in one language.
type Passage struct {
	Span Span
	Lang string
}

// Document is one version of one article. Text is plain text in UTF-8 with one
// empty line between paragraphs; it is immutable, and annotations count their
// positions in it (or in Title).
type Document struct {
	ID           DocID
	Capture      CaptureID
	Source       SourceID
	URL          string // normalised; with Source and Text it makes the ID
	FinalURL     string // where URL led to, if elsewhere
	CanonicalURL string // what the page calls itself, same host only
	OriginalURL  string // where the page says that it was first published
	Title        string
	Text         string
	Authors      []string
	Published    Date
	Modified     Date
	Lang         string // main language, BCP 47; "und" when not known
	Langs        []LangShare
	Passages     []Passage // the whole text, cut where the language changes; not stored, as table sentences has the language of each
	SiteName     string
	Section      string
	Genre        string // news, opinion, analysis, official, press_release; empty when not known
	WireCredit   string // agency that the page credits
	// CorrectionNotice is what the outlet says of having corrected the article, in
	// its words; it is no part of Text, as it repeats what was wrong.
	CorrectionNotice string
	Paywalled        bool
	Blocked          bool
	Excluded         string   // why an editor takes the page for no article, so that nothing is counted of it; empty for all others
	Quality          float64  // 0 to 1: agreement of the extractors, how sure the choice of blocks was, length
	Agreement        *float64 // share of the letters that the extractors found on which they agree, 0 to 1; nil where no page was read
	Boilerplate      *float64 // share of the page's letters outside the text, 0 to 1; nil likewise
	Blocks           []Block
	Unmatched        []string // the source's selectors (title, text, author, date) that found nothing on the page; not stored
	TextSHA256       string
	Article          ArticleID
	Version          int   // 1 for the article's first text
	Supersedes       DocID // whose row this one replaces, as the same page was read by other rules
	FetchedAt        time.Time
	ExtractedBy      string // name@version of the rules
}
