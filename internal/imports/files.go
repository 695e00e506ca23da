package imports

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"framewatch/internal/bounded"
	"framewatch/internal/charset"
	"framewatch/internal/confined"
)

// file is one file to read; name is its path below the folder that was given,
// so that no path of this machine gets into a table.
type file struct {
	path, name string
	open       func() (*os.File, error)
	allow      []string // folders beside its own that its records may name files in
}

var endings = map[string][]string{
	"html": {".html", ".htm", ".xhtml"}, "text": {".txt", ".text", ".md"}, "jsonl": {".jsonl", ".ndjson"},
	"csv": {".csv"}, "warc": {".warc"}, "arrow": {".arrows", ".arrow"},
}

// find lists the files of all paths. The user named the paths, so a link among
// them is followed; what lies in a folder was perhaps sent by somebody else.
func find(opt Options) ([]file, error) {
	var out []file
	var missing []error
	for _, p := range opt.Paths {
		info, err := os.Stat(p)
		switch {
		case err != nil:
			missing = append(missing, fmt.Errorf("import %s: %w", p, err))
		case info.IsDir():
			files, err := findIn(p, opt)
			if err == nil && len(files) == 0 {
				err = fmt.Errorf("no files that end in %s", strings.Join(endings[opt.Format], ", "))
			}
			if err != nil {
				missing = append(missing, fmt.Errorf("import %s: %w", p, err))
			}
			out = append(out, files...)
		case !info.Mode().IsRegular():
			missing = append(missing, fmt.Errorf("import %s: neither a file nor a folder", p))
		default:
			out = append(out, file{p, charset.Text(filepath.Base(p)), func() (*os.File, error) { return confined.Regular(p) }, opt.Allow})
		}
	}
	for _, dir := range opt.Allow {
		if info, err := os.Stat(dir); err != nil {
			missing = append(missing, fmt.Errorf("allow path %s: %w", dir, err))
		} else if !info.IsDir() {
			missing = append(missing, fmt.Errorf("allow path %s: not a folder", dir))
		}
	}
	return out, errors.Join(missing...)
}

// findIn lists the files of a folder that have the endings of the format.
func findIn(dir string, opt Options) (out []file, err error) {
	folders, err := confined.Open(dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, folders.Close()) }()
	err = fs.WalkDir(folders.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && wanted(opt.Format, name) {
			open := func() (*os.File, error) { return openIn(dir, name, opt.Allow) }
			out = append(out, file{filepath.Join(dir, filepath.FromSlash(name)), charset.Text(name), open, opt.Allow})
		}
		return err
	})
	return out, err
}

func openIn(dir, name string, allow []string) (f *os.File, err error) {
	folders, err := confined.Open(dir, allow...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, folders.Close()) }()
	return folders.Open(filepath.FromSlash(name))
}

func wanted(format, path string) bool {
	name := strings.TrimSuffix(strings.ToLower(path), ".gz")
	return slices.Contains(endings[format], filepath.Ext(name))
}

// unpacked reads a file within limits, and unpacks it if its name says that it is
// packed.
func unpacked(in io.Reader, name string, limits bounded.Limits) (io.Reader, error) {
	if strings.HasSuffix(strings.ToLower(name), ".gz") {
		return bounded.Gunzip(in, limits)
	}
	return bounded.NewReader(in, nil, limits), nil
}

// surveyed is how much of a file is read to find its character set.
const surveyed = 64 << 20

// decoded reads a file of records as UTF-8. Lines of a file in UTF-8 that are
// something else stay as they are.
func decoded(in *os.File, name string) (io.Reader, error) {
	r, err := unpacked(in, name, bounded.Records())
	if err != nil {
		return nil, err
	}
	var survey charset.Survey
	_, _ = io.CopyN(&survey, r, surveyed) // an error comes again when the records are read
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("read again from the beginning: %w", err)
	}
	if r, err = unpacked(in, name, bounded.Records()); err != nil {
		return nil, err
	}
	return charset.NewReader(r, survey.Name()), nil
}

// readBody reads the bytes of one page or text.
func readBody(in io.Reader, name string) ([]byte, error) {
	r, err := unpacked(in, name, bounded.Limits{Total: MaxBody})
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func readPage(contentType string) func(*os.File, file, func(Item) bool) error {
	return func(in *os.File, f file, each func(Item) bool) error {
		body, err := readBody(in, f.path)
		if err != nil {
			return err
		}
		said := contentType
		if !utf8.Valid(body) { // extraction is to find out
			said, _, _ = strings.Cut(contentType, ";")
		}
		each(Item{ContentType: said, Body: body})
		return nil
	}
}
