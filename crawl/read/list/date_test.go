package list_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/crawl/read/list"
)

// TestDates holds the forms in which lists give dates.
func TestDates(t *testing.T) {
	for _, c := range []struct{ written, want string }{
		// W3C and its neighbours
		{"2025", "2025-01-01"},
		{"2025-09", "2025-09-01"},
		{"2025-09-30", "2025-09-30"},
		{"2025-9-3", "2025-09-03"},
		{"2025/09/30", "2025-09-30"},
		{"2025.09.30", "2025-09-30"},
		{"2025-09-30Z", "2025-09-30"},
		{"2025-09-30T10:15Z", "2025-09-30 10:15:00"},
		{"2025-09-30T10:15:20Z", "2025-09-30 10:15:20"},
		{"2025-09-30t10:15:20z", "2025-09-30 10:15:20"},
		{"2025-09-30T10:15:20", "2025-09-30 10:15:20"},
		{"2025-09-30T10:15:20.000Z", "2025-09-30 10:15:20"},
		{"2025-09-30T10:15:20,000+00:00", "2025-09-30 10:15:20"},
		{"2025-09-30T10:15:20+08:00", "2025-09-30 02:15:20"},
		{"2025-09-30T10:15:20+0800", "2025-09-30 02:15:20"},
		{"2025-09-30T10:15:20+8", "2025-09-30 02:15:20"},
		{"2025-09-30T23:15:20-05:30", "2025-10-01 04:45:20"},
		{"2025-09-30T10:15:20+99:00", "2025-09-30 10:15:20"},
		{"2025-09-30T10:15:20.1234567891Z", "2025-09-30 10:15:20"},
		{"2025-09-30 10:15:20", "2025-09-30 10:15:20"},
		{"2025-9-30 9:05:01", "2025-09-30 09:05:01"},
		{"2025-09-30 10:15:20 +0800", "2025-09-30 02:15:20"},
		{"2025-09-30 08:53:11 AM", "2025-09-30 08:53:11"},
		{"2025-09-30 08:53:11 PM", "2025-09-30 20:53:11"},
		{"2025-09-30 12:30:00 AM", "2025-09-30 00:30:00"},
		{"2025-09-30 12:30:00 PM", "2025-09-30 12:30:00"},
		{"2025-09-30 20:53:11 PM", "2025-09-30 20:53:11"},
		{"2025-09-30 14:00:00 AM", "2025-09-30 14:00:00"},
		{"20250930", "2025-09-30"},
		{"20250930T101520Z", "2025-09-30 10:15:20"},
		{"2025年9月30日 10:15", "2025-09-30 10:15:00"},
		{"\n 2025-09-30 \n", "2025-09-30"},

		// RFC 822, 850, 1123 and asctime
		{"Tue, 30 Sep 2025 10:15:20 GMT", "2025-09-30 10:15:20"},
		{"Tue, 30 Sep 2025 10:15:20 +0800", "2025-09-30 02:15:20"},
		{"Tue, 30 Sep 2025 10:15:20 -0700", "2025-09-30 17:15:20"},
		{"Tue, 30 Sep 2025 10:15:20 EST", "2025-09-30 15:15:20"},
		{"Tue, 30 Sep 2025 10:15:20 CEST", "2025-09-30 08:15:20"},
		{"Tue, 30 Sep 2025 10:15:20 HKT", "2025-09-30 02:15:20"},
		{"Tue, 30 Sep 2025 10:15:20 XYZ", "2025-09-30 10:15:20"},
		{"Tue, 30 Sep 2025 10:15 GMT", "2025-09-30 10:15:00"},
		{"Tue, 30 Sep 25 10:15:20 GMT", "2025-09-30 10:15:20"},
		{"30 Sep 2025 10:15:20 GMT", "2025-09-30 10:15:20"},
		{"30 September 2025", "2025-09-30"},
		{"3 Sept 2025", "2025-09-03"},
		{"Tuesday, 30-Sep-25 10:15:20 GMT", "2025-09-30 10:15:20"},
		{"Wednesday, 30-Sep-98 10:15:20 GMT", "1998-09-30 10:15:20"},
		{"Tue Sep 30 10:15:20 2025", "2025-09-30 10:15:20"},
		{"Tue Sep 30 10:15:20 EDT 2025", "2025-09-30 14:15:20"},
		{"Tue Sep 30 2025 10:15:20 GMT+0800 (China Standard Time)", "2025-09-30 02:15:20"},
		{"Sep 30, 2025", "2025-09-30"},
		{"September 30, 2025 10:15 PM", "2025-09-30 22:15:00"},
		{"2025 Sep 30", "2025-09-30"},

		// figures alone
		{"31/01/2019", "2019-01-31"},
		{"01/31/2019", "2019-01-31"},
		{"31.01.2019 10:15", "2019-01-31 10:15:00"},
		{"05/05/2025", "2025-05-05"},
		{"05/06/2025", ""},
		{"31/01/19", ""},
		{"1759226400", "2025-09-30 10:00:00"},
		{"1759226400000", "2025-09-30 10:00:00"},

		// no dates
		{"", ""},
		{"soon", ""},
		{"yesterday", ""},
		{"0", ""},
		{"12", ""},
		{"12345", ""},
		{"0000-00-00", ""},
		{"0000-00-00 00:00:00", ""},
		{"0001-01-01T00:00:00", ""},
		{"1970-01-01", ""},
		{"Thu, 01 Jan 1970 00:00:00 GMT", ""},
		{"2025-13-01", ""},
		{"2025-02-30", ""},
		{"2025-09-30T25:00:00", ""},
		{"2025-09-30T10:61:00", ""},
		{"30 Foo 2025", ""},
		{"Sep 2025", ""},
		{"99999999999999999999", ""},
		{"mardi 30 mai 2025", ""}, // other languages' months are not guessed from their first letters
		{"a text of more letters than any date has, which ends in 2025-09-30", ""},
	} {
		t.Run(c.written, func(t *testing.T) {
			l := list.Parse([]byte(`<urlset><url><loc>/1</loc><lastmod>`+c.written+`</lastmod></url></urlset>`), at)
			if len(l.Entries) != 1 {
				t.Fatalf("%d entries", len(l.Entries))
			}
			if diff := cmp.Diff(day(t, c.want), l.Entries[0].Newest); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestNewest holds the order in which a budget is spent.
func TestNewest(t *testing.T) {
	entries := func() []list.Entry {
		return []list.Entry{
			{Loc: "undated 1"}, {Loc: "old", Newest: day(t, "2003-05-30")}, {Loc: "new 1", Newest: day(t, "2025-05-30")}, {Loc: "undated 2"},
			{Loc: "newest", Newest: day(t, "2025-05-30 10:00:00")}, {Loc: "new 2", Newest: day(t, "2025-05-30")},
		}
	}
	for _, c := range []struct {
		n    int
		want string
	}{
		{-1, ""}, {0, ""}, {1, "newest"}, {3, "newest new 1 new 2"}, {6, "newest new 1 new 2 old undated 1 undated 2"}, {100, "newest new 1 new 2 old undated 1 undated 2"},
	} {
		if diff := cmp.Diff(c.want, locs(list.List{Entries: list.Newest(entries(), c.n)})); diff != "" {
			t.Errorf("%d: %s", c.n, diff)
		}
	}
}

// TestNewestByForm holds that dates of all forms sort together: none sorts by
// its letters.
func TestNewestByForm(t *testing.T) {
	l := list.Parse([]byte(urlset(`
		<url><loc>/rfc-2003</loc><lastmod>Fri, 30 May 2003 10:00:00 GMT</lastmod></url>
		<url><loc>/unreadable</loc><lastmod>zuletzt</lastmod></url>
		<url><loc>/short-2025</loc><lastmod>2025-9-30</lastmod></url>
		<url><loc>/figures-2019</loc><lastmod>31/01/2019</lastmod></url>
		<url><loc>/w3c-2025</loc><lastmod>2025-10-01</lastmod></url>
		<url><loc>/ambiguous</loc><lastmod>05/06/2025</lastmod></url>`)), at)
	want := "/w3c-2025 /short-2025 /figures-2019 /rfc-2003 /unreadable /ambiguous"
	if diff := cmp.Diff(want, locs(list.List{Entries: list.Newest(l.Entries, 10)})); diff != "" {
		t.Error(diff)
	}
}
