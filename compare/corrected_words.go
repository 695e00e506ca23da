package compare

import (
	"fmt"
	"strings"

	"framewatch/store"
)

// Rows are the rows of all corrections.
func (c *Corrections) Rows() []store.EstimateRow {
	var rows []store.EstimateRow
	if c != nil {
		for _, r := range c.List {
			rows = append(rows, r.Rows()...)
		}
	}
	return rows
}

// Sentences say what was not corrected and why, where the program errs otherwise in
// one group than elsewhere, and what of the hand codes is not used. name words the
// groups of a dimension; nil leaves them as they are. Nothing is said without hand
// codes.
func (c *Corrections) Sentences(name func(by, group string) string) []string {
	if c == nil {
		return nil
	}
	if name == nil {
		name = func(_, group string) string { return group }
	}
	type refused struct{ by, group, why string }
	var out []string
	var order []refused
	frames, asked := map[refused][]string{}, map[refused]int{}
	for _, r := range c.List {
		asked[refused{r.By, r.Group, ""}]++
		if r.Refused == "" {
			continue
		}
		k := refused{r.By, r.Group, r.Refused}
		if frames[k] == nil {
			order = append(order, k)
		}
		frames[k] = append(frames[k], r.Frame)
	}
	for _, k := range order {
		what := strings.Join(frames[k], ", ")
		if n := len(frames[k]); n > 1 && n == asked[refused{k.by, k.group, ""}] {
			what = fmt.Sprintf("all %d frames", n)
		}
		out = append(out, fmt.Sprintf("Not corrected in %s: %s (%s).", name(k.by, k.group), k.why, what))
	}
	told := map[string]bool{}
	for _, r := range c.List {
		for _, n := range r.Notes {
			if text := fmt.Sprintf("In %s: %s.", name(r.By, r.Group), n); !told[text] {
				told[text] = true
				out = append(out, text)
			}
		}
	}
	for _, e := range c.Errors {
		if e.Told() {
			out = append(out, fmt.Sprintf("The %s of the program for %s differs: %.2f in %s, %.2f elsewhere (worth %.0f and %.0f hand-coded stories; p %.2g, adjusted by Holm). "+
				"A difference in its own numbers may be one of its errors; read the corrected ones.", e.Rate, e.Frame, e.Value, name(e.By, e.Group), e.Rest, e.N, e.NRest, e.PAdj))
		}
	}
	for _, n := range c.Notes {
		out = append(out, upperFirst(n)+".")
	}
	return out
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
