package sourcecheck

import (
	"fmt"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/internal/foreign"
)

// Level says how bad a finding is.
type Level string

// The levels, also those of a verdict: all is well; a crawl works, but somebody
// should look at it; an address of the entry is of no use, or a crawl would collect
// nothing.
const (
	OK   Level = "ok"
	Warn Level = "warn"
	Fail Level = "fail"
)

// Report is what was seen of one source.
type Report struct {
	Source   corpus.SourceID `json:"source"`
	Verdict  Level           `json:"verdict"` // the worst of the findings
	Findings []Finding       `json:"findings,omitempty"`
	Robots   string          `json:"robots,omitempty"` // state of robots.txt: allowed, none, unreachable, disallowed
	Lists    []List          `json:"lists,omitempty"`
	Ways     int             `json:"ways"` // independent ways in that work, of [corpus.WaysIn]
	Article  *Article        `json:"article,omitempty"`
}

// Finding is one thing that an editor may want to change.
type Finding struct {
	Level   Level  `json:"level"`
	Part    string `json:"part"` // of the entry, such as feeds[0] or selectors.text
	URL     string `json:"url,omitempty"`
	Code    string `json:"code,omitempty"` // of an address: why it gave nothing (docs/reasons.md), else the answer
	Message string `json:"message"`        // what is wrong and what to do about it
}

// List is a feed, sitemap or start page of the entry.
type List struct {
	Part    string         `json:"part"`
	Field   string         `json:"-"` // of the entry, such as feeds
	Listed  string         `json:"-"` // the address as the entry has it
	URL     string         `json:"url"`
	Checked string         `json:"checked"` // day on which it was asked for, in UTC
	Answer  corpus.Answer  `json:"answer"`  // of the second request where the first gave nothing
	Outcome corpus.Outcome `json:"outcome"`
	Code    string         `json:"code,omitempty"`
	Entries int            `json:"entries"`          // items, addresses or links to the source's own hosts
	Matched int            `json:"matched"`          // of these, what link_patterns let through
	Newest  string         `json:"newest,omitempty"` // latest day that an entry names
}

// Article is the article that was read as a sample.
type Article struct {
	URL       string          `json:"url"`
	Title     string          `json:"title"`
	Published string          `json:"published,omitempty"`
	Lang      string          `json:"lang"`
	Chars     int             `json:"chars"`
	Paywalled bool            `json:"paywalled,omitempty"` // only its beginning is public
	Selectors map[string]bool `json:"selectors,omitempty"` // whether each configured selector matches
}

// add notes a finding; the verdict is the worst.
func (r *Report) add(level Level, part, url, message string, args ...any) {
	r.note(Finding{Level: level, Part: part, URL: url, Message: fmt.Sprintf(message, args...)})
}

func (r *Report) note(f Finding) {
	r.Findings = append(r.Findings, f)
	if f.Level == Fail || r.Verdict == OK {
		r.Verdict = f.Level
	}
}

// Line is the verdict for people: one line with tabs between verdict, source
// and what was found, the worst first.
func (r *Report) Line() string {
	var parts []string
	for _, level := range []Level{Fail, Warn} {
		for _, f := range r.Findings {
			if f.Level == level {
				parts = append(parts, f.Part+": "+foreign.Line(f.Message))
			}
		}
	}
	if len(parts) == 0 {
		parts = append(parts, r.summary())
	}
	return strings.Join([]string{string(r.Verdict), string(r.Source), strings.Join(parts, "; ")}, "\t")
}

// Named is how many articles the lists name.
func (r *Report) Named() (n int) {
	for _, l := range r.Lists {
		n += l.Matched
	}
	return n
}

// summary says what a good source offers.
func (r *Report) summary() string {
	s := fmt.Sprintf("lists %d, articles named %d", len(r.Lists), r.Named())
	if a := r.Article; a != nil {
		s += fmt.Sprintf("; read %q", a.Title)
		if a.Published != "" {
			s += " of " + a.Published
		}
		s += fmt.Sprintf(" (%s, %d characters)", a.Lang, a.Chars)
	}
	return s
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}
