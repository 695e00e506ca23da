package demosite

import (
	"strings"
	"time"

	"framewatch/corpus"
)

// Article is the truth about one published article: what a perfect pipeline
// would store.
type Article struct {
	Outlet        string   // id in outlets.yaml and in configs/sources/demo.yaml
	Story         string   // the story that it belongs to
	ID            string   // story/article, unique in the site
	URL           string   // its own address, without port
	Aliases       []string // AMP or print versions, which name URL as canonical
	Title         string
	Authors       []string
	Lang          string // of the page: en, zh-Hans, zh-Hant, fr, es or ar
	Charset       string // of the page's bytes: utf-8, gb18030 or big5
	Section       string
	Published     time.Time   // as the story has it, with the outlet's offset
	Shown         corpus.Date // what the page itself tells of it, which may be less
	Paragraphs    []string    // as printed, so only the first of a paywalled article
	Second        *Half       // the other language of a bilingual page, else nil
	Credit        string      // whom the page names as its origin, empty for none
	CopyOf        string      // ID of the article that it copies with edits
	TranslationOf string      // ID of the article that it translates
	Paywalled     bool        // the rest of the text is for subscribers
	Undated       bool        // the page gives no date; Shown is not known
}

// Half is the second part of a bilingual page, which stands below the first in
// the same article body, under its title as a heading.
type Half struct {
	Lang       string
	Title      string
	Paragraphs []string
	Renderings []string // wrong names of the target that the half uses, in no promised order
}

// dating says how an outlet's pages tell their date; see [corpus.Date].
type dating struct {
	From      string           `yaml:"from"`
	Precision corpus.Precision `yaml:"precision"`
	Offset    bool             `yaml:"offset"`
	UTC       bool             `yaml:"utc"` // the page converts to UTC
}

// shown is the part of t that a page with this habit tells.
func (d dating) shown(t time.Time) corpus.Date {
	out := corpus.Date{Precision: d.Precision, HasOffset: d.Offset, From: d.From}
	zone := time.UTC
	if d.Offset && !d.UTC {
		zone = t.Location()
	}
	if d.UTC {
		t = t.UTC()
	}
	hour, minute, second := t.Clock()
	switch d.Precision {
	case corpus.PrecisionSecond:
	case corpus.PrecisionMinute:
		second = 0
	default:
		hour, minute, second = 0, 0, 0
	}
	out.Time = time.Date(t.Year(), t.Month(), t.Day(), hour, minute, second, 0, zone)
	return out
}

// newestFirst orders articles as home pages and feeds do; ties go by address,
// so that the order does not hang on the order of story files.
func newestFirst(a, b *Article) int {
	if c := b.Published.Compare(a.Published); c != 0 {
		return c
	}
	return strings.Compare(a.URL, b.URL)
}
