package pipeline_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/crawl/coding"
	"framewatch/crawl/warc"
	"framewatch/internal/datasetcheck"
	"framewatch/internal/pipeline"
	"framewatch/store"
)

// everything returns all that is stored below a dataset's folder, unpacked: by
// file, or by table for what lies in tables that count.
func everything(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	d := open(t, dir)
	out := map[string][]byte{}
	live := map[string]bool{}
	for _, f := range d.Files("") {
		live[filepath.Base(f.Path)] = true
	}
	// A run after an erasure may keep the generation that the erasure made.
	manifests, err := filepath.Glob(filepath.Join(dir, "_manifest", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range manifests {
		var m store.Manifest
		data, err := os.ReadFile(name)
		if err = errors.Join(err, json.Unmarshal(data, &m)); err != nil {
			t.Fatal(err)
		}
		for _, f := range m.Files {
			live[filepath.Base(f.Path)] = true
		}
	}
	rows[store.DocumentRow](t, d, out)
	rows[store.SentenceRow](t, d, out)
	rows[store.MentionRow](t, d, out)
	rows[store.FrameHitRow](t, d, out)
	rows[store.QuoteRow](t, d, out)
	rows[store.TermCountRow](t, d, out)
	rows[store.NameRow](t, d, out)
	rows[store.CaptureRow](t, d, out)
	rows[store.FailureRow](t, d, out)
	rows[store.SyndicationRow](t, d, out)
	rows[store.ClauseRow](t, d, out)
	rows[store.ClaimRow](t, d, out)
	rows[store.StanceRow](t, d, out)
	rows[store.DocumentFrameRow](t, d, out)
	rows[store.DocumentTargetRow](t, d, out)
	rows[store.StoryLinkRow](t, d, out)
	rows[store.EstimateRow](t, d, out)
	rows[store.DerivationRow](t, d, out)
	rows[store.RecipeRow](t, d, out)
	rows[store.RunRow](t, d, out)
	rows[store.SourceRow](t, d, out)
	err = filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		rel, _ := filepath.Rel(dir, p)
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		switch {
		case strings.HasSuffix(p, ".parquet"):
			name := e.Name()
			if number, rest, ok := strings.Cut(name, "."); ok && strings.HasPrefix(rel, "generations") && number != "" {
				name = rest
			}
			if strings.HasPrefix(rel, "_trash") {
				out[rel] = data
			} else if !live[name] {
				t.Errorf("%s is a file that does not count and is still there", rel)
			}
		case strings.HasSuffix(p, ".warc.gz"):
			for rec, err := range warc.Records(bytes.NewReader(data), 0) {
				if err != nil {
					return err
				}
				out[rel] = append(out[rel], rec.Block...)
				for _, f := range rec.Header {
					out[rel] = append(out[rel], f.Value...)
				}
				if _, h, raw, err := warc.ParseHTTP(rec.Block); err == nil {
					if body, _, err := coding.Decode(raw, h.Get("Content-Encoding"), 1<<30); err == nil {
						out[rel] = append(out[rel], body...)
					}
				}
			}
		default:
			out[rel] = data
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func rows[T store.Row](t *testing.T, d *store.Dataset, out map[string][]byte) {
	t.Helper()
	for r, err := range store.Scan[T](t.Context(), d) {
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		out["table "+r.Table()] = append(out["table "+r.Table()], data...)
	}
}

func expectClean(t *testing.T, dir string) {
	t.Helper()
	r, err := datasetcheck.Verify(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range r.Problems {
		t.Errorf("problem %+v", p)
	}
}

func documentsByID(t *testing.T, dir string) map[string]store.DocumentRow {
	t.Helper()
	out := map[string]store.DocumentRow{}
	for d, err := range store.Scan[store.DocumentRow](t.Context(), open(t, dir)) {
		if err != nil {
			t.Fatal(err)
		}
		d.RunID, d.CaptureID = "", ""
		out[d.DocID] = d
	}
	return out
}

// TestAnErasedArticleIsGoneAndStaysGone erases an article of a crawled dataset
// with an earlier generation and a trash.
func TestAnErasedArticleIsGoneAndStaysGone(t *testing.T) {
	countsAgain(t)
	cfg := web(t, filepath.Join(t.TempDir(), "data"))
	cfg.Sources = cfg.Sources[:4]
	for range 2 {
		if _, err := pipeline.New(cfg, pipeline.Options{Command: "run"}).Run(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	before := documentsByID(t, cfg.Data)
	var victim store.DocumentRow
	for _, d := range before {
		if d.Lang == "en" && len(d.Text) > len(victim.Text) {
			victim = d
		}
	}
	needles := []string{victim.URL, victim.DocID}
	for p := range strings.SplitSeq(victim.Text, "\n\n") {
		unique := len(p) > 60
		for id, d := range before {
			unique = unique && (id == victim.DocID || !strings.Contains(d.Text, p))
		}
		if unique && !strings.ContainsAny(p, `"&<>'’“”`) {
			needles = append(needles, p)
		}
	}
	if len(needles) < 4 {
		t.Fatalf("only %d pieces of the text are the article's own: %q", len(needles)-2, needles)
	}
	stored := everything(t, cfg.Data)
	for _, n := range needles {
		if !slices.ContainsFunc(values(stored), func(b []byte) bool { return bytes.Contains(b, []byte(n)) }) {
			t.Errorf("%q is nowhere to begin with: the test would show nothing", n)
		}
	}
	trash := filepath.Join(cfg.Data, "_trash", "20260304T080001Z-0001", "documents", "month=2026-03")
	if err := os.MkdirAll(trash, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(trash, "20260304T080001Z-0001-0000.parquet"), []byte(victim.Text), 0o600); err != nil {
		t.Fatal(err)
	}

	look, err := pipeline.New(cfg, pipeline.Options{Command: "dataset erase"}).Erase(t.Context(), pipeline.Erasure{Doc: corpus.DocID(victim.DocID), DryRun: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(documentsByID(t, cfg.Data)) != len(before) || !slices.Equal(look.Documents, []string{victim.DocID}) {
		t.Fatalf("a dry run removed something, or would not: %+v", look)
	}
	done, err := pipeline.New(cfg, pipeline.Options{Command: "dataset erase"}).Erase(t.Context(), pipeline.Erasure{Doc: corpus.DocID(victim.DocID)})
	if err != nil {
		t.Fatal(err)
	}
	if len(done.Archives) == 0 || done.Records < 3 {
		t.Errorf("records removed: %+v", done)
	}
	for where, b := range everything(t, cfg.Data) {
		for _, n := range needles {
			if where == "_state/erased.json" && n == victim.DocID {
				continue // the tombstone
			}
			if strings.HasPrefix(where, "warc/") && n == victim.URL && done.Naming > 0 {
				continue // another article links to it
			}
			if bytes.Contains(b, []byte(n)) {
				t.Errorf("%s still has %.60q", where, n)
			}
		}
	}
	expectClean(t, cfg.Data)
	delete(before, victim.DocID)
	expectDocuments(t, before, cfg.Data)

	// Neither a crawl, nor an import, nor reading the pages again brings it back.
	p := pipeline.New(cfg, pipeline.Options{Command: "run"})
	if _, err := p.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	expectDocuments(t, before, cfg.Data)
	if _, err := p.Extract(t.Context()); err != nil {
		t.Fatal(err)
	}
	expectDocuments(t, before, cfg.Data)
	expectClean(t, cfg.Data)
}

func values(m map[string][]byte) [][]byte {
	var out [][]byte
	for _, v := range m {
		out = append(out, v)
	}
	return out
}

func expectDocuments(t *testing.T, want map[string]store.DocumentRow, dir string) {
	t.Helper()
	got := documentsByID(t, dir)
	for id, w := range want {
		if g, ok := got[id]; !ok || g.Text != w.Text || g.Title != w.Title || g.Version != w.Version {
			t.Errorf("document %s (%s) has changed or is gone", id, w.URL)
		}
	}
	for id, g := range got {
		if _, ok := want[id]; !ok {
			t.Errorf("document %s (%s) was not there", id, g.URL)
		}
	}
}

// TestAnErasedPersonIsInNoTable masks the most quoted person of a crawled
// dataset; what other documents say stays as it was.
func TestAnErasedPersonIsInNoTable(t *testing.T) {
	cfg := web(t, filepath.Join(t.TempDir(), "data"))
	cfg.Sources = cfg.Sources[:4]
	if _, err := pipeline.New(cfg, pipeline.Options{Command: "run"}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	var name store.NameRow
	for n, err := range store.Scan[store.NameRow](t.Context(), open(t, cfg.Data)) {
		if err != nil {
			t.Fatal(err)
		}
		if n.Label == "PER" && strings.Contains(n.Form, " ") && n.NDocuments > name.NDocuments {
			name = n
		}
	}
	if name.Form == "" {
		t.Fatal("nobody is named in full")
	}
	before := documentsByID(t, cfg.Data)
	p := pipeline.New(cfg, pipeline.Options{Command: "dataset erase"})
	if _, err := p.ErasePerson(t.Context(), name.Form, true); err != nil {
		t.Fatal(err)
	}
	done, err := p.ErasePerson(t.Context(), name.Form, false)
	if err != nil {
		t.Fatal(err)
	}
	expectClean(t, cfg.Data)
	for round, again := range []func() error{
		func() error { return nil },
		func() error { _, err := p.Extract(t.Context()); return err },
		func() error { _, err := p.Run(t.Context()); return err },
	} {
		if err := again(); err != nil {
			t.Fatal(err)
		}
		for where, b := range everything(t, cfg.Data) {
			if strings.HasPrefix(where, "table ") && bytes.Contains(b, []byte(name.Form)) {
				t.Errorf("round %d: %s still has %s", round, where, name.Form)
			}
		}
		after := documentsByID(t, cfg.Data)
		for id, d := range before {
			a, masked := after[id], slices.Contains(done.Documents, id)
			if utf8.RuneCountInString(a.Text) != utf8.RuneCountInString(d.Text) || (a.Text == d.Text && a.Title == d.Title && slices.Equal(a.Authors, d.Authors)) == masked {
				t.Errorf("round %d: document %s of %d letters has %d, masked %v", round, id, len(d.Text), len(a.Text), masked)
			}
		}
		if len(after) != len(before) {
			t.Errorf("round %d: %d documents, there were %d", round, len(after), len(before))
		}
	}
	expectClean(t, cfg.Data)
}
