package nlp

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"

	"framewatch/corpus"
	"framewatch/nlp/service"

	"golang.org/x/sync/errgroup"
)

// JSONLOptions says what [JSONL] writes.
type JSONLOptions struct {
	Tokens bool // write the words too
}

// maxLine is the longest line that is read, in bytes; a longer one is answered
// with an error, so that memory stays bounded.
const maxLine = 64 << 20

// JSONL annotates lines {"id","text"[,"lang"][,"title"]} from r and writes one
// line for each to w, in the same order: sentences, entities, frames, quotes
// and, if asked for, tokens, with positions in code points of the text
// (end exclusive). What stands in the title is marked "in":"title". A line that
// cannot be read is answered with {"id","error"} and nothing else stops. Lines
// are annotated side by side; memory holds a few of them at a time.
//
// The error is that of r, w or ctx; or, once every line is answered, it says how
// many documents an annotator service failed.
func JSONL(ctx context.Context, a *Annotator, opt JSONLOptions, r io.Reader, w io.Writer) error {
	var unserved unserved
	err := answerLines(ctx, r, w, func(ctx context.Context, j job) []byte { return a.line(ctx, opt, j, &unserved) })
	if err != nil {
		return err
	}
	return unserved.err()
}

// answerLines answers the lines of r side by side and writes the answers in
// their order.
func answerLines(ctx context.Context, r io.Reader, w io.Writer, answer func(context.Context, job) []byte) error {
	g, ctx := errgroup.WithContext(ctx)
	workers := runtime.GOMAXPROCS(0)
	queue := make(chan job)            // to the workers
	order := make(chan job, 2*workers) // to the writer, in input order
	g.Go(func() error {
		defer close(queue)
		defer close(order)
		return readLines(ctx, r, func(line []byte, err error) error {
			j := job{line: line, err: err, out: make(chan []byte, 1)}
			for _, to := range []chan<- job{order, queue} {
				select {
				case to <- j:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			return nil
		})
	})
	for range workers {
		g.Go(func() error {
			for j := range queue {
				j.out <- answer(ctx, j)
			}
			return nil
		})
	}
	g.Go(func() error { return writeLines(ctx, w, order) })
	return g.Wait()
}

// unserved counts the documents that an annotator service failed.
type unserved struct {
	mu    sync.Mutex
	n     int
	first *service.Error
}

func (u *unserved) add(err error) {
	var fault *service.Error
	if !errors.As(err, &fault) {
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.n++; u.first == nil {
		u.first = fault
	}
}

func (u *unserved) err() error {
	if u.first == nil {
		return nil
	}
	return fmt.Errorf("%d documents were not annotated, among them: %w", u.n, u.first)
}

// job is one line on its way; out gets its answer.
type job struct {
	line []byte
	err  error
	out  chan []byte
}

// writeLines writes the answers in the order of the jobs.
func writeLines(ctx context.Context, w io.Writer, order <-chan job) error {
	buf := bufio.NewWriter(w)
	for j := range order {
		select {
		case answer := <-j.out:
			if _, err := buf.Write(answer); err != nil {
				return fmt.Errorf("write answers: %w", err)
			}
		case <-ctx.Done():
			return ctx.Err()
		}
		if len(order) == 0 { // a reader at the other end should not wait
			if err := buf.Flush(); err != nil {
				return fmt.Errorf("write answers: %w", err)
			}
		}
	}
	if err := buf.Flush(); err != nil {
		return fmt.Errorf("write answers: %w", err)
	}
	return nil
}

var errLong = fmt.Errorf("line is longer than %d bytes", maxLine)

// readLines calls each for every line that is not blank; a line that is too
// long is skipped and given as an error.
func readLines(ctx context.Context, r io.Reader, each func(line []byte, err error) error) error {
	in := bufio.NewReaderSize(r, 64<<10)
	for ctx.Err() == nil {
		line, long := []byte(nil), false
		var err error
		for {
			var part []byte
			part, err = in.ReadSlice('\n')
			if long = long || len(line)+len(part) > maxLine; !long {
				line = append(line, part...)
			}
			if !errors.Is(err, bufio.ErrBufferFull) {
				break
			}
		}
		line = bytes.TrimSpace(line)
		if long {
			if e := each(nil, errLong); e != nil {
				return e
			}
		} else if len(line) > 0 {
			if e := each(line, nil); e != nil {
				return e
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("read lines: %w", err)
		}
	}
	return ctx.Err()
}

// input is a line as read.
type input struct {
	ID    json.RawMessage `json:"id"`
	Text  *string         `json:"text"`
	Lang  string          `json:"lang"`
	Title string          `json:"title"`
}

// failure is the answer to a line that cannot be annotated.
type failure struct {
	ID    json.RawMessage `json:"id"`
	Error string          `json:"error"`
}

// line answers one line.
func (a *Annotator) line(ctx context.Context, opt JSONLOptions, j job, unserved *unserved) []byte {
	var in input
	err := j.err
	if err == nil {
		if err = json.Unmarshal(j.line, &in); err != nil {
			err = fmt.Errorf("read line: %w", err)
		} else if in.Text == nil {
			err = errors.New("line has no text")
		}
	}
	if len(in.ID) == 0 {
		in.ID = json.RawMessage("null")
	}
	if err != nil {
		return encode(failure{in.ID, err.Error()})
	}
	doc := corpus.Document{ID: corpus.DocID(in.ID), Title: in.Title, Text: *in.Text, Lang: in.Lang}
	found, err := a.Annotate(ctx, doc)
	if err != nil {
		unserved.add(err)
		return encode(failure{in.ID, err.Error()})
	}
	return encode(newAnswer(in.ID, &doc, &found, opt))
}

// encode writes v as one line; the types given to it cannot fail.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return []byte(`{"id":null,"error":"encode answer"}` + "\n")
	}
	return b.Bytes()
}
