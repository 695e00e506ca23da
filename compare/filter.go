package compare

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"framewatch/internal/invalid"
	"framewatch/internal/order"
)

// Filter chooses documents by field=value pairs; the zero Filter chooses all.
// Pairs of one field are alternatives, different fields must all hold, and
// every field!=value must hold. A semicolon joins filters that must all hold,
// so that two lists of alternatives of one field can be met together.
type Filter struct{ clauses []clause }

// clause is a list of alternatives of one field, or one value that must not be.
type clause struct {
	field  string
	not    bool
	values []string // sorted
}

// Fields of a filter that are no dimensions.
const (
	// fieldBlocEver holds where the outlet's country is or was in the bloc at any
	// time. Against bloc=x, the side bloc_ever!=x leaves out what members published
	// before they joined.
	fieldBlocEver = "bloc_ever"
	// fieldFrom and fieldTo hold where the whole of what is known of the date lies
	// on or after, or on or before, a day.
	fieldFrom = "from"
	fieldTo   = "to"
)

// FilterFields are the fields of a filter: the dimensions but all, bloc_ever,
// from and to (days as YYYY-MM-DD, YYYY-MM or YYYY).
func FilterFields() []string {
	return append(slices.DeleteFunc(Dimensions(), func(by string) bool { return by == byAll }), fieldBlocEver, fieldFrom, fieldTo)
}

// ParseFilter reads "field=value,field!=value", such as
// "bloc=iomed-signatories,lang=en"; a value alone is another of the field before
// it, as in "country=KE,ID". A lang without script or region stands for all of
// its kind: lang=zh means zh-Hans and zh-Hant too.
func ParseFilter(s string) (Filter, error) {
	var f Filter
	for part := range strings.SplitSeq(s, ";") {
		one, err := parsePart(s, part)
		if err != nil {
			return Filter{}, err
		}
		f = f.And(one)
	}
	return f, nil
}

// parsePart reads pairs without a semicolon; whole is for messages.
func parsePart(whole, s string) (Filter, error) {
	var f Filter
	field, not := "", false
	for part := range strings.SplitSeq(s, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		value := part
		if name, rest, ok := strings.Cut(part, "="); ok {
			field, not = strings.CutSuffix(name, "!")
			field, value = strings.TrimSpace(field), strings.TrimSpace(rest)
		} else if field == "" {
			return Filter{}, fmt.Errorf("filter %q: %q is not field=value or field!=value", whole, part)
		}
		if !slices.Contains(FilterFields(), field) {
			return Filter{}, fmt.Errorf("filter %q: unknown field %q%s", whole, field, invalid.Suggest(field, FilterFields()))
		}
		if value == "" {
			return Filter{}, fmt.Errorf("filter %q: field %s has no value", whole, field)
		}
		if err := checkValue(field, value, not); err != nil {
			return Filter{}, fmt.Errorf("filter %q: %w", whole, err)
		}
		f.add(field, value, not)
	}
	return f.canonical(), nil
}

// checkValue checks values of fields that have a fixed set of them.
func checkValue(field, value string, not bool) error {
	switch field {
	case fieldFrom, fieldTo:
		if not {
			return fmt.Errorf("field %s takes = only", field)
		}
		if _, _, ok := span(value); !ok {
			return fmt.Errorf("%s=%s is not a day, a month or a year (YYYY-MM-DD, YYYY-MM, YYYY)", field, value)
		}
	default:
		if known := fixedValues(field); known != nil && !slices.Contains(known, value) {
			return fmt.Errorf("%s has no value %q%s", field, value, invalid.Suggest(value, known))
		}
	}
	return nil
}

func (f *Filter) add(field, value string, not bool) {
	if !not {
		for i := range f.clauses {
			if c := &f.clauses[i]; c.field == field && !c.not {
				c.values = append(c.values, value)
				return
			}
		}
	}
	f.clauses = append(f.clauses, clause{field, not, []string{value}})
}

func (f Filter) canonical() Filter {
	out := Filter{slices.Clone(f.clauses)}
	for i := range out.clauses {
		values := slices.Clone(out.clauses[i].values)
		slices.Sort(values)
		out.clauses[i].values = slices.Compact(values)
	}
	slices.SortFunc(out.clauses, func(a, b clause) int {
		return cmp.Or(cmp.Compare(a.field, b.field), order.FalseFirst(a.not, b.not), slices.Compare(a.values, b.values))
	})
	out.clauses = slices.CompactFunc(out.clauses, func(a, b clause) bool {
		return a.field == b.field && a.not == b.not && slices.Equal(a.values, b.values)
	})
	return out
}

// And chooses what both filters choose.
func (f Filter) And(g Filter) Filter { return Filter{slices.Concat(f.clauses, g.clauses)}.canonical() }

// without is the filter less what it says of a field.
func (f Filter) without(field string) Filter {
	return Filter{slices.DeleteFunc(slices.Clone(f.clauses), func(c clause) bool { return c.field == field })}
}

// Empty reports whether the filter chooses all documents.
func (f Filter) Empty() bool { return len(f.clauses) == 0 }

// IsZero reports the same; encoding/json asks it.
func (f Filter) IsZero() bool { return f.Empty() }

// Values are the values that the filter asks for or rules out, each with its field.
func (f Filter) Values() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, c := range f.clauses {
			for _, v := range c.values {
				if !yield(c.field, v) {
					return
				}
			}
		}
	}
}

// Equal reports whether two filters are the same.
func (f Filter) Equal(g Filter) bool { return f.String() == g.String() }

// String writes the filter in its canonical form, which [ParseFilter] reads.
func (f Filter) String() string {
	var parts [][]string
	used := map[string]int{} // lists of alternatives of a field that are written
	for _, c := range f.clauses {
		sign, at := "=", 0
		if c.not {
			sign = "!="
		} else {
			at = used[c.field]
			used[c.field]++
		}
		for len(parts) <= at {
			parts = append(parts, nil)
		}
		for _, v := range c.values {
			parts[at] = append(parts[at], c.field+sign+v)
		}
	}
	joined := make([]string, len(parts))
	for i, p := range parts {
		joined[i] = strings.Join(p, ",")
	}
	return strings.Join(joined, ";")
}

// MarshalText writes the canonical form.
func (f Filter) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText is [ParseFilter].
func (f *Filter) UnmarshalText(text []byte) (err error) {
	*f, err = ParseFilter(string(text))
	return err
}

// langs are the languages that the filter asks for.
func (f Filter) langs() []string {
	var out []string
	for _, c := range f.clauses {
		if c.field == "lang" && !c.not {
			out = append(out, c.values...)
		}
	}
	return out
}

// matches reports whether a document meets the filter.
func (c *Corpus) matches(f Filter, d *doc) bool {
	for _, one := range f.clauses {
		if !c.meets(one, d) {
			return false
		}
	}
	return true
}

func (c *Corpus) meets(one clause, d *doc) bool {
	for _, value := range one.values {
		switch c.has(d, one.field, value) {
		case holds:
			return !one.not
		case neither:
			if one.not {
				return false
			}
		case fails:
		}
	}
	return one.not
}

// verdict is whether a document has a value; neither of a territory in question.
type verdict int

const (
	fails verdict = iota
	holds
	neither
)

func (c *Corpus) has(d *doc, field, value string) verdict {
	s := &c.sources[d.source]
	ok := false
	switch field {
	case fieldBlocEver, "bloc":
		return c.hasBloc(d, field, value)
	case "lang":
		ok = langMatches(c.langs[d.lang], value)
	case fieldFrom, fieldTo:
		first, last, known := span(d.date())
		from, to, _ := span(value)
		ok = known && (field == fieldFrom && !first.Before(from) || field == fieldTo && !last.After(to))
	case "country":
		ok = s.country == value
	case "outlet":
		ok = s.id == value
	default:
		ok = slices.Contains(c.valuesOf(d, field), value)
	}
	if ok {
		return holds
	}
	return fails
}

// span gives the first and the last day of a date as far as it is known.
func span(date string) (first, last time.Time, ok bool) {
	for layout, add := range map[string][3]int{time.DateOnly: {0, 0, 1}, "2006-01": {0, 1, 0}, "2006": {1, 0, 0}} {
		if at, err := time.Parse(layout, date); err == nil {
			return at, at.AddDate(add[0], add[1], add[2]).AddDate(0, 0, -1), true
		}
	}
	return time.Time{}, time.Time{}, false
}

// langMatches is basic filtering of RFC 4647: zh covers zh-Hans.
func langMatches(lang, want string) bool {
	return lang == want || strings.HasPrefix(lang, want+"-")
}

// unknownValue says which value of a filter no document of the corpus has, for
// the message after a side turned out empty.
func (c *Corpus) unknownValue(f Filter) string {
	for _, one := range f.clauses {
		if one.not || one.field == fieldFrom || one.field == fieldTo {
			continue
		}
		known := map[string]bool{}
		for i := range c.docs {
			for _, v := range c.valuesOf(&c.docs[i], strings.TrimSuffix(one.field, "_ever")) {
				known[v] = true
			}
		}
		for _, value := range one.values {
			if !slices.ContainsFunc(c.docs, func(d doc) bool { return c.has(&d, one.field, value) == holds }) {
				return fmt.Sprintf("; no document has %s=%s%s", one.field, value, invalid.Suggest(value, sorted(known)))
			}
		}
	}
	return ""
}
