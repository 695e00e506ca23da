package streams

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"framewatch/corpus"
	"framewatch/extract"
	"framewatch/store/table"
)

// ListName is the file that lists the parts of a folder, written last.
const ListName = "parts.json"

// formatParts is the form of that list.
const formatParts = "framewatch.parts/1"

// ErrParts is the error of parts that are not whole, damaged, or made by other rules or
// of other documents.
var ErrParts = errors.New("the parts do not fit")

// part is a line of the list.
type part struct {
	Name   string `json:"name"`
	Rows   int64  `json:"rows"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Parts are streams of [Annotated] in the files of a folder, which engines on other
// machines have made and one list names. Files that it does not name, as of attempts
// that were given up, do not count.
type Parts struct {
	rules string
	rows  int64
	at    []*table.Records
	read  map[string]place // by read_key
	notes map[string]place // by annotation_key
}

// place is a row of a part.
type place struct {
	part  int
	batch int64
	row   int
}

// OpenParts reads all parts once: digests, counts and rules are checked before any of
// it is used. A row that is there twice does no harm; two that differ for one page or
// document are an error. What is kept in memory is where each row lies.
func OpenParts(ctx context.Context, dir, rules string) (*Parts, error) {
	list, err := readList(dir)
	if err != nil {
		return nil, err
	}
	p := &Parts{rules: rules, read: map[string]place{}, notes: map[string]place{}}
	for _, l := range list {
		if err := p.add(ctx, dir, l, rules); err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			return nil, fmt.Errorf("%w: %s: %w", ErrParts, filepath.Join(dir, l.Name), err)
		}
	}
	return p, nil
}

func readList(dir string) ([]part, error) {
	name := filepath.Join(dir, ListName)
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s is not there: it is written when all parts are, so the job has failed or goes on", ErrParts, name)
	}
	if err != nil {
		return nil, fmt.Errorf("read parts: %w", err)
	}
	var list struct {
		Format string `json:"format"`
		Rows   int64  `json:"rows"`
		Parts  []part `json:"parts"`
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&list); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrParts, name, err)
	}
	if list.Format != formatParts {
		return nil, fmt.Errorf("%w: %s is %q; this version reads %s", ErrParts, name, list.Format, formatParts)
	}
	seen := map[string]bool{}
	for _, l := range list.Parts {
		if list.Rows -= l.Rows; seen[l.Name] || !filepath.IsLocal(l.Name) || strings.ContainsAny(l.Name, `/\`) {
			return nil, fmt.Errorf("%w: %s: part %q stands twice, or not in its folder", ErrParts, name, l.Name)
		}
		seen[l.Name] = true
	}
	if list.Rows != 0 {
		return nil, fmt.Errorf("%w: %s: the rows of the parts are %d fewer than it says", ErrParts, name, list.Rows)
	}
	return list.Parts, nil
}

// add checks a part and notes where its rows lie.
func (p *Parts) add(ctx context.Context, dir string, l part, rules string) error {
	name := filepath.Join(dir, l.Name)
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return errors.New("not a regular file")
	case info.Size() != l.Bytes:
		return fmt.Errorf("%d bytes, the list says %d", info.Size(), l.Bytes)
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return err
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != l.SHA256 {
		return fmt.Errorf("SHA-256 is %s, the list says %s", got, l.SHA256)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	r, err := table.NewRecordReader[Annotated](f, table.RecordOptions{Required: append(DocumentColumns(), "id", "read_key", "annotation_key", "n_tokens", "sentences", "term_counts")})
	if err != nil {
		return err
	}
	if err := schemaIs(r.Meta(metaSchema), SchemaAnnotated); err != nil {
		return err
	}
	if made := r.Meta(metaRules); made != rules {
		return fmt.Errorf("annotated by other settings, lists or another version (framewatch.rules is %q, here %q)", made, rules)
	}
	p.at = append(p.at, table.NewRecords(func() (table.RecordsFile, error) { return os.Open(name) }, r.Offset()))
	var rows int64
	for row, err := range r.All(ctx) {
		if err == nil {
			err = row.Wrong
		}
		if err == nil {
			err = p.note(len(p.at)-1, &row)
		}
		if err != nil {
			return err
		}
		rows++
	}
	if rows != l.Rows {
		return fmt.Errorf("%d rows, the list says %d", rows, l.Rows)
	}
	p.rows += rows
	return nil
}

// note keeps where a row lies. One whose row could not be read, or that a service has
// failed, is no answer.
func (p *Parts) note(part int, row *table.Read[Annotated]) error {
	a := &row.Record
	if a.ErrorCode == codeRow || a.ErrorCode == codeAnnotate {
		return fmt.Errorf("row %s was not worked on: %s: %s", a.ID, a.ErrorCode, a.Error)
	}
	at := place{part, row.Batch, row.Row}
	if a.ReadKey != "" {
		if before, twice := p.read[a.ReadKey]; twice {
			return p.same(before, a)
		}
		p.read[a.ReadKey] = at
	}
	if a.AnnotationKey != "" {
		if before, twice := p.notes[a.AnnotationKey]; twice {
			return p.same(before, a)
		}
		p.notes[a.AnnotationKey] = at
	}
	return nil
}

// same checks that a row says what another one does of the same thing.
func (p *Parts) same(at place, a *Annotated) error {
	b, err := table.RecordAt[Annotated](p.at[at.part], at.batch, at.row)
	if err != nil {
		return err
	}
	if a.ReadKey == b.ReadKey {
		b.ID = a.ID // of whoever sent it
		if !reflect.DeepEqual(*a, b) {
			return fmt.Errorf("two rows differ for page %s", a.URL)
		}
	} else if !reflect.DeepEqual(a.Annotation, b.Annotation) {
		return fmt.Errorf("two rows differ for document %s", a.DocID)
	}
	return nil
}

// Rows is how many rows there are.
func (p *Parts) Rows() int64 { return p.rows }

// Document is what was read from a page, by its [ReadKey]: the error is an
// [*extract.Failure] where there is no article, and [ErrParts] where no row has the page.
func (p *Parts) Document(c corpus.Capture, key string) (corpus.Document, error) {
	at, ok := p.read[key]
	if !ok {
		return corpus.Document{}, fmt.Errorf("%w: no row for the page %s as it was fetched here (another text, source, time of fetching or type of content, or settings of another machine)", ErrParts, c.URL)
	}
	row, err := table.RecordAt[Document](p.at[at.part], at.batch, at.row)
	if err != nil {
		return corpus.Document{}, fmt.Errorf("%w: %w", ErrParts, err)
	}
	if row.ErrorCode != "" {
		return corpus.Document{}, &extract.Failure{Code: row.ErrorCode, Message: row.Error}
	}
	d := row.document()
	d.Capture, d.FetchedAt, d.ExtractedBy = c.ID, c.FetchedAt, extract.By
	return d, nil
}

// Annotation is what was found in a document; [ErrParts] where no row has it.
func (p *Parts) Annotation(d *corpus.Document) (*Annotation, error) {
	at, ok := p.notes[AnnotationKey(p.rules, d)]
	if !ok {
		return nil, fmt.Errorf("%w: no row has the annotations of document %s (%s) as it is here", ErrParts, d.ID, d.URL)
	}
	row, err := table.RecordAt[Annotated](p.at[at.part], at.batch, at.row)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrParts, err)
	}
	return &row.Annotation, nil
}
