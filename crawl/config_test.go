package crawl_test

import (
	"log/slog"
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/internal/invalid"
)

func TestConfig(t *testing.T) {
	if err := crawl.Default().Validate(); err != nil {
		t.Error(err)
	}
	bad := crawl.Config{UserAgent: "1/2", Archives: crawl.Default().Archives, Noindex: "kep", TDM: crawl.Keep, AllowNet: []string{"127.0.0.1"}, Resolver: "x", Delay: -1}
	fields := invalid.Fields(bad.Validate())
	var paths []string
	for _, f := range fields {
		paths = append(paths, f.Path)
	}
	want := "user_agent workers max_pages max_body max_pdf retries delay header_timeout stall_timeout fetch_timeout noindex allow_net[0] resolver render.pages render.max_memory render.quiet render.timeout render.answer"
	if got := strings.Join(paths, " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	cfg := crawl.Default()
	cfg.Hosts = map[string]string{"a.test": "127.0.0.1:80"}
	if _, err := crawl.New(cfg, slog.New(slog.DiscardHandler)); err == nil {
		t.Error("a host outside the allowed networks passes")
	}
}

func TestBadSources(t *testing.T) {
	c := crawler(t, crawl.Default())
	src := corpus.Source{ID: "x", Start: []string{"ftp://a.test/"}, LinkPatterns: []string{"("}}
	_, err := c.Run(t.Context(), jobIn(t.TempDir(), "r", src, corpus.Source{ID: "y"}))
	for _, want := range []string{"source x.start[0]", "source x.link_patterns[0]", "source y.start"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not name %s", err, want)
		}
	}
	if _, err := crawl.URLSource("mailto:a@b.test"); err == nil {
		t.Error("a mail address is no start URL")
	}
}
