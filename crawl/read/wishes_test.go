package read_test

import (
	"net/http"
	"testing"

	"framewatch/crawl/frontier"
	"framewatch/crawl/read"
)

// TestWishes: what publishers ask of crawlers, in the page or in its header.
func TestWishes(t *testing.T) {
	const link = `<a href="/n/1">x</a>`
	robots := func(values ...string) http.Header { return http.Header{"X-Robots-Tag": values} }
	for _, c := range []struct {
		name    string
		header  http.Header
		body    string
		noindex bool
		links   int
	}{
		{"nothing", nil, link, false, 1},
		{"noindex", nil, `<meta name="robots" content="noindex">` + link, true, 1},
		{"nofollow", nil, `<meta name="robots" content="nofollow">` + link, false, 0},
		{"both", nil, `<META NAME="Robots" CONTENT=" NoIndex , NOFOLLOW ">` + link, true, 0},
		{"none", nil, `<meta name="robots" content="none">` + link, true, 0},
		{"others", nil, `<meta name="robots" content="all,noarchive,max-image-preview:none">` + link, false, 1},
		{"two elements", nil, `<meta name=robots content=noindex><meta name=robots content=nofollow>` + link, true, 0},
		{"to this crawler", nil, `<meta name="FrameWatch" content="noindex">` + link, true, 1},
		{"to another", nil, `<meta name="otherbot" content="none">` + link, false, 1},
		{"in the body", nil, link + `<meta name="robots" content="none">`, true, 0},
		{"in a comment", nil, `<!-- <meta name="robots" content="none"> -->` + link, false, 1},
		{"header", robots("noindex"), link, true, 1},
		{"header, none", robots("none"), link, true, 0},
		{"header, several directives", robots("noarchive, NoIndex, nofollow"), link, true, 0},
		{"headers", robots("noindex", "nofollow"), link, true, 0},
		{"header to this crawler", robots("FrameWatch: noindex, nofollow"), link, true, 0},
		{"header to another", robots("otherbot: noindex, nofollow"), link, false, 1},
		{"headers to several", robots("otherbot: noindex", "framewatch: nofollow"), link, false, 0},
		{"headers joined", robots("otherbot: noindex, framewatch: nofollow"), link, false, 0},
		{"headers joined, the other last", robots("framewatch: nofollow, otherbot: noindex, nosnippet"), link, false, 0},
		{"header to all, then to another", robots("noindex, otherbot: nofollow"), link, true, 1},
		{"header with a value first", robots("max-snippet: 20, noindex"), link, true, 1},
		{"header with values only", robots("max-image-preview: none, max-video-preview: 0"), link, false, 1},
		{"header with a time", robots("unavailable_after: Friday, 25-Jun-10 15:00:00 GMT, noindex"), link, true, 1},
		{"header with a time of another form", robots("noindex, unavailable_after: 2027-01-01T00:00:00Z"), link, true, 1},
		{"header that names nobody", robots(": nosnippet, noindex"), link, true, 1},
		{"empty header", robots("", ":", ","), link, false, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, skip := range []bool{false, true} {
				rd := reader()
				rd.SkipNoindex = skip
				a := answer(c.body)
				a.Header = c.header
				want := "ok"
				switch {
				case c.noindex && skip:
					want = "skipped noindex"
				case c.noindex:
					want = "ok-flagged noindex"
				}
				got := rd.Page(rules(), capture(frontier.KindPage, at, htmlType), a)
				if ended(&got.Capture) != want || len(got.Links) != c.links {
					t.Errorf("skip %t: %s, links %q; want %s", skip, ended(&got.Capture), urls(got.Links), want)
				}
			}
		})
	}
}

// TestWishesOfPDFs: a PDF can say in its header alone what may become of it.
func TestWishesOfPDFs(t *testing.T) {
	for _, c := range []struct{ name, tag, want string }{
		{"nothing", "", "ok"}, {"noindex", "noindex", "ok-flagged noindex"}, {"another's", "otherbot: noindex", "ok"},
	} {
		a := answer("%PDF-1.7 <meta name=robots content=noindex>")
		a.Header.Set("X-Robots-Tag", c.tag)
		r := rules()
		r.PDF = true
		if got := reader().Page(r, capture(frontier.KindPage, at, "application/pdf"), a); ended(&got.Capture) != c.want {
			t.Errorf("%s: %s, want %s", c.name, ended(&got.Capture), c.want)
		}
	}
}

// TestReservations: a page's own word on text and data mining counts where its
// header says nothing; the caller has read the header into the capture.
func TestReservations(t *testing.T) {
	meta := func(v string) string { return `<meta name="TDM-Reservation" content="` + v + `"><a href="/n/1">x</a>` }
	for _, c := range []struct{ name, header, body, tdm, kept, skipped string }{
		{"nothing", "", "<p>x", "", "ok", "ok"},
		{"page", "", meta("1"), "1", "ok", "skipped tdm-reservation"},
		{"page, not reserved", "", meta("0"), "0", "ok", "ok"},
		{"page, no meaning", "", meta("yes"), "", "ok", "ok"},
		{"header", "1", "<p>x", "1", "ok", "skipped tdm-reservation"},
		{"header over page", "0", meta("1"), "0", "ok", "ok"},
		{"page where the header means nothing", "maybe", meta("1"), "1", "ok", "skipped tdm-reservation"},
		{"with noindex", "1", "<meta name=robots content=noindex>", "1", "ok-flagged noindex", "skipped tdm-reservation"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for skip, want := range map[bool]string{false: c.kept, true: c.skipped} {
				rd := reader()
				rd.SkipTDM = skip
				a := answer(c.body)
				a.Header.Set("TDM-Reservation", c.header)
				of := capture(frontier.KindPage, at, htmlType)
				of.TDMReservation = read.TDMValue(c.header)
				got := rd.Page(rules(), of, a)
				if ended(&got.Capture) != want || got.Capture.TDMReservation != c.tdm {
					t.Errorf("skip %t: %s, reservation %q; want %s", skip, ended(&got.Capture), got.Capture.TDMReservation, want)
				}
			}
		})
	}
}

func TestTDMValue(t *testing.T) {
	for v, want := range map[string]string{"1": "1", " 0\t": "0", "": "", "2": "", "true": "", "1, 0": "", "１": ""} {
		if got := read.TDMValue(v); got != want {
			t.Errorf("%q: %q, want %q", v, got, want)
		}
	}
}
