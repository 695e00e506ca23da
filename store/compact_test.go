package store_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/store"
	"framewatch/store/disk/disktest"
)

// catalogue is n documents over twelve months with rows of several tables.
func catalogue(n int) []store.DocumentRow {
	var rows []store.DocumentRow
	for i := range n {
		day := start.AddDate(0, i%12, i%28)
		rows = append(rows, store.DocumentRow{DocID: fmt.Sprintf("%08x", i*2654435761%4294967296), CaptureID: "c", SourceID: "harbour", URL: fmt.Sprint(i),
			Title: fmt.Sprintf("Mediation 调解 %d", i), PublishedAt: day, Lang: "zh-Hans", Text: "国际调解院在香港开幕。", Version: 1, Month: day.Format("2006-01")})
	}
	return rows
}

// nights commits documents in several runs.
func nights(t *testing.T, dir string, first int, nights ...[]store.DocumentRow) {
	t.Helper()
	for i, rows := range nights {
		b, err := begin(dir, run(first+i))
		if err != nil {
			t.Fatal(err)
		}
		b.KeepFor(0)
		b.Replace("sources")
		if err := store.Append(b, store.SourceRow{SourceID: "harbour"}); err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if err := store.Append(b, r); err != nil {
				t.Fatal(err)
			}
			for s := range 3 {
				row := store.SentenceRow{SentenceID: fmt.Sprintf("%s-%d", r.DocID, 9-s), DocID: r.DocID, Seq: int64(s), Lang: r.Lang, Month: r.Month}
				if err := store.Append(b, row); err != nil {
					t.Fatal(err)
				}
			}
		}
		if _, err := b.Commit(t.Context(), start.Add(time.Duration(first+i)*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
}

func partitions(t *testing.T, dir string) map[string]int {
	t.Helper()
	count := map[string]int{}
	for _, f := range open(t, dir).Files("") {
		count[filepath.Dir(f.Path)]++
	}
	return count
}

// TestABackCatalogueMakesOneFileAMonth, in whatever order its dates come.
func TestABackCatalogueMakesOneFileAMonth(t *testing.T) {
	rows := catalogue(300)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	dir := t.TempDir()
	nights(t, dir, 1, rows)
	for at, n := range partitions(t, dir) {
		if n != 1 {
			t.Errorf("%d files in %s", n, at)
		}
	}
	expectProblems(t, dir)
}

// TestOrderOfArrivalLeavesNoTrace: the same documents in other nights and
// another order are, once compacted, the same bytes but for the run's name.
func TestOrderOfArrivalLeavesNoTrace(t *testing.T) {
	oneByOne(t)
	rows := catalogue(120)
	compacted := func(seed uint64, batch int) (map[string]string, *store.Dataset) {
		dir, shuffled := t.TempDir(), catalogue(120)
		rand.New(rand.NewPCG(seed, 2)).Shuffle(len(rows), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		var all [][]store.DocumentRow
		for len(shuffled) > 0 {
			n := min(batch, len(shuffled))
			all, shuffled = append(all, shuffled[:n]), shuffled[n:]
		}
		nights(t, dir, 1, all...)
		compact(t, dir, 99)
		out := map[string]string{}
		for _, table := range []string{"documents", "sentences", "sources"} {
			for _, f := range open(t, dir).Files(table) {
				data, err := os.ReadFile(filepath.Join(dir, f.Path))
				if err != nil {
					t.Fatal(err)
				}
				out[filepath.Dir(f.Path)] = string(data)
			}
		}
		expectProblems(t, dir)
		return out, open(t, dir)
	}
	one, _ := compacted(1, 120)
	other, d := compacted(2, 17)
	if diff := cmp.Diff(one, other); diff != "" {
		t.Error("the tables depend on the order of arrival")
	}
	seq := int64(0)
	for _, s := range scan[store.SentenceRow](t, d) {
		if s.Seq != seq%3 {
			t.Fatalf("sentence %d of its document stands where %d should: order inside a document is lost", s.Seq, seq%3)
		}
		seq++
	}
}

func compact(t *testing.T, dir string, id int) {
	t.Helper()
	b, err := begin(dir, run(id))
	if err != nil {
		t.Fatal(err)
	}
	b.KeepFor(0)
	if err := b.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Commit(t.Context(), start.Add(1000*time.Hour)); err != nil {
		t.Fatal(err)
	}
	for _, r := range b.Rows() {
		if r.Table != "runs" {
			t.Errorf("a compaction says that it wrote %d rows of %s", r.Rows, r.Table)
		}
	}
}

// TestNightsLeaveFewFiles: many runs into one month are merged on the way.
func TestNightsLeaveFewFiles(t *testing.T) {
	oneByOne(t)
	dir := t.TempDir()
	var all [][]store.DocumentRow
	rows := catalogue(12 * 40)
	for i := range 40 {
		all = append(all, []store.DocumentRow{rows[i*12]}) // all in the first month
	}
	nights(t, dir, 1, all...)
	for at, n := range partitions(t, dir) {
		if n > 1 {
			t.Errorf("%d files in %s, all of them small", n, at)
		}
	}
	if n := open(t, dir).Rows("documents"); n != 40 {
		t.Errorf("%d documents", n)
	}
	expectProblems(t, dir)
}

func TestDropTakesOneDocumentOut(t *testing.T) {
	dir := t.TempDir()
	rows := catalogue(60)
	nights(t, dir, 1, rows[:30], rows[30:])
	before := partitions(t, dir)
	gone := rows[5]
	b, err := begin(dir, run(9))
	if err != nil {
		t.Fatal(err)
	}
	went, err := b.Drop(t.Context(), map[string]string{gone.DocID: gone.Month}, store.DocumentTables()...)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]store.TableRows{{Table: "documents", Rows: 1}, {Table: "sentences", Rows: 3}}, went); diff != "" {
		t.Errorf("rows that went: %s", diff)
	}
	if _, err := b.Commit(t.Context(), start.Add(100*time.Hour)); err != nil {
		t.Fatal(err)
	}
	d := open(t, dir)
	for _, r := range scan[store.DocumentRow](t, d) {
		if r.DocID == gone.DocID {
			t.Error("the document is still there")
		}
	}
	for _, r := range scan[store.SentenceRow](t, d) {
		if r.DocID == gone.DocID {
			t.Error("a sentence of it is still there")
		}
	}
	if n, m := d.Rows("documents"), d.Rows("sentences"); n != 59 || m != 59*3 {
		t.Errorf("%d documents and %d sentences, want 59 and 177", n, m)
	}
	rewritten := 0
	for _, f := range d.Files("") {
		if string(f.Run()) == run(9) && f.Table != "runs" {
			rewritten++
		}
	}
	if rewritten != 2 {
		t.Errorf("%d files written again, want one of documents and one of sentences", rewritten)
	}
	if len(before) != len(partitions(t, dir)) {
		t.Error("a month has gone")
	}
	expectProblems(t, dir)
}

// TestManyRowsSpillAndAreMerged: more rows than wait in memory still make one
// file a month, and a loss of power after the commit takes none of it.
func TestManyRowsSpillAndAreMerged(t *testing.T) {
	oneByOne(t)
	mem := disktest.NewMem()
	d, err := store.CreateOn(mem)
	must(t, err)
	b, err := d.Begin(store.RunRow{RunID: run(1), Command: "test", Started: start})
	must(t, err)
	rows := make([]store.TermCountRow, 0, 60_000)
	n := 0
	for range 20 {
		rows = rows[:0]
		for range 60_000 {
			n++
			rows = append(rows, store.TermCountRow{DocID: fmt.Sprint("d", n/300), Lang: "zh", Term: fmt.Sprint("词", n*2654435761%65537), N: 1, Month: fmt.Sprintf("2026-%02d", 1+n%3)})
		}
		must(t, store.Append(b, rows...))
	}
	_, err = b.Commit(t.Context(), start)
	must(t, err)
	d, err = store.OpenOn(mem.Crash(0, rand.New(rand.NewPCG(1, 1))))
	must(t, err)
	if got := d.Rows("term_counts"); got != int64(n) {
		t.Errorf("%d rows, want %d", got, n)
	}
	if files := d.Files("term_counts"); len(files) != 3 {
		t.Errorf("%d files for 3 months", len(files))
	}
	sum := int64(0)
	for r, err := range store.Scan[store.TermCountRow](t.Context(), d) {
		must(t, err)
		sum += r.N
	}
	if sum != int64(n) {
		t.Errorf("the rows sum to %d, want %d", sum, n)
	}
}
