package crawl_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"

	"framewatch/crawl"
)

func Example() {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			fmt.Fprint(w, "User-agent: *\nDisallow: /private/\n")
		case "/":
			fmt.Fprint(w, `<title>News</title><a href="/private/x">x</a>`)
		default:
			http.NotFound(w, r)
		}
	}))
	defer site.Close()
	dir, err := os.MkdirTemp("", "crawl")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)

	cfg := crawl.Default()
	cfg.AllowNet, cfg.NoDelay = []string{"127.0.0.0/8"}, true
	cfg.Hosts = map[string]string{"news.test": site.Listener.Addr().String()}
	crawler, err := crawl.New(cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		fmt.Println(err)
		return
	}
	source, err := crawl.URLSource("http://news.test/")
	if err != nil {
		fmt.Println(err)
		return
	}
	job := crawl.Job{Run: "r1", StateDir: filepath.Join(dir, "_state"), WARCDir: filepath.Join(dir, "warc")}
	job.Sources = append(job.Sources, source)
	if _, err := crawler.Run(context.Background(), job); err != nil {
		fmt.Println(err)
		return
	}
	for c, err := range crawl.Captures(job.StateDir, job.Run) {
		fmt.Println(c.Kind, c.URL, c.Outcome, c.ErrorCode, err)
	}
	// Output:
	// start http://news.test/ ok  <nil>
	// robots http://news.test/.well-known/tdmrep.json skipped status-404 <nil>
	// page http://news.test/private/x not-fetched robots <nil>
	// robots http://news.test/robots.txt ok  <nil>
}
