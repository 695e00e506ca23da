package statistics

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"

	"framewatch/internal/bounded"
	"framewatch/store/table"
)

// maxHeld is how large a Parquet file may be that is read from a pipe, which has
// to be held in memory.
const maxHeld = 1 << 30

// parquetReader reads Parquet of any writer.
type parquetReader struct {
	file *table.File
	name string
}

// newParquet reads the file's end first; from is the file, or nil where text is
// all there is.
func newParquet(text *bufio.Reader, from io.Reader, name string) (reader, error) {
	at, size, err := placed(text, from)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	f, err := table.Open(at, size)
	if err != nil {
		return nil, Usagef("read %s: %w", name, err)
	}
	return &parquetReader{f, name}, nil
}

func placed(text *bufio.Reader, from io.Reader) (io.ReaderAt, int64, error) {
	if f, ok := from.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			return f, info.Size(), nil
		}
	}
	data, err := io.ReadAll(bounded.NewReader(text, nil, bounded.Limits{Total: maxHeld}))
	return bytes.NewReader(data), int64(len(data)), err
}

func (p *parquetReader) rows(ctx context.Context, w wanted, each func(Row) bool) error {
	has := p.file.Columns()
	if err := w.check(p.name, has); err != nil {
		return err
	}
	var names []string
	for _, name := range has {
		if _, ok := w[name]; ok {
			names = append(names, name)
		}
	}
	n := 0
	for values, err := range p.file.Texts(ctx, names) {
		if err != nil {
			return Usagef("read %s: %w", p.name, err)
		}
		n++
		row := Row{file: p.name, line: n, unit: "row", columns: has, cells: make(map[string]cell, len(w))}
		for i, v := range values {
			row.cells[names[i]] = cell{null: v.Null, list: v.List, text: v.Text, texts: v.Texts}
		}
		if !each(row) {
			return nil
		}
	}
	return nil
}
