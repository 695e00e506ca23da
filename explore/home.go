package explore

import (
	"maps"
	"net/http"
	"slices"

	"framewatch/report"
)

// overview is what a dataset holds.
type overview struct {
	Subject     report.Label
	Documents   int
	Counted     int
	Outlets     int
	NCountries  int
	Stories     int
	Undated     int
	First, Last string
	Run, Ended  string
	Countries   []option // with their documents
	Langs       []option
}

func (e *Explorer) home(w http.ResponseWriter, r *http.Request) {
	e.show(w, r, http.StatusOK, "home", view{Title: "What this dataset holds", Here: "/", Body: e.overview})
}

// survey counts what the corpus has, once.
func (e *Explorer) survey() {
	o := &overview{Subject: e.opt.Report.Target, Documents: e.corpus.Len(), Outlets: len(e.values["outlet"]), Run: e.ds.Generation().RunID}
	o.NCountries = len(e.values["country"])
	stories := map[string]bool{}
	invented := map[string]bool{}
	every := e.opt.Compare.Selection()
	for d := range e.corpus.All() {
		stories[d.Story] = true
		if d.Demo {
			invented[d.Source] = true
		}
		if e.corpus.Selects(every, d.ID) {
			o.Counted++
		}
		switch {
		case d.Date == "":
			o.Undated++
		case o.First == "" || d.Date < o.First:
			o.First = d.Date
		}
		o.Last = max(o.Last, d.Date)
	}
	o.Stories = len(stories)
	switch n := len(invented); n {
	case 0:
	case o.Outlets:
		e.demo = "All outlets are invented, and so is every sentence that is quoted."
	default:
		e.demo = report.Plural(n, "outlet is", "outlets are") + " invented, and so is what is quoted from them."
	}
	links := func(by string) (out []option) {
		for _, v := range slices.SortedFunc(maps.Keys(e.values[by]), func(a, b string) int { return byCount(e.values[by], a, b) }) {
			out = append(out, option{Value: v, Text: e.names.Group(by, v), Count: e.values[by][v]})
		}
		return out
	}
	o.Countries, o.Langs = links("country"), links("lang")
	e.overview = o
}
