package store_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"framewatch/store"
)

// TestObjectsComeBack writes a row as JSON and reads it back: nulls, numbers that are
// null elsewhere, and text in Chinese.
func TestObjectsComeBack(t *testing.T) {
	n, value := int64(3), 0.1
	for _, want := range []store.EstimateRow{
		{TargetID: "org.iomed", Question: "prevalence", Spec: `{"question":"prevalence"}`, Item: "法治", Value: 1.0 / 3, CILo: &value, NStories: &n, N: 12, Preferred: true, Note: "–"},
		{},
	} {
		object, err := store.Object(want)
		if err != nil {
			t.Fatal(err)
		}
		object["id"] = want.ID() // what the table does not have is left alone
		data, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		got, err := store.FromObject[store.EstimateRow](data)
		if err != nil || !reflect.DeepEqual(got, want) || got.ID() != want.ID() {
			t.Errorf("came back as %+v, %v, want %+v", got, err, want)
		}
	}
	for _, bad := range []string{"", "[]", `{"n":"three"}`, `{"n":1.5}`} {
		if _, err := store.FromObject[store.EstimateRow]([]byte(bad)); err == nil {
			t.Errorf("%q was read as a row", bad)
		}
	}
}
