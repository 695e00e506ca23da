package invented

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/nlp/frame"
)

// Article is a document with its annotations and the capture it came from.
type Article struct {
	Capture  corpus.Capture
	Document corpus.Document
	Notes    corpus.Annotations
}

// story is what a bundle's articles tell: one text in each language would tell
// the same.
type story struct {
	seed     uint64
	entities []entity
	numbers  []int
	people   [2][]string
	bodies   [2][]string
}

// part is an article's place in its bundle: which story it tells, in which
// language, and whether it is a copy.
type part struct {
	story int
	lang  language
	copy  bool
}

var bundle = [perBundle]part{{story: 0}, {story: 0, copy: true}, {story: 0, lang: chinese}, {story: 1}, {story: 1, copy: true},
	{story: 2}, {story: 3}, {story: 4, lang: chinese}, {story: 5}}

// Day is the day on which article i was published.
func (w *World) Day(i int) time.Time {
	b, k := bundleOf(i)
	r := w.rand(uint64(b), 1)
	day := r.IntN(days)
	if b >= nightBundle {
		day = days - 1
	}
	return first.AddDate(0, 0, max(0, day-k%4)).Add(time.Duration(r.IntN(24)) * time.Hour)
}

func bundleOf(i int) (b, k int) { return i / perBundle, i % perBundle }

// Night numbers the n articles of a night, which is the last day. Nights have
// articles of their own.
func Night(night, n int) (from, to int) {
	from = (nightBundle + night*perNight) * perBundle
	return from, from + n
}

func (w *World) rand(parts ...uint64) *rand.Rand {
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], w.seed)
	for i, p := range parts {
		binary.LittleEndian.PutUint64(key[8*(i+1):], p)
	}
	return rand.New(rand.NewChaCha8(key))
}

func (w *World) story(b, k int) story {
	r := w.rand(uint64(b), 2, uint64(k))
	s := story{seed: r.Uint64()}
	if r.IntN(2) == 0 {
		s.entities = append(s.entities, w.entities[0])
	}
	for range 3 + r.IntN(4) {
		s.entities = append(s.entities, pick(r, w.entities))
	}
	for range 2 + r.IntN(4) {
		s.numbers = append(s.numbers, 3+r.IntN(9000))
	}
	for l := range 2 {
		l := language(l)
		s.people[l] = []string{pick(r, w.people[l]), person(r, l), person(r, l)}
		s.bodies[l] = []string{pick(r, w.bodies[l]), body(r, l)}
	}
	return s
}

// Article makes article i, the same each time.
func (w *World) Article(i int) Article {
	b, k := bundleOf(i)
	p := bundle[k]
	r := w.rand(uint64(b), 3, uint64(k))
	t := newText(w, w.story(b, p.story), p.lang)
	sentences := 16 + int(t.story.seed%5)
	if p.copy {
		sentences -= 2 // a copy is cut
	}
	t.write(sentences)
	source := &w.sources[r.IntN(outlets)]
	for source.Langs[0] != p.lang.tag() {
		source = &w.sources[r.IntN(outlets)]
	}
	day := w.Day(i)
	d := corpus.Document{Source: source.ID, URL: fmt.Sprintf("https://%s/%s/%d", source.Domain, day.Format("2006/01"), i), Title: t.title.String(), Text: t.text.String(),
		Published: corpus.Date{Time: day, Precision: corpus.PrecisionMinute, From: "meta"}, Lang: p.lang.tag(), Langs: []corpus.LangShare{{Lang: p.lang.tag(), Share: 1}},
		SiteName: source.Name, Genre: "news", Quality: 1, Version: 1, FetchedAt: day.Add(30 * time.Minute), ExtractedBy: "invented@1"}
	if p.copy && r.IntN(3) == 0 {
		d.WireCredit = "Lake Press Agency"
	}
	d.TextSHA256 = corpus.SHA256([]byte(d.Text))
	d.ID, d.Article = corpus.NewDocID(d.Source, d.URL, d.TextSHA256), corpus.NewArticleID(d.Source, d.URL)
	c := corpus.Capture{Source: source.ID, URL: d.URL, FinalURL: d.URL, Attempt: 1, Kind: "page", FetchedAt: d.FetchedAt, Status: 200, Outcome: corpus.OutcomeOK,
		ContentType: "text/html", Charset: "utf-8", BodySHA256: d.TextSHA256, Bytes: int64(len(d.Text))}
	return Article{Capture: c, Document: d, Notes: t.annotations(d)}
}

// text is an article that is being written.
type text struct {
	*World
	story       story
	lang        language
	r           *rand.Rand
	title, text strings.Builder
	notes       corpus.Annotations
	counts      map[word]int
	named       map[string]bool
}

func newText(w *World, s story, l language) *text {
	return &text{World: w, story: s, lang: l, r: rand.New(rand.NewPCG(s.seed, uint64(l))), counts: make(map[word]int, 256), named: map[string]bool{}}
}

func (t *text) write(sentences int) {
	t.sentence(0, -1)
	for i := range sentences {
		switch {
		case i == 0:
		case i%3 == 0:
			t.text.WriteString("\n\n")
		case t.lang == english:
			t.text.WriteByte(' ')
		}
		t.sentence(i+1, i/3)
	}
}

// sentence writes one with a mention or two, a number and perhaps a frame.
func (t *text) sentence(seq, paragraph int) {
	b, words := &t.text, 18+t.r.IntN(10)
	if paragraph < 0 {
		b, words = &t.title, 7
	}
	s := corpus.Sentence{Seq: seq, Paragraph: paragraph, Lang: t.lang.tag(), Script: t.lang.script(), Headline: paragraph < 0}
	s.Span.Start = b.Len()
	quoted := paragraph >= 0 && seq%6 == 2
	from := 0
	for i := range words {
		if i > 0 && t.lang == english {
			b.WriteByte(' ')
		}
		if i == 4 {
			from = b.Len()
		}
		switch {
		case i == 2 && paragraph >= 0:
			t.name(b, seq)
		case i == 6 && seq%2 == 0:
			t.entity(b, seq)
		case i == 9 && seq%5 == 1 && paragraph >= 0:
			b.WriteString(strconv.Itoa(t.story.numbers[seq/5%len(t.story.numbers)]))
		case i == 11 && seq%4 == 1:
			t.frame(b, seq)
		default:
			w := pick(t.r, t.words[t.lang])
			t.counts[w]++
			b.WriteString(w.text)
		}
	}
	if quoted {
		t.quote(b, seq, corpus.Span{Start: from, End: b.Len()})
	}
	b.WriteString([...]string{".", "。"}[t.lang])
	s.Span.End = b.Len()
	t.notes.Sentences = append(t.notes.Sentences, s)
}

func (t *text) mention(b *strings.Builder, seq int, surface string, m corpus.Mention) {
	m.Span = corpus.Span{Start: b.Len(), End: b.Len() + len(surface)}
	m.Sentence, m.Surface, m.Score, m.Evidence = seq, surface, 1, "invented@1"
	b.WriteString(surface)
	t.notes.Mentions = append(t.notes.Mentions, m)
}

// name names somebody whom no gazetteer has: in full at first, then in short.
func (t *text) name(b *strings.Builder, seq int) {
	m := corpus.Mention{Label: corpus.PER, Name: t.story.people[t.lang][seq%3]}
	if seq%3 == 1 {
		m.Label, m.Name = corpus.ORG, t.story.bodies[t.lang][seq/3%2]
	}
	surface := m.Name
	if t.named[m.Name] && t.lang == english {
		words := strings.Fields(m.Name)
		surface = words[len(words)-1]
		if m.Label == corpus.ORG {
			surface = ""
			for _, w := range words {
				if w[0] <= 'Z' {
					surface += w[:1]
				}
			}
		}
	}
	t.named[m.Name] = true
	t.mention(b, seq, surface, m)
}

func (t *text) entity(b *strings.Builder, seq int) {
	e := t.story.entities[seq/2%len(t.story.entities)]
	t.mention(b, seq, e.forms[t.lang], corpus.Mention{Label: e.label, Entity: e.id, Variant: corpus.VariantOfficial})
}

func (t *text) frame(b *strings.Builder, seq int) {
	f := Frames()[t.r.IntN(len(Frames()))]
	term := [...]string{"at " + strings.ReplaceAll(f.Frame, "_", " "), "调" + string(rune(0x6e56+len(f.Frame)))}[t.lang]
	t.notes.Frames = append(t.notes.Frames, corpus.FrameHit{Span: corpus.Span{Start: b.Len(), End: b.Len() + len(term)}, Sentence: seq, Codebook: f.Codebook, Version: "1.0.0",
		Frame: f.Frame, Term: term, Surface: term, Negated: seq == 13, Voice: corpus.VoiceAuthor, Target: Target, Entity: Target, Method: "codebook", Score: 1})
	b.WriteString(term)
}

func (t *text) quote(b *strings.Builder, seq int, content corpus.Span) {
	m := t.notes.Mentions[len(t.notes.Mentions)-1]
	for _, o := range t.notes.Mentions {
		if o.Sentence == seq {
			m = o
			break
		}
	}
	content.Start = max(content.Start, m.Span.End)
	t.notes.Quotes = append(t.notes.Quotes, corpus.Quote{In: corpus.InText, Content: []corpus.Span{content}, Source: []corpus.Span{m.Span}, Type: corpus.QuoteIndirect,
		Speaker: m.Entity, SpeakerName: m.Name, VerbClass: "neutral"})
}

// Frames are those that the articles have.
func Frames() []corpus.FrameRef {
	out := make([]corpus.FrameRef, 0, 12)
	for _, f := range strings.Fields("common_ground slow_progress new_order old_order open_door closed_door fair_price high_cost wide_support little_support first_test last_resort") {
		out = append(out, corpus.FrameRef{Codebook: "invented", Frame: f})
	}
	return out
}

// clauses are one for each sentence, all affirmed.
func clauses(id corpus.DocID, a corpus.Annotations) []corpus.Clause {
	var out []corpus.Clause
	for i, s := range a.Sentences {
		out = append(out, corpus.Clause{ID: corpus.NewPartID(id, corpus.LayerClause, s.In(), s.Span), Kind: corpus.ClauseSentence, Span: s.Span, Sentence: i,
			Polarity: corpus.Affirmed, Mood: corpus.Asserted, Voice: corpus.VoiceAuthor})
	}
	return out
}

// annotations gives everything its ID.
func (t *text) annotations(d corpus.Document) corpus.Annotations {
	a := t.notes
	a.Doc, a.Lang, a.Langs, a.By = d.ID, d.Lang, d.Langs, "invented@1"
	for i := range a.Sentences {
		a.Sentences[i].ID = corpus.NewSentenceID(d.ID, i)
	}
	for i := range a.Mentions {
		m := &a.Mentions[i]
		m.ID = corpus.NewPartID(d.ID, corpus.LayerMention, a.Sentences[m.Sentence].In(), m.Span, string(m.Label), string(m.Entity))
	}
	for i := range a.Frames {
		f := &a.Frames[i]
		f.ID = corpus.NewPartID(d.ID, corpus.LayerFrame, a.Sentences[f.Sentence].In(), f.Span, f.Frame, f.Term)
	}
	for i := range a.Quotes {
		a.Quotes[i].ID = corpus.NewPartID(d.ID, corpus.LayerQuote, corpus.InText, a.Quotes[i].Content[0])
	}
	a.Clauses = clauses(d.ID, a)
	a.Codes = frame.Sum(&d, &a, Target, Frames())
	for w, n := range t.counts {
		a.Terms = append(a.Terms, corpus.TermCount{Lang: d.Lang, Term: w.text, POS: w.pos, N: n})
	}
	slices.SortFunc(a.Terms, func(x, y corpus.TermCount) int {
		if c := strings.Compare(x.Term, y.Term); c != 0 {
			return c
		}
		return strings.Compare(x.POS, y.POS)
	})
	return a
}
