package charset

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"
)

// surveySample is how many bytes of a survey's lines are kept to judge by.
const surveySample = 256 << 10

// Survey finds the character set of a file of many lines, such as a table, from a
// part of it that is written to it. The zero Survey is ready.
type Survey struct {
	head   []byte // the beginning, for marks and zeros
	line   []byte // the beginning of the line under way
	sound  int    // lines outside ASCII that are UTF-8
	broken int
	sample []byte // of the broken ones
}

// surveyLine is how much of one line is looked at.
const surveyLine = 64 << 10

// Write takes a part of the file. It does not fail.
func (s *Survey) Write(p []byte) (int, error) {
	if want := 4096 - len(s.head); want > 0 {
		s.head = append(s.head, p[:min(len(p), want)]...)
	}
	for rest := p; len(rest) > 0; {
		part, after, ended := bytes.Cut(rest, []byte("\n"))
		s.line = append(s.line, part[:min(len(part), surveyLine-len(s.line))]...)
		if rest = after; ended {
			s.endLine()
		}
	}
	return len(p), nil
}

func (s *Survey) endLine() {
	switch stats := countUTF8(s.line); {
	case stats.ascii():
	case stats.broken == 0:
		s.sound++
	default:
		s.broken++
		s.sample = append(append(s.sample, s.line[:max(0, min(len(s.line), surveySample-len(s.sample)))]...), '\n')
	}
	s.line = s.line[:0]
}

// Name is the character set of the file. A file of which most lines are UTF-8 is
// UTF-8 with damaged lines, which are decoded one by one ([Text]).
func (s *Survey) Name() string {
	if name, _ := byteOrderMark(s.head); name != "" {
		return name
	}
	if name := wideOrEscaped(s.head); name != "" {
		return name
	}
	if s.endLine(); s.broken <= s.sound {
		return utf8Name
	}
	name, _ := detect(s.sample)
	return name
}

// NewReader decodes r from the character set of this name, as [Survey.Name] gives
// it, and drops a byte order mark. UTF-8 is handed on as it is, with what is wrong
// in it.
func NewReader(r io.Reader, name string) io.Reader {
	enc := encodingOf(name)
	if name == utf8Name || enc == nil {
		enc = encoding.Nop
	}
	return &unmarked{in: transform.NewReader(r, enc.NewDecoder())}
}

// unmarked leaves out the byte order mark at the beginning of UTF-8.
type unmarked struct {
	in    io.Reader
	begun bool
	ahead []byte
}

func (u *unmarked) Read(p []byte) (int, error) {
	if !u.begun {
		u.begun = true
		mark := make([]byte, 3)
		n, err := io.ReadFull(u.in, mark)
		u.ahead = bytes.TrimPrefix(mark[:n], []byte("\ufeff"))
		if n == 0 {
			return 0, err
		}
	}
	if len(u.ahead) > 0 {
		n := copy(p, u.ahead)
		u.ahead = u.ahead[n:]
		return n, nil
	}
	return u.in.Read(p)
}

// Text is s as valid UTF-8: as it is, or from the character set that it looks like.
func Text(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	out, _ := Decode([]byte(s), "")
	return string(out)
}
