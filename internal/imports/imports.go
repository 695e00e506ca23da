package imports

import (
	"cmp"
	"compress/gzip"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"framewatch/corpus"
)

// MaxBody bounds one page or document.
const MaxBody = 32 << 20

// Formats lists what [Read] understands.
func Formats() []string { return []string{"html", "text", "jsonl", "csv", "warc"} }

// Options say what to read.
type Options struct {
	Format string
	Paths  []string // files, or folders that are searched
	Map    string   // CSV file with the columns file, url and source; empty for none
	Source corpus.SourceID
}

// Item is one page or document.
type Item struct {
	Path        string // where it was read, for messages
	URL         string
	Source      corpus.SourceID
	FetchedAt   time.Time // zero when not known
	Status      int
	ContentType string
	Body        []byte           // a page's bytes, content coding removed
	HTTP        []byte           // the whole response as a WARC file had it; nil otherwise
	Doc         *corpus.Document // a ready document; then Body is its text
	Problem     *Problem         // it could not be read
}

// Problem says why an item could not be read.
type Problem struct{ Code, Message string }

// Read yields the items of all paths in their order; a folder's files come in
// the order of their names.
func Read(ctx context.Context, opt Options) (iter.Seq2[Item, error], error) {
	files, err := find(opt)
	if err != nil {
		return nil, err
	}
	origin, err := readMap(opt.Map)
	if err != nil {
		return nil, err
	}
	read := map[string]func(io.Reader, file, func(Item) bool) error{
		"html": readPage("text/html"), "text": readPage("text/plain; charset=utf-8"),
		"jsonl": readJSONL, "csv": readCSV, "warc": readWARC,
	}[opt.Format]
	if read == nil {
		return nil, fmt.Errorf("no format %q", opt.Format)
	}
	return func(yield func(Item, error) bool) {
		for _, f := range files {
			if err := ctx.Err(); err != nil {
				yield(Item{}, err)
				return
			}
			going := true
			each := func(i Item) bool {
				i.Path = cmp.Or(i.Path, f.path)
				if o, ok := origin[f.name]; ok {
					i.URL, i.Source = cmp.Or(i.URL, o.url), cmp.Or(i.Source, o.source)
				}
				i.URL, i.Source = cmp.Or(i.URL, "file:///"+f.name), cmp.Or(i.Source, opt.Source)
				going = yield(i, nil)
				return going
			}
			if err := open(f, each, read); err != nil && going {
				each(Item{Problem: &Problem{"unreadable", err.Error()}})
			}
			if !going {
				return
			}
		}
	}, nil
}

// file is one file to read; name is its path below the folder that was given,
// so that no path of this machine gets into a table.
type file struct{ path, name string }

var endings = map[string][]string{
	"html": {".html", ".htm", ".xhtml"}, "text": {".txt", ".text", ".md"}, "jsonl": {".jsonl", ".ndjson"},
	"csv": {".csv"}, "warc": {".warc"},
}

func find(opt Options) ([]file, error) {
	var out []file
	var missing []error
	for _, p := range opt.Paths {
		info, err := os.Stat(p)
		if err != nil {
			missing = append(missing, fmt.Errorf("import %s: %w", p, err))
			continue
		}
		if !info.IsDir() {
			out = append(out, file{p, filepath.Base(p)})
			continue
		}
		before := len(out)
		err = filepath.WalkDir(p, func(at string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !wanted(opt.Format, at) {
				return err
			}
			name, err := filepath.Rel(p, at)
			out = append(out, file{at, filepath.ToSlash(name)})
			return err
		})
		if err != nil {
			missing = append(missing, fmt.Errorf("import %s: %w", p, err))
		} else if len(out) == before {
			missing = append(missing, fmt.Errorf("import %s: no files that end in %s", p, strings.Join(endings[opt.Format], ", ")))
		}
	}
	return out, errors.Join(missing...)
}

func wanted(format, path string) bool {
	name := strings.TrimSuffix(strings.ToLower(path), ".gz")
	return slices.Contains(endings[format], filepath.Ext(name))
}

func open(f file, each func(Item) bool, read func(io.Reader, file, func(Item) bool) error) error {
	in, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer in.Close()
	var r io.Reader = in
	// WARC files are gzip members of their own and are opened by their reader.
	if strings.HasSuffix(f.path, ".gz") && !wanted("warc", f.path) {
		z, err := gzip.NewReader(in)
		if err != nil {
			return fmt.Errorf("unpack: %w", err)
		}
		r = z
	}
	return read(r, f, each)
}

type origin struct {
	url    string
	source corpus.SourceID
}

// readMap reads the CSV file that says where pages came from.
func readMap(path string) (map[string]origin, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read map: %w", err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	head, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("read map %s: %w", path, err)
	}
	at := columns(head)
	if _, ok := at["file"]; !ok {
		return nil, fmt.Errorf("%s:1: no column %q; the first line must name file, url and, if wanted, source", path, "file")
	}
	out := map[string]origin{}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read map %s: %w", path, err)
		}
		out[filepath.ToSlash(cell(row, at, "file"))] = origin{cell(row, at, "url"), corpus.SourceID(cell(row, at, "source"))}
	}
}

// columns maps the names of a CSV's first line to places; a spreadsheet's byte
// order mark is no part of a name.
func columns(head []string) map[string]int {
	at := map[string]int{}
	for i, name := range head {
		at[strings.ToLower(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")))] = i
	}
	return at
}

func cell(row []string, at map[string]int, name string) string {
	if i, ok := at[name]; ok && i < len(row) {
		return strings.TrimSpace(row[i])
	}
	return ""
}

func readPage(contentType string) func(io.Reader, file, func(Item) bool) error {
	return func(r io.Reader, _ file, each func(Item) bool) error {
		body, err := io.ReadAll(io.LimitReader(r, MaxBody+1))
		if err != nil {
			return err
		}
		if len(body) > MaxBody {
			return fmt.Errorf("larger than %d MiB", MaxBody>>20)
		}
		each(Item{ContentType: contentType, Body: body})
		return nil
	}
}
