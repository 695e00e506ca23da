package store

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"framewatch/corpus"
)

// maxTexts bounds the bytes of texts that are held at a time; a month with more
// is gone through in several passes.
const maxTexts = 96 << 20

type documentCheck struct {
	DocID        []string `col:"doc_id"`
	CaptureID    []string `col:"capture_id"`
	SourceID     Symbols  `col:"source_id"`
	URL          []string `col:"url"`
	FinalURL     Symbols  `col:"final_url"`
	CanonicalURL Symbols  `col:"canonical_url"`
	OriginalURL  Symbols  `col:"original_url"`
	Offset       Symbols  `col:"published_offset"`
	Precision    Symbols  `col:"published_precision"`
	From         Symbols  `col:"published_from"`
	Lang         Symbols  `col:"lang"`
	SiteName     Symbols  `col:"site_name"`
	Section      Symbols  `col:"section"`
	Genre        Symbols  `col:"genre"`
	WireCredit   Symbols  `col:"wire_credit"`
	Correction   []string `col:"correction_notice,null"`
	TextSHA256   []string `col:"text_sha256"`
	ArticleID    []string `col:"article_id,null"`
	Supersedes   Symbols  `col:"supersedes"`
	Excluded     Symbols  `col:"excluded"`
	NotCounted   Symbols  `col:"not_counted"`
	RunID        Symbols  `col:"run_id"`
}

func (documentCheck) Table() string { return "documents" }

type documentLists struct {
	Authors []string    `col:"authors"`
	Langs   []LangShare `col:"langs"`
}

func (documentLists) Table() string { return "documents" }

type documentText struct {
	DocID []string `col:"doc_id"`
	Title Symbols  `col:"title"`
	Text  []string `col:"text"`
}

func (documentText) Table() string { return "documents" }

// checkDocuments reads all but the texts of documents.
func (c *tableCheck) checkDocuments(ctx context.Context) error {
	table := (DocumentRow{}).Table()
	err := c.eachFile(ctx, c.d.Files(table), func(d *Dataset, f File) (n int64, err error) {
		var bad faults
		var texts columnText
		for b, err := range ScanColumns[documentCheck](ctx, d) {
			if err != nil {
				return n, err
			}
			n += int64(len(b.DocID))
			texts.check(b, &bad)
			for i, id := range b.DocID {
				c.docs = append(c.docs, c.hash(id))
				if s := b.SourceID.At(i); s != "" && !c.sources[c.hash(s)] {
					bad.add("dangling", "a source_id that table sources does not have", s)
				}
				if s := b.CaptureID[i]; s != "" && len(c.captures) > 0 && !has(c.captures, c.hash(s)) {
					bad.add("dangling", "a capture_id that table captures does not have", s)
				}
			}
		}
		for r, err := range Scan[documentLists](ctx, d) {
			if err != nil {
				return n, err
			}
			for _, s := range r.Authors {
				if !validString(s) {
					bad.add("text", "authors that are not UTF-8", s)
				}
			}
			for _, l := range r.Langs {
				if !validString(l.Lang) {
					bad.add("text", "langs that are not UTF-8", l.Lang)
				}
			}
		}
		bad.tell(c.verifier, f.Path, table)
		return n, nil
	})
	c.tellDoubled(table, c.docs)
	return err
}

// month is the part of a month's documents that is held: their texts, and the
// sentences that were read.
type month struct {
	*tableCheck
	name      string
	part, of  uint64
	texts     map[uint64]*text
	sentences []uint64 // sorted once they are all there
	aligned   []uint64
	clauses   []uint64 // sorted once they are all there
	parents   []uint64
	quoted    []uint64 // by clauses
	hitQuotes []uint64 // by frame_hits
}

// text is a document's text with its places.
type text struct {
	title, body    string
	inTitle, inMid *corpus.Offsets // made when asked for
}

func (t *text) in(title bool) (string, *corpus.Offsets) {
	if title {
		if t.inTitle == nil {
			t.inTitle = corpus.NewOffsets(t.title)
		}
		return t.title, t.inTitle
	}
	if t.inMid == nil {
		t.inMid = corpus.NewOffsets(t.body)
	}
	return t.body, t.inMid
}

// checkMonths reads the tables about documents a month at a time.
func (c *tableCheck) checkMonths(ctx context.Context) error {
	months := map[string]bool{}
	for _, f := range c.d.live {
		if f.Table == "documents" || slices.Contains(byMonth, f.Table) {
			months[f.Month()] = true
		}
	}
	before := readVerified(c.d.fsys)
	now := verified{Check: checkVersion, Whole: before.Whole}
	for _, name := range slices.Sorted(maps.Keys(months)) {
		digest := (&month{tableCheck: c, name: name}).digestOfMonth()
		found := len(c.problems)
		if !slices.Contains(before.Months, digest) {
			if err := c.checkMonth(ctx, name); err != nil {
				return err
			}
		}
		if len(c.problems) == found && len(c.unreadable) == 0 {
			now.Months = append(now.Months, digest)
		}
	}
	if slices.ContainsFunc(now.Months, func(m string) bool { return !slices.Contains(before.Months, m) }) {
		now.write(c.d.fsys)
	}
	return nil
}

// checkMonth reads a month's tables, in parts if its texts are many.
func (c *tableCheck) checkMonth(ctx context.Context, name string) error {
	parts := uint64(1)
	for part := uint64(0); part < parts; part++ {
		m := &month{tableCheck: c, name: name, part: part, of: parts, texts: map[uint64]*text{}}
		bytes, err := m.load(ctx)
		if err != nil {
			return err
		}
		if n := uint64(bytes/c.texts) + 1; part == 0 && n > parts {
			parts, part = n, ^uint64(0) // begin again, in parts
			continue
		}
		if err := m.check(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (m *month) files(table string) []File {
	return slices.DeleteFunc(m.d.Files(table), func(f File) bool { return f.Month() != m.name })
}

// first reports whether this is the part in which what concerns all rows is told.
func (m *month) first() bool { return m.part == 0 }

// mine reports whether a document is of the part.
func (m *month) mine(doc uint64) bool { return doc%m.of == m.part }

// load reads the texts and returns how many bytes they have; it stops keeping
// them when they are too many for one pass.
func (m *month) load(ctx context.Context) (bytes int, err error) {
	err = m.eachFile(ctx, m.files("documents"), func(d *Dataset, f File) (int64, error) {
		var bad faults
		for b, err := range ScanColumns[documentText](ctx, d) {
			if err != nil {
				return 0, err
			}
			for i, id := range b.DocID {
				h := m.hash(id)
				if !m.mine(h) {
					continue
				}
				bytes += len(b.Text[i])
				if !validString(b.Text[i]) || !validString(b.Title.At(i)) {
					bad.add("text", "a text or title that is not UTF-8", id)
				}
				if m.of > 1 || bytes <= m.verifier.texts {
					m.texts[h] = &text{title: b.Title.At(i), body: b.Text[i]}
				}
			}
		}
		if m.of > 1 || bytes <= m.verifier.texts {
			bad.tell(m.verifier, f.Path, f.Table)
		}
		return f.Rows, nil // counted before
	})
	return bytes, err
}

func (m *month) check(ctx context.Context) error {
	steps := []struct {
		table string
		check func(context.Context, *Dataset, *rows) error
	}{{"sentences", m.checkSentences}, {"clauses", m.checkClauses}, {"mentions", m.checkMentions}, {"frame_hits", m.checkHits}, {"quotes", m.checkQuotes}, {"claims", m.checkClaims}, {"stances", m.checkStances},
		{"document_frames", m.checkFrames}, {"document_targets", m.checkTargets}, {"term_counts", m.checkTerms}}
	for _, s := range steps {
		r := &rows{month: m}
		err := m.eachFile(ctx, m.files(s.table), func(d *Dataset, f File) (int64, error) {
			r.begin()
			if err := s.check(ctx, d, r); err != nil {
				return r.n, err
			}
			r.bad.tell(m.verifier, f.Path, s.table)
			if !m.first() {
				return f.Rows, nil // told already
			}
			return r.n, nil
		})
		if err != nil {
			return err
		}
		m.tellDoubled(s.table, r.keys)
		switch s.table {
		case "sentences":
			m.sentences = r.keys
			m.checkReferences("sentences", "an aligned_to that the table", m.aligned, m.sentences)
		case "clauses":
			m.clauses = r.keys
			m.checkReferences("clauses", "a parent_id that the table", m.parents, m.clauses)
		case "quotes":
			m.checkReferences("clauses", "a quote_id that table quotes", m.quoted, r.keys)
			m.checkReferences("frame_hits", "a quote_id that table quotes", m.hitQuotes, r.keys)
		}
	}
	return nil
}

// checkReferences holds what rows of a table refer to against keys.
func (m *month) checkReferences(table, column string, refs, keys []uint64) {
	n := 0
	for _, h := range refs {
		if !has(keys, h) {
			n++
		}
	}
	if n > 0 {
		m.add(Problem{Table: table, Code: "dangling", Message: fmt.Sprintf("%d rows of %s with %s does not have", n, m.name, column)})
	}
}
