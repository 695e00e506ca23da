package datapackage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"framewatch/internal/coding"
	"framewatch/internal/export"
	"framewatch/internal/lazyregexp"
	"framewatch/internal/share"
)

// Options are what a package holds beside the tables of a plan.
type Options struct {
	About   share.Config
	Program string // version of the program that makes the package
	Excel   bool   // CSV for spreadsheet programs beside the exact one
	// Origins are those of the dataset that the plan is of.
	Origins Origins
	// CodebookSHA256 is of the codebooks of the settings by which the package is
	// made, which need not be those of the run; the manifest tells where they differ.
	// Those that have not coded the dataset are left out.
	CodebookSHA256 string
	Codebooks      []Codebook
	Models         []Model
	// Validation is how coders agree and how well they are found, by language; nil
	// where no hand codes were given.
	Validation *coding.Scores
	Further    []Further
}

// Codebook is a codebook as it is put into the package.
type Codebook struct {
	ID, Version, Status string
	Languages           []string
	YAML                []byte // as it was resolved
	Card                []byte // of its trained coder; nil without one
}

// Model says which trained coder a codebook has.
type Model struct {
	Method      string `json:"method"` // as in document_frames.method
	Codebook    string `json:"codebook"`
	Version     string `json:"codebook_version"`
	Encoder     string `json:"encoder"`
	CodesSHA256 string `json:"codes_sha256"`
	Texts       int    `json:"texts"`
}

// List is a file of names with its version.
type List struct {
	ID      string `json:"id"`
	Version string `json:"version"`
}

// Further is a file that somebody else writes, such as a sheet for coders.
type Further struct {
	Path  string
	Write func(io.Writer) error
}

// Written says what was made.
type Written struct {
	Path   string `json:"path"`
	Files  int    `json:"files"`
	Bytes  int64  `json:"bytes"` // of the files, unpacked
	Tables int    `json:"tables"`
	Rows   int64  `json:"rows"`
}

// build is a package in the making.
type build struct {
	plan    *export.Plan
	opt     Options
	stage   *stage
	tables  []*written
	outlets []Origin
}

// Write makes the package of a plan at out: a folder, or an archive where the name
// ends in .zip. Nothing may lie there (ErrTaken). The same plan and options give the
// same bytes. On an error nothing is left.
func Write(ctx context.Context, plan *export.Plan, opt Options, out string) (done Written, err error) {
	s, err := newStage(out)
	if err != nil {
		return done, err
	}
	b := &build{plan: plan, opt: opt, stage: s}
	b.onlyThatCoded()
	err = b.fill(ctx)
	if err == nil {
		done = b.count(out)
		err = s.place(ctx, out)
	}
	if err != nil {
		return done, errors.Join(err, s.discard())
	}
	return done, nil
}

// onlyThatCoded leaves out codebooks and trained coders of the settings by which
// nothing of the dataset is coded: they would be taken for its own.
func (b *build) onlyThatCoded() {
	from, o := &b.opt, b.opt.Origins
	from.Models = slices.DeleteFunc(slices.Clone(from.Models), func(m Model) bool { return !slices.Contains(o.Coders, m.Method) })
	from.Codebooks = slices.DeleteFunc(slices.Clone(from.Codebooks), func(c Codebook) bool { return !slices.Contains(o.Codebooks, List{c.ID, c.Version}) })
	for i := range from.Codebooks {
		if c := &from.Codebooks[i]; !slices.ContainsFunc(from.Models, func(m Model) bool { return m.Codebook == c.ID }) {
			c.Card = nil
		}
	}
}

// fill writes all files; those that describe others come after them.
func (b *build) fill(ctx context.Context) error {
	for _, t := range b.plan.Tables {
		w, err := writeTable(ctx, b.stage, dataFolder, t, tableForms{parquet: true, excel: b.opt.Excel}, linkedColumns(t, b.plan.Tables))
		if err != nil {
			return err
		}
		b.tables = append(b.tables, w)
	}
	if err := b.readOutlets(); err != nil {
		return err
	}
	for _, t := range b.metaTables() {
		w, err := writeTable(ctx, b.stage, metaFolder, t, tableForms{excel: b.opt.Excel}, nil)
		if err != nil {
			return err
		}
		b.tables = append(b.tables, w)
	}
	for _, c := range b.opt.Codebooks {
		if err := b.writeCodebook(c); err != nil {
			return err
		}
	}
	for _, f := range b.opt.Further {
		if err := b.stage.write(f.Path, f.Write); err != nil {
			return err
		}
	}
	for _, f := range []Further{
		{manifestFile, b.writeManifest}, {"LICENSE.md", b.writeLicence}, {CitationFile, b.writeCitation}, {"README.md", b.writeReadme},
		{DescriptorFile, func(w io.Writer) error { return indented(w, b.descriptor()) }},
		{CroissantFile, func(w io.Writer) error { return indented(w, b.croissant()) }},
	} {
		if err := b.stage.write(f.Path, f.Write); err != nil {
			return err
		}
	}
	return b.stage.sums()
}

func indented(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// path is where the codebook lies, without the ending of its files.
func (c Codebook) path() string { return "codebooks/" + fileName(c.ID) }

func (b *build) writeCodebook(c Codebook) error {
	at := c.path()
	err := b.stage.write(at+".yaml", func(w io.Writer) error { _, err := w.Write(c.YAML); return err })
	if err == nil && c.Card != nil {
		err = b.stage.write(at+".card.md", func(w io.Writer) error { _, err := w.Write(c.Card); return err })
	}
	return err
}

func (b *build) count(out string) Written {
	done := Written{Path: out, Files: len(b.stage.parts), Tables: len(b.plan.Tables)}
	for _, p := range b.stage.parts {
		done.Bytes += p.size
	}
	for _, w := range b.tables {
		if w.folder == dataFolder {
			done.Rows += w.rows
		}
	}
	return done
}

// readOutlets reads which outlets the package is of, for its descriptor.
func (b *build) readOutlets() error {
	i := slices.IndexFunc(b.plan.Tables, func(t export.Table) bool { return t.Name == "sources" })
	if i < 0 {
		return nil
	}
	t := b.plan.Tables[i]
	column := func(name string) int {
		return slices.IndexFunc(t.Fields, func(f export.Field) bool { return f.Name == name })
	}
	name, domain := column("name"), column("domain")
	if name < 0 || domain < 0 {
		return nil
	}
	for row, err := range t.Rows {
		if err != nil {
			return err
		}
		title, _ := row[name].(string)
		o := Origin{Title: title}
		if host, ok := row[domain].(string); ok && host != "" {
			o.Path = "https://" + host + "/"
		}
		b.outlets = append(b.outlets, o)
	}
	return nil
}

func (b *build) title() string {
	if b.opt.About.Title != "" {
		return b.opt.About.Title
	}
	subject := b.opt.Origins.Subject
	if subject == "" {
		subject = "a subject"
	}
	return fmt.Sprintf("How %s is covered (framewatch, level %s)", subject, b.plan.Level)
}

func (b *build) description() string {
	out := b.opt.About.Description
	if out != "" {
		out += " "
	}
	out += b.plan.Level.Meaning() + " Tables of framewatch, run " + b.plan.RunID + "."
	if b.plan.Demo {
		out += " Outlets, people and articles of the demo are invented."
	}
	return out
}

func (b *build) created() string { return b.plan.Created.UTC().Format(time.RFC3339) }

func (b *build) version() string {
	if b.opt.About.Version != "" {
		return b.opt.About.Version
	}
	return b.plan.RunID
}

var semver = lazyregexp.New(`^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$`)

// semantic is the version in the form of Semantic Versioning, which Croissant asks
// for: one of another form is its build.
func (b *build) semantic() string {
	v := b.version()
	if semver.FindString(v) != "" {
		return v
	}
	return "0.0.0+" + strings.Map(func(r rune) rune {
		if r == '-' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return '-'
	}, v)
}
