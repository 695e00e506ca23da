package nlp

import (
	"strings"
	"unicode"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// posts says of each speaker which office he holds and which country he belongs
// to: by the gazetteers on the day of the document, else by what the document
// says of him anywhere, in a title ("Kenyan envoy Ann Otieno", 肯尼亚外长) or an
// apposition ("Ann Otieno, Kenya's ambassador to China,").
func (a *Annotator) posts(doc *corpus.Document, out *corpus.Annotations, day string) {
	known := map[string]post{} // of speakers by entity and name
	for i := range out.Quotes {
		q := &out.Quotes[i]
		p := a.held(q.Speaker, day)
		if key := string(q.Speaker) + "\x00" + q.SpeakerName; key != "\x00" && (p.office == "" || p.country == "") {
			said, ok := known[key]
			if !ok {
				said = a.told(doc, out, q)
				known[key] = said
			}
			p = p.or(said)
		}
		if e, ok := a.linker.Entity(q.Speaker); p.country == "" && len(q.Source) > 0 && (!ok || e.Label == corpus.PER) {
			p = p.or(a.postIn(doc, out, q.In, q.Source[0]))
		}
		q.Office, q.SpeakerCountry = p.office, p.country
	}
}

// post is an office and a country, empty where not known.
type post struct {
	office  corpus.EntityID
	country string
}

func (p post) or(other post) post {
	if p.office == "" {
		p.office = other.office
	}
	if p.country == "" {
		p.country = other.country
	}
	return p
}

// held is what the gazetteers say of an entity on a day.
func (a *Annotator) held(id corpus.EntityID, day string) post {
	e, _ := a.linker.Entity(id)
	return post{a.linker.Office(id, day), e.Country}
}

// told is what stands beside the speaker's names in the document.
func (a *Annotator) told(doc *corpus.Document, out *corpus.Annotations, q *corpus.Quote) post {
	var p post
	for _, m := range out.Mentions {
		if m.Label != corpus.PER || m.Entity != q.Speaker || q.Speaker == "" && m.Name != q.SpeakerName && m.Surface != q.SpeakerName {
			continue
		}
		s := out.Sentences[m.Sentence]
		text := field(doc, s.In())
		for _, span := range []corpus.Span{titleBefore(text, s.Span, m.Span), apposition(text, s.Span, m.Span)} {
			if hasRole(span.Of(text)) {
				p = p.or(a.postIn(doc, out, s.In(), span))
			}
		}
		if p.office != "" && p.country != "" {
			break
		}
	}
	return p
}

// phraseMarks end the phrase of a title.
const phraseMarks = ",.;:!?()\"“”‘«»—–，。；：！？（）、「」『』\n"

// maxTitle is how many bytes a title or an apposition has at most.
const maxTitle = 120

// titleBefore is the phrase that ends where the name begins.
func titleBefore(text string, sentence, name corpus.Span) corpus.Span {
	from := max(sentence.Start, name.Start-maxTitle)
	if i := strings.LastIndexAny(text[from:name.Start], phraseMarks); i >= 0 {
		from += i
	}
	return corpus.Span{Start: from, End: name.Start}
}

// apposition is the phrase between commas behind the name.
func apposition(text string, sentence, name corpus.Span) corpus.Span {
	start := name.End
	rest := text[start:max(start, min(sentence.End, name.End+maxTitle))]
	if !strings.HasPrefix(rest, ",") && !strings.HasPrefix(rest, " (") {
		return corpus.Span{Start: start, End: start}
	}
	end := strings.IndexAny(rest[2:], phraseMarks)
	if end < 0 {
		end = len(rest) - 2
	}
	return corpus.Span{Start: start, End: start + 2 + end}
}

// postIn reads a phrase such as "Sierra Leone's ambassador to China": the office
// is one that the gazetteers hold, the country that of the office, else of the
// first place or nation to which nobody is sent and where nobody only stays.
func (a *Annotator) postIn(doc *corpus.Document, out *corpus.Annotations, in corpus.Field, span corpus.Span) post {
	var p post
	text := field(doc, in)
	for _, m := range mentionsIn(out, in, span) {
		e, ok := a.linker.Entity(m.Entity)
		if !ok || !span.Contains(m.Span) {
			continue
		}
		switch {
		case e.Kind == officeKind:
			p = p.or(post{e.ID, e.Country})
		case (m.Label == corpus.LOC || m.Label == corpus.NORP) && !sentTo(text[span.Start:m.Span.Start]):
			p = p.or(post{"", e.Country})
		}
	}
	return p
}

// officeKind is the kind of the offices in the gazetteers.
const officeKind = "office"

// sentTo reports a phrase after which the place of a post follows: "ambassador
// to", "envoy in", 驻.
func sentTo(before string) bool {
	before = strings.ToLower(strings.TrimRightFunc(before, unicode.IsSpace))
	for _, w := range []string{"驻", "駐", "访", "訪", "对", "對"} {
		if strings.HasSuffix(before, w) {
			return true
		}
	}
	before = strings.TrimSuffix(before, " the")
	for _, w := range []string{"to", "in", "at", "with", "en", "au", "aux", "ante", "from visiting"} {
		if before == w || strings.HasSuffix(before, " "+w) {
			return true
		}
	}
	return false
}

// hasRole reports a phrase with a word for an office.
func hasRole(phrase string) bool {
	for _, r := range roleParts {
		if strings.Contains(phrase, r) {
			return true
		}
	}
	for _, w := range strings.FieldsFunc(strings.ToLower(phrase), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if roles[w] {
			return true
		}
	}
	return false
}

var (
	roles = wordset.Of("minister ministers president premier chancellor ambassador envoy spokesperson spokesman spokeswoman secretary diplomat senator " +
		"lawmaker governor commissioner representative delegate official director chairman chair head chief counsel judge general adviser advisor " +
		"leader king queen prince professor analyst lawyer ministre président présidente ambassadeur ambassadrice porte parole " +
		"ministro ministra presidente presidenta embajador embajadora canciller portavoz vocero außenminister botschafter sprecher kanzler präsident") //nolint:misspell // titles of several languages
	roleParts = append([]string{"官员", "官員", "特使", "参赞", "參贊", "书记", "書記", "国务卿", "國務卿", "外相", "公使"}, chineseTitles...)
)
