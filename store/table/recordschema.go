package table

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

const (
	// maxSchema is the longest description of a stream's columns, in bytes.
	maxSchema = 4 << 20
	// maxSchemaDepth is how deeply its fields may be nested.
	maxSchemaDepth = 32
)

// errSchema is the error of a description whose parts lie outside of it.
var errSchema = errors.New("no Arrow stream: its schema is damaged")

// checkSchema reads the first message of a stream, and returns the stream with it. The
// library makes room for as many fields as a message says that there are, whatever the
// message's length; that would end the process.
func checkSchema(r io.Reader) (io.Reader, error) {
	var head bytes.Buffer
	take := func(n int64) error {
		if _, err := io.CopyN(&head, r, n); err != nil {
			return fmt.Errorf("no Arrow stream: %w", errors.Join(ErrCut, err))
		}
		return nil
	}
	if err := take(4); err != nil {
		return nil, err
	}
	length := binary.LittleEndian.Uint32(head.Bytes())
	if length == 0xffffffff {
		if err := take(4); err != nil {
			return nil, err
		}
		length = binary.LittleEndian.Uint32(head.Bytes()[4:])
	}
	if length < 8 || length > maxSchema {
		return nil, fmt.Errorf("no Arrow stream: it begins with a schema of %d bytes, the limit is %d", length, maxSchema)
	}
	start := head.Len()
	if err := take(int64(length)); err != nil {
		return nil, err
	}
	if err := (flat(head.Bytes()[start:])).message(); err != nil {
		return nil, err
	}
	return io.MultiReader(&head, r), nil
}

// flat is a message of the Arrow IPC format, a FlatBuffer: tables whose fields are
// found by an index of offsets (see Message.fbs and Schema.fbs of Apache Arrow).
type flat []byte

func (f flat) message() (err error) {
	defer func() {
		if recover() != nil { // an offset that leads out of the message
			err = errSchema
		}
	}()
	const header, fields = 2, 1 // places in Message and Schema
	schema := f.follow(f.at(f.follow(0), header))
	left := len(f) / 4
	return f.vector(f.at(schema, fields), maxSchemaDepth, &left)
}

func (f flat) u32(at int) int    { return int(binary.LittleEndian.Uint32(f[at:])) }
func (f flat) follow(at int) int { return at + f.u32(at) }

// at is where a table has a field, 0 for one that it lacks.
func (f flat) at(table, field int) int {
	index := table - int(int32(f.u32(table))) // a signed offset
	slot := 4 + 2*field
	if slot >= int(binary.LittleEndian.Uint16(f[index:])) {
		return 0
	}
	if offset := int(binary.LittleEndian.Uint16(f[index+slot:])); offset > 0 {
		return table + offset
	}
	return 0
}

// vector checks a list of fields and their children. A message has no more of them,
// each counted as often as it is named, than words.
func (f flat) vector(at, depth int, left *int) error {
	if at == 0 {
		return nil
	}
	if depth == 0 {
		return errSchema
	}
	const children, metadata = 5, 6 // places in Field
	list := f.follow(at)
	n := f.u32(list)
	if *left -= n; n > (len(f)-list)/4 || *left < 0 {
		return errSchema
	}
	for i := range n {
		field := f.follow(list + 4 + 4*i)
		if m := f.at(field, metadata); m != 0 {
			if pairs := f.follow(m); f.u32(pairs) > (len(f)-pairs)/4 {
				return errSchema
			}
		}
		if err := f.vector(f.at(field, children), depth-1, left); err != nil {
			return err
		}
	}
	return nil
}
