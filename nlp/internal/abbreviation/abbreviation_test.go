package abbreviation_test

import (
	"testing"

	"framewatch/nlp/internal/abbreviation"
)

func TestOf(t *testing.T) {
	tests := []struct {
		short, long string
		want        bool
	}{
		{"HIM", "Harbour Institute of Mediation", true},
		{"HIOM", "Harbour Institute of Mediation", true},
		{"IM", "Harbour Institute of Mediation", false}, // the first word is left out
		{"HMI", "Harbour Institute of Mediation", false},
		{"Him", "Harbour Institute of Mediation", false},
		{"H", "Harbour", false},
		{"ÉMC", "École de Médiation Comparée", true},
		{"", "", false},
	}
	for _, test := range tests {
		if got := abbreviation.Of(test.short, test.long); got != test.want {
			t.Errorf("Of(%q, %q) is %v", test.short, test.long, got)
		}
	}
}
