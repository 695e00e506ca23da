package extract

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"framewatch/corpus"
	"framewatch/internal/bounded"
	"framewatch/internal/jsonlines"
	"framewatch/internal/limits"
)

// request is one line of JSONL input: a page in a string, or in a file.
type request struct {
	ID          json.RawMessage `json:"id"`
	URL         string          `json:"url"`
	HTML        *string         `json:"html"`
	HTMLPath    string          `json:"html_path"`
	ContentType string          `json:"content_type"`
}

// answer is one line of JSONL output, or one document of WriteJSON.
type answer struct {
	ID            json.RawMessage `json:"id"`
	URL           string          `json:"url,omitempty"`
	Title         string          `json:"title"`
	Text          string          `json:"text"`
	Authors       []string        `json:"authors"`
	Published     string          `json:"published"`
	PublishedFrom string          `json:"published_from"`
	Modified      string          `json:"modified,omitempty"`
	Language      string          `json:"language"`
	Languages     []langShare     `json:"languages,omitempty"`
	Passages      []passage       `json:"passages,omitempty"`
	Site          string          `json:"site"`
	Section       string          `json:"section,omitempty"`
	Genre         string          `json:"genre,omitempty"`
	Canonical     string          `json:"canonical"`
	OriginalURL   string          `json:"original_url,omitempty"`
	WireCredit    string          `json:"wire_credit,omitempty"`
	Blocked       bool            `json:"blocked"`
	Paywalled     bool            `json:"paywalled"`
	Quality       float64         `json:"quality"`
	Blocks        []kindText      `json:"blocks,omitempty"`
	TextSHA256    string          `json:"text_sha256,omitempty"`
}

type langShare struct {
	Lang  string  `json:"lang"`
	Share float64 `json:"share"`
}

// passage counts code points of text.
type passage struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Lang  string `json:"lang"`
}

type kindText struct {
	Kind string `json:"kind"`
	Text string `json:"text"`
	Lang string `json:"lang,omitempty"`
}

type refusal struct {
	ID    json.RawMessage `json:"id"`
	Code  string          `json:"code,omitempty"`
	Error string          `json:"error"`
}

func answerOf(id json.RawMessage, d corpus.Document) answer {
	a := answer{
		ID: id, URL: d.URL, Title: d.Title, Text: d.Text, Authors: d.Authors,
		Published: d.Published.String(), PublishedFrom: d.Published.From, Modified: d.Modified.String(),
		Language: d.Lang, Site: d.SiteName, Section: d.Section, Genre: d.Genre, Canonical: d.CanonicalURL,
		OriginalURL: d.OriginalURL, WireCredit: d.WireCredit, Blocked: d.Blocked, Paywalled: d.Paywalled, Quality: d.Quality,
	}
	if a.Authors == nil {
		a.Authors = []string{}
	}
	for _, l := range d.Langs {
		a.Languages = append(a.Languages, langShare(l))
	}
	if len(d.Passages) > 1 { // one is the document's language
		points := corpus.NewOffsets(d.Text)
		for _, p := range d.Passages {
			at := points.Points(p.Span)
			a.Passages = append(a.Passages, passage{at.Start, at.End, p.Lang})
		}
	}
	return a
}

// WriteJSON writes one document as indented JSON, in the form of the lines of
// [JSONL] with the flagged blocks and the text's digest; id is the document's.
func WriteJSON(w io.Writer, d corpus.Document) error {
	id, err := json.Marshal(string(d.ID))
	if err != nil {
		return fmt.Errorf("write document %s: %w", d.ID, err)
	}
	a := answerOf(id, d)
	a.TextSHA256 = d.TextSHA256
	for _, b := range d.Blocks {
		a.Blocks = append(a.Blocks, kindText(b))
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(a); err != nil {
		return fmt.Errorf("write document %s: %w", d.ID, err)
	}
	return nil
}

// JSONL reads one page a line, {"id","url","html"} or {"id","url","html_path"}
// (a file's bytes, gzipped or not, see [Extractor.WithFiles]), and writes one
// document a line in the same order. A line that cannot be read or holds no article becomes
// {"id","code","error"}; code says why there is no article, and a line without it
// could not be read, which the error at the end counts (a [jsonlines.Unread]).
// Memory is bounded by the number of workers times the largest page.
func JSONL(ctx context.Context, e *Extractor, r io.Reader, w io.Writer) error {
	workers := e.cfg.Workers
	if workers == 0 {
		workers = limits.Workers()
	}
	// A page in a string is at most twice as long as its bytes.
	return jsonlines.Answer(ctx, workers, r, 2*e.cfg.MaxBytes+64<<10, w, e.line)
}

// line answers one line of input, and says whether it could not be read.
func (e *Extractor) line(ctx context.Context, l jsonlines.Line) (line []byte, unread bool) {
	var req request
	err := l.Decode(&req)
	var doc corpus.Document
	if err == nil {
		doc, err = e.request(ctx, l, req)
	}
	if len(req.ID) == 0 {
		req.ID = json.RawMessage(`""`)
	}
	var out any = answerOf(req.ID, doc)
	if err != nil {
		no := refusal{ID: req.ID, Error: err.Error()}
		var f *Failure
		if errors.As(err, &f) {
			no.Code = f.Code
		}
		out, unread = no, no.Code == ""
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(out); err != nil { // only a broken id could cause it
		return []byte(`{"id":"","error":"answer cannot be written as JSON"}` + "\n"), true
	}
	return buf.Bytes(), unread
}

func (e *Extractor) request(ctx context.Context, l jsonlines.Line, req request) (corpus.Document, error) {
	page := corpus.Page{Capture: corpus.Capture{URL: req.URL, ContentType: req.ContentType}}
	switch {
	case req.HTML != nil:
		page.Body = []byte(*req.HTML)
	case req.HTMLPath != "":
		body, err := e.file(req.HTMLPath)
		if err != nil {
			return corpus.Document{}, l.Wrong(fmt.Errorf("read page %s: %w", req.HTMLPath, err))
		}
		page.Body = body
	default:
		return corpus.Document{}, l.Wrong(errors.New("the line has neither html nor html_path"))
	}
	return e.Extract(ctx, page, nil)
}

// WithFiles returns an extractor whose lines may name files by html_path, which it
// opens by open: whoever wrote the lines need not be who runs the program, so open
// decides what may be read (see internal/confined).
func (e *Extractor) WithFiles(open func(name string) (*os.File, error)) *Extractor {
	with := *e
	with.open = open
	return &with
}

// file reads the page of this name, if it may be opened.
func (e *Extractor) file(name string) (body []byte, err error) {
	if e.open == nil {
		return nil, errors.New("html_path is not allowed here")
	}
	f, err := e.open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return readPage(f, e.cfg.MaxBytes)
}

// readPage reads a page from a file, unpacking gzip. One of more than limit bytes
// is a [Failure].
func readPage(f *os.File, limit int64) ([]byte, error) {
	buffered := bufio.NewReader(f)
	limits := bounded.Limits{Total: limit}
	r := bounded.NewReader(buffered, nil, limits)
	if head, err := buffered.Peek(2); err == nil && head[0] == 0x1f && head[1] == 0x8b {
		if r, err = bounded.Gunzip(buffered, limits); err != nil {
			return nil, err
		}
	}
	body, err := io.ReadAll(r)
	if errors.Is(err, bounded.ErrTooLarge) {
		return nil, &Failure{CodeTooLarge, err.Error()}
	}
	return body, err
}
