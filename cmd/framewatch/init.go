package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"framewatch/crawl"
	"framewatch/internal/config"
	"framewatch/internal/newsubject"
)

// initFlags are what init is told of a subject.
type initFlags struct {
	reachFlags
	dir, kind, country     string
	tdm                    string
	names, shorts, outlets []string
}

func newInit(g *global) *cobra.Command {
	var f initFlags
	c := &cobra.Command{
		Use: "init NAME", Short: "Begin another subject: write its settings and lists",
		Long: `Init writes the files of a subject into a folder: settings, source list,
gazetteer, codebook, blocs and events, and the schemas by which editors' programs
complete and check them. NAME is the subject's short name, such as aiib; the names of
its target come from --name, one a language, and its outlets from --outlet, which are
looked at as "sources suggest" does. --contact says where a webmaster reaches you: no
public host is asked without, those of the outlets neither. Without --name it asks, a
line each.

No file is written over: where one is there already, nothing is written.`,
		Example: `  framewatch init aiib --name "en=Asian Infrastructure Investment Bank" --name zh-Hans=亚洲基础设施投资银行 --abbreviation AIIB --contact https://your.site/contact
  framewatch init harbour --name "en=Harbour Fund" --outlet https://example.org/ --dir harbour
  framewatch init aiib`,
		Args: args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, a []string) error {
			s, err := f.subject(g, a[0])
			if err != nil {
				return usageError{err}
			}
			if f.dir == "" {
				f.dir = a[0]
			}
			if err := f.look(c, g, &s); err != nil {
				return err
			}
			files, err := s.Files()
			if err != nil {
				return usageError{err}
			}
			if err := keep(c.Context(), f.dir, files); err != nil {
				return err
			}
			fmt.Fprintf(g.text(), "Wrote %d files of %s to %s:\n", len(files), s.Title(), f.dir)
			for _, file := range files {
				fmt.Fprintf(g.text(), "  %s\n", file.Name)
			}
			settings := filepath.Join(f.dir, "framewatch.yaml")
			if len(s.Outlets) == 0 {
				fmt.Fprintln(g.text(), "Next: an outlet for sources.yaml, from framewatch sources suggest URL")
			}
			fmt.Fprintf(g.text(), "Then: framewatch config validate -c %s\n", settings)
			return nil
		},
	}
	f.add(c)
	fs := c.Flags()
	fs.StringVar(&f.dir, "dir", "", "folder to write to (default: NAME)")
	fs.StringArrayVar(&f.names, "name", nil, "name of the target, LANG=NAME (repeatable; the first of a language is its official one)")
	fs.StringArrayVar(&f.shorts, "abbreviation", nil, "abbreviation of it, ABC or LANG=ABC (repeatable)")
	fs.StringVar(&f.kind, "kind", "body", "what the target is: body, person, place, ...")
	fs.StringVar(&f.country, "country", "", "country of its seat (ISO 3166-1 alpha-2)")
	fs.StringArrayVar(&f.outlets, "outlet", nil, "address of an outlet's front page (repeatable)")
	fs.StringVar(&f.tdm, "tdm", "keep", "pages whose publisher reserves text and data mining: keep or skip")
	return c
}

// subject is what the flags say, or the answers where they name nothing.
func (f *initFlags) subject(g *global, id string) (newsubject.Subject, error) {
	if len(f.names)+len(f.shorts) == 0 {
		if err := f.ask(bufio.NewScanner(g.stdin), g.stderr); err != nil {
			return newsubject.Subject{}, err
		}
	}
	s := newsubject.Subject{ID: id, Kind: f.kind, Country: f.country, Contact: f.contact, TDM: crawl.Policy(f.tdm)}
	for i, text := range append(f.names[:len(f.names):len(f.names)], f.shorts...) {
		n, err := newsubject.ParseName(text, i >= len(f.names))
		if err != nil {
			return s, err
		}
		s.Names = append(s.Names, n)
	}
	return s, s.Validate()
}

// ask puts the questions of a subject; an empty line ends a list.
func (f *initFlags) ask(in *bufio.Scanner, w io.Writer) error {
	each := func(question string, prefix string, to *[]string) {
		for fmt.Fprint(w, question); in.Scan(); fmt.Fprint(w, question) {
			line := strings.TrimSpace(in.Text())
			if line == "" {
				break
			}
			*to = append(*to, prefix+line)
			if prefix != "" {
				break
			}
		}
	}
	each("Name of the target in English: ", "en=", &f.names)
	each("In simplified Chinese: ", "zh-Hans=", &f.names)
	each("In another language, LANG=NAME (empty line: no more): ", "", &f.names)
	each("Abbreviation (empty line: no more): ", "", &f.shorts)
	each("Address of an outlet (empty line: no more): ", "", &f.outlets)
	one := func(question string, to *string) {
		if fmt.Fprint(w, question); in.Scan() {
			*to = cmp.Or(strings.TrimSpace(in.Text()), *to)
		}
	}
	one("Page or mailbox at which webmasters reach you (no public host is asked without): ", &f.contact)
	one("Pages whose publisher reserves text and data mining, keep or skip (empty: "+f.tdm+"): ", &f.tdm)
	fmt.Fprintln(w)
	if err := in.Err(); err != nil {
		return err
	}
	if len(f.names)+len(f.shorts) == 0 {
		return errors.New("the target needs a name, as in --name \"en=Harbour Fund\"")
	}
	return nil
}

// look drafts the entries of the outlets.
func (f *initFlags) look(c *cobra.Command, g *global, s *newsubject.Subject) error {
	if len(f.outlets) == 0 {
		return nil
	}
	_, cr, err := f.asker(g, c, f.outlets...)
	if err != nil {
		return err
	}
	for _, u := range f.outlets {
		d, err := suggest(c.Context(), cr, u)
		if err != nil {
			return err
		}
		s.Outlets = append(s.Outlets, config.Draft{Source: d.Source, Notes: d.Notes})
	}
	return nil
}

// keep writes the files of a subject into a folder that has none of them yet.
func keep(ctx context.Context, dir string, files []newsubject.File) error {
	out := make([]newFile, len(files))
	for i, f := range files {
		out[i] = newFile{filepath.Join(dir, filepath.FromSlash(f.Name)), func(w io.Writer) error {
			_, err := w.Write(f.Data)
			return err
		}}
		if err := checkFree(out[i].path); err != nil {
			return err
		}
	}
	for _, f := range out {
		if err := os.MkdirAll(filepath.Dir(f.path), 0o755); err != nil {
			return usageError{err}
		}
	}
	return writeNew(ctx, out)
}
