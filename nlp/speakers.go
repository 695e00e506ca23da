package nlp

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/internal/wordset"
	"framewatch/nlp/quote"
	"framewatch/nlp/word"
	"framewatch/nlp/zh"
)

// speakerScore is the score of a person found only as the source of a quote.
const speakerScore = .5

// addSpeakers makes the people who are quoted but in no gazetteer mentions
// without an entity.
func addSpeakers(doc *corpus.Document, out *corpus.Annotations) {
	var add []corpus.Mention
	seen := map[string]bool{}
	for _, q := range out.Quotes {
		if q.Speaker != "" || len(q.Source) == 0 {
			continue
		}
		text := doc.Text
		if q.In == corpus.InTitle {
			text = doc.Title
		}
		span := personIn(text, q.Source[0])
		sentence := sentenceAt(out.Sentences, q.In, span.Start)
		id := corpus.NewPartID(doc.ID, corpus.LayerMention, q.In, span, "speaker")
		if span.Len() == 0 || sentence < 0 || seen[id] || len(mentionsIn(out, q.In, span)) > 0 {
			continue
		}
		seen[id] = true
		add = append(add, corpus.Mention{
			ID:   id,
			Span: span, Sentence: sentence, Surface: span.Of(text), Label: corpus.PER, Variant: corpus.VariantAlias,
			Score: speakerScore, Evidence: "source of a quote",
		})
	}
	out.Mentions = append(out.Mentions, add...)
	sortMentions(out.Mentions)
}

func sortMentions(ms []corpus.Mention) {
	slices.SortStableFunc(ms, func(a, b corpus.Mention) int {
		if a.Sentence != b.Sentence {
			return a.Sentence - b.Sentence
		}
		return cmp.Or(a.Span.Start-b.Span.Start, a.Span.End-b.Span.End, strings.Compare(string(a.Entity), string(b.Entity)))
	})
}

// personIn finds a person's name in a source: after a Chinese title, or two to
// four capitalised words of a Latin, Greek or Cyrillic script; empty when the
// source is a body or in doubt.
func personIn(text string, source corpus.Span) corpus.Span {
	if strings.ContainsFunc(source.Of(text), func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return chinesePerson(text, source)
	}
	var run []corpus.Span
	for _, t := range append(word.Words(source.Of(text)), word.Token{}) {
		w := corpus.Span{Start: t.Span.Start + source.Start, End: t.Span.End + source.Start}
		surface := w.Of(text)
		first, _ := utf8.DecodeRuneInString(surface)
		if w.Len() > 0 && (unicode.IsUpper(first) && !honorific[strings.TrimSuffix(surface, ".")] || particle[surface] && len(run) > 0) {
			run = append(run, w)
			continue
		}
		if w.Len() > 0 && surface == "." && len(run) > 0 && w.Start == run[len(run)-1].End && run[len(run)-1].Len() == 1 {
			continue // the stop of an initial: John F. Kennedy
		}
		for len(run) > 0 && particle[run[len(run)-1].Of(text)] {
			run = run[:len(run)-1]
		}
		if person(text, run) {
			return corpus.Span{Start: run[0].Start, End: run[len(run)-1].End}
		}
		run = nil
	}
	return corpus.Span{}
}

var (
	honorific = wordset.Of("Mr Mrs Ms Miss Dr Prof Professor President Vice Premier Prime Chancellor Minister Deputy Foreign Senator Sen Rep Representative " +
		"Governor Gov Judge Justice Chief Ambassador Secretary General Secretary-General Gen Director Chairman Chairwoman Chair Sir Lord Lady Dame King Queen " +
		"Prince Princess Spokesman Spokeswoman Spokesperson Executive Attorney Commissioner Mayor Former The A An Captain Colonel Col Major Lt Sgt Monsieur " +
		"Madame M Mme Maître Herr Frau Señor Señora Don Doña Attorney-General Counsel Minister Ministerin Kanzler Kanzlerin Botschafter Botschafterin Präsident Präsidentin Sprecher Sprecherin Außenminister Außenministerin " +
		"Menteri Presiden Duta Ministro Ministra Presidente Presidenta Embajador Embajadora Canciller Ministre Président Présidente Ambassadeur Министр Президент Says Said And But Then") //nolint:misspell // titles of several languages
	particle = wordset.Of("de da do dos del der den van von la le di bin ibn al el y e")
	body     = wordset.Of("Organization Organisation Council Court Bank Commission Ministry Union Tribunal Agency Committee Fund Institute Association Party " +
		"University Foundation Centre Center Authority Federation Department Office House Times Post News Journal Daily Herald Group Company Inc Corp Ltd Government " +
		"Republic States Kingdom Nations Republicans Democrats Chamber Society Press Reuters Xinhua Street Service Campaign Board Parliament Senate Congress " +
		"January February March April May June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
)

// person reports whether a run of capitalised words reads as a person's name.
func person(text string, run []corpus.Span) bool {
	if len(run) < 2 || len(run) > 4 {
		return false
	}
	for _, w := range run {
		s := w.Of(text)
		if body[s] || len(s) > 1 && strings.ToUpper(s) == s && strings.ToLower(s) != s && !strings.Contains(s, ".") || strings.ContainsFunc(s, unicode.IsDigit) {
			return false
		}
	}
	return true
}

// chineseTitles stand before the name of the person who holds them.
var chineseTitles = []string{"发言人", "發言人", "部长", "部長", "外长", "外長", "主席", "总统", "總統", "总理", "總理", "首相", "大使", "教授", "秘书长", "秘書長", "司长", "司長",
	"局长", "局長", "校长", "校長", "院长", "院長", "行政长官", "行政長官", "参议员", "參議員", "议员", "議員", "律师", "律師", "研究员", "研究員", "主任", "会长", "會長", "学者", "學者", "法官", "记者", "記者", "专家", "專家", "代表", "理事长", "理事長"}

// chinesePerson is the name behind the last title of a source, where what
// stands there has the form of one.
func chinesePerson(text string, source corpus.Span) corpus.Span {
	s := source.Of(text)
	at := -1
	for _, title := range chineseTitles {
		if k := strings.LastIndex(s, title); k >= 0 {
			at = max(at, k+len(title))
		}
	}
	if at < 0 {
		return corpus.Span{}
	}
	if folded, _ := zh.Fold(s[at:]); !quote.PersonShaped(folded) {
		return corpus.Span{}
	}
	return corpus.Span{Start: source.Start + at, End: source.End}
}

// sentenceAt is the index of the sentence around byte b of a field, or of the
// last before it; -1 when there is none. Headline sentences come first.
func sentenceAt(all []corpus.Sentence, in corpus.Field, b int) int {
	i := sort.Search(len(all), func(i int) bool {
		if f := all[i].In(); f != in {
			return in == corpus.InTitle
		}
		return all[i].Span.Start > b
	}) - 1
	if i < 0 || all[i].In() != in {
		return -1
	}
	return i
}

// pronouns are the sources that stand for one person named before.
var pronouns = wordset.Of("he she 他 她 il elle él ella ele ela er")

// lookBack is how many sentences before its own a pronoun may point to.
const lookBack = 2

// resolvePronouns finds out who "he said" is: the only person whom the
// sentences before name, outside the quotation itself. With two there is no
// telling.
func resolvePronouns(doc *corpus.Document, out *corpus.Annotations) {
	for i := range out.Quotes {
		q := &out.Quotes[i]
		if q.Speaker != "" || q.SpeakerName != "" || len(q.Source) != 1 || !pronouns[strings.ToLower(q.Source[0].Of(field(doc, q.In)))] {
			continue
		}
		at := sentenceAt(out.Sentences, q.In, q.Source[0].Start)
		if at < 0 {
			continue
		}
		from := at
		for from > 0 && at-from < lookBack && out.Sentences[from-1].In() == q.In {
			from--
		}
		q.Speaker, q.SpeakerName = onlyPerson(mentionsIn(out, q.In, corpus.Span{Start: out.Sentences[from].Span.Start, End: q.Source[0].Start}), q.Content)
	}
}

// onlyPerson is the person whom all of the mentions outside the spans name.
func onlyPerson(mentions []corpus.Mention, outside []corpus.Span) (id corpus.EntityID, name string) {
	for _, m := range mentions {
		if m.Label != corpus.PER || slices.ContainsFunc(outside, func(s corpus.Span) bool { return s.Overlaps(m.Span) }) {
			continue
		}
		if (id != "" || name != "") && (id != m.Entity || name != m.Name) {
			return "", ""
		}
		id, name = m.Entity, m.Name
	}
	return id, name
}
