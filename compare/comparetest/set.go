package comparetest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"framewatch/corpus"
	"framewatch/store"
)

// Codebook is the codebook of every hit.
const Codebook = "invented"

// Set is a dataset before it is written.
type Set struct {
	Sources     []store.SourceRow
	Memberships []store.MembershipRow
	Events      []store.EventRow
	Failures    []store.FailureRow
	Frames      []string // a row of document_frames is written for each
	Docs        []Doc
}

// Doc is a document with its marks. Published is YYYY-MM-DD, YYYY-MM, YYYY or
// empty; documents of one Story are copies of each other, and an empty Story
// stands for a document alone.
type Doc struct {
	Source, URL, Title, Text string
	Lang, Published, Story   string
	Version                  int64
	Paywalled, Blocked       bool
	MachineTranslated        bool
	Genre, Relevance         string // Relevance to [Target]; no row of document_targets without one
	Uncoded                  bool   // write no rows of document_frames
	Marks                    []Mark
	Quotes                   []Quote
	Claims                   []Claim
}

// Quote is a quotation: the first place of Content in the document's text.
type Quote struct {
	Content                          string
	SpeakerID, Name, Country, Office string
}

// Claim is a number stated about the target.
type Claim struct{ Target, Kind, Verdict, Voice string }

// Mark is a mention of an entity or, with Frame, a codebook hit: the first
// place of Text in the document's text, or in its title.
type Mark struct {
	Text            string
	InTitle         bool
	Entity, Variant string
	Frame           string
	Voice           string // empty = author
	Speaker         string
	Negated         bool
	// In is the sentence in which it stands, a part of the document's text; marks
	// with one In share a sentence, and those without have one each.
	In string
}

// ID is the document's ID.
func (d Doc) ID() string {
	return string(corpus.NewDocID(corpus.SourceID(d.Source), d.URL, corpus.SHA256([]byte(d.Text))))
}

var started = time.Date(2026, 1, 15, 6, 0, 0, 0, time.UTC)

// Store writes the set as one run into a temporary folder.
func (s Set) Store(t testing.TB) *store.Dataset {
	t.Helper()
	dir := t.TempDir()
	if err := s.StoreIn(dir); err != nil {
		t.Fatal(err)
	}
	ds, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return ds
}

// StoreIn writes the set as one run into dir.
func (s Set) StoreIn(dir string) error {
	ds, err := store.Create(dir)
	if err != nil {
		return err
	}
	b, err := ds.Begin(store.RunRow{RunID: "20260115T060000Z-7e57", Command: "test", Version: "0.0.0", Started: started})
	if err != nil {
		return err
	}
	defer b.Close()
	w := writer{set: s, b: b}
	for _, step := range []func() error{w.dimensions, w.documents, w.syndication} {
		if err := step(); err != nil {
			return err
		}
	}
	_, err = b.Commit(context.Background(), started.Add(90*time.Second))
	return err
}

type writer struct {
	set Set
	b   *store.Batch
}

func (w writer) dimensions() error {
	if err := store.Append(w.b, w.set.Sources...); err != nil {
		return err
	}
	if err := store.Append(w.b, w.set.Memberships...); err != nil {
		return err
	}
	if err := store.Append(w.b, w.set.Events...); err != nil {
		return err
	}
	return store.Append(w.b, w.set.Failures...)
}

func (w writer) documents() error {
	run := string(w.b.Run())
	for i, d := range w.set.Docs {
		at, precision := published(d.Published)
		month := "2026-01"
		if !at.IsZero() {
			month = at.Format("2006-01")
		}
		capture := fmt.Sprintf("capture-%06d", i)
		err := store.Append(w.b, store.CaptureRow{CaptureID: capture, SourceID: d.Source, URL: d.URL, FinalURL: d.URL, Attempt: 1,
			Kind: "page", FetchedAt: started, Status: 200, Outcome: "ok", WARCFile: "warc/20260115T060000Z-7e57-0000.warc.gz",
			WARCOffset: int64(i) * 4096, RunID: run})
		if err != nil {
			return err
		}
		err = store.Append(w.b, store.DocumentRow{DocID: d.ID(), CaptureID: capture, SourceID: d.Source, URL: d.URL, Title: d.Title,
			PublishedAt: at, PublishedPrecision: precision, Lang: d.Lang, Version: max(1, d.Version), Genre: d.Genre, Paywalled: d.Paywalled, Blocked: d.Blocked,
			MachineTranslated: d.MachineTranslated, TextSHA256: corpus.SHA256([]byte(d.Text)), Text: d.Text, RunID: run, Month: month})
		if err != nil {
			return err
		}
		if d.Relevance != "" {
			if err := store.Append(w.b, store.DocumentTargetRow{DocID: d.ID(), TargetID: Target, Relevance: d.Relevance, RunID: run, Month: month}); err != nil {
				return err
			}
		}
		if err := w.marks(d, month); err != nil {
			return err
		}
	}
	return nil
}

func published(date string) (time.Time, string) {
	for layout, precision := range map[string]string{time.DateOnly: "day", "2006-01": "month", "2006": "year"} {
		if at, err := time.Parse(layout, date); err == nil {
			return at, precision
		}
	}
	return time.Time{}, ""
}

// marks writes mentions, hits and what sums them up.
func (w writer) marks(d Doc, month string) error {
	run, id := string(w.b.Run()), d.ID()
	sums, written := map[string]*store.DocumentFrameRow{}, map[string]bool{}
	for _, f := range w.set.Frames {
		sums[f] = &store.DocumentFrameRow{DocID: id, Frame: f, Codebook: Codebook, RunID: run, Month: month}
	}
	for i, m := range d.Marks {
		text := d.Text
		if m.InTitle {
			text = d.Title
		}
		start := strings.Index(text, m.Text)
		if start < 0 {
			return fmt.Errorf("mark %q is not in document %s", m.Text, d.URL)
		}
		o := corpus.NewOffsets(text)
		at := o.Points(corpus.Span{Start: start, End: start + len(m.Text)})
		sentence := fmt.Sprintf("%s-%d", id, i)
		place := sentence
		if m.In != "" {
			sentence = fmt.Sprintf("%s-in-%d", id, strings.Index(text, m.In))
		}
		voice := cmp.Or(m.Voice, "author")
		lang := d.Lang
		if strings.IndexFunc(m.Text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0 && !strings.HasPrefix(lang, "zh") {
			lang = "zh-Hans"
		}
		var errs []error
		if !written[sentence] {
			written[sentence] = true
			from := max(0, strings.Index(text, m.In))
			errs = append(errs, store.Append(w.b, store.SentenceRow{SentenceID: sentence, DocID: id, Seq: int64(i), Lang: lang, IsHeadline: m.InTitle,
				StartByte: int64(from), EndByte: int64(from + len(m.In)), RunID: run, Month: month}))
		}
		if m.Entity != "" {
			errs = append(errs, store.Append(w.b, store.MentionRow{MentionID: place, DocID: id, SentenceID: sentence, InTitle: m.InTitle,
				Surface: m.Text, Start: int64(at.Start), End: int64(at.End), StartByte: int64(start), EndByte: int64(start + len(m.Text)),
				Label: "ORG", EntityID: m.Entity, Variant: cmp.Or(m.Variant, "official"), LinkScore: 1, RunID: run, Month: month}))
		}
		if m.Frame != "" {
			errs = append(errs, store.Append(w.b, store.FrameHitRow{HitID: place, DocID: id, SentenceID: sentence, InTitle: m.InTitle,
				Codebook: Codebook, CodebookVersion: "0.1", Frame: m.Frame, Term: m.Text, Surface: m.Text, Start: int64(at.Start), End: int64(at.End),
				StartByte: int64(start), EndByte: int64(start + len(m.Text)), Negated: m.Negated, Voice: voice, Speaker: m.Speaker,
				Method: "codebook", Score: 1, RunID: run, Month: month}))
			count(sums[m.Frame], m, voice)
		}
		for _, err := range errs {
			if err != nil {
				return err
			}
		}
	}
	if !d.Uncoded {
		for _, f := range w.set.Frames {
			if err := store.Append(w.b, *sums[f]); err != nil {
				return err
			}
		}
	}
	if err := w.quotes(d, month); err != nil {
		return err
	}
	return w.terms(d, month)
}

// quotes writes quotations and claims.
func (w writer) quotes(d Doc, month string) error {
	run, id := string(w.b.Run()), d.ID()
	for i, q := range d.Quotes {
		start := strings.Index(d.Text, q.Content)
		if start < 0 {
			return fmt.Errorf("quotation %q is not in document %s", q.Content, d.URL)
		}
		at := corpus.NewOffsets(d.Text).Points(corpus.Span{Start: start, End: start + len(q.Content)})
		err := store.Append(w.b, store.QuoteRow{QuoteID: fmt.Sprintf("%s-q%d", id, i), DocID: id, SentenceID: fmt.Sprintf("%s-q%d", id, i),
			Content: []store.Span{{Start: int64(at.Start), End: int64(at.End)}}, ContentText: q.Content, Type: "direct",
			SpeakerID: q.SpeakerID, SpeakerName: q.Name, SpeakerCountry: q.Country, Office: q.Office, RunID: run, Month: month})
		if err != nil {
			return err
		}
	}
	for i, c := range d.Claims {
		err := store.Append(w.b, store.ClaimRow{ClaimID: fmt.Sprintf("%s-c%d", id, i), DocID: id, SentenceID: fmt.Sprintf("%s-c%d", id, i),
			TargetID: c.Target, Kind: c.Kind, Verdict: c.Verdict, Voice: c.Voice, RunID: run, Month: month})
		if err != nil {
			return err
		}
	}
	return nil
}

func count(row *store.DocumentFrameRow, m Mark, voice string) {
	switch {
	case m.Negated:
		row.NNegated++
		return
	case voice == "author":
		row.NAuthor++
	default:
		row.NQuoted++
	}
	row.NHits++
	row.Present = true
	row.InHeadline = row.InHeadline || m.InTitle
}

// terms counts words; Han text is cut into pairs of characters.
func (w writer) terms(d Doc, month string) error {
	n := map[string]int64{}
	for _, word := range strings.FieldsFunc(strings.ToLower(d.Text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		runes := []rune(word)
		if !unicode.Is(unicode.Han, runes[0]) {
			n[word]++
			continue
		}
		for i := 0; i+1 < len(runes); i += 2 {
			n[string(runes[i:i+2])]++
		}
	}
	var rows []store.TermCountRow
	for _, term := range slices.Sorted(maps.Keys(n)) {
		rows = append(rows, store.TermCountRow{DocID: d.ID(), Lang: d.Lang, Term: term, N: n[term], RunID: string(w.b.Run()), Month: month})
	}
	return store.Append(w.b, rows...)
}

func (w writer) syndication() error {
	members := map[string][]Doc{}
	for _, d := range w.set.Docs {
		key := cmp.Or(d.Story, d.ID())
		members[key] = append(members[key], d)
	}
	for _, key := range slices.Sorted(maps.Keys(members)) {
		docs := members[key]
		group := docs[0].ID()
		first, origin := time.Time{}, ""
		for _, d := range docs {
			group = min(group, d.ID())
			if at, _ := published(d.Published); !at.IsZero() && (first.IsZero() || at.Before(first)) {
				first, origin = at, d.ID()
			}
		}
		for _, d := range docs {
			row := store.SyndicationRow{GroupID: group, DocID: d.ID(), IsOrigin: d.ID() == origin, Similarity: 1, FirstSeen: first,
				GroupSize: int64(len(docs)), Weight: 1 / float64(len(docs)), RunID: string(w.b.Run())}
			if len(docs) > 1 {
				row.WireCredit = "Lodestar Wire"
			}
			if err := store.Append(w.b, row); err != nil {
				return err
			}
		}
	}
	return nil
}
