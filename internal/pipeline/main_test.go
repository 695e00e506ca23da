package pipeline_test

import (
	"os"
	"testing"
)

// TestMain has texts annotated by rules alone and translations found without
// vectors: encoding takes longer than all the rest, most of all under the race
// detector. Tests that are about it use [asShipped], and are none of the short ones.
func TestMain(m *testing.M) {
	for key, value := range map[string]string{"FRAMEWATCH_ANNOTATE_FRAMES": "rules", "FRAMEWATCH_TRANSLATIONS_ENCODE": "false", "FRAMEWATCH_ANNOTATE_ALIGN": "words"} {
		if err := os.Setenv(key, value); err != nil {
			panic(err) // no test would test what it says
		}
	}
	m.Run()
}

// asShipped lets a test read texts as the built-in settings do.
func asShipped(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("encodes texts")
	}
	t.Setenv("FRAMEWATCH_ANNOTATE_FRAMES", "trained")
	t.Setenv("FRAMEWATCH_TRANSLATIONS_ENCODE", "true")
	t.Setenv("FRAMEWATCH_ANNOTATE_ALIGN", "encoder")
}

// countsAgain ends a test where tests are to be short: it runs more than once, over
// what it changed, the same stages that the tests of interruption, import, rebuilding
// and erasure of persons run.
func countsAgain(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("runs the stages again and again")
	}
}
