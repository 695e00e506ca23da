package config

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"framewatch/internal/lazyregexp"
)

var lineInError = lazyregexp.New(`(?:yaml: )?line (\d+): `)

// fromParser holds for faults that the YAML library's parser finds. It counts
// their lines from 0, those of its scanner from 1.
var fromParser = lazyregexp.New(`did not find expected (',' or|'-' indicator|key|node content|<document start>)`)

// SyntaxMistakes are the faults that the YAML library found in a file, in the words
// of those who write it.
func SyntaxMistakes(file string, data []byte, err error) Mistakes {
	texts := []string{err.Error()}
	var many *yaml.TypeError
	if errors.As(err, &many) {
		texts = many.Errors
	}
	var out Mistakes
	for _, t := range texts {
		m := Mistake{File: file, Text: strings.TrimPrefix(t, "yaml: ")}
		if at := lineInError.FindStringSubmatch(t); at != nil {
			m.Line, _ = strconv.Atoi(at[1])
			if fromParser.MatchString(t) {
				m.Line++
			}
			m.Text = strings.Replace(t, at[0], "", 1)
		}
		out = append(out, plainly(m, data))
	}
	return out
}

// plainWords are what the YAML library says, by the words that tell it apart, and
// what an editor can do about it.
var plainWords = [][2]string{
	{"mapping values are not allowed", "a colon stands where no key can be; put the value in quotes, or correct the indentation"},
	{"found unexpected end of stream", "a quotation mark that was opened before is not closed"},
	{"did not find expected ',' or ']'", "a list that begins with [ is not closed, or a comma is missing"},
	{"did not find expected ',' or '}'", "keys that begin with { are not closed, or a comma is missing"},
	{"did not find expected '-' indicator", "a line of a list does not begin with -, or its indentation is wrong"},
	{"did not find expected key", "the line is no key with a value; correct its indentation"},
	{"could not find expected ':'", "a key has no colon behind it"},
	{"found unknown escape character", `a backslash within "" begins an escape that is none; write '' in place of ""`},
	{"did not find expected alphabetic or numeric character", "& and * at the begin of a value mark and name a value; put the value in quotes"},
	{"did not find expected comment or line break", "more text stands behind | or >; put it into the next line"},
	{"leading UTF-8 octet", "the file is not UTF-8 text; save it as UTF-8"},
	{"trailing UTF-8 octet", "the file is not UTF-8 text; save it as UTF-8"},
	{"control characters are not allowed", "the file holds control characters: it is no text, or is damaged"},
}

// plainly words a fault of YAML's syntax for those who write the file.
func plainly(m Mistake, data []byte) Mistake {
	switch {
	case strings.Contains(m.Text, "found a tab character"), strings.Contains(m.Text, "found character that cannot start any token"):
		if line := tabbed(data, m.Line); line > 0 {
			return Mistake{File: m.File, Line: line, Text: "a tab indents the line; write spaces in its place"}
		}
		m.Text = "a value begins with a character that YAML keeps for itself, such as @, ` or %; put it in quotes"
	case strings.HasPrefix(m.Text, "unknown anchor"):
		name := strings.TrimSuffix(strings.TrimPrefix(m.Text, "unknown anchor "), " referenced")
		m.Text = fmt.Sprintf("*%s names a value that is not marked by &%[1]s before; put the value in quotes if it is no name", strings.Trim(name, "'"))
	}
	for _, w := range plainWords {
		if strings.Contains(m.Text, w[0]) {
			m.Text = w[1]
		}
	}
	return m
}

// tabbed is the first line, of those that a fault may be in, that a tab indents; 0
// without one. The library names the line before or none where it reads on.
func tabbed(data []byte, from int) int {
	for i, line := range bytes.Split(data, []byte("\n")) {
		indent := line[:len(line)-len(bytes.TrimLeft(line, " \t"))]
		if i+1 >= from && bytes.ContainsRune(indent, '\t') && len(bytes.TrimSpace(line)) > 0 {
			return i + 1
		}
	}
	return 0
}
