package search

import (
	"context"
	"errors"
)

// ErrNone is returned for a document that the index does not have.
var ErrNone = errors.New("no such document")

// Bounds of a query.
const (
	MaxQuery = 1000 // code points of a query; what follows is not looked for
	MaxTerms = 64   // words and phrases of a query, and words of a phrase
	MaxLimit = 1000 // documents of an answer
	MaxLines = 100  // lines of a document
	MaxWidth = 60   // words of context on each side of a line
)

// Orders of the documents found. The zero Order is relevance, or newest for a
// query without words.
const (
	OrderRelevance = "relevance"
	OrderNewest    = "newest" // documents without a date last, in both
	OrderOldest    = "oldest"
)

// Dimensions of facets.
const (
	FacetCountry   = "country"
	FacetBloc      = "bloc" // on the day of publication; none and territory as package compare has them
	FacetOutlet    = "outlet"
	FacetLang      = "lang"
	FacetFrame     = "frame"
	FacetStance    = "stance"
	FacetVoice     = "voice"
	FacetRelevance = "relevance"
	FacetGenre     = "genre"
	FacetMonth     = "month" // YYYY-MM, or undated
)

// Filter chooses documents; the zero Filter chooses all. Values of one field are
// alternatives, all fields must hold.
type Filter struct {
	Countries []string // ISO 3166-1 alpha-2
	Blocs     []string // on the day of publication
	Outlets   []string // source IDs
	Langs     []string // BCP 47; zh stands for zh-Hans and zh-Hant too
	Frames    []string // present by the method of the codebook
	Stances   []string // of the document towards a target, voice all: critical, neutral or supportive
	Voices    []string // author, direct_quote or indirect_quote; with frames: a hit of one of these frames in one of these voices
	Relevance []string // to a target: main, passing, none or unknown
	Genres    []string // unknown where it is not known
	Targets   []string // frames, stances and relevance are those for one of these targets; none = any, and the greatest relevance
	From, To  string   // first and last day, YYYY-MM-DD, YYYY-MM or YYYY; documents without a date are left out by either
	Counted   bool     // only documents that count in comparisons
}

// Query is a question to the index.
type Query struct {
	Text   string // empty = all documents of the filter
	Filter Filter
	Order  string
	Offset int
	Limit  int // documents; 0 = 20
	Lines  int // concordance lines a document; 0 = none
	Width  int // words of context on each side of a line; 0 = 8
}

// Result answers a query.
type Result struct {
	Found  []Found
	Total  int                // documents that match, whatever Limit is
	Facets map[string][]Facet // by dimension: counts under the query and the filters of the other dimensions
	Terms  []string           // words and phrases that were looked for, as they were written
	Note   string             // what of the query was not looked for, in words; empty = all was
}

// Facet is a value of a dimension and the number of documents found with it, the
// most frequent first; months in their order. A document may have several.
type Facet struct {
	Value, Name string // Name as people call it, where the dataset says; else Value
	Count       int
}

// Found is a document that matches.
type Found struct {
	Summary
	Lines []Line
	More  int     // places that match and are not among Lines
	Score float64 // of Alike: cosine of the vectors, or a share of the best candidate's score where Encoded is false
	// Encoded says that Score is a cosine.
	Encoded bool
	Why     []string // of Alike: entities, frames and words that both have
	Copy    bool     // of Alike: of the same story
}

// Summary is what lists show of a document.
type Summary struct {
	DocID, Title        string
	Outlet, OutletName  string
	Country, Lang       string
	Date, DatePrecision string // YYYY-MM-DD as far as it is known; year, month, day, minute or second
	URL                 string
	Story               string // syndication group
	Copies              int    // other documents of the story
	Version             int64
	Relevance, Genre    string // unknown where it is not known
	Blocs               []string
	Frames              []string // present
	Counted             bool
	NotCounted          string // why it does not count: blocked, excluded, superseded or paywalled
}

// Line is a concordance line. Start and End are code points of the document's
// text, or of its title where InTitle is set.
type Line struct {
	Before, Key, After string
	Start, End         int
	InTitle            bool
	Lang               string // of the sentence
}

// Kinds of marks.
const (
	MarkEntity   = "entity"
	MarkFrame    = "frame"
	MarkQuote    = "quote"
	MarkSentence = "sentence"
)

// Mark is a place in a document. Start and End are code points of its text, or of
// its title where InTitle is set.
type Mark struct {
	Kind       string `json:"k"`
	Start      int    `json:"a"`
	End        int    `json:"b"`
	InTitle    bool   `json:"t,omitempty"`
	ID         string `json:"i,omitempty"` // entity, frame, quotation or sentence
	Label      string `json:"l,omitempty"` // entity: PER, ORG …; frame: the codebook's term; quotation: direct, indirect or mixed
	Target     string `json:"g,omitempty"` // for which a frame counts; that an entity is or is part of
	Voice      string `json:"v,omitempty"` // of a frame: author, direct_quote or indirect_quote
	Speaker    string `json:"s,omitempty"` // of a frame in a quotation, or of a quotation: as the text writes it
	SpeakerID  string `json:"d,omitempty"`
	Variant    string `json:"w,omitempty"` // of an entity: official, alias, abbreviation, mistranslation …
	Polarity   string `json:"p,omitempty"` // of a frame
	Negated    bool   `json:"n,omitempty"`
	InQuote    bool   `json:"q,omitempty"` // of a sentence
	AlignedTo  string `json:"o,omitempty"` // of a sentence: its counterpart's ID
	Lang       string `json:"x,omitempty"` // of a sentence
	Supposed   bool   `json:"h,omitempty"` // of a frame: the clause is supposed or asked
	Paragraph  int    `json:"r,omitempty"` // of a sentence, from 0; -1 for the headline
	Suppressed bool   `json:"u,omitempty"` // of a sentence: boilerplate
}

// Document is all that the explorer shows of one. Marks lie by place, title first.
type Document struct {
	Summary
	Text              string
	Marks             []Mark
	Versions          []Summary // all versions of the article in their order, this one among them
	CopiesOf          []Summary // other documents of its story in its language
	Translations      []Summary // other documents of its story in other languages
	Authors           []string
	CaptureID         string
	WARCFile          string // within the dataset; empty where the page is not archived
	WARCOffset        int64
	FetchedAt         string // RFC 3339, UTC
	WireCredit        string
	Correction        string // the outlet's notice
	MachineTranslated bool
	Stances           []Stance
	// NotCoded lists frames that nothing codes in its language: they are not absent.
	NotCoded []string
}

// Stance is how a document stands towards a target in a voice.
type Stance struct {
	Target, Voice, Stance string
	Score                 float64 // -1 critical to 1 supportive
}

// Encoder makes vectors of sentences, a unit vector for each. Name says which
// model it is, as vectors are kept by it; Reads tells which languages it knows, nil
// for all. Package nlp/encode has one: its Version, Embed and Reads.
type Encoder struct {
	Name   string
	Encode func(ctx context.Context, sentences []string) ([][]float32, error)
	Reads  func(lang string) bool
}
