package pdfium

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"framewatch/extract/pdf"
)

// Config says how files are read. Its zero value but for Command is not useful;
// see [Default].
type Config struct {
	Command   []string      // program and arguments of the child, which calls Serve
	CacheDirs []string      // the first that only this user can write to keeps the sandbox's machine code between children
	Start     time.Duration // for a child to start PDFium, which is no work of the file's
	Work      time.Duration // for one file: CPU time, in whole seconds, so that a busy machine changes no result
	Timeout   time.Duration // for a child that does not compute, and where the system cannot bound Work
	MaxOutput int64         // bytes that the child may say about one file
	Children  int           // that run at the same time
}

// Default reads a file with a minute of computing at most, two at once, with 64
// MiB of text.
func Default(command ...string) Config {
	c := Config{Command: command, Start: 20 * time.Minute, Work: time.Minute, Timeout: time.Minute, MaxOutput: 64 << 20, Children: 2}
	if canLimitWork {
		c.Timeout = time.Hour
	}
	return c
}

// Reader reads files in child processes. It may be used by many goroutines.
type Reader struct {
	cfg  Config
	free chan struct{}
	// first is held by the first child until it has started: it makes the machine
	// code that the others load.
	first chan struct{}
	warm  atomic.Bool
	cache func() string
}

// NewReader makes a reader; nothing is started yet.
func NewReader(cfg Config) (*Reader, error) {
	if len(cfg.Command) == 0 || cfg.Start <= 0 || cfg.Work < time.Second || cfg.Timeout <= 0 || cfg.MaxOutput <= 0 || cfg.Children <= 0 {
		return nil, errors.New("start PDF reader: command, start, work of a second or more, timeout, max output and children must be set")
	}
	return &Reader{cfg: cfg, free: make(chan struct{}, cfg.Children), first: make(chan struct{}, 1),
		cache: sync.OnceValue(func() string { return usable(cfg.CacheDirs) })}, nil
}

var (
	errTooMuch = errors.New("the text layer is larger than the limit")
	errEarly   = errors.New("the child ended early")
	errTime    = errors.New("not done after")
)

// attempts are how often a file is tried whose child crashes or runs out of time:
// it may have been the machine's fault, such as want of memory. A file that is
// damaged is not tried again.
const attempts = 2

// ReadPDF reads one file. The error says what is wrong with the file, or is
// ctx's.
func (r *Reader) ReadPDF(ctx context.Context, body []byte) (pdf.Document, error) {
	select {
	case r.free <- struct{}{}:
		defer func() { <-r.free }()
	case <-ctx.Done():
		return pdf.Document{}, ctx.Err()
	}
	for n := 1; ; n++ {
		doc, err := r.try(ctx, body)
		switch {
		case err == nil:
			return doc, nil
		case ctx.Err() != nil:
			return pdf.Document{}, ctx.Err()
		case !errors.Is(err, errEarly) && !errors.Is(err, errTime):
			return pdf.Document{}, fmt.Errorf("read PDF: %w", err)
		case n == attempts:
			return pdf.Document{}, fmt.Errorf("read PDF: tried %d times: %w", attempts, err)
		}
	}
}

// try reads the file in one child.
func (r *Reader) try(ctx context.Context, body []byte) (pdf.Document, error) {
	started := func() {}
	if !r.warm.Load() {
		select {
		case r.first <- struct{}{}:
			started = sync.OnceFunc(func() { <-r.first })
			defer started()
		case <-ctx.Done():
			return pdf.Document{}, ctx.Err()
		}
	}
	timed, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	start := time.AfterFunc(r.cfg.Start, func() { stop(fmt.Errorf("PDFium: start %w %s", errTime, r.cfg.Start)) })
	defer start.Stop()
	var work *time.Timer
	doc, err := r.ask(timed, body, stop, sync.OnceFunc(func() {
		r.warm.Store(true)
		started()
		start.Stop()
		work = time.AfterFunc(r.cfg.Timeout, func() { stop(fmt.Errorf("%w %s", errTime, r.cfg.Timeout)) })
	}))
	if work != nil {
		work.Stop()
	}
	if cause := context.Cause(timed); err != nil && errors.Is(cause, errTime) {
		return pdf.Document{}, cause
	}
	return doc, err
}

// ask runs one child. stop ends it; ready is called once it has started.
func (r *Reader) ask(ctx context.Context, body []byte, stop context.CancelCauseFunc, ready func()) (pdf.Document, error) {
	args := append(slices.Clone(r.cfg.Command[1:]), "--work", r.cfg.Work.String())
	if dir := r.cache(); dir != "" {
		args = append(args, "--cache", dir)
	}
	cmd := exec.CommandContext(ctx, r.cfg.Command[0], args...) //nolint:gosec // the command is this program's own
	// The child needs nothing of this process's surroundings and gets nothing.
	cmd.Env = []string{"GOMEMLIMIT=512MiB"}
	cmd.Stdin = bytes.NewReader(body)
	cmd.WaitDelay = 5 * time.Second
	var complaint tail
	cmd.Stderr = &complaint
	out, err := cmd.StdoutPipe()
	if err != nil {
		return pdf.Document{}, fmt.Errorf("start child: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return pdf.Document{}, fmt.Errorf("start child: %w", err)
	}
	doc, told, err := listen(out, r.cfg.MaxOutput, ready)
	if err != nil && !errors.Is(err, errEarly) {
		stop(err) // it may be writing still
	}
	ended := cmd.Wait()
	switch {
	case errors.Is(err, errEarly) && ended != nil && cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime() >= r.cfg.Work && !cmd.ProcessState.Exited():
		return pdf.Document{}, fmt.Errorf("%w %s of computing", errTime, r.cfg.Work)
	case errors.Is(err, errEarly) && ended != nil:
		return pdf.Document{}, fmt.Errorf("%w: %w%s", errEarly, ended, complaint.String())
	case err != nil:
		return pdf.Document{}, err
	case told != "":
		return pdf.Document{}, errors.New(told)
	}
	return doc, nil
}

// message is one line of the child: that PDFium has started, what the file
// declares, a page, or the end, which counts the pages or says what is wrong.
type message struct {
	Ready bool      `json:"ready,omitempty"`
	Head  *head     `json:"head,omitempty"`
	Page  *pdf.Page `json:"page,omitempty"`
	End   *ending   `json:"end,omitempty"`
	Error string    `json:"error,omitempty"`
}

// ending counts the pages that were read and those that were not.
type ending struct {
	Pages  int `json:"pages"`
	Unread int `json:"unread"`
}

type head struct {
	Title    string `json:"title"`
	Author   string `json:"author"`
	Created  string `json:"created"`
	Modified string `json:"modified"`
}

// listen reads a child's lines and calls ready when it has started. told is what
// the child says is wrong with the file; a child that stops before its last line
// is an error.
func listen(r io.Reader, limit int64, ready func()) (doc pdf.Document, told string, err error) {
	bounded := &io.LimitedReader{R: r, N: limit + 1}
	dec := json.NewDecoder(bufio.NewReader(bounded))
	for {
		var m message
		if err := dec.Decode(&m); err != nil {
			switch {
			case bounded.N <= 0:
				return pdf.Document{}, "", errTooMuch
			case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
				return pdf.Document{}, "", errEarly
			}
			return pdf.Document{}, "", fmt.Errorf("read child's answer: %w", err)
		}
		switch {
		case m.Ready:
			ready()
		case m.Error != "":
			return pdf.Document{}, m.Error, nil
		case m.Head != nil:
			doc.Title, doc.Author, doc.Created, doc.Modified = m.Head.Title, m.Head.Author, m.Head.Created, m.Head.Modified
		case m.Page != nil:
			doc.Pages = append(doc.Pages, *m.Page)
		case m.End != nil && m.End.Pages == len(doc.Pages):
			doc.Unread = m.End.Unread
			return doc, "", nil
		default:
			return pdf.Document{}, "", errors.New("read child's answer: a line says nothing")
		}
	}
}

// tail keeps the last of what a child writes to its standard error.
type tail struct{ kept []byte }

const tailBytes = 2048

// Write keeps the end of p.
func (t *tail) Write(p []byte) (int, error) {
	t.kept = append(t.kept, p...)
	if extra := len(t.kept) - tailBytes; extra > 0 {
		t.kept = append(t.kept[:0], t.kept[extra:]...)
	}
	return len(p), nil
}

func (t *tail) String() string {
	first, _, _ := strings.Cut(strings.TrimSpace(string(t.kept)), "\n")
	if first == "" {
		return ""
	}
	return ": " + first
}
