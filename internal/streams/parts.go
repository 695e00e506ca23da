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
	"framewatch/store"
	"framewatch/store/disk"
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

// Parts are streams of [Annotated] in the files of a folder or a bucket, which engines on
// other machines have made and one list names. Files that it does not name, as of attempts
// that were given up, do not count.
type Parts struct {
	rules string
	from  disk.FS
	dir   string // where the parts are read from
	own   bool   // it holds copies, and goes with Close
	cache *table.RecordCache
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

// recentBatches is how many batches of all parts stay in memory.
const recentBatches = 64

// OpenParts reads all parts of a folder, or of a bucket by its address, once: digests,
// counts and rules are checked before any of it is used. A row that is there twice does
// no harm; two that differ for one page or document are an error. What is kept in memory
// is where each row lies. Parts of a bucket are copied into a temporary folder as they
// are checked, as each row is looked up by itself later on.
func OpenParts(ctx context.Context, address, rules string) (opened *Parts, err error) {
	p := &Parts{rules: rules, dir: address, cache: table.NewRecordCache(recentBatches), read: map[string]place{}, notes: map[string]place{}}
	list, err := p.list(address)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.Close())
		}
	}()
	if store.InBucket(address) {
		if p.dir, err = os.MkdirTemp("", "framewatch-parts-"); err != nil {
			return nil, fmt.Errorf("read parts: %w", err)
		}
		p.own = true
	}
	for _, l := range list {
		if err := p.add(ctx, l); err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			return nil, fmt.Errorf("%w: %s: %w", ErrParts, below(address, l.Name), err)
		}
	}
	return p, nil
}

// Close removes the copies of parts that were in a bucket.
func (p *Parts) Close() error {
	if !p.own {
		return nil
	}
	return os.RemoveAll(p.dir)
}

// below is the name of a file in a folder, for messages.
func below(address, name string) string {
	if store.InBucket(address) {
		address, _, _ = strings.Cut(address, "?")
		return strings.TrimRight(address, "/") + "/" + name
	}
	return filepath.Join(address, name)
}

// maxList bounds the list of parts, in bytes: 200 a part.
const maxList = 1 << 30

// list opens the folder and reads its list.
func (p *Parts) list(address string) ([]part, error) {
	name := below(address, ListName)
	var data []byte
	from, err := store.FilesAt(address)
	if errors.Is(err, store.ErrAddress) {
		return nil, err
	}
	if err == nil {
		p.from = from
		data, err = disk.ReadFile(from, ListName, maxList)
	}
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
func (p *Parts) add(ctx context.Context, l part) error {
	if err := p.whole(ctx, l); err != nil {
		return err
	}
	name := filepath.Join(p.dir, l.Name)
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	r, err := table.NewRecordReader[Annotated](f, table.RecordOptions{Required: append(DocumentColumns(), "id", "read_key", "annotation_key", "n_tokens", "sentences", "term_counts")})
	if err != nil {
		return err
	}
	if err := schemaIs(r.Meta(metaSchema), SchemaAnnotated); err != nil {
		return err
	}
	if made := r.Meta(metaRules); made != p.rules {
		return fmt.Errorf("annotated by other settings, lists or another version (framewatch.rules is %q, here %q)", made, p.rules)
	}
	p.at = append(p.at, p.cache.Records(func() (table.RecordsFile, error) { return os.Open(name) }, r.Offset()))
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

// whole reads a part to its end, to where copies are kept if it lies in a bucket, and
// holds length and digest against the list.
func (p *Parts) whole(ctx context.Context, l part) (err error) {
	in, err := p.from.Open(l.Name)
	if err != nil {
		return err
	}
	defer in.Close()
	size, err := in.Seek(0, io.SeekEnd)
	if err == nil && size != l.Bytes {
		err = fmt.Errorf("%d bytes, the list says %d", size, l.Bytes)
	}
	if err == nil {
		_, err = in.Seek(0, io.SeekStart)
	}
	if err != nil {
		return err
	}
	sum := sha256.New()
	to := io.Writer(sum)
	if p.own {
		f, err := os.OpenFile(filepath.Join(p.dir, l.Name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		to = io.MultiWriter(sum, f)
	}
	for err == nil { // in pieces, as a bucket may be slow
		if _, err = io.CopyN(to, in, 1<<20); ctx.Err() != nil {
			err = ctx.Err()
		}
	}
	if !errors.Is(err, io.EOF) {
		return err
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != l.SHA256 {
		return fmt.Errorf("SHA-256 is %s, the list says %s", got, l.SHA256)
	}
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
