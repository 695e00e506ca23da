package embedded_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/embedded"
)

// TestACutFileIsAnErrorAndNoSignal cuts a store at many places and opens it in each
// of the ways there are: to write, to look, to compact.
func TestACutFileIsAnErrorAndNoSignal(t *testing.T) {
	dir := t.TempDir()
	s, err := embedded.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	run, err := s.Begin("r", "job")
	if err != nil {
		t.Fatal(err)
	}
	seeds := make([]frontier.Seed, 3000)
	for i := range seeds {
		seeds[i].Links = []frontier.Link{{URL: fmt.Sprintf("https://harbour.test/%05d", i), Kind: frontier.KindStart}}
	}
	if err := errors.Join(run.Seed(seeds), s.Close()); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(filepath.Join(dir, embedded.FileName))
	if err != nil {
		t.Fatal(err)
	}
	used := len(bytes.TrimRight(whole, "\x00")) // the rest is room for what comes
	cut := 0
	for _, share := range []float64{.05, .2, .4, .6, .8, 1} {
		at := int(share * float64(used))
		if share == 1 {
			at = len(whole)
		}
		for name, open := range map[string]func(dir string) error{
			"open": func(dir string) error {
				s, err := embedded.Open(dir)
				if err == nil {
					err = s.Close()
				}
				return err
			},
			"look": func(dir string) error {
				s, ok, err := embedded.Look(dir)
				if ok && err == nil {
					err = s.Close()
				}
				return err
			},
			"compact": embedded.Compact,
		} {
			copied := t.TempDir()
			if err := os.WriteFile(filepath.Join(copied, embedded.FileName), whole[:at], 0o600); err != nil {
				t.Fatal(err)
			}
			switch err := open(copied); {
			case share == 1 && err != nil:
				t.Errorf("%s of the whole file: %v", name, err)
			case errors.Is(err, embedded.ErrCut):
				cut++
			case share != 1:
				t.Errorf("%s at %d of %d bytes: %v", name, at, used, err)
			}
		}
	}
	if cut != 5*3 {
		t.Errorf("%d cuts were seen", cut)
	}
}
