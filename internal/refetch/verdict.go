package refetch

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/reason"
	"framewatch/crawl/urlid"
	"framewatch/extract"
)

// Verdict says what has become of a document of a package.
type Verdict string

// The verdicts.
const (
	Same        Verdict = "same"        // the text's digest is that of the package
	Reread      Verdict = "reread"      // the page is the same to the byte, and this version's rules read another text of it
	Changed     Verdict = "changed"     // another text stands there
	NoText      Verdict = "no_text"     // the page that stands there is no article
	Gone        Verdict = "gone"        // status 404 or 410, or a page that says so
	Forbidden   Verdict = "forbidden"   // by robots.txt, a reservation, a wall or a refusal
	Unreachable Verdict = "unreachable" // no answer, or a server's fault: asked again by the next call
	Refused     Verdict = "refused"     // the package names no public web address, or no digest
)

// Verdicts lists every verdict with its meaning, in the order of reports.
func Verdicts() []Verdict {
	return []Verdict{Same, Reread, Changed, NoText, Gone, Forbidden, Unreachable, Refused}
}

// found is what an address gave. It is a line of the journal.
type found struct {
	N       int     `json:"n"` // number of the address in the package
	Verdict Verdict `json:"verdict,omitempty"`
	Code    string  `json:"code,omitempty"` // as in captures.error_code, or of extraction
	Message string  `json:"message,omitempty"`
	// Of a page that came.
	FetchedAt  time.Time `json:"fetched_at,omitzero"`
	FinalURL   string    `json:"final_url,omitempty"`
	BodySHA256 string    `json:"body_sha256,omitempty"`
	TextSHA256 string    `json:"text_sha256,omitempty"`
	// Of a text that is one of the package.
	Doc *text `json:"doc,omitempty"`
}

// text is a document that was read again.
type text struct {
	Title     string   `json:"title,omitempty"`
	Authors   []string `json:"authors,omitempty"`
	Published string   `json:"published,omitempty"` // as the page has it
	// PublishedAt is the same as an instant, zero where the page gives no date.
	PublishedAt time.Time `json:"published_at,omitzero"`
	Lang        string    `json:"lang,omitempty"`
	Text        string    `json:"text"`
}

// asker asks for addresses.
type asker struct {
	prober    *crawl.Prober
	extractor *extract.Extractor
	sources   map[corpus.SourceID]corpus.Source
}

// ask says what an address gives now. The error is ctx's.
func (k *asker) ask(ctx context.Context, n int, a *address) (found, error) {
	out := found{N: n}
	if a.url == "" {
		out.Verdict, out.Code, out.Message = Refused, reason.Scheme, a.problem
		return out, nil
	}
	src := k.source(a)
	v, err := k.prober.Visit(ctx, src, crawl.KindPage, a.url)
	if err != nil {
		return out, err
	}
	c := v.Page.Capture
	out.Code, out.Message, out.FetchedAt, out.FinalURL, out.BodySHA256 = c.ErrorCode, c.Message, c.FetchedAt.UTC(), c.FinalURL, c.BodySHA256
	if out.Verdict = refusal(&c); out.Verdict != "" {
		return out, nil
	}
	doc, err := k.extractor.Extract(ctx, v.Page, &src)
	var none *extract.Failure
	switch {
	case errors.As(err, &none):
		out.Verdict, out.Code, out.Message = NoText, none.Code, none.Message
		if src.Render {
			out.Message += "; a browser made this outlet's pages in the dataset, and none does here"
		}
		return out, nil
	case err != nil:
		return out, err
	case doc.Blocked:
		out.Verdict, out.Message = Forbidden, "a wall stands in the article's place"
		return out, nil
	}
	out.TextSHA256 = doc.TextSHA256
	if reason.Damaged(c.ErrorCode) && c.ErrorCode != reason.TooLarge && !slices.ContainsFunc(a.docs, func(w wanted) bool { return w.text == doc.TextSHA256 }) {
		out.Verdict, out.TextSHA256 = Unreachable, "" // a part of a page tells nothing of the whole
		return out, nil
	}
	for i := range a.docs {
		if a.docs[i].text == doc.TextSHA256 {
			out.Doc = &text{Title: doc.Title, Authors: doc.Authors, Published: doc.Published.String(), Lang: doc.Lang, Text: doc.Text}
			if doc.Published.Known() {
				out.Doc.PublishedAt = doc.Published.Time.UTC()
			}
		}
	}
	return out, nil
}

// source is the outlet of the settings to which an address belongs, whose
// selectors read its pages; else one that the address stands for.
func (k *asker) source(a *address) corpus.Source {
	_, host, _ := urlid.Split(a.url)
	if src, ok := k.sources[corpus.SourceID(a.source)]; ok && extract.NewMasthead(&src).Serves(host) {
		return src
	}
	return corpus.Source{ID: corpus.SourceID(a.source), Name: host, Domain: host, Country: "ZZ", ListID: crawl.URLList, Start: []string{a.url}}
}

// refusal sorts a capture that gave no page to read; empty where one came.
func refusal(c *corpus.Capture) Verdict {
	code := c.ErrorCode
	switch {
	case c.Outcome == corpus.OutcomeBlocked:
		return Forbidden
	case c.Outcome.Stored() && code != reason.Soft404:
		return ""
	case code == reason.Address || code == reason.Scheme:
		return Refused
	case code == reason.Robots || code == reason.CrawlDelay || code == reason.TDMReservation || code == reason.Noindex:
		return Forbidden
	case code == reason.Status(http.StatusNotFound), code == reason.Status(http.StatusGone), code == reason.Soft404, c.Outcome == corpus.OutcomeGone:
		return Gone
	case c.Outcome == corpus.OutcomeSkipped:
		return NoText
	case c.Status >= 400 && c.Status < 500 && c.Status != http.StatusRequestTimeout && c.Status != http.StatusTooManyRequests:
		return Forbidden
	}
	return Unreachable
}

// of is the verdict on one document of an address.
func (f *found) of(w *wanted) Verdict {
	switch {
	case !digest(w.text):
		return Refused
	case f.Verdict != "":
		return f.Verdict
	case f.TextSHA256 == w.text:
		return Same
	case w.body != "" && f.BodySHA256 == w.body:
		return Reread
	}
	return Changed
}
