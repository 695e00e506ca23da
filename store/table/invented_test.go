package table_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Rows shaped like those of the tables, all invented.

type termRow struct {
	DocID string `col:"doc_id,key"`
	Lang  string `col:"lang,key"`
	Term  string `col:"term,key"`
	POS   string `col:"pos,key,null"`
	N     int64  `col:"n"`
	RunID string `col:"run_id,volatile"`
	Month string
}

type sentenceRow struct {
	SentenceID string   `col:"sentence_id,key"`
	DocID      string   `col:"doc_id"`
	Seq        int64    `col:"seq"`
	Paragraph  int64    `col:"paragraph"`
	Lang       string   `col:"lang"`
	Script     string   `col:"script"`
	Start      int64    `col:"start"`
	End        int64    `col:"end"`
	IsHeadline bool     `col:"is_headline"`
	InQuote    bool     `col:"in_quote"`
	AlignedTo  string   `col:"aligned_to,null"`
	Alignment  *float64 `col:"alignment_score"`
	RunID      string   `col:"run_id,volatile"`
}

type mentionRow struct {
	MentionID  string  `col:"mention_id,key"`
	DocID      string  `col:"doc_id"`
	SentenceID string  `col:"sentence_id"`
	Surface    string  `col:"surface"`
	Start      int64   `col:"start"`
	End        int64   `col:"end"`
	Label      string  `col:"label"`
	EntityID   string  `col:"entity_id,null"`
	Name       string  `col:"name,null"`
	LinkScore  float64 `col:"link_score"`
	Metonym    bool    `col:"metonym"`
	RunID      string  `col:"run_id,volatile"`
}

type share struct {
	Lang  string  `col:"lang"`
	Share float64 `col:"share"`
}

type documentRow struct {
	DocID     string    `col:"doc_id,key"`
	SourceID  string    `col:"source_id"`
	URL       string    `col:"url"`
	Title     string    `col:"title,null"`
	Authors   []string  `col:"authors"`
	Published time.Time `col:"published_at,null"`
	Lang      string    `col:"lang"`
	Langs     []share   `col:"langs"`
	NChars    int64     `col:"n_chars"`
	Blocked   bool      `col:"blocked"`
	Quality   float64   `col:"extraction_quality"`
	Agreement *float64  `col:"extractor_agreement"`
	Text      string    `col:"text"`
	Signature []byte    `col:"signature"`
	RunID     string    `col:"run_id,volatile"`
}

const run = "20260304T081500Z-00aa"

var (
	langs  = []string{"en", "zh-Hans", "fr", "sw", "id"}
	places = []string{"Northport", "Amberfield", "青河", "Lake Vole", "Saltmarsh Bay", "石桥"}
	tags   = []string{"NN", "NNS", "VB", "VBD", "JJ", "NNP"}
)

// word is a word of an invented language: frequent ones are short.
func word(r *rand.Rand) string {
	n := int(r.ExpFloat64() * 900)
	s := []string{"ka", "lo", "mi", "ren", "tos", "vu", "sha", "del"}
	var b strings.Builder
	for {
		b.WriteString(s[n%len(s)])
		if n /= len(s); n == 0 {
			return b.String()
		}
	}
}

func id(r *rand.Rand) string { return fmt.Sprintf("%016x%08x", r.Uint64(), r.Uint32()) }

func termRows(r *rand.Rand, n int) []termRow {
	rows := make([]termRow, 0, n)
	for len(rows) < n {
		doc, lang := id(r), langs[r.IntN(len(langs))]
		seen := map[string]bool{}
		for range 160 {
			w := word(r)
			if seen[w] || len(rows) == n {
				continue
			}
			seen[w] = true
			row := termRow{DocID: doc, Lang: lang, Term: w, N: 1 + int64(r.ExpFloat64()), RunID: run}
			if lang == "en" {
				row.POS = tags[r.IntN(len(tags))]
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func sentenceRows(r *rand.Rand, n int) []sentenceRow {
	rows := make([]sentenceRow, 0, n)
	for len(rows) < n {
		doc, lang, at := id(r), langs[r.IntN(len(langs))], int64(0)
		for i := range min(16, n-len(rows)) {
			row := sentenceRow{SentenceID: id(r), DocID: doc, Seq: int64(i), Paragraph: int64(i/3) - 1, Lang: lang, Script: "Latn",
				Start: at, End: at + 40 + int64(r.IntN(150)), IsHeadline: i == 0, InQuote: r.IntN(9) == 0, RunID: run}
			if r.IntN(20) == 0 {
				score := r.Float64()
				row.AlignedTo, row.Alignment = id(r), &score
			}
			at = row.End + 1
			rows = append(rows, row)
		}
	}
	return rows
}

func mentionRows(r *rand.Rand, n int) []mentionRow {
	rows := make([]mentionRow, n)
	doc, sentence := id(r), id(r)
	for i := range rows {
		if r.IntN(12) == 0 {
			doc = id(r)
		}
		if r.IntN(2) == 0 {
			sentence = id(r)
		}
		start := int64(r.IntN(6000))
		rows[i] = mentionRow{MentionID: id(r), DocID: doc, SentenceID: sentence, Surface: places[r.IntN(len(places))], Start: start, End: start + 9,
			Label: "LOC", LinkScore: float64(r.IntN(100)) / 100, Metonym: r.IntN(30) == 0, RunID: run}
		if r.IntN(3) > 0 {
			rows[i].EntityID = fmt.Sprintf("org.%d", r.IntN(200))
		} else {
			rows[i].Name = word(r) + " " + word(r)
		}
	}
	return rows
}

func documentRows(r *rand.Rand, n int) []documentRow {
	rows := make([]documentRow, n)
	for i := range rows {
		var text strings.Builder
		for range 200 + r.IntN(500) {
			text.WriteString(word(r))
			text.WriteByte(' ')
		}
		text.WriteString(places[r.IntN(len(places))])
		rows[i] = documentRow{DocID: id(r), SourceID: fmt.Sprintf("outlet-%d", r.IntN(40)), URL: "https://www.outlet.test/" + id(r),
			Title: word(r) + " " + word(r), Published: time.Unix(1_770_000_000+int64(r.IntN(9_000_000)), 0).UTC(), Lang: langs[r.IntN(len(langs))],
			Langs: []share{{"en", 0.75}, {"fr", 0.25}}, NChars: int64(text.Len()), Quality: r.Float64(), Text: text.String(),
			Signature: []byte(id(r)), RunID: run}
		if r.IntN(2) == 0 {
			rows[i].Authors = []string{word(r), word(r)}
			rows[i].Agreement = &rows[i].Quality
		}
	}
	return rows
}
