package search_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"framewatch/explore/search"
	"framewatch/store"
)

// article is an invented document with what is coded in it.
type article struct {
	id, title, text  string
	outlet           string // default ledger
	lang             string // default en
	day              string // YYYY-MM-DD; empty = no date
	story            string
	address          string // default that of the id
	version          int64
	frames           []string // present: frame or frame@voice
	absent           []string
	entities         []string
	stance           string
	relevance        string
	paywalled        bool
	genre            string
	sentences        []sentence
	speaker, content string // a quotation
}

type sentence struct {
	start, end int
	lang       string
}

const target = "org.iomed"

func (a article) month() string {
	if a.day == "" {
		return "2026-03"
	}
	return a.day[:len("2026-03")]
}

func (a article) append(b *store.Batch) error {
	run, month := string(b.Run()), a.month()
	or := func(s, other string) string {
		if s == "" {
			return other
		}
		return s
	}
	url := "https://example.org/" + or(a.address, a.id)
	doc := store.DocumentRow{DocID: a.id, CaptureID: "capture-" + a.id, SourceID: or(a.outlet, "ledger"), URL: url, Title: a.title, Text: a.text, Lang: or(a.lang, "en"),
		ArticleID: "article-" + or(a.address, a.id), Version: max(a.version, 1), Genre: a.genre, Paywalled: a.paywalled, Authors: []string{}, Langs: []store.LangShare{}, RunID: run, Month: month, TextSHA256: a.text}
	if a.day != "" {
		at, err := time.Parse(time.DateOnly, a.day)
		if err != nil {
			return err
		}
		doc.PublishedAt, doc.PublishedPrecision = at, "day"
	}
	fetched := time.Date(2026, 3, 20, 8, 0, 0, 0, time.UTC)
	errs := []error{store.Append(b, doc), store.Append(b, store.CaptureRow{CaptureID: doc.CaptureID, SourceID: doc.SourceID, URL: url, Kind: "page", FetchedAt: fetched, Outcome: "ok", WARCFile: "warc/pages.warc.gz", WARCOffset: int64(len(a.id)), Redirects: []string{}, RunID: run}),
		store.Append(b, store.SyndicationRow{GroupID: or(a.story, a.id), DocID: a.id, CopyID: a.id, RunID: run, Month: month})}
	if a.relevance != "" {
		errs = append(errs, store.Append(b, store.DocumentTargetRow{DocID: a.id, TargetID: target, Relevance: a.relevance, RunID: run, Month: month}))
	}
	for i, f := range a.frames {
		frame, voice := cutVoice(f)
		errs = append(errs, store.Append(b, store.DocumentFrameRow{DocID: a.id, Frame: frame, Codebook: "book", TargetID: target, Present: true, RunID: run, Month: month}),
			store.Append(b, store.FrameHitRow{HitID: fmt.Sprint(a.id, i), DocID: a.id, Codebook: "book", Frame: frame, Term: "term", Start: 0, End: 4, Voice: voice, Speaker: a.speaker, TargetID: target, RunID: run, Month: month}))
	}
	for _, f := range a.absent {
		errs = append(errs, store.Append(b, store.DocumentFrameRow{DocID: a.id, Frame: f, Codebook: "book", TargetID: target, RunID: run, Month: month}))
	}
	for i, e := range a.entities {
		errs = append(errs, store.Append(b, store.MentionRow{MentionID: fmt.Sprint(a.id, i), DocID: a.id, Start: int64(i), End: int64(i) + 2, Label: "ORG", EntityID: e, Variant: "official", RunID: run, Month: month}))
	}
	if a.stance != "" {
		errs = append(errs, store.Append(b, store.StanceRow{StanceID: a.id, DocID: a.id, TargetID: target, Voice: "all", Stance: a.stance, Score: 0.5, RunID: run, Month: month}))
	}
	if a.content != "" {
		errs = append(errs, store.Append(b, store.QuoteRow{QuoteID: "quote-" + a.id, DocID: a.id, Content: []store.Span{{Start: 1, End: 3}}, Source: []store.Span{}, Cue: []store.Span{}, TargetIDs: []string{}, ContentText: a.content, SourceText: a.speaker, Type: "direct", RunID: run, Month: month}))
	}
	for i, s := range a.sentences {
		errs = append(errs, store.Append(b, store.SentenceRow{SentenceID: fmt.Sprint(a.id, i), DocID: a.id, Seq: int64(i), Lang: s.lang, Start: int64(s.start), End: int64(s.end), RunID: run, Month: month}))
	}
	return errors.Join(errs...)
}

func cutVoice(f string) (frame, voice string) {
	for i := range f {
		if f[i] == '@' {
			return f[:i], f[i+1:]
		}
	}
	return f, "author"
}

var outlets = []store.SourceRow{
	{SourceID: "ledger", Name: "The Ledger", Country: "KE", OwnerType: "private_news"},
	{SourceID: "bay", Name: "灯湾新闻", Country: "CN", OwnerType: "state_media", Bloc: []string{"parties"}},
	{SourceID: "manara", Name: "صحيفة المنارة", Country: "DZ", OwnerType: "private_news"},
}

// dataset writes a run: what it drops, then what it adds.
func dataset(t *testing.T, dir string, run int, drop []article, add ...article) *store.Dataset {
	t.Helper()
	d, err := store.Open(dir)
	if errors.Is(err, store.ErrNoDataset) {
		d, err = store.Create(dir)
	}
	if err != nil {
		t.Fatal(err)
	}
	started := time.Date(2026, 4, 1, 8, run, 0, 0, time.UTC)
	b, err := d.Begin(store.RunRow{RunID: started.Format("20060102T150405Z-") + fmt.Sprintf("%04x", run), Command: "test", Version: "1", Started: started})
	if err != nil {
		t.Fatal(err)
	}
	gone := map[string]string{}
	for _, a := range drop {
		gone[a.id] = a.month()
	}
	tables := append(store.DocumentTables(), "syndication")
	_, err = b.Drop(t.Context(), gone, tables...)
	b.Replace("sources", "frames", "entities", "blocs", "memberships")
	b.KeepFor(0)
	errs := []error{err}
	for _, s := range outlets {
		s.RunID, s.Langs = string(b.Run()), []string{}
		if s.Bloc == nil {
			s.Bloc = []string{}
		}
		errs = append(errs, store.Append(b, s))
	}
	errs = append(errs, store.Append(b, store.BlocRow{BlocID: "parties", NameEN: "Parties to the Convention", Names: []store.LangText{}, Statuses: []string{}, RunID: string(b.Run())}),
		store.Append(b, store.MembershipRow{EntityID: "KE", BlocID: "parties", Status: "member", ValidFrom: "2026-02-10", RunID: string(b.Run())}))
	for _, f := range []string{"peace", "doubt", "cost"} {
		errs = append(errs, store.Append(b, store.FrameRow{Codebook: "book", Frame: f, LabelEN: "Frame of " + f, Labels: []store.LangText{}, Excludes: []store.Excluded{}, Langs: []string{}, Unvalidated: []string{}, RunID: string(b.Run())}))
	}
	for _, a := range add {
		errs = append(errs, a.append(b))
	}
	if err := errors.Join(errs...); err != nil {
		t.Fatal(errors.Join(err, b.Close()))
	}
	if _, err := b.Commit(t.Context(), started.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if d, err = store.Open(dir); err != nil {
		t.Fatal(err)
	}
	return d
}

// unhurried leaves out a test that starts no goroutine where the race detector looks
// on, which makes SQLite twenty times as slow.
func unhurried(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("one goroutine and much work")
	}
}

// index opens the index of a dataset of articles.
func index(t *testing.T, articles ...article) *search.Index {
	t.Helper()
	return open(t, dataset(t, filepath.Join(t.TempDir(), "data"), 1, nil, articles...), filepath.Join(t.TempDir(), "index.db"))
}

func open(t *testing.T, ds *store.Dataset, path string) *search.Index {
	t.Helper()
	x, err := search.Open(t.Context(), ds, path, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}

func ask(t testing.TB, x *search.Index, q search.Query) *search.Result {
	t.Helper()
	r, err := x.Search(t.Context(), q)
	if err != nil {
		t.Fatalf("%q: %v", q.Text, err)
	}
	return r
}

// ids are the documents of an answer in their order, or sorted.
func ids(r *search.Result, sorted bool) []string {
	out := []string{}
	for _, f := range r.Found {
		out = append(out, f.DocID)
	}
	if sorted {
		slices.Sort(out)
	}
	return out
}
