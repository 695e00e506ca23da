package statistics

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"framewatch/internal/bounded"
)

const (
	maxLine  = 64 << 20 // bytes of a line or a row
	maxInput = 8 << 30  // bytes of a file, unpacked
)

// Input is the table that a statistic reads: one file, or several one after the
// other. A file is JSON lines, CSV (with commas, semicolons or tabs) or Parquet, by
// its name (.jsonl, .ndjson, .csv, .tsv, .parquet) or else by how it begins; the
// first two may be packed with gzip or zstd.
type Input struct {
	files []string  // "-" is stdin
	stdin io.Reader // nil once it is read
}

// Open names the files of an input, of which "-" is stdin; none is stdin too. They
// are opened when they are read.
func Open(stdin io.Reader, files ...string) (*Input, error) {
	if len(files) == 0 {
		files = []string{"-"}
	}
	for i, f := range files {
		if f == "-" && slices.Contains(files[:i], "-") {
			return nil, Usagef("standard input is named twice")
		}
		if f == "-" {
			continue
		}
		info, err := os.Stat(f)
		if err != nil {
			return nil, Usagef("read input: %w", err)
		}
		if info.IsDir() {
			return nil, Usagef("read input: %s is a folder", f)
		}
	}
	return &Input{files: files, stdin: stdin}, nil
}

// Columns are those that a statistic reads: Need must be there, May need not be,
// and their cells are then empty. An empty name is no column.
type Columns struct{ Need, May []string }

// Rows yields the rows with the columns that are named, in the order of the files.
// A column that the input does not have is [ErrUsage], with those that it has; in
// JSON lines, whose fields may come and go, methods of [Row] say so. So is an input
// without rows.
func (in *Input) Rows(ctx context.Context, columns Columns) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		w := wanted{}
		for _, c := range columns.May {
			w[c] = true
		}
		for _, c := range columns.Need {
			w[c] = false
		}
		delete(w, "")
		n := 0
		for _, file := range in.files {
			goesOn := true
			err := in.read(file, func(r reader) error {
				return r.rows(ctx, w, func(row Row) bool {
					n++
					goesOn = ctx.Err() == nil && yield(row, nil)
					return goesOn
				})
			})
			if ctx.Err() != nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(Row{}, usage(err))
				return
			}
			if !goesOn {
				return
			}
		}
		if n == 0 {
			yield(Row{}, Usagef("%s: no rows", shown(in.files[0])))
		}
	}
}

// wanted maps the columns that are asked for to whether they may be missing.
type wanted map[string]bool

// check wants the columns of a table in its head.
func (w wanted) check(file string, has []string) error {
	var missing []string
	for name, optional := range w {
		if !optional && !slices.Contains(has, name) {
			missing = append(missing, name)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	slices.Sort(missing)
	return Usagef("%s: no column %s; there are %s", file, quotedList(missing), quotedList(has))
}

// reader is a file in one of the forms.
type reader interface {
	rows(ctx context.Context, w wanted, each func(Row) bool) error
}

func shown(file string) string {
	if file == "-" {
		return "standard input"
	}
	return file
}

// read opens a file and calls fn with its reader.
func (in *Input) read(file string, fn func(reader) error) (err error) {
	from, name := in.stdin, shown(file)
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return Usagef("read input: %w", err)
		}
		defer f.Close()
		from = f
	} else if in.stdin = nil; from == nil {
		return Usagef("standard input can be read once only")
	}
	text, packed, end, err := unpacked(from)
	if err != nil {
		return Usagef("read %s: %w", name, err)
	}
	defer end()
	if packed { // what is unpacked is at no place of the file
		from = nil
	}
	r, err := form(text, from, name, file)
	if err == nil {
		err = fn(r)
	}
	return err
}

// usage makes what is wrong with a file the user's to mend; that the run was
// interrupted is not.
func usage(err error) error {
	if errors.Is(err, ErrUsage) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return usageError{err}
}

// unpacked undoes gzip and zstd, which are known by their first bytes.
func unpacked(from io.Reader) (text *bufio.Reader, packed bool, end func(), err error) {
	in := bufio.NewReaderSize(from, 64<<10)
	head, err := in.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, false, nil, err
	}
	limits := bounded.Records()
	limits.Total = maxInput
	end = func() {}
	r := bounded.NewReader(in, nil, bounded.Limits{Total: maxInput})
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		packed = true
		r, err = bounded.Gunzip(in, limits)
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		packed = true
		r, end, err = bounded.Unzstd(in, limits)
	default:
		err = nil
	}
	return bufio.NewReaderSize(r, 64<<10), packed, end, err
}

var byteOrderMark = []byte("\ufeff")

// form tells the form of a file.
func form(text *bufio.Reader, from io.Reader, name, file string) (reader, error) {
	if head, _ := text.Peek(3); bytes.Equal(head, byteOrderMark) {
		_, _ = text.Discard(len(head)) // it was read
	}
	head, err := text.Peek(4096)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	base := strings.ToLower(file)
	for _, packed := range []string{".gz", ".zst"} {
		base = strings.TrimSuffix(base, packed)
	}
	ending := filepath.Ext(base)
	trimmed := bytes.TrimLeft(head, " \t\r\n")
	switch {
	case bytes.HasPrefix(head, []byte("PAR1")):
		return newParquet(text, from, name)
	case ending == ".parquet":
		return nil, Usagef("%s is no Parquet file", name)
	case ending == ".jsonl" || ending == ".ndjson":
		return &jsonReader{text, name}, nil
	case ending == ".csv" || ending == ".tsv":
		return &csvReader{text, name, separator(head)}, nil
	case len(trimmed) == 0:
		return nil, Usagef("%s is empty", name)
	case trimmed[0] == '[':
		return nil, Usagef("%s: want one JSON object a line, not an array", name)
	case trimmed[0] == '{':
		return &jsonReader{text, name}, nil
	}
	return &csvReader{text, name, separator(head)}, nil
}

// separator is the commonest of the separators in the first line.
func separator(head []byte) rune {
	first, _, _ := bytes.Cut(head, []byte("\n"))
	best := ','
	for _, c := range ";\t" {
		if bytes.Count(first, []byte(string(c))) > bytes.Count(first, []byte(string(best))) {
			best = c
		}
	}
	return best
}
