package datapackage

// The names of files that every package has.
const (
	DescriptorFile = "datapackage.json"
	SumsFile       = "SHA256SUMS"
)

// Descriptor is a Frictionless Data Package (Data Package Standard 2.0, read by
// tools of version 1 as well), with what it says of a dataset of framewatch under
// one name of its own.
type Descriptor struct {
	Schema       string        `json:"$schema"`
	Name         string        `json:"name"`
	ID           string        `json:"id,omitempty"` // the DOI as an address
	Title        string        `json:"title"`
	Description  string        `json:"description"`
	Version      string        `json:"version"`
	Created      string        `json:"created"` // end of the run that the tables are of, RFC 3339
	Homepage     string        `json:"homepage,omitempty"`
	Keywords     []string      `json:"keywords,omitempty"`
	Licenses     []License     `json:"licenses,omitempty"`
	Contributors []Contributor `json:"contributors,omitempty"`
	Sources      []Origin      `json:"sources,omitempty"`
	Resources    []Resource    `json:"resources"`
	Framewatch   Facts         `json:"framewatch"`
}

// License is one under which data or a part of them may be used.
type License struct {
	Name  string `json:"name,omitempty"` // SPDX
	Path  string `json:"path,omitempty"`
	Title string `json:"title,omitempty"`
}

// Contributor is somebody who made the package.
type Contributor struct {
	Title        string   `json:"title"`
	GivenName    string   `json:"givenName,omitempty"`
	FamilyName   string   `json:"familyName,omitempty"`
	Path         string   `json:"path,omitempty"` // ORCID
	Roles        []string `json:"roles"`
	Organization string   `json:"organization,omitempty"`
}

// Origin is where data come from.
type Origin struct {
	Title string `json:"title"`
	Path  string `json:"path,omitempty"`
}

// Resource is a table as one file.
type Resource struct {
	Name        string       `json:"name"`
	Path        string       `json:"path"`
	Title       string       `json:"title"`
	Description string       `json:"description,omitempty"`
	Type        string       `json:"type"`   // table
	Scheme      string       `json:"scheme"` // file
	Format      string       `json:"format"` // csv
	Mediatype   string       `json:"mediatype"`
	Encoding    string       `json:"encoding"`
	Bytes       int64        `json:"bytes"`
	Hash        string       `json:"hash"` // sha256:HEX
	Rows        int64        `json:"rows"`
	Dialect     *Dialect     `json:"dialect,omitempty"`
	Schema      *TableSchema `json:"schema,omitempty"`
}

// Dialect is how a CSV file is written: as RFC 4180 has it, with line feeds.
type Dialect struct {
	Delimiter      string `json:"delimiter"`
	LineTerminator string `json:"lineTerminator"`
	QuoteChar      string `json:"quoteChar"`
	DoubleQuote    bool   `json:"doubleQuote"`
	Header         bool   `json:"header"`
}

// TableSchema is the Table Schema of a resource.
type TableSchema struct {
	Fields        []SchemaField `json:"fields"`
	PrimaryKey    []string      `json:"primaryKey,omitempty"`
	ForeignKeys   []ForeignKey  `json:"foreignKeys,omitempty"`
	MissingValues []string      `json:"missingValues"`
}

// SchemaField is a column. A list is an array of JSON in its cell.
type SchemaField struct {
	Name        string       `json:"name"`
	Type        string       `json:"type"`
	Format      string       `json:"format,omitempty"`
	Description string       `json:"description"`
	Stored      string       `json:"framewatch:type"` // as store/SCHEMA.md writes it
	Constraints *Constraints `json:"constraints,omitempty"`
}

// Constraints are what holds of every value of a column.
type Constraints struct {
	Required bool `json:"required,omitempty"`
	Unique   bool `json:"unique,omitempty"`
}

// ForeignKey says in which table the values of columns are keys.
type ForeignKey struct {
	Fields    []string  `json:"fields"`
	Reference Reference `json:"reference"`
}

// Reference names a table, empty for the same one, and columns of it.
type Reference struct {
	Resource string   `json:"resource"`
	Fields   []string `json:"fields"`
}

// Facts are what the descriptor says beyond the standard.
type Facts struct {
	Level     string `json:"level"`
	Dataset   string `json:"dataset"`
	RunID     string `json:"run_id"`
	Program   string `json:"program"`
	Algorithm string `json:"digests"` // of what text_sha256 and body_sha256 are
}
