package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// light makes runs short: no text is encoded.
func light(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, l := range lightly {
		t.Setenv(l[0], l[1])
	}
}

// TestWhatAnImportCouldNotRead: 3 where something was read and something was not, 4
// where nothing was, 2 where the input is something else altogether; and the file and
// line stand in the message.
func TestWhatAnImportCouldNotRead(t *testing.T) {
	record := func(url, more, text string) string {
		return fmt.Sprintf(`{"url":%q%s,"text":%q}`, url, more, text) + "\n"
	}
	en := record("http://e.test/1", "", "The two lake states sent envoys to the harbour town, where a long table had been set up.")
	zh := record("http://e.test/2", "", "两个湖国派遣使节前往港口小镇，那里已经为会谈摆好了长桌。")
	var cut bytes.Buffer
	z := gzip.NewWriter(&cut)
	for i := range 200 { // not all alike, that the first half has records
		fmt.Fprint(z, record(fmt.Sprintf("http://e.test/%d", i), "", fmt.Sprintf("The envoys of %x met at the long table.", 7919*i*i*i)))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	light(t)
	for _, c := range []struct {
		name, format, file, body string
		code                     int
		says                     string
	}{
		{"a broken line", "jsonl", "x.jsonl", en + "{\"url\":\n" + zh, exitSource, "1 of the input's items could not be read, the first: x.jsonl:2: "},
		{"a broken date", "jsonl", "x.jsonl", zh + record("http://e.test/3", `,"published":"le 3 mai"`, "文"), exitSource, `x.jsonl:2: published: "le 3 mai" is no date`},
		{"a day to come", "jsonl", "x.jsonl", record("http://e.test/3", `,"published":"2999-05-03"`, "国际会谈在港口小镇举行。"), exitSource, "x.jsonl:1: published: 2999-05-03 lies in the future"},
		{"broken lines only", "jsonl", "x.jsonl", "no record\nneither\n", exitUsage, "nothing in the input is jsonl: x.jsonl:1: "},
		{"an empty file", "jsonl", "x.jsonl", "", exitNothing, "nothing was collected"},
		{"cut short", "jsonl", "x.jsonl.gz", cut.String()[:cut.Len()/2], exitSource, "x.jsonl.gz:"},
		{"other columns", "csv", "x.csv", "url;text\nhttp://e.test/;会谈\n", exitUsage, "x.csv:1: no column text or html"},
		{"no archive", "warc", "x.warc", "url,text\nhttp://e.test/,The talks.\n\n", exitUsage, "nothing in the input is warc: x.warc: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			t.Chdir(dir)
			if err := os.WriteFile(c.file, []byte(c.body), 0o600); err != nil {
				t.Fatal(err)
			}
			code, _, stderr := framewatch(t, "framewatch import", c.format, c.file, "--data", "d", "-c", "builtin:demo.yaml")
			if code != c.code || !strings.Contains(stderr, c.says) {
				t.Errorf("exit code %d, want %d; it says %q, want %q", code, c.code, stderr, c.says)
			}
		})
	}
}

// TestWhatACrawlCouldNotRead: pages decide whether anything was collected, and lists
// whether a source has failed.
func TestWhatACrawlCouldNotRead(t *testing.T) {
	when := time.Now().UTC().Format(time.RFC1123Z)
	page := `<!doctype html><title>T</title><p>The two lake states sent envoys to the harbour town.</p>`
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := map[string]string{
			"/robots.txt": "User-agent: *\nAllow: /\n", "/feed": `<rss version="2.0"><channel><item><title>T</title><link>/a/1</link><pubDate>` + when + `</pubDate></item></channel></rss>`,
			"/feed-of-none": `<rss version="2.0"><channel><item><title>T</title><link>/a/404</link><pubDate>` + when + `</pubDate></item></channel></rss>`,
			"/menu":         `<title>T</title><a href=/>Home</a>`, "/": `<title>T</title><a href=/a/1>1</a>`, "/a/1": page,
		}[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, body)
	}))
	t.Cleanup(site.Close)
	light(t)
	for _, c := range []struct {
		name, entry string
		code        int
		says        string
	}{
		{"a page for a feed", "feeds: [SITE/menu]\n  start: [SITE/]", exitSource, "feeds[0]: is a page and no feed"},
		{"pages that are gone", "feeds: [SITE/feed-of-none]", exitNothing, "nothing was collected: 1 pages could not be read, such as SITE/a/404 (status-404 Not Found)"},
		{"all is gone", "feeds: [SITE/none]\n  start: [SITE/neither]", exitNothing, "nothing was collected: pier (feeds[0]: is not there (status 404); look for the current address; start[0]: is not there"},
		{"later", "feeds: [SITE/feed]\n  valid_from: \"2999-01-01\"", exitNothing, "no source's entry holds today: pier (valid from 2999-01-01)"},
		{"earlier", "feeds: [SITE/feed]\n  valid_to: \"2001-01-01\"", exitNothing, "no source's entry holds today: pier (valid to 2001-01-01)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			write := func(name, text string) {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(strings.ReplaceAll(text, "SITE", site.URL)), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			write("framewatch.yaml", "sources: [sources.yaml]\ncrawl: {allow_net: [127.0.0.0/8], no_delay: true, retries: 1}\n")
			write("sources.yaml", "list: {id: l, version: \"1\"}\nsources:\n- id: pier\n  name: Pier\n  domain: 127.0.0.1\n  country: GB\n  owner_type: private_news\n  langs: [en]\n  one_way: a test\n  "+c.entry+"\n")
			code, stdout, stderr := framewatch(t, "framewatch crawl", "-c", filepath.Join(dir, "framewatch.yaml"), "--data", filepath.Join(dir, "d"))
			if code != c.code || !strings.Contains(stderr, strings.ReplaceAll(c.says, "SITE", site.URL)) {
				t.Errorf("exit code %d, want %d; it says %q, want %q\n%s", code, c.code, stderr, c.says, stdout)
			}
		})
	}
	t.Run("an address inside", func(t *testing.T) {
		code, _, stderr := framewatch(t, "framewatch crawl", "--url", site.URL+"/", "--data", "d")
		if code != exitNothing || !strings.Contains(stderr, "allow the network with --allow-net") {
			t.Errorf("exit code %d: %s", code, stderr)
		}
	})
}
