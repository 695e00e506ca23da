package export

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"sync"

	"framewatch/store"
)

//go:embed fates.csv
var fatesCSV string

// fate is what becomes of a column at a level.
type fate string

const (
	keep    fate = "keep"    // leaves as it is
	drop    fate = "drop"    // stays
	rekey   fate = "rekey"   // an ID made of a place in a text, made anew with a key that only the text gives
	words   fate = "words"   // words of the text; the meter counts them and may keep them back
	address fate = "address" // an address of the web; what it has of the headline is counted
	person  fate = "person"  // a name: that of a private person becomes a pseudonym
	alias   fate = "alias"   // becomes a pseudonym, whoever it is
	doc     fate = "doc"     // names a document: a pseudonym where that one does not leave
	term    fate = "term"    // a frame, or a word: a rare one and one of a name take their row along
	cell    fate = "cell"    // a number over documents, withheld with its cell
)

// fateRow is a line of fates.csv.
type fateRow struct {
	fates [4]fate // by level
	why   string
}

var declared = sync.OnceValues(func() (map[string]fateRow, error) {
	lines, err := csv.NewReader(strings.NewReader(fatesCSV)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("fates.csv: %w", err)
	}
	known := []fate{keep, drop, rekey, words, address, person, alias, doc, term, cell}
	out := make(map[string]fateRow, len(lines))
	for _, l := range lines[1:] {
		r := fateRow{why: l[6]}
		for i := range r.fates {
			r.fates[i] = fate(l[2+i])
			if !slices.Contains(known, r.fates[i]) {
				return nil, fmt.Errorf("fates.csv: %s.%s: no fate %q", l[0], l[1], l[2+i])
			}
		}
		out[l[0]+"."+l[1]] = r
	}
	return out, nil
})

// fatesOf are the fates of a table's columns at a level, in their order.
func fatesOf(table string, l Level) ([]fate, error) {
	all, err := declared()
	if err != nil {
		return nil, err
	}
	cols := store.Columns(table)
	out := make([]fate, len(cols))
	for i, c := range cols {
		r, ok := all[table+"."+c.Name]
		if !ok {
			return nil, fmt.Errorf("column %s.%s has no declared fate: add it to internal/export/fates.csv", table, c.Name)
		}
		out[i] = r.fates[l]
	}
	return out, nil
}

// Undeclared lists columns without a declared fate, and declared ones that no
// table has.
func Undeclared() ([]string, error) {
	all, err := declared()
	if err != nil {
		return nil, err
	}
	var out []string
	seen := map[string]bool{}
	for _, t := range store.TableNames() {
		for _, c := range store.Columns(t) {
			seen[t+"."+c.Name] = true
			if _, ok := all[t+"."+c.Name]; !ok {
				out = append(out, t+"."+c.Name)
			}
		}
	}
	for name := range all {
		if !seen[name] {
			out = append(out, name+" (no such column)")
		}
	}
	slices.Sort(out)
	return out, nil
}
