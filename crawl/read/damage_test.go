package read_test

import (
	"net/http"
	"testing"

	"framewatch/corpus"
	"framewatch/crawl/coding"
	"framewatch/crawl/frontier"
	"framewatch/crawl/read"
)

// TestDamage: what came is read, with a word of what is wrong with it; nothing at
// all is an error.
func TestDamage(t *testing.T) {
	body := `<title>Talks</title><p>The envoys met.</p><a href="/n/1">More</a>`
	for _, c := range []struct {
		name        string
		damage      coding.Damage
		slow        bool
		body        string
		contentType string
		want        string
		links       int
	}{
		{"none", coding.None, false, body, htmlType, "ok", 1},
		{"gzip that no header told of", coding.Unlabelled, false, body, htmlType, "ok-flagged unlabelled-gzip", 1},
		{"the same where the type is an archive's", coding.Unlabelled, false, body, "Application/X-GZip; x=y", "ok", 1},
		{"the same where there is no type", coding.Unlabelled, false, body, "", "ok", 1},
		{"the same of XML", coding.Unlabelled, false, body, "text/xml", "ok", 1},
		{"wrong sum", coding.BadChecksum, false, body, htmlType, "ok-flagged bad-checksum", 1},
		{"fault in the coding", coding.BadCoding, false, body, htmlType, "ok-flagged bad-coding", 1},
		{"fault in the coding from the first byte", coding.BadCoding, false, "", htmlType, "error bad-coding", 0},
		{"cut at the limit", coding.TooLarge, false, body, htmlType, "ok-truncated too-large", 1},
		{"ended early", coding.Short, false, body, htmlType, "ok-truncated short-body", 1},
		{"ended before it began", coding.Short, false, "", htmlType, "error short-body", 0},
		{"given up", coding.Short, true, body, htmlType, "ok-truncated slow-body", 1},
		{"given up before it began", coding.Short, true, "", htmlType, "error slow-body", 0},
		{"ended early, white space", coding.Short, false, " \n", htmlType, "skipped empty", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := answer(c.body)
			a.Damage, a.Slow, a.Cause = c.damage, c.slow, "the cause"
			got := reader().Page(rules(), capture(frontier.KindPage, at, c.contentType), a)
			if ended(&got.Capture) != c.want || len(got.Links) != c.links {
				t.Errorf("%s, links %q; want %s", ended(&got.Capture), urls(got.Links), c.want)
			}
			// The cause is told where there is one.
			if tells := got.Capture.Message == "the cause"; tells != (got.Capture.ErrorCode != "") {
				t.Errorf("%s with message %q", ended(&got.Capture), got.Capture.Message)
			}
			if got.Capture.Bytes != int64(len(c.body)) || got.Capture.BodySHA256 != corpus.SHA256([]byte(c.body)) {
				t.Errorf("%d bytes with sum %s", got.Capture.Bytes, got.Capture.BodySHA256)
			}
			whole := capture(frontier.KindPage, at, c.contentType)
			if useful := read.Whole(&whole, a); useful != (got.Capture.Outcome != corpus.OutcomeError) {
				t.Errorf("whole: %t", useful)
			}
		})
	}
}

// TestDamageIsKept: what a damaged page says is added to what is known, and never
// makes it better.
func TestDamageIsKept(t *testing.T) {
	for _, c := range []struct {
		name, kind, body string
		damage           coding.Damage
		want             string
	}{
		{"page that asks not to be indexed", frontier.KindPage, `<meta name=robots content=noindex><p>x`, coding.TooLarge, "ok-truncated too-large"},
		{"cut feed", frontier.KindFeed, `<rss><channel><item><link>/n/1</link></item>`, coding.Short, "ok-truncated short-body"},
		{"wall with a wrong sum", frontier.KindPage, `<title>Access denied</title>`, coding.BadChecksum, "blocked block"},
		{"PDF that was cut", frontier.KindPage, "%PDF-1.7 x", coding.TooLarge, "skipped too-large"},
		{"PDF that ended early", frontier.KindPage, "%PDF-1.7 x", coding.Short, "ok-truncated short-body"},
		{"picture with a wrong sum", frontier.KindPage, "GIF89a", coding.BadChecksum, "skipped type"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := answer(c.body)
			a.Damage = c.damage
			r := rules()
			r.PDF = true
			got := reader().Page(r, capture(c.kind, at, htmlType), a)
			if ended(&got.Capture) != c.want {
				t.Errorf("%s, want %s", ended(&got.Capture), c.want)
			}
		})
	}
}

// TestParts: nobody asked for a part, so one is suspect.
func TestParts(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"page", `<p>The envoys met.`, "ok-flagged partial"},
		{"page of which more is known", `<meta name=robots content=noindex><p>x`, "ok-flagged noindex"},
		{"empty", " ", "skipped empty"},
		{"missing page", `<title>Page not found</title>`, "error soft-404"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := answer(c.body)
			a.Status = http.StatusPartialContent
			got := reader().Page(rules(), capture(frontier.KindPage, at, htmlType), a)
			if ended(&got.Capture) != c.want {
				t.Errorf("%s, want %s", ended(&got.Capture), c.want)
			}
		})
	}
}

// TestEmptyBodies: nothing is no page, of whatever kind and type.
func TestEmptyBodies(t *testing.T) {
	for _, kind := range []string{frontier.KindPage, frontier.KindStart, frontier.KindFeed, frontier.KindSitemap, frontier.KindListing, frontier.KindArchive} {
		for _, body := range []string{"", "\n", " \t\r\n "} {
			got := page(kind, at, body)
			if ended(&got.Capture) != "skipped empty" || got.Form != "" || got.Links != nil {
				t.Errorf("%s %q: %s, form %q", kind, body, ended(&got.Capture), got.Form)
			}
		}
	}
}
