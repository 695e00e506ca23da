package statistics

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"framewatch/compare/trend"
)

func changepoints() Statistic {
	return Statistic{
		Name: "changepoints", Aliases: []string{"changepoint"}, Short: "When a series of counts or values changed",
		About: `Each row is a period with its count or value; periods are in the order of numbers if
they all are, else of their names. With --date each row is a document, counted by
--by; periods without any are there with 0; with --outcome those are counted that
have it and --exposure is all that are coded. For each group one object comes out for
every number of breaks, with the best places for so many; chosen marks the lowest
bic. A Poisson model finds too many breaks in counts that vary more than it expects,
as copies of stories make them do.`,
		Formulas: []Formula{
			{"loss (poisson)", "2 sum y ln(y / mu) - (y - mu), mu = exposure times the segment's rate", "Jackson et al. 2005, IEEE Signal Processing Letters 12, as is the search of all divisions"},
			{"loss (least-squares)", "sum (y - mean of the segment)^2", "Bai & Perron 2003, Journal of Applied Econometrics 18"},
			{"bic", "-2 ln L + k ln n, k = segments + breaks (+ 1 for the variance of least-squares)", "Yao 1988, Statistics & Probability Letters 6"},
		},
		Fields: []Field{
			{"group", "group, where --group names a column"}, {"n_periods", "periods"}, {"n_breaks", "breaks"},
			{"breaks", "periods that begin a new segment, counted from 0"}, {"break_periods", "their names"},
			{"means", "mean of each segment; with exposure, count per unit of it"}, {"loss", "deviance, or sum of squared residuals"},
			{"log_likelihood", "of the division"}, {"bic", "information criterion of Schwarz"}, {"chosen", "whether bic is lowest"},
		},
		Example: "  framewatch stats changepoints --period month --value n --exposure documents months.csv\n" +
			"  framewatch stats changepoints --date published --by week --outcome frame_x --group bloc documents.csv",
		Options: func(f Flags) Run {
			var c changes
			c.bind(f)
			return c.run
		},
	}
}

// changes are the flags of changepoints.
type changes struct {
	period, value, exposure, group string
	date, by, outcome              string
	model                          string
	shortest, most                 int
}

func (c *changes) bind(f Flags) {
	f.StringVar(&c.period, "period", "period", "column with the period")
	f.StringVar(&c.value, "value", "count", "column with the count or value")
	f.StringVar(&c.exposure, "exposure", "", "column with what counts would be proportional to, such as all documents (default: 1 each)")
	f.StringVar(&c.group, "group", "", "column with a group; each has a series")
	f.StringVar(&c.date, "date", "", "column with a document's date, for a table with a row a document")
	f.StringVar(&c.by, "by", "month", "period in which documents are counted: day, week, month or year")
	f.StringVar(&c.outcome, "outcome", "", "column that is 1 where a document has something, else 0; empty ones do not count")
	f.StringVar(&c.model, "model", "poisson", "poisson or least-squares")
	f.IntVar(&c.shortest, "min-segment", 2, "least periods of a segment")
	f.IntVar(&c.most, "max-breaks", 5, "most breaks that are tried")
}

// point is a period of a series.
type point struct {
	period          string
	value, exposure float64
}

func (c *changes) run(ctx context.Context, in *Input, out *Output) error {
	model := trend.Poisson
	switch c.model {
	case "poisson":
	case "least-squares":
		model = trend.LeastSquares
	default:
		return Usagef("--model %q: want poisson or least-squares", c.model)
	}
	if c.outcome != "" && c.date == "" {
		return Usagef("--outcome needs --date")
	}
	if model == trend.LeastSquares && c.exposure != "" {
		return Usagef("--exposure is for poisson: divide the values by it for least-squares")
	}
	read := c.periods
	if c.date != "" {
		read = c.counted
	}
	series, note, err := read(ctx, in)
	if err != nil {
		return err
	}
	for _, group := range slices.Sorted(maps.Keys(series)) {
		if err := c.write(out, group, series[group], model, note); err != nil {
			return err
		}
	}
	return nil
}

func (c *changes) periods(ctx context.Context, in *Input) (map[string][]point, string, error) {
	series := map[string][]point{}
	seen := map[[2]string]bool{}
	for row, err := range in.Rows(ctx, Columns{Need: []string{c.period, c.value, c.exposure, c.group}}) {
		if err != nil {
			return nil, "", err
		}
		p := point{exposure: 1}
		if p.period, err = row.Text(c.period); err != nil {
			return nil, "", err
		}
		if p.value, err = row.Number(c.value); err != nil {
			return nil, "", err
		}
		if c.exposure != "" {
			if p.exposure, err = row.Number(c.exposure); err != nil {
				return nil, "", err
			}
		}
		group, err := optionalText(row, c.group)
		if err != nil {
			return nil, "", err
		}
		if seen[[2]string{group, p.period}] {
			return nil, "", row.Errorf("period %q is there twice", p.period)
		}
		seen[[2]string{group, p.period}] = true
		series[group] = append(series[group], p)
	}
	for _, points := range series {
		slices.SortFunc(points, func(a, b point) int {
			x, errX := strconv.ParseFloat(a.period, 64)
			y, errY := strconv.ParseFloat(b.period, 64)
			if errX == nil && errY == nil {
				return cmp.Or(cmp.Compare(x, y), cmp.Compare(a.period, b.period))
			}
			return cmp.Compare(a.period, b.period)
		})
	}
	return series, "", nil
}

// counted counts documents by period, the same periods for every group.
func (c *changes) counted(ctx context.Context, in *Input) (map[string][]point, string, error) {
	by := unit(c.by)
	if err := by.check(); err != nil {
		return nil, "", err
	}
	documents, undated, err := readDated(ctx, in, dated{date: c.date, group: c.group, outcome: c.outcome})
	if err != nil {
		return nil, "", err
	}
	note := ""
	if undated > 0 {
		note = fmt.Sprintf("documents without a day that are left out: %d", undated)
	}
	if len(documents) == 0 {
		return nil, "", Usagef("no document has a day in column %q", c.date)
	}
	first, last := documents[0].day, documents[0].day
	tally := map[string]map[string]*point{}
	for _, d := range documents {
		if d.day.Before(first) {
			first = d.day
		}
		if d.day.After(last) {
			last = d.day
		}
		if tally[d.group] == nil {
			tally[d.group] = map[string]*point{}
		}
		name := by.name(by.start(d.day))
		if tally[d.group][name] == nil {
			tally[d.group][name] = &point{}
		}
		tally[d.group][name].exposure++
		if d.positive {
			tally[d.group][name].value++
		}
	}
	series := map[string][]point{}
	for group, counts := range tally {
		for at := by.start(first); !at.After(last); at = by.next(at) {
			p := point{period: by.name(at)}
			if n := counts[p.period]; n != nil {
				p.value, p.exposure = n.value, n.exposure
			}
			if c.outcome == "" || c.model != "poisson" {
				p.exposure = 1
			}
			series[group] = append(series[group], p)
		}
	}
	return series, note, nil
}

func (c *changes) write(out *Output, group string, points []point, model trend.Model, note string) error {
	values, exposure := make([]float64, len(points)), make([]float64, len(points))
	for i, p := range points {
		values[i], exposure[i] = p.value, p.exposure
	}
	divisions, err := trend.Segment(values, exposure, model, c.shortest, c.most)
	if err != nil {
		return Usagef("group %q: %w", group, err)
	}
	chosen := trend.Chosen(divisions)
	for m, d := range divisions {
		o := NewObject()
		if c.group != "" {
			o.Text("group", group)
		}
		var names []string
		for _, b := range d.Breaks {
			names = append(names, points[b].period)
		}
		o.Int("n_periods", len(points)).Int("n_breaks", m).Ints("breaks", d.Breaks).Texts("break_periods", names).Floats("means", d.Means, "")
		const why = "the segments leave no residual"
		o.Float("loss", d.Loss, "").Float("log_likelihood", d.LogLikelihood, why).Float("bic", d.BIC, why).Bool("chosen", m == chosen)
		if err := out.Write(o.Note(note)); err != nil {
			return err
		}
	}
	return nil
}
