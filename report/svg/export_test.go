package svg

// What the tests of labels look at.
var (
	Measure = measure
	Wrap    = wrap
	Spread  = spread
)
