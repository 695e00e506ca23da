package refetch_test

import (
	"os"
	"path/filepath"
	"testing"

	"framewatch/internal/refetch"
)

// FuzzJournal goes on with a journal of any content: it knows addresses of the
// package alone, and the texts that it says to have are there.
func FuzzJournal(f *testing.F) {
	f.Add("{\"package\":\"p\"}\n{\"n\":1,\"verdict\":\"same\",\"doc\":{\"text\":\"渡轮\"}}\n{\"n\":2,\"ver")
	f.Add("{\"package\":\"q\"}\n")
	f.Add("{\"package\":\"p\"}\n{\"n\":-1}\n")
	f.Add("\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		const addresses = 4
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "refetch.journal.jsonl"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		known, err := refetch.ReadJournal(dir, "p", addresses)
		if err != nil {
			return
		}
		for _, n := range known {
			if n < 0 || n >= addresses {
				t.Errorf("address %d of %d", n, addresses)
			}
		}
	})
}
