package compare

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"framewatch/internal/invalid"
	"framewatch/internal/order"
)

// Filter chooses documents by field=value pairs; the zero Filter chooses all.
// Pairs of one field are alternatives, different fields must all hold, and
// every field!=value must hold.
type Filter struct{ terms []filterTerm }

type filterTerm struct {
	field, value string
	not          bool
}

// filterFields are the fields of a filter: the dimensions, and bloc_ever, which
// holds where the outlet's country is or was in the bloc at any time. Against
// bloc=x, the side bloc_ever!=x leaves out what members published before they
// joined.
func filterFields() []string {
	return []string{"country", "bloc", "bloc_ever", "outlet", "owner_type", "lang", "month"}
}

// ParseFilter reads "field=value,field!=value", such as
// "bloc=iomed-signatories,lang=en". A lang without script or region stands for
// all of its kind: lang=zh means zh-Hans and zh-Hant too.
func ParseFilter(s string) (Filter, error) {
	var f Filter
	for part := range strings.SplitSeq(s, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		field, value, ok := strings.Cut(part, "=")
		if !ok {
			return Filter{}, fmt.Errorf("filter %q: %q is not field=value or field!=value", s, part)
		}
		field, not := strings.CutSuffix(field, "!")
		field, value = strings.TrimSpace(field), strings.TrimSpace(value)
		if !slices.Contains(filterFields(), field) {
			return Filter{}, fmt.Errorf("filter %q: unknown field %q%s", s, field, invalid.Suggest(field, filterFields()))
		}
		if value == "" {
			return Filter{}, fmt.Errorf("filter %q: field %s has no value", s, field)
		}
		f.terms = append(f.terms, filterTerm{field, value, not})
	}
	slices.SortFunc(f.terms, func(a, b filterTerm) int {
		return cmp.Or(cmp.Compare(a.field, b.field), order.FalseFirst(a.not, b.not), cmp.Compare(a.value, b.value))
	})
	f.terms = slices.Compact(f.terms)
	return f, nil
}

// Empty reports whether the filter chooses all documents.
func (f Filter) Empty() bool { return len(f.terms) == 0 }

// String writes the filter in its canonical form, which [ParseFilter] reads.
func (f Filter) String() string {
	parts := make([]string, len(f.terms))
	for i, t := range f.terms {
		sign := "="
		if t.not {
			sign = "!="
		}
		parts[i] = t.field + sign + t.value
	}
	return strings.Join(parts, ",")
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
	for _, t := range f.terms {
		if t.field == "lang" && !t.not {
			out = append(out, t.value)
		}
	}
	return out
}

// matches reports whether a document meets the filter.
func (c *Corpus) matches(f Filter, d *doc) bool {
	for i := 0; i < len(f.terms); {
		// Terms are sorted, so the alternatives of a field stand together.
		t := f.terms[i]
		if t.not {
			if c.has(d, t) {
				return false
			}
			i++
			continue
		}
		any := false
		for ; i < len(f.terms) && f.terms[i].field == t.field && !f.terms[i].not; i++ {
			any = any || c.has(d, f.terms[i])
		}
		if !any {
			return false
		}
	}
	return true
}

func (c *Corpus) has(d *doc, t filterTerm) bool {
	switch t.field {
	case "bloc_ever":
		return slices.Contains(c.blocsEver[c.sources[d.source].country], t.value) || slices.Contains(c.blocSets[d.blocs], t.value)
	case "lang":
		return langMatches(c.langs[d.lang], t.value)
	}
	return slices.Contains(c.valuesOf(d, t.field), t.value)
}

// langMatches is basic filtering of RFC 4647: zh covers zh-Hans.
func langMatches(lang, want string) bool {
	return lang == want || strings.HasPrefix(lang, want+"-")
}

// unknownValue says which value of a filter no document of the corpus has, for
// the message after a side turned out empty.
func (c *Corpus) unknownValue(f Filter) string {
	for _, t := range f.terms {
		known := map[string]bool{}
		hit := false
		for i := range c.docs {
			hit = hit || c.has(&c.docs[i], t)
			for _, v := range c.valuesOf(&c.docs[i], strings.TrimSuffix(t.field, "_ever")) {
				known[v] = true
			}
		}
		if !hit && !t.not {
			values := make([]string, 0, len(known))
			for v := range known {
				values = append(values, v)
			}
			return fmt.Sprintf("; no document has %s=%s%s", t.field, t.value, invalid.Suggest(t.value, values))
		}
	}
	return ""
}
