// Package svg draws the charts of a report: numbers with their labels and
// links go in, one inline <svg> element as text comes out.
//
// Charts need no script. Colours come from CSS variables that [Style] sets for
// light and dark (after Okabe & Ito 2008), and every colour has a shape, dash or
// hatching beside it, so that a chart can be read in grey. Each
// chart has a <title> and a <desc> for screen readers, and its marks may be
// links. All text is escaped here; a chart never loads anything.
//
// A chart is 480 units wide where it is not asked for more, which is readable on
// a telephone and twice beside each other on a desk; one of 960 units is for
// wide screens alone. A chart of nothing is the empty text, and the caller says
// in words what is missing. Labels are wrapped, not cut, and do not touch. What the package will not do: choose what to
// show, or compute anything but positions.
package svg
