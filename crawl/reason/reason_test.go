package reason_test

import (
	"slices"
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/crawl/coding"
	"framewatch/crawl/reason"
)

// TestTheListIsWhole: every word once, with a meaning and with outcomes that there
// are; and the words that crawl/coding has of its own are among them.
func TestTheListIsWhole(t *testing.T) {
	outcomes := []corpus.Outcome{corpus.OutcomeOK, corpus.OutcomeTruncated, corpus.OutcomeFlagged, corpus.OutcomeError, corpus.OutcomeBlocked,
		corpus.OutcomeSkipped, corpus.OutcomeNotFetched, corpus.OutcomeNotModified, corpus.OutcomeGone}
	seen := map[string]bool{}
	for _, e := range reason.All() {
		if seen[e.Code] || e.Code == "" || strings.ToLower(e.Code) != e.Code && !strings.HasSuffix(e.Code, "NNN") {
			t.Errorf("code %q", e.Code)
		}
		seen[e.Code] = true
		if !strings.HasSuffix(e.Meaning, ".") || len(e.Outcomes) == 0 {
			t.Errorf("%s: %q with %v", e.Code, e.Meaning, e.Outcomes)
		}
		for _, o := range e.Outcomes {
			if !slices.Contains(outcomes, o) {
				t.Errorf("%s: no outcome %q", e.Code, o)
			}
		}
	}
	for _, d := range []coding.Damage{coding.Unlabelled, coding.BadChecksum, coding.BadCoding, coding.Short, coding.TooLarge} {
		if !seen[string(d)] {
			t.Errorf("damage %s is not in the list", d)
		}
	}
}

func TestKnown(t *testing.T) {
	for code, want := range map[string]bool{reason.TLS: true, reason.Status(404): true, "status-": false, "status-40x": false, "status-4040": false, "": false, "tls.": false} {
		if got := reason.Known(code); got != want {
			t.Errorf("%q: %t", code, got)
		}
	}
}
