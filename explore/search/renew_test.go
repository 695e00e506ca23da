package search_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/explore/search"
)

// everything is what an index answers: all documents as they are shown, and where
// words stand.
func everything(t *testing.T, x *search.Index) map[string]any {
	t.Helper()
	out := map[string]any{}
	for _, text := range []string{"", "调解", "the OR fees OR café OR re-election", "المنظمة", "iomed -news"} {
		r := ask(t, x, search.Query{Text: text, Lines: 5, Limit: search.MaxLimit, Order: search.OrderNewest})
		out[text] = r
		for _, f := range r.Found {
			doc, err := x.Document(t.Context(), f.DocID)
			if err != nil {
				t.Fatal(err)
			}
			out["doc "+f.DocID] = doc
		}
	}
	return out
}

// TestRenewedIsFresh: whatever happens to a dataset, an index that was renewed
// answers as one that is made anew.
func TestRenewedIsFresh(t *testing.T) {
	unhurried(t)
	dir, at := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "index.db")
	changed := press[0]
	changed.text, changed.frames = "Rewritten: the mediators left.", []string{"doubt"}
	moved := press[3]
	moved.day = "2026-03-09"
	news := article{id: "new", title: "Second café", text: "调解 again, the fees.", story: "s1", day: "2026-04-02"}
	outlet := outlets[2]
	defer func() { outlets[2] = outlet }()
	for run, step := range []struct {
		name    string
		drop    []article
		add     []article
		country string
		indexed int // documents whose month was read again
	}{
		{name: "first", add: press, country: "DZ", indexed: 5},
		{name: "nothing", country: "DZ"},
		{name: "added", add: []article{news}, country: "DZ", indexed: 1},
		{name: "changed", drop: press[:1], add: []article{changed}, country: "DZ", indexed: 3},
		{name: "moved to another month", drop: []article{press[3]}, add: []article{moved}, country: "DZ", indexed: 4},
		{name: "removed", drop: []article{news, press[2]}, country: "DZ"},
		{name: "another country", country: "TN", indexed: 4},
	} {
		outlets[2].Country = step.country
		ds := dataset(t, dir, run+1, step.drop, step.add...)
		last := 0
		x, err := search.Open(t.Context(), ds, at, func(done, of int) {
			if last = done; done > of {
				t.Errorf("%s: %d of %d", step.name, done, of)
			}
		})
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		if last != step.indexed {
			t.Errorf("%s: %d documents were read, want %d", step.name, last, step.indexed)
		}
		fresh := open(t, ds, filepath.Join(t.TempDir(), "index.db"))
		if diff := cmp.Diff(everything(t, fresh), everything(t, x)); diff != "" {
			t.Errorf("%s: %s", step.name, diff)
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestNothingIsLeftOfWhatIsGone looks for what was taken out in the bytes of all
// files beside the index.
func TestNothingIsLeftOfWhatIsGone(t *testing.T) {
	unhurried(t)
	gone := article{id: "gone", title: "Zephyrquill resigns", text: "Odd Zephyrquill, of 翡翠礁 Reef, resigned: Quixotically late.", day: "2026-03-02", speaker: "Dame Zephyrquill", content: "x", frames: []string{"peace"}, entities: []string{"org.iomed"}}
	masked := article{id: "masked", title: "Other", text: "Said Wolframite Ixtapa yesterday.", day: "2026-03-02", speaker: "Ixtapa"}
	clean := masked
	clean.text, clean.speaker = "Said ██████████ ██████ yesterday.", "██████"
	needles := []string{"Zephyrquill", "zephyrquill", "翡翠礁", "quixotically", "Wolframite", "wolframite", "Ixtapa", "ixtapa"}
	// Many documents, so that what goes is in full pages and large segments.
	var others []article
	for i := range 60 {
		others = append(others, article{id: fmt.Sprint("other", i), title: fmt.Sprint("Title ", i), text: string(bytes.Repeat(fmt.Appendf(nil, "Words of number %d stay. 调解。", i), 20)), day: "2026-03-03"})
	}
	dir, folder := filepath.Join(t.TempDir(), "data"), t.TempDir()
	at := filepath.Join(folder, "index.db")
	enc := &search.Encoder{Name: "letters", Encode: letters(new(int))}
	look := func() (found []string) {
		files, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			data, err := os.ReadFile(filepath.Join(folder, f.Name()))
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range needles {
				if bytes.Contains(data, []byte(n)) {
					found = append(found, n)
				}
			}
		}
		slices.Sort(found)
		return slices.Compact(found)
	}
	x := open(t, dataset(t, dir, 1, nil, append(others, gone, masked)...), at)
	if _, err := x.Alike(t.Context(), "gone", 5, enc); err != nil {
		t.Fatal(err)
	}
	if got := look(); len(got) != len(needles) {
		t.Fatalf("only %q are in the file before", got)
	}
	open(t, dataset(t, dir, 2, []article{gone, masked}, clean), at)
	if got := look(); len(got) > 0 {
		t.Errorf("%q are left", got)
	}
}

// TestWhatCannotBeUsedIsMadeAnew, with the answers of an index that never was
// another one.
func TestWhatCannotBeUsedIsMadeAnew(t *testing.T) {
	unhurried(t)
	ds := dataset(t, filepath.Join(t.TempDir(), "data"), 1, nil, press...)
	other := dataset(t, filepath.Join(t.TempDir(), "data"), 1, nil, article{id: "x", title: "X", text: "Other fees."})
	path := filepath.Join(t.TempDir(), "with ?%# signs", "index.db")
	want := everything(t, open(t, ds, filepath.Join(t.TempDir(), "index.db")))
	open(t, other, path)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	older := bytes.ReplaceAll(whole, []byte("framewatch explorer index "), []byte("framewatch explorer undex "))
	for name, data := range map[string][]byte{"another dataset": whole, "another format": older, "cut": whole[:len(whole)-1], "half": whole[:len(whole)/2], "a page less": whole[:len(whole)-4096],
		"empty": {}, "no database": []byte("not a database"), "no header": append(make([]byte, 200), whole[200:]...)} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path+".new", []byte("left by a process that was killed"), 0o600); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, everything(t, open(t, ds, path))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if _, err := os.Stat(path + ".new"); err == nil {
			t.Errorf("%s: a file aside is left", name)
		}
	}
}

// TestStoppedLeavesTheOldState: an index that is not made to its end is not there,
// and the old one stays.
func TestStoppedLeavesTheOldState(t *testing.T) {
	dir, path := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "index.db")
	x := open(t, dataset(t, dir, 1, nil, press...), path)
	want := everything(t, x)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	ds := dataset(t, dir, 2, press[:1], article{id: "n1", text: "New.", day: "2026-03-01"}, article{id: "n2", text: "New.", day: "2026-03-01"})
	ctx, stop := context.WithCancel(t.Context())
	if _, err := search.Open(ctx, ds, path, func(int, int) { stop() }); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	after, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file is another one (%v)", err)
	}
	if files, err := os.ReadDir(filepath.Dir(path)); err != nil || len(files) != 2 { // and the lock
		t.Errorf("%d files, %v", len(files), err)
	}
	if diff := cmp.Diff(want, everything(t, x)); diff != "" {
		t.Error(diff)
	}
}
