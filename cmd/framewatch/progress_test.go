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
	if got, want := last(lines[0]), "crawl      100/300  10.0/s  20s left  渔"; got != want {
		t.Errorf("crawl ends as %q, want %q", got, want)
	}
	if got, want := last(lines[1]), "extract    1  a [2Jb c"; got != want {
		t.Errorf("extract ends as %q, want %q", got, want)
	}
}

// TestProgressLeavesNothingBehind: a shorter state covers a longer one, lines of the
// log stand above, and nothing is written but letters, spaces and ends of lines.
func TestProgressLeavesNothingBehind(t *testing.T) {
	var out bytes.Buffer
	now := time.Unix(0, 0)
	l := &progressLine{w: &out, now: func() time.Time { now = now.Add(time.Second); return now }, width: func() int { return 60 }}
	l.show(pipeline.Progress{Step: "crawl", Done: 1, Note: "渔船将在春天以后"})
	l.show(pipeline.Progress{Step: "crawl", Done: 2, Note: "x"})
	if _, err := l.Write([]byte("level=INFO msg=\"host rests\"\n")); err != nil {
		t.Fatal(err)
	}
	l.end()
	var screen []string // what a terminal shows of it
	for line := range strings.SplitSeq(out.String(), "\n") {
		var cells []rune
		for part := range strings.SplitSeq(line, "\r") {
			at := 0
			for _, r := range part {
				for range columnsOfRune(r) {
					if at == len(cells) {
						cells = append(cells, ' ')
					}
					cells[at] = r
					at++
				}
			}
		}
		screen = append(screen, strings.TrimRight(string(cells), " "))
	}
	if len(screen) != 3 || screen[0] != `level=INFO msg="host rests"` || !strings.HasSuffix(screen[1], "  x") || screen[2] != "" || strings.ContainsRune(out.String(), 0x1b) {
		t.Errorf("the screen shows %q", screen)
	}
}

// TestProgressElsewhere: half a minute of a step is a line, plain or of the log.
func TestProgressElsewhere(t *testing.T) {
	for format, want := range map[string]string{
		"text": "crawl      3/9  0.1/s  1m0s left  渔船\n",
		"json": `"msg":"progress","step":"crawl","done":3,"total":9,"note":"渔船","seconds":30}`,
	} {
		var out bytes.Buffer
		g := &global{stderr: &out, logFormat: format}
		d, ok := g.newProgress().(*plainProgress)
		if !ok {
			t.Fatal("a buffer is no terminal")
		}
		now := time.Unix(0, 0)
		d.now = func() time.Time { return now }
		d.tick()
		d.show(pipeline.Progress{Step: "crawl", Done: 1, Total: 9})
		d.show(pipeline.Progress{Step: "crawl", Done: 3, Total: 9, Note: "渔船"})
		if out.Len() > 0 {
			t.Errorf("%s: wrote %q before its time", format, out.String())
		}
		now = now.Add(30 * time.Second)
		d.tick()
		d.end()
		d.end()
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s: wrote %q, want %q", format, out.String(), want)
		}
	}
}
