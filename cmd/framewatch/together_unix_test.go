//go:build unix

package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"framewatch/crawl"
	"framewatch/crawl/frontier/postgres/pgtest"
)

// TestRunJoinsAnother: a second run fetches for the first and says by its exit code that
// another has the tables; status and doctor tell of both, and of a server that is away.
func TestRunJoinsAnother(t *testing.T) {
	for name, value := range map[string]string{"FRAMEWATCH_ANNOTATE_FRAMES": "rules", "FRAMEWATCH_TRANSLATIONS_ENCODE": "false", "FRAMEWATCH_ANNOTATE_ALIGN": "words"} {
		t.Setenv(name, value)
	}
	server := pgtest.Start(t)
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	began := make(chan struct{})
	var once sync.Once
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		once.Do(func() { close(began) })
		for r.Context().Err() == nil { // until there are two
			if s, ok, err := crawl.LookAt(r.Context(), filepath.Join(data, "_state"), ""); err == nil && ok && (len(s.Joined) > 0 || !s.Crawling()) {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
		switch r.URL.Path {
		case "/robots.txt":
			http.NotFound(w, r)
		case "/", "/a", "/b":
			fmt.Fprintf(w, `<html lang="en"><head><title>Envoys at %[1]s</title></head><body><article><h1>Envoys at %[1]s</h1><time datetime="2026-05-04">4 May 2026</time>%[2]s</article><a href="/a">a</a> <a href="/b">b</a></body></html>`,
				r.URL.Path, strings.Repeat("<p>Two envoys met in the harbour town "+r.URL.Path+" on Monday, and said that the talks would go on for the whole of the week.</p>", 4))
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(site.Close)
	for name, text := range map[string]string{
		"run.yaml": "sources: [sources.yaml]\ncompare: {bootstrap: 100}\ndata: data\ncrawl: {frontier: \"" + server.Address("night") + "\", allow_net: [127.0.0.0/8], no_delay: true}\n",
		"sources.yaml": fmt.Sprintf("list: {id: test, version: \"1\"}\nsources:\n  - {id: lake-post, name: The Lake Post, domain: 127.0.0.1, country: ZZ, owner_type: private_news, langs: [en], start: [%q], one_way: the site has no other}\n",
			site.URL+"/"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	settings := filepath.Join(dir, "run.yaml")
	call := func(args ...string) (code int, said string) {
		var out bytes.Buffer
		code = execute(context.WithoutCancel(t.Context()), append(args, "-c", settings), strings.NewReader(""), &out, &out)
		return code, out.String()
	}
	expect := func(want int, part string, args ...string) {
		t.Helper()
		if code, said := call(args...); code != want || !strings.Contains(said, part) {
			t.Errorf("%s: exit code %d, want %d and %q; it says\n%s", strings.Join(args, " "), code, want, part, said)
		}
	}
	expect(exitOK, "ok    frontier    schema night", "doctor", "--offline")
	first := make(chan string, 1)
	go func() {
		code, said := call("run")
		first <- fmt.Sprintf("exit code %d: %s", code, said)
	}()
	<-began
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	who := fmt.Sprintf("%s/%d", host, os.Getpid())
	expect(exitUsage, "  decides: "+who+", its lease runs for", "status") // it has no tables yet
	expect(exitOK, who+" decides, 0 have joined", "doctor", "--offline")
	expect(exitLocked, "without --source and --url", "crawl", "--source", "lake-post")
	expect(exitOther, "fetched for another run", "run")
	if said := <-first; !strings.HasPrefix(said, "exit code 0") || !strings.Contains(said, ": 2 new documents") {
		t.Errorf("the first run ends with %s", said)
	}
	expect(exitOK, "Crawl state: schema night of ", "status")
	expect(exitUsage, "another address", "run", "--frontier", server.Address("elsewhere"))
	server.Kill()
	expect(exitOK, "Crawl state: not known", "status")
	expect(exitSource, "fail  frontier", "doctor", "--offline")
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
}
