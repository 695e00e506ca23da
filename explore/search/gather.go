package search

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"framewatch/compare"
	"framewatch/store"
)

// partDocs is about how many documents are read at once: their texts and rows are
// what indexing needs of memory.
const partDocs = 1000

// unknown stands for what the dataset does not say.
const unknown = compare.GroupUnknown

// record is what the index has of a document. All of it is in the file, and a
// record that is the one that is there is not written again.
type record struct {
	Card   Summary
	Facts  facts
	Text   string
	Langs  []langAt
	Detail detail

	frames    map[frameOf]*codedFrame
	sentences []Mark
}

// facts are what filters and counts need; they are in memory while an index is open.
type facts struct {
	Article string       `json:"a"`
	Frames  []codedFrame `json:"f,omitempty"`
	Stances []codedFor   `json:"s,omitempty"`
	About   []codedFor   `json:"r,omitempty"` // relevance
	Names   []string     `json:"e,omitempty"` // entities

	Outlet  string   `json:"o"`
	Country string   `json:"c"`
	Lang    string   `json:"l"`
	Genre   string   `json:"g"`
	Date    string   `json:"d,omitempty"`
	Blocs   []string `json:"b"`
	Story   string   `json:"t"`
	Counted bool     `json:"y,omitempty"`
}

// codedFrame is a frame for a target: whether the document has it, and the voices
// of its hits.
type codedFrame struct {
	Frame   string `json:"f"`
	Target  string `json:"t,omitempty"`
	Present bool   `json:"p,omitempty"`
	Voices  uint8  `json:"v,omitempty"` // bits in the order of voices
}

type codedFor struct {
	Value  string `json:"v"`
	Target string `json:"t,omitempty"`
}

type frameOf struct{ frame, target string }

// voices in the order of the bits.
var voices = []string{"author", "direct_quote", "indirect_quote"}

// detail is what only the view of one document shows.
type detail struct {
	Marks      []Mark
	Authors    []string
	Capture    string
	Wire       string
	Correction string
	Machine    bool
	Stances    []Stance
	Coded      []string // frames that are coded in it, present or not
}

// documentRow is what is read of a document.
type documentRow struct {
	DocID      string    `col:"doc_id"`
	CaptureID  string    `col:"capture_id"`
	SourceID   string    `col:"source_id"`
	URL        string    `col:"url"`
	Title      string    `col:"title,null"`
	Authors    []string  `col:"authors"`
	Published  time.Time `col:"published_at,null"`
	Precision  string    `col:"published_precision,null"`
	Lang       string    `col:"lang"`
	Wire       string    `col:"wire_credit,null"`
	Correction string    `col:"correction_notice,null"`
	ArticleID  string    `col:"article_id,null"`
	Version    int64     `col:"version"`
	Machine    bool      `col:"machine_translated"`
	Text       string    `col:"text"`
}

func (documentRow) Table() string { return store.DocumentRow{}.Table() }

// part is a share of a month's documents, by a hash of their IDs.
type part struct {
	of      int
	number  int
	records map[string]*record
	corpus  *compare.Corpus
}

func (p *part) mine(id string) bool {
	h := fnv.New32a()
	_, _ = h.Write([]byte(id))
	return int(h.Sum32()%uint32(p.of)) == p.number
}

// gather reads the records of a part from the files of its month, in the order of
// IDs.
func (p *part) gather(ctx context.Context, ds *store.Dataset) ([]*record, error) {
	p.records = map[string]*record{}
	for row, err := range store.Scan[documentRow](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("read documents: %w", err)
		}
		if p.mine(row.DocID) {
			p.records[row.DocID] = p.record(row)
		}
	}
	for _, read := range []func(context.Context, *store.Dataset) error{p.readSentences, p.readMentions, p.readHits, p.readFrames, p.readQuotes, p.readStances, p.readTargets} {
		if err := read(ctx, ds); err != nil {
			return nil, err
		}
	}
	out := make([]*record, 0, len(p.records))
	for _, r := range p.records {
		r.finish()
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b *record) int { return cmp.Compare(a.Card.DocID, b.Card.DocID) })
	return out, nil
}

func (p *part) record(row documentRow) *record {
	v := compare.VersionOf(row.DocID, row.ArticleID, row.SourceID, row.URL, row.Version)
	r := &record{Text: strings.ToValidUTF8(row.Text, "\uFFFD"), frames: map[frameOf]*codedFrame{}}
	doc, _ := p.corpus.Doc(row.DocID)
	r.Card = Summary{DocID: row.DocID, Title: strings.ToValidUTF8(row.Title, "\uFFFD"), Outlet: row.SourceID, OutletName: doc.Outlet, Country: doc.Country,
		Lang: cmp.Or(row.Lang, "und"), Date: doc.Date, URL: row.URL, Story: doc.Story, Version: row.Version,
		Relevance: unknown, Genre: doc.Genre, Blocs: p.corpus.Groups(row.DocID, "bloc"), NotCounted: notCounted(doc)}
	r.Card.Counted = r.Card.NotCounted == ""
	if doc.Date != "" {
		r.Card.DatePrecision = row.Precision
	}
	r.Facts.Article = string(v.Article)
	r.Detail = detail{Authors: row.Authors, Capture: row.CaptureID, Wire: row.Wire, Correction: row.Correction, Machine: row.Machine}
	return r
}

// notCounted tells why a document does not count in comparisons, by their rule.
func notCounted(d compare.Doc) string {
	row := store.DocumentRow{Blocked: d.Blocked, Paywalled: d.Paywalled}
	if d.Excluded {
		row.Excluded = compare.NotExcluded
	}
	return compare.NotCounted(&row, d.Superseded)
}

// finish puts in order what was read.
func (r *record) finish() {
	for _, f := range r.frames {
		if f.Present || f.Voices > 0 {
			r.Facts.Frames = append(r.Facts.Frames, *f)
		}
		if f.Present {
			r.Card.Frames = append(r.Card.Frames, f.Frame)
		}
		if f.Frame != "" {
			r.Detail.Coded = append(r.Detail.Coded, f.Frame)
		}
	}
	slices.SortFunc(r.Facts.Frames, func(a, b codedFrame) int {
		return cmp.Or(cmp.Compare(a.Frame, b.Frame), cmp.Compare(a.Target, b.Target))
	})
	r.Card.Frames, r.Detail.Coded, r.Facts.Names = distinct(r.Card.Frames), distinct(r.Detail.Coded), distinct(r.Facts.Names)
	slices.SortFunc(r.Detail.Stances, func(a, b Stance) int {
		return cmp.Or(cmp.Compare(a.Target, b.Target), cmp.Compare(a.Voice, b.Voice))
	})
	byValue := func(a, b codedFor) int {
		return cmp.Or(cmp.Compare(a.Target, b.Target), cmp.Compare(a.Value, b.Value))
	}
	slices.SortFunc(r.Facts.Stances, byValue)
	slices.SortFunc(r.Facts.About, byValue)
	r.Card.Relevance = greatest(r.Facts.About, nil)
	sortMarks(r.Detail.Marks)
	r.Langs = runsOf(r.sentences, r.Card.Lang)
	c := &r.Card
	r.Facts.Outlet, r.Facts.Country, r.Facts.Lang, r.Facts.Genre, r.Facts.Date = c.Outlet, c.Country, c.Lang, c.Genre, c.Date
	r.Facts.Blocs, r.Facts.Story, r.Facts.Counted = c.Blocs, c.Story, c.Counted
}

func distinct(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// relevances from the greatest on.
var relevances = []string{"main", "passing", "none"}

// greatest is the greatest relevance to one of the targets, or to any.
func greatest(about []codedFor, targets []string) string {
	for _, want := range relevances {
		for _, a := range about {
			if a.Value == want && (len(targets) == 0 || slices.Contains(targets, a.Target)) {
				return want
			}
		}
	}
	return unknown
}

func sortMarks(marks []Mark) {
	slices.SortFunc(marks, func(a, b Mark) int {
		title := 0
		if a.InTitle != b.InTitle {
			if title = 1; a.InTitle {
				title = -1
			}
		}
		return cmp.Or(title, cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End), cmp.Compare(kindOrder(a.Kind), kindOrder(b.Kind)),
			cmp.Compare(a.ID, b.ID), cmp.Compare(a.Target, b.Target), cmp.Compare(a.Label, b.Label), cmp.Compare(a.Voice, b.Voice))
	})
}

// kindOrder nests marks of one place: what may hold the others comes first.
func kindOrder(kind string) int {
	return slices.Index([]string{MarkSentence, MarkQuote, MarkFrame, MarkEntity}, kind)
}

// runsOf tells where the language of the sentences changes; nothing for a text that
// is all in the document's.
func runsOf(sentences []Mark, lang string) []langAt {
	slices.SortFunc(sentences, func(a, b Mark) int { return cmp.Compare(a.Start, b.Start) })
	var out []langAt
	for _, s := range sentences {
		if s.Lang != "" && s.Lang != lang {
			out, lang = append(out, langAt{s.Start, s.Lang}), s.Lang
		}
	}
	return out
}
