package link

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/internal/wordset"
	"framewatch/nlp/match"
)

// shortScore is the score of a family name alone, after the name in full.
const shortScore = .8

// familyEvidence begins the evidence of a family name alone.
const familyEvidence = "family name of "

// FamilyName reports whether a mention is the family name alone of somebody whom
// the document names in full.
func FamilyName(m corpus.Mention) bool { return strings.HasPrefix(m.Evidence, familyEvidence) }

// familyFirst are the countries whose people are named family name first.
var familyFirst = wordset.Of("CN TW KR KP VN MO")

// shortNames adds the mentions of people by the family name alone, for those
// whom the document names in full before and whose family name nobody else in
// it bears.
func (l *Linker) shortNames(doc *corpus.Document, a *corpus.Annotations, fields []*field, found []corpus.Mention) []corpus.Mention {
	owner := map[string]int{} // short name -> index of the mention in full; -1 for several people
	var shorts []string
	for i, m := range found {
		if m.Label != corpus.PER {
			continue
		}
		s := l.short(m)
		if s == "" {
			continue
		}
		j, ok := owner[s]
		switch {
		case !ok:
			owner[s] = i
			shorts = append(shorts, s)
		case j >= 0 && found[j].Entity != m.Entity:
			owner[s] = -1
		}
	}
	if len(shorts) == 0 {
		return found
	}
	trie := match.NewTrie[string]()
	for _, s := range shorts {
		if owner[s] >= 0 {
			trie.Add(s, match.Literal, s)
		}
	}
	var add []corpus.Mention
	for _, f := range fields {
		trie.Find(f.Text, func(start, end int, values []string) {
			span := f.Span(start, end)
			full := found[owner[values[0]]]
			if !f.Boundary(end) || !f.standsAlone(span, values[0]) || overlapped(a.Sentences, found, f, span) || early(a.Sentences, f, span, full) {
				return
			}
			m := f.mentionAt(doc, span, full)
			m.Variant, m.Score, m.Evidence = corpus.VariantAlias, shortScore, familyEvidence+full.Surface
			if m.Sentence >= 0 {
				add = append(add, m)
			}
		})
	}
	found = append(found, add...)
	sortMentions(found)
	return found
}

// short is the family name in a person's name as mentioned, empty when there is
// no telling.
func (l *Linker) short(m corpus.Mention) string {
	sep := " "
	if strings.Contains(m.Surface, "·") {
		sep = "·"
	}
	words := strings.Split(m.Surface, sep)
	for len(words) > 0 && titles[words[0]] {
		words = words[1:] // President Xi Jinping
	}
	if len(words) < 2 || strings.ContainsAny(m.Surface, ",.") {
		return ""
	}
	e, _ := l.Entity(m.Entity)
	last := len(words) - 1
	s := words[last]
	switch {
	case slices.Contains(words, e.Family):
		s = e.Family
	case familyFirst[e.Country] && sep == " ":
		s = words[0]
	case e.Country == "HK" && last > 0 && strings.Contains(words[last], "-"):
		s = words[last-1] // Teresa Cheng Yeuk-wah, Cheng Yeuk-wah
	case e.Country == "HK" && last > 1:
		return "" // Teresa Cheng Yeuk Wah: either order
	}
	first, _ := utf8.DecodeRuneInString(s)
	if utf8.RuneCountInString(s) < 2 || sep == " " && !unicode.IsUpper(first) {
		return ""
	}
	return s
}

// standsAlone reports whether a short name is written as one and not as a part
// of another name.
func (f *field) standsAlone(span corpus.Span, short string) bool {
	src := f.Source()
	if !match.ExactCase(span.Of(src), short) {
		return false
	}
	if strings.ContainsFunc(short, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return !f.CrossesWord(span) && !f.InsideWord(span) && !strings.HasPrefix(src[span.End:], "·") && !strings.HasSuffix(src[:span.Start], "·")
	}
	if end := f.Sentence(span.Start).Span.End; span.End < end && src[span.End] == ' ' && capitalised(wordAfter(src[:end], span.End+1)) {
		return false
	}
	if span.Start == f.Sentence(span.Start).Span.Start {
		return true // the sentence before may end in a name
	}
	if !strings.HasSuffix(src[:span.Start], " ") {
		return !strings.HasSuffix(src[:span.Start], "-") && !strings.HasPrefix(src[span.End:], "-")
	}
	w := wordBefore(src, span.Start-1)
	return !capitalised(w) || titles[strings.TrimSuffix(w, ".")] || openers[w]
}

// capitalised reports a word that begins with a capital.
func capitalised(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}

var (
	// titles stand before a person's name, openers with a capital at the start of a
	// clause: neither is a part of the name.
	titles = wordset.Of("Mr Mrs Ms Miss Dr Prof Professor President Premier Chancellor Minister Ministers Senator Sen Rep Governor Gov Judge " +
		"Justice Ambassador Amb Secretary General Gen Director Chairman Chair Sir Lord Lady Dame King Queen Prince Princess FM PM " +
		"Secretary-General Spokesman Spokesperson Spokeswoman Representative Commissioner Herr Frau Monsieur Madame M Mme Señor Señora Sr Sra")
	openers = wordset.Of("But And Or Yet So For As In On At By To From With If When While After Before Since Although Though Because Then " +
		"That The A An It He She They We I You What Why How Who Both Also Even Once Until Unlike Like Under Now Here There According Says Said Later Earlier Today Yesterday Meanwhile Still Only Not Can Will Did Does Is Was Has Had Should Would Could")
)

// early reports a short name that stands in the text before the name in full; a
// headline may be short about what the text says in full.
func early(sentences []corpus.Sentence, f *field, span corpus.Span, full corpus.Mention) bool {
	return f.In == corpus.InText && !sentences[full.Sentence].Headline && span.Start < full.Span.Start
}

// overlapped reports whether one of found, which are in text order, covers a
// part of span.
func overlapped(sentences []corpus.Sentence, found []corpus.Mention, f *field, span corpus.Span) bool {
	i, _ := slices.BinarySearchFunc(found, span, func(m corpus.Mention, span corpus.Span) int {
		switch in := sentences[m.Sentence].In(); {
		case in != f.In && f.In == corpus.InText, in == f.In && m.Span.End <= span.Start:
			return -1
		}
		return 1
	})
	return i < len(found) && sentences[found[i].Sentence].In() == f.In && found[i].Span.Start < span.End
}

// sortMentions restores text order; sentences number headline first.
func sortMentions(ms []corpus.Mention) {
	slices.SortStableFunc(ms, func(a, b corpus.Mention) int {
		if a.Sentence != b.Sentence {
			return a.Sentence - b.Sentence
		}
		return a.Span.Start - b.Span.Start
	})
}
