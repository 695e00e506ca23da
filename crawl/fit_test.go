package crawl_test

import (
	"bytes"
	"log/slog"
	"math"
	"runtime/debug"
	"strings"
	"testing"

	"framewatch/crawl"
)

// TestLittleMemory: a crawl starts no more workers than its memory holds bodies, one in
// any case, and says so.
func TestLittleMemory(t *testing.T) {
	before := debug.SetMemoryLimit(math.MaxInt64)
	t.Cleanup(func() { debug.SetMemoryLimit(before) })
	cfg := crawl.Default()
	for _, c := range []struct {
		limit int64
		body  int64
		want  int
	}{{math.MaxInt64, cfg.MaxBody, 16}, {4 << 30, cfg.MaxBody, 16}, {384 << 20, cfg.MaxBody, 9}, {384 << 20, 1 << 20, 16}, {1 << 20, cfg.MaxBody, 1}} {
		debug.SetMemoryLimit(c.limit)
		cfg := crawl.Default()
		cfg.MaxBody, cfg.MaxPDF = c.body, c.body
		got, why, err := cfg.Fit()
		if err != nil || got != c.want || (why != "") != (got < cfg.Workers) {
			t.Errorf("%d bytes, bodies of %d: %d workers (%s), %v; want %d", c.limit, c.body, got, why, err, c.want)
		}
		var log bytes.Buffer
		if _, err := crawl.New(cfg, slog.New(slog.NewTextHandler(&log, nil))); err != nil || strings.Contains(log.String(), "memory") != (got < cfg.Workers) {
			t.Errorf("%v, the log says %q", err, log.String())
		}
	}
}
