package imports

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/crawl/coding"
	"framewatch/crawl/warc"
	"framewatch/internal/bounded"
	"framewatch/internal/charset"
	"framewatch/internal/confined"
	"framewatch/internal/jsonlines"
)

// record is one document of a JSONL or CSV file.
type record struct {
	ID        string          `json:"id"`
	URL       string          `json:"url"`
	Source    corpus.SourceID `json:"source"`
	Title     string          `json:"title"`
	Text      string          `json:"text"`
	HTML      string          `json:"html"`
	HTMLPath  string          `json:"html_path"`
	Published string          `json:"published"`
	Authors   names           `json:"authors"`
	Lang      string          `json:"lang"`
}

// names is a list of names, or one name.
type names []string

// maxNames is how many authors a document has at most; the longest lists of papers
// have some 5,000.
const maxNames = 10_000

// UnmarshalJSON accepts a string for a list of one.
func (n *names) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*n = nil
		if one != "" {
			*n = names{one}
		}
		return nil
	}
	var many []string
	if err := json.Unmarshal(data, &many); err != nil {
		return errors.New("authors must be a name or a list of names")
	}
	*n = many
	return nil
}

// item turns a record into an item; line is for messages, and html_path names a
// file in folders.
func (r record) item(f file, line int, folders *confined.Folders) Item {
	at := fmt.Sprintf("%s:%d", f.path, line)
	i := Item{Path: at, URL: r.URL, Source: r.Source}
	if i.URL == "" {
		i.URL = fmt.Sprintf("file:///%s#%s", f.name, r.ID)
	}
	switch {
	case r.HTML != "" || r.HTMLPath != "":
		i.ContentType, i.Body = "text/html; charset=utf-8", []byte(r.HTML)
		if r.HTMLPath != "" {
			return pageFrom(i, r.HTMLPath, folders)
		}
	case strings.TrimSpace(r.Text) == "":
		i.Problem = &Problem{"no-text", at + ": neither text nor html"}
	default:
		doc, err := r.document(i.URL)
		if err != nil {
			i.Problem = &Problem{"bad-field", fmt.Sprintf("%s: %v", at, err)}
			return i
		}
		i.ContentType, i.Body, i.Doc = "text/plain; charset=utf-8", []byte(doc.Text), doc
	}
	return i
}

// pageFrom reads the page that a record names.
func pageFrom(i Item, name string, folders *confined.Folders) Item {
	f, err := folders.Open(name)
	if err == nil {
		defer f.Close()
		i.ContentType = "text/html"
		i.Body, err = readBody(f, name)
	}
	switch {
	case errors.Is(err, confined.ErrOutside):
		i.Problem = &Problem{"outside", fmt.Sprintf("%s: html_path: %v; --allow-path DIR allows another", i.Path, err)}
	case err != nil:
		i.Problem = &Problem{"unreadable", fmt.Sprintf("%s: html_path %s: %v", i.Path, name, err)}
	}
	return i
}

// document makes a ready document; text keeps its paragraphs, with other line
// ends put right.
func (r record) document(url string) (*corpus.Document, error) {
	if len(r.Authors) > maxNames {
		return nil, fmt.Errorf("authors: %d names, of which there may be %d", len(r.Authors), maxNames)
	}
	text := strings.ReplaceAll(strings.ReplaceAll(r.Text, "\r\n", "\n"), "\r", "\n")
	d := &corpus.Document{URL: url, Title: strings.TrimSpace(r.Title), Text: strings.TrimSpace(text), Authors: r.Authors,
		Lang: r.Lang, Quality: 1, ExtractedBy: "import"}
	d.TextSHA256 = corpus.SHA256([]byte(d.Text))
	if r.Published == "" {
		return d, nil
	}
	for _, form := range []struct {
		layout    string
		precision corpus.Precision
		offset    bool
	}{{time.RFC3339, corpus.PrecisionSecond, true}, {"2006-01-02T15:04:05", corpus.PrecisionSecond, false},
		{"2006-01-02 15:04:05", corpus.PrecisionSecond, false}, {"2006-01-02 15:04", corpus.PrecisionMinute, false},
		{time.DateOnly, corpus.PrecisionDay, false}, {"2006-01", corpus.PrecisionMonth, false}, {"2006", corpus.PrecisionYear, false}} {
		if t, err := time.Parse(form.layout, r.Published); err == nil {
			d.Published = corpus.Date{Time: t, Precision: form.precision, HasOffset: form.offset, From: "import"}
			return d, nil
		}
	}
	return nil, fmt.Errorf("published: %q is no date; write YYYY-MM-DD or RFC 3339", r.Published)
}

// maxLine is a page of the largest size as a string of JSON.
const maxLine = 2*MaxBody + 64<<10

// codeJSON is the code of a line that is no record.
const codeJSON = "bad-json"

func readJSONL(in *os.File, f file, each func(Item) bool) (err error) {
	folders, err := confined.Open(filepath.Dir(f.path), f.allow...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, folders.Close()) }()
	r, err := decoded(in, f.path)
	if err != nil {
		return err
	}
	for line, err := range jsonlines.Read(r, maxLine) {
		if err != nil {
			return err
		}
		var rec record
		bad := line.Err
		if bad == nil && !utf8.Valid(line.Data) {
			line.Data, _ = charset.Decode(line.Data, "")
		}
		if bad == nil {
			bad = json.Unmarshal(line.Data, &rec)
		}
		item := Item{Problem: &Problem{codeJSON, fmt.Sprintf("%s:%d: %v", f.path, line.N, bad)}}
		if bad == nil {
			item = rec.item(f, line.N, folders)
		}
		if !each(item) {
			return nil
		}
	}
	return nil
}

// readWARC yields the responses and resources of a WARC file; requests, revisits
// and metadata say nothing new about a page.
func readWARC(in *os.File, _ file, each func(Item) bool) error { return warcItems(in, each) }

func warcItems(in io.Reader, each func(Item) bool) error {
	r, err := warc.NewBounded(in, MaxBody, bounded.Records())
	if err != nil {
		return err
	}
	for rec, err := range r.All() {
		if err != nil {
			return err
		}
		i := Item{Record: rec.ID(), URL: rec.TargetURI(), FetchedAt: rec.Date()}
		switch rec.Type() {
		case warc.TypeResponse:
			status, header, body, err := warc.ParseHTTP(rec.Block)
			if err != nil {
				i.Problem = &Problem{"bad-http", fmt.Sprintf("record at byte %d: %v", rec.Offset, err)}
				break
			}
			i.Status, i.ContentType, i.HTTP = status, header.Get("Content-Type"), rec.Block
			// Also without a coding: what is packed and does not say so is unpacked
			// wherever an archive is read, and the digest is of that.
			if i.Body, err = decode(body, strings.Join(header.Values("Content-Encoding"), ",")); err != nil {
				i.Problem = &Problem{"bad-coding", fmt.Sprintf("record at byte %d: %v", rec.Offset, err)}
			}
		case warc.TypeResource:
			i.ContentType, i.Body = rec.Header.Get("Content-Type"), rec.Block
		default:
			continue
		}
		if !each(i) {
			return nil
		}
	}
	return nil
}

// decode undoes a content coding; what is left of a damaged body is kept.
func decode(body []byte, codings string) ([]byte, error) {
	out, damage, err := coding.Decode(body, codings, MaxBody)
	if err != nil {
		return nil, err
	}
	if damage != coding.None && len(out) == 0 {
		return nil, errors.New(string(damage))
	}
	return out, nil
}
