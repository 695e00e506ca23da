package store

import (
	"fmt"
	"io"
	"reflect"
	"strings"

	"framewatch/store/table"
)

// tableDocs says what one row of each table is.
var tableDocs = map[string]string{
	"sources":          "one row per outlet, as the latest run's source lists describe it",
	"captures":         "one row per attempt to fetch a URL; grows with every run",
	"documents":        "one row per text version of an article",
	"sentences":        "one row per sentence, headline first",
	"mentions":         "one row per place where an entity is named",
	"frame_hits":       "one row per codebook term that met its frame's rules",
	"document_frames":  "one row per document, target and frame that is coded in it, present or not; no row: not coded",
	"document_targets": "one row per document: how far it is about the run's target",
	"quotes":           "one row per quotation",
	"clauses":          "one row per stretch of a sentence with one reading: who says it, affirmed or negated, asserted, asked or supposed",
	"claims":           "one row per number or date that a text states about the target, held against the register of facts",
	"stances":          "one row per target that a document names and voice, and one per mention of a target: whether supportive, neutral or critical; it never stands alone in a comparison",
	"names":            "one row per spelling of a person or body that no gazetteer has; computed over the whole dataset by the latest run",
	"syndication":      "one row per document that is not excluded: its group of copies and translations, found within months that are neighbours",
	"story_links":      "one row per pair of documents that may tell one story, within two months; what syndication is made of",
	"outlet_months":    "one row per outlet, month, language and target: what was published, read and about the target; computed over the whole dataset by the latest run",
	"term_counts":      "one row per document, language, word and part of speech",
	"article_events":   "one row per thing noticed of an article's page after it was read: gone, returned, moved, corrected; grows with every run that notices one",
	"corrections":      "one row per line of the editor's corrections and document that it is about",
	"frames":           "one row per frame of a codebook: what the tables of hits and codes name. Like entities it is written with the annotations that agree with it",
	"entities":         "one row per entity of a gazetteer: what mentions, quotations and hits name",
	"blocs":            "one row per bloc",
	"memberships":      "one row per country, bloc and status",
	"events":           "one row per dated event",
	"estimates":        "one row per published number; computed over the whole dataset by the latest run",
	"derivations":      "one row per article or document and layer: by which rules it was made, or why it was not",
	"recipes":          "one row per ingredient of the annotations: what the tables agree with",
	"failures":         "one row per item that a stage could not handle; grows with every run",
	"source_runs":      "one row per source and run: what was asked of it and what came; grows with every run",
	"source_events":    "one row per begin and end of a fault of a source; grows with every run that notices one",
	"runs":             "one row per run",
}

// WriteSchema writes the reference of all tables in Markdown: store/SCHEMA.md
// is its output.
func WriteSchema(w io.Writer) error {
	var b strings.Builder
	b.WriteString(schemaIntro)
	for _, t := range rowTypes() {
		name := tableName(t)
		cols, err := table.ColumnsOf(t)
		if err != nil {
			return err
		}
		layout := fmt.Sprintf("`%s/RUN-NNNN.parquet`", name)
		if ByMonth(name) {
			layout = fmt.Sprintf("`%s/month=YYYY-MM/RUN-NNNN.parquet`", name)
		}
		fmt.Fprintf(&b, "\n## %s\n\n%s. Files: %s.\n\n| column | type | null | meaning |\n|---|---|---|---|\n",
			name, strings.ToUpper(tableDocs[name][:1])+tableDocs[name][1:], layout)
		for _, c := range cols {
			null := ""
			if c.Nullable() {
				null = "yes"
			}
			mark := ""
			if c.Key {
				mark = " (key)"
			}
			fmt.Fprintf(&b, "| `%s`%s | %s | %s | %s |\n", c.Name, mark, escapeCell(c.Type), null, escapeCell(c.Desc))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

const schemaIntro = `# The tables

<!-- Generated from store/rows.go by make generate; do not edit. -->

Parquet with zstd. Text is UTF-8; timestamps are UTC in microseconds; lists are
never null; a null means "not known". ` + "`start_char` and `end_char`" + ` (in lists of
spans ` + "`start` and `end`" + `) count code points (Python's ` + "`text[start_char:end_char]`" + `), ` + "`start_byte` and `end_byte`" + ` bytes of UTF-8, ends
exclusive. Partitions (` + "`month`" + `) are the month of publication, else of
fetching; the column is in the path and not in the file.

Read a table with ` + "`SELECT * FROM read_parquet('data/current/documents/**/*.parquet')`" + `:
` + "`data/current`" + ` is a link to the files of one run, swapped in one step when the
next one is committed, so that no reader meets half a run. Where there are no
links (object stores, some file systems) ` + "`framewatch dataset files`" + ` lists what
counts; the list itself is the newest file of ` + "`data/_manifest/`" + `.

**Absent or not coded.** A document without a frame says nothing where no term of the
codebook is in its language. Table ` + "`derivations`" + ` tells the two apart:

` + "```sql" + `
SELECT f.doc_id, f.frame,
       CASE WHEN d.status = 'done' THEN CAST(f.present AS VARCHAR) ELSE d.status || ': ' || d.code END AS coded
FROM read_parquet('data/current/document_frames/**/*.parquet') f
JOIN read_parquet('data/current/derivations/**/*.parquet') d ON d.doc_id = f.doc_id AND d.layer = 'frames'
` + "```" + `
`

func escapeCell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

// ColumnNames lists the columns of a table, for tests that compare readers.
func ColumnNames(name string) []string {
	return namesOf(columnsOf(name), func(table.Column) bool { return true })
}

// columnsOf are the columns of a table, none where there is no such table.
func columnsOf(name string) []table.Column {
	t := rowTypeOf(name)
	if t == nil {
		return nil
	}
	cols, err := table.ColumnsOf(t)
	if err != nil {
		return nil // the first test of the row type shows it
	}
	return cols
}

// rowTypeOf is the type of a table's rows, nil where there is no such table.
func rowTypeOf(name string) reflect.Type {
	for _, t := range rowTypes() {
		if tableName(t) == name {
			return t
		}
	}
	return nil
}

// namesOf are the names of some columns.
func namesOf(cols []table.Column, which func(table.Column) bool) []string {
	var names []string
	for _, c := range cols {
		if which(c) {
			names = append(names, c.Name)
		}
	}
	return names
}

// TableDescription says what one row of a table is, as store/SCHEMA.md does.
func TableDescription(name string) string { return tableDocs[name] }
