// Package jsonlines reads lines of JSON from anywhere with bounded memory, and
// answers each with one line in the same order: the shape of every --jsonl mode.
// In go bytes, out come lines that are not blank, and how many of them could not
// be read; what an object means is for who reads it.
package jsonlines

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"framewatch/internal/bounded"
	"framewatch/internal/ordered"
)

// Line is one line of input without its end and the white space around it.
type Line struct {
	N    int    // its number, from 1, blank lines counted
	Data []byte // owned by the receiver; empty with Err
	Err  error  // the line is longer than may be read, and was skipped
}

const (
	maxBlank = 1 << 20  // blank lines in a row
	overlong = 64 << 20 // how many more bytes than it may have a line may go on for
)

// bom is the byte order mark with which some programs begin a file.
const bom = "\xef\xbb\xbf"

// Read yields the lines of r that are not blank, without a byte order mark before
// the first and with line ends of either kind. A line of more than most bytes
// is one with Err, and the next is read. The error is r's, or that no line comes
// for too long (see [bounded.Error]), and ends the lines.
func Read(r io.Reader, most int64) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		bounds := bounded.NewReader(r, nil, bounded.Limits{Record: most + overlong})
		in := bufio.NewReaderSize(bounds, 64<<10)
		blank := 0
		for n := 1; ; n++ {
			line := Line{N: n}
			data, long, err := next(in, most)
			if n == 1 {
				data = bytes.TrimPrefix(data, []byte(bom))
			}
			if line.Data = bytes.TrimSpace(data); long {
				line.Err = fmt.Errorf("the line is longer than %d bytes", most)
			}
			if blank++; long || len(line.Data) > 0 {
				bounds.End()
				blank = 0
			}
			if blank > maxBlank && err == nil {
				err = &bounded.Error{Message: fmt.Sprintf("more than %d blank lines in a row", maxBlank)}
			}
			if (long || len(line.Data) > 0) && !yield(line, nil) || errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(Line{N: n}, fmt.Errorf("read line %d: %w", n, err))
				return
			}
		}
	}
}

// next reads to the end of a line, and keeps it where it is not too long.
func next(in *bufio.Reader, most int64) (data []byte, long bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if long = long || int64(len(data)+len(part)) > most; long {
			data = nil
		} else {
			data = append(data, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return data, long, err
		}
	}
}

// Answer writes what answer makes of each line of r to w, in the order of r. Up
// to workers lines are answered at once. Each answer, a whole line, is written as
// soon as it and all before it are there, so that whoever waits for it at the
// other end of a pipe gets it. The error is that of r, w or ctx; or, once all are
// answered, an [Unread] that counts the lines of which answer said that they could
// not be read.
func Answer(ctx context.Context, workers int, r io.Reader, most int64, w io.Writer, answer func(context.Context, Line) (out []byte, unread bool)) error {
	type answered struct {
		line   Line
		out    []byte
		unread bool
	}
	work := func(ctx context.Context, l Line) (answered, error) {
		out, unread := answer(ctx, l)
		return answered{Line{N: l.N}, out, unread}, ctx.Err()
	}
	var unread Unread
	err := ordered.Map(ctx, workers, Read(r, most), work, func(a answered) error {
		if _, err := w.Write(a.out); err != nil {
			return fmt.Errorf("write answers: %w", err)
		}
		unread.Count(a.line, a.unread)
		return nil
	})
	if err != nil {
		return err
	}
	return unread.Err()
}
