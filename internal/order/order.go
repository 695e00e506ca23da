// Package order has the comparison that package cmp leaves out.
package order

// FalseFirst compares two truth values for the functions of package slices:
// false comes before true. With its arguments exchanged true comes first.
func FalseFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
