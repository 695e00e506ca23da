// Package health says, from the history of a source, what is wrong with it now.
// In go the rows of table source_runs, the documents and the events of one source;
// out come its faults ([History.Judge]), and what of them has begun or ended
// ([Tell]). It reads no clock, no network and no disk, and keeps no state: what it
// says follows from the tables.
//
// Everything is held against what the source itself did before, so that no number
// has to be set for it, and pooled over runs, so that an outlet with two articles a
// week is judged as well as one with two hundred a day. A fault begins where chance
// explains what is seen in less than [Level] of cases and the change is large enough
// to matter; it goes on until at least half of that change has gone, so that a
// source at the threshold does not come and go every night.
package health
