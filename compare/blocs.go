package compare

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"framewatch/store"
)

// belongs reports whether a status makes a country part of a bloc; observers,
// partners and candidates are not.
func belongs(status string) bool {
	return status == "member" || status == "signatory" || status == "ratified"
}

// membership is a country's time in a bloc, days as YYYY-MM-DD or YYYY.
type membership struct{ bloc, from, to string }

// memberships by country.
type memberships struct {
	in   map[string][]membership
	ever map[string][]string // blocs that a country was in at any time, sorted
}

func readMemberships(ctx context.Context, ds *store.Dataset) (*memberships, error) {
	out := &memberships{in: map[string][]membership{}, ever: map[string][]string{}}
	for row, err := range store.Scan[store.MembershipRow](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("load memberships: %w", err)
		}
		if belongs(row.Status) {
			c := row.EntityID
			out.in[c] = append(out.in[c], membership{row.BlocID, row.ValidFrom, row.ValidTo})
			out.ever[c] = append(out.ever[c], row.BlocID)
		}
	}
	for c, blocs := range out.ever {
		slices.Sort(blocs)
		out.ever[c] = slices.Compact(blocs)
	}
	return out, nil
}

// on lists the blocs of an outlet on a day, which is YYYY-MM-DD as far as it is
// known. What the source list gives and the memberships do not know is an
// addition of the list and holds on any day; without a day, or for a country
// without memberships, the list's word is all there is.
func (m *memberships) on(country, day string, listed []string) []string {
	var out []string
	if day == "" || len(m.in[country]) == 0 {
		out = slices.Clone(listed)
	} else {
		for _, b := range listed {
			if !slices.Contains(m.ever[country], b) {
				out = append(out, b)
			}
		}
		for _, in := range m.in[country] {
			if in.holds(day) {
				out = append(out, in.bloc)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// holds compares days as text. A membership known to the year holds from its
// first day, and a date known to the month or year stands for its first day.
func (in membership) holds(day string) bool {
	day = firstDay(day)
	return (in.from == "" || firstDay(in.from) <= day) && (in.to == "" || day < firstDay(in.to))
}

func firstDay(date string) string {
	const rest = "0000-01-01"
	if len(date) >= len(rest) {
		return date
	}
	return date + strings.TrimPrefix(rest, rest[:len(date)])
}
