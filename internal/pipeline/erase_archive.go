package pipeline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"maps"
	"path"
	"slices"
	"strings"

	"framewatch/crawl"
	"framewatch/crawl/coding"
	"framewatch/crawl/frontier"
	"framewatch/crawl/warc"
	"framewatch/store"
	"framewatch/store/disk"
)

// pieces are parts of a text by which a feed that carries it is known.
func pieces(text string) []string {
	const shortest, most = 24, 40
	var out []string
	for p := range strings.SplitSeq(text, "\n") {
		if p = strings.TrimSpace(p); len(p) < shortest {
			continue
		}
		r := []rune(p)
		out = append(out, string(r[:min(len(r), most)]))
	}
	return out
}

// rewriteArchives writes every archive file anew that has a record of an erased
// address, or of a feed, list or start page that names one.
func (e *erasure) rewriteArchives(ctx context.Context) error {
	lists := map[string]map[int64]bool{} // places of records that are no articles
	for c, err := range store.Scan[store.CaptureRow](ctx, e.dataset) {
		if err != nil {
			return err
		}
		if c.Kind != crawl.KindPage && c.WARCFile != "" {
			if lists[c.WARCFile] == nil {
				lists[c.WARCFile] = map[int64]bool{}
			}
			lists[c.WARCFile][c.WARCOffset] = true
		}
	}
	fsys, err := disk.Open(e.dataset.Dir())
	if err != nil {
		return err
	}
	entries, err := fsys.List("warc")
	if err != nil {
		return fmt.Errorf("list archive files: %w", err)
	}
	for _, entry := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		name := path.Join("warc", entry.Name)
		if entry.Kind != disk.Regular || !store.IsArchive(name) {
			continue
		}
		if err := e.rewriteArchive(fsys, name, entry.Size, lists[name]); err != nil {
			return fmt.Errorf("erase from %s: %w", name, err)
		}
	}
	e.out.Archives = slices.Sorted(maps.Keys(e.moved))
	return nil
}

func (e *erasure) rewriteArchive(fsys disk.FS, name string, size int64, lists map[int64]bool) (err error) {
	in, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer in.Close()
	to := path.Join("warc", warc.FileName("erased-"+string(e.id), len(e.moved)))
	out, err := fsys.Create(to)
	if err != nil {
		return err
	}
	moved, dropped, err := warc.Without(out, in, size, func(rec *warc.Record) bool {
		if e.urls[rec.TargetURI()] {
			return true
		}
		named := e.names(rec)
		if named && !lists[rec.Offset] {
			e.out.Naming++
		}
		return named && lists[rec.Offset]
	})
	if err == nil {
		err = out.Sync()
	}
	err = errors.Join(err, out.Close())
	if err != nil || dropped == 0 {
		return errors.Join(err, fsys.Remove(to))
	}
	e.out.Records += dropped
	e.moved[name] = frontier.Moved{File: to, At: moved}
	return fsys.SyncDir("warc")
}

// names reports whether the body of a record names an erased address or has a
// piece of an erased text.
func (e *erasure) names(rec *warc.Record) bool {
	body := rec.Block
	if rec.Type() == warc.TypeResponse {
		_, header, raw, err := warc.ParseHTTP(rec.Block)
		if err != nil {
			return false
		}
		const most = 256 << 20
		if body, _, err = coding.Decode(raw, strings.Join(header.Values("Content-Encoding"), ","), most); err != nil {
			return false
		}
	}
	for u := range e.urls {
		_, target, _ := strings.Cut(u, "://")
		_, target, _ = strings.Cut(target, "/")
		const tooShort = 4 // would be found anywhere
		if len(target) > tooShort && (bytes.Contains(body, []byte(target)) || bytes.Contains(body, []byte(html.EscapeString(target)))) {
			return true
		}
	}
	return slices.ContainsFunc(e.parts, func(p string) bool { return bytes.Contains(body, []byte(p)) })
}
