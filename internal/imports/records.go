package imports

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/crawl/coding"
	"framewatch/crawl/warc"
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

// item turns a record into an item; line is for messages.
func (r record) item(f file, line int) Item {
	at := fmt.Sprintf("%s:%d", f.path, line)
	i := Item{Path: at, URL: r.URL, Source: r.Source}
	if i.URL == "" {
		i.URL = fmt.Sprintf("file:///%s#%s", f.name, r.ID)
	}
	switch {
	case r.HTML != "" || r.HTMLPath != "":
		i.ContentType, i.Body = "text/html; charset=utf-8", []byte(r.HTML)
		if r.HTMLPath != "" {
			return pageFrom(i, filepath.Join(filepath.Dir(f.path), r.HTMLPath), r.HTMLPath)
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

// pageFrom reads the page that a record names, relative to its file.
func pageFrom(i Item, path, asWritten string) Item {
	if filepath.IsAbs(asWritten) {
		path = asWritten
	}
	err := open(file{path: path}, func(p Item) bool {
		i.Body, i.ContentType = p.Body, "text/html"
		return true
	}, readPage(""))
	if err != nil {
		i.Problem = &Problem{"unreadable", err.Error()}
	}
	return i
}

// document makes a ready document; text keeps its paragraphs, with other line
// ends and stray bytes put right.
func (r record) document(url string) (*corpus.Document, error) {
	text := strings.ToValidUTF8(strings.ReplaceAll(strings.ReplaceAll(r.Text, "\r\n", "\n"), "\r", "\n"), "\ufffd")
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

func readJSONL(r io.Reader, f file, each func(Item) bool) error {
	for line, err := range jsonlines.Read(r, maxLine) {
		if err != nil {
			return err
		}
		var rec record
		bad := line.Err
		if bad == nil {
			bad = json.Unmarshal(line.Data, &rec)
		}
		item := Item{Problem: &Problem{"bad-json", fmt.Sprintf("%s:%d: %v", f.path, line.N, bad)}}
		if bad == nil {
			item = rec.item(f, line.N)
		}
		if !each(item) {
			return nil
		}
	}
	return nil
}

func readCSV(r io.Reader, f file, each func(Item) bool) error {
	in := csv.NewReader(r)
	in.FieldsPerRecord = -1
	head, err := in.Read()
	if err != nil {
		return fmt.Errorf("read first line: %w", err)
	}
	at := columns(head)
	_, text := at["text"]
	_, html := at["html"]
	if !text && !html {
		return fmt.Errorf("%s:1: no column text or html; the first line must name the columns (url, title, text, published, authors, lang, source)", f.path)
	}
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		line, _ := in.FieldPos(0)
		rec := record{ID: fmt.Sprint(line), URL: cell(row, at, "url"), Source: corpus.SourceID(cell(row, at, "source")),
			Title: cell(row, at, "title"), Text: cell(row, at, "text"), HTML: cell(row, at, "html"),
			Published: cell(row, at, "published"), Lang: cell(row, at, "lang")}
		for a := range strings.SplitSeq(cell(row, at, "authors"), ";") {
			if a = strings.TrimSpace(a); a != "" {
				rec.Authors = append(rec.Authors, a)
			}
		}
		if !each(rec.item(f, line)) {
			return nil
		}
	}
}

// readWARC yields the responses and resources of a WARC file; requests, revisits
// and metadata say nothing new about a page.
func readWARC(_ io.Reader, f file, each func(Item) bool) error {
	in, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer in.Close()
	for rec, err := range warc.Records(in, MaxBody) {
		if err != nil {
			return err
		}
		i := Item{URL: rec.TargetURI(), FetchedAt: rec.Date()}
		switch rec.Type() {
		case warc.TypeResponse:
			status, header, body, err := warc.ParseHTTP(rec.Block)
			if err != nil {
				i.Problem = &Problem{"bad-http", fmt.Sprintf("record at byte %d: %v", rec.Offset, err)}
				break
			}
			i.Status, i.ContentType, i.Body, i.HTTP = status, header.Get("Content-Type"), body, rec.Block
			if coding := header.Get("Content-Encoding"); coding != "" {
				i.Body, err = decode(body, coding)
			}
			if err != nil {
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
