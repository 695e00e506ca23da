package refetch_test

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/internal/datapackage"
	"framewatch/internal/refetch"
)

// TestGoesOn interrupts a call, and calls again: what is known is not asked again,
// but for what could not be reached; what comes out is the same.
func TestGoesOn(t *testing.T) {
	w := newWorld(t, 8)
	w.opt.Workers = 1
	down := w.docs[0]
	edit := func(out http.ResponseWriter, r *http.Request) bool {
		if "http://"+r.Host+r.URL.RequestURI() != down.URL {
			return false
		}
		out.WriteHeader(http.StatusServiceUnavailable)
		return true
	}
	w.edit.Store(&edit)
	var rows [][]string
	for _, d := range w.docs {
		rows = append(rows, lineOf(d))
	}
	pkg, out, whole := packaged(t, rows...), t.TempDir(), t.TempDir()
	if _, err := w.run(context.Background(), t, pkg, whole); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	w.opt.Progress = func(done, _ int) {
		if done == 5 {
			stop()
		}
	}
	if _, err := w.run(ctx, t, pkg, out); !errors.Is(err, context.Canceled) {
		t.Fatalf("an interrupted call: %v", err)
	}
	w.opt.Progress = nil
	journal := filepath.Join(out, "refetch.journal.jsonl")
	half, err := os.OpenFile(journal, os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = half.WriteString(`{"n":7,"doc":{"text":"cut when the pow`)
		err = errors.Join(err, half.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	sum, err := w.run(context.Background(), t, pkg, out)
	if err != nil || sum.Asked > len(rows)-4 || sum.Asked < len(rows)-5 || sum.Verdicts[refetch.Unreachable] != 1 {
		t.Errorf("the call that goes on: %+v, %v", sum, err)
	}
	for _, name := range []string{refetch.TextsFile} { // the others tell when they asked
		a, errA := os.ReadFile(filepath.Join(whole, name))
		b, errB := os.ReadFile(filepath.Join(out, name))
		if err := errors.Join(errA, errB); err != nil || string(a) != string(b) {
			t.Errorf("%s differs after an interruption: %v", name, err)
		}
	}
	w.edit.Store(nil)
	asked := w.asked.Load()
	sum, err = w.run(context.Background(), t, pkg, out)
	if now := w.asked.Load() - asked; err != nil || sum.Asked != 1 || sum.Verdicts[refetch.Same] != len(rows) || now > 4 {
		t.Errorf("what could not be reached: %+v after %d requests, %v", sum, now, err)
	}
	// Another package has no business in the folder.
	if _, err := w.run(context.Background(), t, packaged(t, rows[1:]...), out); !errors.Is(err, refetch.ErrFolder) {
		t.Errorf("another package: %v", err)
	}
}

// TestHostile reads packages that somebody made to do harm: each is refused before
// anything is asked.
func TestHostile(t *testing.T) {
	w := newWorld(t, 1)
	row := lineOf(w.docs[0])
	for name, c := range map[string]struct {
		spoil func(dir string, d *datapackage.Descriptor)
		rows  [][]string
		want  error
	}{
		"changed": {func(dir string, _ *datapackage.Descriptor) {
			appendTo(t, filepath.Join(dir, "data", "documents.csv"), "x\n")
		}, [][]string{row}, datapackage.ErrPackage},
		"traversal": {func(_ string, d *datapackage.Descriptor) { d.Resources[0].Path = "../../etc/passwd" }, [][]string{row}, datapackage.ErrPackage},
		"absolute":  {func(_ string, d *datapackage.Descriptor) { d.Resources[0].Path = "/etc/passwd" }, [][]string{row}, datapackage.ErrPackage},
		"link": {func(dir string, d *datapackage.Descriptor) {
			d.Resources[0].Path = "data/link.csv"
			if err := os.Symlink("/etc/passwd", filepath.Join(dir, "data", "link.csv")); err != nil {
				t.Fatal(err)
			}
		}, [][]string{row}, datapackage.ErrPackage},
		"twice":   {nil, [][]string{row, row}, datapackage.ErrPackage},
		"no rows": {func(_ string, d *datapackage.Descriptor) { d.Resources[0].Name = "estimates" }, [][]string{row}, refetch.ErrNoAddresses},
		"hosts":   {nil, manyHosts(9000), datapackage.ErrPackage},
	} {
		t.Run(name, func(t *testing.T) {
			dir := packaged(t, c.rows...)
			if c.spoil != nil {
				respoil(t, dir, c.spoil)
			}
			asked := w.asked.Load()
			if _, err := w.run(context.Background(), t, dir, t.TempDir()); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
			if now := w.asked.Load(); now != asked {
				t.Errorf("%d requests were made", now-asked)
			}
		})
	}
}

func appendTo(t *testing.T, path, text string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = f.WriteString(text)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// respoil writes the descriptor of a package anew.
func respoil(t *testing.T, dir string, spoil func(string, *datapackage.Descriptor)) {
	t.Helper()
	r, err := datapackage.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	d := r.Descriptor
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	spoil(dir, &d)
	table, err := os.ReadFile(filepath.Join(dir, "data", "documents.csv"))
	if err != nil {
		t.Fatal(err)
	}
	fresh := written(t, d, string(table))
	data, err := os.ReadFile(filepath.Join(fresh, datapackage.DescriptorFile))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, datapackage.DescriptorFile), data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func manyHosts(n int) [][]string {
	var out [][]string
	for i := range n {
		host := strings.Repeat("a", 1+i%50) + string(rune('a'+i%26)) + corpus.SHA256([]byte{byte(i), byte(i >> 8)})[:12]
		out = append(out, line(host, "x", "http://"+host+".test/", strings.Repeat("0", 64), "", ""))
	}
	return out
}
