package comparetest

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/store"
)

// Wide is an invented dataset for measurements: rows go straight into the store,
// so that its size costs seconds. Tables are as full as news makes them, words
// follow Zipf's law in six languages, and one document in eight or so copies the
// one before it; group_size and weight do not say so. The same Wide gives the
// same rows.
type Wide struct {
	Docs  int
	Terms int // distinct words of a document, about
}

// wideMonths is how many months documents are spread over.
const wideMonths = 36

// wideOutlets is how many outlets there are for each outlet of [Invented], in
// other countries, so that each language is read on many sides.
const wideOutlets = 16

// wideWords is the vocabulary of one language.
const wideWords = 60_000

// StoreIn writes the dataset as one run into dir.
func (w Wide) StoreIn(dir string) error {
	ds, err := store.Create(dir)
	if err != nil {
		return err
	}
	b, err := ds.Begin(store.RunRow{RunID: "20260115T060000Z-51de", Command: "test", Version: "0.0.0", Started: started})
	if err != nil {
		return err
	}
	defer b.Close()
	outlets := wideSources()
	if err := (writer{set: Set{Sources: outlets, Memberships: blocs(), Events: events(), Failures: failures()}, b: b}).dimensions(); err != nil {
		return err
	}
	rng := rand.New(rand.NewPCG(7, uint64(w.Docs)))
	writer := wideWriter{Wide: w, b: b, rng: rng, sources: outlets, words: map[string][]string{},
		rank: rand.NewZipf(rng, 1.1, 8, wideWords-1)}
	for i := range w.Docs {
		if err := writer.document(i); err != nil {
			return err
		}
	}
	_, err = b.Commit(context.Background(), started.Add(time.Hour))
	return err
}

func wideSources() []store.SourceRow {
	var out []store.SourceRow
	list := sources()
	for copy := range wideOutlets {
		for i, s := range list {
			s.SourceID = fmt.Sprintf("%s-%d", s.SourceID, copy)
			s.Country = list[(i+5*copy)%len(list)].Country
			out = append(out, s)
		}
	}
	return out
}

type wideWriter struct {
	Wide
	b       *store.Batch
	rng     *rand.Rand
	sources []store.SourceRow
	words   map[string][]string // by language
	rank    *rand.Zipf
	story   wideStory
}

// wideStory is what copies share.
type wideStory struct {
	group  string
	lang   string
	terms  map[string]int64
	frames []string
}

// document writes one document with all that was found in it.
func (w *wideWriter) document(i int) error {
	source := w.sources[w.rng.IntN(len(w.sources))]
	lang := source.Langs[0]
	url := fmt.Sprintf("https://%s.example/%d", source.SourceID, i)
	digest := corpus.SHA256([]byte(url))
	id := string(corpus.NewDocID(corpus.SourceID(source.SourceID), url, digest))
	if w.story.lang != lang || w.rng.IntN(3) > 0 {
		w.story = wideStory{group: id, lang: lang, terms: w.terms(lang), frames: w.frames(source.Country)}
	}
	published := time.Date(2023, 1, 1, 9, 0, 0, 0, time.UTC).AddDate(0, 0, i*wideMonths*30/w.Docs)
	month, run := published.Format("2006-01"), string(w.b.Run())
	name := targetNames(lang)[0]
	phrase := "name: " + name.text + ". "
	text := phrase + strings.Join(slices.Sorted(maps.Keys(w.story.terms)), " ")
	capture := fmt.Sprintf("capture-%08d", i)
	errs := []error{
		store.Append(w.b, store.CaptureRow{CaptureID: capture, SourceID: source.SourceID, URL: url, FinalURL: url, Attempt: 1, Kind: "page",
			FetchedAt: started, Status: 200, Outcome: "ok", WARCFile: "warc/wide.warc.gz", WARCOffset: int64(i) * 4096, RunID: run}),
		store.Append(w.b, store.DocumentRow{DocID: id, CaptureID: capture, SourceID: source.SourceID, URL: url, Title: fmt.Sprintf("Letter no. %d", i),
			PublishedAt: published, PublishedPrecision: "day", Lang: lang, Version: 1, Paywalled: i%29 == 28, TextSHA256: digest,
			Text: text, RunID: run, Month: month}),
		store.Append(w.b, store.SyndicationRow{GroupID: w.story.group, DocID: id, IsOrigin: w.story.group == id, Similarity: 1,
			FirstSeen: published, GroupSize: 1, Weight: 1, RunID: run}),
		w.sentences(id, lang, month), w.found(id, name, text, month), w.counts(id, month)}
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

const wideSentences = 18

func (w *wideWriter) sentences(id, lang, month string) error {
	for s := range wideSentences {
		err := store.Append(w.b, store.SentenceRow{SentenceID: fmt.Sprintf("%s-%d", id, s), DocID: id, Seq: int64(s), Lang: lang,
			RunID: string(w.b.Run()), Month: month})
		if err != nil {
			return err
		}
	}
	return nil
}

// found writes mentions, codebook hits and their sums.
func (w *wideWriter) found(id string, target name, text, month string) error {
	run := string(w.b.Run())
	at := int64(strings.Index(text, target.text))
	for m := range 6 {
		row := store.MentionRow{MentionID: fmt.Sprintf("%s-m%d", id, m), DocID: id, SentenceID: fmt.Sprintf("%s-%d", id, m), Surface: target.text,
			StartByte: at, EndByte: at + int64(len(target.text)), Label: "ORG", EntityID: Target, Variant: target.variant, LinkScore: 1, RunID: run, Month: month}
		if m > 1 {
			row.EntityID, row.Variant = fmt.Sprintf("place.%d", w.rng.IntN(300)), "official"
		}
		if err := store.Append(w.b, row); err != nil {
			return err
		}
	}
	for i, f := range Frames() {
		sum := store.DocumentFrameRow{DocID: id, Frame: f, Codebook: Codebook, RunID: run, Month: month}
		if slices.Contains(w.story.frames, f) {
			sum.Present, sum.NHits, sum.NAuthor = true, 1, 1
			err := store.Append(w.b, store.FrameHitRow{HitID: fmt.Sprintf("%s-h%d", id, i), DocID: id, SentenceID: id + "-0", Codebook: Codebook,
				CodebookVersion: "0.1", Frame: f, Term: "name", Surface: "name", EndByte: 4, Voice: "author", Method: "codebook", Score: 1, RunID: run, Month: month})
			if err != nil {
				return err
			}
		}
		if err := store.Append(w.b, sum); err != nil {
			return err
		}
	}
	return nil
}

func (w *wideWriter) counts(id, month string) error {
	for _, t := range slices.Sorted(maps.Keys(w.story.terms)) {
		err := store.Append(w.b, store.TermCountRow{DocID: id, Lang: w.story.lang, Term: t, N: w.story.terms[t], RunID: string(w.b.Run()), Month: month})
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *wideWriter) frames(country string) []string {
	return slices.DeleteFunc(Frames(), func(f string) bool { return w.rng.IntN(100) >= chance(f, sideOf(country)) })
}

// terms draws words until there are enough different ones.
func (w *wideWriter) terms(lang string) map[string]int64 {
	if w.words[lang] == nil {
		w.words[lang] = vocabulary(lang)
	}
	out := map[string]int64{}
	for len(out) < w.Terms {
		out[w.words[lang][w.rank.Uint64()]]++
	}
	return out
}

// vocabulary writes the numbers of words in syllables of the language.
func vocabulary(lang string) []string {
	syllables := strings.Fields("ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu")
	switch lang {
	case "zh-Hans", "zh-Hant":
		syllables = strings.Split("山水风云石火林江海天日月星光春秋冬夏东西", "")
	case "ar":
		syllables = strings.Fields("با ته جي خو دا ري سو شا عي لو")
	}
	words := make([]string, wideWords)
	for i := range words {
		var word strings.Builder
		for n := i + len(syllables); n > 0; n /= len(syllables) {
			word.WriteString(syllables[n%len(syllables)])
		}
		words[i] = lang[:1] + word.String()
	}
	return words
}
