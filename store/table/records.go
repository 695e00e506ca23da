package table

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"slices"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
)

// RecordCache keeps the batches that were asked for lately, of all files together:
// whoever looks records up in about their order finds the next one there. It may be used
// by several goroutines.
type RecordCache struct {
	most   int
	mu     sync.Mutex
	recent []loadedBatch // the last that was asked for comes last
}

type loadedBatch struct {
	of    *Records
	at    int64
	batch arrow.RecordBatch
}

// NewRecordCache keeps so many batches, each as large as its writer made it.
func NewRecordCache(most int) *RecordCache { return &RecordCache{most: most} }

// Records looks records up in a stream that lies in a file. It may be used by several
// goroutines.
type Records struct {
	cache *RecordCache
	open  func() (RecordsFile, error)
	first int64      // where the schema ends
	mu    sync.Mutex // one batch of a file is loaded at a time
}

// RecordsFile is a file as [Records] reads it.
type RecordsFile interface {
	io.ReaderAt
	io.Closer
}

// Records looks records up in the stream that open opens, whose first batch begins at
// first. The file is open while a batch is read: there may be thousands.
func (c *RecordCache) Records(open func() (RecordsFile, error), first int64) *Records {
	return &Records{cache: c, open: open, first: first}
}

// find is a batch that was asked for lately, nil where it is gone.
func (c *RecordCache) find(r *Records, at int64) arrow.RecordBatch {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.IndexFunc(c.recent, func(b loadedBatch) bool { return b.of == r && b.at == at })
	if i < 0 {
		return nil
	}
	found := c.recent[i]
	c.recent = append(slices.Delete(c.recent, i, i+1), found)
	return found.batch
}

func (c *RecordCache) keep(b loadedBatch) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.recent = append(c.recent, b); len(c.recent) > c.most {
		c.recent = slices.Delete(c.recent, 0, 1)
	}
}

// RecordAt reads the record in a row of the batch at an offset, both as [Read] had
// them. Columns that T does not have are not read.
func RecordAt[T any](r *Records, at int64, row int) (out T, err error) {
	batch, err := r.load(at)
	if err != nil {
		return out, err
	}
	fields, err := recordFields(reflect.TypeFor[T]())
	if err != nil {
		return out, err
	}
	var others []string
	for _, f := range batch.Schema().Fields() {
		others = append(others, f.Name)
	}
	cols, err := bind(fields, batch.Schema(), RecordOptions{Ignored: others})
	if err != nil {
		return out, err
	}
	if row < 0 || int64(row) >= batch.NumRows() {
		return out, fmt.Errorf("no row %d in a batch of %d", row, batch.NumRows())
	}
	record, err := recordAt[T](cols, batch, row)
	if err == nil {
		err = record.Wrong
	}
	return record.Record, err
}

// load reads a batch, unless it was asked for lately.
func (r *Records) load(at int64) (arrow.RecordBatch, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if batch := r.cache.find(r, at); batch != nil {
		return batch, nil
	}
	batch, err := r.batch(at)
	if err == nil {
		r.cache.keep(loadedBatch{r, at, batch})
	}
	return batch, err
}

func (r *Records) batch(at int64) (batch arrow.RecordBatch, err error) {
	defer fenceStream(&err)
	f, err := r.open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	in := io.MultiReader(io.NewSectionReader(f, 0, r.first), io.NewSectionReader(f, at, math.MaxInt64-at))
	reader, err := newStreamReader(in)
	if err != nil {
		return nil, err
	}
	defer reader.Release()
	if !reader.Next() {
		return nil, cmp.Or(reader.Err(), fmt.Errorf("no batch at byte %d", at))
	}
	batch = reader.RecordBatch()
	if err := validate(batch); err != nil {
		return nil, err
	}
	batch.Retain() // its memory is the garbage collector's: none is freed under a reader
	return batch, nil
}
