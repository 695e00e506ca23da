package datapackage

import (
	"strings"

	"framewatch/internal/export"
)

// descriptorSchema is the profile of the standard's version that the descriptor
// keeps.
const descriptorSchema = "https://datapackage.org/profiles/2.0/datapackage.json"

// descriptor describes the package of a plan.
func (b *build) descriptor() *Descriptor {
	a := b.opt.About
	d := &Descriptor{
		Schema: descriptorSchema, Name: strings.ToLower("framewatch-" + b.plan.RunID + "-" + b.plan.Level.String()), ID: a.DOIAddress(),
		Title: b.title(), Description: b.description(), Version: b.version(), Created: b.created(), Homepage: a.Homepage, Keywords: a.Keywords,
		Framewatch: Facts{Level: b.plan.Level.String(), Dataset: b.plan.Dataset, RunID: b.plan.RunID, Program: b.opt.Program, Algorithm: "SHA-256"},
	}
	if a.Licence != "" {
		d.Licenses = []License{{Name: a.Licence, Path: a.LicenceAddress()}}
	}
	for _, c := range a.Creators {
		d.Contributors = append(d.Contributors, Contributor{Title: c.Shown(), GivenName: c.Given, FamilyName: c.Family, Path: c.ORCIDAddress(),
			Roles: []string{"creator"}, Organization: c.Affiliation})
	}
	if a.Publisher != "" {
		d.Contributors = append(d.Contributors, Contributor{Title: a.Publisher, Roles: []string{"publisher"}})
	}
	d.Sources = b.outlets
	for _, w := range b.tables {
		d.Resources = append(d.Resources, b.resource(w))
	}
	return d
}

// resource describes a table's CSV file.
func (b *build) resource(w *written) Resource {
	p := b.stage.parts[w.csvPath()]
	return Resource{
		Name: w.Name, Path: w.csvPath(), Title: w.Name, Description: w.Description, Type: "table", Scheme: "file", Format: "csv", Mediatype: "text/csv", Encoding: "utf-8",
		Bytes: p.size, Hash: "sha256:" + p.sha256, Rows: w.rows,
		Dialect: &Dialect{Delimiter: ",", LineTerminator: "\n", QuoteChar: `"`, DoubleQuote: true, Header: true},
		Schema:  b.schema(w),
	}
}

// schema is the Table Schema of a table.
func (b *build) schema(w *written) *TableSchema {
	s := &TableSchema{MissingValues: []string{""}}
	for i, f := range w.Fields {
		kind, format := frictionlessType(f)
		out := SchemaField{Name: f.Name, Type: kind, Format: format, Description: f.Description, Stored: f.Type}
		if !f.Null && !w.blank[i] {
			out.Constraints = &Constraints{Required: true}
		}
		s.Fields = append(s.Fields, out)
		if f.Key {
			s.PrimaryKey = append(s.PrimaryKey, f.Name)
		}
		if key, ok := b.foreignKey(w, f); ok {
			s.ForeignKeys = append(s.ForeignKeys, key)
		}
	}
	if len(s.PrimaryKey) == 1 {
		for i := range s.Fields {
			if c := s.Fields[i].Constraints; s.Fields[i].Name == s.PrimaryKey[0] && c != nil {
				c.Unique = true
			}
		}
	}
	return s
}

// frictionlessType is the type of a column in Table Schema. Lists are arrays of JSON.
func frictionlessType(f export.Field) (kind, format string) {
	switch {
	case strings.HasPrefix(f.Type, "list<"):
		return "array", ""
	case strings.HasPrefix(f.Type, "timestamp"):
		return "datetime", ""
	case f.Type == "int64":
		return "integer", ""
	case f.Type == "double":
		return "number", ""
	case f.Type == "bool":
		return "boolean", ""
	}
	return "string", ""
}

// foreignKey says in which table the values of a column are found, where that holds
// of every one of them: what was withheld of the other table is found nowhere.
func (b *build) foreignKey(w *written, f export.Field) (ForeignKey, bool) {
	name, column, _ := strings.Cut(f.References, ".")
	for _, o := range b.tables {
		known, there := o.values[column]
		if o.Name != name || !there || o.folder != w.folder {
			continue
		}
		for v := range w.values[f.Name] {
			if _, ok := known[v]; !ok {
				return ForeignKey{}, false
			}
		}
		to := name
		if o == w {
			to = ""
		}
		return ForeignKey{[]string{f.Name}, Reference{to, []string{column}}}, true
	}
	return ForeignKey{}, false
}
