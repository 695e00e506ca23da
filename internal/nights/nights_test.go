package nights

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"framewatch/internal/pipeline"
)

// TestMain has texts annotated by rules and without vectors: what the nights are
// about does not depend on either.
func TestMain(m *testing.M) {
	for key, value := range map[string]string{"FRAMEWATCH_ANNOTATE_FRAMES": "rules", "FRAMEWATCH_TRANSLATIONS_ENCODE": "false", "FRAMEWATCH_ANNOTATE_ALIGN": "words"} {
		if err := os.Setenv(key, value); err != nil {
			panic(err) // no test would test what it says
		}
	}
	m.Run()
}

// nightsToRun is a month, or what FRAMEWATCH_NIGHTS says, or where tests are to be
// short enough for what the first faults are.
func nightsToRun() int {
	if testing.Short() {
		return 10
	}
	if n, err := strconv.Atoi(os.Getenv("FRAMEWATCH_NIGHTS")); err == nil {
		return n
	}
	return 30
}

// TestLeftAlone runs the nights.
func TestLeftAlone(t *testing.T) {
	nights, dir := nightsToRun(), t.TempDir()
	w := newWorld(t, nights)
	cfg := w.settings(t, dir, 0)
	for night := range nights {
		w.clock.AdvanceTo(day(night).Add(2 * time.Hour))
		if w.editorsWrite(night) {
			cfg = w.settings(t, dir, night)
		}
		began := time.Now()
		r, err := pipeline.New(cfg, pipeline.Options{Command: "run", Clock: w.clock}).Run(t.Context())
		if err != nil {
			t.Fatalf("night %d: %v", night, err)
		}
		var failed string
		for _, s := range r.Failed() {
			failed += fmt.Sprintf("%s: %s; ", s.ID, s.Problem())
		}
		t.Logf("night %3d: %d new, %d unchanged, %v, %s", night, r.Documents, r.Unchanged, time.Since(began).Round(time.Millisecond), failed)
	}
	w.checkDocuments(t, cfg.Data)
	w.checkFaults(t, cfg.Data)
	w.checkArticleEvents(t, cfg.Data)
	w.checkSchedule(t)
	w.printRequests(t)
}

// editorsWrite holds where a list is changed on the morning before a night.
func (w *world) editorsWrite(night int) bool {
	for _, o := range w.outlets {
		if o.mended(day(night)) != o.mended(day(night-1)) {
			return true
		}
	}
	return false
}
