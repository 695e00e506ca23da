package compare_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/compare"
	"framewatch/internal/invalid"
)

func TestConfig(t *testing.T) {
	if err := compare.Default().Validate(); err != nil {
		t.Fatalf("the default is not valid: %v", err)
	}
	c := compare.Default()
	c.Targets = []string{" "}
	c.By = []string{"contry", "lang", "lang"}
	c.Contrasts = []compare.Sides{{A: "country=US", B: ""}, {A: "contry=US", B: "country=FR"}}
	c.Confidence, c.Bootstrap, c.MinDocs = 95, 10, 0
	c.Keyness.Top, c.Keyness.Prior = 0, 0
	var got []string
	for _, f := range invalid.Fields(c.Validate()) {
		got = append(got, f.Error())
	}
	want := []string{
		`targets[0]: " " is empty: name an entity of the gazetteer`,
		`by[0]: "contry" is not a dimension (did you mean "country"?)`,
		`by[2]: "lang" stands twice in the list`,
		`contrasts[0].b: is empty: say which documents are meant, such as country=US`,
		`contrasts[1].a: "contry=US" filter "contry=US": unknown field "contry" (did you mean "country"?)`,
		`confidence: "95" must lie between 0 and 1, such as 0.95`,
		`bootstrap: "10" must be 0 or lie between 100 and 100000`,
		`min_docs: "0" must be at least 1`,
		`keyness.top: "0" must be at least 1`,
		`keyness.prior: "0" must be above 0`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
