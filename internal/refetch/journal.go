package refetch

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// journalFile holds what every address gave, a line each, from the moment that it
// is known.
const journalFile = "refetch.journal.jsonl"

// maxLine is the longest line of a journal: a text with every character escaped.
const maxLine = 64 << 20

// ErrFolder is that a folder holds something else than the work on this package.
var ErrFolder = errors.New("is there already, and holds something else than what was fetched again of this package: name another folder")

// journalHead is the first line of a journal.
type journalHead struct {
	Package string `json:"package"` // digest of its descriptor
}

// journal is what is known of the addresses of a package. Texts stay in the file.
type journal struct {
	file  *os.File
	end   int64
	known map[int]noted // those that need not be asked again
}

// noted is a line of the journal: what it says without the text, and where it is.
type noted struct {
	found
	at, length int64
}

// openJournal opens the journal of a package in a folder, or begins one in a folder
// that is new or empty.
func openJournal(dir, pkg string, addresses int) (*journal, error) {
	path := filepath.Join(dir, journalFile)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	_, err = os.Lstat(path)
	fresh := errors.Is(err, os.ErrNotExist)
	if fresh && len(entries) > 0 {
		return nil, fmt.Errorf("%s %w", dir, ErrFolder)
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	j := &journal{file: file, known: map[int]noted{}}
	if err := j.read(dir, pkg, addresses); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return j, nil
}

// read reads what is there, and cuts off a line that was being written when the
// process ended.
func (j *journal) read(dir, pkg string, addresses int) error {
	whole, err := wholeLines(j.file)
	if err != nil {
		return err
	}
	if err := j.file.Truncate(whole); err != nil {
		return err
	}
	if _, err := j.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if whole == 0 {
		n, err := j.line(journalHead{pkg})
		j.end = int64(n)
		return err
	}
	lines := bufio.NewScanner(io.LimitReader(j.file, whole))
	lines.Buffer(make([]byte, 64<<10), maxLine)
	for n := 1; lines.Scan(); n++ {
		if n == 1 {
			var h journalHead
			if json.Unmarshal(lines.Bytes(), &h) != nil || h.Package != pkg {
				return fmt.Errorf("%s %w", dir, ErrFolder)
			}
		} else if !j.take(lines.Bytes(), addresses) {
			return fmt.Errorf("%s is damaged at line %d: remove it to begin anew", journalFile, n)
		}
		j.end += int64(len(lines.Bytes())) + 1
	}
	return lines.Err()
}

// take takes over a line, the next one of the file; what could not be reached is to
// be asked again.
func (j *journal) take(line []byte, addresses int) bool {
	var f found
	if err := json.Unmarshal(line, &f); err != nil || f.N < 0 || f.N >= addresses {
		return false
	}
	if delete(j.known, f.N); f.Verdict != Unreachable {
		j.keep(f, len(line))
	}
	return true
}

// keep remembers a line that begins at the end of the file.
func (j *journal) keep(f found, length int) {
	if f.Doc != nil {
		doc := *f.Doc
		doc.Text = ""
		f.Doc = &doc
	}
	j.known[f.N] = noted{f, j.end, int64(length)}
}

// text is the text of a line.
func (j *journal) text(n noted) (string, error) {
	data := make([]byte, n.length)
	var f found
	_, err := j.file.ReadAt(data, n.at)
	if err == nil {
		err = json.Unmarshal(data, &f)
	}
	if err == nil && f.Doc == nil {
		err = errors.New("has changed meanwhile")
	}
	if err != nil {
		return "", fmt.Errorf("%s: %w", journalFile, err)
	}
	return f.Doc.Text, nil
}

// wholeLines is the length of a file up to the end of its last whole line.
func wholeLines(f io.ReadSeeker) (int64, error) {
	var at, end int64
	buf := make([]byte, 64<<10)
	for {
		n, err := f.Read(buf)
		if i := bytes.LastIndexByte(buf[:n], '\n'); i >= 0 {
			end = at + int64(i) + 1
		}
		at += int64(n)
		if errors.Is(err, io.EOF) {
			return end, nil
		}
		if err != nil {
			return 0, err
		}
	}
}

// note writes down what an address gave.
func (j *journal) note(f found) error {
	length, err := j.line(f)
	if err == nil {
		j.keep(f, length-1)
		j.end += int64(length)
	}
	return err
}

// line writes a line to the end of the file, and leaves its length to the caller.
func (j *journal) line(v any) (int, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return 0, err
	}
	n, err := j.file.WriteAt(append(data, '\n'), j.end)
	if err != nil {
		return 0, fmt.Errorf("write %s: %w", journalFile, err)
	}
	return n, nil
}
