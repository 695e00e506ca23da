package dictionary

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"framewatch/internal/config"
	"framewatch/internal/invalid"
	"framewatch/nlp/frame"
)

// Format is how a dictionary is written.
type Format string

// The formats.
const (
	LIWC     Format = "liwc"
	Quanteda Format = "quanteda"
)

// Formats lists them.
func Formats() []string { return []string{string(LIWC), string(Quanteda)} }

// FormatOf guesses the format from a file's name; empty where that tells nothing.
func FormatOf(file string) Format {
	switch strings.ToLower(filepath.Ext(file)) {
	case ".dic":
		return LIWC
	case ".yml", ".yaml":
		return Quanteda
	}
	return ""
}

// Note is an entry that was not read, and why.
type Note = config.Mistake

// Read makes a codebook of a dictionary in a language. The error is
// [config.Mistakes], with the lines of the file.
func Read(file string, data []byte, format Format, lang string) (frame.Codebook, []Note, error) {
	if wrong := checkEncoding(file, data); wrong != nil {
		return frame.Codebook{}, nil, wrong
	}
	b := &builder{file: file, lang: lang, inside: map[*yaml.Node]bool{}}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	switch format {
	case LIWC:
		b.liwc(string(data))
	case Quanteda:
		b.quanteda(data)
	default:
		return frame.Codebook{}, nil, fmt.Errorf("dictionary format %q: want one of %s", format, strings.Join(Formats(), ", "))
	}
	if len(b.wrong) > 0 {
		return frame.Codebook{}, nil, b.wrong
	}
	return b.codebook()
}

// checkEncoding refuses what is not UTF-8 at its first line that is not.
func checkEncoding(file string, data []byte) error {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return config.Mistakes{{File: file, Line: 1, Text: "is UTF-16; save it as UTF-8"}}
	}
	n := 0
	for line := range bytes.Lines(data) {
		if n++; !utf8.Valid(line) {
			return config.Mistakes{{File: file, Line: n, Text: fmt.Sprintf("%q is not UTF-8; save the file as UTF-8 (iconv -f WINDOWS-1252 -t UTF-8, where it comes from an older Windows program)", bytes.TrimSpace(line))}}
		}
	}
	return nil
}

// builder collects the categories.
type builder struct {
	file, lang string
	wrong      config.Mistakes
	notes      []Note
	all        []*category
	inside     map[*yaml.Node]bool // what aliases stand for, on the way down
}

// category is a frame on the way.
type category struct {
	id, name string
	line     int
	terms    []string
	lines    []int // of the terms
}

func (b *builder) fault(line int, format string, args ...any) {
	b.wrong = append(b.wrong, config.Mistake{File: b.file, Line: line, Text: fmt.Sprintf(format, args...)})
}

func (b *builder) note(line int, format string, args ...any) {
	b.notes = append(b.notes, Note{File: b.file, Line: line, Text: fmt.Sprintf(format, args...)})
}

// category adds one; its ID is made of its name.
func (b *builder) category(name string, line int) *category {
	c := &category{id: b.free(slug(name)), name: name, line: line}
	b.all = append(b.all, c)
	return c
}

// free is an ID that no category has yet.
func (b *builder) free(id string) string {
	taken := func(id string) bool {
		return slices.ContainsFunc(b.all, func(c *category) bool { return c.id == id })
	}
	if id == "" {
		id = fmt.Sprintf("category_%d", len(b.all)+1)
	}
	for n, first := 2, id; taken(id); n++ {
		id = fmt.Sprintf("%s_%d", first, n)
	}
	return id
}

// slug is a frame ID made of a name: small letters, digits and underscores.
func slug(name string) string {
	var out strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			out.WriteRune(r)
		case !strings.HasSuffix(out.String(), "_") && out.Len() > 0:
			out.WriteByte('_')
		}
	}
	id := strings.Trim(out.String(), "_")
	if id != "" && !unicode.IsLetter(rune(id[0])) {
		id = "c_" + id
	}
	return id
}

// add files a term once.
func (c *category) add(term string, line int) {
	if term = strings.ToLower(strings.Join(strings.Fields(term), " ")); !slices.Contains(c.terms, term) {
		c.terms, c.lines = append(c.terms, term), append(c.lines, line)
	}
}

// codebook is what was read, without the terms that a codebook cannot hold.
func (b *builder) codebook() (frame.Codebook, []Note, error) {
	base := filepath.Base(b.file)
	id := slug(strings.TrimSuffix(base, filepath.Ext(base)))
	if id == "" {
		id = "dictionary"
	}
	book := frame.Codebook{ID: id, Version: "1", Languages: []string{b.lang}, Unvalidated: []string{b.lang}, Status: "imported from " + base + "; not validated as a codebook"}
	for _, c := range b.all {
		var kept []string
		for i, term := range c.terms {
			if err := b.readable(term); err != nil {
				b.note(c.lines[i], "%q was not read: it %s", term, invalid.Fields(err)[0].Remedy)
				continue
			}
			kept = append(kept, term)
		}
		if len(kept) == 0 {
			b.note(c.line, "category %q was left out: it has no term", c.name)
			continue
		}
		book.Frames = append(book.Frames, frame.Frame{ID: c.id, Label: map[string]string{b.lang: c.name}, Terms: map[string][]string{b.lang: kept}})
	}
	if len(book.Frames) == 0 {
		return book, nil, config.Mistakes{{File: b.file, Text: "has no category with a term"}}
	}
	slices.SortStableFunc(b.notes, func(x, y Note) int { return x.Line - y.Line })
	if err := book.Validate(); err != nil {
		return book, nil, errors.Join(fmt.Errorf("make a codebook of %s", b.file), err)
	}
	return book, b.notes, nil
}

// readable checks a term as one of a codebook.
func (b *builder) readable(term string) error {
	one := frame.Codebook{ID: "one", Version: "1", Frames: []frame.Frame{{ID: "one", Terms: map[string][]string{b.lang: {term}}}}}
	return one.Validate()
}
