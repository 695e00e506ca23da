package table

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// MaxRecordBatch is the largest batch of records that is read, in bytes with what is
// compressed in it.
const MaxRecordBatch = 256 << 20

// maxRecordList is the longest list of a record: an article has some thousand sentences.
const maxRecordList = 4 << 20

// ErrCut is the error of a stream that ends without the mark of its end: whoever
// wrote it was stopped.
var ErrCut = errors.New("the stream was cut off: the mark of its end is missing")

// RecordReader reads a stream of the Arrow IPC format as records, a batch at a time.
type RecordReader[T any] struct {
	in     *counted
	reader *ipc.Reader
	cols   []recordColumn
}

// recordColumn is a field of T and where the stream has it; -1 for one that it lacks.
type recordColumn struct {
	*field
	at int
}

// RecordOptions say what a stream may look like.
type RecordOptions struct {
	Required []string // columns without which it is refused; the others are zero where they are missing
	Ignored  []string // columns that it may have beside those of the records
}

// NewRecordReader begins to read. A column that is missing, unknown or of another
// type is an error that names it. Lists and texts may have Arrow's wider forms
// (large, view, dictionary), integers and floating-point numbers any width.
func NewRecordReader[T any](r io.Reader, opt RecordOptions) (*RecordReader[T], error) {
	fields, err := recordFields(reflect.TypeFor[T]())
	if err != nil {
		return nil, err
	}
	out := &RecordReader[T]{in: &counted{r: r}}
	in, err := checkSchema(out.in)
	if err != nil {
		return nil, err
	}
	out.reader, err = newStreamReader(in)
	if err != nil {
		return nil, fmt.Errorf("no Arrow stream: %w", err)
	}
	out.cols, err = bind(fields, out.reader.Schema(), opt)
	return out, err
}

// newStreamReader reads a stream within the bounds of a batch.
func newStreamReader(r io.Reader) (*ipc.Reader, error) {
	messages := ipc.NewMessageReader(r, ipc.WithMetadataSizeLimit(MaxRecordBatch/8), ipc.WithBodySizeLimit(MaxRecordBatch))
	return ipc.NewReaderFromMessageReader(whole{messages}, ipc.WithAllocator(&rationed{Allocator: memory.DefaultAllocator}))
}

// bind finds fields in a schema.
func bind(fields []field, schema *arrow.Schema, opt RecordOptions) (out []recordColumn, err error) {
	allowed := slices.Clone(opt.Ignored)
	for i := range fields {
		allowed = append(allowed, fields[i].name)
	}
	if err := required(schema, opt.Required, allowed); err != nil {
		return nil, err
	}
	var errs []error
	for i := range fields {
		c := recordColumn{&fields[i], -1}
		if at := schema.FieldIndices(c.name); len(at) > 0 {
			c.at = at[0]
			t := schema.Field(c.at).Type
			if t.ID() == arrow.NULL && !slices.Contains(opt.Required, c.name) { // as a column without values comes from some
				c.at = -1
			} else {
				errs = append(errs, c.fits(c.name, t))
			}
		}
		out = append(out, c)
	}
	return out, errors.Join(errs...)
}

// Meta is a value of the schema's metadata, empty where there is none.
func (r *RecordReader[T]) Meta(key string) string {
	value, _ := r.reader.Schema().Metadata().GetValue(key)
	return value
}

// Offset is how far the stream was read: before its first record, where the first
// batch begins.
func (r *RecordReader[T]) Offset() int64 { return r.in.read }

// Read is one record of a stream.
type Read[T any] struct {
	Record T
	Wrong  error // a text that is none; the record has what came before it
	Batch  int64 // offset in the stream at which its batch begins, for [Records]
	Row    int   // in the batch
}

// All yields the records to the end of the stream.
func (r *RecordReader[T]) All(ctx context.Context) iter.Seq2[Read[T], error] {
	return func(yield func(Read[T], error) bool) {
		defer r.reader.Release()
		for {
			at := r.in.read
			if !r.reader.Next() {
				break
			}
			batch := r.reader.RecordBatch()
			if err := validate(batch); err != nil {
				yield(Read[T]{}, err)
				return
			}
			for i := range int(batch.NumRows()) {
				record, err := recordAt[T](r.cols, batch, i)
				record.Batch = at
				err = errors.Join(err, ctx.Err())
				if !yield(record, err) || err != nil {
					return
				}
			}
		}
		if err := r.reader.Err(); err != nil {
			yield(Read[T]{}, err)
		}
	}
}

// validate checks that the buffers of a batch are as long as its columns need. Texts
// that are none are told of their rows (see [Read.Wrong]), and lists are checked one by
// one.
func validate(batch arrow.RecordBatch) (err error) {
	defer fenceStream(&err)
	for _, c := range batch.Columns() {
		if c.DataType().ID() == arrow.NULL { // which has no buffers
			continue
		}
		if err := array.Validate(c); err != nil {
			return fmt.Errorf("damaged Arrow stream: %w", err)
		}
	}
	return nil
}

// fenceStream turns a panic, by which Arrow's library tells of damage, into an error.
func fenceStream(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("damaged Arrow stream: %v", p)
	}
}

// recordAt reads a row.
func recordAt[T any](cols []recordColumn, batch arrow.RecordBatch, i int) (out Read[T], err error) {
	defer fenceStream(&err)
	out.Row = i
	v := reflect.ValueOf(&out.Record).Elem()
	for _, c := range cols {
		if c.at < 0 {
			continue
		}
		if err := c.read(batch.Column(c.at), i, v.FieldByIndex(c.index)); err != nil && out.Wrong == nil {
			out.Wrong = fmt.Errorf("column %s: %w", c.name, err)
		}
	}
	for _, c := range cols {
		for _, p := range c.inherited {
			list := v.FieldByIndex(c.index)
			for i := range list.Len() {
				list.Index(i).FieldByIndex(p.inner).Set(v.FieldByIndex(p.outer))
			}
		}
	}
	return out, nil
}

// fits checks that a column has a type that can be read.
func (f *field) fits(name string, t arrow.DataType) error {
	wrong := fmt.Errorf("column %q is %s, want %s", name, t, f.arrowField().Type)
	if f.list {
		list, ok := t.(arrow.ListLikeType)
		if !ok || t.ID() != arrow.LIST && t.ID() != arrow.LARGE_LIST {
			return wrong
		}
		t = list.Elem()
	}
	if len(f.fields) > 0 {
		s, ok := t.(*arrow.StructType)
		if !ok {
			return wrong
		}
		var errs []error
		for i := range f.fields {
			at, ok := s.FieldIdx(f.fields[i].name)
			if !ok {
				errs = append(errs, fmt.Errorf("%w %q in column %q", errNoColumn, f.fields[i].name, name))
				continue
			}
			errs = append(errs, f.fields[i].fits(name+"."+f.fields[i].name, s.Field(at).Type))
		}
		return errors.Join(errs...)
	}
	if d, ok := t.(*arrow.DictionaryType); ok {
		t = d.ValueType
	}
	ok := false
	switch id := t.ID(); f.kind {
	case textKind:
		ok = id == arrow.STRING || id == arrow.LARGE_STRING || id == arrow.STRING_VIEW
	case rawKind:
		ok = id == arrow.BINARY || id == arrow.LARGE_BINARY || id == arrow.BINARY_VIEW || id == arrow.STRING || id == arrow.LARGE_STRING || id == arrow.STRING_VIEW
	case intKind:
		ok = arrow.IsInteger(id) && id != arrow.UINT64
	case floatKind:
		ok = id == arrow.FLOAT64 || id == arrow.FLOAT32
	case boolKind:
		ok = id == arrow.BOOL
	case timeKind:
		ok = id == arrow.TIMESTAMP
	}
	if !ok {
		return wrong
	}
	return nil
}

// read sets to from a value; a null leaves it as it is.
func (f *field) read(from arrow.Array, i int, to reflect.Value) error {
	if from.IsNull(i) {
		return nil
	}
	if f.list {
		return f.readList(from.(array.ListLike), i, to)
	}
	if f.pointer {
		to.Set(reflect.New(to.Type().Elem()))
		to = to.Elem()
	}
	return readScalar(from, i, f.kind, to)
}

func (f *field) readList(from array.ListLike, i int, to reflect.Value) error {
	start, end := from.ValueOffsets(i)
	values := from.ListValues()
	if start < 0 || end < start || end > int64(values.Len()) || end-start > maxRecordList {
		panic(fmt.Sprintf("a list from %d to %d of %d elements", start, end, values.Len()))
	}
	n := int(end - start)
	if n == 0 {
		return nil
	}
	to.Set(reflect.MakeSlice(to.Type(), n, n))
	var wrong error
	for j := range n {
		at, v := int(start)+j, to.Index(j)
		if len(f.fields) == 0 {
			if !values.IsNull(at) {
				wrong = errors.Join(wrong, readScalar(values, at, f.kind, v))
			}
			continue
		}
		s := values.(*array.Struct)
		names := s.DataType().(*arrow.StructType)
		for k := range f.fields {
			c := &f.fields[k]
			column, _ := names.FieldIdx(c.name)
			wrong = errors.Join(wrong, c.read(s.Field(column), at, v.FieldByIndex(c.index)))
		}
	}
	return wrong
}

var errText = errors.New("is not valid UTF-8")

func readScalar(from arrow.Array, i int, k kind, to reflect.Value) error {
	if d, ok := from.(*array.Dictionary); ok {
		from, i = d.Dictionary(), d.GetValueIndex(i)
	}
	switch k {
	case textKind:
		s := strings.Clone(from.(array.StringLike).Value(i)) // the batch goes, the record may stay
		if !utf8.ValidString(s) {
			return errText
		}
		to.SetString(s)
	case rawKind:
		if s, ok := from.(array.StringLike); ok {
			to.SetBytes([]byte(s.Value(i)))
		} else {
			to.SetBytes(bytes.Clone(from.(interface{ Value(i int) []byte }).Value(i)))
		}
	case intKind:
		to.SetInt(integer(from, i))
	case floatKind:
		if narrow, ok := from.(*array.Float32); ok {
			to.SetFloat(float64(narrow.Value(i)))
		} else {
			to.SetFloat(from.(*array.Float64).Value(i))
		}
	case boolKind:
		to.SetBool(from.(*array.Boolean).Value(i))
	case timeKind:
		at := from.(*array.Timestamp).Value(i).ToTime(from.DataType().(*arrow.TimestampType).Unit)
		to.Set(reflect.ValueOf(at.Truncate(time.Microsecond).UTC()))
	}
	return nil
}

func integer(from arrow.Array, i int) int64 {
	switch a := from.(type) {
	case *array.Int8:
		return int64(a.Value(i))
	case *array.Int16:
		return int64(a.Value(i))
	case *array.Int32:
		return int64(a.Value(i))
	case *array.Uint8:
		return int64(a.Value(i))
	case *array.Uint16:
		return int64(a.Value(i))
	case *array.Uint32:
		return int64(a.Value(i))
	}
	return from.(*array.Int64).Value(i)
}

// counted counts what is read: the library asks for exactly what it needs.
type counted struct {
	r    io.Reader
	read int64
}

// Read reads from the stream.
func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.read += int64(n)
	return n, err
}

// whole are the messages of a stream that has to end with the mark of its end: the
// library takes one that stops between two batches for whole.
type whole struct{ ipc.MessageReader }

// Message is the next message; [io.EOF] itself stands for the mark.
func (w whole) Message() (*ipc.Message, error) {
	m, err := w.MessageReader.Message()
	if err != nil && err != io.EOF && (errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)) { //nolint:errorlint // see above
		return nil, ErrCut
	}
	return m, err
}

// rationed refuses memory beyond [MaxRecordBatch] at once, as a few compressed bytes
// may ask for.
type rationed struct{ memory.Allocator }

// Allocate panics, which the library's reader turns into its error.
func (r *rationed) Allocate(size int) []byte {
	ration(size)
	return r.Allocator.Allocate(size)
}

// Reallocate does likewise.
func (r *rationed) Reallocate(size int, b []byte) []byte {
	ration(size)
	return r.Allocator.Reallocate(size, b)
}

func ration(size int) {
	if size > MaxRecordBatch {
		panic(fmt.Sprintf("a batch of more than %d MiB: send fewer rows in each", MaxRecordBatch>>20))
	}
}
