package streams

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"framewatch/corpus"
	"framewatch/extract"
	"framewatch/internal/ordered"
	"framewatch/nlp"
	"framewatch/nlp/service"
	"framewatch/store"
	"framewatch/store/table"
)

// Reader reads pages as a pipeline of the same settings does.
type Reader interface {
	// Extract reads the text of a page; the error is an [*extract.Failure] where it
	// holds none.
	Extract(ctx context.Context, page corpus.Page) (corpus.Document, error)
	// Rules names the rules by which pages of a source are read.
	Rules(id corpus.SourceID) string
}

// Answering is what becomes of a stream.
type Answering struct {
	Workers int    // rows that are worked on side by side
	Program string // version of the program, for the stream's metadata
}

// codeRow is the code of a row that cannot be read; codeAnnotate that of a document
// that could not be annotated, as in table failures.
const (
	codeRow      = "bad-row"
	codeAnnotate = "annotate"
)

// Given is a page to read, or why it cannot be.
type Given struct {
	ID            string      // comes back with what was read
	Page          corpus.Page // with the digest of its body
	Code, Problem string      // set where there is no page
}

// Pages reads a stream of [Page]; source is the outlet of those that name none.
func Pages(ctx context.Context, r io.Reader, source corpus.SourceID) (iter.Seq2[Given, error], error) {
	return given(ctx, r, "read pages", SchemaPages, PageColumns(), func(p Page, wrong string) (Given, error) {
		out := Given{ID: p.ID, Page: corpus.Page{Body: p.Body, Capture: corpus.Capture{Source: cmp.Or(corpus.SourceID(p.SourceID), source), URL: p.URL, FinalURL: p.URL,
			ContentType: p.ContentType, Status: int(p.Status), FetchedAt: p.FetchedAt, BodySHA256: corpus.SHA256(p.Body)}}}
		if wrong == "" && p.URL == "" {
			wrong = "column url: there is none"
		}
		if wrong != "" {
			out.Code, out.Problem = codeRow, wrong
		}
		return out, nil
	})
}

// given reads a stream of a schema, whose rows are pages or lead to them; what goes before
// errors of the stream. read is given why a row is wrong, if it is; its error ends all.
func given[T any](ctx context.Context, r io.Reader, what, schema string, required []string, read func(row T, wrong string) (Given, error)) (iter.Seq2[Given, error], error) {
	in, err := table.NewRecordReader[T](r, table.RecordOptions{Required: required})
	if err == nil {
		err = schemaIs(in.Meta(metaSchema), schema)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	return func(yield func(Given, error) bool) {
		for row, err := range in.All(ctx) {
			if err != nil {
				yield(Given{}, fmt.Errorf("%s: %w", what, err))
				return
			}
			wrong := ""
			if row.Wrong != nil {
				wrong = row.Wrong.Error()
			}
			out, err := read(row.Record, wrong)
			if err != nil {
				yield(Given{}, err)
				return
			}
			if !yield(out, nil) {
				return
			}
		}
	}, nil
}

// WriteCaptures writes a stream of [Capture].
func WriteCaptures(captures iter.Seq2[corpus.Capture, error], program string, out io.Writer) error {
	w, err := table.NewRecordWriter[Capture](out, [2]string{metaSchema, SchemaCaptures}, [2]string{metaProgram, program})
	if err != nil {
		return err
	}
	for c, err := range captures {
		if err != nil {
			return err
		}
		row := CaptureOf(&c)
		if err := w.Write(&row); err != nil {
			return err
		}
	}
	return w.Close()
}

// Captures reads a stream of [Capture]; fetch reads a page from the archive. A page that
// is not there, or is not the one that the row says, is an error: the archive is damaged,
// or another's.
func Captures(ctx context.Context, r io.Reader, fetch func(corpus.Capture) (corpus.Page, error)) (iter.Seq2[Given, error], error) {
	return given(ctx, r, "read captures", SchemaCaptures, CaptureColumns(), func(c Capture, wrong string) (out Given, err error) {
		out = Given{ID: c.ID, Page: corpus.Page{Capture: c.capture()}}
		if wrong != "" {
			out.Code, out.Problem = codeRow, wrong
			return out, nil
		}
		out.Page, err = archived(out.Page.Capture, fetch)
		return out, err
	})
}

// archived is the page of a capture.
func archived(c corpus.Capture, fetch func(corpus.Capture) (corpus.Page, error)) (corpus.Page, error) {
	page, err := fetch(c)
	if err != nil {
		return page, err
	}
	if got := corpus.SHA256(page.Body); c.BodySHA256 != "" && got != c.BodySHA256 {
		return page, fmt.Errorf("page %s in %s at byte %d has SHA-256 %s, table captures has %s: the archive is damaged or another's; see framewatch dataset verify", c.URL, c.WARCFile, c.WARCOffset, got, c.BodySHA256)
	}
	return page, nil
}

// schemaIs checks the schema that a stream says it has; it need not say.
func schemaIs(said string, known ...string) error {
	if said == "" {
		return nil
	}
	for _, k := range known {
		if said == k {
			return nil
		}
	}
	return fmt.Errorf("the stream is %s; this version reads %s", said, strings.Join(known, " or "))
}

// Extract reads pages, as [Pages] yields them, and writes a stream of [Document], a row
// for each in the same order. A page without an article is a row with the reason. In
// memory are a batch of the input, one of the output, and the pages under way.
//
// The error is that of the pages, of out, or ctx's.
func Extract(ctx context.Context, e Reader, opt Answering, from iter.Seq2[Given, error], out io.Writer) error {
	w, err := table.NewRecordWriter[Document](out, [2]string{metaSchema, SchemaDocuments}, [2]string{metaProgram, opt.Program})
	if err != nil {
		return err
	}
	work := func(ctx context.Context, g Given) (Document, error) { return read(ctx, e, g) }
	if err := ordered.Map(ctx, opt.Workers, from, work, func(d Document) error { return w.Write(&d) }); err != nil {
		return err
	}
	return w.Close()
}

// read is one page.
func read(ctx context.Context, e Reader, g Given) (Document, error) {
	c := &g.Page.Capture
	if g.Problem != "" {
		return failed(g.ID, "", c, g.Code, g.Problem), nil
	}
	key := ReadKey(e.Rules(c.Source), *c)
	d, err := e.Extract(ctx, g.Page)
	var none *extract.Failure
	if errors.As(err, &none) {
		return failed(g.ID, key, c, none.Code, none.Message), nil
	}
	if err != nil {
		return Document{}, fmt.Errorf("extract %s: %w", c.URL, err)
	}
	return documentOf(g.ID, key, d), nil
}

func failed(id, key string, c *corpus.Capture, code, message string) Document {
	return Document{ID: id, ReadKey: key, SourceID: string(c.Source), URL: c.URL, FetchedAt: c.FetchedAt, ErrorCode: code, Error: strings.ToValidUTF8(message, "\ufffd")}
}

// Annotator annotates documents as a pipeline of the same settings does.
type Annotator struct {
	*nlp.Annotator
	Rules   string // see [AnnotationRules]
	Targets []corpus.Target
}

// annotated is a row and why a service did not answer for it.
type annotated struct {
	Annotated
	fault *service.Error
}

// Documents reads a stream of [Document] with at least its columns doc_id and text, or
// table documents.
func Documents(r io.Reader) (*table.RecordReader[Document], error) {
	ignored := store.ReadColumns(store.DocumentRow{}.Table())
	in, err := table.NewRecordReader[Document](r, table.RecordOptions{Required: DocumentColumns(), Ignored: ignored})
	if err == nil {
		err = schemaIs(in.Meta(metaSchema), SchemaDocuments)
	}
	if err != nil {
		return nil, fmt.Errorf("read documents: %w", err)
	}
	return in, nil
}

// Annotate reads documents, as [Documents] opens them, and writes a stream of
// [Annotated], a row for each in the same order. Rows with an error pass through, and
// so do those that are blocked, which a pipeline does not annotate either. Memory is
// bounded as that of [Extract] is.
//
// The error is that of a stream, or ctx's; or, once every row is answered, it says how
// many documents an annotator service has failed.
func Annotate(ctx context.Context, a Annotator, opt Answering, from *table.RecordReader[Document], out io.Writer) error {
	w, err := table.NewRecordWriter[Annotated](out, [2]string{metaSchema, SchemaAnnotated}, [2]string{metaRules, a.Rules}, [2]string{metaProgram, opt.Program})
	if err != nil {
		return err
	}
	var unserved int
	var first *service.Error
	err = ordered.Map(ctx, opt.Workers, from.All(ctx), a.annotate, func(d annotated) error {
		if d.fault != nil {
			if unserved++; first == nil {
				first = d.fault
			}
		}
		return w.Write(&d.Annotated)
	})
	if err != nil {
		return fmt.Errorf("annotate documents: %w", err)
	}
	if err := w.Close(); err != nil || first == nil {
		return err
	}
	return fmt.Errorf("%d documents were not annotated, among them: %w", unserved, first)
}

// annotate is one document.
func (a *Annotator) annotate(ctx context.Context, row table.Read[Document]) (annotated, error) {
	out := annotated{Annotated: Annotated{Document: row.Record}}
	wrong := row.Wrong
	if wrong == nil && out.Error == "" && out.ErrorCode == "" && out.DocID == "" {
		wrong = errors.New("column doc_id: there is none")
	}
	if wrong != nil {
		out.Document = Document{ID: out.ID, DocID: out.DocID, SourceID: out.SourceID, URL: out.URL, ErrorCode: codeRow, Error: wrong.Error()}
		return out, nil //nolint:nilerr // the row says it
	}
	if out.ErrorCode != "" || out.Error != "" || out.Blocked {
		return out, nil
	}
	d := out.document()
	key := AnnotationKey(a.Rules, &d)
	notes, err := a.Annotate(ctx, d)
	if ctx.Err() != nil {
		return out, ctx.Err()
	}
	if err != nil {
		out.ErrorCode, out.Error = codeAnnotate, strings.ToValidUTF8(err.Error(), "\ufffd")
		_ = errors.As(err, &out.fault)
		return out, nil
	}
	out.Annotation = *AnnotationOf(d, &notes, a.Targets)
	out.AnnotationKey = key
	return out, nil
}
