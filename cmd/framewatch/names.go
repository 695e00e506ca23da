package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode"

	"github.com/spf13/cobra"

	"framewatch/compare"
	"framewatch/internal/foreign"
	"framewatch/internal/invalid"
	"framewatch/store"
)

// nameLabels are the labels of names that are brought together.
var nameLabels = []string{"PER", "ORG"}

func newNames(g *global) *cobra.Command {
	spec := compare.UnlinkedSpec{}
	var format string
	var labels []string
	c := &cobra.Command{
		Use: "names", Short: "List the people and bodies that no gazetteer has yet",
		Long: `Names lists the people and bodies that the dataset's articles name and no
gazetteer has, those of most documents first, with the forms of each name, so
that an editor can see who is missing. With --format yaml it prints entries of a
gazetteer, ready to be reviewed and pasted under "entities:".`,
		Example: "  framewatch names --min-documents 5\n  framewatch names --label per --format yaml > review.yaml",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			write, ok := nameFormats[format]
			if !ok {
				return usageError{fmt.Errorf("no format %q: text, yaml or json%s", format, invalid.Suggest(format, []string{"text", "yaml", "json"}))}
			}
			for _, l := range labels {
				if !slices.Contains(nameLabels, strings.ToUpper(l)) {
					return usageError{fmt.Errorf("no names have label %q: per or org", l)}
				}
				spec.Labels = append(spec.Labels, strings.ToUpper(l))
			}
			if len(labels) == 0 {
				spec.Labels = nameLabels
			}
			cfg, err := g.load(nil)
			if err != nil {
				return err
			}
			ds, err := store.Open(cfg.Data)
			if err != nil {
				return err
			}
			found, err := compare.Unlinked(c.Context(), ds, spec)
			if err != nil {
				return err
			}
			taken := map[string]bool{}
			for _, list := range cfg.Gazetteers {
				for _, e := range list.Entities {
					taken[string(e.ID)] = true
				}
			}
			if err := write(g.text(), found, taken); err != nil {
				return fmt.Errorf("write names: %w", err)
			}
			return nil
		},
	}
	fs := c.Flags()
	countVar(fs, &spec.MinDocuments, "min-documents", 2, 0, "least number of documents that name it")
	fs.StringSliceVar(&labels, "label", nil, "per or org (both)")
	countVar(fs, &spec.Top, "top", 50, 0, "how many names, 0 for all")
	fs.StringVar(&format, "format", "text", "text, yaml (entries of a gazetteer) or json")
	c.AddCommand(newNamesExport(g))
	return c
}

// nameFormats maps --format to what writes it.
var nameFormats = map[string]func(w io.Writer, names []compare.UnlinkedName, taken map[string]bool) error{
	"text": writeNamesText,
	"yaml": writeNamesYAML,
	"json": func(w io.Writer, names []compare.UnlinkedName, _ map[string]bool) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		return e.Encode(names)
	},
}

func writeNamesText(w io.Writer, names []compare.UnlinkedName, _ map[string]bool) error {
	if len(names) == 0 {
		_, err := fmt.Fprintln(w, "every name that is frequent enough has an entity")
		return err
	}
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "documents\tmentions\tlabel\tname\talso\texample")
	for _, n := range names {
		var also []string
		for _, f := range n.Forms {
			if f.Form != n.Name {
				also = append(also, f.Form)
			}
		}
		fmt.Fprintf(t, "%d\t%d\t%s\t%s\t%s\t%s\n", n.Documents, n.Mentions, n.Label, foreign.Line(n.Name), foreign.Line(strings.Join(also, ", ")), foreign.Line(cut(n.Example, 80)))
	}
	return t.Flush()
}

// cut shortens s to n characters.
func cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}

// nameKinds are the kinds of a gazetteer for the labels.
var nameKinds = map[string]string{"PER": "person", "ORG": "body"}

// writeNamesYAML writes entries of a gazetteer, with IDs that no entity has taken.
// Strings are written as JSON, which YAML reads the same.
func writeNamesYAML(w io.Writer, names []compare.UnlinkedName, taken map[string]bool) error {
	var b strings.Builder
	for _, n := range names {
		id := entityID(n.NameID)
		for base, k := id, 2; taken[id]; k++ {
			id = fmt.Sprintf("%s_%d", base, k)
		}
		taken[id] = true
		fmt.Fprintf(&b, "# %d documents, %d mentions: %s\n# %s\n", n.Documents, n.Mentions, foreign.Line(n.URL), foreign.Line(cut(n.Example, 160)))
		fmt.Fprintf(&b, "- id: %s\n  label: %s\n  kind: %s\n  names:\n", quoted(id), n.Label, nameKinds[n.Label])
		for _, f := range n.Forms {
			lang, variant := "mul", "alias"
			if len(f.Langs) == 1 && f.Langs[0] != "" {
				lang = f.Langs[0]
			}
			if f.Form == n.Name {
				variant = "official"
			}
			fmt.Fprintf(&b, "  - {text: %s, lang: %s, variant: %s}\n", quoted(f.Form), lang, variant)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// entityID is a name's ID in the form of the gazetteers: letters of any script and
// digits, with _ for what stands between them.
func entityID(nameID string) string {
	id := strings.Map(func(r rune) rune {
		if r == '.' || unicode.In(r, unicode.L, unicode.M, unicode.N) {
			return r
		}
		return '_'
	}, nameID)
	if rest, ok := strings.CutPrefix(id, "per."); ok {
		return "person." + rest
	}
	return id
}

func quoted(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return `""` // a string always encodes
	}
	return strings.TrimSpace(b.String())
}
