package sim

import "math"

// Host is one that is asked: an outlet with a pace of its own.
type Host struct {
	// Waves is how many URLs each wave has, robots.txt and tdmrep.json not
	// among them. A wave
	// begins when the one before is settled to the last retry.
	Waves []int
	// Latency is the mean time until an answer begins, in seconds.
	Latency float64
	// Spread is the standard deviation of the logarithm of latency; 0 = always alike.
	Spread float64
	// CrawlDelay is what robots.txt asks for, in seconds.
	CrawlDelay float64
	// KB is the length of a page, decoded, in units of 1,000 bytes.
	KB float64
	// Faults is the share of requests that are answered by a fault that is tried again.
	Faults float64
}

// Rules are those of package crawl that take time, in seconds.
type Rules struct {
	Workers int
	// Delay is the least gap after an answer; 0 lifts it, and the jitter with it.
	Delay float64
	// Retries is how often a URL is asked for in all.
	Retries int
}

// The constants of crawl/pace.go.
const (
	maxLatencyGap = 10.0
	firstBackoff  = 1.0
	maxBackoff    = 120.0
)

// gap is how long a host rests after an answer; jitter is from 0 to 1.
func (r Rules) gap(h *Host, latency, jitter float64) float64 {
	g := max(r.Delay, h.CrawlDelay, min(latency, maxLatencyGap))
	if r.Delay > 0 {
		g += jitter * g / 10
	}
	return g
}

// backoff is the wait before the try after attempt.
func backoff(attempt int) float64 {
	return min(math.Ldexp(firstBackoff, min(attempt-1, 10)), maxBackoff)
}

// Costs are what steps take, in seconds: of CPU, but for Sync.
type Costs struct {
	Request float64 // of a worker, for each request
	KB      float64 // of a worker, for each 1,000 bytes of a page
	Decide  float64 // of the deciding goroutine, for each result
	// Wake is for an answer that finds the machine asleep, with cold caches. Wave is for a
	// host's wave. Both are taken by whoever has a core to spare, and keep nothing waiting.
	Wake, Wave float64
	// Sync is how long the disk takes to force data out. FlushSyncs of them are
	// needed to flush results, WaveSyncs more to begin waves, of however many hosts.
	Sync                  float64
	FlushSyncs, WaveSyncs float64
}

// flushAfter is after how many results the store is flushed: of 1,024 changes that
// are applied together, a result makes four.
const flushAfter = 256

// Setup is a crawl to simulate.
type Setup struct {
	Hosts []Host
	Rules Rules
	Costs Costs
	Cores int
	Seed  uint64
	// Answered, when set, is told of each request when its worker has read the answer.
	Answered func(Exchange)
}

// Exchange is one request: when it was sent, when the answer began, and when the
// deciding goroutine was told, in seconds. Attempt is 0 for
// robots.txt and tdmrep.json.
type Exchange struct {
	Host, Attempt      int
	Sent, Began, Ended float64
}

// Result is how a simulated crawl went.
type Result struct {
	Seconds  float64 // until the last host was done
	Requests int     // with robots.txt, tdmrep.json and retries
	Retries  int
	GivenUp  int     // URLs whose last try failed
	Pages    int     // answers with a page
	KB       float64 // of pages
	Waves    int
	Wakes    int     // answers that found the machine asleep
	CPU      float64 // seconds, of workers and the deciding goroutine
	Deciding float64 // seconds in which the deciding goroutine was at work or waited for the disk
	InFlight float64 // mean number of workers that were busy
	MostBusy int     // largest number of them
}
