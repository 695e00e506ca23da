package trace_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"framewatch/corpus"
	"framewatch/internal/erased"
	"framewatch/internal/trace"
	"framewatch/store"
)

// world is a hit with all that it rests on, in a language.
type world struct {
	hit      store.FrameHitRow
	sentence store.SentenceRow
	clause   store.ClauseRow
	doc      store.DocumentRow
	capture  store.CaptureRow
}

// hitIn finds a hit in the text of a document in a language, of which the page is
// archived.
func (d ran) hitIn(t *testing.T, lang string) (w world) {
	t.Helper()
	rows(t, d.ds, func(r store.DocumentRow) bool {
		if !strings.HasPrefix(r.Lang, lang) || w.hit.HitID != "" {
			return false
		}
		rows(t, d.ds, func(h store.FrameHitRow) bool {
			if h.DocID == r.DocID && !h.InTitle && !h.Negated && h.ClauseID != "" {
				w.hit, w.doc = h, r
			}
			return false
		})
		return false
	})
	w.sentence = rows(t, d.ds, func(r store.SentenceRow) bool { return r.SentenceID == w.hit.SentenceID })[0]
	w.clause = rows(t, d.ds, func(r store.ClauseRow) bool { return r.ClauseID == w.hit.ClauseID })[0]
	w.capture = rows(t, d.ds, func(r store.CaptureRow) bool { return r.CaptureID == w.doc.CaptureID })[0]
	return w
}

func rows[T interface{ Table() string }](t *testing.T, ds *store.Dataset, wanted func(T) bool) (out []T) {
	t.Helper()
	for r, err := range store.Scan[T](t.Context(), ds) {
		if err != nil {
			t.Fatal(err)
		}
		if wanted(r) {
			out = append(out, r)
		}
	}
	return out
}

// changed is the dataset with rows of a table changed or taken out, which are never
// committed.
func changed[T store.Row](t *testing.T, ds *store.Dataset, change func(row *T) (stays, changed bool)) *store.Dataset {
	t.Helper()
	run := corpus.NewRunID(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
	b, err := ds.Begin(store.RunRow{RunID: string(run), Command: "test", Version: "v0", ConfigSHA256: "0", Started: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	n, err := store.Rewrite(t.Context(), b, change)
	if err != nil || n == 0 {
		t.Fatalf("%d rows changed: %v", n, err)
	}
	now, err := b.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return now
}

// brokenIn are the links of a trace that do not hold, by their word.
func brokenIn(tr *trace.Trace) []string {
	var out []string
	walk(tr.Root, func(n *trace.Node) {
		for _, l := range n.Links {
			if l.Verdict == trace.Broken && !slices.Contains(out, l.What) {
				out = append(out, l.What)
			}
		}
	})
	slices.Sort(out)
	return out
}

// TestDamageIsNamed damages a link of each kind, in English and in Chinese, and holds
// that a trace names that link, the file and what to do, and no other link but those
// that rest on the same value.
func TestDamageIsNamed(t *testing.T) {
	d := demo(t)
	for _, lang := range []string{"en", "zh"} {
		w := d.hitIn(t, lang)
		one := func(same bool) (stays, changed bool) { return true, same }
		for _, c := range []struct {
			name   string
			damage func(*testing.T) *store.Dataset
			want   []string
		}{
			{"text, outside the hit", func(t *testing.T) *store.Dataset {
				return changed(t, d.ds, func(r *store.DocumentRow) (bool, bool) {
					same := r.DocID == w.doc.DocID
					if same {
						r.Text += "."
					}
					return one(same)
				})
			}, []string{"text-digest"}},
			{"text digest", func(t *testing.T) *store.Dataset {
				return changed(t, d.ds, func(r *store.DocumentRow) (bool, bool) {
					same := r.DocID == w.doc.DocID
					if same {
						r.TextSHA256 = strings.Repeat("0", 64)
					}
					return one(same)
				})
			}, []string{"doc-id", "extraction", "text-digest"}},
			{"address", func(t *testing.T) *store.Dataset {
				return changed(t, d.ds, func(r *store.CaptureRow) (bool, bool) {
					same := r.CaptureID == w.capture.CaptureID
					if same {
						r.URL, r.FinalURL, r.Redirects = "http://elsewhere.test/", "http://elsewhere.test/", nil
					}
					return one(same)
				})
			}, []string{"address"}},
			{"offset of the hit", func(t *testing.T) *store.Dataset {
				return changed(t, d.ds, func(r *store.FrameHitRow) (bool, bool) {
					same := r.HitID == w.hit.HitID
					if same {
						r.Start++
					}
					return one(same)
				})
			}, []string{"span"}},
			{"surface", func(t *testing.T) *store.Dataset {
				return changed(t, d.ds, func(r *store.FrameHitRow) (bool, bool) {
					same := r.HitID == w.hit.HitID
					if same {
						r.Surface = "国" + r.Surface
					}
					return one(same)
				})
			}, []string{"surface"}},
			{"sentence elsewhere", func(t *testing.T) *store.Dataset {
				return changed(t, d.ds, func(r *store.SentenceRow) (bool, bool) {
					same := r.SentenceID == w.sentence.SentenceID
					if same {
						r.Start, r.StartByte, r.End, r.EndByte = 0, 0, 0, 0
					}
					return one(same)
				})
			}, []string{"sentence"}},
			{"sentence gone", func(t *testing.T) *store.Dataset {
				return changed(t, d.ds, func(r *store.SentenceRow) (bool, bool) { return r.SentenceID != w.sentence.SentenceID, false })
			}, []string{"sentence"}},
			{"clause gone", func(t *testing.T) *store.Dataset {
				return changed(t, d.ds, func(r *store.ClauseRow) (bool, bool) { return r.ClauseID != w.clause.ClauseID, false })
			}, []string{"clause"}},
			{"another hit gone", func(t *testing.T) *store.Dataset {
				return changed(t, d.ds, func(r *store.DocumentFrameRow) (bool, bool) {
					same := r.DocID == w.doc.DocID && r.Frame == w.hit.Frame && r.TargetID == w.hit.TargetID
					if same {
						r.NHits++
					}
					return one(same)
				})
			}, []string{"decision"}},
			{"decision gone", func(t *testing.T) *store.Dataset {
				return changed(t, d.ds, func(r *store.DocumentFrameRow) (bool, bool) {
					return r.DocID != w.doc.DocID || r.Frame != w.hit.Frame, false
				})
			}, []string{"decision"}},
			{"document gone", func(t *testing.T) *store.Dataset {
				return changed(t, d.ds, func(r *store.DocumentRow) (bool, bool) { return r.DocID != w.doc.DocID, false })
			}, []string{"document"}},
			{"capture gone", func(t *testing.T) *store.Dataset {
				return changed(t, d.ds, func(r *store.CaptureRow) (bool, bool) { return r.CaptureID != w.capture.CaptureID, false })
			}, []string{"capture"}},
			{"body digest", func(t *testing.T) *store.Dataset {
				return changed(t, d.ds, func(r *store.CaptureRow) (bool, bool) {
					same := r.CaptureID == w.capture.CaptureID
					if same {
						r.BodySHA256 = strings.Repeat("1", 64)
					}
					return one(same)
				})
			}, []string{"body-digest"}},
			{"place of the record", func(t *testing.T) *store.Dataset {
				return changed(t, d.ds, func(r *store.CaptureRow) (bool, bool) {
					same := r.CaptureID == w.capture.CaptureID
					if same {
						r.WARCOffset++
					}
					return one(same)
				})
			}, []string{"record"}},
		} {
			t.Run(lang+" "+c.name, func(t *testing.T) {
				ds := c.damage(t)
				tr, err := trace.Of(t.Context(), ds, w.hit.HitID, d.options(ds, 0))
				if err != nil {
					t.Fatal(err)
				}
				if got := brokenIn(tr); !slices.Equal(got, c.want) {
					t.Errorf("broken are %q, want %q", got, c.want)
				}
				toldWhatToDo(t, tr)
			})
		}
	}
}

// toldWhatToDo checks that what is broken has a file and a way out, and is counted.
func toldWhatToDo(t *testing.T, tr *trace.Trace) {
	t.Helper()
	n := 0
	walk(tr.Root, func(node *trace.Node) {
		for _, l := range node.Links {
			if l.Verdict == trace.Broken {
				n++
				if l.File == "" || l.Do == "" || l.Why == "" {
					t.Errorf("%s does not say which file or what to do: %+v", l.What, l)
				}
			}
		}
	})
	if n == 0 || tr.Broken == 0 {
		t.Errorf("%d links are broken, and %d are counted", n, tr.Broken)
	}
}

// TestDamagedArchivesAreNamed takes the dataset elsewhere, as archives are not of the
// tables.
func TestDamagedArchivesAreNamed(t *testing.T) {
	d := demo(t)
	w := d.hitIn(t, "zh")
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(dir, os.DirFS(d.cfg.Data)); err != nil {
		t.Fatal(err)
	}
	ds, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, filepath.FromSlash(w.capture.WARCFile))
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	follow := func(want ...string) {
		t.Helper()
		tr, err := trace.Of(t.Context(), ds, w.doc.DocID, d.options(ds, 0))
		if err != nil {
			t.Fatal(err)
		}
		if got := brokenIn(tr); !slices.Equal(got, want) {
			t.Errorf("broken are %q, want %q", got, want)
		}
		if len(want) > 0 {
			toldWhatToDo(t, tr)
		}
		if l := linksOf(tr, "extraction"); len(want) > 0 && (len(l) != 1 || l[0].Verdict != trace.NotChecked) {
			t.Errorf("without bytes extraction is not told as not checked: %+v", l)
		}
	}
	follow()
	for _, at := range []int64{20, 60, 200, 400, 700} { // head, block and what is between, of the compressed record
		spoilt := slices.Clone(whole)
		spoilt[w.capture.WARCOffset+at] ^= 1
		if err := os.WriteFile(file, spoilt, 0o600); err != nil {
			t.Fatal(err)
		}
		follow("record")
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	follow("record")
	// A file of a table that was changed behind the manifest's back, in the same length.
	if err := os.WriteFile(file, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	var table store.File
	for _, f := range ds.Files("runs") {
		table = f
	}
	at := filepath.Join(dir, filepath.FromSlash(table.Path))
	data, err := os.ReadFile(at)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(at); err != nil { // the generation's link stays what it is
		t.Fatal(err)
	}
	data[0] ^= 1
	if err := os.WriteFile(at, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if tr, err := trace.Of(t.Context(), ds, w.doc.DocID, d.options(ds, 0)); err == nil {
		if !slices.ContainsFunc(tr.Files, func(l trace.Link) bool { return l.Verdict == trace.Broken && l.File == table.Path && l.Do != "" }) {
			t.Errorf("the damaged file is not named: %+v", tr.Files)
		}
	} else if !strings.Contains(err.Error(), table.Path) || !strings.Contains(err.Error(), "dataset verify") {
		t.Errorf("the error names neither the file nor what to do: %v", err)
	}
}

// TestChangedEstimatesAreNamed changes a column of a published number.
func TestChangedEstimatesAreNamed(t *testing.T) {
	d := demo(t)
	preferred := rows(t, d.ds, func(r store.EstimateRow) bool {
		return r.Question == "prevalence" && r.Statistic == "share" && r.Preferred && r.Dimension == "all" && r.NPositive > 3
	})[0]
	for name, c := range map[string]struct {
		change func(*store.EstimateRow)
		want   []string
	}{
		"value":      {func(r *store.EstimateRow) { r.Value += 1e-9 }, []string{"value"}},
		"interval":   {func(r *store.EstimateRow) { *r.CIHi += 1e-6 }, []string{"value"}},
		"n":          {func(r *store.EstimateRow) { r.N++ }, []string{"counts", "value"}},
		"n_positive": {func(r *store.EstimateRow) { r.NPositive-- }, []string{"counts", "value"}},
		"n_stories":  {func(r *store.EstimateRow) { *r.NStories++ }, []string{"counts", "value"}},
		"n_outlets":  {func(r *store.EstimateRow) { *r.NOutlets++ }, []string{"counts", "value"}},
		"not coded":  {func(r *store.EstimateRow) { *r.NNotCoded++ }, []string{"counts", "value"}},
	} {
		t.Run(name, func(t *testing.T) {
			ds := changed(t, d.ds, func(r *store.EstimateRow) (bool, bool) {
				if r.ID() != preferred.ID() {
					return true, false
				}
				c.change(r)
				return true, true
			})
			tr, err := trace.Of(t.Context(), ds, preferred.ID(), d.options(ds, 1))
			if err != nil {
				t.Fatal(err)
			}
			if got := brokenIn(tr); !slices.Equal(got, c.want) {
				t.Errorf("broken are %q, want %q", got, c.want)
			}
			toldWhatToDo(t, tr)
		})
	}
}

// TestWhatIsNotThere looks for IDs that nothing has, that several have, that were
// erased, and that are none.
func TestWhatIsNotThere(t *testing.T) {
	d := demo(t)
	for id, want := range map[string]error{"0123456789abcdef0123456789abcdef": trace.ErrUnknown, "0123456": trace.ErrForm, "sovereignty": trace.ErrForm, strings.Repeat("a", 33): trace.ErrForm} {
		if _, err := trace.Of(t.Context(), d.ds, id, d.options(d.ds, 1)); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", id, err, want)
		}
	}
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(dir, os.DirFS(d.cfg.Data)); err != nil {
		t.Fatal(err)
	}
	ds, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	list, err := erased.Load(ds.StateDir())
	if err != nil {
		t.Fatal(err)
	}
	const gone = "feedfeedfeedfeedfeedfeedfeedfeed"
	list.Add(time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC), "http://a.test/", gone)
	if err := list.Save(ds.StateDir()); err != nil {
		t.Fatal(err)
	}
	var removed *trace.ErasedError
	if _, err := trace.Of(t.Context(), ds, gone[:8], d.options(ds, 1)); !errors.As(err, &removed) || removed.Day != "2026-11-30" {
		t.Errorf("erased: %v", err)
	}
}
