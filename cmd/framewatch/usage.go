package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"framewatch/internal/invalid"
)

// usageError is a command line that cannot be understood.
type usageError struct{ error }

// Unwrap gives what is wrong.
func (e usageError) Unwrap() error { return e.error }

// onlyCommands makes a command that has only commands refuse another word, which
// would print help and end as if all was done.
func onlyCommands(parent *cobra.Command) {
	for _, c := range parent.Commands() {
		onlyCommands(c)
	}
	if !parent.HasSubCommands() || parent.Runnable() {
		return
	}
	parent.Args = cobra.ArbitraryArgs
	parent.RunE = func(c *cobra.Command, a []string) error {
		if len(a) == 0 {
			return c.Help()
		}
		return unknownCommand(c, a[0])
	}
}

func unknownCommand(parent *cobra.Command, word string) error {
	var known []string
	for _, sub := range parent.Commands() {
		if sub.IsAvailableCommand() || sub.Name() == "help" {
			known = append(append(known, sub.Name()), sub.Aliases...)
		}
	}
	return usageError{fmt.Errorf("unknown command %q for %q%s", word, parent.CommandPath(), invalid.Suggest(word, known))}
}

// newHelp is the command help, which refuses a topic that is none.
func newHelp() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]", Short: "Say what a command does, with its flags and examples",
		Example: "  framewatch help crawl\n  framewatch help dataset verify",
		ValidArgsFunction: func(c *cobra.Command, a []string, _ string) ([]string, cobra.ShellCompDirective) {
			at, rest, err := c.Root().Find(a)
			if err != nil || len(rest) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			var out []string
			for _, sub := range at.Commands() {
				if sub.IsAvailableCommand() {
					out = append(out, sub.Name()+"\t"+sub.Short)
				}
			}
			return out, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, a []string) error {
			at, rest, err := c.Root().Find(a)
			switch {
			case err != nil:
				return unknownCommand(c.Root(), a[0])
			case len(rest) > 0 && at.HasSubCommands():
				return unknownCommand(at, rest[0])
			case len(rest) > 0:
				return usageError{fmt.Errorf("%q has no commands of its own: %q is one word too many", at.CommandPath(), rest[0])}
			}
			at.InitDefaultHelpFlag()
			return at.Help()
		},
	}
}

// wrongFlag says what is wrong with a flag, without the words of the parser. In a
// command that has only commands, a flag is unknown because a word before it is.
func wrongFlag(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var value *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		var known []string
		c.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
		name, hint := unknown.GetSpecifiedName(), ""
		if long := unknown.GetSpecifiedShortnames(); slices.Contains(known, long) {
			hint = " (did you mean --" + long + "?)" // -top
		} else if long == "" {
			hint = strings.ReplaceAll(invalid.Suggest(name, known), `"`, "")
		}
		err = fmt.Errorf("%w%s", err, hint)
	case errors.As(err, &value):
		err = fmt.Errorf("invalid argument %q for %q flag: %w", value.GetValue(), "--"+value.GetFlag().Name, wantedOf(value.GetFlag(), value.Unwrap()))
	}
	return usageError{err}
}

// wantedOf is what a flag wants, in place of what a parser of numbers says.
func wantedOf(f *pflag.Flag, cause error) error {
	if _, own := f.Value.(*count); own {
		return cause
	}
	switch f.Value.Type() {
	case "int", "int64":
		return errWhole
	case "uint64":
		return errors.New("want a whole number, 0 or more")
	case "float64":
		return errors.New("want a number, such as 0.5")
	case "bool":
		return errors.New("want true or false")
	case "duration":
		return errors.New("want a time with its unit, such as 90s, 15m or 2h")
	case "stringSlice":
		return errors.New("want words with commas between them; a quotation mark within one stands twice")
	}
	return cause
}

var errWhole = errors.New("want a whole number")

// misplaced is the first word of a command line that should have been a command of
// c and is none, empty where there is no such word.
func misplaced(c *cobra.Command, args []string) string {
	if !c.HasSubCommands() {
		return ""
	}
	_, rest, err := c.Root().Find(args)
	if err != nil {
		rest = args
	}
	for i := 0; i < len(rest); i++ {
		word := rest[i]
		if !strings.HasPrefix(word, "-") || word == "-" {
			return word
		}
		name := strings.TrimLeft(word, "-")
		f := c.Flags().Lookup(name)
		if f == nil && len(name) == 1 {
			f = c.Flags().ShorthandLookup(name)
		}
		if f != nil && f.NoOptDefVal == "" {
			i++ // its value
		}
	}
	return ""
}

// args refuses a wrong number of arguments as a matter of usage, and says how many
// there should be; check is asked which numbers it takes.
func args(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, a []string) error {
		if check(c, a) == nil {
			return nil
		}
		const most = 8 // more than any command takes one by one
		takes := func(n int) bool { return check(c, make([]string, n)) == nil }
		least := 0
		for least < most && !takes(least) {
			least++
		}
		if len(a) < least {
			return usageError{fmt.Errorf("%s takes %s, and %s: framewatch %s", c.CommandPath(), takesOf(takes, least, most), missing(least-len(a)), useOf(c))}
		}
		last := least
		for last < most && takes(last+1) {
			last++
		}
		hint := ""
		if ext := strings.ToLower(filepath.Ext(a[last])); ext == ".yaml" || ext == ".yml" {
			hint = "; settings are named by -c " + a[last]
		}
		return usageError{fmt.Errorf("%s takes %s, and %q is one too many%s", c.CommandPath(), takesOf(takes, least, most), a[last], hint)}
	}
}

func missing(n int) string {
	if n == 1 {
		return "1 is missing"
	}
	return fmt.Sprintf("%d are missing", n)
}

// takesOf says how many arguments a command takes.
func takesOf(takes func(int) bool, least, most int) string {
	last := least
	for last < most && takes(last+1) {
		last++
	}
	switch {
	case last == most:
		return fmt.Sprintf("at least %s", plural(least, "argument"))
	case last == 0:
		return "no arguments"
	case last == least:
		return plural(last, "argument")
	case least == 0:
		return fmt.Sprintf("at most %s", plural(last, "argument"))
	}
	return fmt.Sprintf("%d or %s", least, plural(last, "argument"))
}

// useOf is how a command is called, without the name of the program.
func useOf(c *cobra.Command) string {
	return strings.TrimSuffix(strings.TrimPrefix(c.UseLine(), "framewatch "), " [flags]")
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// count is the value of a flag that is a whole number and not too small: a
// negative number of things is a slip, and never means "all".
type count struct {
	at    *int
	least int
}

// countVar adds a flag that is a number of things, at least so many.
func countVar(fs *pflag.FlagSet, at *int, name string, value, least int, usage string) {
	*at = value
	fs.Var(&count{at, least}, name, usage)
}

func (c *count) String() string { return strconv.Itoa(*c.at) }

// Type is what help shows.
func (c *count) Type() string { return "int" }

// Set reads the value.
func (c *count) Set(s string) error {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil {
		return errWhole
	}
	if n < c.least {
		return fmt.Errorf("want %d or more", c.least)
	}
	*c.at = n
	return nil
}

// noneEmpty refuses a path that is named and empty, as a variable of a script is
// that was never set: what is meant is not what stands there when nothing is named.
func noneEmpty(c *cobra.Command) (err error) {
	c.Flags().Visit(func(f *pflag.Flag) {
		if err == nil && isPath(f) && f.Value.String() == "" {
			err = usageError{fmt.Errorf("--%s is empty: name %s, or leave the flag out", f.Name, "a path")}
		}
	})
	return err
}

// isPath reports whether the value of a flag is the path of one file or folder.
func isPath(f *pflag.Flag) bool {
	_, file := f.Annotations[cobra.BashCompFilenameExt]
	_, dir := f.Annotations[cobra.BashCompSubdirsInDir]
	return (file || dir) && f.Value.Type() == "string"
}

// onlyWith is an error where a flag was given without what it belongs to: it would have
// been ignored.
func onlyWith(c *cobra.Command, flag string, there bool, what string) error {
	if c.Flags().Changed(flag) && !there {
		return usageError{fmt.Errorf("--%s says nothing without %s: framewatch %s", flag, what, useOf(c))}
	}
	return nil
}
