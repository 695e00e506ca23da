package table

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/schema"
)

// TextValue is a value of any type as text: numbers as Go writes them, times as in
// RFC 3339, dates as 2006-01-02, truth values as true and false.
type TextValue struct {
	Null, List bool
	Text       string
	Texts      []string // the elements of a list; "" for one that is null
}

const textBatch = 1024 // levels that are read at a time

// Texts yields the rows of a file by any writer, whatever its types, encodings and
// compressions, with the values of columns in the order of their names. Only plain
// columns and lists of plain values can be read. What is yielded is valid until
// the next row.
func (f *File) Texts(ctx context.Context, columns []string) iter.Seq2[[]TextValue, error] {
	return func(yield func([]TextValue, error) bool) {
		leaves := make([]*textLeaf, len(columns))
		for i, name := range columns {
			l, err := f.textLeaf(name)
			if err != nil {
				yield(nil, err)
				return
			}
			leaves[i] = l
		}
		values := make([]TextValue, len(leaves))
		for g := range f.reader.NumRowGroups() {
			if err := f.openTexts(f.reader.RowGroup(g), leaves); err != nil {
				yield(nil, err)
				return
			}
			for range f.reader.MetaData().RowGroup(g).NumRows() {
				err := ctx.Err()
				if err == nil {
					err = nextTexts(leaves, values)
				}
				if err != nil {
					yield(nil, err)
					return
				}
				if !yield(values, nil) {
					return
				}
			}
		}
	}
}

func (f *File) openTexts(group *file.RowGroupReader, leaves []*textLeaf) (err error) {
	defer fence(&err)
	for _, l := range leaves {
		c, err := group.MetaData().ColumnChunk(l.index)
		if err == nil {
			err = f.checkPlace(c)
		}
		if err == nil {
			l.chunk, err = group.Column(l.index)
		}
		if err != nil {
			return fmt.Errorf("damaged parquet: column %s: %w", l.column, err)
		}
		l.n, l.at, l.value = 0, 0, 0
	}
	return nil
}

func nextTexts(leaves []*textLeaf, values []TextValue) (err error) {
	defer fence(&err)
	for i, l := range leaves {
		if values[i], err = l.next(); err != nil {
			return fmt.Errorf("damaged parquet: column %s: %w", l.column, err)
		}
	}
	return nil
}

// textLeaf reads one column as text.
type textLeaf struct {
	fileLeaf
	read  func(chunk file.ColumnChunkReader, defs, reps []int16) (levels int64, values []string, err error)
	chunk file.ColumnChunkReader

	defs, reps [textBatch]int16
	texts      []string
	n, at      int // levels there are, and read
	value      int // values read
}

func (f *File) textLeaf(column string) (*textLeaf, error) {
	var found *textLeaf
	for _, l := range f.leaves {
		if l.column != column {
			continue
		}
		if found != nil || l.maxRep > 1 || l.maxRep == 0 && l.depth > 1 || l.depth > 3 {
			return nil, fmt.Errorf("column %s: neither a plain value nor a list of plain values", column)
		}
		found = &textLeaf{fileLeaf: l}
	}
	if found == nil {
		return nil, fmt.Errorf("no column %s", column)
	}
	var err error
	found.read, err = textsOf(f.reader.MetaData().Schema.Column(found.index))
	return found, err
}

// fill reads more levels where all are used up; false is the end.
func (l *textLeaf) fill() (bool, error) {
	if l.at < l.n {
		return true, nil
	}
	if !l.chunk.HasNext() {
		return false, l.chunk.Err()
	}
	n, texts, err := l.read(l.chunk, l.defs[:], l.reps[:])
	if err != nil {
		return false, err
	}
	l.n, l.at, l.value, l.texts = int(n), 0, 0, texts
	return n > 0, nil
}

// take takes one level and its value.
func (l *textLeaf) take() (text string, there bool, err error) {
	there = l.maxDef == 0 || l.defs[l.at] == l.maxDef
	l.at++
	if !there {
		return "", false, nil
	}
	if l.value == len(l.texts) {
		return "", false, errors.New("fewer values than levels")
	}
	l.value++
	return l.texts[l.value-1], true, nil
}

func (l *textLeaf) next() (TextValue, error) {
	more, err := l.fill()
	if err != nil {
		return TextValue{}, err
	}
	if !more {
		return TextValue{}, errors.New("fewer values than rows")
	}
	if l.maxRep == 0 {
		text, there, err := l.take()
		return TextValue{Null: !there, Text: text}, err
	}
	v := TextValue{List: true, Null: l.defs[l.at] < l.element-1}
	for first := true; ; first = false {
		more, err := l.fill()
		if err != nil || !more || !first && l.reps[l.at] == 0 {
			return v, err
		}
		element := l.defs[l.at] >= l.element
		text, _, err := l.take()
		if err != nil {
			return v, err
		}
		if element {
			v.Texts = append(v.Texts, text)
		}
	}
}

// textsOf is how the values of a column are read and written as text.
func textsOf(c *schema.Column) (func(file.ColumnChunkReader, []int16, []int16) (int64, []string, error), error) {
	logical := c.LogicalType()
	decimal, isDecimal := logical.(schema.DecimalLogicalType)
	whole := func(x int64) string { return strconv.FormatInt(x, 10) }
	switch t := logical.(type) {
	case schema.TimestampLogicalType:
		whole = func(x int64) string { return timeOf(t.TimeUnit(), x).Format(time.RFC3339Nano) }
	case schema.DateLogicalType:
		whole = func(x int64) string { return time.Unix(x*86400, 0).UTC().Format(time.DateOnly) }
	case schema.DecimalLogicalType:
		whole = func(x int64) string { return decimalText(big.NewInt(x), decimal.Scale()) }
	case schema.IntLogicalType:
		if !t.IsSigned() {
			mask := ^uint64(0) >> (64 - uint(t.BitWidth()))
			whole = func(x int64) string { return strconv.FormatUint(uint64(x)&mask, 10) }
		}
	}
	binaryText := func(b []byte) string {
		if isDecimal {
			return decimalText(signed(b), decimal.Scale())
		}
		return strings.ToValidUTF8(string(b), "�")
	}
	switch c.PhysicalType() {
	case parquet.Types.Boolean:
		return batchOf[bool, *file.BooleanColumnChunkReader](strconv.FormatBool), nil
	case parquet.Types.Int32:
		return batchOf[int32, *file.Int32ColumnChunkReader](func(x int32) string { return whole(int64(x)) }), nil
	case parquet.Types.Int64:
		return batchOf[int64, *file.Int64ColumnChunkReader](whole), nil
	case parquet.Types.Int96:
		return batchOf[parquet.Int96, *file.Int96ColumnChunkReader](func(x parquet.Int96) string { return x.ToTime().UTC().Format(time.RFC3339Nano) }), nil
	case parquet.Types.Float:
		return batchOf[float32, *file.Float32ColumnChunkReader](func(x float32) string { return strconv.FormatFloat(float64(x), 'g', -1, 32) }), nil
	case parquet.Types.Double:
		return batchOf[float64, *file.Float64ColumnChunkReader](func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }), nil
	case parquet.Types.ByteArray:
		return batchOf[parquet.ByteArray, *file.ByteArrayColumnChunkReader](func(b parquet.ByteArray) string { return binaryText(b) }), nil
	case parquet.Types.FixedLenByteArray:
		if isDecimal {
			return batchOf[parquet.FixedLenByteArray, *file.FixedLenByteArrayColumnChunkReader](func(b parquet.FixedLenByteArray) string { return binaryText(b) }), nil
		}
	}
	return nil, fmt.Errorf("column %s: no support for the type %s (%s)", c.Path(), c.PhysicalType(), logical)
}

// batchOf reads values of a physical type with the library's reader of that type.
func batchOf[V any, R interface {
	ReadBatch(int64, []V, []int16, []int16) (int64, int, error)
}](text func(V) string) func(file.ColumnChunkReader, []int16, []int16) (int64, []string, error) {
	values := make([]V, textBatch)
	texts := make([]string, 0, textBatch)
	return func(chunk file.ColumnChunkReader, defs, reps []int16) (int64, []string, error) {
		r, ok := chunk.(R)
		if !ok {
			return 0, nil, fmt.Errorf("a reader of %T", chunk)
		}
		levels, n, err := r.ReadBatch(textBatch, values, defs, reps)
		texts = texts[:0]
		for _, v := range values[:n] {
			texts = append(texts, text(v))
		}
		return levels, texts, err
	}
}

func timeOf(unit schema.TimeUnitType, x int64) time.Time {
	switch unit {
	case schema.TimeUnitMillis:
		return time.UnixMilli(x).UTC()
	case schema.TimeUnitMicros:
		return time.UnixMicro(x).UTC()
	case schema.TimeUnitNanos, schema.TimeUnitUnknown:
	}
	return time.Unix(0, x).UTC()
}

// signed reads a big-endian two's complement number.
func signed(b []byte) *big.Int {
	x := new(big.Int).SetBytes(b)
	if len(b) > 0 && b[0]&0x80 != 0 {
		x.Sub(x, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	return x
}

func decimalText(x *big.Int, scale int32) string {
	if scale <= 0 {
		return x.String()
	}
	digits := new(big.Int).Abs(x).String()
	if pad := int(scale) + 1 - len(digits); pad > 0 {
		digits = strings.Repeat("0", pad) + digits
	}
	at := len(digits) - int(scale)
	text := digits[:at] + "." + digits[at:]
	if x.Sign() < 0 {
		return "-" + text
	}
	return text
}
