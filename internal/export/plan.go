package export

import (
	"iter"
	"reflect"
	"time"

	"framewatch/internal/exposure"
)

// Cell is the least number of documents of a number that leaves at [L3].
const Cell = 5

// Field is a column as it is written.
type Field struct {
	Name        string
	Type        string       // as store/SCHEMA.md writes it: string, int64, double, bool, timestamp[us, UTC], list<...>
	Go          reflect.Type // of the values that are not null: string, int64, float64, bool, time.Time or a slice of these or of structs with col tags
	Description string
	Null        bool
	Key         bool   // one of the columns that together are unique
	References  string // column of another table that it names, as table.column; empty for most
}

// Table is a table as it is written. Rows can be ranged over more than once, in
// the same fixed order, which is never that of a text; a row has a value or nil
// (null) for each field and is the receiver's to keep.
type Table struct {
	Name        string
	Description string
	Fields      []Field
	Count       int64 // rows
	Rows        iter.Seq2[[]any, error]
}

// Withheld is what did not leave although its table did.
type Withheld struct {
	Kind   string // source, document, words (rows leave without them), cells (likewise, of numbers) or rows
	What   string // source, table, or table.column
	Reason string // for people
	Count  int64  // documents for a source or document, rows for the others
}

// Reservation is what is known of one source's wishes, and what was made of it.
type Reservation struct {
	SourceID   string
	Documents  int64  // documents of the source in the export
	Robots     string // allowed, disallowed or not known: for the pages and lists that were asked for
	TDM        string // reserved, not reserved or not known: text and data mining
	Noindex    int64  // pages that ask not to be indexed
	Level      Level  // at which its documents leave
	Reason     string // for people; empty where nothing is reserved
	Permission string // why it leaves all the same, as the exporter gives it; empty without
}

// Plan is an export: what leaves, and what does not.
type Plan struct {
	Level        Level
	Tables       []Table
	Withheld     []Withheld
	Reservations []Reservation // by source ID
	Meter        exposure.Meter
	Context      int       // words on each side of a span at most; 0 but at [L1]
	Dataset      string    // ID of the dataset
	RunID        string    // run whose generation it is
	Version      string    // version of framewatch that wrote the generation
	Created      time.Time // when the generation was ended: no clock
	Private      bool      // of full texts
	Demo         bool      // documents of invented outlets are among them
	Documents    []string  // IDs of the documents of which there are rows, sorted
}
