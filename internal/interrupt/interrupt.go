// Package interrupt takes SIGINT and SIGTERM from the first moments of a process
// on. A program of many packages spends a while before main; a scheduler that ends
// it in that time shall see the same exit code as later. In goes nothing, out comes
// a context. It imports next to nothing, so that it is initialised before all that
// takes time.
package interrupt

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// early has the signals that came before anybody asked.
var early = notify()

func notify() chan os.Signal {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt, syscall.SIGTERM)
	return c
}

// Context is cancelled by the first signal, also by one that came before. From then
// on signals end the process, whatever it waits for; so they do after stop.
func Context(parent context.Context) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancel(parent)
	stop = func() {
		signal.Stop(early)
		cancel()
	}
	select {
	case <-early:
		stop()
		return ctx, stop
	default:
	}
	go func() {
		select {
		case <-early:
			stop()
		case <-ctx.Done():
		}
	}()
	return ctx, stop
}
