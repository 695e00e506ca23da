// Package schedule decides when each source is asked next, and does so for as long
// as its process lives.
//
// In go the visits that a dataset has on record (what each run found at a source)
// and the time; out comes what is due. The decisions are pure ([Config.Plan],
// [Config.Ready], [Config.Next]): the same visits give the same plan, on any machine.
// [Scheduler] asks them once a minute by the clock on the wall, so that a machine
// that slept, was off, or had its clock put right goes on with what is due now:
// what was missed is made up for once, not as often as it was missed.
//
// The package knows no pipeline and no network: what a run is, its caller says. It
// never runs two at once in one process; two processes are kept apart by the lock
// of the dataset.
package schedule
