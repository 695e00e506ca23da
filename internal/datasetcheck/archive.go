package datasetcheck

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/crawl/coding"
	"framewatch/crawl/warc"
	"framewatch/store"
	"framewatch/store/disk"
)

// maxBlock bounds the block of one record; the crawler's own are far smaller.
const maxBlock = 256 << 20

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
	for rec, err := range warc.Records(stopper{ctx, f}, maxBlock) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			r.add(name, "archive", "%v", err)
			return nil // the captures behind cannot be told
		}
		if rec.Cut {
			r.add(name, "archive", "the record at byte %d has more than %d bytes", rec.Offset, maxBlock)
			continue
		}
		if what := wrong(rec); what != "" {
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

// wrong holds a record against the digests in its header.
func wrong(rec *warc.Record) string {
	if d := rec.Header.Get("WARC-Block-Digest"); strings.HasPrefix(d, "sha1:") && d != warc.Digest(rec.Block) {
		return "its block has another digest than it says"
	}
	d := rec.Header.Get("WARC-Payload-Digest")
	if d == "" || rec.Type() == warc.TypeRevisit || rec.Header.Get("WARC-Segment-Number") != "" {
		return "" // of a payload that is elsewhere
	}
	for _, payload := range payloads(rec) {
		if d == warc.Digest(payload) || d == warc.PayloadDigest(digest(payload)) {
			return ""
		}
	}
	if !strings.HasPrefix(d, "sha1:") && !strings.HasPrefix(d, "sha256:") {
		return ""
	}
	return "its payload has another digest than it says"
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// payloads are what different programs take for the payload of a record: as it
// came, without the transfer coding, without the content coding.
func payloads(rec *warc.Record) [][]byte {
	if !strings.HasPrefix(rec.Header.Get("Content-Type"), "application/http") {
		return [][]byte{rec.Block}
	}
	_, raw, _ := bytes.Cut(rec.Block, []byte("\r\n\r\n"))
	out := [][]byte{raw}
	if _, header, body, err := warc.ParseHTTP(rec.Block); err == nil {
		out = append(out, body)
		if decoded, _, err := coding.Decode(body, strings.Join(header.Values("Content-Encoding"), ","), maxBlock); err == nil {
			out = append(out, decoded)
		}
	}
	return out
}

// differs tells what does not agree between a capture and its record.
func (c captureRef) differs(rec *warc.Record) string {
	if uri := rec.TargetURI(); uri != c.URL && uri != c.FinalURL && !slices.Contains(c.Redirects, uri) {
		return "it is of " + uri
	}
	if !corpus.Outcome(c.Outcome).Stored() || c.BodySHA256 == "" || rec.Type() == warc.TypeRevisit {
		return ""
	}
	body := rec.Block
	if rec.Type() == warc.TypeResponse {
		_, header, raw, err := warc.ParseHTTP(rec.Block)
		if err != nil {
			return err.Error()
		}
		if body, _, err = coding.Decode(raw, strings.Join(header.Values("Content-Encoding"), ","), max(c.Bytes, 1)); err != nil {
			return err.Error()
		}
	}
	if digest(body[:min(int64(len(body)), c.Bytes)]) != c.BodySHA256 {
		return "its body has another digest"
	}
	return ""
}
