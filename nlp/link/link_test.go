package link_test

import (
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/internal/invalid"
	"framewatch/nlp/link"

	"github.com/google/go-cmp/cmp"
)

func name(text, lang string, variant corpus.Variant, change ...func(*link.Name)) link.Name {
	n := link.Name{Text: text, Lang: lang, Variant: variant}
	for _, c := range change {
		c(&n)
	}
	return n
}

func exact(n *link.Name)   { n.Case = link.CaseExact }
func upper(n *link.Name)   { n.Case = link.CaseUpper }
func context(n *link.Name) { n.Context = true }
func side(n *link.Name)    { n.Context, n.Side = true, true }
func inflect(n *link.Name) { n.Inflect = true }
func norp(n *link.Name)    { n.Label = corpus.NORP }

const (
	official = corpus.VariantOfficial
	alias    = corpus.VariantAlias
	short    = corpus.VariantAbbreviation
)

// sample is a small gazetteer with the traps that real ones hold.
func sample() link.Gazetteer {
	return link.Gazetteer{
		References: []link.Reference{
			{Kind: "body", Lang: "en", Phrases: []string{"the organisation", "the body"}, NotBefore: []string{"of"}},
			{Kind: "body", Lang: "zh", Phrases: []string{"该机构", "该组织"}}, {Kind: "body", Lang: "fr", Phrases: []string{"l'organisation"}},
			{Kind: "court", Lang: "en", Phrases: []string{"the court", "the body"}},
			{Kind: "treaty", Lang: "en", Phrases: []string{"the convention"}}, {Kind: "treaty", Lang: "zh", Phrases: []string{"该公约"}},
		},
		Header: link.Header{ID: "sample", Version: "1.0.0"},
		Entities: []link.Entity{
			{ID: "org.iomed", Label: corpus.ORG, Kind: "body", Country: "HK", Names: []link.Name{
				name("IOMed", "mul", short, exact), name("IOMED", "mul", short, upper),
				name("International Organization for Mediation", "en", official),
				name("mediation body", "en", alias, context),
				name("OIM", "fr", short, exact, context),
				name("Organisation internationale pour la médiation", "fr", official),
				name("国际调解院", "zh-Hans", official), name("調解院", "zh-Hant", alias, context),
				name("المنظمة الدولية للوساطة", "ar", official),
				name("국제조정원", "ko", official, inflect),
				name("国际军事发展组织", "zh-Hans", corpus.VariantMistranslation, context),
			}},
			{ID: "treaty.iomed", PartOf: "org.iomed", Label: corpus.MISC, Kind: "treaty", Names: []link.Name{name("IOMed Convention", "en", official), name("国际调解院公约", "zh-Hans", official)}},
			{ID: "treaty.sea", Label: corpus.MISC, Kind: "treaty", Names: []link.Name{name("Sea Convention", "en", official), name("海洋公约", "zh-Hans", official)}},
			{ID: "org.iom", Label: corpus.ORG, Kind: "body", Names: []link.Name{
				name("International Organization for Migration", "en", official), name("IOM", "en", short, exact),
				name("OIM", "fr", short, exact, context), name("Organisation internationale pour les migrations", "fr", official),
			}},
			{ID: "org.imi", Label: corpus.ORG, Kind: "body", Names: []link.Name{name("International Organization for Mediation Training", "en", official)}},
			{ID: "country.IND", Label: corpus.LOC, Kind: "state", Country: "IN", Names: []link.Name{name("印度", "zh-Hans", official), name("印方", "zh-Hans", alias, side), name("India", "en", official)}},
			{ID: "country.IDN", Label: corpus.LOC, Kind: "state", Country: "ID", Names: []link.Name{name("印度尼西亚", "zh-Hans", official), name("印方", "zh-Hans", alias, side), name("Indonesia", "en", official)}},
			{ID: "country.CHN", Label: corpus.LOC, Kind: "state", Country: "CN", Names: []link.Name{
				name("中国", "zh-Hans", official), name("中方", "zh-Hans", alias, side), name("China", "en", official), name("الصين", "ar", official),
				name("chinois", "fr", alias, norp, inflect), name("Chinese", "en", alias, norp), name("китайский", "ru", alias, norp, inflect)}},
			{ID: "country.JOR", Label: corpus.LOC, Kind: "state", Country: "JO", Names: []link.Name{name("Jordan", "en", official, exact), name("约方", "zh-Hans", alias, side), name("Jordanian", "en", alias, norp, inflect)}},
			{ID: "mask.indian_ocean", Label: corpus.LOC, Kind: "sea", Names: []link.Name{name("印度洋", "zh-Hans", alias)}},
			{ID: "person.doe", Label: corpus.PER, Kind: "person", Country: "KE", Names: []link.Name{name("Jane Wanjiru Doe", "en", official)},
				Holds: []link.Hold{{Office: "office.old", To: "2025-01-31"}, {Office: "office.new", From: "2025-02-01"}}},
			{ID: "person.wang", Label: corpus.PER, Kind: "person", Country: "CN", Names: []link.Name{name("Wang Xiaoming", "en", official), name("President Wang Xiaoming", "en", alias), name("王小明", "zh-Hans", official)}},
		},
	}
}

func newLinker(t testing.TB) *link.Linker {
	t.Helper()
	l, err := link.New([]link.Gazetteer{sample()})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// annotations gives each sentence of a text, separated by |, its own sentence.
// The bars stay in the text; lang holds for all.
func annotations(text, lang string) *corpus.Annotations {
	a := &corpus.Annotations{}
	at := 0
	for i, s := range strings.Split(text, "|") {
		a.Sentences = append(a.Sentences, corpus.Sentence{Span: corpus.Span{Start: at, End: at + len(s)}, Seq: i, Lang: lang})
		at += len(s) + 1
	}
	return a
}

func TestMentions(t *testing.T) {
	tests := []struct {
		name, lang, text string
		want             []string // surface=entity variant
	}{
		{"all capitals", "en", "IOMED and iomed", []string{"IOMED=org.iomed abbreviation", "iomed=org.iomed typo"}},
		{"small letters alone", "en", "iomed opened", nil},
		{"address", "en", "IOMed is at iomed.example", []string{"IOMed=org.iomed abbreviation"}},
		{"possessive", "en", "IOMed's, IOMed’s work", []string{"IOMed=org.iomed abbreviation", "IOMed=org.iomed abbreviation"}},
		{"misspelt acronym", "en", "IOMeD or OIMed", []string{"IOMeD=org.iomed typo", "OIMed=org.iomed typo"}},
		{"near miss takes the text", "en", "International Organization for Migration (IOM)", []string{"International Organization for Migration=org.iom official", "IOM=org.iom abbreviation"}},
		{"longest across entities", "en", "the International Organization for Mediation Training", []string{"International Organization for Mediation Training=org.imi official"}},
		{"hyphen, space, case", "en", "INTERNATIONAL  ORGANIZATION\nfor mediation", []string{"INTERNATIONAL  ORGANIZATION\nfor mediation=org.iomed official"}},
		{"context missing", "en", "a mediation body", nil},
		{"context given", "en", "IOMed is a mediation body", []string{"IOMed=org.iomed abbreviation", "mediation body=org.iomed alias"}},
		{"shared acronym goes to the one named", "fr", "L’Organisation internationale pour les migrations (OIM)", []string{"Organisation internationale pour les migrations=org.iom official", "OIM=org.iom abbreviation"}},
		{"shared acronym goes to the other", "fr", "l'Organisation internationale pour la mediation ou OIM", []string{"Organisation internationale pour la mediation=org.iomed official", "OIM=org.iomed abbreviation"}},
		{"two parties", "zh-Hans", "中方表示欢迎，约方反对。", []string{"中方=country.CHN alias", "约方=country.JOR alias"}},
		{"one party", "zh-Hans", "中方县表示欢迎。", nil},
		{"a party that may be either of two", "zh-Hans", "中方表示欢迎，印方反对。", []string{"中方=country.CHN alias"}},
		{"chinese prefix", "zh-Hans", "印度尼西亚和印度", []string{"印度尼西亚=country.IDN official", "印度=country.IND official"}},
		{"mask", "zh-Hans", "印度洋上", nil},
		{"traditional text, simplified name", "zh-Hant", "國際調解院在印度尼西亞", []string{"國際調解院=org.iomed official", "印度尼西亞=country.IDN official"}},
		{"readings", "zh-Hant", "國(guó)際調(diào)解院", []string{"國(guó)際調(diào)解院=org.iomed typo"}},
		{"wrong rendering in context", "zh-Hans", "IOMed即国际军事发展组织", []string{"IOMed=org.iomed abbreviation", "国际军事发展组织=org.iomed mistranslation"}},
		{"arabic clitics", "ar", "وبالصين وللمنظمة الدولية للوساطة والصين", []string{"الصين=country.CHN official", "للمنظمة الدولية للوساطة=org.iomed official", "الصين=country.CHN official"}},
		{"korean particle", "ko", "국제조정원은 국제조정원에서", []string{"국제조정원=org.iomed official", "국제조정원=org.iomed official"}},
		{"french demonym inflected", "fr", "les diplomates chinoises", []string{"chinoises=country.CHN alias"}},
		{"demonym of another language", "en", "a chinois sieve", nil},
		{"english plural", "en", "Jordanians", []string{"Jordanians=country.JOR alias"}},
		{"given name", "en", "Michael Jordan and Jordan B. Smith left Jordan", []string{"Jordan=country.JOR official"}},
		{"small letters", "en", "a jordan almond", nil},
		{"headline in capitals", "en", "JORDAN SIGNS THE CONVENTION", []string{"JORDAN=country.JOR official"}},
		{"inside a word", "en", "Indianapolis", nil},
		{"family name", "en", "Jane Wanjiru Doe spoke.|Then Doe left.|Ms. Doe and John Doe", []string{"Jane Wanjiru Doe=person.doe official", "Doe=person.doe alias", "Doe=person.doe alias"}},
		{"family name first", "en", "Wang Xiaoming said.|Wang agreed.|Wang Li did not.", []string{"Wang Xiaoming=person.wang official", "Wang=person.wang alias"}},
		{"a title is no family name", "en", "President Wang Xiaoming and the President. Wang left.", []string{"President Wang Xiaoming=person.wang alias", "Wang=person.wang alias"}},
		{"family name without the name", "en", "Doe left.", nil},
	}
	l := newLinker(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc := &corpus.Document{Text: test.text}
			var got []string
			for _, m := range l.Mentions(doc, annotations(test.text, test.lang)) {
				if m.Span.Of(test.text) != m.Surface {
					t.Errorf("surface %q at %v", m.Surface, m.Span)
				}
				got = append(got, m.Surface+"="+string(m.Entity)+" "+string(m.Variant))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%q (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

// TestReferencesStandForTheirKind: which phrases stand for a court is data too.
func TestReferencesStandForTheirKind(t *testing.T) {
	g := sample()
	g.Entities = append(g.Entities, link.Entity{ID: "org.tide_court", Label: corpus.ORG, Kind: "court", Names: []link.Name{{Text: "Court of the Tides", Lang: "en", Variant: official}}})
	l, err := link.New([]link.Gazetteer{g})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{"The Court of the Tides sat.|The court rose.": 2, "The Court of the Tides sat.|The body rose.": 2,
		"The Court of the Tides sat.|The organisation rose.": 1, "The Court of the Tides met IOMed.|The court rose.": 1} {
		n := 0
		for _, m := range l.Mentions(&corpus.Document{Text: text}, annotations(text, "en")) {
			if m.Entity == "org.tide_court" {
				n++
			}
		}
		if n != want {
			t.Errorf("%q: %d mentions of the court, want %d", text, n, want)
		}
	}
}

func TestReferences(t *testing.T) {
	tests := []struct {
		name, lang, text, want string // want: surfaces of references
	}{
		{"next sentence", "en", "IOMed opened.|The organisation is small.", "The organisation"},
		{"two back", "en", "IOMed opened.|It rained.|The body met.", "The body"},
		{"further back", "en", "IOMed opened.|It rained.|It rained.|It rained.|The body met.", "The body"},
		{"two bodies", "en", "IOMed met the International Organization for Migration.|The body met.", ""},
		{"a body that no gazetteer knows", "en", "IOMed met the World Harbour Council.|The body met.", ""},
		{"another body further back", "en", "The World Harbour Council met.|IOMed opened.|It rained.|It rained.|It rained.|The body met.", ""},
		{"another body in between", "en", "IOMed opened.|The World Harbour Council met.|It rained.|It rained.|It rained.|The body met.", ""},
		{"a body without a name in between", "en", "IOMed opened.|The court sat.|It rained.|It rained.|The body met.", ""},
		{"a chain", "en", "IOMed opened.|It rained.|It rained.|The body met.|It rained.|The organisation grew.", "The body,The organisation"},
		{"further back, chinese", "zh-Hans", "国际调解院成立。|下雨。|下雨。|下雨。|该机构设在香港。", "该机构"},
		{"a centre in between, chinese", "zh-Hans", "国际调解院成立。|下雨。|该中心不大。|下雨。|该机构设在香港。", ""},
		{"further back, a language whose strangers nothing sees", "fr", "IOMed a ouvert.|Il pleut.|Il pleut.|Il pleut.|L’organisation est petite.", ""},
		{"the body of its convention", "en", "They signed the IOMed Convention.|The organisation is small.", "The organisation"},
		{"the convention of a body", "en", "IOMed opened.|The convention is short.", "The convention"},
		{"the convention, chinese", "zh-Hans", "国际调解院公约生效。|该公约很短。", "该公约"},
		{"two conventions", "en", "They signed the IOMed Convention and the Sea Convention.|The convention is short.", ""},
		{"two conventions, chinese", "zh-Hans", "国际调解院公约和海洋公约生效。|该公约很短。", ""},
		{"a convention that no gazetteer knows", "en", "IOMed opened beside the Winter Harbour Convention.|The convention is short.", ""},
		{"a body without a convention", "en", "The International Organization for Migration met.|The convention is short.", ""},
		{"other sense", "en", "IOMed opened.|The organisation of the event was good.", ""},
		{"chinese", "zh-Hans", "国际调解院成立。|该机构设在香港。", "该机构"},
		{"traditional", "zh-Hant", "國際調解院成立。|該組織很小。", "該組織"},
		{"french", "fr", "IOMed a ouvert.|L’organisation est petite.", "L’organisation"},
		{"other language", "de", "IOMed.|The organisation.", ""},
		{"a phrase of another kind", "en", "IOMed opened.|The court sat.", ""},
	}
	l := newLinker(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, m := range l.Mentions(&corpus.Document{Text: test.text}, annotations(test.text, test.lang)) {
				if m.Variant == corpus.VariantPronoun {
					got = append(got, m.Surface)
					want := corpus.EntityID("org.iomed")
					if strings.Contains(m.Surface, "onvention") || strings.Contains(m.Surface, "公约") {
						want = "treaty.iomed"
					}
					if m.Entity != want {
						t.Errorf("%q is %s, want %s", m.Surface, m.Entity, want)
					}
				}
			}
			if s := strings.Join(got, ","); s != test.want {
				t.Errorf("%q: got %q, want %q", test.text, s, test.want)
			}
		})
	}
}

// TestWordBoundaries holds that short Chinese names do not match across words.
func TestWordBoundaries(t *testing.T) {
	text := "其中国家很多"
	a := annotations(text, "zh-Hans")
	at := 0
	for _, w := range []string{"其中", "国家", "很", "多"} {
		a.Tokens = append(a.Tokens, corpus.Token{Span: corpus.Span{Start: at, End: at + len(w)}})
		at += len(w)
	}
	if got := newLinker(t).Mentions(&corpus.Document{Text: text}, a); len(got) > 0 {
		t.Errorf("mentions in %q: %v", text, got)
	}
}

func TestOffice(t *testing.T) {
	l := newLinker(t)
	for day, want := range map[string]corpus.EntityID{"2024-12-01": "office.old", "2025-02-01": "office.new", "2026-01-01": "office.new", "": ""} {
		if got := l.Office("person.doe", day); got != want {
			t.Errorf("office on %q = %q, want %q", day, got, want)
		}
	}
	if got := l.Office("person.nobody", "2025-01-01"); got != "" {
		t.Errorf("office of nobody = %q", got)
	}
}

func TestValidate(t *testing.T) {
	g := link.Gazetteer{Entities: []link.Entity{
		{ID: "iomed", Label: "ORGS", Country: "hk"},
		{ID: "org.a", Label: "ORG", Names: []link.Name{{Text: " ", Lang: "english", Variant: "officially", Case: "lower", Label: "X"}},
			Holds: []link.Hold{{From: "2025"}}},
		{ID: "org.a", Label: "ORG", Names: []link.Name{{Text: "A", Lang: "en", Variant: "alias"}}},
	}}
	var got []string
	for _, f := range invalid.Fields(g.Validate()) {
		got = append(got, f.Path)
	}
	want := []string{
		"gazetteer.id", "gazetteer.version", "entities[0].id", "entities[0].label", "entities[0].country", "entities[0].names",
		"entities[1].names[0].text", "entities[1].names[0].lang", "entities[1].names[0].variant", "entities[1].names[0].case",
		"entities[1].names[0].label", "entities[1].holds[0].office", "entities[1].holds[0].from", "entities[2].id",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
	s := sample()
	if err := s.Validate(); err != nil {
		t.Errorf("sample: %v", err)
	}
	if _, err := link.New([]link.Gazetteer{s, s}); err == nil {
		t.Error("the same entity in two gazetteers compiles")
	}
}

func FuzzMentions(f *testing.F) {
	for _, seed := range []string{"IOMed's work", "國(guó)際調解院該機構", "وبالصين", "국제조정원은", "Jane Wanjiru Doe. Doe", "\xff\xfeIOMed", "mediation body IOMed the body"} {
		f.Add(seed)
	}
	l := newLinker(f)
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, m := range l.Mentions(&corpus.Document{Text: text}, &corpus.Annotations{Sentences: []corpus.Sentence{{Span: corpus.Span{End: len(text)}, Lang: "en"}}}) {
			if m.Span.Start < last || m.Span.End > len(text) || m.Span.Of(text) != m.Surface || m.Surface == "" {
				t.Fatalf("%q: mention %+v after %d", text, m, last)
			}
			last = m.Span.End
		}
	})
}
