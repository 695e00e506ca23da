package provenance_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"framewatch/corpus"
	"framewatch/internal/provenance"
)

// outlets are invented: an agency in each language, and papers that print them.
var outlets = map[string]corpus.Source{
	"lake":    {ID: "lake-wire", Name: "Lake Wire", Domain: "lakewire.test", Country: "GB"},
	"shore":   {ID: "shore-agency", Name: "Shore Press Agency (SHPA)", Domain: "shpa.test", Country: "KE"},
	"jingwei": {ID: "jingwei", Name: "经纬社", Domain: "jingwei.test", Country: "CN"},
	"harbour": {ID: "harbour", Name: "The Harbour Ledger", Domain: "harbourledger.test", Country: "HK"},
	"capitol": {ID: "capitol-lake", Name: "Capitol Lake", Domain: "capitollake.test", Country: "US"},
	"gangwan": {ID: "gangwan", Name: "港灣日報", Domain: "gangwan.test", Country: "HK"},
}

// copyOf reads "outlet date [credit=… original=… article=… version=…]" with _ for
// spaces.
func copyOf(t *testing.T, n int, text string) provenance.Copy {
	t.Helper()
	fields := strings.Fields(text)
	s, ok := outlets[fields[0]]
	if !ok {
		t.Fatalf("no outlet %q", fields[0])
	}
	c := provenance.Copy{Doc: corpus.DocID(fmt.Sprintf("doc-%02d", n)), Outlet: provenance.NewOutlet(&s), Published: dateOf(t, fields[1]), URLs: []string{fmt.Sprintf("https://www.%s/%d", s.Domain, n)}}
	for _, f := range fields[2:] {
		key, value, _ := strings.Cut(f, "=")
		switch value = strings.ReplaceAll(value, "_", " "); key {
		case "credit":
			c.Credit = value
		case "original":
			c.OriginalURL = value
		case "article":
			c.Article = value
		case "version":
			c.Version = int(value[0] - '0')
		default:
			t.Fatalf("what is %q", f)
		}
	}
	return c
}

func dateOf(t *testing.T, s string) corpus.Date {
	t.Helper()
	for _, l := range []struct {
		layout    string
		precision corpus.Precision
		offset    bool
	}{{"2006", corpus.PrecisionYear, false}, {"2006-01", corpus.PrecisionMonth, false}, {time.DateOnly, corpus.PrecisionDay, false},
		{"2006-01-02T15:04", corpus.PrecisionMinute, false}, {time.RFC3339, corpus.PrecisionSecond, true}} {
		if at, err := time.Parse(l.layout, s); err == nil {
			return corpus.Date{Time: at, Precision: l.precision, HasOffset: l.offset}
		}
	}
	if s != "-" {
		t.Fatalf("date %q", s)
	}
	return corpus.Date{}
}

// told is a verdict in words: place and evidence, or the gap.
func told(v provenance.Verdict) string {
	if v.Origin < 0 {
		return string(v.Gap)
	}
	return fmt.Sprintf("%d %s", v.Origin, v.From)
}

func TestOrigin(t *testing.T) {
	const morning, noon, evening = "2026-03-04T08:00:00Z", "2026-03-04T12:00:00Z", "2026-03-04T20:00:00Z"
	for _, c := range []struct {
		name, want string
		copies     []string
	}{
		{"alone", "0 alone", []string{"lake " + noon}},
		{"alone and undated", "0 alone", []string{"lake -"}},
		{"an agency alone credits itself", "0 alone", []string{"lake " + noon + " credit=Lake_Wire"}},
		{"alone with another's credit", "outside", []string{"harbour " + noon + " credit=Lake_Wire"}},
		{"versions of one article", "1 alone", []string{"lake " + evening + " article=a version=2", "lake " + morning + " article=a version=1"}},

		{"the credited one", "1 credit", []string{"harbour 2026-03-04 credit=Lake_Wire", "lake " + noon}},
		{"that credits itself", "1 credit", []string{"harbour 2026-03-04 credit=Lake_Wire", "lake " + noon + " credit=Lake_Wire", "capitol " + evening}},
		{"whatever the date", "0 credit", []string{"lake - credit=Lake_Wire", "harbour " + morning + " credit=Lake_Wire"}},
		{"credited copy with an earlier date", "0 credit", []string{"lake " + noon, "harbour " + morning + " credit=Lake_Wire"}},
		{"an uncredited copy is earlier", "contradiction", []string{"lake " + noon, "harbour " + evening + " credit=Lake_Wire", "capitol " + morning}},
		{"an uncredited copy of the same day", "0 credit", []string{"lake " + noon, "harbour " + evening + " credit=Lake_Wire", "capitol 2026-03-04"}},
		{"by lead-in", "0 credit", []string{"lake " + noon, "harbour " + evening + " credit=Reporting_by_Lake_Wire"}},
		{"via", "0 credit", []string{"lake " + noon, "harbour " + evening + " credit=via_Lake_Wire"}},
		{"with its own reporters", "0 credit", []string{"lake " + noon, "harbour " + evening + " credit=Lake_Wire_and_Harbour_Ledger_reporters"}},
		{"by the short name in brackets", "0 credit", []string{"shore " + noon, "harbour " + evening + " credit=SHPA"}},
		{"without the word agency", "0 credit", []string{"shore " + noon, "harbour " + evening + " credit=Shore_Press"}},
		{"by the host", "0 credit", []string{"lake " + noon, "harbour " + evening + " credit=lakewire.test"}},
		{"by the ID", "0 credit", []string{"lake " + noon, "harbour " + evening + " credit=lake-wire"}},
		{"a longer name is another's", "outside", []string{"lake " + noon, "harbour " + evening + " credit=Great_Lake_Wire"}},
		{"a part of the name is nobody's", "outside", []string{"lake " + noon, "harbour " + evening + " credit=Lake"}},
		{"staff for it", "outside", []string{"lake " + noon, "harbour " + evening + " credit=by_Harbour_staff_for_Lake_Wire"}},

		{"Chinese credit", "1 credit", []string{"gangwan 2026-03-04 credit=经纬社", "jingwei " + noon}},
		{"in brackets", "1 credit", []string{"gangwan 2026-03-04 credit=（经纬社）", "jingwei " + noon + " credit=经纬社"}},
		{"in traditional characters", "1 credit", []string{"gangwan 2026-03-04 credit=經緯社", "jingwei " + noon}},
		{"with its full kind", "1 credit", []string{"gangwan 2026-03-04 credit=经纬通讯社", "jingwei " + noon}},
		{"source line", "1 credit", []string{"gangwan 2026-03-04 credit=来源：经纬社", "jingwei " + noon}},
		{"as it reports", "1 credit", []string{"gangwan 2026-03-04 credit=据经纬社报道", "jingwei " + noon}},
		{"a paper credited in simplified characters", "0 credit", []string{"gangwan " + noon, "jingwei " + evening + " credit=港湾日报"}},
		{"another society", "outside", []string{"gangwan 2026-03-04 credit=新经纬社", "jingwei " + noon}},

		{"a chain of credits", "2 credit", []string{"harbour " + evening + " credit=Shore_Press", "shore " + noon + " credit=Lake_Wire", "lake " + morning}},
		{"a chain that leads out", "outside", []string{"harbour " + evening + " credit=Shore_Press", "shore " + noon + " credit=Far_Wire"}},
		{"a ring", "contradiction", []string{"lake " + noon + " credit=Shore_Press", "shore " + morning + " credit=Lake_Wire"}},
		{"two agencies, one earlier", "1 date", []string{"harbour " + evening + " credit=Lake_Wire", "lake " + morning, "gangwan " + evening + " credit=经纬社", "jingwei " + noon}},
		{"two agencies, one day", "same_date", []string{"harbour " + evening + " credit=Lake_Wire", "lake 2026-03-04", "gangwan " + evening + " credit=经纬社", "jingwei " + noon}},
		{"two articles of the agency", "2 date", []string{"harbour " + evening + " credit=Lake_Wire", "lake " + noon + " article=b", "lake " + morning + " article=a"}},
		{"an agency that is not there", "outside", []string{"harbour " + noon + " credit=Far_Wire", "capitol " + morning}},

		{"address of a member", "1 original_url", []string{"harbour " + noon + " original=http://lakewire.test/1", "lake " + noon}},
		{"address at a member's host", "1 original_url", []string{"harbour " + noon + " original=https://news.lakewire.test/other", "lake " + noon}},
		{"of two articles the one with the address", "2 original_url", []string{"harbour " + noon + " original=https://www.lakewire.test/2", "lake " + noon + " article=a", "lake " + morning + " article=b"}},
		{"its own address", "0 date", []string{"harbour " + morning + " original=https://www.harbourledger.test/0", "lake " + noon}},
		{"address elsewhere", "outside", []string{"harbour " + noon + " original=https://far.test/1", "lake " + morning}},
		{"no address", "1 date", []string{"harbour " + noon + " original=::", "lake " + morning}},

		{"earlier by minutes", "1 date", []string{"lake " + noon, "shore 2026-03-04T14:59:00+03:00"}},
		{"one minute", "same_date", []string{"lake 2026-03-04T12:00:10Z", "shore 2026-03-04T12:00:50Z"}},
		{"a day is not its midnight", "same_date", []string{"harbour 2026-03-04", "lake " + noon}},
		{"a day before", "0 date", []string{"harbour 2026-03-03", "lake " + noon}},
		{"two days alike", "same_date", []string{"harbour 2026-03-04", "lake 2026-03-04"}},
		{"the day at the outlet", "same_date", []string{"harbour 2026-03-05", "gangwan 2026-03-05T01:00:00+08:00"}},
		{"a month is not its first day", "same_date", []string{"harbour 2026-03", "lake " + noon}},
		{"a month before", "0 date", []string{"harbour 2026-02", "lake 2026-03-01"}},
		{"a year is not its first day", "same_date", []string{"harbour 2026", "lake " + noon}},
		{"a year before", "0 date", []string{"harbour 2025", "lake " + noon}},
		{"earlier than two of three", "same_date", []string{"lake " + morning, "shore " + noon, "harbour 2026-03-04"}},
		{"clock of a country with one zone", "1 date", []string{"lake 2026-03-04T02:00:00Z", "jingwei 2026-03-04T09:30"}},
		{"clock of a country with many", "same_date", []string{"lake 2026-03-04T20:00:00Z", "capitol 2026-03-04T09:30"}},
		{"an undated copy", "undated", []string{"lake " + morning, "harbour -"}},
		{"only undated copies", "undated", []string{"lake -", "harbour -"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var copies []provenance.Copy
			for i, text := range c.copies {
				copies = append(copies, copyOf(t, i, text))
			}
			if got := told(provenance.Of(copies)); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestLag(t *testing.T) {
	for _, c := range []struct{ origin, copy, want string }{
		{"lake 2026-03-04T08:15:00Z", "shore 2026-03-04T13:30:59+03:00", "8100 minute"},
		{"lake 2026-03-04T08:15:00Z", "lake 2026-03-04T08:15:00Z", "0 minute"},
		{"lake 2026-03-04T08:15:00Z", "jingwei 2026-03-04T16:16", "60 minute"},
		{"lake 2026-07-04T08:15", "jingwei 2026-07-04T15:16", "60 minute"}, // British summer
		{"lake 2026-03-04T08:15:00Z", "capitol 2026-03-05T01:00", "86400 day"},
		{"lake 2026-03-04T23:15:00Z", "harbour 2026-03-04", "0 day"},
		{"lake 2026-03-04T23:15:00Z", "harbour 2026-03-06", "172800 day"},
		{"harbour 2026-03-04", "lake 2026-03-04T01:00:00Z", "0 day"},
		{"harbour 2026-02", "lake 2026-03-31", fmt.Sprint(28*24*3600, " month")},
		{"harbour 2025", "lake 2026-03-31", "none"},
		{"harbour 2026-03-05", "lake 2026-03-04T01:00:00Z", "none"}, // earlier
		{"harbour -", "lake 2026-03-04T01:00:00Z", "none"},
		{"harbour 2026-03-05", "lake -", "none"},
	} {
		got := "none"
		if seconds, precision, ok := provenance.Lag(copyOf(t, 0, c.origin), copyOf(t, 1, c.copy)); ok {
			got = fmt.Sprint(seconds, " ", precision)
		}
		if got != c.want {
			t.Errorf("%s, %s: %s, want %s", c.origin, c.copy, got, c.want)
		}
	}
}

// TestOrderHasNoSay draws groups and looks at each in many orders.
func TestOrderHasNoSay(t *testing.T) {
	r := rand.New(rand.NewPCG(14, 3))
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	seen := map[string]int{}
	for range 3000 {
		var copies []provenance.Copy
		for i := range 1 + r.IntN(5) {
			text := pick("lake", "shore", "jingwei", "harbour", "capitol", "gangwan") + " " +
				pick("-", "2026", "2026-03", "2026-03-04", "2026-03-05", "2026-03-04T09:30", "2026-03-04T08:00:00Z", "2026-03-04T12:00:00Z", "2026-03-05T04:00:00+08:00") +
				pick("", "", "", " credit=Lake_Wire", " credit=经纬社", " credit=Far_Wire", " original=https://shpa.test/x", " original=https://far.test/x") +
				pick("", "", " article=a version=1", " article=a version=2")
			copies = append(copies, copyOf(t, i, text))
		}
		first := provenance.Of(copies)
		seen[cmp.Or(string(first.From), string(first.Gap))]++
		if (first.Origin < 0) != (first.Gap != "") || (first.Origin < 0) != (first.From == "") {
			t.Fatalf("%+v", first)
		}
		for range 4 {
			shuffled := make([]provenance.Copy, len(copies))
			to := r.Perm(len(copies))
			for i, c := range copies {
				shuffled[to[i]] = c
			}
			v := provenance.Of(shuffled)
			if v.Origin >= 0 && first.Origin >= 0 {
				if shuffled[v.Origin].Doc != copies[first.Origin].Doc {
					t.Fatalf("another origin in another order: %+v", copies)
				}
			} else if v.Origin != first.Origin {
				t.Fatalf("known in one order only: %+v", copies)
			}
			if v.From != first.From || v.Gap != first.Gap || v.Credit != first.Credit {
				t.Fatalf("%+v and %+v", first, v)
			}
		}
	}
	for _, kind := range []string{"credit", "original_url", "date", "alone", "outside", "undated", "same_date", "contradiction"} {
		if seen[kind] == 0 {
			t.Errorf("no group with %s", kind)
		}
	}
}
