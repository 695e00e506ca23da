package nlp_test

import (
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/nlp"
	"framewatch/nlp/claim"
	"framewatch/nlp/frame"
)

const bank corpus.EntityID = "org.ndb"

// onTargets is an annotator of the built-in gazetteers for some targets, with an
// invented codebook and a register for each of two of them.
func onTargets(t testing.TB, targets ...corpus.EntityID) (*nlp.Annotator, []corpus.Target) {
	t.Helper()
	cfg, err := config.Load(config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	cfg.Annotate.Targets = targets
	book := frame.Codebook{ID: "tides", Version: "1", Languages: []string{"en", "zh-Hans"},
		Sets: []frame.Set{{ID: "TARGET", Target: true}, {ID: "OTHERS", Entities: []corpus.EntityID{target, bank, "org.icj"}}},
		Frames: []frame.Frame{
			{ID: "neutral", Terms: map[string][]string{"en": {"neutral"}, "zh-Hans": {"中立"}}, Requires: []frame.Requirement{{Set: "TARGET", WithinSentences: 0}}},
			{ID: "slow", Terms: map[string][]string{"en": {"slow"}, "zh-Hans": {"缓慢"}}, Requires: []frame.Requirement{{Set: "TARGET", WithinSentences: 0}}},
			{ID: "rivalry", Terms: map[string][]string{"en": {"rival"}, "zh-Hans": {"对手"}},
				Requires: []frame.Requirement{{Set: "TARGET", WithinSentences: 0}, {Set: "OTHERS", WithinSentences: 0}}},
			{ID: "anywhere", Terms: map[string][]string{"en": {"hall"}, "zh-Hans": {"大厅"}}},
		}}
	register := func(about corpus.EntityID, value string) claim.Register {
		return claim.Register{ID: string(about), Version: "1", About: []corpus.EntityID{about},
			Kinds: []claim.Kind{{ID: "members", Unit: claim.UnitCount, Least: 5, Phrases: map[string][]string{"en": {"# members"}, "zh-Hans": {"#个成员"}}}},
			Facts: []claim.Fact{{Kind: "members", Value: value, From: "2025-01-01", Source: "https://tides.example/" + value}}}
	}
	a, err := nlp.New(cfg.Annotate, nlp.Resources{Gazetteers: cfg.Gazetteers, Codebook: &book, Registers: []claim.Register{register(target, "37"), register(bank, "11")}}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return a, nlp.Targets(cfg.Gazetteers, targets)
}

// onTwo are invented texts about IOMed and a development bank at once, with what
// each language calls them.
var onTwo = map[string]corpus.Document{
	"en": {ID: "en", Title: "IOMed opens its hall", Text: "IOMed is neutral, and its hall is full. “IOMed is no rival of the New Development Bank,” said Ada Moreno.\n\n" +
		"Rain fell on the harbour all morning. The ferries left late.\n\nThe International Organization for Mediation has 37 members. Tom Okoro said that the BRICS Bank is slow. " +
		"The New Development Bank has 11 members.\n\nNobody stayed long. The quay was empty by noon. The lamps went out.\n\nThe crates of fish went to the other shore."},
	"zh": {ID: "zh", Title: "国际调解院大厅开放", Text: "国际调解院是中立的，大厅里坐满了人。莫雷诺说：“国际调解院不是新开发银行的对手。”\n\n港口下了一上午的雨。渡轮开得很晚。\n\n" +
		"国际调解院有37个成员。奥科罗说：“金砖银行很缓慢。”新开发银行有11个成员。\n\n没有人久留。中午码头空了。灯灭了。\n\n一箱箱鱼运到了对岸。"},
}

// aboutOne is all that was found of one target, in a form that can be compared.
func aboutOne(t *testing.T, a *nlp.Annotator, target corpus.Target, doc corpus.Document) []string {
	t.Helper()
	doc.Published = corpus.Date{}
	got, err := a.Annotate(t.Context(), doc)
	if err != nil {
		t.Fatal(err)
	}
	check(t, &doc, &got)
	use := nlp.TargetUse(&got, target)
	out := []string{fmt.Sprintf("relevance %s, %d mentions, headline %v", use.Relevance, use.Mentions, use.InHeadline)}
	for _, m := range got.Mentions {
		if m.Target == target.ID {
			out = append(out, fmt.Sprintf("mention %s %s", m.Surface, m.Variant))
		}
	}
	for _, f := range got.Codes {
		if f.Target == target.ID {
			out = append(out, fmt.Sprintf("frame %s %v, quoted %d, negated %d", f.Frame, f.Present, f.NQuoted, f.NNegated))
		}
	}
	for _, h := range got.Frames {
		if h.Target == target.ID {
			out = append(out, fmt.Sprintf("hit %s %s %s %d %s", h.Frame, h.Surface, h.Entity, h.Distance, h.ID))
		}
	}
	for _, q := range got.Quotes {
		if slices.Contains(q.Targets, target.ID) {
			out = append(out, "quote "+q.Content[0].Of(doc.Text))
		}
	}
	for _, c := range got.Claims {
		if c.Target == target.ID {
			out = append(out, fmt.Sprintf("claim %s %s", c.Surface, c.Kind))
		}
	}
	return out
}

// plain leaves the IDs of hits out.
func plain(lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l
		if strings.HasPrefix(l, "hit ") {
			out[i] = l[:strings.LastIndex(l, " ")]
		}
	}
	return out
}

// TestEachTargetIsCountedByItself in a text that is mainly about two: what is said
// anywhere in it counts for both.
func TestEachTargetIsCountedByItself(t *testing.T) {
	a, targets := onTargets(t, target, bank)
	want := map[string][2][]string{
		"en": {
			{"relevance main, 4 mentions, headline true", "mention IOMed abbreviation", "mention IOMed abbreviation", "mention IOMed abbreviation", "mention International Organization for Mediation official",
				"frame neutral true, quoted 0, negated 0", "frame slow true, quoted 1, negated 0", "frame rivalry false, quoted 0, negated 1", "frame anywhere true, quoted 0, negated 0",
				"hit anywhere hall org.iomed 0", "hit neutral neutral org.iomed 0", "hit anywhere hall org.iomed 0", "hit rivalry rival org.iomed 0", "hit slow slow org.iomed 1",
				"quote “IOMed is no rival of the New Development Bank,”", "claim 37 members"},
			{"relevance main, 3 mentions, headline false", "mention New Development Bank official", "mention BRICS Bank alias", "mention New Development Bank official",
				"frame neutral true, quoted 0, negated 0", "frame slow true, quoted 1, negated 0", "frame rivalry false, quoted 0, negated 1", "frame anywhere true, quoted 0, negated 0",
				"hit anywhere hall org.ndb 2", "hit neutral neutral org.ndb 1", "hit anywhere hall org.ndb 1", "hit rivalry rival org.ndb 0", "hit slow slow org.ndb 0",
				"quote “IOMed is no rival of the New Development Bank,”", "quote the BRICS Bank is slow", "claim 11 members"},
		},
		"zh": {
			{"relevance main, 4 mentions, headline true", "mention 国际调解院 official", "mention 国际调解院 official", "mention 国际调解院 official", "mention 国际调解院 official",
				"frame neutral true, quoted 0, negated 0", "frame slow true, quoted 1, negated 0", "frame rivalry false, quoted 0, negated 1", "frame anywhere true, quoted 0, negated 0",
				"hit anywhere 大厅 org.iomed 0", "hit neutral 中立 org.iomed 0", "hit anywhere 大厅 org.iomed 0", "hit rivalry 对手 org.iomed 0", "hit slow 缓慢 org.iomed 1",
				"quote “国际调解院不是新开发银行的对手。”", "claim 37 members"},
			{"relevance main, 3 mentions, headline false", "mention 新开发银行 official", "mention 金砖银行 alias", "mention 新开发银行 official",
				"frame neutral true, quoted 0, negated 0", "frame slow true, quoted 1, negated 0", "frame rivalry false, quoted 0, negated 1", "frame anywhere true, quoted 0, negated 0",
				"hit anywhere 大厅 org.ndb 2", "hit neutral 中立 org.ndb 1", "hit anywhere 大厅 org.ndb 1", "hit rivalry 对手 org.ndb 0", "hit slow 缓慢 org.ndb 0",
				"quote “国际调解院不是新开发银行的对手。”", "quote “金砖银行很缓慢。”", "claim 11 members"},
		},
	}
	for lang, doc := range onTwo {
		for i, target := range targets {
			if diff := cmp.Diff(want[lang][i], plain(aboutOne(t, a, target, doc))); diff != "" {
				t.Errorf("%s, %s: %s", lang, target.ID, diff)
			}
		}
	}
}

// translated are invented pages whose Chinese halves call both bodies by wrong
// names, the bank by one that holds a name of the other.
var translated = map[string]corpus.Document{
	"both wrong": {ID: "both", Text: "The two villages took their quarrel over the well to IOMed in June. It cost them 40 goats.\n\nThe New Development Bank paid for a new pump in July. The pump is slow.\n\n" +
		"六月,这两个村庄就水井的争吵求助于国际药膳联盟。这花了他们40只山羊。\n\n新开发河岸在七月支付了一个新水泵。水泵很缓慢。"},
	"one inside the other": {ID: "inside", Text: "The New Development Bank paid for a new pump in July. It cost 40 goats.\n\nIOMed is neutral, the villages say.\n\n" +
		"国际调解院新开发河岸在七月支付了一个新水泵。它花了40只山羊。\n\n村庄说，国际药膳联盟是中立的。"},
}

// TestATargetIsTheSameBesideOthers: what is found of one does not depend on which
// others there are, nor on their order, down to the IDs.
func TestATargetIsTheSameBesideOthers(t *testing.T) {
	alone := map[corpus.EntityID]*nlp.Annotator{}
	for _, id := range []corpus.EntityID{target, bank} {
		alone[id], _ = onTargets(t, id)
	}
	for _, order := range [][]corpus.EntityID{{target, bank}, {bank, "org.icj", target}} {
		together, targets := onTargets(t, order...)
		texts := maps.Clone(onTwo)
		maps.Copy(texts, translated)
		for name, doc := range texts {
			for _, one := range targets {
				if alone[one.ID] == nil {
					continue
				}
				if diff := cmp.Diff(aboutOne(t, alone[one.ID], one, doc), aboutOne(t, together, one, doc)); diff != "" {
					t.Errorf("%s: %s beside %v: %s", name, one.ID, order, diff)
				}
			}
		}
	}
}
