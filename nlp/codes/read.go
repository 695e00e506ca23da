package codes

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"framewatch/internal/invalid"
)

// maxBytes is the largest file that is read: some fifty thousand coded articles.
const maxBytes = 256 << 20

// Options say what a file may hold.
type Options struct {
	// Frames are the frames that may be coded; another one is a mistake. None
	// means any.
	Frames []string
	// Pending keeps what a file says of units of which nothing is coded yet: the
	// name of the coder who is to do it, or a note. Without it such rows have no code.
	Pending bool
}

// form is how a set is written.
type form struct {
	read  func(*reader, []byte)
	write func(io.Writer, *Set, []Sheet) error
}

// forms maps endings of file names to forms.
var forms = map[string]form{
	".jsonl": {(*reader).jsonl, writeJSONL},
	".csv":   {(*reader).csv, writeCSV},
	".xlsx":  {(*reader).xlsx, writeXLSX},
}

// Endings lists the endings of file names that [Read] and [Write] know.
func Endings() []string { return []string{".csv", ".jsonl", ".xlsx"} }

// formOf finds the form by a file's name.
func formOf(name string) (form, error) {
	ending := strings.ToLower(path.Ext(strings.ReplaceAll(name, `\`, "/")))
	f, ok := forms[ending]
	if !ok {
		return form{}, invalid.Errorf(name, ending, "is no ending of a codes file%s", invalid.Suggest(ending, Endings()))
	}
	return f, nil
}

// Read reads the codes of a file; its name decides the form and stands in
// messages. Every mistake is an *invalid.Field whose path is the name with line
// or cell.
func Read(name string, r io.Reader, opt Options) (*Set, error) {
	f, err := formOf(name)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if len(data) > maxBytes {
		return nil, invalid.Errorf(name, "", "is larger than %d MiB: divide it", maxBytes>>20)
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, invalid.Errorf(name, "", "is empty")
	}
	in := &reader{name: name, opt: opt, joiner: newJoiner()}
	f.read(in, data)
	if slices.ContainsFunc(in.set.Units, func(u Unit) bool { return slices.ContainsFunc(u.Codes, func(c Code) bool { return c.Coded == nil }) }) {
		in.set.Frames = append(in.set.Frames, opt.Frames...)
	}
	set, err := in.done()
	if err == nil && len(set.Units) == 0 {
		return nil, invalid.Errorf(name, "", "has no unit: it holds a header at most")
	}
	return set, err
}

// Sheet is a further sheet of a workbook, such as the definitions of frames.
// The other forms do without.
type Sheet struct {
	Name   string
	Header []string
	Rows   [][]string
}

// Write writes a set in the form of name's ending. The error is that of w or
// that the name has no known ending.
func Write(name string, w io.Writer, set *Set, more ...Sheet) error {
	f, err := formOf(name)
	if err != nil {
		return err
	}
	if err := f.write(w, set, more); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// reader holds what the reading of one file needs.
type reader struct {
	*joiner
	name string
	opt  Options
}

// known reports a frame that the codebook does not have.
func (r *reader) known(place, frame string) bool {
	if frame == "" {
		r.wrong(place, "", "names no frame")
		return false
	}
	if len(r.opt.Frames) > 0 && !slices.Contains(r.opt.Frames, frame) {
		r.wrong(place, frame, "is no frame of the codebook%s", invalid.Suggest(frame, r.opt.Frames))
		return false
	}
	return true
}

// pending reports whether a coder has said nothing yet of a unit, so that there is
// no code, and tells it of one that is named.
func (r *reader) pending(c Code, unit string) bool {
	if !c.empty() {
		return false
	}
	if c.Coder != "" {
		r.set.Notes = append(r.set.Notes, fmt.Sprintf("%s: %s has coded nothing of unit %s yet", c.Place, c.Coder, unit))
	}
	return !r.opt.Pending || c.Coder == "" && c.Note == ""
}

// settle sorts a code's frames and takes a code of all frames for what it is.
func (r *reader) settle(c *Code) {
	slices.Sort(c.Present)
	slices.Sort(c.Coded)
	if len(r.opt.Frames) > 0 && len(c.Coded) > 0 && !slices.ContainsFunc(r.opt.Frames, func(f string) bool { return !slices.Contains(c.Coded, f) }) {
		c.Coded = nil
	}
}

// check tells what is wrong with a unit as a whole.
func (r *reader) check(place string, u Unit) bool {
	if strings.TrimSpace(u.ID) == "" {
		r.wrong(place, "", "has no id")
		return false
	}
	if u.Kind != "" && u.Kind != UnitDocument && u.Kind != UnitSentence {
		r.wrong(place, u.Kind, "is no kind of unit%s", invalid.Suggest(u.Kind, []string{UnitDocument, UnitSentence}))
		return false
	}
	if u.Probability < 0 || u.Probability > 1 {
		r.wrong(place, fmt.Sprint(u.Probability), "is no inclusion_probability: it lies above 0, up to 1")
		return false
	}
	return true
}

// errNotText says that bytes are not UTF-8.
var errNotText = errors.New("is not UTF-8 text: save it as \"CSV UTF-8\", or as .xlsx")
