package health

import (
	"time"

	"gonum.org/v1/gonum/mathext"

	"framewatch/store"
)

// learning is how long a source must have been read before its silence says
// anything.
const learning = 30 * day

// window is the time between two runs that read the source, and the articles that
// came out in it.
type window struct {
	from, to time.Time
	n        float64
}

// observes holds for runs that would have met new articles.
func observes(r store.SourceRunRow) bool { return r.Read && r.Lists > r.ListsFailed }

// windows are what the runs of the last year saw. Before the first one there is
// none: what it met had come out at any time. What runs met that could not read
// all, such as an import, counts in the next one.
func (h History) windows() []window {
	if len(h.Runs) == 0 {
		return nil
	}
	var out []window
	var from time.Time
	now, waiting := h.Runs[len(h.Runs)-1].Started, 0.0
	for _, r := range h.Runs {
		waiting += float64(r.Fresh)
		if !observes(r) || now.Sub(r.Started) > longest {
			continue
		}
		if !from.IsZero() && r.Started.After(from) {
			out = append(out, window{from, r.Started, waiting})
		}
		from, waiting = r.Started, 0
	}
	return out
}

// rate is how a source publishes: articles per day, where the days of the week
// weigh what their share of the articles is, and how much more than chance the
// counts vary.
type rate struct {
	n          float64 // articles
	days       float64 // in which they came, weighted
	weights    [7]float64
	dispersion float64 // variance of counts over their mean, at least 1
}

// learn estimates the rate from windows. The dispersion is Pearson's statistic over
// its degrees of freedom (McCullagh and Nelder 1989, 4.5.2), as it is from run to
// run, from week to week and from four weeks to four weeks, the greatest: news come
// in bursts, and what a burst is differs from outlet to outlet.
func learn(ws []window) rate {
	r := rate{weights: weekdays(ws), dispersion: 1}
	for _, w := range ws {
		r.n += w.n
		r.days += r.exposure(w.from, w.to)
	}
	for _, length := range []time.Duration{0, 7 * day, 28 * day} {
		r.dispersion = max(r.dispersion, r.pearson(blocks(ws, length)))
	}
	return r
}

// enoughBlocks is from how many counts on their variance means something.
const enoughBlocks = 4

func (r rate) pearson(ws []window) float64 {
	if len(ws) < enoughBlocks || r.n == 0 {
		return 1
	}
	sum := 0.0
	for _, w := range ws {
		e := r.expected(w.from, w.to)
		if e > 0 {
			sum += (w.n - e) * (w.n - e) / e
		}
	}
	return sum / float64(len(ws)-1)
}

// blocks joins neighbours until they are as long as length.
func blocks(ws []window, length time.Duration) []window {
	var out []window
	for i := 0; i < len(ws); {
		b := ws[i]
		for i++; i < len(ws) && b.to.Sub(b.from) < length; i++ {
			b.to, b.n = ws[i].to, b.n+ws[i].n
		}
		if b.to.Sub(b.from) >= length {
			out = append(out, b)
		}
	}
	return out
}

// weekdays is how much more than an average day each day of the week brings,
// shrunk towards 1 by a day of the average rate. Only runs a day apart or less
// tell; with others, all days are alike, which changes nothing over whole weeks.
func weekdays(ws []window) (weights [7]float64) {
	const prior = 1
	var count, exposed [7]float64
	n, days := 0.0, 0.0
	for _, w := range ws {
		if w.to.Sub(w.from) > 36*time.Hour {
			continue
		}
		whole := w.to.Sub(w.from).Hours() / 24
		eachDay(w.from, w.to, func(d time.Weekday, part float64) {
			exposed[d] += part
			count[d] += w.n * part / whole
		})
		n, days = n+w.n, days+whole
	}
	sum := 0.0
	for d := range weights {
		weights[d] = 1
		if n > 0 {
			mean := n / days
			weights[d] = (count[d] + prior*mean) / (mean * (exposed[d] + prior))
		}
		sum += weights[d]
	}
	for d := range weights {
		weights[d] *= 7 / sum
	}
	return weights
}

// eachDay cuts a stretch of time at midnights, UTC, and gives the parts in days.
func eachDay(from, to time.Time, do func(d time.Weekday, part float64)) {
	for from = from.UTC(); from.Before(to); {
		next := from.Truncate(day).Add(day)
		if next.After(to) {
			next = to
		}
		do(from.Weekday(), next.Sub(from).Hours()/24)
		from = next
	}
}

// exposure is a stretch of time in average days.
func (r rate) exposure(from, to time.Time) (days float64) {
	eachDay(from, to, func(d time.Weekday, part float64) { days += part * r.weights[d] })
	return days
}

func (r rate) expected(from, to time.Time) float64 {
	if r.days == 0 {
		return 0
	}
	return r.n / r.days * r.exposure(from, to)
}

// chance is the probability of n articles or fewer in a stretch of time, if nothing
// has changed: the predictive distribution of a count whose rate is itself
// estimated, which is negative binomial (Gelman et al., Bayesian Data Analysis,
// 3rd ed., 2.6, with the prior that adds no article and no day), in units of
// bursts: counts divided by the dispersion. For n = 0 it is
// (1 + t/T)^(-N/dispersion) for N articles in T days and a silence of t.
func (r rate) chance(n float64, from, to time.Time) float64 {
	if r.n == 0 || r.days == 0 {
		return 1
	}
	p := r.days / (r.days + r.exposure(from, to))
	return mathext.RegIncBeta(r.n/r.dispersion, n/r.dispersion+1, p)
}

// perWeek is the rate for people.
func (r rate) perWeek() float64 {
	if r.days == 0 {
		return 0
	}
	return 7 * r.n / r.days
}
