package store_test

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"framewatch/corpus"
	"framewatch/store"
	"framewatch/store/disk"
	"framewatch/store/disk/disktest"
)

// world is a dataset with a row in every table, all of which agree.
type world struct {
	Sources     []store.SourceRow
	Captures    []store.CaptureRow
	Documents   []store.DocumentRow
	Sentences   []store.SentenceRow
	Mentions    []store.MentionRow
	Hits        []store.FrameHitRow
	Frames      []store.DocumentFrameRow
	Quotes      []store.QuoteRow
	Clauses     []store.ClauseRow
	Claims      []store.ClaimRow
	Stances     []store.StanceRow
	Targets     []store.DocumentTargetRow
	Names       []store.NameRow
	Links       []store.StoryLinkRow
	Syndication []store.SyndicationRow
	Outlets     []store.OutletMonthRow
	Terms       []store.TermCountRow
	Codebook    []store.FrameRow
	Entities    []store.EntityRow
	Blocs       []store.BlocRow
	Memberships []store.MembershipRow
	Events      []store.EventRow
	Estimates   []store.EstimateRow
	Derivations []store.DerivationRow
	Recipes     []store.RecipeRow
	Noticed     []store.ArticleEventRow
	Corrections []store.CorrectionRow
	Failures    []store.FailureRow
	SourceRuns  []store.SourceRunRow
	Faults      []store.SourceEventRow
}

func (w *world) append(b *store.Batch) error {
	return errors.Join(store.Append(b, w.Sources...), store.Append(b, w.Captures...), store.Append(b, w.Documents...), store.Append(b, w.Sentences...),
		store.Append(b, w.Mentions...), store.Append(b, w.Hits...), store.Append(b, w.Frames...), store.Append(b, w.Quotes...),
		store.Append(b, w.Clauses...), store.Append(b, w.Claims...), store.Append(b, w.Stances...), store.Append(b, w.Targets...), store.Append(b, w.Names...),
		store.Append(b, w.Links...), store.Append(b, w.Syndication...), store.Append(b, w.Outlets...), store.Append(b, w.Terms...), store.Append(b, w.Codebook...), store.Append(b, w.Entities...), store.Append(b, w.Blocs...), store.Append(b, w.Memberships...),
		store.Append(b, w.Events...), store.Append(b, w.Estimates...), store.Append(b, w.Derivations...), store.Append(b, w.Recipes...),
		store.Append(b, w.Noticed...), store.Append(b, w.Corrections...), store.Append(b, w.Failures...), store.Append(b, w.SourceRuns...), store.Append(b, w.Faults...))
}

// tables are the slices of rows, by table.
func (w *world) tables() map[string]reflect.Value {
	out := map[string]reflect.Value{}
	v := reflect.ValueOf(w).Elem()
	for i := range v.NumField() {
		row := reflect.Zero(v.Field(i).Type().Elem()).Interface().(store.Row)
		out[row.Table()] = v.Field(i)
	}
	return out
}

const (
	worldTitle = "Talks 谈判 begin"
	worldText  = "The court 🕊 opened in Northport with 33 members. “国际调解院 opened,” Mr Lau said."
	worldWARC  = "warc/20260304T080001Z-0001-00000.warc.gz"
)

// in is where a part stands in a text.
func in(text, part string) corpus.Span {
	at := strings.Index(text, part)
	if at < 0 {
		panic(part + " does not stand in " + text)
	}
	return corpus.Span{Start: at, End: at + len(part)}
}

func worldDocument() corpus.Document {
	return corpus.Document{ID: "doc-1", Capture: "capture-1", Source: "harbour", URL: "http://h.test/1", FinalURL: "http://h.test/final", CanonicalURL: "http://h.test/c",
		OriginalURL: "http://o.test/1", Title: worldTitle, Text: worldText, Authors: []string{"Mei Lau"}, Lang: "en",
		Published: corpus.Date{Time: start.In(time.FixedZone("", 8*3600)), Precision: corpus.PrecisionMinute, HasOffset: true, From: "meta"},
		Modified:  corpus.Date{Time: start.Add(time.Hour), Precision: corpus.PrecisionSecond},
		Langs:     []corpus.LangShare{{Lang: "en", Share: 0.75}, {Lang: "zh-Hans", Share: 0.25}}, SiteName: "The Harbour Ledger", Section: "World", Genre: "news",
		WireCredit: "Ferry Wire", CorrectionNotice: "Correction: two ferries, not three.", Quality: 0.5, TextSHA256: strings.Repeat("a", 64), Article: "article-1", Version: 1, Supersedes: "doc-0", Excluded: "a list", FetchedAt: start}
}

// worldAnnotations have one thing of each kind, in the title and in the text.
func worldAnnotations() corpus.Annotations {
	worldP := 0.75
	second := in(worldText, "“国际调解院 opened,” Mr Lau said.")
	return corpus.Annotations{Doc: "doc-1",
		Sentences: []corpus.Sentence{
			{ID: "s-0", Span: in(worldTitle, worldTitle), Paragraph: -1, Lang: "en", Script: "Latn", Headline: true},
			{ID: "s-1", Span: in(worldText, "The court 🕊 opened in Northport with 33 members."), Seq: 1, Lang: "en", Script: "Latn", AlignedTo: "s-2", AlignmentScore: 0.5},
			{ID: "s-2", Span: second, Seq: 2, Lang: "en", Script: "Latn"},
		},
		Mentions: []corpus.Mention{
			{ID: "m-0", Span: in(worldTitle, "谈判"), Sentence: 0, Surface: "谈判", Label: corpus.MISC, Variant: corpus.VariantAlias, Entity: "org.talks", Target: "org.talks", Evidence: "gazetteer"},
			{ID: "m-1", Span: in(worldText, "Northport"), Sentence: 1, Surface: "Northport", Label: corpus.LOC},
			{ID: "m-2", Span: in(worldText, "Mr Lau"), Sentence: 2, Surface: "Mr Lau", Label: corpus.PER, Name: "Mr Lau"},
		},
		Frames: []corpus.FrameHit{
			{ID: "h-0", Span: in(worldTitle, "Talks"), Sentence: 0, Codebook: "talks", Version: "1", Frame: "peace", Term: "talks", Polarity: "positive", Surface: "Talks", Voice: corpus.VoiceAuthor, Target: "org.talks", Distance: -1, Method: "codebook"},
			{ID: "h-1", Span: in(worldText, "opened"), Sentence: 1, Clause: "c-1", Codebook: "talks", Version: "1", Frame: "peace", Term: "open", Surface: "opened", Voice: corpus.VoiceDirect, Quote: "q-1", Speaker: "Mr Lau", SpeakerID: "per.lau", Target: "org.talks", Entity: "org.talks", Distance: 2, Method: "codebook"},
			{ID: "h-2", Span: in(worldText, "court"), Sentence: 1, Clause: "c-1", Codebook: "talks", Version: "1", Frame: "peace", Term: "court", Surface: "court", Negated: true, Voice: corpus.VoiceAuthor, Target: "org.talks", Method: "codebook"},
		},
		Codes: []corpus.FrameCode{
			{Target: "org.talks", Codebook: "talks", Version: "1", Frame: "peace", Present: true, P: &worldP, Method: "trained@0123456789ab", Sentence: 1, NHits: 2, NNegated: 1, NAuthor: 1, NQuoted: 1, InHeadline: true, Share: 2.0 / 3},
			{Target: "org.talks", Codebook: "talks", Version: "1", Frame: "war", Method: "rules", Sentence: -1, First: -1},
		},
		Quotes: []corpus.Quote{{ID: "q-1", In: corpus.InText, Content: []corpus.Span{in(worldText, "国际调解院"), in(worldText, "opened,")}, Source: []corpus.Span{in(worldText, "Mr Lau")},
			Cue: []corpus.Span{in(worldText, "said")}, Type: corpus.QuoteDirect, Speaker: "per.lau", SpeakerName: "Mr Lau", SpeakerCountry: "HK", Office: "off.1", VerbClass: corpus.VerbNeutral, Clause: "c-2", Targets: []corpus.EntityID{"org.talks"}},
			{ID: "q-0", In: corpus.InTitle, Content: []corpus.Span{in(worldTitle, "begin")}, Type: corpus.QuoteIndirect}},
		Clauses: []corpus.Clause{
			{ID: "c-1", Kind: corpus.ClauseSentence, Span: in(worldText, "The court 🕊 opened in Northport with 33 members."), Sentence: 1, Subject: in(worldText, "The court"), Polarity: corpus.Affirmed, Mood: corpus.Asserted, Voice: corpus.VoiceAuthor},
			{ID: "c-2", Kind: corpus.ClauseReport, Span: second, Sentence: 2, Parent: "c-1", Cue: in(worldText, "said"), Polarity: corpus.Affirmed, Mood: corpus.Asserted, Voice: corpus.VoiceDirect, Quote: "q-1", Speaker: "per.lau", VerbClass: corpus.VerbNeutral},
		},
		Claims: []corpus.Claim{{ID: "k-1", Span: in(worldText, "33 members"), Sentence: 1, Clause: "c-1", Surface: "33 members", Target: "org.talks", Kind: "members", Value: "33", Bound: corpus.BoundExact,
			Verdict: corpus.VerdictSupported, Fact: "33", Source: "http://r.test/", Register: "talks@1", Voice: corpus.VoiceAuthor, Speaker: "Mr Lau", SpeakerID: "per.lau"}},
		Stances: []corpus.Stance{{Target: "org.talks", Mention: -1, Voice: corpus.StanceOfAll, Label: corpus.StanceSupportive, Score: 0.5, P: [3]float64{0.125, 0.25, 0.625}, Sentence: 1, Span: in(worldText, "The court 🕊 opened"), Method: "stance@1"},
			{Target: "org.talks", Mention: 0, Voice: corpus.StanceOfAuthor, Label: corpus.StanceNeutral, P: [3]float64{0, 1, 0}, Sentence: 0, Span: in(worldTitle, worldTitle), Method: "stance@1"}},
		Terms: []corpus.TermCount{{Lang: "en", Term: "court", POS: "NN", N: 1}, {Lang: "zh-Hans", Term: "开", N: 2}},
	}
}

// plain is a row with something in every field, for tables that refer to nothing.
func plain[T any]() []T {
	rows := make([]T, 1)
	var fill func(v reflect.Value)
	fill = func(v reflect.Value) {
		switch value := v.Addr().Interface().(type) {
		case *time.Time:
			*value = start
			return
		case *string:
			*value = "some"
			return
		case *int64:
			*value = 1
			return
		case *float64:
			*value = 0.5
			return
		}
		switch v.Kind() {
		case reflect.Pointer:
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem())
		case reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			fill(v.Index(0))
		case reflect.Struct:
			for i := range v.NumField() {
				fill(v.Field(i))
			}
		default: // truth values stay
		}
	}
	fill(reflect.ValueOf(rows).Index(0))
	if m := reflect.ValueOf(rows).Index(0).FieldByName("Month"); m.IsValid() {
		m.SetString("2026-03")
	}
	return rows
}

func newWorld() *world {
	d, a, r := worldDocument(), worldAnnotations(), corpus.RunID(run(1))
	rows := store.RowsOf(d, a, r)
	w := &world{Sources: plain[store.SourceRow](), Documents: []store.DocumentRow{store.DocumentOf(d, r, 12, false)}, Sentences: rows.Sentences, Mentions: rows.Mentions,
		Hits: rows.Frames, Quotes: rows.Quotes, Clauses: rows.Clauses, Claims: rows.Claims, Stances: rows.Stances, Terms: rows.Terms,
		Captures: []store.CaptureRow{store.CaptureOf(corpus.Capture{ID: "capture-1", Source: "harbour", URL: "http://h.test/1", FinalURL: "http://h.test/final", Redirects: []string{"http://h.test/2"}, RedirectStatus: 301,
			Attempt: 1, Kind: "page", FetchedAt: start, Status: 200, Outcome: corpus.OutcomeOK, ErrorCode: "x", Message: "y", ContentType: "text/html", Charset: "utf-8", CharsetFrom: "meta",
			BodySHA256: strings.Repeat("b", 64), Bytes: 3, RobotsState: "allowed", TDMReservation: "0", WARCFile: worldWARC, Run: r})},
		Frames:  store.DocumentFramesOf(d, a, r),
		Targets: []store.DocumentTargetRow{store.DocumentTargetOf(d, corpus.TargetUse{Target: "org.talks", Relevance: corpus.RelevanceMain, Score: 1, First: 0.5}, r)},
		Names:   plain[store.NameRow](), Links: plain[store.StoryLinkRow](), Syndication: plain[store.SyndicationRow](), Outlets: plain[store.OutletMonthRow](), Blocs: plain[store.BlocRow](), Memberships: plain[store.MembershipRow](), Events: plain[store.EventRow](),
		Estimates: plain[store.EstimateRow](), Derivations: plain[store.DerivationRow](), Recipes: plain[store.RecipeRow](), Noticed: plain[store.ArticleEventRow](), Corrections: plain[store.CorrectionRow](), Failures: plain[store.FailureRow](),
		SourceRuns: plain[store.SourceRunRow](), Faults: plain[store.SourceEventRow]()}
	w.Documents[0].NotCounted = w.Documents[0].Excluded
	for _, f := range w.Frames {
		row := plain[store.FrameRow]()[0]
		row.Codebook, row.Frame = f.Codebook, f.Frame
		w.Codebook = append(w.Codebook, row)
	}
	for _, id := range []string{"org.talks", "per.lau"} {
		row := plain[store.EntityRow]()[0]
		row.EntityID = id
		w.Entities = append(w.Entities, row)
	}
	w.Sources[0].SourceID, w.Outlets[0].SourceID, w.Noticed[0].SourceID, w.Failures[0].SourceID = "harbour", "harbour", "harbour", "gone"
	w.SourceRuns[0].SourceID, w.Faults[0].SourceID = "harbour", "gone"
	w.Syndication[0].DocID, w.Syndication[0].CopyID, w.Syndication[0].GroupID = "doc-1", "doc-1", "doc-1"
	w.Links[0].Window, w.Links[0].DocID, w.Links[0].OtherID = "2026-03", "doc-1", "doc-1"
	w.Derivations[0].DocID, w.Corrections[0].DocID = "doc-1", "doc-1"
	return w
}

// write commits a world as run 1, and an empty run 2 that replaces events, so that
// a file is only in the earlier generation.
func (w *world) write(t *testing.T) *disktest.Mem {
	t.Helper()
	mem := disktest.NewMem()
	d, err := store.CreateOn(mem)
	must(t, err)
	must(t, disk.WriteFile(mem, worldWARC, []byte("a body")))
	for n := 1; n <= 2; n++ {
		b, err := d.Begin(store.RunRow{RunID: run(n), Command: "test", Version: "v", ConfigSHA256: "c", CodebookSHA256: "b", GazetteerSHA: "g", Started: start})
		must(t, err)
		if n == 1 {
			must(t, w.append(b))
			b.Stages(store.StageRun{Stage: "names", Key: "key"})
		} else {
			b.Replace("events")
			must(t, store.Append(b, w.Events...))
		}
		_, err = b.Commit(t.Context(), start.Add(time.Duration(n)*time.Hour))
		must(t, err)
		for _, note := range b.Notes() {
			t.Errorf("run %d: %s", n, note)
		}
	}
	must(t, mem.SyncDir("events")) // what was removed there is so in copies, too
	return mem
}

// copied is a file system with the same files.
func copied(m *disktest.Mem) *disktest.Mem { return m.Crash(100, rand.New(rand.NewPCG(1, 1))) }

func problemsOn(t *testing.T, fsys disk.FS) []store.Problem {
	t.Helper()
	problems, err := store.VerifyOn(t.Context(), fsys, nil)
	must(t, err)
	return problems
}

// TestAWorldIsSound: what all the damage below is done to has no fault, and a row in
// every table.
func TestAWorldIsSound(t *testing.T) {
	mem := newWorld().write(t)
	if problems := problemsOn(t, mem); len(problems) > 0 {
		t.Errorf("problems %+v", problems)
	}
	d, err := store.OpenOn(mem)
	must(t, err)
	for _, table := range store.TableNames() {
		if d.Rows(table) == 0 {
			t.Errorf("table %s has no row", table)
		}
	}
	if got, want := len(newWorld().tables())+1, len(store.TableNames()); got != want {
		t.Errorf("%d tables, want %d", got, want)
	}
}
