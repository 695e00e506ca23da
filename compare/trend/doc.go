// Package trend asks when a series changed: counts or values by period go in, the
// best break points, or the rates on both sides of an event, come out. Functions
// are pure and know nothing of documents or tables.
//
// What it will not do: correct for season or for dependence between periods. A
// series of counts that vary more than a Poisson's do gets too many breaks.
package trend
