package report

import (
	"errors"
	"strconv"
	"strings"

	"framewatch/internal/invalid"
	"framewatch/nlp/frame"
)

// Label is a name in two languages; an empty one is not shown.
type Label struct{ EN, ZH string }

// Subject is a target that has a page; the page itself has no address.
type Subject struct {
	Name Label
	Href string
	Here bool
}

// Config is the setting of a report. The fields without a key are set by the
// program from codebook, blocs and gazetteer.
type Config struct {
	// Title heads the page; with several targets it heads each one's, so name none.
	Title string `mapstructure:"title" yaml:"title" json:"title"`
	// Lines is the number of concordance lines behind a cell of a chart; a report
	// with very many cells shows fewer, down to one.
	Lines int `mapstructure:"lines" yaml:"lines" json:"lines"`
	// MaxLines bounds the concordance.
	MaxLines int `mapstructure:"max_lines" yaml:"max_lines" json:"max_lines"`
	// Width is the context of a line: words on each side.
	Width int `mapstructure:"width" yaml:"width" json:"width"`
	// Groups is the number of groups a chart shows; the largest are chosen.
	Groups int `mapstructure:"groups" yaml:"groups" json:"groups"`
	// Panels is the number of frames that are shown country by country, and month by
	// month where months have enough stories.
	Panels int `mapstructure:"panels" yaml:"panels" json:"panels"`
	// Terms is the number of words of each side in a keyness chart.
	Terms int `mapstructure:"terms" yaml:"terms" json:"terms"`

	Target Label `mapstructure:"-" yaml:"-" json:"-"` // what the documents are about
	// Subjects are the targets that have pages, this one among them; none where
	// there is one.
	Subjects []Subject        `mapstructure:"-" yaml:"-" json:"-"`
	Frames   map[string]Label `mapstructure:"-" yaml:"-" json:"-"` // by frame
	Blocs    map[string]Label `mapstructure:"-" yaml:"-" json:"-"` // by bloc
	// Book is the codebook whose frames the page shows; without one the page does not
	// say how far it agrees across languages.
	Book *frame.Codebook `mapstructure:"-" yaml:"-" json:"-"`
	// Bodies are the entities that the subject may be set beside or against.
	Bodies []string `mapstructure:"-" yaml:"-" json:"-"`
	// Entities names entities by ID.
	Entities map[string]Label `mapstructure:"-" yaml:"-" json:"-"`
	// Articles is the address below which the explorer shows documents by ID, for a
	// report that it serves; empty in a file, which stands alone.
	Articles string `mapstructure:"-" yaml:"-" json:"-"`
	// Traces is the address below which the explorer traces IDs, likewise.
	Traces string `mapstructure:"-" yaml:"-" json:"-"`
	// Validation says how the codebook was checked against human codes. Empty
	// means that it was not, and the page says so.
	Validation string `mapstructure:"-" yaml:"-" json:"-"`
}

// Default is a setting for a page of about a megabyte.
func Default() Config {
	return Config{Title: "How it is framed", Lines: 5, MaxLines: 1200, Width: 8, Groups: 12, Panels: 4, Terms: 12}
}

// Validate reports every mistake at once, each as an [invalid.Field].
func (c Config) Validate() error {
	var errs []error
	if strings.TrimSpace(c.Title) == "" {
		errs = append(errs, invalid.Errorf("title", c.Title, "is empty: the page needs a heading"))
	}
	for _, f := range []struct {
		path        string
		value       int
		least, most int
	}{{"lines", c.Lines, 1, 50}, {"max_lines", c.MaxLines, 10, 20000}, {"width", c.Width, 1, 40},
		{"groups", c.Groups, 2, 60}, {"panels", c.Panels, 0, 40}, {"terms", c.Terms, 1, 60}} {
		if f.value < f.least || f.value > f.most {
			errs = append(errs, invalid.Errorf(f.path, strconv.Itoa(f.value), "must lie between %d and %d", f.least, f.most))
		}
	}
	return errors.Join(errs...)
}
