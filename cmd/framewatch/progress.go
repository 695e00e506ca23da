package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
	"unicode"

	"golang.org/x/term"

	"framewatch/internal/pipeline"
)

// redraw is how long a line of progress stays at least.
const redraw = 100 * time.Millisecond

// progressLine shows the step under way on one line of a terminal, and leaves
// the last state of each step on a line of its own.
type progressLine struct {
	mu    sync.Mutex
	w     io.Writer
	width func() int // columns of the terminal
	now   func() time.Time

	last  pipeline.Progress
	began time.Time // of the step
	drawn time.Time
}

// newProgress returns a callback for the pipeline and a function that ends the
// drawing. Elsewhere than on a terminal nothing is drawn.
func newProgress(w io.Writer) (func(pipeline.Progress), func()) {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return func(pipeline.Progress) {}, func() {}
	}
	l := &progressLine{w: w, now: time.Now, width: func() int {
		columns, _, err := term.GetSize(int(f.Fd()))
		if err != nil || columns < 1 {
			return 80
		}
		return columns
	}}
	return l.show, l.end
}

func (l *progressLine) show(p pipeline.Progress) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if p.Step != l.last.Step {
		l.finish()
		l.began, l.drawn = now, time.Time{}
	}
	l.last = p
	if now.Sub(l.drawn) >= redraw {
		l.draw()
	}
}

// end leaves the last step's line.
func (l *progressLine) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.finish()
	l.last = pipeline.Progress{}
}

func (l *progressLine) finish() {
	if l.last.Step != "" {
		l.draw()
		fmt.Fprintln(l.w)
	}
}

func (l *progressLine) draw() {
	l.drawn = l.now()
	fmt.Fprintf(l.w, "\r%s\x1b[K", fit(l.line(l.drawn.Sub(l.began)), l.width()-1))
}

// line is what is said of a step after some time of it.
func (l *progressLine) line(spent time.Duration) string {
	p := l.last
	parts := []string{fmt.Sprintf("%-10s %d", p.Step, p.Done)}
	if p.Total > 0 {
		parts[0] += fmt.Sprintf("/%d", p.Total)
	}
	if s := spent.Seconds(); s >= 1 && p.Done > 0 {
		speed := float64(p.Done) / s
		parts = append(parts, fmt.Sprintf("%.1f/s", speed))
		if left := p.Total - p.Done; left > 0 {
			parts = append(parts, (time.Duration(float64(left)/speed)*time.Second).String()+" left")
		}
	}
	return strings.Join(append(parts, p.Note), "  ")
}

// fit bounds a text to columns of a terminal: a letter beyond Latin takes two at
// most. What would move the cursor becomes a space, as notes hold foreign text.
func fit(text string, columns int) string {
	var b strings.Builder
	for _, r := range text {
		if !unicode.IsPrint(r) {
			r = ' '
		}
		if columns--; r > unicode.MaxLatin1 {
			columns--
		}
		if columns < 0 {
			break
		}
		b.WriteRune(r)
	}
	return b.String()
}
