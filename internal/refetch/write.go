package refetch

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"reflect"
	"strings"
	"time"

	"framewatch/internal/atomicfile"
	"framewatch/nlp/codes"
	"framewatch/store/table"
)

// The files that [Run] leaves in its folder.
const (
	TextsFile    = "documents.jsonl"   // documents of the same text, as framewatch import jsonl reads them
	TableFile    = "documents.parquet" // the same as a table
	OutcomesFile = "outcomes.csv"      // every document of the package with its verdict
)

// Files names the files that a finished call leaves beside its journal.
func Files() []string { return []string{TextsFile, TableFile, OutcomesFile} }

// row is a document as the table has it.
type row struct {
	DocID       string    `col:"doc_id,key"`
	SourceID    string    `col:"source_id"`
	URL         string    `col:"url"`
	FinalURL    string    `col:"final_url,null"`
	Title       string    `col:"title,null"`
	Authors     []string  `col:"authors"`
	PublishedAt time.Time `col:"published_at,null"`
	Lang        string    `col:"lang"`
	TextSHA256  string    `col:"text_sha256"`
	BodySHA256  string    `col:"body_sha256"`
	FetchedAt   time.Time `col:"fetched_at"`
	Text        string    `col:"text,plain"`
}

// record is a document as an import reads it.
type record struct {
	ID        string   `json:"id"`
	Source    string   `json:"source"`
	URL       string   `json:"url"`
	Title     string   `json:"title,omitempty"`
	Authors   []string `json:"authors,omitempty"`
	Published string   `json:"published,omitempty"`
	Lang      string   `json:"lang,omitempty"`
	Text      string   `json:"text"`
}

// write writes the files anew and counts.
func write(dir string, all []address, j *journal) (Summary, error) {
	sum := Summary{Addresses: len(all), Verdicts: map[Verdict]int{}}
	for i := range all {
		f := j.known[i]
		for d := range all[i].docs {
			w := &all[i].docs[d]
			sum.Documents++
			sum.Verdicts[f.of(w)]++
			if agrees, known := dates(w, &f.found); known && !agrees {
				sum.OtherDates++
			}
		}
	}
	return sum, errors.Join(
		file(dir, TextsFile, func(out io.Writer) error { return writeTexts(out, all, j) }),
		file(dir, TableFile, func(out io.Writer) error { return writeTable(out, all, j) }),
		file(dir, OutcomesFile, func(out io.Writer) error { return writeOutcomes(out, all, j) }))
}

func file(dir, name string, write func(io.Writer) error) error {
	f, err := atomicfile.Create(filepath.Join(dir, name))
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	defer f.Discard()
	if err := write(f); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return f.Commit()
}

// same calls each for the documents whose text is that of the package.
func same(all []address, j *journal, each func(w *wanted, f *found, text string) error) error {
	for i := range all {
		f := j.known[i]
		for d := range all[i].docs {
			if w := &all[i].docs[d]; f.of(w) == Same && f.Doc != nil {
				text, err := j.text(f)
				if err == nil {
					err = each(w, &f.found, text)
				}
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func writeTexts(out io.Writer, all []address, j *journal) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	return same(all, j, func(w *wanted, f *found, text string) error {
		return enc.Encode(record{w.doc, w.source, w.url, f.Doc.Title, f.Doc.Authors, f.Doc.Published, f.Doc.Lang, text})
	})
}

func writeTable(out io.Writer, all []address, j *journal) error {
	t, err := table.NewWriter(out, reflect.TypeFor[row](), table.Options{})
	if err != nil {
		return err
	}
	err = same(all, j, func(w *wanted, f *found, text string) error {
		return table.Append(t, []row{{DocID: w.doc, SourceID: w.source, URL: w.url, FinalURL: f.FinalURL, Title: f.Doc.Title, Authors: f.Doc.Authors,
			PublishedAt: f.Doc.PublishedAt, Lang: f.Doc.Lang, TextSHA256: f.TextSHA256, BodySHA256: f.BodySHA256, FetchedAt: f.FetchedAt, Text: text}})
	})
	return errors.Join(err, t.Close())
}

// writeOutcomes writes for people, so that no cell is computed by a program for
// spreadsheets.
func writeOutcomes(out io.Writer, all []address, j *journal) error {
	c := csv.NewWriter(out)
	lines := [][]string{{"doc_id", "source_id", "url", "verdict", "code", "message", "page_agrees", "date_agrees", "text_sha256", "text_sha256_now", "fetched_at"}}
	for i := range all {
		f := j.known[i]
		for d := range all[i].docs {
			w := &all[i].docs[d]
			at := ""
			if !f.FetchedAt.IsZero() {
				at = f.FetchedAt.Format(time.RFC3339)
			}
			page, date := "", ""
			if w.body != "" && f.BodySHA256 != "" {
				page = fmt.Sprint(w.body == f.BodySHA256)
			}
			if agrees, known := dates(w, &f.found); known {
				date = fmt.Sprint(agrees)
			}
			code, message := f.Code, f.Message
			if !digest(w.text) {
				code, message = "digest", "text_sha256 is no SHA-256"
			}
			line := []string{w.doc, w.source, w.url, string(f.of(w)), code, message, page, date, w.text, f.TextSHA256, at}
			for i := range line {
				line[i] = codes.Guarded(line[i])
			}
			lines = append(lines, line)
		}
	}
	return c.WriteAll(lines)
}

// dates tells whether a document of the same text has the same day of publication,
// and whether that can be said.
func dates(w *wanted, f *found) (agree, known bool) {
	if f.of(w) != Same || f.Doc == nil || w.published == "" {
		return false, false
	}
	day, _, _ := strings.Cut(w.published, "T")
	return !f.Doc.PublishedAt.IsZero() && f.Doc.PublishedAt.Format(time.DateOnly) == day, true
}
