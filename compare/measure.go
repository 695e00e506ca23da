package compare

import "framewatch/compare/stats"

// Measure is a number with an interval. Method says how the interval was made and
// is empty where there is none, as with fewer than two stories or outlets; SE is 0
// where it is not known.
type Measure struct {
	Value, SE float64
	Interval  stats.Interval
	Method    string
	Clusters  int // what is taken for independent: stories or outlets, of both the fewer
}

// Methods of a [Measure].
const (
	methodStory       = "cluster_story"        // [stats.Shares], [stats.Differences] by story
	methodOutlet      = "cluster_outlet"       // [stats.Shares] by outlet
	methodTwoWay      = "cluster_story_outlet" // the same by story and outlet
	methodStorySidak  = "cluster_story_simultaneous"
	methodPermutation = "outlet_permutation"      // [stats.Resampling.PermuteOutlets]
	methodDecided     = "cluster_and_permutation" // both of these: the interval that covers them
	methodLeaveOut    = "leave_one_outlet_out"
	methodBootstrap   = "bootstrap"
	methodWilson      = "wilson"
)

// measure is an estimate of package stats under the name of its method.
func measure(c stats.Clustered, method string) Measure {
	if !c.OK {
		return Measure{Value: c.Value}
	}
	clusters := c.Stories
	switch method {
	case methodOutlet:
		clusters = c.Outlets
	case methodTwoWay:
		clusters = min(c.Stories, c.Outlets)
	}
	return Measure{Value: c.Value, SE: c.SE, Interval: c.Interval, Method: method, Clusters: clusters}
}

// resampled is a bootstrap's; where all stories agree there is nothing to vary,
// and its interval, which would have no width, is none.
func resampled(b stats.Bootstrapped) Measure {
	if !b.OK || b.SE == 0 {
		return Measure{Value: b.Value}
	}
	return Measure{Value: b.Value, SE: b.SE, Interval: b.Interval, Method: methodBootstrap}
}

func positiveStories(parts []stats.Part) int {
	n, last := 0, int32(-1)
	for _, p := range parts {
		if p.K > 0 && p.Story != last {
			n, last = n+1, p.Story
		}
	}
	return n
}

// clusters are the stories of parts, which lie story by story.
func clusters(parts []stats.Part) []stats.Cluster {
	var out []stats.Cluster
	for i, p := range parts {
		if i == 0 || parts[i-1].Story != p.Story {
			out = append(out, stats.Cluster{})
		}
		at := &out[len(out)-1]
		at.K, at.N = at.K+p.K, at.N+p.N
	}
	return out
}
