package export_test

import (
	"testing"

	"framewatch/internal/export"
)

// A column that a later version adds has no fate, and no export is made before
// somebody has declared one.
func TestEveryColumnHasADeclaredFate(t *testing.T) {
	left, err := export.Undeclared()
	if err != nil {
		t.Fatal(err)
	}
	for _, column := range left {
		t.Errorf("internal/export/fates.csv: %s", column)
	}
}
