package store_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/store"
	"framewatch/store/disk/disktest"
)

// model is what a dataset should hold: the title of each document, its month,
// and the words of each, as often as they stand there.
type model struct {
	docs  map[string]store.DocumentRow
	words map[string]int64 // doc, term: n
}

func (m model) clone() model { return model{maps.Clone(m.docs), maps.Clone(m.words)} }

func (m model) titles() map[string]string {
	out := map[string]string{}
	for id, d := range m.docs {
		out[id+" "+d.Month] = d.Title
	}
	return out
}

// found reads the same out of a dataset. A row that stands twice is told by its
// key.
func found(t *testing.T, d *store.Dataset) (titles map[string]string, words map[string]int64) {
	t.Helper()
	titles, words = map[string]string{}, map[string]int64{}
	for _, f := range d.Files("documents") {
		for _, r := range scan[store.DocumentRow](t, d.Only(f)) {
			key := r.DocID + " " + f.Month()
			if _, twice := titles[key]; twice {
				key += " twice"
			}
			titles[key] = r.Title
		}
	}
	for _, r := range scan[store.TermCountRow](t, d) {
		words[r.DocID+" "+r.Term] += r.N
	}
	return titles, words
}

// step is one batch of random changes, and the same changes on a model.
type step struct {
	t     *testing.T
	b     *store.Batch
	r     *rand.Rand
	now   model // with what the batch has done
	added map[string]bool
	big   bool
}

// add appends a document, now and then with so many words that its file is not
// small.
func (s *step) add(id string) {
	month := fmt.Sprintf("2026-%02d", 1+s.r.IntN(3))
	row := store.DocumentRow{DocID: id, SourceID: "harbour", URL: id, Title: fmt.Sprint("title ", s.r.IntN(1000)), Lang: "en", Text: "The harbour opened.", Version: 1, Month: month}
	must(s.t, store.Append(s.b, row))
	s.now.docs[id], s.added[id] = row, true
	n := 1 + s.r.IntN(4)
	if s.big {
		n = 60_000
	}
	rows := make([]store.TermCountRow, n)
	for i := range rows {
		rows[i] = store.TermCountRow{DocID: id, Lang: "en", Term: fmt.Sprintf("%x", s.r.Uint64()), N: 1 + s.r.Int64N(5), Month: month}
		s.now.words[id+" "+rows[i].Term] = rows[i].N
	}
	must(s.t, store.Append(s.b, rows...))
}

func (s *step) forget(id string) {
	delete(s.now.docs, id)
	maps.DeleteFunc(s.now.words, func(k string, _ int64) bool { return k[:len(id)+1] == id+" " })
}

// old are the documents that were there before the batch.
func (s *step) old() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(s.now.docs)), func(id string) bool { return s.added[id] })
}

// drop takes some of the old documents out.
func (s *step) drop() {
	docs := map[string]string{}
	for _, id := range s.old() {
		if s.r.IntN(4) == 0 {
			docs[id] = s.now.docs[id].Month
			s.forget(id)
		}
	}
	_, err := s.b.Drop(s.t.Context(), docs, store.DocumentTables()...)
	must(s.t, err)
}

// renew appends some of the old documents again, as they are or with another
// word, beside what the batch has added.
func (s *step) renew() {
	docs := map[string]string{}
	for _, id := range s.old() {
		if s.r.IntN(4) > 0 {
			continue
		}
		row := s.now.docs[id]
		docs[id], row.RunID = row.Month, fmt.Sprint(s.r.Uint64())
		must(s.t, store.Append(s.b, row))
		for k, n := range s.now.words {
			if strings.HasPrefix(k, id+" ") {
				must(s.t, store.Append(s.b, store.TermCountRow{DocID: id, Lang: "en", Term: k[len(id)+1:], N: n, Month: row.Month}))
			}
		}
		if s.r.IntN(3) == 0 {
			word := store.TermCountRow{DocID: id, Lang: "en", Term: fmt.Sprintf("%x", s.r.Uint64()), N: 1, Month: row.Month}
			s.now.words[id+" "+word.Term] = 1
			must(s.t, store.Append(s.b, word))
		}
	}
	must(s.t, s.b.Renew(s.t.Context(), docs, store.DocumentTables()...))
	for id := range docs { // a second time within a batch it would not be old any more
		s.added[id] = true
	}
}

func (s *step) replaceMonth() {
	month := fmt.Sprintf("2026-%02d", 1+s.r.IntN(3))
	s.b.ReplaceMonth("documents", month)
	s.b.ReplaceMonth("term_counts", month)
	for _, id := range s.old() {
		if s.now.docs[id].Month == month {
			s.forget(id)
		}
	}
}

func (s *step) retitle() {
	odd := fmt.Sprint(s.r.IntN(10))
	touched, err := store.Rewrite(s.t.Context(), s.b, func(row *store.DocumentRow) (bool, bool) {
		if row.DocID[len(row.DocID)-1:] != odd {
			return true, false
		}
		row.Title += "!"
		return true, true
	})
	must(s.t, err)
	n := int64(0)
	for _, id := range s.old() {
		if d := s.now.docs[id]; id[len(id)-1:] == odd {
			d.Title += "!"
			s.now.docs[id] = d
			n++
		}
	}
	if touched != n {
		s.t.Errorf("%d rows were touched, want %d", touched, n)
	}
}

func (s *step) look() {
	now, err := s.b.Snapshot(s.t.Context())
	must(s.t, err)
	s.compare(now, "a snapshot")
}

func (s *step) compare(d *store.Dataset, what string) {
	s.t.Helper()
	titles, words := found(s.t, d)
	if diff := cmp.Diff(s.now.titles(), titles); diff != "" {
		s.t.Fatalf("%s has other documents: %s", what, diff)
	}
	if !maps.Equal(s.now.words, words) {
		s.t.Fatalf("%s has %d words, want %d, or others", what, len(words), len(s.now.words))
	}
}

// TestADatasetHoldsWhatAModelHolds, whatever is added, dropped, replaced,
// rewritten, merged and given up in whatever order, in snapshots and afterwards.
func TestADatasetHoldsWhatAModelHolds(t *testing.T) {
	for seed := range uint64(rounds(6)) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r, mem := rand.New(rand.NewPCG(seed, 7)), disktest.NewMem()
			have := model{map[string]store.DocumentRow{}, map[string]int64{}}
			for n := 1; n <= 14; n++ {
				d, err := store.CreateOn(mem)
				must(t, err)
				origin := store.Origin(d.Files("documents"))
				b, err := d.Begin(store.RunRow{RunID: run(n), Command: "test", Started: start})
				must(t, err)
				s := &step{t: t, b: b, r: r, now: have.clone(), added: map[string]bool{}}
				work := s.randomly(n)
				if r.IntN(5) == 0 {
					must(t, b.Close()) // given up
					s.now = have
				} else {
					_, err = b.Commit(t.Context(), start.Add(time.Duration(n)*time.Hour))
					must(t, err)
				}
				d, err = store.OpenOn(mem)
				must(t, err)
				s.compare(d, fmt.Sprint("run ", n))
				if work == 0 && store.Origin(d.Files("documents")) != origin {
					t.Error("merging has changed the origin of rows")
				}
				have = s.now
			}
		})
	}
}

// randomly does some changes, then some merging, and says how many changes.
func (s *step) randomly(n int) int {
	kinds := []func(){s.drop, s.replaceMonth, s.retitle, s.renew, s.look,
		func() { s.add(fmt.Sprintf("doc-%02d-%d", n, len(s.added))) }, func() { s.add(fmt.Sprintf("doc-%02d-%d", n, len(s.added))) }}
	work := s.r.IntN(7)
	s.big = s.r.IntN(6) == 0
	rewritten := false // a second rewrite or a drop after one would not see what the first has written
	for range work {
		k := s.r.IntN(len(kinds))
		if k < 4 && rewritten {
			continue
		}
		rewritten = rewritten || k == 2 || k == 3
		kinds[k]()
		s.big = false
	}
	if s.r.IntN(3) == 0 {
		must(s.t, s.b.Compact(s.t.Context()))
		s.look()
	}
	return work
}
