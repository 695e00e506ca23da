//go:build unix

package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"framewatch/store"
)

// TestKilledRunsLoseAndDoubleNothing imports one file after another and kills
// the process at a random moment, each time until it once gets through. Then
// every document is there once, and no check of the dataset finds fault.
// FRAMEWATCH_KILLS says how often (make soak: 100).
func TestKilledRunsLoseAndDoubleNothing(t *testing.T) {
	kills := 5
	if n, err := strconv.Atoi(os.Getenv("FRAMEWATCH_KILLS")); err == nil {
		kills = n
	}
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	settings := filepath.Join(dir, "plain.yaml")
	put := func(name, content string) {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put(settings, "sources: [sources.yaml]\n")
	put(filepath.Join(dir, "sources.yaml"), `list: {id: t, version: "1"}
sources:
  - {id: a, name: The Lake Herald, domain: a.test, country: ZZ, owner_type: private_news, langs: [en], start: ["http://a.test/"]}
`)
	rng, usual, want := rand.New(rand.NewPCG(5, 9)), time.Duration(0), 0
	for done, round := 0, 0; done < kills; round++ {
		file := filepath.Join(dir, "in.jsonl")
		var lines strings.Builder
		for i := range 3 {
			want++
			fmt.Fprintf(&lines, `{"url":"http://a.test/%d","title":"Notice %[1]d","published":"2026-%02[2]d-03","source":"a","text":"Boat %[1]d leaves the quay at noon, the master says. 国际调解院第%[1]d次会议在港城举行。"}`+"\n", want, 1+(round+i)%12)
		}
		put(file, lines.String())
		for {
			began := time.Now()
			cmd := exec.CommandContext(t.Context(), "framewatch", "import", "jsonl", file, "--data", data, "-c", settings)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if usual > 0 && done < kills {
				time.Sleep(time.Duration(rng.Int64N(int64(usual) * 11 / 10)))
				_ = cmd.Process.Kill() // it may have ended
			}
			err := cmd.Wait()
			if err == nil {
				usual = max(usual, time.Since(began))
				break
			}
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.Exited() {
				t.Fatalf("import ended by itself: %v", err)
			}
			done++
		}
	}
	seen := map[string]int{}
	d, err := store.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	for row, err := range store.Scan[store.DocumentRow](t.Context(), d) {
		if err != nil {
			t.Fatal(err)
		}
		seen[row.URL]++
	}
	for i := 1; i <= want; i++ {
		if n := seen[fmt.Sprintf("http://a.test/%d", i)]; n != 1 {
			t.Errorf("document %d stands %d times", i, n)
		}
	}
	if len(seen) != want {
		t.Errorf("%d addresses, want %d", len(seen), want)
	}
	problems, _, err := store.Verify(t.Context(), data, nil)
	if err != nil || len(problems) > 0 {
		t.Errorf("verify: %v %+v", err, problems)
	}
}
