package embedded

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"framewatch/crawl/frontier"
)

// TestEveryFlippedBitIsFound changes each bit of each byte that is not zero of what a
// finished run leaves, one at a time: either it is found, or the store has the entries
// that it had.
func TestEveryFlippedBitIsFound(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Begin("20261101T080000Z-0000", "job")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]frontier.Known{}
	for i, page := range []string{"https://quay.example/harbour", "https://quay.example/海港", "https://lake.example/"} {
		known[page] = frontier.Known{ETag: `"1"`, Checked: time.Unix(int64(1764400000+i), 0).UTC()}
	}
	if err := errors.Join(r.Commit(&frontier.Batch{Known: known}), r.Finish(), r.Drop(), r.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	before, err := entriesOf(data)
	if err != nil || len(before) < len(known)+2 {
		t.Fatalf("%d entries, %v", len(before), err)
	}
	found := 0
	for at, b := range data {
		for bit := range 8 {
			if b == 0 {
				break
			}
			data[at] = b ^ 1<<bit
			if _, err := Check(bytes.NewReader(data), int64(len(data))); err != nil {
				found++
			} else if after, err := entriesOf(data); err != nil || fmt.Sprint(after) != fmt.Sprint(before) {
				t.Errorf("bit %d of byte %d changes what is known and is not found (%v)", bit, at, err)
			}
		}
		data[at] = b
	}
	if found < 1000 {
		t.Errorf("%d flips hit an entry: the test shows nothing", found)
	}
}

// entriesOf lists the buckets' entries, each with its path.
func entriesOf(data []byte) (out []string, err error) {
	c := &checker{db: bytes.NewReader(data), size: int64(len(data)), seen: map[uint64]bool{}}
	root, err := c.meta()
	if err != nil {
		return nil, err
	}
	err = c.bucket(root, nil, nil, func(path [][]byte, key, value []byte) error {
		out = append(out, fmt.Sprintf("%q %q %q", path, key, value))
		return nil
	})
	return out, err
}
