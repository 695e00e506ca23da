package store_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/store"
	"framewatch/store/disk/disktest"
)

// TestAmendedRowsStayWhatTheyWere: rows of an earlier run, what Drop has left of them
// and rows of this run all change; those of this run are renewed against the earlier
// ones as before, no row is there twice, and the rows that a run wrote are counted once.
func TestAmendedRowsStayWhatTheyWere(t *testing.T) {
	document := func(i int, month string) store.DocumentRow {
		return store.DocumentRow{DocID: fmt.Sprintf("d-%02d", i), SourceID: "harbour", URL: fmt.Sprintf("http://h.test/%d", i), Text: "The court opened. 法庭开庭。", Version: 1, Month: month}
	}
	mem := disktest.NewMem()
	must(t, runOn(t, mem, 1, func(b *store.Batch) error {
		return store.Append(b, document(1, "2026-03"), document(2, "2026-03"), document(3, "2026-04"))
	}))
	var written []store.TableRows
	must(t, runOn(t, mem, 2, func(b *store.Batch) error {
		if _, err := b.Drop(tctx, map[string]string{"d-02": "2026-03"}, "documents"); err != nil {
			return err
		}
		if err := store.Append(b, document(4, "2026-03"), document(5, "2026-05")); err != nil {
			return err
		}
		now, err := b.Snapshot(tctx)
		if err != nil {
			return err
		}
		may := slices.DeleteFunc(now.Files("documents"), func(f store.File) bool { return f.Month() == "2026-04" })
		if err := store.Amend(tctx, b, may, func(d *store.DocumentRow) { d.Counted = true }); err != nil {
			return err
		}
		again := document(1, "2026-03")
		again.Counted = true
		if err := store.Append(b, again); err != nil { // as annotating again does: nothing has changed
			return err
		}
		err = b.Renew(tctx, map[string]string{"d-01": "2026-03"}, "documents")
		written = b.Rows()
		return err
	}))
	d, err := store.OpenOn(mem)
	must(t, err)
	got := map[string]bool{}
	for _, r := range scan[store.DocumentRow](t, d) {
		if _, twice := got[r.DocID]; twice {
			t.Errorf("%s is there twice", r.DocID)
		}
		got[r.DocID] = r.Counted
		if want := document(int(r.DocID[3]-'0'), r.Month); r.Text != want.Text || r.URL != want.URL {
			t.Errorf("%s has changed: %+v", r.DocID, r)
		}
	}
	if diff := cmp.Diff(map[string]bool{"d-01": true, "d-03": false, "d-04": true, "d-05": true}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]store.TableRows{{Table: "documents", Rows: 2}}, written); diff != "" {
		t.Errorf("rows of the run: %s", diff)
	}
}
