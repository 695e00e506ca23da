package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"framewatch/internal/invalid"
	"framewatch/internal/variants"
	"framewatch/store"
)

// variantFormats maps --format to what writes it.
var variantFormats = map[string]func(*variants.Register, io.Writer) error{
	"jsonld": (*variants.Register).WriteJSONLD,
	"csv":    (*variants.Register).WriteCSV,
}

func newNamesExport(g *global) *cobra.Command {
	var spec variants.Spec
	var format, out string
	c := &cobra.Command{
		Use: "export", Short: "Write how texts name people and bodies, as linked data",
		Long: `Export writes every form under which the dataset's texts name the people and
bodies of the gazetteers, and those that only the gazetteers have: with language,
variant (official, alias, abbreviation, typo or mistranslation), the titles that
stand beside a person's name, the number of articles and mentions, and the days of
the first and the last article. "The organisation" and other words that only refer
to a body are no forms, and people whom no gazetteer has are left out.

jsonld is one JSON-LD document with a line a form (SKOS and SKOS-XL: official names
are preferred labels, wrong renderings and slips hidden ones), csv a table with a
row a form. A form that no article has bears 0 articles and no days.`,
		Example: "  framewatch names export --data iomed -o names.jsonld\n  framewatch names export --entity org.iomed --format csv > iomed.csv",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			write, ok := variantFormats[format]
			if !ok {
				return usageError{fmt.Errorf("no format %q: jsonld or csv%s", format, invalid.Suggest(format, []string{"jsonld", "csv"}))}
			}
			if err := checkOut("out", out); err != nil {
				return err
			}
			if c.Flags().Changed("entity") && !c.Flags().Changed("kind") {
				spec.Kinds = nil
			}
			cfg, err := g.load(nil)
			if err != nil {
				return err
			}
			ds, err := store.Open(cfg.Data)
			if err != nil {
				return err
			}
			r, err := variants.Gather(c.Context(), ds, spec)
			if err == nil && len(r.Entities) == 0 {
				err = usageError{errors.New("the dataset has no entity of this kind or ID: table entities lists them")}
			}
			if err != nil {
				return err
			}
			var b bytes.Buffer
			if err := write(r, &b); err != nil {
				return err
			}
			return g.writeOut(out, b.Bytes())
		},
	}
	fs := c.Flags()
	fs.StringSliceVar(&spec.Kinds, "kind", []string{"body", "court", "person", "office", "treaty"}, "kinds of the gazetteers, such as body, person, state or city")
	fs.StringSliceVar(&spec.Entities, "entity", nil, "only these entities, of any kind")
	fs.StringVar(&format, "format", "jsonld", "jsonld or csv")
	fs.StringVarP(&out, "out", "o", toStdout, "`FILE` to write, - for standard output")
	return c
}
