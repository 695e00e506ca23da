package statistics

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"framewatch/compare/lexical"
)

func correspondence() Statistic {
	return Statistic{
		Name: "correspondence", Short: "Correspondence analysis of a table of counts",
		About: `Rows of the table are words and its columns groups, counted in documents; or they are
the values of two columns of the input (--rows, --columns), each input row counting
once or as often as --count says. Out come one object for the whole, one for each
axis, then those of the table's rows and columns, in the order of their names. An
axis is turned so that the column that contributes most to it is on the positive
side.`,
		Formulas: []Formula{
			{"singular_value", "of S = (P - r c') / sqrt(r c'), P the table over its sum, r and c its margins: S = U D V'", "Greenacre 2017, Correspondence Analysis in Practice, appendix A"},
			{"standard", "u / sqrt(r), v / sqrt(c)", "the same"},
			{"principal", "standard times the singular value", "the same"},
			{"contributions, cos2", "u^2; principal^2 over the squared distance to the centre", "the same, chapter 11"},
		},
		Fields: []Field{
			{"kind", "total, axis, row or column"}, {"name", "of a row or column"}, {"axis", "number of an axis, from 1"},
			{"n", "sum of the table (total)"}, {"n_rows", "rows (total)"}, {"n_columns", "columns (total)"}, {"chi_square", "n times inertia (total)"},
			{"df", "degrees of freedom (total)"}, {"p", "of independence of rows and columns (total)"}, {"singular_value", "of an axis"},
			{"inertia", "of the whole, of an axis, or what a row or column adds"}, {"share", "of an axis in the inertia"}, {"cumulative", "share of the axes up to it"},
			{"count", "sum of a row or column"}, {"mass", "the same over n"}, {"principal", "principal coordinates, one an axis"},
			{"standard", "standard coordinates"}, {"contributions", "shares of a row or column in each axis"}, {"cos2", "shares of each axis in a row or column"},
		},
		Example: "  framewatch stats correspondence --group outlet --top 300 documents.jsonl\n" +
			"  framewatch stats correspondence --rows frame --columns bloc --count n table.csv",
		Options: func(f Flags) Run {
			var c crossed
			c.bindGroups(f)
			f.IntVar(&c.top, "top", 0, "most frequent words that are rows; 0 for all")
			f.StringVar(&c.rows, "rows", "", "column whose values are the table's rows, in place of words")
			f.StringVar(&c.columns, "columns", "", "column whose values are its columns, in place of groups")
			f.StringVar(&c.count, "count", "", "column with how often a row counts (default: once)")
			f.IntVar(&c.axes, "axes", 0, "axes whose coordinates are given; 0 for all")
			return c.run
		},
	}
}

// crossed are the flags of correspondence.
type crossed struct {
	words
	rows, columns, count string
	top, axes            int
}

// crossing is a table with the names of its sides.
type crossing struct {
	rows, columns []string
	cells         [][]int
	left          int // rows of the input without a value
}

func (c *crossed) run(ctx context.Context, in *Input, out *Output) error {
	if (c.rows == "") != (c.columns == "") {
		return Usagef("--rows and --columns belong together")
	}
	if c.top < 0 || c.axes < 0 {
		return Usagef("--top %d, --axes %d: want at least 0", c.top, c.axes)
	}
	table, err := c.table(ctx, in)
	if err != nil {
		return err
	}
	got, err := lexical.Correspond(table.cells)
	if err != nil {
		return Usagef("%w", err)
	}
	if err := c.writeWhole(out, table, got); err != nil {
		return err
	}
	for i, p := range got.Rows {
		n := 0
		for _, k := range table.cells[i] {
			n += k
		}
		if err := c.writeProfile(out, "row", table.rows[i], n, p); err != nil {
			return err
		}
	}
	for j, p := range got.Columns {
		n := 0
		for _, line := range table.cells {
			n += line[j]
		}
		if err := c.writeProfile(out, "column", table.columns[j], n, p); err != nil {
			return err
		}
	}
	return nil
}

func (c *crossed) table(ctx context.Context, in *Input) (crossing, error) {
	if c.rows == "" {
		return c.ofWords(ctx, in)
	}
	cells := map[[2]string]int{}
	rows, columns := map[string]bool{}, map[string]bool{}
	left := 0
	for row, err := range in.Rows(ctx, Columns{Need: []string{c.rows, c.columns, c.count}}) {
		if err != nil {
			return crossing{}, err
		}
		if absent(row, c.rows) || absent(row, c.columns) {
			left++
			continue
		}
		r, err := row.Text(c.rows)
		if err != nil {
			return crossing{}, err
		}
		k, err := row.Text(c.columns)
		if err != nil {
			return crossing{}, err
		}
		n := 1
		if c.count != "" {
			if n, err = row.Count(c.count); err != nil {
				return crossing{}, err
			}
		}
		rows[r], columns[k] = true, true
		cells[[2]string{r, k}] += n
	}
	out := crossing{rows: slices.Sorted(maps.Keys(rows)), columns: slices.Sorted(maps.Keys(columns)), left: left}
	for _, r := range out.rows {
		line := make([]int, len(out.columns))
		for j, k := range out.columns {
			line[j] = cells[[2]string{r, k}]
		}
		out.cells = append(out.cells, line)
	}
	return out, nil
}

func (c *crossed) ofWords(ctx context.Context, in *Input) (crossing, error) {
	v, err := c.vocabulary(ctx, in)
	if err != nil {
		return crossing{}, err
	}
	terms, counts := v.of(1, v.groups...)
	total := func(term int) (n int) {
		for _, of := range counts {
			n += of[term]
		}
		return n
	}
	kept := make([]int, len(terms))
	for i := range kept {
		kept[i] = i
	}
	if c.top > 0 && c.top < len(kept) {
		slices.SortStableFunc(kept, func(a, b int) int { return cmp.Compare(total(b), total(a)) })
		kept = kept[:c.top]
		slices.Sort(kept)
	}
	out := crossing{columns: v.groups}
	for _, i := range kept {
		line := make([]int, len(v.groups))
		for j, of := range counts {
			line[j] = of[i]
		}
		out.rows, out.cells = append(out.rows, terms[i]), append(out.cells, line)
	}
	return out, nil
}

func (c *crossed) writeWhole(out *Output, table crossing, got lexical.Correspondence) error {
	o := NewObject().Text("kind", "total").Int("n", got.N).Int("n_rows", len(table.rows)).Int("n_columns", len(table.columns))
	o.Float("chi_square", got.ChiSquare, "").Int("df", got.DegreesOfFreedom).Float("p", got.P, "").Float("inertia", got.Inertia, "")
	if table.left > 0 {
		o.Note(fmt.Sprintf("rows without a value that are left out: %d", table.left))
	}
	if len(got.SingularValues) == 0 {
		o.Note("rows and columns are independent: there is no axis")
	}
	if err := out.Write(o); err != nil {
		return err
	}
	cumulative := 0.0
	for a, s := range got.SingularValues {
		cumulative += got.Shares[a]
		o := NewObject().Text("kind", "axis").Int("axis", a+1).Float("singular_value", s, "").Float("inertia", s*s, "")
		if err := out.Write(o.Float("share", got.Shares[a], "").Float("cumulative", cumulative, "")); err != nil {
			return err
		}
	}
	return nil
}

func (c *crossed) writeProfile(out *Output, kind, name string, n int, p lexical.Profile) error {
	o := NewObject().Text("kind", kind).Text("name", name).Int("count", n).Float("mass", p.Mass, "").Float("inertia", p.Inertia, "")
	for _, list := range []struct {
		name   string
		values []float64
	}{{"principal", p.Principal}, {"standard", p.Standard}, {"contributions", p.Contributions}, {"cos2", p.Cos2}} {
		values := list.values
		if c.axes > 0 && len(values) > c.axes {
			values = values[:c.axes]
		}
		o.Floats(list.name, values, "")
	}
	if p.Mass == 0 {
		o.Note("no count: it has no place")
	}
	return out.Write(o)
}
