package compare

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"framewatch/internal/invalid"
	"framewatch/store"
)

// Territories is the rule for outlets of territories that belong to a state, such
// as Hong Kong or Puerto Rico, where blocs are compared. What a territory itself
// is a member of holds under every rule.
type Territories string

// The rules.
const (
	// TerritoriesNeither sets a territory on no side: it is not in what its state
	// alone is in, nor among those who are not.
	TerritoriesNeither Territories = "neither"
	// TerritoriesParent counts it with its state.
	TerritoriesParent Territories = "parent"
	// TerritoriesOwn takes it for a country of its own, which has signed nothing.
	TerritoriesOwn Territories = "own"
)

// TerritoryRules lists the rules, the default first.
func TerritoryRules() []string {
	return []string{string(TerritoriesNeither), string(TerritoriesParent), string(TerritoriesOwn)}
}

func (t Territories) check() error {
	if t != "" && !slices.Contains(TerritoryRules(), string(t)) {
		return fmt.Errorf("unknown rule for territories %q%s", t, invalid.Suggest(string(t), TerritoryRules()))
	}
	return nil
}

// blocsOf gives the blocs of a document under the rule for territories, or the
// group of those without.
func (c *Corpus) blocsOf(d *doc) []string {
	own := c.blocSets[d.blocs]
	switch {
	case d.parentBlocs == noBlocs:
	case c.rule == TerritoriesParent:
		if own = c.blocSets[d.parentBlocs]; len(c.blocSets[d.blocs]) > 0 {
			own = slices.Concat(own, c.blocSets[d.blocs])
			slices.Sort(own)
			own = slices.Compact(own)
		}
	case c.rule != TerritoriesOwn && len(own) == 0:
		return []string{GroupTerritory}
	}
	if len(own) == 0 {
		return []string{GroupNone}
	}
	return own
}

// hasBloc answers for fields bloc and bloc_ever.
func (c *Corpus) hasBloc(d *doc, field, bloc string) verdict {
	s := &c.sources[d.source]
	in := func(blocs int32, country string) bool {
		return slices.Contains(c.blocSets[blocs], bloc) || field == fieldBlocEver && slices.Contains(c.blocsEver[country], bloc)
	}
	switch {
	case in(d.blocs, s.country), field == "bloc" && bloc == GroupNone && c.blocsOf(d)[0] == GroupNone, bloc == GroupTerritory && c.blocsOf(d)[0] == GroupTerritory:
		return holds
	case d.parentBlocs == noBlocs || c.rule == TerritoriesOwn:
		return fails
	case c.rule == TerritoriesParent:
		if in(d.parentBlocs, s.parent) {
			return holds
		}
		return fails
	}
	return neither
}

// CountingStatuses are those that make a country part of a bloc: observers,
// partners and candidates are not.
func CountingStatuses() []string { return []string{"member", "signatory", "ratified"} }

// membership is a country's time in a bloc, days as YYYY-MM-DD or YYYY.
type membership struct{ bloc, from, to string }

// memberships by country.
type memberships struct {
	in   map[string][]membership
	ever map[string][]string // blocs that a country was in at any time, sorted
}

func readMemberships(ctx context.Context, ds *store.Dataset) (*memberships, error) {
	counting := CountingStatuses()
	out := &memberships{in: map[string][]membership{}, ever: map[string][]string{}}
	for row, err := range store.Scan[store.MembershipRow](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("load memberships: %w", err)
		}
		if slices.Contains(counting, row.Status) {
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
