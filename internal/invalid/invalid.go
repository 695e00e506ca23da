// Package invalid is how the stages report mistakes in their settings and in
// editors' files, so that internal/config can put file and line in front of
// each: a Validate method returns every mistake at once, joined, each as a
// [Field].
package invalid

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Field is one mistake: where it stands in the file (a path such as
// "sources[3].country" or "crawl.workers"), the value found and what to do
// about it.
type Field struct {
	Path   string
	Value  string
	Remedy string
}

// Error gives path, value and remedy on one line.
func (f *Field) Error() string {
	if f.Value == "" {
		return fmt.Sprintf("%s: %s", f.Path, f.Remedy)
	}
	return fmt.Sprintf("%s: %q %s", f.Path, f.Value, f.Remedy)
}

// Errorf makes a [Field]; the remedy is formatted.
func Errorf(path, value, remedy string, args ...any) error {
	return &Field{Path: path, Value: value, Remedy: fmt.Sprintf(remedy, args...)}
}

// Under puts prefix in front of the path of every Field in err, which may be
// joined from many, and returns them joined again; nil stays nil.
func Under(prefix string, err error) error {
	var out []error
	for _, f := range Fields(err) {
		moved := *f
		moved.Path = strings.TrimSuffix(prefix+"."+f.Path, ".")
		out = append(out, &moved)
	}
	return errors.Join(out...)
}

// Fields takes err apart; an error that is not a Field becomes one without a
// path.
func Fields(err error) []*Field {
	switch e := err.(type) { //nolint:errorlint // takes a joined error apart, level by level
	case nil:
		return nil
	case *Field:
		return []*Field{e}
	case interface{ Unwrap() []error }:
		var out []*Field
		for _, each := range e.Unwrap() {
			out = append(out, Fields(each)...)
		}
		return out
	}
	return []*Field{{Remedy: err.Error()}}
}

// maxListed is how long a list of known words may be in a message, in bytes.
const maxListed = 600

// Suggest returns ` (did you mean "x"?)` for the known word nearest to word, or
// the list of known words where none is near and the list is not long.
func Suggest(word string, known []string) string {
	best, bestDist := "", 1+max(1, len([]rune(word))/3)
	for _, k := range known {
		if d := distance(strings.ToLower(word), strings.ToLower(k)); d < bestDist {
			best, bestDist = k, d
		}
	}
	if best == "" {
		best = alike(word, known)
	}
	if best != "" {
		return fmt.Sprintf(" (did you mean %q?)", best)
	}
	if all := strings.Join(slices.Sorted(slices.Values(known)), ", "); all != "" && len(all) <= maxListed {
		return " (one of: " + all + ")"
	}
	return ""
}

// alike is the known word that begins as word does and ends otherwise: retries for
// retry. Empty without one, or where several begin so.
func alike(word string, known []string) string {
	best := ""
	for _, k := range known {
		common := 0
		for common < min(len(word), len(k)) && word[common]|0x20 == k[common]|0x20 {
			common++
		}
		if common >= 4 && 3*common >= 2*len(word) && 2*common > len(k) {
			if best != "" {
				return ""
			}
			best = k
		}
	}
	return best
}

// distance is the optimal string alignment distance: insertions, deletions,
// substitutions and swaps of neighbours each cost one.
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	rows := make([][]int, len(s)+1)
	for i := range rows {
		rows[i] = make([]int, len(t)+1)
		rows[i][0] = i
	}
	for j := range t {
		rows[0][j+1] = j + 1
	}
	for i := 1; i <= len(s); i++ {
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(s)][len(t)]
}
