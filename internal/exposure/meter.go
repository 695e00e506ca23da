package exposure

import "slices"

// Article is what an export exposes of one article.
type Article struct {
	DocID   string
	Lang    string // main language, BCP 47
	Tokens  int    // words of headline and text
	Exposed int    // those of them that a reader of the export has in their places
}

// Share is the exposed share of the words, 0 to 1; 0 for an article without words.
func (a Article) Share() float64 {
	if a.Tokens == 0 {
		return 0
	}
	return float64(a.Exposed) / float64(a.Tokens)
}

// Meter is what an export exposes, by article in the order of their IDs.
type Meter struct {
	Limit    float64 // greatest share that may leave
	Articles []Article
}

// Line is a row of the meter's table: shares over some articles.
type Line struct {
	Lang             string // "all" for all languages
	Articles         int
	Median, P90, Max float64
	Over             int // articles over the limit
}

// Over lists the articles that are over the limit, the most exposed first.
func (m Meter) Over() []Article {
	var over []Article
	for _, a := range m.Articles {
		if a.Share() > m.Limit {
			over = append(over, a)
		}
	}
	slices.SortStableFunc(over, func(a, b Article) int {
		switch {
		case a.Share() > b.Share():
			return -1
		case a.Share() < b.Share():
			return 1
		}
		return 0
	})
	return over
}

// Table sums the meter up: all articles first, then by language.
func (m Meter) Table() []Line {
	langs := map[string][]float64{}
	for _, a := range m.Articles {
		langs["all"] = append(langs["all"], a.Share())
		langs[a.Lang] = append(langs[a.Lang], a.Share())
	}
	var names []string
	for l := range langs {
		if l != "all" {
			names = append(names, l)
		}
	}
	slices.Sort(names)
	lines := make([]Line, 0, len(names)+1)
	for _, l := range append([]string{"all"}, names...) {
		lines = append(lines, m.line(l, langs[l]))
	}
	return lines
}

func (m Meter) line(lang string, shares []float64) Line {
	l := Line{Lang: lang, Articles: len(shares)}
	if len(shares) == 0 {
		return l
	}
	slices.Sort(shares)
	l.Median, l.P90, l.Max = quantile(shares, 0.5), quantile(shares, 0.9), shares[len(shares)-1]
	for _, s := range shares {
		if s > m.Limit {
			l.Over++
		}
	}
	return l
}

// quantile is the smallest value that at least a share q of the sorted values do
// not exceed (Hyndman and Fan 1996, definition 1): a share that an article has.
func quantile(sorted []float64, q float64) float64 {
	i := int(q * float64(len(sorted)))
	if float64(i) == q*float64(len(sorted)) && i > 0 {
		i--
	}
	return sorted[min(i, len(sorted)-1)]
}
