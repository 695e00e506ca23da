package datasetcheck

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"framewatch/corpus"
	"framewatch/crawl/warc"
	"framewatch/store"
	"framewatch/store/disk"
)

// captureRef is what a capture says of its record.
type captureRef struct {
	URL         string   `col:"url"`
	FinalURL    string   `col:"final_url,null"`
	Redirects   []string `col:"redirects"`
	Outcome     string   `col:"outcome"`
	BodySHA256  string   `col:"body_sha256,null"`
	Bytes       int64    `col:"bytes"`
	WARCFile    string   `col:"warc_file,null"`
	WARCOffset  int64    `col:"warc_offset"`
	CharsetFrom string   `col:"charset_from,null"`
}

// Table names the table that Scan reads.
func (captureRef) Table() string { return "captures" }

// checkArchives reads every WARC file to its end and holds its records against
// the captures that lead to them.
func (r *Result) checkArchives(ctx context.Context, fsys disk.FS, part store.Part) error {
	names, err := archiveFiles(r.Dataset, fsys)
	if err != nil {
		return fmt.Errorf("list archive files: %w", err)
	}
	captures := map[string]map[int64][]captureRef{}
	if !slices.ContainsFunc(r.Problems, func(p store.Problem) bool { return p.Table == "captures" && p.Path != "" }) {
		for c, err := range store.Scan[captureRef](ctx, r.Dataset) {
			if err != nil {
				return err
			}
			if c.WARCFile == "" {
				continue
			}
			if captures[c.WARCFile] == nil {
				captures[c.WARCFile] = map[int64][]captureRef{}
			}
			captures[c.WARCFile][c.WARCOffset] = append(captures[c.WARCFile][c.WARCOffset], c)
		}
	}
	for _, name := range names {
		if part != nil && !part(name) || slices.ContainsFunc(r.Problems, func(p store.Problem) bool { return p.Path == name }) {
			continue
		}
		if err := r.checkArchive(ctx, fsys, name, captures[name]); err != nil {
			return err
		}
	}
	return nil
}

// stopper ends reading with its context: a small file may unpack to much.
type stopper struct {
	ctx context.Context //nolint:containedctx // lives as long as one call
	r   io.Reader
}

func (s stopper) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}

func (r *Result) checkArchive(ctx context.Context, fsys disk.FS, name string, captures map[int64][]captureRef) error {
	f, err := fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // told by what names it
	}
	if err != nil {
		r.add(name, "archive", "%v", err)
		return nil
	}
	defer f.Close()
	for rec, err := range warc.Records(stopper{ctx, f}, MaxBlock) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			r.add(name, "archive", "%v", err)
			return nil // the captures behind cannot be told
		}
		if rec.Cut {
			r.add(name, "archive", "the record at byte %d has more than %d bytes", rec.Offset, MaxBlock)
			continue
		}
		if what, _ := Digests(rec); what != "" {
			r.add(name, "archive", "the record at byte %d (%s): %s", rec.Offset, rec.TargetURI(), what)
		}
		for _, c := range captures[rec.Offset] {
			if what := c.differs(rec); what != "" {
				r.add(name, "archive", "the record at byte %d is not that of capture %s: %s", rec.Offset, c.URL, what)
			}
		}
		delete(captures, rec.Offset)
	}
	for offset, c := range captures {
		r.add(name, "archive", "no record begins at byte %d, to which capture %s leads", offset, c[0].URL)
	}
	return nil
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// differs tells what does not agree between a capture and its record.
func (c captureRef) differs(rec *warc.Record) string {
	if uri := rec.TargetURI(); uri != c.URL && uri != c.FinalURL && !slices.Contains(c.Redirects, uri) {
		return "it is of " + uri
	}
	if !corpus.Outcome(c.Outcome).Stored() || c.BodySHA256 == "" || rec.Type() == warc.TypeRevisit {
		return ""
	}
	body, err := Body(rec, c.Bytes)
	if err != nil {
		return err.Error()
	}
	if digest(body) != c.BodySHA256 {
		return "its body has another digest"
	}
	return ""
}
