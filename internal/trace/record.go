package trace

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/crawl/warc"
	"framewatch/internal/datasetcheck"
	"framewatch/store"
)

// capture is a row of table captures, and of one that brought no body the earlier
// one that did.
type capture struct {
	row     store.CaptureRow
	file    store.File
	earlier *capture
	node    *Node
	body    []byte
}

// stored is the capture that has the body.
func (c *capture) stored() corpus.Capture {
	if c.earlier != nil {
		return c.earlier.row.Capture()
	}
	return c.row.Capture()
}

// hasBody reports whether the capture's record is said to hold a body.
func hasBody(r *store.CaptureRow) bool {
	return r.WARCFile != "" && r.BodySHA256 != "" && corpus.Outcome(r.Outcome).Stored()
}

// capturesOf finds the captures of documents. They lie by the month of fetching,
// which documents do not say.
func (t *tracer) capturesOf(ctx context.Context, texts map[string]*text) (map[string]*capture, error) {
	wanted := map[string]bool{}
	for _, x := range texts {
		wanted[x.row.CaptureID] = true
	}
	return t.captures(ctx, wanted)
}

func (t *tracer) captures(ctx context.Context, wanted map[string]bool) (map[string]*capture, error) {
	out := map[string]*capture{}
	for _, f := range t.ds.Files(store.CaptureRow{}.Table()) {
		if len(out) == len(wanted) {
			break
		}
		has := false
		for b, err := range store.ScanColumns[captureIDs](ctx, t.ds.Only(f)) {
			if err != nil {
				return nil, fmt.Errorf("%s: %w (%s)", f.Path, err, mendTable)
			}
			has = has || slices.ContainsFunc(b.ID, func(id string) bool { return wanted[id] })
		}
		if !has {
			continue
		}
		err := eachIn(ctx, t, f, func(r *store.CaptureRow) bool { return wanted[r.CaptureID] }, func(r store.CaptureRow, f store.File) {
			out[r.CaptureID] = &capture{row: r, file: f}
		})
		if err != nil {
			return nil, err
		}
	}
	return out, t.earlier(ctx, out)
}

// earlier finds the bodies of captures that were answered that nothing has changed:
// those of the last capture before that has one.
func (t *tracer) earlier(ctx context.Context, list map[string]*capture) error {
	without := map[string][]*capture{} // by address
	for _, c := range list {
		if corpus.Outcome(c.row.Outcome) == corpus.OutcomeNotModified {
			without[c.row.URL] = append(without[c.row.URL], c)
		}
	}
	if len(without) == 0 {
		return nil
	}
	return each(ctx, t, nil, func(r *store.CaptureRow) bool { return without[r.URL] != nil && hasBody(r) }, func(r store.CaptureRow, f store.File) {
		for _, c := range without[r.URL] {
			before := r.FetchedAt.Before(c.row.FetchedAt) && r.SourceID == c.row.SourceID
			if before && (c.earlier == nil || r.FetchedAt.After(c.earlier.row.FetchedAt)) {
				c.earlier = &capture{row: r, file: f}
			}
		}
	})
}

// captureNode makes the node of a capture with its record below, and gives the body
// where it is as it should be.
func (t *tracer) captureNode(ctx context.Context, c *capture) []byte {
	if c.node != nil {
		return c.body
	}
	r := &c.row
	n := &Node{Kind: "capture", ID: r.CaptureID, Says: r.FinalURL}
	c.node = n
	if n.Says == "" {
		n.Says = r.URL
	}
	n.fact("asked for", r.URL)
	n.fact("fetched", r.FetchedAt.UTC().Format("2006-01-02 15:04:05 UTC"))
	n.fact("outcome", cmp.Or(r.ErrorCode, r.Outcome))
	n.fact("kind", r.Kind)
	n.fact("run", r.RunID)
	t.ran(r.RunID)
	switch {
	case r.ErrorCode == "erased":
		n.unchecked("record", "erased%s: the page was removed from the archive on request", t.day(r.URL))
	case c.earlier != nil:
		n.ok("capture", "nothing had changed since %s, whose body holds", c.earlier.row.CaptureID)
		c.body = t.captureNode(ctx, c.earlier)
		n.From = append(n.From, c.earlier.node)
	case corpus.Outcome(r.Outcome) == corpus.OutcomeNotModified:
		n.broken("record", c.file.Path, mendTable, "nothing had changed since an earlier capture, and table captures has none with a body")
	case r.WARCFile == "" && r.Kind == recordKind:
		n.unchecked("record", "the document was imported without an archive: there are no bytes to hold it against")
	case r.WARCFile == "":
		n.unchecked("record", "there is no body: the outcome was %s", r.Outcome)
	default:
		c.body = t.record(n, r)
	}
	return c.body
}

// day is the day on which an address was erased.
func (t *tracer) day(url string) string {
	if day := t.erased.Day(url); day != "" {
		return " on " + day
	}
	return ""
}

// record reads the record to which a capture leads, and checks it: its own digests,
// its address, and that it holds the body of the capture.
func (t *tracer) record(parent *Node, c *store.CaptureRow) []byte {
	n := &Node{Kind: "record", ID: fmt.Sprintf("%s:%d", c.WARCFile, c.WARCOffset)}
	parent.From = append(parent.From, n)
	if err := t.fetch(c.WARCFile); err != nil {
		n.broken("record", c.WARCFile, mendArchive, "%s", t.within(err))
		return nil
	}
	rec, err := warc.ReadWhole(filepath.Join(t.ds.Dir(), filepath.FromSlash(c.WARCFile)), c.WARCOffset, datasetcheck.MaxBlock)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		n.broken("record", c.WARCFile, mendArchive, "the archive file is missing")
		return nil
	case err != nil:
		n.broken("record", c.WARCFile, mendArchive, "no record can be read at byte %d: %s", c.WARCOffset, t.within(err))
		return nil
	}
	n.Says = rec.TargetURI()
	n.fact("type", rec.Type())
	n.fact("date", rec.Header.Get("WARC-Date"))
	n.fact("record ID", rec.ID())
	n.ok("record", "a record begins at byte %d of %s, with %d bytes", c.WARCOffset, c.WARCFile, len(rec.Block))
	if uri := rec.TargetURI(); uri == c.URL || uri == c.FinalURL || slices.Contains(c.Redirects, uri) {
		n.ok("address", "it is of the capture's address")
	} else {
		n.broken("address", c.WARCFile, mendArchive, "it is of %s", uri)
	}
	switch what, checked := datasetcheck.Digests(rec); {
	case what != "":
		n.broken("record-digest", c.WARCFile, mendArchive, "%s", what)
	case checked:
		n.ok("record-digest", "it has the digests that its header has (%s)", cmp.Or(rec.Header.Get("WARC-Payload-Digest"), rec.Header.Get("WARC-Block-Digest")))
	default:
		n.unchecked("record-digest", "its header has no digest of what it holds")
	}
	body, err := datasetcheck.Body(rec, c.Bytes)
	if err != nil {
		n.broken("body-digest", c.WARCFile, mendArchive, "the body cannot be read: %v", err)
		return nil
	}
	switch got := corpus.SHA256(body); {
	case c.BodySHA256 == "":
		n.unchecked("body-digest", "table captures has no digest of the body")
	case got != c.BodySHA256:
		n.broken("body-digest", c.WARCFile, mendArchive, "the body has the digest %s, and table captures has %s", got, c.BodySHA256)
		return nil
	default:
		n.ok("body-digest", "the body has the digest %s, %d bytes", got, len(body))
	}
	return body
}

// within is what an error says, with paths as they are in the dataset: a trace is shown
// to others, and where it lies on this machine is none of its facts.
func (t *tracer) within(err error) string {
	return strings.ReplaceAll(err.Error(), filepath.Clean(t.ds.Dir())+string(filepath.Separator), "")
}

// fetch brings an archive file to this machine, where another has written it.
func (t *tracer) fetch(name string) error {
	if !fs.ValidPath(name) {
		return fmt.Errorf("%q is no archive file of a dataset", name)
	}
	return t.ds.Fetch(name)
}

// captured follows a capture.
func (t *tracer) captured(ctx context.Context, _ store.File, id string) error {
	list, err := t.captures(ctx, map[string]bool{id: true})
	if err != nil {
		return err
	}
	t.captureNode(ctx, list[id])
	t.out.Root = list[id].node
	return nil
}
