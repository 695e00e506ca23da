package date_test

import (
	"testing"

	"framewatch/corpus"
	"framewatch/extract/date"
)

// FuzzRead: dates lie within the line, in order and apart; all are of our time;
// a stamp reads back as it is written.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"Updated 2 June 2025 9:00 | First published: 30 May 2025 14:05", "2025-05-30T14:05:00+08:00", "/Date(1748585100000+0800)/", "3 ذو الحجة 1446 هـ الموافق 30 مايو 2025 م",
		"令和7年5月30日（金）午後2時5分", "二〇二五年十月二十一日", "30 พ.ค. 68", "Fri May 30 14:05:00 CST 2025", "14:05 30/05/2025", "3.–5. November 2025", "民國114年", "年月日", "30-May-", "(金", "२०२५",
	} {
		f.Add(s, "zh-TW", "TW", byte(1))
	}
	f.Fuzz(func(t *testing.T, s, lang, country string, order byte) {
		h := date.Hint{Lang: lang, Country: country, Order: date.Order(order % 3)}
		at := 0
		line := date.ReadLine(s, h)
		for _, d := range line.Dates {
			if d.Start < at || d.End <= d.Start || d.End > len(s) {
				t.Fatalf("%q: date at %d to %d after %d", s, d.Start, d.End, at)
			}
			at = d.End
			if y := d.Time.Year(); y < 1900 || y > 2100 || !d.Known() {
				t.Fatalf("%q: year %d", s, y)
			}
		}
		if line.Rest < 0 {
			t.Fatalf("%q: %d letters remain", s, line.Rest)
		}
		d, ok := date.Stamp(s, h)
		if !ok {
			return
		}
		if again, ok := date.Stamp(d.String(), date.Hint{}); !ok || again.String() != d.String() || again.Precision != d.Precision && d.Precision != corpus.PrecisionMinute {
			t.Fatalf("%q: %s reads back as %s", s, d.String(), again.String())
		}
	})
}
