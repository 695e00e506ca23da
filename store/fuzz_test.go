package store_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"framewatch/store"
	"framewatch/store/disk"
	"framewatch/store/disk/disktest"
)

// FuzzState puts any content into each of the files that say what a dataset is:
// opening and checking it says so or opens it, and changes nothing.
func FuzzState(f *testing.F) {
	mem := disktest.NewMem()
	d, err := store.CreateOn(mem)
	must(f, err)
	b, err := d.Begin(store.RunRow{RunID: run(1), Command: "test", Started: start})
	must(f, err)
	must(f, store.Append(b, store.TermCountRow{DocID: "d1", Lang: "zh", Term: "渡轮", N: 1, Month: "2026-03"}))
	_, err = b.Commit(f.Context(), start)
	must(f, err)
	var names []string
	files := map[string][]byte{}
	must(f, disk.Walk(mem, ".", func(name string, e disk.Entry) error {
		data, err := disk.ReadFile(mem, name, 1<<20)
		if len(data) > 0 {
			files[name] = data
			names = append(names, name)
		}
		return err
	}))
	slices.Sort(names)
	for i, name := range names {
		f.Add(byte(i), files[name])
	}
	for i := range names {
		f.Add(byte(i), []byte(`{"run_id":"x/../../y","files":[{"path":"../a","rows":-1}]}`))
	}
	f.Fuzz(func(t *testing.T, which byte, data []byte) {
		mem := disktest.NewMem()
		changed := names[int(which)%len(names)]
		for _, name := range names {
			was := files[name]
			if name == changed {
				was = data
			}
			for at := range name {
				if name[at] == '/' {
					must(t, mem.Mkdir(name[:at]))
				}
			}
			must(t, disk.WriteFile(mem, name, was))
		}
		if d, err := store.OpenOn(mem); err == nil {
			for _, err := range store.Scan[store.TermCountRow](t.Context(), d) {
				if err != nil {
					break
				}
			}
		}
		problems, err := store.VerifyOn(t.Context(), mem, nil)
		told := err != nil || len(problems) > 0
		if table := strings.HasSuffix(changed, ".parquet"); table && !told && !bytes.Equal(data, files[changed]) {
			t.Errorf("%s is another file, and nothing is wrong", changed)
		}
		if got, err := disk.ReadFile(mem, changed, 1<<24); err != nil || string(got) != string(data) {
			t.Errorf("%s was changed: %v", changed, err)
		}
	})
}
