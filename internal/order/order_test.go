package order_test

import (
	"slices"
	"testing"

	"framewatch/internal/order"
)

func TestFalseFirst(t *testing.T) {
	got := []bool{true, false, true, false}
	slices.SortFunc(got, order.FalseFirst)
	if !slices.Equal(got, []bool{false, false, true, true}) {
		t.Errorf("sorted: %v", got)
	}
}
