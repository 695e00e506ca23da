package pipeline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/coding"
	"framewatch/crawl/urlid"
	"framewatch/crawl/warc"
	"framewatch/internal/ordered"
	"framewatch/store"
	"framewatch/store/disk"
)

// Rebuilt is what rebuilding did and could not do.
type Rebuilt struct {
	Mended    *store.Mended `json:"mended,omitempty"` // what other copies in the dataset gave back
	FromWARC  bool          `json:"from_warc"`        // tables were made anew
	Result    *Result       `json:"result,omitempty"`
	Moved     string        `json:"moved,omitempty"` // where the old files lie
	Damaged   []string      `json:"damaged"`         // archive files that could not be read to their end
	Unknown   int           `json:"unknown"`         // captures of hosts that no source list has
	Plain     int           `json:"plain"`           // records of text without a page: title, date and authors are lost
	Responses int           `json:"responses"`
}

// Rebuild makes a damaged dataset sound again: from the other copies in it where
// that suffices, else from its WARC files. What it replaces is moved to _trash.
func (p *Pipeline) Rebuild(ctx context.Context) (*Rebuilt, error) {
	out := &Rebuilt{}
	if _, err := os.Stat(p.cfg.Data); err != nil {
		return nil, fmt.Errorf("rebuild %s: %w: %w", p.cfg.Data, store.ErrNoDataset, err)
	}
	id := corpus.NewRunID(p.opt.Clock.Now())
	mended, err := store.Mend(p.cfg.Data, id)
	if err != nil && !errors.Is(err, store.ErrManifest) {
		return nil, err
	}
	if out.Mended = mended; err == nil {
		out.Moved = mended.Moved
	}
	if err == nil && len(mended.Missing) == 0 {
		if problems, d, err := store.Verify(ctx, p.cfg.Data, nil); err != nil || d != nil && !damaged(problems) {
			return out, err
		}
	}
	files, err := archiveFiles(p.cfg.Data)
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("rebuild %s: %w: there are no WARC files to make tables from", p.cfg.Data, store.ErrNoDataset)
	}
	if out.Moved, err = store.Retire(p.cfg.Data, corpus.NewRunID(p.opt.Clock.Now())); err != nil {
		return nil, err
	}
	out.FromWARC = true
	out.Result, err = p.do(ctx, func(r *run) error {
		r.batch.AdoptArchives()
		b := &rebuilding{run: r, out: out, attempts: map[string]int{}, hosts: map[string]corpus.SourceID{}, starts: map[string]string{}}
		b.knowSources()
		r.ingested = true
		if err := errors.Join(r.openReading(ctx), r.saveRecipe()); err != nil {
			return err
		}
		done := 0
		err := ordered.Map(ctx, workers(), b.captures(files), r.read, func(a item) error {
			done++
			r.p.opt.Progress(Progress{Step: "extract", Done: done, Note: a.capture.URL})
			return r.keepImported(ctx, a)
		})
		if err != nil {
			return err
		}
		return errors.Join(r.endReading(ctx), r.over(ctx))
	})
	return out, err
}

// damaged reports whether something is wrong that other copies did not mend.
func damaged(problems []store.Problem) bool {
	for _, p := range problems {
		if p.Code != "orphan" && p.Code != "link" {
			return true
		}
	}
	return false
}

func archiveFiles(dir string) ([]string, error) {
	fsys, err := disk.Open(dir)
	if err != nil {
		return nil, err
	}
	entries, err := fsys.List("warc")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list archive files: %w", err)
	}
	var names []string
	for _, e := range entries {
		if name := path.Join("warc", e.Name); e.Kind == disk.Regular && store.IsArchive(name) {
			names = append(names, name)
		}
	}
	return names, nil
}

// rebuilding turns archive records into captures.
type rebuilding struct {
	*run
	out      *Rebuilt
	attempts map[string]int
	hosts    map[string]corpus.SourceID
	starts   map[string]string // address of a start page, feed or sitemap -> kind
}

// knowSources learns from the source lists whose an address is.
func (b *rebuilding) knowSources() {
	for _, s := range b.p.cfg.Sources {
		for _, d := range append([]string{s.Domain}, s.Domains...) {
			if d != "" {
				b.hosts[d] = s.ID
			}
		}
		for kind, urls := range map[string][]string{crawl.KindStart: s.Start, crawl.KindFeed: s.Feeds, crawl.KindSitemap: s.Sitemaps} {
			for _, u := range urls {
				if n, err := urlid.Normalise(u, ""); err == nil {
					b.starts[n] = kind
				}
				if _, host, _ := urlid.Split(u); host != "" && b.hosts[host] == "" {
					b.hosts[host] = s.ID
				}
			}
		}
	}
}

// sourceOf finds the outlet by the host, or one above it.
func (b *rebuilding) sourceOf(url string) corpus.SourceID {
	_, host, _ := urlid.Split(url)
	for h := host; h != ""; {
		if id, ok := b.hosts[h]; ok {
			return id
		}
		_, h, _ = strings.Cut(h, ".")
	}
	b.out.Unknown++
	if host == "" {
		host = "import"
	}
	return corpus.SourceID(host)
}

// captures reads the archive files from the first to the last record. A file that
// is damaged gives what comes before the damage.
func (b *rebuilding) captures(files []string) iter.Seq2[given, error] {
	return func(yield func(given, error) bool) {
		for _, name := range files {
			f, err := os.Open(filepath.Join(b.dataset.Dir(), filepath.FromSlash(name)))
			if err != nil {
				yield(given{}, fmt.Errorf("rebuild: %w", err))
				return
			}
			more := b.records(f, name, yield)
			if err := f.Close(); err != nil || !more {
				return
			}
		}
	}
}

const maxRecord = 256 << 20

func (b *rebuilding) records(f *os.File, name string, yield func(given, error) bool) bool {
	var waiting *given // until it is known what the crawler thought of it
	answer := ""
	flush := func() bool {
		g := waiting
		waiting = nil
		if g == nil {
			return true
		}
		b.out.Responses++
		return yield(*g, nil)
	}
	for rec, err := range warc.Records(f, maxRecord) {
		if err != nil {
			b.out.Damaged = append(b.out.Damaged, fmt.Sprintf("%s: %v", name, err))
			break
		}
		if rec.Type() == warc.TypeMetadata && waiting != nil && rec.Header.Get("WARC-Concurrent-To") == answer {
			if !judged(&waiting.capture, rec.Block) {
				waiting = nil // a step on the way
			}
			continue
		}
		c, body, ok := b.capture(rec)
		if !ok || b.erased.URL(c.URL) {
			continue
		}
		if !flush() {
			return false
		}
		c.WARCFile, c.WARCOffset = name, rec.Offset
		waiting, answer = &given{capture: c, page: &corpus.Page{Capture: c, Body: body}}, rec.ID()
	}
	return flush()
}

// judged takes over what the crawler's own record says of an answer; ok is false
// for one that only led elsewhere.
func judged(c *corpus.Capture, fields []byte) (ok bool) {
	for line := range strings.Lines(string(fields)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch {
		case name == "outcome" && value == "redirect":
			return false
		case name == "outcome":
			c.Outcome = corpus.Outcome(value)
		case name == "errorCode":
			c.ErrorCode = value
		case name == "robotsState":
			c.RobotsState = value
		case name == "tdmReservation":
			c.TDMReservation = value
		}
	}
	return true
}

// capture makes a capture of a record that holds an answer or a file.
func (b *rebuilding) capture(rec *warc.Record) (c corpus.Capture, body []byte, ok bool) {
	url := rec.TargetURI()
	if rec.Cut || url == "" {
		return c, nil, false
	}
	contentType, body, status := rec.Header.Get("Content-Type"), rec.Block, 0
	switch rec.Type() {
	case warc.TypeResponse:
		st, header, raw, err := warc.ParseHTTP(rec.Block)
		if err != nil {
			return c, nil, false
		}
		if body, _, err = coding.Decode(raw, strings.Join(header.Values("Content-Encoding"), ","), maxRecord); err != nil {
			return c, nil, false
		}
		status, contentType = st, header.Get("Content-Type")
	case warc.TypeResource:
		if strings.HasPrefix(contentType, "text/plain") {
			b.out.Plain++
		}
	default:
		return c, nil, false
	}
	if status >= http.StatusMultipleChoices && status < http.StatusBadRequest {
		return c, nil, false // a step on the way
	}
	b.attempts[url]++
	media, _, _ := strings.Cut(contentType, ";")
	return corpus.Capture{ID: corpus.NewCaptureID(b.id, url, b.attempts[url]), Run: b.id, Source: b.sourceOf(url), URL: url, FinalURL: url,
		Attempt: b.attempts[url], FetchedAt: rec.Date().UTC(), Status: status, Outcome: outcomeOf(status), ContentType: media,
		BodySHA256: corpus.SHA256(body), Bytes: int64(len(body)), Kind: b.kind(url, media, body)}, body, true
}

// kind tells articles from what leads to them.
func (b *rebuilding) kind(url, media string, body []byte) string {
	if kind, ok := b.starts[url]; ok {
		return kind
	}
	_, _, target := urlid.Split(url)
	head := body[:min(len(body), 512)]
	switch {
	case target == "/robots.txt" || strings.HasPrefix(target, "/.well-known/"):
		return crawl.KindRobots
	case bytes.Contains(head, []byte("<urlset")) || bytes.Contains(head, []byte("<sitemapindex")):
		return crawl.KindSitemap
	case strings.Contains(media, "rss") || strings.Contains(media, "atom") || bytes.Contains(head, []byte("<rss")) || bytes.Contains(head, []byte("<feed")):
		return crawl.KindFeed
	case strings.HasSuffix(media, "json"):
		return crawl.KindListing
	}
	return crawl.KindPage
}
