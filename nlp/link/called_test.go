package link_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/nlp/heads"
	"framewatch/nlp/link"

	"github.com/google/go-cmp/cmp"
)

// body is an invented body whose name is made of a reach, a field and a head noun.
type body struct {
	class      heads.Class
	noun, han  string
	name, full string // in English and Chinese
	acronym    string
	entity     link.Entity
}

// kinds are head nouns in both languages.
var kinds = []struct {
	class     heads.Class
	noun, han string
}{{"bank", "Bank", "银行"}, {"fund", "Fund", "基金"}, {"court", "Court", "法院"}, {"agency", "Agency", "总署"}, {"committee", "Committee", "委员会"},
	{"association", "Association", "协会"}, {"centre", "Centre", "中心"}, {"council", "Council", "理事会"}, {"organisation", "Organization", "组织"}}

func invent(r *rand.Rand) body {
	pick := func(pairs ...[2]string) [2]string { return pairs[r.IntN(len(pairs))] }
	reach := pick([2]string{"Pacific", "太平洋"}, [2]string{"African", "非洲"}, [2]string{"International", "国际"}, [2]string{"Baltic", "波罗的海"})
	field := pick([2]string{"Fisheries Research", "渔业研究"}, [2]string{"Reef Insurance", "珊瑚保险"}, [2]string{"Kelp Storage", "海藻储藏"}, [2]string{"Glacier Rescue", "冰川救援"})
	k := kinds[r.IntN(len(kinds))]
	b := body{class: k.class, noun: strings.ToLower(k.noun), han: k.han, name: reach[0] + " " + field[0] + " " + k.noun, full: reach[1] + field[1] + k.han}
	for _, w := range strings.Fields(b.name) {
		b.acronym += w[:1]
	}
	b.entity = link.Entity{ID: "org.invented", Label: corpus.ORG, Kind: "body", Seat: []link.Word{{Text: "Suva", Lang: "en"}, {Text: "苏瓦", Lang: "zh"}}, Names: []link.Name{
		name(b.name, "en", official), name(b.full, "zh-Hans", official), name(b.acronym, "mul", short, exact)}}
	return b
}

// TestInventedBodiesAreCalledByWhatTheirNamesSay: of a body that no code knows the
// references, the descriptions and the mistyped acronym follow from its names.
func TestInventedBodiesAreCalledByWhatTheirNamesSay(t *testing.T) {
	r := rand.New(rand.NewPCG(16, 5))
	met := map[heads.Class]bool{}
	for range 60 {
		b := invent(r)
		met[b.class] = true
		g := sample()
		g.References = nil
		g.Entities = append(g.Entities, b.entity)
		l, err := link.New([]link.Gazetteer{g}, b.entity.ID)
		if err != nil {
			t.Fatal(err)
		}
		swapped := string(b.acronym[0]) + string(b.acronym[2]) + string(b.acronym[1]) + b.acronym[3:]
		field := strings.ToLower(strings.Join(strings.Fields(b.name)[1:3], " "))
		for _, test := range []struct{ lang, text, want string }{
			{"en", "The " + b.name + " opened.|The " + b.noun + " is small.", "The " + b.noun},
			{"en", "The " + b.name + " opened.|Later the " + b.noun + " of the town closed.", ""},
			{"en", "The " + b.name + " met Jane Wanjiru Doe.|She left the Suva-based " + b.noun + ".", "Suva-based " + b.noun},
			{"en", "The " + b.name + " opened.|It is the only " + field + " " + b.noun + ".", field + " " + b.noun},
			{"en", "The " + b.name + " opened.|Nobody saw " + swapped + ".", swapped},
			{"en", "Nobody saw " + swapped + ".", ""},
			{"en", "The " + b.name + " opened.|Nobody saw " + strings.ToLower(b.acronym) + ".", strings.ToLower(b.acronym)},
			{"zh-Hans", b.full + "成立。|这家" + b.han + "不大。", "这家" + b.han},
			{"zh-Hans", b.full + "成立。|总部设在苏瓦的" + b.han + "不大。", "总部设在苏瓦的" + b.han},
			{"zh-Hans", b.full + "成立。|该" + b.han + "不大。", "该" + b.han},
		} {
			var got []string
			for _, m := range l.Mentions(&corpus.Document{Text: test.text}, annotations(test.text, test.lang)) {
				if m.Entity == b.entity.ID && m.Variant != official {
					got = append(got, m.Surface)
				}
			}
			if s := strings.Join(got, ","); s != test.want {
				t.Errorf("%s: %q: got %q, want %q", b.name, test.text, s, test.want)
			}
		}
	}
	if len(met) < len(kinds)-1 {
		t.Errorf("only %d classes were met", len(met))
	}
}

// TestReferencesToABody: which body is meant follows from what each is called.
func TestReferencesToABody(t *testing.T) {
	g := sample()
	g.References = nil
	g.Entities = append(g.Entities,
		link.Entity{ID: "org.reef", Label: corpus.ORG, Kind: "body", Names: []link.Name{name("Reef Investment Bank", "en", official), name("珊瑚投资银行", "zh-Hans", official), name("Banque d'investissement des récifs", "fr", official)}},
		link.Entity{ID: "org.tide", Label: corpus.ORG, Kind: "body", Names: []link.Name{name("Court of the Tides", "en", official), name("潮汐法院", "zh-Hans", official)}},
		link.Entity{ID: "org.sand", Label: corpus.ORG, Kind: "body", Names: []link.Name{name("Bank for Sand", "en", official)}},
		link.Entity{ID: "org.nameless", Label: corpus.ORG, Kind: "body", Names: []link.Name{name("Ice Nations", "en", official)}, Heads: []heads.Class{"fund"}},
	)
	l, err := link.New([]link.Gazetteer{g})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ lang, text, want string }{
		{"en", "The Reef Investment Bank opened.|The bank is small.", "org.reef The bank"},
		{"en", "The Reef Investment Bank opened.|The lender is small.", "org.reef The lender"},
		{"en", "The Reef Investment Bank opened.|The bank holiday was wet.", ""},
		{"en", "The Reef Investment Bank sued at the Court of the Tides.|The bank lost.", "org.reef The bank"},
		{"en", "The Reef Investment Bank sued at the Court of the Tides.|The court rose.", "org.tide The court"},
		{"en", "The Reef Investment Bank met the Bank for Sand.|The bank lost.", ""},
		{"en", "The Reef Investment Bank met the Old Harbour Bank.|The bank lost.", ""},
		{"en", "The Reef Investment Bank met the Old Harbour Court.|The bank lost.", "org.reef The bank"},
		{"en", "Ice Nations met.|The fund is small.", "org.nameless The fund"},
		{"zh-Hans", "珊瑚投资银行成立。|该行不大。", "org.reef 该行"},
		{"zh-Hans", "珊瑚投资银行成立。|该行业不大。", ""},
		{"zh-Hans", "珊瑚投资银行成立。|潮汐法院也成立了。|该行不大,该法院更小。", "org.reef 该行,org.tide 该法院"},
		{"fr", "La Banque d'investissement des récifs a ouvert.|La banque est petite.", "org.reef La banque"},
		{"fr", "La Banque d'investissement des récifs a ouvert.|La banque centrale est petite.", ""},
	} {
		var got []string
		for _, m := range l.Mentions(&corpus.Document{Text: test.text}, annotations(test.text, test.lang)) {
			if m.Variant == corpus.VariantPronoun {
				got = append(got, string(m.Entity)+" "+m.Surface)
			}
		}
		if s := strings.Join(got, ","); s != test.want {
			t.Errorf("%q: got %q, want %q", test.text, s, test.want)
		}
	}
}

// TestHeadsAreChecked: a class that no table has is a mistake, and is named.
func TestHeadsAreChecked(t *testing.T) {
	g := link.Gazetteer{Header: link.Header{ID: "a", Version: "1"}, Entities: []link.Entity{{ID: "org.a", Label: corpus.ORG, Heads: []heads.Class{"bank", "bnak"},
		Seat: []link.Word{{Text: "Suva", Lang: "en"}, {Text: " ", Lang: "x"}}, Names: []link.Name{name("A", "en", official)}}}}
	err := g.Validate()
	if err == nil || !strings.Contains(err.Error(), "did you mean \"bank\"?") {
		t.Errorf("got %v", err)
	}
	var lines []string
	for line := range strings.SplitSeq(err.Error(), "\n") {
		path, _, _ := strings.Cut(line, ":")
		lines = append(lines, path)
	}
	slices.Sort(lines)
	if diff := cmp.Diff([]string{"entities[0].heads[1]", "entities[0].seat[1].lang", "entities[0].seat[1].text"}, lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
