package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"framewatch/internal/pipeline"
)

// TestProgressOnATerminal: one line a step, drawn again in its place, that fits.
func TestProgressOnATerminal(t *testing.T) {
	var out bytes.Buffer
	now := time.Unix(0, 0)
	l := &progressLine{w: &out, now: func() time.Time { return now }, width: func() int { return 42 }}
	for i := range 100 { // too quick to see
		l.show(pipeline.Progress{Step: "crawl", Done: i, Note: "harbour"})
	}
	if n := strings.Count(out.String(), "\r"); n != 1 {
		t.Errorf("drawn %d times in no time: %q", n, out.String())
	}
	now = now.Add(10 * time.Second)
	l.show(pipeline.Progress{Step: "crawl", Done: 100, Total: 300, Note: "渔船将在春天以后重新出海渔船将在春天以后重新出海"})
	l.show(pipeline.Progress{Step: "extract", Done: 1, Note: "a\x1b[2Jb\nc"})
	l.end()
	l.end() // nothing more to end
	lines := strings.Split(out.String(), "\n")
	if len(lines) != 3 || lines[2] != "" {
		t.Fatalf("%d lines: %q", len(lines), out.String())
	}
	last := func(line string) string { return line[strings.LastIndex(line, "\r")+1:] }
	if got, want := last(lines[0]), "crawl      100/300  10.0/s  20s left  渔\x1b[K"; got != want {
		t.Errorf("crawl ends as %q, want %q", got, want)
	}
	if got, want := last(lines[1]), "extract    1  a [2Jb c\x1b[K"; got != want {
		t.Errorf("extract ends as %q, want %q", got, want)
	}
}

func TestProgressElsewhereIsSilent(t *testing.T) {
	var out bytes.Buffer
	show, end := newProgress(&out)
	show(pipeline.Progress{Step: "crawl", Done: 1})
	end()
	if out.Len() > 0 {
		t.Errorf("wrote %q", out.String())
	}
}
