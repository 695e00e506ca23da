package date_test

import (
	"testing"
	"time"

	"framewatch/extract/date"
)

// TestMidnight: instants in UTC that are a day's first moment where the outlet is.
func TestMidnight(t *testing.T) {
	for _, c := range []struct{ instant, country, want string }{
		{"2025-11-06T23:00:00Z", "DE", "2025-11-07"},
		{"2025-06-06T22:00:00Z", "DE", "2025-06-07"},
		{"2025-06-06T23:00:00Z", "DE", ""},
		{"2025-10-26T22:00:00Z", "DE", ""},
		{"2025-10-26T23:00:00Z", "DE", "2025-10-27"},
		{"2025-06-06T23:00:00Z", "GB", "2025-06-07"},
		{"2025-11-06T00:00:00Z", "GB", ""},
		{"2025-11-06T16:00:00Z", "CN", "2025-11-07"},
		{"2025-11-06T18:30:00Z", "IN", "2025-11-07"},
		{"2025-11-06T04:00:00Z", "BO", "2025-11-06"},
		{"2025-11-06T05:00:00Z", "US", ""},
		{"2025-11-06T23:00:00Z", "", ""},
	} {
		at, err := time.Parse(time.RFC3339, c.instant)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if day, ok := date.Midnight(at, c.country); ok {
			got = day.Format(time.DateOnly)
		}
		if got != c.want {
			t.Errorf("%s in %s: %q, want %q", c.instant, c.country, got, c.want)
		}
	}
}
