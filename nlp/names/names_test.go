package names_test

import (
	order "cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/nlp/names"
)

// doc makes annotations of one sentence for each mention, LABEL:surface.
func doc(mentions ...string) *corpus.Annotations {
	a := &corpus.Annotations{}
	for i, m := range mentions {
		label, surface, _ := strings.Cut(m, ":")
		a.Sentences = append(a.Sentences, corpus.Sentence{Seq: i})
		mention := corpus.Mention{Label: corpus.Label(label), Surface: surface, Sentence: i, Span: corpus.Span{Start: 100 * i, End: 100*i + len(surface)}}
		if id, known := strings.CutPrefix(surface, "="); known {
			mention.Entity = corpus.EntityID(id)
		}
		a.Mentions = append(a.Mentions, mention)
	}
	return a
}

func TestResolve(t *testing.T) {
	tests := []struct {
		name           string
		mentions, want []string
	}{
		{"family name", []string{"PER:Maria Fernandez", "PER:Fernandez", "PER:Ms. Fernandez"}, []string{"Maria Fernandez", "Maria Fernandez", "Maria Fernandez"}},
		{"before the full name", []string{"PER:Fernandez", "PER:Maria Fernandez"}, []string{"Maria Fernandez", "Maria Fernandez"}},
		{"two of one family", []string{"PER:Maria Fernandez", "PER:Luis Fernandez", "PER:Fernandez"}, []string{"Maria Fernandez", "Luis Fernandez", "Fernandez"}},
		{"initials and accents", []string{"PER:María L. Fernández", "PER:M. Fernandez", "PER:Maria Fernandez"},
			[]string{"María L. Fernández", "María L. Fernández", "María L. Fernández"}},
		{"family name first", []string{"PER:Wong Siu-ling", "PER:Siu-ling Wong", "PER:Wong"}, []string{"Wong Siu-ling", "Wong Siu-ling", "Wong Siu-ling"}},
		{"transliterated", []string{"PER:玛丽亚·费尔南德斯", "PER:费尔南德斯"}, []string{"玛丽亚·费尔南德斯", "玛丽亚·费尔南德斯"}},
		{"given name and other characters", []string{"PER:陳曉明", "PER:晓明", "PER:陈晓明", "PER:陈晓明"}, []string{"陈晓明", "陈晓明", "陈晓明", "陈晓明"}},
		{"abbreviation", []string{"ORG:Harbour Institute of Mediation", "ORG:HIM", "ORG:the Harbour Institute"},
			[]string{"Harbour Institute of Mediation", "Harbour Institute of Mediation", "Harbour Institute of Mediation"}},
		{"two bodies", []string{"ORG:Harbour Institute of Mediation", "ORG:Harbour Institute of Music", "ORG:HIM"},
			[]string{"Harbour Institute of Mediation", "Harbour Institute of Music", "HIM"}},
		{"a person is no body", []string{"PER:Maria Fernandez", "ORG:Fernandez"}, []string{"Maria Fernandez", "Fernandez"}},
		{"places and linked names are left alone", []string{"LOC:Port Lyra", "PER:=per.x", "PER:   ", "ORG:..."}, []string{"", "", "", ""}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := doc(test.mentions...)
			names.Resolve(a)
			var got []string
			for _, m := range a.Mentions {
				got = append(got, m.Name)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("names (-want +got):\n%s", diff)
			}
		})
	}
}

func TestResolveSpeakers(t *testing.T) {
	a := doc("ORG:Harbour Institute", "PER:Maria Fernandez", "PER:Fernandez")
	a.Quotes = []corpus.Quote{
		{In: corpus.InText, Source: []corpus.Span{a.Mentions[2].Span}},
		{In: corpus.InText, Source: []corpus.Span{{Start: 0, End: 150}}},
		{In: corpus.InText, Source: []corpus.Span{a.Mentions[0].Span}},
		{In: corpus.InText, Source: []corpus.Span{{Start: 0, End: 150}}, Speaker: "per.known"},
		{In: corpus.InTitle, Source: []corpus.Span{a.Mentions[0].Span}},
		{In: corpus.InText},
	}
	names.Resolve(a)
	var got []string
	for _, q := range a.Quotes {
		got = append(got, q.SpeakerName)
	}
	if diff := cmp.Diff([]string{"Maria Fernandez", "Maria Fernandez", "Harbour Institute", "", "", ""}, got); diff != "" {
		t.Errorf("speakers (-want +got):\n%s", diff)
	}
}

// use is a mention with its texts.
type use struct {
	doc           corpus.DocID
	label         corpus.Label
	surface, name string
}

// numbers gives texts their numbers.
type numbers []string

func (n *numbers) of(s string) int32 {
	at := slices.Index(*n, s)
	if at < 0 {
		at = len(*n)
		*n = append(*n, s)
	}
	return int32(at)
}

// list brings names together, by number of documents, then mentions.
func list(uses []use) []names.Name {
	x := names.NewIndex()
	var docs, surfaces, texts numbers
	for _, u := range uses {
		name := int32(-1)
		if u.name != "" {
			name = texts.of(u.name)
		}
		x.Add(names.Use{Doc: docs.of(string(u.doc)), Label: u.label, Surface: surfaces.of(u.surface), Name: name})
	}
	out := x.Names(names.Texts{Surfaces: surfaces, Names: texts, Lang: func(int32) string { return "en" }})
	slices.SortStableFunc(out, func(a, b names.Name) int {
		return order.Or(order.Compare(b.Documents, a.Documents), order.Compare(b.Mentions, a.Mentions), order.Compare(a.ID, b.ID))
	})
	return out
}

func TestIndex(t *testing.T) {
	docs := map[corpus.DocID]*corpus.Annotations{
		"1": doc("PER:Maria Fernandez", "PER:Fernandez", "ORG:Harbour Institute of Mediation", "ORG:HIM"),
		"2": doc("PER:Maria L. Fernández", "ORG:HIM", "ORG:HIM"),
		"3": doc("PER:Fernandez", "PER:Luis Ortega", "PER:Luis Ortega"),
		"4": doc("PER:L. Ortega", "PER:Lena Ortega"),
		"5": doc("PER:陳曉明"), "6": doc("PER:陈晓明"),
	}
	var uses []use
	for _, id := range []corpus.DocID{"1", "2", "3", "4", "5", "6"} {
		names.Resolve(docs[id])
		for _, m := range docs[id].Mentions {
			uses = append(uses, use{id, m.Label, m.Surface, m.Name})
		}
	}
	var got []string
	for _, n := range list(uses) {
		got = append(got, fmt.Sprintf("%s %q %d/%d forms %d", n.ID, n.Name, n.Documents, n.Mentions, len(n.Forms)))
	}
	want := []string{
		`org.harbour-institute-of-mediation "Harbour Institute of Mediation" 2/4 forms 2`,
		`per.maria-fernandez "Maria Fernandez" 2/3 forms 2`,
		`per.陈晓明 "陈晓明" 2/2 forms 2`,
		`per.lena-ortega "Lena Ortega" 1/2 forms 1`,
		`per.luis-ortega "Luis Ortega" 1/2 forms 1`,
		`per.fernandez "Fernandez" 1/1 forms 1`, // a family name alone may be anybody's
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

// TestIndexOrder: the names do not depend on the order of documents.
func TestIndexOrder(t *testing.T) {
	uses := []use{
		{"1", corpus.PER, "Ann B. Cole", "Ann B. Cole"}, {"2", corpus.PER, "A. Cole", "A. Cole"}, {"3", corpus.PER, "Ann Cole", "Ann Cole"},
		{"4", corpus.ORG, "Ann Cole", "Ann Cole"}, {"1", corpus.PER, "Cole", "Ann B. Cole"}, {"2", corpus.PER, "Cole Ann", "Cole Ann"},
		{"5", corpus.ORG, "LCM", "Lyra Centre for Mediation"}, {"6", corpus.ORG, "LCM", "LCM"},
	}
	want := list(uses)
	r := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		r.Shuffle(len(uses), func(i, j int) { uses[i], uses[j] = uses[j], uses[i] })
		if diff := cmp.Diff(want, list(uses)); diff != "" {
			t.Fatalf("names after %v (-first +now):\n%s", uses, diff)
		}
	}
}

// TestIndexPlace: what most documents take for a place is none of the people.
func TestIndexPlace(t *testing.T) {
	got := list([]use{{"1", corpus.PER, "Veltane", "Veltane"}, {"2", corpus.LOC, "Véltane", ""}, {"3", corpus.LOC, "Véltane", ""}})
	if len(got) != 1 || got[0].Label != corpus.LOC {
		t.Errorf("got %+v", got)
	}
}

func FuzzResolve(f *testing.F) {
	f.Add("Maria Fernandez|Fernandez|M. Fernandez")
	f.Add("HIM|Harbour Institute of M|The|'s|Dr.")
	f.Add("陳|·|陈·明|\xff\xfe| ")
	f.Fuzz(func(t *testing.T, text string) {
		var mentions []string
		for i, s := range strings.Split(text, "|") {
			mentions = append(mentions, []string{"PER:", "ORG:"}[i%2]+s)
		}
		a := doc(mentions...)
		names.Resolve(a)
		var uses []use
		for _, m := range a.Mentions {
			uses = append(uses, use{"1", m.Label, m.Surface, m.Name})
		}
		total := 0
		for _, n := range list(uses) {
			total += n.Mentions
		}
		for _, m := range a.Mentions {
			if m.Name != "" {
				total--
			}
		}
		if total != 0 {
			t.Fatalf("%q: %d mentions too many", text, total)
		}
	})
}
