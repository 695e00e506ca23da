package schedule

import (
	"errors"
	"time"

	"framewatch/internal/invalid"
)

// Config holds the settings of a schedule.
type Config struct {
	// Shortest is how long a source is left alone between two visits of framewatch
	// schedule at least, and the least time between the beginnings of two runs. From
	// there to Longest a source is asked as often as it publishes: one new article a
	// visit on average.
	Shortest time.Duration `mapstructure:"shortest" yaml:"shortest" json:"shortest"`
	// Longest is how long a source is left alone at most.
	Longest time.Duration `mapstructure:"longest" yaml:"longest" json:"longest"`
	// Report is how often the comparison is computed and the report written, which
	// takes longer than a crawl of a few sources; 0s = with every run.
	Report time.Duration `mapstructure:"report" yaml:"report" json:"report"`
}

// Default asks a source between four times an hour and once a day, and writes the
// report once a day.
func Default() Config {
	return Config{Shortest: 15 * time.Minute, Longest: 24 * time.Hour, Report: 24 * time.Hour}
}

const year = 366 * 24 * time.Hour

// Validate reports every setting that cannot work, each as *invalid.Field.
func (c Config) Validate() error {
	var errs []error
	for _, d := range []struct {
		path       string
		value, min time.Duration
	}{{"shortest", c.Shortest, time.Second}, {"longest", c.Longest, time.Second}, {"report", c.Report, 0}} {
		if d.value < d.min || d.value > year {
			errs = append(errs, invalid.Errorf(d.path, d.value.String(), "must be from %s to a year", d.min))
		}
	}
	if len(errs) == 0 && c.Longest < c.Shortest {
		errs = append(errs, invalid.Errorf("longest", c.Longest.String(), "is below schedule.shortest, %s", c.Shortest))
	}
	return errors.Join(errs...)
}
