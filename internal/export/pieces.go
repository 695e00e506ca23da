package export

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	"framewatch/compare/kwic"
	"framewatch/internal/exposure"
	"framewatch/store"
)

// Ranks: what is dropped first where an article shows too much. The n-th word of a
// context has the rank -n, so that the longest contexts are shortened first.
const (
	rankQuote = iota + 1
	rankMention
	rankClaim
	rankTarget
	rankHit
	rankTitle
	rankAddress
	rankText // of a level that has full texts
)

// piece is something that leaves or stays as a whole.
type piece struct {
	row     string // table/ID of its row; of a document one of the names below
	rank    int
	parts   []stretch
	context bool // words around parts[0] may leave, too
}

// Names of the pieces of a document that are no rows.
const (
	titlePiece   = "title"
	addressPiece = "address"
	textPiece    = "text"
)

type hitPlace struct {
	ID      string `col:"hit_id"`
	DocID   string `col:"doc_id"`
	InTitle bool   `col:"in_title"`
	Start   int64  `col:"start_byte"`
	End     int64  `col:"end_byte"`
}

func (hitPlace) Table() string { return "frame_hits" }

type mentionPlace struct {
	ID       string `col:"mention_id"`
	DocID    string `col:"doc_id"`
	InTitle  bool   `col:"in_title"`
	Start    int64  `col:"start_byte"`
	End      int64  `col:"end_byte"`
	TargetID string `col:"target_id,null"`
}

func (mentionPlace) Table() string { return "mentions" }

type claimPlace struct {
	ID      string `col:"claim_id"`
	DocID   string `col:"doc_id"`
	InTitle bool   `col:"in_title"`
	Start   int64  `col:"start_byte"`
	End     int64  `col:"end_byte"`
}

func (claimPlace) Table() string { return "claims" }

type quotePlace struct {
	ID      string       `col:"quote_id"`
	DocID   string       `col:"doc_id"`
	InTitle bool         `col:"in_title"`
	Content []store.Span `col:"content"`
	Source  []store.Span `col:"source"`
	Cue     []store.Span `col:"cue"`
}

func (quotePlace) Table() string { return "quotes" }

// readPieces collects what an export with words shows of the documents of a month.
func (p *planner) readPieces(ctx context.Context, month string, texts map[string]*shown) (map[string][]piece, error) {
	ds, out := p.in(month), map[string][]piece{}
	add := func(table, id, doc string, rank int, context bool, parts ...stretch) {
		if s := texts[doc]; s != nil && s.level == L1 {
			out[doc] = append(out[doc], piece{row: table + "/" + id, rank: rank, context: context, parts: parts})
		}
	}
	for r, err := range store.Scan[hitPlace](ctx, ds) {
		if err != nil {
			return nil, err
		}
		add("frame_hits", r.ID, r.DocID, rankHit, true, stretch{r.InTitle, int(r.Start), int(r.End)})
	}
	for r, err := range store.Scan[mentionPlace](ctx, ds) {
		if err != nil {
			return nil, err
		}
		rank := rankMention
		if r.TargetID != "" {
			rank = rankTarget
		}
		add("mentions", r.ID, r.DocID, rank, r.TargetID != "", stretch{r.InTitle, int(r.Start), int(r.End)})
	}
	for r, err := range store.Scan[claimPlace](ctx, ds) {
		if err != nil {
			return nil, err
		}
		add("claims", r.ID, r.DocID, rankClaim, false, stretch{r.InTitle, int(r.Start), int(r.End)})
	}
	for r, err := range store.Scan[quotePlace](ctx, ds) {
		if err != nil {
			return nil, err
		}
		if s := texts[r.DocID]; s != nil {
			var parts []stretch
			for _, span := range slices.Concat(r.Content, r.Source, r.Cue) {
				parts = append(parts, s.bytes(r.InTitle, span))
			}
			add("quotes", r.ID, r.DocID, rankQuote, false, parts...)
		}
	}
	return out, nil
}

// ofDocument are the pieces of a document that are no rows of other tables.
func (s *shown) ofDocument() []piece {
	title := stretch{true, 0, len(s.fields[1])}
	switch s.level {
	case L0:
		return []piece{{row: textPiece, rank: rankText, parts: []stretch{title, {false, 0, len(s.fields[0])}}}}
	case L1:
		return []piece{{row: titlePiece, rank: rankTitle, parts: []stretch{title}}}
	case L2, L3:
	}
	return nil
}

// addressWords are the words of the headline that the document's addresses have.
func (s *shown) addressWords() []exposure.Range {
	var out []exposure.Range
	for _, a := range s.addresses {
		if u, err := url.Parse(a); err == nil {
			out = append(out, s.words.Named(u.Path)...)
		}
	}
	return out
}

// contextAt is where a context of some words begins and ends; nothing of it is
// in the stretch itself.
func (s *shown) contextAt(at stretch, width int) (before, after stretch) {
	at = s.bounded(at)
	from, to := at.start, at.end
	if width > 0 {
		from, to = kwic.Bounds(s.fields[field(at.inTitle)], at.start, at.end, width)
	}
	return stretch{at.inTitle, from, at.start}, stretch{at.inTitle, at.end, to}
}

// group makes the meter's pieces of some documents: for each piece of a document
// one, and one for each further word of its context.
func (p *planner) group(members []*shown, pieces map[string][]piece) (*exposure.Group, []pieceOf) {
	var texts []*exposure.Text
	var out []exposure.Piece
	var of []pieceOf
	add := func(x exposure.Piece, o pieceOf) int {
		out, of = append(out, x), append(of, o)
		return len(out) - 1
	}
	for i, s := range members {
		texts = append(texts, s.words)
		if words := s.addressWords(); len(words) > 0 {
			add(exposure.Piece{Text: i, Words: words, Rank: rankAddress, ID: s.id, Parent: -1}, pieceOf{doc: s.document, row: addressPiece})
		}
		for _, q := range slices.Concat(s.ofDocument(), pieces[s.id]) {
			var words []exposure.Range
			for _, at := range q.parts {
				words = append(words, s.ranges(at)...)
			}
			parent := add(exposure.Piece{Text: i, Words: words, Rank: q.rank, ID: s.id + q.row, Parent: -1}, pieceOf{doc: s.document, row: q.row})
			for w := 1; q.context && w <= p.most; w++ {
				x := exposure.Piece{Text: i, Words: s.ring(q.parts[0], w), Rank: -w, ID: fmt.Sprint(s.id, q.row, w), Parent: parent}
				parent = add(x, pieceOf{doc: s.document, row: q.row, width: w})
			}
		}
	}
	return exposure.NewGroup(texts, out), of
}

// pieceOf says what a piece of the meter is.
type pieceOf struct {
	doc   *document
	row   string
	width int // which word of the context; 0 for the row's own words
}

// ring are the words that a context has at one width and not at the one before.
func (s *shown) ring(at stretch, width int) []exposure.Range {
	before, after := s.contextAt(at, width)
	inner, outer := s.contextAt(at, width-1)
	before.end, after.start = inner.start, outer.end
	return append(s.ranges(before), s.ranges(after)...)
}
