package report_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"framewatch/compare"
	"framewatch/compare/comparetest"
	"framewatch/report"
	"framewatch/store"
)

var (
	// Numbers with their sign and their unit, and what is not one of the data: what a
	// quotation mark or a name holds.
	aNumber = regexp.MustCompile(`\d+(?:[.,]\d+)*`)
	aName   = regexp.MustCompile(`“[^”]*”`)
)

// settingsSaid are numbers that are settings and not results, as cards print them.
func settingsSaid(s string) string {
	for _, said := range []string{"within 14 days", "windows of 14 days", "In the 14 days", "in the 14 days", "fewer than 10 stories", "chance alone gives 5%", "G7", "+77"} {
		s = strings.ReplaceAll(s, said, "")
	}
	return s
}

// TestEveryNumberOfACardHasAnID looks at each number that a reader of the first screen
// meets in an answer, in a check and in what cannot be concluded: one of the card's
// figures prints it, on the page beside its ID.
func TestEveryNumberOfACardHasAnID(t *testing.T) {
	blocs := []compare.Sides{{A: "bloc=iomed-signatories", B: "bloc_ever!=iomed-signatories", Frame: "power_play"}}
	countries := []compare.Sides{{A: "country=CN", B: "country=KE", Frame: "力量博弈"}}
	for name, c := range map[string]struct {
		set  comparetest.Set
		asks []compare.Sides
		hand bool
	}{
		"clear and corrected":           {comparetest.Invented(300), blocs, true},
		"not shown":                     {comparetest.Invented(40), blocs, false},
		"words in English and Chinese":  {paper(9, 2, "harmony and 和谐", "leverage"), countries, false},
		"nobody named a frame":          {comparetest.Invented(120), []compare.Sides{{A: blocs[0].A, B: blocs[0].B}}, false},
		"one outlet a side, in Chinese": {paper(1, 8, "x", "y", "力量博弈"), countries, false},
	} {
		t.Run(name, func(t *testing.T) {
			ds := c.set.Store(t)
			asked := questions()
			asked.Contrasts = c.asks
			if c.hand {
				asked.Hand = handCodes(t, ds)
			}
			study, err := compare.Run(t.Context(), ds, asked)
			if err != nil {
				t.Fatal(err)
			}
			figures, err := report.Figures(t.Context(), ds, study, settings())
			if err != nil {
				t.Fatal(err)
			}
			printed := map[string][]string{}
			page := write(t, ds, asked, settings()).page
			met := map[string]string{}
			for _, f := range figures {
				card := fmt.Sprint(f.Card)
				if other, twice := met[f.Row.ID()]; twice && f.Row.Question == "report" {
					t.Errorf("card %s: %q has the ID of %q", card, f.What, other)
				}
				met[f.Row.ID()] = f.What
				printed[card] = append(printed[card], aNumber.FindAllString(f.Shown(), -1)...)
				if !strings.Contains(page, "<code>"+f.ID()+"</code>") || f.ID() != f.Row.ID()[:16] {
					t.Errorf("card %s: the page lacks the ID %s of %s", card, f.ID(), f.Shown())
				}
				if f.Row.Question == "report" && f.Of == nil && f.Members == nil {
					t.Errorf("card %s: nothing is behind %s (%s)", card, f.Shown(), f.What)
				}
			}
			cards := heard(t, page)
			for _, number := range slices.Sorted(maps.Keys(cards)) {
				if strings.Contains(page, `<li class="card missing" id="card-`+number+`"`) {
					continue // what is missing is no number of the data
				}
				for _, said := range cards[number][1:] {
					for _, n := range aNumber.FindAllString(settingsSaid(aName.ReplaceAllString(said, "")), -1) {
						if !slices.Contains(printed[number], n) {
							t.Errorf("card %s says %q, and no figure prints %s: %q", number, said, n, printed[number])
						}
					}
				}
			}
		})
	}
}

// TestIDsAreOfTheQuestion holds that an ID stays when the answer changes, and is
// another one where anything is asked otherwise.
func TestIDsAreOfTheQuestion(t *testing.T) {
	row := store.EstimateRow{TargetID: "org.iomed", Question: "prevalence", Spec: `{"question":"prevalence"}`, Dimension: "country", GroupName: "KE", Item: "法治", Statistic: "share", Method: "stories"}
	id := row.ID()
	if want := "05f9c5b985880ec41ea9dc67e92129f1"; id != want { // it stands in articles and packages: no version may change it
		t.Errorf("the ID is %s, want %s", id, want)
	}
	other := row
	other.Value, other.N, other.RunID, other.Note = .5, 7, "20260101T000000Z-0000", "changed"
	if other.ID() != id {
		t.Error("the ID changes with the value")
	}
	seen := map[string]string{id: "itself"}
	for name, change := range map[string]func(*store.EstimateRow){
		"target": func(r *store.EstimateRow) { r.TargetID = "" }, "question": func(r *store.EstimateRow) { r.Question = "contrast" },
		"spec": func(r *store.EstimateRow) { r.Spec += " " }, "dimension": func(r *store.EstimateRow) { r.Dimension = "bloc" },
		"group": func(r *store.EstimateRow) { r.GroupName = "CN" }, "item": func(r *store.EstimateRow) { r.Item = "法" },
		"statistic": func(r *store.EstimateRow) { r.Statistic = "weighted_share" }, "method": func(r *store.EstimateRow) { r.Method = "wilson" },
		"columns that run together": func(r *store.EstimateRow) { r.Dimension, r.GroupName = "countryK", "E" },
	} {
		changed := row
		change(&changed)
		if of, met := seen[changed.ID()]; met {
			t.Errorf("another %s has the ID of %s", name, of)
		}
		seen[changed.ID()] = name
	}
}
