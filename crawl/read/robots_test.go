package read_test

import (
	"testing"
	"time"

	"framewatch/corpus"
	"framewatch/crawl/coding"
	"framewatch/crawl/frontier"
	"framewatch/crawl/read"
)

// TestRobots: what the answer to a request for robots.txt says of the file (RFC 9309
// section 2.3.1); "unknown" is one that has to be asked for again.
func TestRobots(t *testing.T) {
	const file = "User-agent: *\nDisallow: /x\n"
	for _, c := range []struct {
		name        string
		status      int
		body        string
		damage      coding.Damage
		slow        bool
		state, want string
	}{
		{"file", 200, file, coding.None, false, frontier.RobotsParsed, "ok"},
		{"empty file", 200, "", coding.None, false, frontier.RobotsParsed, "ok"},
		{"page in its place", 200, titled("Home", "x"), coding.None, false, frontier.RobotsParsed, "ok"},
		{"part", 206, file, coding.None, false, frontier.RobotsParsed, "ok"},
		{"file that is long", 200, file, coding.TooLarge, false, frontier.RobotsParsed, "ok-truncated too-large"},
		{"file with a wrong sum", 200, file, coding.BadChecksum, false, frontier.RobotsParsed, "ok-flagged bad-checksum"},
		{"file that ended early", 200, file, coding.Short, false, frontier.RobotsParsed, "ok-truncated short-body"},
		{"file of which nothing came", 200, "", coding.Short, false, "unknown", "error short-body"},
		{"file of which nothing can be read", 200, "", coding.BadCoding, false, "unknown", "error bad-coding"},
		{"file that was given up", 200, file, coding.Short, true, "unknown", "error timeout"},
		{"file that was given up before it began", 200, "", coding.Short, true, "unknown", "error timeout"},
		{"missing", 404, titled("Not found", ""), coding.None, false, frontier.RobotsNone, "skipped status-404"},
		{"forbidden", 403, "", coding.None, false, frontier.RobotsNone, "skipped status-403"},
		{"redirect that leads nowhere", 302, "", coding.None, false, frontier.RobotsNone, "skipped status-302"},
		{"too many", 429, "", coding.None, false, "unknown", "error status-429"},
		{"fault", 500, file, coding.None, false, "unknown", "error status-500"},
		{"busy", 503, "", coding.None, true, "unknown", "error status-503"},
	} {
		t.Run(c.name, func(t *testing.T) {
			of := capture(frontier.KindRobots, "https://www.outlet.test/robots.txt", "text/plain")
			of.Run, of.FetchedAt, of.ETag, of.LastModified = "r", time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC), `"e"`, "then"
			a := answer(c.body)
			a.Status, a.Damage, a.Slow, a.Cause = c.status, c.damage, c.slow, "the cause"
			got, rb := read.Robots(of, a)
			state := "unknown"
			if rb != nil {
				state = rb.State
			}
			if state != c.state || ended(&got) != c.want || got.Bytes != int64(len(c.body)) {
				t.Errorf("%s, %s, %d bytes; want %s, %s", state, ended(&got), got.Bytes, c.state, c.want)
			}
			if rb == nil {
				return
			}
			if rb.Run != of.Run || !rb.Fetched.Equal(of.FetchedAt) || rb.ETag != of.ETag || rb.LastModified != of.LastModified {
				t.Errorf("record %+v", rb)
			}
			if parsed := state == frontier.RobotsParsed; parsed != (got.BodySHA256 == corpus.SHA256([]byte(c.body))) || parsed && string(rb.Body) != c.body || !parsed && rb.Body != nil {
				t.Errorf("sum %q of %q", got.BodySHA256, rb.Body)
			}
			clear(a.Body) // whose memory the next answer is put into
			if state == frontier.RobotsParsed && string(rb.Body) != c.body {
				t.Error("the record shares the answer's memory")
			}
		})
	}
}
