package crawl_test

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/fetch"
	"framewatch/crawl/guard"
	"framewatch/internal/patient/pipenet"
)

// stalls are servers that fall silent, each at another place, and the codes with
// which the captures of its addresses end; robots.txt is among them where it is what
// stalls.
var stalls = map[string]struct {
	serve func(c net.Conn, in *bufio.Reader) // takes a connection
	pages func(w http.ResponseWriter, r *http.Request)
	codes []string
}{
	"no-connection": {codes: []string{"timeout"}},
	"handshake":     {serve: func(c net.Conn, in *bufio.Reader) { _, _ = io.Copy(io.Discard, in) }, codes: []string{"timeout"}},
	"header":        {serve: func(c net.Conn, in *bufio.Reader) { _, _ = io.Copy(io.Discard, in) }, codes: []string{"timeout"}},
	"dripping-header": {serve: func(c net.Conn, in *bufio.Reader) {
		go func() { _, _ = io.Copy(io.Discard, in) }()
		_, err := io.WriteString(c, "HTTP/1.1 200 OK\r\nX: ")
		for err == nil {
			time.Sleep(3 * time.Second)
			_, err = io.WriteString(c, ".")
		}
	}, codes: []string{"timeout"}},
	"robots": {pages: func(w http.ResponseWriter, r *http.Request) { stallAt(w, r, "/robots.txt", "User-agent: *\n") }, codes: []string{"robots-unreachable", "timeout"}},
	"body":   {pages: func(w http.ResponseWriter, r *http.Request) { stallAt(w, r, "/p/", article("half")) }, codes: []string{"slow-body", "host-down"}},
	"front":  {pages: func(w http.ResponseWriter, r *http.Request) { stallAt(w, r, "/", "<!doctype html><title>front") }, codes: []string{"slow-body"}},
	"feed": {pages: func(w http.ResponseWriter, r *http.Request) {
		stallAt(w, r, "/feed", "<?xml version=\"1.0\"?><rss><channel>")
	}, codes: []string{"slow-body"}},
	"pdf":      {pages: func(w http.ResponseWriter, r *http.Request) { stallAt(w, r, "/p/", "%PDF-1.7\n1 0 obj\n") }, codes: []string{"slow-body"}},
	"trickles": {pages: trickle, codes: []string{"slow-body", "host-down"}},
}

// stallAt sends the beginning of what is below a path, and nothing more until whoever
// asked has gone.
func stallAt(w http.ResponseWriter, r *http.Request, path, begin string) {
	if path == "/" && r.URL.Path != path || !strings.HasPrefix(r.URL.Path, path) {
		frontOf(w, r)
		return
	}
	w.Header().Set("Content-Type", map[bool]string{true: "application/pdf", false: "text/html; charset=utf-8"}[strings.HasPrefix(begin, "%PDF")])
	w.Header().Set("Content-Length", "100000")
	_, _ = io.WriteString(w, begin)
	_ = http.NewResponseController(w).Flush()
	<-r.Context().Done()
}

// trickle sends a byte now and then.
func trickle(w http.ResponseWriter, r *http.Request) {
	if !strings.HasPrefix(r.URL.Path, "/p/") {
		frontOf(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html")
	for r.Context().Err() == nil {
		_, _ = io.WriteString(w, "字")
		_ = http.NewResponseController(w).Flush()
		time.Sleep(3 * time.Second)
	}
}

// pagesOf is how many pages an outlet has.
const pagesOf = 12

// frontOf is an outlet in order.
func frontOf(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	switch path := r.URL.Path; {
	case path == "/robots.txt":
		_, _ = io.WriteString(w, "User-agent: *\nDisallow: /private\n")
	case strings.HasPrefix(path, "/p/"):
		_, _ = io.WriteString(w, article(r.Host+path))
	default:
		var links []string
		for i := range pagesOf {
			links = append(links, fmt.Sprintf("/p/%d", i))
		}
		_, _ = io.WriteString(w, article("front of "+r.Host, links...))
	}
}

// TestStalledReads: a crawl with the usual limits over many servers that fall silent
// somewhere ends in a time that follows from them, with a row for each fault; outlets
// in order are read whole meanwhile.
func TestStalledReads(t *testing.T) {
	if os.Getenv(placeEnv) != "" {
		t.Skip("a server of the state has no time of its own")
	}
	const each, inOrder, workers = 3, 6, 8
	dir := t.TempDir()
	job := jobIn(dir, "r")
	cfg := crawl.Default()
	cfg.UserAgent, cfg.Workers = "Test/1.0 (+https://invented.test/contact)", workers
	var took time.Duration
	kinds := map[corpus.SourceID]string{}
	synctest.Test(t, func(t *testing.T) {
		var n pipenet.Net
		var servers []*http.Server
		listen := func(host string, h http.HandlerFunc) {
			s := &http.Server{Handler: h}
			servers = append(servers, s)
			l := n.Listen(host + ":80")
			go func() { _ = s.Serve(l) }()
		}
		var raw []net.Listener
		add := func(id, kind string) {
			scheme := "http"
			if kind == "handshake" {
				scheme = "https"
			}
			job.Sources = append(job.Sources, source(id, id+".test", func(s *corpus.Source) {
				s.Start, s.PDF = []string{scheme + "://" + id + ".test/"}, kind == "pdf"
				if kind == "feed" {
					s.Feeds = []string{"http://" + id + ".test/feed"}
				}
			}))
			kinds[corpus.SourceID(id)] = kind
		}
		for kind, s := range stalls {
			for i := range each {
				id := fmt.Sprintf("%s-%d", kind, i)
				add(id, kind)
				switch {
				case s.pages != nil:
					listen(id+".test", s.pages)
				case s.serve != nil:
					l := n.Listen(id + map[bool]string{true: ".test:443", false: ".test:80"}[kind == "handshake"])
					raw = append(raw, l)
					go func() {
						for c, err := l.Accept(); err == nil; c, err = l.Accept() {
							go func() { s.serve(c, bufio.NewReader(c)); _ = c.Close() }()
						}
					}()
				}
			}
		}
		for i := range inOrder {
			id := fmt.Sprintf("sound-%d", i)
			add(id, "")
			listen(id+".test", frontOf)
		}
		slices.SortFunc(job.Sources, func(a, b corpus.Source) int { return strings.Compare(string(a.ID), string(b.ID)) })
		g, err := guard.New(nil, nil, "")
		if err != nil {
			t.Fatal(err)
		}
		transport := fetch.NewTransport(g, workers, cfg.HeaderTimeout)
		transport.DialContext = n.DialContext
		c, err := crawl.New(cfg, slog.New(slog.DiscardHandler), crawl.WithTransport(transport))
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if _, err := c.Run(t.Context(), job); err != nil {
			t.Error(err)
		}
		took = time.Since(began)
		transport.CloseIdleConnections()
		for _, s := range servers {
			_ = s.Close()
		}
		for _, l := range raw {
			_ = l.Close()
		}
		time.Sleep(time.Hour) // until all have noticed
	})
	// A host is given up after eight failures in a row, each of which costs a minute at most
	// and a pause; robots.txt and the front page come before.
	const perHost = 10 * (time.Minute + 15*time.Second)
	if most := perHost * time.Duration(1+each*len(stalls)/workers); took > most {
		t.Errorf("the crawl took %s, want %s at most", took, most)
	}
	t.Logf("%d hosts that stall, %d workers: %s", each*len(stalls), workers, took)
	checkStalls(t, job, kinds)
}

// checkStalls holds the journal of a crawl against what each kind of server does.
func checkStalls(t *testing.T, job crawl.Job, kinds map[corpus.SourceID]string) {
	t.Helper()
	codes, whole := map[corpus.SourceID]map[string]bool{}, map[corpus.SourceID]int{}
	for c, err := range crawl.Captures(job.StateDir, job.Run) {
		if err != nil {
			t.Fatal(err)
		}
		if codes[c.Source] == nil {
			codes[c.Source] = map[string]bool{}
		}
		if c.Outcome == corpus.OutcomeOK && c.Kind == crawl.KindPage {
			whole[c.Source]++
		}
		if c.ErrorCode != "" {
			codes[c.Source][c.ErrorCode] = true
		}
	}
	for id, kind := range kinds {
		if kind == "" {
			if whole[id] != pagesOf || len(codes[id]) > 0 {
				t.Errorf("%s is in order, and %d of its %d pages were read: %v", id, whole[id], pagesOf, codes[id])
			}
			continue
		}
		for _, want := range stalls[kind].codes {
			if !codes[id][want] {
				t.Errorf("%s: no capture says %s: %v", id, want, codes[id])
			}
		}
		for code := range codes[id] {
			if !slices.Contains(append([]string{"host-down", "robots-unreachable"}, stalls[kind].codes...), code) {
				t.Errorf("%s: a capture says %s", id, code)
			}
		}
	}
}
