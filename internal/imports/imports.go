package imports

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/internal/bounded"
	"framewatch/internal/charset"
)

// MaxBody bounds one page or document.
const MaxBody = 32 << 20

// maxProblems is how many records of a file in a row may be wrong before the rest
// of it is left alone: each is a row of a table, and a packed file may hold
// millions of them.
const maxProblems = 10_000

// MaxRecords is how many records of a file are read unless [Options] say otherwise:
// each takes a row, a record of an archive and the time to annotate it, however
// short it is. A file of Common Crawl's has some 50,000.
const MaxRecords = 1_000_000

// codeTooMany is the code of a file with more.
const codeTooMany = "too-many"

// Formats lists what [Read] understands.
func Formats() []string { return []string{"html", "text", "jsonl", "csv", "warc", "arrow"} }

// Options say what to read.
type Options struct {
	Format string
	Paths  []string // files, or folders that are searched
	Map    string   // CSV file with the columns file, url and source; empty for none
	Source corpus.SourceID
	Allow  []string // folders that html_path and links may lead into, beside the own one
	Most   int      // records that are read of one file; 0 is MaxRecords
}

// Item is one page or document. What it says is valid UTF-8, but for the bytes of
// Body and HTTP.
type Item struct {
	Path        string // where it was read, for messages
	Record      string // name of a WARC record; empty for others
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
// the order of their names. Where a file is left before its end, its last item is
// the problem that says so.
func Read(ctx context.Context, opt Options) (iter.Seq2[Item, error], error) {
	files, err := find(opt)
	if err != nil {
		return nil, err
	}
	origin, err := readMap(opt.Map)
	if err != nil {
		return nil, err
	}
	read := map[string]func(*os.File, file, func(Item) bool) error{
		"html": readPage("text/html"), "text": readPage("text/plain; charset=utf-8"),
		"jsonl": readJSONL, "csv": readCSV, "warc": readWARC, "arrow": readArrow,
	}[opt.Format]
	if read == nil {
		return nil, fmt.Errorf("no format %q", opt.Format)
	}
	most := cmp.Or(opt.Most, MaxRecords)
	return func(yield func(Item, error) bool) {
		for _, f := range files {
			if err := ctx.Err(); err != nil {
				yield(Item{}, err)
				return
			}
			going, begun, problems, records, tooMany := true, false, 0, 0, false
			each := func(i Item) bool {
				if records++; records > most {
					tooMany = true
					return false
				}
				begun = true
				if problems++; i.Problem == nil {
					problems = 0
				}
				i.Path = cmp.Or(i.Path, f.path)
				if o, ok := origin[f.name]; ok {
					i.URL, i.Source = cmp.Or(i.URL, o.url), cmp.Or(i.Source, o.source)
				}
				i.URL, i.Source = cmp.Or(i.URL, "file:///"+f.name), cmp.Or(i.Source, opt.Source)
				going = yield(valid(i), nil)
				return going && problems < maxProblems
			}
			err := open(f, each, read)
			if err == nil && problems >= maxProblems {
				err = fmt.Errorf("%d records in a row are wrong: the rest is left out", problems)
			}
			records = 0 // what is wrong with the file is told in any case
			switch {
			case !going:
			case tooMany:
				each(Item{Problem: &Problem{codeTooMany, fmt.Sprintf("more than %d records: the rest is left out; --max-records allows more", most)}})
			case err != nil:
				each(Item{Problem: &Problem{code(err, begun, opt.Format), err.Error()}})
			}
			if !going {
				return
			}
		}
	}, nil
}

// notFormat begins the code of a file that is no file of its format.
const notFormat = "not-"

// code is that of a file whose reading ended with an error. One in whose beginning
// the format does not show is none of it; one that is cut, too large or not to be
// opened may be.
func code(err error, begun bool, format string) string {
	switch {
	case begun, errors.As(err, &unopened{}), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, bounded.ErrTooLarge):
		return "unreadable"
	}
	return notFormat + format
}

// OfFormat reports whether a problem's code leaves it open that what was read is of
// its format.
func OfFormat(code string) bool { return code != codeJSON && !strings.HasPrefix(code, notFormat) }

// unopened is the error of a file of which nothing was read.
type unopened struct{ error }

// Unwrap is the error.
func (u unopened) Unwrap() error { return u.error }

func open(f file, each func(Item) bool, read func(*os.File, file, func(Item) bool) error) error {
	in, err := f.open()
	if err != nil {
		return unopened{err}
	}
	defer in.Close()
	return read(in, f, each)
}

// valid makes what an item says valid UTF-8: addresses as a browser would ask for
// them, other text from the character set that it looks like.
func valid(i Item) Item {
	i.Path, i.URL, i.Source = charset.Text(i.Path), validURL(i.URL), corpus.SourceID(charset.Text(string(i.Source)))
	i.ContentType = charset.Text(i.ContentType)
	if i.Problem != nil {
		i.Problem = &Problem{i.Problem.Code, charset.Text(i.Problem.Message)}
	}
	return i
}

// validURL writes bytes that are no UTF-8 as %XX.
func validURL(s string) string {
	var b strings.Builder
	for at, r := range s {
		if r == '\ufffd' && !strings.HasPrefix(s[at:], "\ufffd") {
			fmt.Fprintf(&b, "%%%02X", s[at])
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
