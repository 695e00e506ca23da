package datapackage

import (
	"fmt"
	"io"
	"strings"

	"framewatch/internal/export"
)

// writeLicence says what may be done with which part.
func (b *build) writeLicence(w io.Writer) error {
	_, err := io.WriteString(w, "# Licences\n\n"+
		"| part | licence |\n|---|---|\n"+
		"| tables and metadata (data/, excel/, meta/, *.json) | "+b.dataLicence()+" |\n"+
		"| codebooks and codesheets (codebooks/, codesheets/) | as each says of itself; where it says nothing, as the data |\n"+
		"| words of articles, and their headlines and addresses | their publishers'; no licence is given for them here |\n"+
		"| the program framewatch, which made this | Apache-2.0; no part of it is in the package |\n")
	return err
}

func (b *build) dataLicence() string {
	a := b.opt.About
	switch at := a.LicenceAddress(); {
	case a.Licence == "":
		return "not given: nothing is permitted beyond what the law does; ask those who made the package"
	case at != "":
		return "[" + a.Licence + "](" + at + ")"
	}
	return a.Licence
}

// writeReadme writes README.md.
func (b *build) writeReadme(w io.Writer) error {
	var out strings.Builder
	p := func(format string, args ...any) { fmt.Fprintf(&out, format, args...) }
	a := b.opt.About
	p("# %s\n\n%s\n\n", line(b.title()), line(b.description()))
	if b.plan.Private {
		p("**Private.** This package has full texts, which belong to their publishers. It is not to be passed on.\n\n")
	}
	p("| | |\n|---|---|\n")
	row := func(name, value string) { p("| %s | %s |\n", name, cellOf(value)) }
	var names []string
	for _, c := range a.Creators {
		n := c.Shown()
		if c.ORCID != "" {
			n += " (" + c.ORCIDAddress() + ")"
		}
		names = append(names, n)
	}
	row("made by", given(strings.Join(names, "; ")))
	row("published by", given(a.Publisher))
	row("licence of the data", b.dataLicence())
	row("DOI", given(a.DOIAddress()))
	row("version", b.version())
	row("state of the tables", b.created())
	row("dataset, run", b.plan.Dataset+", "+b.plan.RunID)
	row("contact", given(a.Contact))
	p("\n## How to cite\n\n%s\n\nCITATION.cff has the same for programs.\n\n", line(b.citation()))
	b.readmeLevel(p)
	b.readmeFiles(p)
	p("## How to read it\n\n"+
		"```python\nimport pandas as pd\ndocuments = pd.read_parquet(\"data/%[1]s.parquet\")\n```\n\n"+
		"```sql\nSELECT * FROM read_csv('data/%[1]s.csv', all_varchar = true) LIMIT 5; -- DuckDB\n```\n\n"+
		"CSV is UTF-8 with commas and line feeds (RFC 4180). An empty cell is null, or an empty text where a column has no nulls. A list is an array of JSON.\n"+
		"Times are UTC. Parquet has the same values with their types. Where one matters, take Parquet.\n", b.firstTable())
	if b.opt.Excel {
		p("The files in excel/ are for spreadsheet programs: with a byte order mark, an apostrophe before a text that would be taken for a formula,\n" +
			"and texts cut at 32,767 characters. They are for looking, not for computing.\n")
	}
	p("\nNo share is without its n: tables of estimates have intervals, documents, stories and outlets beside each value, and what could not be coded.\n" +
		"`framewatch dataset refetch` reads the texts again from their addresses, for those who have access, and says which are no longer the same.\n")
	_, err := io.WriteString(w, out.String())
	return err
}

func (b *build) firstTable() string {
	for _, w := range b.tables {
		if w.Name == "documents" {
			return w.Name
		}
	}
	for _, w := range b.tables {
		if w.folder == dataFolder && w.rows > 0 {
			return w.Name
		}
	}
	return "documents"
}

// readmeLevel says what the package holds, what it exposes and what it withholds.
func (b *build) readmeLevel(p func(string, ...any)) {
	p("## What it holds, and what not\n\nLevel %s. %s\n\n", b.plan.Level, b.plan.Level.Meaning())
	if lines := b.plan.Meter.Table(); len(lines) > 0 {
		p("Exposure: of an article's words, a reader of all files together has in their places (limit %g):\n\n| language | articles | median | 9 in 10 | most | over the limit |\n|---|--:|--:|--:|--:|--:|\n", b.plan.Meter.Limit)
		for _, l := range lines {
			p("| %s | %d | %.1f %% | %.1f %% | %.1f %% | %d |\n", cellOf(l.Lang), l.Articles, 100*l.Median, 100*l.P90, 100*l.Max, l.Over)
		}
		p("\n")
	}
	if b.plan.Context > 0 {
		p("Spans have at most %d words of context on each side.\n\n", b.plan.Context)
	}
	if b.plan.Level == export.L3 {
		p("Numbers over fewer than %d documents were withheld.\n\n", export.Cell)
	}
	if len(b.plan.Withheld) == 0 {
		p("Nothing was withheld beyond the level.\n\n")
		return
	}
	p("Withheld:\n\n| what | why | how much |\n|---|---|--:|\n")
	for _, w := range b.plan.Withheld {
		p("| %s (%s) | %s | %d |\n", cellOf(w.What), cellOf(w.Kind), cellOf(w.Reason), w.Count)
	}
	p("\n")
}

// readmeFiles lists tables and files.
func (b *build) readmeFiles(p func(string, ...any)) {
	p("## Files\n\n| table | rows | what |\n|---|--:|---|\n")
	for _, w := range b.tables {
		p("| %s | %d | %s |\n", w.folder+"/"+w.Name, w.rows, cellOf(w.Description))
	}
	p("\n| file | what |\n|---|---|\n" +
		"| datapackage.json | Frictionless Data Package: every table's columns, types, keys and digest |\n" +
		"| croissant.json | Croissant 1.1, for the Parquet files |\n" +
		"| CITATION.cff | how to cite it |\n| LICENSE.md | which licence holds for what |\n" +
		"| meta/run.json | run, settings' digests, versions, codebooks, models, gazetteers |\n" +
		"| SHA256SUMS | digest of every file: `sha256sum -c SHA256SUMS` |\n")
	for _, c := range b.opt.Codebooks {
		p("| %s.yaml | codebook %s %s, as it was resolved |\n", c.path(), cellOf(c.ID), cellOf(c.Version))
		if c.Card != nil {
			p("| %s.card.md | how well its trained coder does, by language |\n", c.path())
		}
	}
	for _, f := range b.opt.Further {
		p("| %s | sheet for coders |\n", f.Path)
	}
	if b.opt.Validation == nil {
		p("\nValidation: no hand codes were given with this package; the codes were not held against people's here.\n")
	}
	p("\n")
	if notes := b.notes(); len(notes) > 0 {
		p("Note: %s\n\n", strings.Join(notes, " "))
	}
}

func given(s string) string {
	if s == "" {
		return "not given"
	}
	return s
}

// line is a text on one line.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

// cellOf is a text as a cell of a table in Markdown.
func cellOf(s string) string { return strings.ReplaceAll(line(s), "|", `\|`) }
