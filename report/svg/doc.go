// Package svg draws the charts of a report: numbers with their labels and
// links go in, one inline <svg> element as text comes out.
//
// Charts need no script. Colours come from CSS variables that [Style] sets for
// light and dark (the palette of Okabe & Ito 2008), and every colour has a
// shape, dash or hatching beside it, so that a chart can be read in grey. Each
// chart has a <title> and a <desc> for screen readers, and its marks may be
// links. All text is escaped here; a chart never loads anything.
//
// All charts are 480 units wide, which is readable on a telephone and twice
// beside each other on a desk. What the package will not do: choose what to
// show, or compute anything but positions.
package svg
