package explore

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// alikePage lists documents that are like one.
type alikePage struct {
	Of      listed
	Encoded bool
	Found   []alikeRow
}

type alikeRow struct {
	foundRow
	Score string
	Why   string
}

func (e *Explorer) alike(w http.ResponseWriter, r *http.Request) {
	const most = 15
	d, err := e.document(r.Context(), r.PathValue("id"))
	if err != nil {
		e.fail(w, r, err)
		return
	}
	found, err := e.index.Alike(r.Context(), d.DocID, most, e.opt.Encoder)
	if err != nil {
		e.fail(w, r, fmt.Errorf("documents like %s: %w", d.DocID, err))
		return
	}
	p := alikePage{Of: e.listed(d.Summary)}
	for _, f := range found {
		p.Encoded = p.Encoded || f.Encoded
		p.Found = append(p.Found, alikeRow{e.row(f, ""), strconv.FormatFloat(f.Score, 'f', 2, 64), strings.Join(f.Why, ", ")})
	}
	e.show(w, r, http.StatusOK, "alike", view{Title: "More like this", Here: "/search", Body: p})
}
