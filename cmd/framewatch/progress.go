package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"
	"unicode"

	"golang.org/x/term"

	"framewatch/internal/foreign"
	"framewatch/internal/pipeline"
)

// redraw is how long a line of progress stays at least.
const redraw = 100 * time.Millisecond

// silent is how long a run without a terminal says nothing of itself at most.
const silent = 30 * time.Second

// progressLine shows the step under way on one line of a terminal, and leaves
// the last state of each step on a line of its own. It writes letters, spaces and
// line ends alone, so that every terminal shows it alike, coloured or not.
type progressLine struct {
	mu    sync.Mutex
	w     io.Writer
	width func() int // columns of the terminal
	now   func() time.Time

	last  pipeline.Progress
	began time.Time // of the step
	drawn time.Time
	long  int // columns of what stands on the line
}

// drawer draws progress.
type drawer interface {
	show(p pipeline.Progress)
	end()
	io.Writer // for the log, whose lines stand between
}

// newProgress returns what draws the progress of a command: a line of a terminal;
// elsewhere a line every half a minute, which is one of the log where that is JSON.
func (g *global) newProgress() drawer {
	if f, ok := foreign.Under(g.stderr).(*os.File); ok && isTerminal(f) && os.Getenv("TERM") != "dumb" {
		return &progressLine{w: f, now: time.Now, width: func() int {
			columns, _, err := term.GetSize(int(f.Fd()))
			if err != nil || columns < 1 {
				return 80
			}
			return columns
		}}
	}
	p := &plainProgress{w: g.stderr, now: time.Now, stop: make(chan struct{}), done: make(chan struct{})}
	if g.logFormat == "json" {
		p.log = slog.New(slog.NewJSONHandler(g.stderr, nil))
	}
	tick := time.NewTicker(silent)
	go func() {
		defer close(p.done)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				p.tick()
			case <-p.stop:
				return
			}
		}
	}()
	return p
}

// plainProgress says from time to time how far the step under way has come.
type plainProgress struct {
	mu         sync.Mutex
	w          io.Writer
	log        *slog.Logger // in place of w, where it is not nil
	now        func() time.Time
	last       pipeline.Progress
	began      time.Time // of the step
	ended      bool
	stop, done chan struct{}
}

func (p *plainProgress) show(now pipeline.Progress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Step != p.last.Step {
		p.began = p.now()
	}
	p.last = now
}

// tick says how far the step is.
func (p *plainProgress) tick() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.last.Step == "" {
		return
	}
	spent := p.now().Sub(p.began)
	if p.log != nil {
		p.log.Info("progress", "step", p.last.Step, "done", p.last.Done, "total", p.last.Total, "note", p.last.Note, "seconds", spent.Seconds())
		return
	}
	const columns = 200
	fmt.Fprintln(p.w, fit(progressText(p.last, spent), columns))
}

// Write is for the log.
func (p *plainProgress) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.w.Write(b)
}

func (p *plainProgress) end() {
	if p.ended {
		return
	}
	p.ended = true
	close(p.stop)
	<-p.done
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

// Write puts lines of the log above the line of progress.
func (l *progressLine) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.long > 0 {
		fmt.Fprintf(l.w, "\r%s\r", strings.Repeat(" ", l.long))
		l.long = 0
	}
	n, err := foreign.NewWriter(l.w).Write(b)
	if l.last.Step != "" {
		l.draw()
	}
	return n, err
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
		l.long = 0
	}
}

// draw writes the line over what stood there.
func (l *progressLine) draw() {
	l.drawn = l.now()
	text := fit(progressText(l.last, l.drawn.Sub(l.began)), l.width()-1)
	long := columnsOf(text)
	fmt.Fprintf(l.w, "\r%s%s", text, strings.Repeat(" ", max(0, min(l.long, l.width()-1)-long)))
	l.long = long
}

// progressText is what is said of a step after some time of it.
func progressText(p pipeline.Progress, spent time.Duration) string {
	parts := []string{fmt.Sprintf("%-10s %d", p.Step, p.Done)}
	if p.Done == 0 && p.Total == 0 {
		parts[0] = p.Step // of which no parts are counted
	}
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
	return strings.TrimRight(strings.Join(append(parts, p.Note), "  "), " ")
}

// fit bounds a text to columns of a terminal. What would move the cursor becomes a
// space, as notes hold foreign text.
func fit(text string, columns int) string {
	var b strings.Builder
	for _, r := range text {
		if !unicode.IsPrint(r) {
			r = ' '
		}
		if columns -= columnsOfRune(r); columns < 0 {
			break
		}
		b.WriteRune(r)
	}
	return b.String()
}

// columnsOf is how wide a text is at most.
func columnsOf(text string) (n int) {
	for _, r := range text {
		n += columnsOfRune(r)
	}
	return n
}

// columnsOfRune is 2 beyond Latin, which is right of Chinese and never too little.
func columnsOfRune(r rune) int {
	if r > unicode.MaxLatin1 {
		return 2
	}
	return 1
}

// isTerminal reports whether somebody may be looking.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
