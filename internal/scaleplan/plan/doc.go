// Package plan holds what was measured for docs/scale.md, the runs that the
// simulator has to reproduce, and the arithmetic from one to the other: unit costs
// are fitted to some runs, held against others, and carried on to sizes that
// nobody has run.
//
// In goes measured.json, which command scaleplan writes; out come the tables of
// docs/scale.md ([Tables]). It measures nothing itself and reads no clock.
package plan
