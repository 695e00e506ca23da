package explore

import (
	"net/http"
	"net/url"

	"framewatch/explore/search"
	"framewatch/report"
)

// versionsPage is what changed from one text to another.
type versionsPage struct {
	A, B          listed
	VersionA      int64
	VersionB      int64
	SameArticle   bool
	Lang, Dir     string
	Title, Text   []change
	Taken, PutIn  int // stretches of both
	Metadata      []changedField
	Corrected     string
	Interchange   string // link with the sides exchanged
	OtherLanguage bool
}

// changedField is a piece of metadata that differs.
type changedField struct{ Name, A, B string }

func (e *Explorer) versions(w http.ResponseWriter, r *http.Request) {
	a, err := e.document(r.Context(), r.PathValue("a"))
	if err != nil {
		e.fail(w, r, err)
		return
	}
	b, err := e.document(r.Context(), r.PathValue("b"))
	if err != nil {
		e.fail(w, r, err)
		return
	}
	p := versionsPage{A: e.listed(a.Summary), B: e.listed(b.Summary), VersionA: a.Version, VersionB: b.Version, SameArticle: ofOneArticle(a, b), Lang: b.Lang, Dir: report.Direction(b.Lang),
		Title: changesOf(a.Title, b.Title), Text: changesOf(a.Text, b.Text), Corrected: b.Correction,
		Interchange: versionsAddress(b.DocID, a.DocID), OtherLanguage: a.Lang != b.Lang}
	for _, list := range [][]change{p.Title, p.Text} {
		for _, c := range list {
			switch c.Op {
			case deleted:
				p.Taken++
			case inserted:
				p.PutIn++
			case same:
			}
		}
	}
	for _, f := range []changedField{{"Date", a.Date, b.Date}, {"Address", a.URL, b.URL}, {"Genre", a.Genre, b.Genre}, {"Agency credited", a.WireCredit, b.WireCredit}} {
		if f.A != f.B {
			p.Metadata = append(p.Metadata, f)
		}
	}
	e.show(w, r, http.StatusOK, "versions", view{Title: "What changed", Here: "/search", Body: p})
}

// ofOneArticle reports whether two documents are versions of one article.
func ofOneArticle(a, b *search.Document) bool {
	for _, v := range a.Versions {
		if v.DocID == b.DocID {
			return true
		}
	}
	return false
}

func versionsAddress(a, b string) string {
	return "/compare-versions/" + url.PathEscape(a) + "/" + url.PathEscape(b)
}
