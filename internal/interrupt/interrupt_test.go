//go:build unix

package interrupt_test

import (
	"context"
	"os/signal"
	"syscall"
	"testing"

	"framewatch/internal/interrupt"
)

// TestASignalBeforeAnybodyAsks is not lost.
func TestASignalBeforeAnybodyAsks(t *testing.T) {
	// A signal comes some time after it is sent: another channel tells when.
	came, ended := signal.NotifyContext(t.Context(), syscall.SIGTERM)
	defer ended()
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-came.Done()
	ctx, stop := interrupt.Context(context.Background())
	defer stop()
	<-ctx.Done()
	if ctx.Err() == nil {
		t.Error("the context goes on")
	}
}
