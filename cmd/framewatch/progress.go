package main

import (
	"io"
	"os"
	"sync"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"framewatch/internal/pipeline"
)

// bars draws one bar a step on a terminal and nothing elsewhere.
type bars struct {
	mu   sync.Mutex
	out  *mpb.Progress
	each map[string]*mpb.Bar
	note map[string]string
}

// newBars returns a callback for the pipeline and a function that ends the
// drawing.
func newBars(w io.Writer) (func(pipeline.Progress), func()) {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return func(pipeline.Progress) {}, func() {}
	}
	b := &bars{out: mpb.New(mpb.WithOutput(w), mpb.WithWidth(40)), each: map[string]*mpb.Bar{}, note: map[string]string{}}
	return b.draw, b.end
}

func (b *bars) draw(p pipeline.Progress) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.note[p.Step] = p.Note
	bar := b.each[p.Step]
	if bar == nil {
		for _, before := range b.each {
			before.SetTotal(-1, true)
		}
		step := p.Step
		bar = b.out.AddBar(0,
			mpb.PrependDecorators(decor.Name(step, decor.WC{W: 10, C: decor.DindentRight}), decor.CountersNoUnit("%d/%d", decor.WCSyncSpace)),
			mpb.AppendDecorators(decor.AverageSpeed(0, "%.1f/s", decor.WCSyncSpace), decor.Name(" "), decor.AverageETA(decor.ET_STYLE_GO, decor.WCSyncSpace),
				decor.Any(func(decor.Statistics) string { b.mu.Lock(); defer b.mu.Unlock(); return " " + b.note[step] })))
		b.each[step] = bar
	}
	bar.SetTotal(int64(max(p.Total, p.Done+1)), false)
	bar.SetCurrent(int64(p.Done))
}

func (b *bars) end() {
	b.mu.Lock()
	for _, bar := range b.each {
		bar.SetTotal(-1, true)
	}
	b.mu.Unlock()
	b.out.Wait()
}
