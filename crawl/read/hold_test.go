package read_test

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/read"
	"framewatch/crawl/reason"
	"framewatch/crawl/urlid"
)

// kinds are those of the answers that a [read.Reader] reads.
var kinds = []string{frontier.KindPage, frontier.KindStart, frontier.KindFeed, frontier.KindSitemap, frontier.KindListing, frontier.KindArchive}

// hold checks what holds of every answer, whatever it says.
func hold(t *testing.T, r *read.Rules, of corpus.Capture, a read.Answer) {
	t.Helper()
	before := bytes.Clone(a.Body)
	rd := reader()
	got := rd.Page(r, of, a)
	if again := rd.Page(r, of, a); !reflect.DeepEqual(got, again) {
		t.Errorf("read twice: %+v, then %+v", got, again)
	}
	known(t, &got.Capture)
	bounded(t, r, &got)
	if got.Next != "" && got.Links != nil {
		t.Errorf("sent on to %q and has links", got.Next)
	}
	stored := rd.Stored(r, of, a.Body, of.ContentType)
	known(t, &stored.Capture)
	bounded(t, r, &stored)
	kept := got.Capture.Outcome.Stored() && got.Next == "" && a.Header == nil
	if kept && !slices.Equal(got.Links, stored.Links) {
		t.Errorf("%d links as it came, %d as it was stored", len(got.Links), len(stored.Links))
	}
	if kept && (got.Form != stored.Form || got.Variant != stored.Variant || got.Capture.Charset != stored.Capture.Charset) {
		t.Errorf("as it came %s %q %s, as it was stored %s %q %s", got.Form, got.Variant, got.Capture.Charset, stored.Form, stored.Variant, stored.Capture.Charset)
	}
	if !bytes.Equal(before, a.Body) {
		t.Error("the body was changed")
	}
}

// holdText checks that a body has one text, which is that of the body itself as
// soon as it has any.
func holdText(t *testing.T, body []byte, contentType string) {
	t.Helper()
	if first, second := read.TextOf(body, contentType), read.TextOf(body, contentType); !reflect.DeepEqual(first, second) {
		t.Error("read twice, its text is another")
	}
	text := read.TextOf(append([]byte("<p>"+english(200)+"</p>"), body...), contentType)
	if !read.SameText(text, text) {
		t.Error("its text is not its own")
	}
}

// known checks that an outcome stands with a code of the list, and is text.
func known(t *testing.T, c *corpus.Capture) {
	t.Helper()
	if c.ErrorCode != "" && c.Outcome != corpus.OutcomeNotModified && !slices.ContainsFunc(reason.All(), func(e reason.Entry) bool {
		return e.Code == c.ErrorCode && slices.Contains(e.Outcomes, c.Outcome)
	}) {
		t.Errorf("no such reason: %s", ended(c))
	}
	if c.ErrorCode == "" && c.Outcome != corpus.OutcomeOK && c.Outcome != corpus.OutcomeNotModified {
		t.Errorf("%s without a reason", c.Outcome)
	}
	if !utf8.ValidString(c.Message) || len(c.Message) > 5000 {
		t.Errorf("message of %d bytes", len(c.Message))
	}
}

// bounded checks that links are addresses of the source as they are asked for, or
// of the site of the index that named them, and no more than can be of use.
func bounded(t *testing.T, r *read.Rules, got *read.Reading) {
	t.Helper()
	_, asked, _ := urlid.Split(got.Capture.FinalURL)
	if len(got.Links) > 50_000 || got.Pages > got.Entries {
		t.Errorf("%d links, %d pages of %d entries", len(got.Links), got.Pages, got.Entries)
	}
	for _, l := range got.Links {
		_, host, _ := urlid.Split(l.URL)
		own := r.Owns(host)
		if l.Kind == frontier.KindListing || l.Kind == frontier.KindArchive {
			own = urlid.Within(host, urlid.Site(asked)) && l.Kind == got.Capture.Kind
		}
		if same, err := urlid.Normalise(l.URL, ""); !own || err != nil || same != l.URL {
			t.Fatalf("%s link %s", l.Kind, l.URL)
		}
		if l.Kind == frontier.KindPage && !r.Wants(l.URL) {
			t.Fatalf("%s is not wanted", l.URL)
		}
		if l.Depth < got.Capture.Depth && l.Kind != frontier.KindPage || l.Depth > got.Capture.Depth+1 {
			t.Fatalf("%s link %d deep from %d", l.Kind, l.Depth, got.Capture.Depth)
		}
	}
	if got.Variant != "" && (strings.Contains(got.Variant, "#") || got.Variant == got.Capture.FinalURL) {
		t.Errorf("form of %s", got.Variant)
	}
}
