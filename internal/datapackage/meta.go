package datapackage

import (
	"fmt"
	"io"
	"iter"
	"reflect"
	"slices"
	"strings"
	"time"

	"framewatch/internal/coding"
	"framewatch/internal/export"
)

// metaTables are the tables that a package has of itself.
func (b *build) metaTables() []export.Table {
	out := []export.Table{b.columnsTable(), withheldTable(b.plan.Withheld), reservationsTable(b.plan.Reservations), b.exposureTable()}
	if b.opt.Validation != nil {
		out = append(out, validationTable(b.opt.Validation))
	}
	return out
}

// column is a field of a table of the package's own.
func column(name string, of reflect.Type, description string) export.Field {
	types := map[reflect.Type]string{reflect.TypeFor[string](): "string", reflect.TypeFor[int64](): "int64", reflect.TypeFor[float64](): "double", reflect.TypeFor[bool](): "bool"}
	return export.Field{Name: name, Type: types[of], Go: of, Description: description}
}

func text(name, description string) export.Field {
	return column(name, reflect.TypeFor[string](), description)
}

func whole(name, description string) export.Field {
	return column(name, reflect.TypeFor[int64](), description)
}

func real(name, description string) export.Field {
	f := column(name, reflect.TypeFor[float64](), description)
	f.Null = true
	return f
}

func truth(name, description string) export.Field {
	return column(name, reflect.TypeFor[bool](), description)
}

func rowsOf(rows [][]any) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// columnsTable is the dictionary of all columns.
func (b *build) columnsTable() export.Table {
	t := export.Table{Name: "columns", Description: "Dictionary: one row per column of every table of the package.",
		Fields: []export.Field{text("table", "table"), text("column", "column"), text("type", "type in Parquet; a list is an array of JSON in CSV, a timestamp is UTC in RFC 3339"),
			truth("null", "whether a value may be missing: an empty cell in CSV"), truth("key", "one of the columns that together are unique"),
			text("references", "table.column of which it holds values; empty for most"), text("meaning", "what it says")}}
	t.Fields[0].Key, t.Fields[1].Key = true, true
	var rows [][]any
	for _, w := range b.tables {
		for _, f := range w.Fields {
			rows = append(rows, []any{w.Name, f.Name, f.Type, f.Null, f.Key, f.References, f.Description})
		}
	}
	t.Rows = rowsOf(rows)
	return t
}

func withheldTable(list []export.Withheld) export.Table {
	t := export.Table{Name: "withheld", Description: "What did not leave although its table did, and why.",
		Fields: []export.Field{text("kind", "source, document, words, rows or cells"), text("what", "source, table, or table.column"), text("reason", "why"),
			whole("count", "documents for a source or document, rows for the others")}}
	var rows [][]any
	for _, w := range list {
		rows = append(rows, []any{w.Kind, w.What, w.Reason, w.Count})
	}
	t.Rows = rowsOf(rows)
	return t
}

func reservationsTable(list []export.Reservation) export.Table {
	t := export.Table{Name: "reservations", Description: "What each outlet reserves, as far as it is known, and at which level its documents leave.",
		Fields: []export.Field{text("source_id", "outlet"), whole("documents", "documents of the outlet in the package"),
			text("robots", "allowed, disallowed or not known"), text("tdm", "text and data mining: reserved, not reserved or not known"),
			whole("noindex", "pages that ask not to be indexed"), text("level", "level at which its documents leave"),
			text("reason", "what is reserved; empty where nothing is"), text("permission", "why it leaves all the same, as the exporter gives it")}}
	t.Fields[0].Key = true
	var rows [][]any
	for _, r := range list {
		rows = append(rows, []any{r.SourceID, r.Documents, r.Robots, r.TDM, r.Noindex, r.Level.String(), r.Reason, r.Permission})
	}
	t.Rows = rowsOf(rows)
	return t
}

// exposureTable is the meter's table.
func (b *build) exposureTable() export.Table {
	t := export.Table{Name: "exposure", Description: fmt.Sprintf("Share of an article's words that a reader of the whole package has in their places; at most %g may leave.", b.plan.Meter.Limit),
		Fields: []export.Field{text("lang", "main language of the articles, BCP 47; all for all"), whole("articles", "articles"),
			real("median", "share, 0 to 1"), real("p90", "share that nine in ten articles do not exceed"), real("max", "greatest share"), whole("over", "articles over the limit")}}
	t.Fields[0].Key = true
	var rows [][]any
	for _, l := range b.plan.Meter.Table() {
		rows = append(rows, []any{l.Lang, int64(l.Articles), l.Median, l.P90, l.Max, int64(l.Over)})
	}
	t.Rows = rowsOf(rows)
	return t
}

// validationTable is a score as a table, a row a measure. Coders are pseudonyms;
// models and systems keep their names.
func validationTable(s *coding.Scores) export.Table {
	t := export.Table{Name: "validation", Description: "How far coders agree, and how well codebook, trained coder and models find what each coder found, by language and other groups.",
		Fields: []export.Field{text("kind", "agreement or accuracy"), text("by", "dimension of the group"), text("group", "group"), text("item", "frame, or what else was coded"),
			text("system", "what is measured: codebook, trained, a model or another coder; empty for agreement"), text("against", "coder that it is held against; empty for agreement"),
			whole("n", "units coded by both, or by two or more"), whole("stories", "independent stories among them"), whole("present", "units in which it was found"),
			truth("weighted", "whether units are weighted by inclusion probability"), text("measure", "percent, alpha, kappa, ac1, precision, recall or f1"),
			real("value", "the measure"), real("ci_lo", "lower end of its interval"), real("ci_hi", "upper end"), text("advice", "what is too few to tell")}}
	names := pseudonyms(s)
	var rows [][]any
	add := func(head []any, measure string, n coding.Number, advice string) {
		rows = append(rows, append(slices.Clone(head), measure, optional(n.Value), optional(n.Lo), optional(n.Hi), advice))
	}
	for _, a := range s.Agreement {
		head := []any{"agreement", a.By, a.Group, a.Item, "", "", int64(a.N), int64(a.Stories), int64(a.Present), false}
		add(head, "percent", a.Percent, a.Advice)
		add(head, "alpha", a.Alpha, a.Advice)
		add(head, "kappa", a.Kappa, a.Advice)
		add(head, "ac1", a.AC1, a.Advice)
	}
	for _, a := range s.Accuracy {
		head := []any{"accuracy", a.By, a.Group, a.Item, names(a.System), names(a.Against), int64(a.N), int64(a.Stories), int64(a.Present), a.Weighted}
		add(head, "precision", a.Precision, a.Advice)
		add(head, "recall", a.Recall, a.Advice)
		add(head, "f1", a.F1, a.Advice)
	}
	t.Rows = rowsOf(rows)
	return t
}

func optional(x *float64) any {
	if x == nil {
		return nil
	}
	return *x
}

// pseudonyms gives people who coded the names coder1, coder2 and so on.
func pseudonyms(s *coding.Scores) func(string) string {
	var people []string
	for _, a := range s.Agreement {
		people = append(people, a.Coders...)
	}
	for _, a := range s.Accuracy {
		people = append(people, a.Against)
	}
	people = slices.DeleteFunc(people, func(name string) bool { return strings.HasPrefix(name, coding.ModelPrefix) })
	slices.Sort(people)
	people = slices.Compact(people)
	return func(name string) string {
		if i := slices.Index(people, name); i >= 0 {
			return fmt.Sprintf("coder%d", i+1)
		}
		return name
	}
}

// manifestFile says from what the tables were made.
const manifestFile = metaFolder + "/run.json"

// writeManifest writes the manifest of the run.
func (b *build) writeManifest(w io.Writer) error {
	type codebook struct {
		ID        string   `json:"id"`
		Version   string   `json:"version"`
		Status    string   `json:"status,omitempty"`
		Languages []string `json:"languages"`
		File      string   `json:"file"`
		SHA256    string   `json:"sha256"`
	}
	type run struct {
		Command    string `json:"command"`
		Version    string `json:"version"`
		Config     string `json:"config_sha256"`
		Codebooks  string `json:"codebooks_sha256,omitempty"`
		Gazetteers string `json:"gazetteers_sha256,omitempty"`
		Started    string `json:"started"`
		Ended      string `json:"ended"`
	}
	m := struct {
		Dataset    string     `json:"dataset"`
		RunID      string     `json:"run_id"`
		Level      string     `json:"level"`
		Created    string     `json:"created"`
		Program    string     `json:"packaged_by"`
		Run        *run       `json:"run"`
		Codebooks  []codebook `json:"codebooks"`
		Models     []Model    `json:"models"`
		Gazetteers []List     `json:"gazetteers"`
		Notes      []string   `json:"notes"`
	}{b.plan.Dataset, b.plan.RunID, b.plan.Level.String(), b.created(), "framewatch " + b.opt.Program, nil, []codebook{}, append([]Model{}, b.opt.Models...), append([]List{}, b.opt.Origins.Gazetteers...), b.notes()}
	if r := b.opt.Origins.Run; r != nil {
		m.Run = &run{r.Command, "framewatch " + r.Version, r.ConfigSHA256, r.CodebookSHA256, r.GazetteerSHA, r.Started.UTC().Format(time.RFC3339Nano), r.Ended.UTC().Format(time.RFC3339Nano)}
	}
	for _, c := range b.opt.Codebooks {
		at := c.path() + ".yaml"
		m.Codebooks = append(m.Codebooks, codebook{c.ID, c.Version, c.Status, c.Languages, at, b.stage.parts[at].sha256})
	}
	return indented(w, m)
}

// notes tell where what stands beside the tables need not be what made them.
func (b *build) notes() []string {
	out := []string{}
	for _, l := range b.opt.Origins.Codebooks {
		if !slices.ContainsFunc(b.opt.Codebooks, func(c Codebook) bool { return c.ID == l.ID && c.Version == l.Version }) {
			out = append(out, fmt.Sprintf("The tables are coded by codebook %s %s, which is not among the settings by which the package was made, and so is not in it.", l.ID, l.Version))
		}
	}
	for _, method := range b.opt.Origins.Coders {
		if !slices.ContainsFunc(b.opt.Models, func(m Model) bool { return m.Method == method }) {
			out = append(out, fmt.Sprintf("Some frames are coded by %s, which is not among the settings by which the package was made: its card is not in it.", method))
		}
	}
	r := b.opt.Origins.Run
	if r == nil {
		return append(out, "The dataset has no row of the run: by which settings it was made is not known.")
	}
	if r.CodebookSHA256 != b.opt.CodebookSHA256 {
		out = append(out, "The codebooks of the settings by which the package was made are not the same to the letter as those of the run.")
	}
	return out
}
