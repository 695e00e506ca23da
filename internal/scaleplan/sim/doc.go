// Package sim simulates crawls as discrete events: hosts that are asked one request
// at a time with gaps, workers that wait for answers and read them, one goroutine
// that decides, cores that all share, and a disk that takes its time.
//
// In goes a [Setup]: hosts with their pages in waves, the rules of pace, the
// machine, and what each step costs, in seconds; out comes a [Result]. It knows
// the rules of package crawl (dispatch, pace, waves, retries) and nothing of its
// code, and reads no clock: the same setup gives the same result.
//
// It leaves out what a crawl of many outlets spends no time on: redirects to
// other hosts, Retry-After, hosts that are given up, rendering.
package sim
