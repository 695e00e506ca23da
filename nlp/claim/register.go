package claim

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/internal/invalid"
)

// File is a register file: the register under its one key.
type File struct {
	Register Register `yaml:"register" json:"register"`
}

// Validate reports every mistake in the file as *invalid.Field.
func (f *File) Validate() error { return invalid.Under("register", f.Register.Validate()) }

// Register is an editors' list of dated facts about the target.
type Register struct {
	ID      string            `yaml:"id" json:"id"`
	Version string            `yaml:"version" json:"version"`
	Note    string            `yaml:"note" json:"note"`
	About   []corpus.EntityID `yaml:"about" json:"about"` // the target first; one of them is named in the sentence or beside it
	Kinds   []Kind            `yaml:"kinds" json:"kinds"`
	Facts   []Fact            `yaml:"facts" json:"facts"`
}

// The units of a kind of fact.
const (
	UnitCount = "count" // whole numbers: only the same number is the same
	UnitMoney = "money" // amounts: the same within a hundredth
	UnitDate  = "date"
)

var units = []string{UnitCount, UnitMoney, UnitDate}

// Kind is one thing that numbers are stated of.
type Kind struct {
	ID   string `yaml:"id" json:"id"`
	Unit string `yaml:"unit" json:"unit"` // count, money or date
	// Least is the smallest number that is meant of the kind: smaller ones are of
	// others ("the two states signed a treaty").
	Least float64 `yaml:"least" json:"least"`
	// Grows says that the number never falls, so that a lower bound that was right
	// stays right.
	Grows bool `yaml:"grows" json:"grows"`
	// Phrases bind a number to the kind, by language ([Languages]): # is the number or
	// date, #+1 a number that leaves one out ("and #+1 other states"); * inside a word
	// is any ending, by itself up to four words, in Chinese and Japanese up to eight
	// characters; neither goes over a mark of punctuation, nor over another number for
	// a number or another date for a date. The first phrase that fits decides.
	Phrases map[string][]string `yaml:"phrases" json:"phrases"`
}

// Fact is what was so from one day until before another.
type Fact struct {
	Kind   string `yaml:"kind" json:"kind"`
	Value  string `yaml:"value" json:"value"` // 33, 466600000 or 2025-05-30
	From   string `yaml:"from" json:"from"`   // first day, YYYY-MM-DD
	Until  string `yaml:"until" json:"until"` // first day on which it is no more known to be so; empty: still
	Source string `yaml:"source" json:"source"`
	Note   string `yaml:"note" json:"note"`
}

// Validate reports every mistake as *invalid.Field.
func (r Register) Validate() error {
	var errs []error
	if r.ID == "" {
		errs = append(errs, invalid.Errorf("id", "", "is missing"))
	}
	if len(r.About) == 0 {
		errs = append(errs, invalid.Errorf("about", "", "is empty; name the target's entity"))
	}
	unit := map[string]string{}
	var ids []string
	for i, k := range r.Kinds {
		at := fmt.Sprintf("kinds[%d]", i)
		if unit[k.ID] != "" || k.ID == "" {
			errs = append(errs, invalid.Errorf(at+".id", k.ID, "is missing or there twice"))
		}
		if !slices.Contains(units, k.Unit) {
			errs = append(errs, invalid.Errorf(at+".unit", k.Unit, "is no unit%s", invalid.Suggest(k.Unit, units)))
		}
		unit[k.ID], ids = k.Unit, append(ids, k.ID)
		for l, phrases := range k.Phrases {
			if !slices.Contains(Languages(), l) {
				errs = append(errs, invalid.Errorf(at+".phrases", l, "is no language in which numbers are read%s", invalid.Suggest(l, Languages())))
			}
			for j, p := range phrases {
				if strings.Count(p, "#") != 1 {
					errs = append(errs, invalid.Errorf(fmt.Sprintf("%s.phrases.%s[%d]", at, l, j), p, "has to have one # for the number"))
				}
			}
		}
	}
	for i, f := range r.Facts {
		u, known := unit[f.Kind]
		if !known {
			errs = append(errs, invalid.Errorf(fmt.Sprintf("facts[%d].kind", i), f.Kind, "is none of the kinds%s", invalid.Suggest(f.Kind, ids)))
		}
		errs = append(errs, invalid.Under(fmt.Sprintf("facts[%d]", i), f.validate(u)))
	}
	return errors.Join(errs...)
}

func (f Fact) validate(unit string) error {
	var errs []error
	if unit == UnitDate {
		if _, err := time.Parse(time.DateOnly, f.Value); err != nil {
			errs = append(errs, invalid.Errorf("value", f.Value, "is no day; write YYYY-MM-DD"))
		}
	} else if _, err := strconv.ParseFloat(f.Value, 64); err != nil {
		errs = append(errs, invalid.Errorf("value", f.Value, "is no number"))
	}
	if _, err := time.Parse(time.DateOnly, f.From); err != nil {
		errs = append(errs, invalid.Errorf("from", f.From, "is no day; write YYYY-MM-DD"))
	}
	if _, err := time.Parse(time.DateOnly, f.Until); f.Until != "" && (err != nil || f.Until <= f.From) {
		errs = append(errs, invalid.Errorf("until", f.Until, "is no day after from"))
	}
	if u, err := url.Parse(f.Source); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		errs = append(errs, invalid.Errorf("source", f.Source, "is no web address; a fact without a source counts for nothing"))
	}
	return errors.Join(errs...)
}
