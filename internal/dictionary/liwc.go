package dictionary

import (
	"slices"
	"strings"
)

// liwc reads a .dic file: categories between two lines of %, then a line for each
// term with the numbers (or names) of its categories.
func (b *builder) liwc(text string) {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	first := slices.IndexFunc(lines, func(l string) bool { return strings.TrimSpace(l) != "" })
	switch {
	case first < 0:
		b.fault(1, "is empty")
		return
	case strings.HasPrefix(strings.ToLower(lines[first]), "dicterm"):
		b.fault(first+1, "is a table of LIWC-22 (.dicx); export the dictionary as .dic")
		return
	case strings.TrimSpace(lines[first]) != "%":
		b.fault(first+1, "does not begin with %%; a LIWC dictionary has its categories between two lines of %%")
		return
	}
	end := slices.IndexFunc(lines[first+1:], func(l string) bool { return strings.TrimSpace(l) == "%" })
	if end < 0 {
		b.fault(first+1, "%% opens the categories, and no second %% closes them; write it on a line of its own before the first term")
		return
	}
	end += first + 1
	by := b.categories(lines[:end], first+1)
	for i, line := range lines[end+1:] {
		b.entry(line, end+2+i, by)
	}
}

// categories reads "1 funct" and "1 function (Function Words)", by number and by
// name.
func (b *builder) categories(lines []string, from int) map[string]*category {
	by := map[string]*category{}
	for i, line := range lines[from:] {
		fields, at := strings.Fields(line), from+i+1
		if len(fields) == 0 {
			continue
		}
		if len(fields) == 1 {
			b.fault(at, "category %q has no name; write its number and its name", fields[0])
			continue
		}
		if first, twice := by[fields[0]]; twice {
			b.fault(at, "category %q stands twice (first in line %d); number them apart", fields[0], first.line)
			continue
		}
		name := strings.Join(fields[1:], " ")
		short, long, described := strings.Cut(name, " (")
		c := b.category(short, at)
		if described {
			c.name = strings.TrimSuffix(long, ")")
		}
		by[fields[0]] = c
		if by[short] == nil {
			by[short] = c
		}
	}
	return by
}

// entry reads a term with its categories. One that holds under conditions only,
// which stand in brackets or behind a slash, is noted.
func (b *builder) entry(line string, at int, by map[string]*category) {
	term, rest, tabbed := strings.Cut(strings.TrimSpace(line), "\t")
	ids := strings.Fields(rest)
	if !tabbed {
		fields := strings.Fields(line)
		if len(fields) == 0 {
			return
		}
		first := len(fields)
		for first > 1 && by[fields[first-1]] != nil {
			first--
		}
		if first == len(fields) && first > 1 {
			first-- // told of below
		}
		term, ids = strings.Join(fields[:first], " "), fields[first:]
	}
	if strings.ContainsAny(strings.Join(ids, " "), "(<>)/") || strings.Contains(term, " (") || strings.Contains(term, "<") && strings.Contains(term, ">") {
		b.note(at, "%q was not read: it holds under conditions only, which a codebook has not", strings.TrimSpace(line))
		return
	}
	if len(ids) == 0 {
		b.fault(at, "term %q has no category; write the number of one behind it", term)
		return
	}
	for _, id := range ids {
		if by[id] == nil {
			b.fault(at, "term %q is of category %q, which is not among those between the %%; add it there or correct the number", term, id)
			continue
		}
		by[id].add(term, at)
	}
}
