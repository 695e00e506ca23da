package statistics

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Statistic is one of framewatch stats.
type Statistic struct {
	Name    string
	Aliases []string // other names that it is called by
	Short   string   // one line without a full stop
	About   string   // what goes in, in which order objects come out, what is assumed; may be empty

	Formulas []Formula
	Fields   []Field // of the objects that come out, in their order
	Example  string  // command lines; may be empty

	// Options binds the flags of one command line and returns what runs with them.
	Options func(Flags) Run
}

// Formula says how a field comes about and from where the definition is.
type Formula struct{ Name, Formula, Source string }

// Field is a field of the objects that come out.
type Field struct{ Name, Meaning string }

// Run reads rows and writes objects.
type Run func(ctx context.Context, in *Input, out *Output) error

// Flags are the flags of one command; *pflag.FlagSet is one.
type Flags interface {
	BoolVar(p *bool, name string, value bool, usage string)
	Float64Var(p *float64, name string, value float64, usage string)
	IntVar(p *int, name string, value int, usage string)
	StringVar(p *string, name, value, usage string)
	StringSliceVar(p *[]string, name string, value []string, usage string)
	Uint64Var(p *uint64, name string, value uint64, usage string)
}

// All are the statistics in the order in which help lists them.
func All() []Statistic {
	return []Statistic{keyness(), logodds(), collocations(), kwic(), dispersion(), divergence(),
		adjust(), agreement(), prevalence(), contrast(), delta(), correspondence(), cooccurrence(), changepoints(), events(), roganGladen(), ppi(), dsl()}
}

// Help is what --help of a statistic says before its flags.
func (s Statistic) Help() string {
	var b strings.Builder
	b.WriteString(s.Short + ".\n")
	if s.About != "" {
		b.WriteString("\n" + s.About + "\n")
	}
	b.WriteString("\nFormulas:\n\n")
	for _, f := range s.Formulas {
		fmt.Fprintf(&b, "  %s\n      %s\n      %s\n", f.Name, f.Formula, f.Source)
	}
	b.WriteString("\nFields of each object:\n\n")
	width := len(noteField.Name)
	for _, f := range s.Fields {
		width = max(width, len(f.Name))
	}
	for _, f := range append(s.Fields[:len(s.Fields):len(s.Fields)], noteField) {
		fmt.Fprintf(&b, "  %-*s  %s\n", width, f.Name, f.Meaning)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// noteField is a field that an object of any statistic may have.
var noteField = Field{"note", "why a field is null, where one is"}

// ErrUsage is what a mistake of the command line or a table without the wanted
// columns is.
var ErrUsage = errors.New("wrong usage")

type usageError struct{ error }

func (usageError) Is(target error) bool { return target == ErrUsage }

func (e usageError) Unwrap() error { return e.error }

// Usagef makes an error that is [ErrUsage].
func Usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }
