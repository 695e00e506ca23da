package coding

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	internalcoding "framewatch/internal/coding"
	"framewatch/nlp/codes"
	"framewatch/nlp/frame"
)

// Errors on which a caller decides, of [Session.Record] where they do not say.
var (
	// ErrChanged is that another program has written the file since it was read.
	ErrChanged = errors.New("the file was changed by another program")
	// ErrNoUnit is that there is no unit of that number.
	ErrNoUnit = errors.New("no such text")
	// ErrCoder is that the file does not say who codes, or says another one; of [Open].
	ErrCoder = errors.New("say who codes")
	// ErrInvalid is that a judgement cannot be one; the rest of the error says why.
	ErrInvalid = errors.New("cannot be recorded")
)

// Conflict is that the code of a unit is not the one that a judgement was made
// from: it was changed in another window, say.
type Conflict struct{ Stands Unit }

func (c *Conflict) Error() string {
	return fmt.Sprintf("text %d has been coded otherwise meanwhile", c.Stands.N)
}

// Unit is a text as its coder sees it, and what they have said of it.
type Unit struct {
	N                 int // from 1, in the order of the file
	Lang, Title, Text string
	Judgement         Judgement
	State             State
	Version           string // of the judgement
}

// Session is a coder's work on a file. Its methods may be called at once.
type Session struct {
	file        File
	name, coder string
	book        frame.Codebook

	mu      sync.Mutex
	set     *codes.Set
	further []codes.Sheet // of a workbook, such as the definitions
	sum     sum           // of the file as set was read from it, or written to it
	frames  []frame.Frame // that are coded, as the codebook has them
	without []string      // frames of the codebook that the file has no column for
}

// Open begins a session. name says the form of the file by its ending and stands in
// messages. coder may be empty where the file names one; it must be among those
// whom the file names, if any: each coder has a file of their own.
func Open(file File, name string, book frame.Codebook, coder string) (*Session, error) {
	s := &Session{file: file, name: name, book: book, coder: strings.TrimSpace(coder)}
	if err := s.Reload(); err != nil {
		return nil, err
	}
	return s, nil
}

// Reload reads the file anew, with what another program has written to it.
func (s *Session) Reload() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	data, err := s.file.Read()
	if err != nil {
		return fmt.Errorf("read %s: %w", s.name, err)
	}
	var known []string
	for _, f := range s.book.Frames {
		known = append(known, f.ID)
	}
	set, err := codes.Read(s.name, bytes.NewReader(data), codes.Options{Frames: known, Pending: true})
	if err != nil {
		return err
	}
	further, err := codes.Further(s.name, data)
	if err != nil {
		return err
	}
	coder, err := coderOf(set, s.name, s.coder)
	if err != nil {
		return err
	}
	s.coder, s.set, s.further, s.sum = coder, set, further, sha256.Sum256(data)
	s.choose(known)
	s.adopt()
	return nil
}

// coderOf settles who codes.
func coderOf(set *codes.Set, name, coder string) (string, error) {
	named := slices.DeleteFunc(set.Coders(), func(c string) bool { return c == "" })
	switch {
	case strings.HasPrefix(coder, internalcoding.ModelPrefix):
		return "", fmt.Errorf("coder %q: names that begin with %q are those of models; %w", coder, internalcoding.ModelPrefix, ErrCoder)
	case coder == "" && len(named) == 1:
		return named[0], nil
	case coder == "" && len(named) == 0:
		return "", fmt.Errorf("%s names no coder: %w", name, ErrCoder)
	case coder == "":
		return "", fmt.Errorf("%s has the codes of %s: %w", name, strings.Join(named, ", "), ErrCoder)
	case len(named) > 0 && !slices.Contains(named, coder):
		return "", fmt.Errorf("%s is the file of %s, and not of %q: each coder has a file of their own; %w", name, strings.Join(named, ", "), coder, ErrCoder)
	}
	return coder, nil
}

// choose settles which frames are coded: in a table those that it has columns
// for, in JSON lines all of the codebook.
func (s *Session) choose(known []string) {
	columns := s.set.Frames
	if strings.EqualFold(filepath.Ext(s.name), ".jsonl") || len(columns) == 0 {
		columns = known
	}
	s.frames, s.without, s.set.Frames = nil, nil, nil
	for _, f := range s.book.Frames { // and the columns in the codebook's order, as they were drawn
		if !slices.Contains(columns, f.ID) {
			s.without = append(s.without, f.ID)
			continue
		}
		s.frames = append(s.frames, f)
		s.set.Frames = append(s.set.Frames, f.ID)
	}
}

// adopt gives each unit a code of the coder, which says nothing where they have
// said nothing, and says of codes of all frames which ones these are: a frame
// that joins the codebook later was not looked for.
func (s *Session) adopt() {
	for i := range s.set.Units {
		u := &s.set.Units[i]
		mine := false
		for j := range u.Codes {
			c := &u.Codes[j]
			if c.Coder == "" {
				c.Coder = s.coder // a note without a name
			}
			if c.Coded == nil {
				c.Coded = slices.Sorted(slices.Values(s.set.Frames))
			}
			mine = mine || c.Coder == s.coder
		}
		if !mine {
			u.Codes = append(u.Codes, codes.Code{Coder: s.coder, Coded: []string{}})
		}
	}
}

// Coder is who codes.
func (s *Session) Coder() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.coder
}

// Name is the file's name as it was given.
func (s *Session) Name() string { return s.name }

// Frames are those that are coded, in the codebook's order, and the IDs of those
// of the codebook that the file has no column for.
func (s *Session) Frames() (coded []frame.Frame, without []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.frames, s.without
}

// Units are all units in the order of the file, without their texts.
func (s *Session) Units() []Unit {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Unit
	for i := range s.set.Units {
		u := s.unit(i)
		u.Text = ""
		out = append(out, u)
	}
	return out
}

// Unit is the nth unit, from 1, or ErrNoUnit.
func (s *Session) Unit(n int) (Unit, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n < 1 || n > len(s.set.Units) {
		return Unit{}, fmt.Errorf("text %d: %w", n, ErrNoUnit)
	}
	return s.unit(n - 1), nil
}

func (s *Session) unit(i int) Unit {
	u := s.set.Units[i]
	j := judgementOf(u.Codes[s.mine(i)], s.set.Frames)
	return Unit{N: i + 1, Lang: u.Lang, Title: u.Title, Text: u.Text, Judgement: j, State: j.state(s.set.Frames), Version: j.version()}
}

// mine is the coder's code among those of a unit.
func (s *Session) mine(i int) int {
	return slices.IndexFunc(s.set.Units[i].Codes, func(c codes.Code) bool { return c.Coder == s.coder })
}

// Record writes what the coder says of the nth unit, whose judgement they saw in
// that version, and gives the unit as it is then. With an error nothing is
// recorded and the file is as it was: ErrNoUnit, ErrInvalid, ErrChanged, a
// *Conflict, or what kept the file from being written. The same judgement again
// is no conflict: an answer may have been lost.
func (s *Session) Record(n int, version string, j Judgement) (Unit, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n < 1 || n > len(s.set.Units) {
		return Unit{}, fmt.Errorf("text %d: %w", n, ErrNoUnit)
	}
	j, err := j.checked(s.set.Frames)
	if err != nil {
		return Unit{}, fmt.Errorf("text %d %w: %w", n, ErrInvalid, err)
	}
	stands := s.unit(n - 1)
	switch stands.Version {
	case j.version():
		return stands, nil
	case version:
	default:
		return Unit{}, &Conflict{stands}
	}
	before := s.set.Units[n-1].Codes
	after := slices.Clone(before)
	at := s.mine(n - 1)
	after[at] = j.into(after[at], s.set.Frames)
	s.set.Units[n-1].Codes = after
	if err := s.save(); err != nil {
		s.set.Units[n-1].Codes = before
		return Unit{}, err
	}
	return s.unit(n - 1), nil
}

// save writes the file, where nobody else has.
func (s *Session) save() error {
	on, err := s.file.Read()
	if err != nil {
		return fmt.Errorf("read %s: %w", s.name, err)
	}
	if sha256.Sum256(on) != s.sum {
		return fmt.Errorf("save %s: %w", s.name, ErrChanged)
	}
	var b bytes.Buffer
	if err := codes.Write(s.name, &b, s.set, s.further...); err != nil {
		return err
	}
	if err := s.file.Replace(b.Bytes()); err != nil {
		return fmt.Errorf("save %s: %w", s.name, err)
	}
	s.sum = sha256.Sum256(b.Bytes())
	return nil
}
