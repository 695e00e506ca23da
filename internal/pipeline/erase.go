package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/frontier"
	"framewatch/internal/erased"
	"framewatch/store"
	"framewatch/store/disk"
)

// codeErased is the word in table failures for what was removed on request and
// came again.
const codeErased = "erased"

// Erasure says what to remove.
type Erasure struct {
	Doc    corpus.DocID // a document, and with it all that was read from its address
	URL    string       // or an address
	DryRun bool         // only look
}

// Erased is what was removed, or would be.
type Erased struct {
	Documents []string          `json:"documents"` // IDs
	Rows      []store.TableRows `json:"rows"`      // removed or changed, by table
	Archives  []string          `json:"archives"`  // WARC files written anew
	Records   int               `json:"records"`   // removed from them
	Naming    int               `json:"naming"`    // records of other pages that name the address or quote the text, and stay
	Reports   []string          `json:"reports"`   // pages beside the tables that showed them, removed
	Copies    []string          `json:"copies"`    // IDs of documents elsewhere that are copies or translations, and stay
	Notes     []string          `json:"notes,omitempty"`
}

// Errors of an erasure that a user can mend.
var (
	// ErrNothingErased means that nothing of a request is in the dataset.
	ErrNothingErased = errors.New("no such document, address or person in the dataset")
	// ErrUnfinished means that a crawl was interrupted, and waits to go on.
	ErrUnfinished = errors.New("a crawl was interrupted; finish it first, with the command that began it")
	// ErrCodebookChanged means that the settings are not those of the last run.
	ErrCodebookChanged = errors.New("codebook or gazetteers differ from the last run's; name its settings with -c, or run framewatch annotate first")
)

// erasure is an erasure under way.
type erasure struct {
	*run
	what  Erasure
	out   *Erased
	docs  map[string]string // IDs and their months
	urls  map[string]bool   // addresses, also those that led there and that the pages name
	parts []string          // pieces of the texts, to be found in feeds
	moved map[string]frontier.Moved
}

// Erase removes an article from tables, archive and state, drops all earlier
// generations, and leaves a tombstone, so that neither a crawl nor an import
// brings it back. Everything that is computed over all documents is computed
// again.
func (p *Pipeline) Erase(ctx context.Context, what Erasure) (*Erased, error) {
	e := &erasure{what: what, out: &Erased{}, docs: map[string]string{}, urls: map[string]bool{}, moved: map[string]frontier.Moved{}}
	if _, err := store.Open(p.cfg.Data); err != nil {
		return nil, err // begin would make one
	}
	r, err := p.begin(ctx)
	if err != nil {
		return nil, err
	}
	e.run = r
	if err = e.find(ctx); err == nil && !what.DryRun {
		err = e.remove(ctx)
	}
	if err == nil && !what.DryRun {
		_, err = r.commit(ctx)
	}
	if err != nil || what.DryRun {
		return e.out, errors.Join(err, e.undo(err), r.batch.Close())
	}
	e.out.Notes = r.result.Notes
	return e.out, e.finish()
}

// undo removes the archive files of an erasure that failed; the old ones count.
func (e *erasure) undo(failed error) error {
	if failed == nil {
		return nil
	}
	fsys, err := disk.Open(e.dataset.Dir())
	if err != nil {
		return err
	}
	for _, m := range e.moved {
		if err := fsys.Remove(m.File); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// find lists what is to go.
func (e *erasure) find(ctx context.Context) error {
	if e.result.Resumed {
		return ErrUnfinished
	}
	if !e.what.DryRun { // before anything is gone: it is the last to be done
		if err := crawl.MayErase(e.dataset.StateDir()); err != nil {
			return err
		}
	}
	if err := e.sameCodebook(ctx); err != nil {
		return err
	}
	// Before the tombstone, which must not stand for what is still there.
	if err := e.dataset.KnownColumns(store.FailureRow{}.Table(), store.SourceEventRow{}.Table(), store.DerivationRow{}.Table(), store.CaptureRow{}.Table()); err != nil {
		return err
	}
	at := func(url string) {
		if url != "" {
			e.urls[url], e.urls[today(url)] = true, true
		}
	}
	at(e.what.URL)
	// Once for what is asked for, and again for all versions at its addresses.
	for range 2 {
		for d, err := range store.Scan[store.DocumentRow](ctx, e.dataset) {
			if err != nil {
				return err
			}
			if _, known := e.docs[d.DocID]; known || d.DocID != string(e.what.Doc) && !e.urls[today(d.URL)] && !e.urls[today(d.CanonicalURL)] {
				continue
			}
			e.docs[d.DocID] = d.Month
			at(d.URL)
			at(d.CanonicalURL)
			e.parts = append(e.parts, pieces(d.Text)...)
		}
	}
	// A second call ends what a first one has begun.
	known := len(e.docs) > 0 || e.erased.URL(e.what.URL) || e.erased.Document(e.what.Doc)
	// Other addresses that led to the same page, or to which it led.
	for c, err := range store.Scan[store.CaptureRow](ctx, e.dataset) {
		if err != nil {
			return err
		}
		if e.urls[today(c.URL)] || e.urls[today(c.FinalURL)] {
			known = true
			at(c.URL)
		}
	}
	if !known {
		return ErrNothingErased
	}
	e.out.Documents = slices.Sorted(maps.Keys(e.docs))
	return e.findCopies(ctx)
}

// sameCodebook refuses to mix two codebooks in what is computed over all
// documents.
func (r *run) sameCodebook(ctx context.Context) error {
	change, err := r.recipeChange(ctx)
	if err == nil && r.dataset.Rows(store.DocumentRow{}.Table()) > 0 && !change.None() {
		err = ErrCodebookChanged
	}
	return err
}

// findCopies tells of the documents in the same groups, which are others'
// articles and stay.
func (e *erasure) findCopies(ctx context.Context) error {
	groups := map[string]bool{}
	for range 2 {
		for s, err := range store.Scan[store.SyndicationRow](ctx, e.dataset) {
			if err != nil {
				return err
			}
			if _, gone := e.docs[s.DocID]; gone {
				groups[s.GroupID] = true
			} else if groups[s.GroupID] && !slices.Contains(e.out.Copies, s.DocID) {
				e.out.Copies = append(e.out.Copies, s.DocID)
			}
		}
	}
	return nil
}

// remove rewrites archive and tables, and notes the tombstone before anything
// else: what a crash leaves is never less protected than before.
func (e *erasure) remove(ctx context.Context) error {
	ids := map[string][]corpus.DocID{}
	for b, err := range store.ScanColumns[knownDocument](ctx, e.dataset) {
		if err != nil {
			return err
		}
		for i := range b.Version {
			if _, gone := e.docs[b.Doc.At(i)]; gone {
				ids[b.URL.At(i)] = append(ids[b.URL.At(i)], corpus.DocID(b.Doc.At(i)))
			}
		}
	}
	for _, u := range slices.Sorted(maps.Keys(e.urls)) {
		e.erased.Add(e.started, u, ids[u]...)
	}
	if err := e.erased.Save(e.dataset.StateDir()); err != nil {
		return err
	}
	if err := e.rewriteArchives(ctx); err != nil {
		return err
	}
	e.erased.Remove = append(e.erased.Remove, slices.Sorted(maps.Keys(e.moved))...)
	if err := e.erased.Save(e.dataset.StateDir()); err != nil {
		return err
	}
	e.batch.DropArchives(slices.Collect(maps.Keys(e.moved))...)
	e.batch.KeepFor(0)
	if err := e.rewriteTables(ctx); err != nil {
		return err
	}
	return e.over(ctx)
}

// finish removes what must not stay once the run is committed.
func (e *erasure) finish() error {
	if err := e.clearCopies(e.out); err != nil {
		return err
	}
	stateDir := e.dataset.StateDir()
	if err := crawl.Erase(stateDir, slices.Collect(maps.Keys(e.urls)), e.moved); err != nil {
		return err
	}
	return removeArchives(e.dataset.Dir(), stateDir, e.erased)
}

// removeArchives removes the archive files that an erasure has replaced. They
// are noted until they are gone.
func removeArchives(dir, stateDir string, list *erased.List) error {
	if len(list.Remove) == 0 {
		return nil
	}
	fsys, err := disk.Open(dir)
	if err != nil {
		return err
	}
	d, err := store.Open(dir)
	if err != nil {
		return err
	}
	for _, name := range list.Remove {
		if slices.ContainsFunc(d.Generation().WARC, func(a store.Archive) bool { return a.Path == name }) {
			continue // its run was not committed; it counts
		}
		if err := fsys.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove replaced archive: %w", err)
		}
	}
	list.Remove = nil
	return list.Save(stateDir)
}
