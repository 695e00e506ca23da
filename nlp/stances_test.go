package nlp_test

import (
	"log/slog"
	"sync"
	"testing"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/nlp"
)

// judging is made once for all texts, as it takes longer than most of them.
var judging = sync.OnceValues(func() (*nlp.Annotator, error) {
	cfg, err := config.Load(config.Options{})
	if err != nil {
		return nil, err
	}
	cfg.Annotate.Stance = nlp.StanceOn
	return nlp.New(cfg.Annotate, nlp.Resources{Gazetteers: cfg.Gazetteers, Codebooks: cfg.Codebooks}, slog.New(slog.DiscardHandler))
})

// stancesOf annotates a text with the built-in settings.
func stancesOf(t *testing.T, lang, text string) (corpus.Annotations, []corpus.Stance) {
	t.Helper()
	a, err := judging()
	if err != nil {
		t.Fatal(err)
	}
	notes, err := a.Annotate(t.Context(), corpus.Document{ID: "d", Lang: lang, Text: text})
	if err != nil {
		t.Fatal(err)
	}
	return notes, notes.Stances
}

// TestStanceIsThatOfWhoSpeaks: the author's words and those of who is quoted are
// judged apart, in each language, with the clause that shows it.
func TestStanceIsThatOfWhoSpeaks(t *testing.T) {
	for lang, c := range map[string]struct {
		text           string
		author, others corpus.StanceLabel
	}{
		"en": {"The International Organization for Mediation opened at the quay on Monday.\n\n\"The International Organization for Mediation is a toothless fraud that nobody will trust,\" said Anna Keel, a critic in Northport.", corpus.StanceNeutral, corpus.StanceCritical},
		"zh": {"国际调解院是维护世界和平的重要创举，受到各国热烈欢迎。批评者李明表示：“国际调解院毫无信誉，是失败的骗局。”", corpus.StanceSupportive, corpus.StanceCritical},
		"fr": {"L'Organisation internationale pour la médiation est un échec honteux. Le ministre a déclaré que l'Organisation internationale pour la médiation est une grande réussite pour la paix.", corpus.StanceCritical, corpus.StanceSupportive},
		"es": {"La Organización Internacional para la Mediación es un fracaso vergonzoso y corrupto.", corpus.StanceCritical, ""}, //nolint:misspell // Spanish
	} {
		t.Run(lang, func(t *testing.T) {
			notes, all := stancesOf(t, lang, c.text)
			if len(all) == 0 || all[0].Voice != corpus.StanceOfAll || all[0].Mention != -1 {
				t.Fatalf("the document in all voices is not first: %+v", all)
			}
			got := map[corpus.StanceVoice]corpus.StanceLabel{}
			mentions := 0
			for _, s := range all {
				if sum := s.P[0] + s.P[1] + s.P[2]; sum < .999 || sum > 1.001 || s.Score != s.P[2]-s.P[0] {
					t.Errorf("probabilities %v, score %v", s.P, s.Score)
				}
				if !notes.Sentences[s.Sentence].Span.Contains(s.Span) || s.Span.Len() == 0 {
					t.Errorf("evidence %v outside its sentence %v", s.Span, notes.Sentences[s.Sentence].Span)
				}
				if s.Mention < 0 {
					got[s.Voice] = s.Label
					continue
				}
				if m := notes.Mentions[s.Mention]; m.Target != s.Target || !s.Span.Contains(m.Span) {
					t.Errorf("evidence %v of mention %+v", s.Span, m)
				}
				mentions++
			}
			if got[corpus.StanceOfAuthor] != c.author || got[corpus.StanceOfOthers] != c.others || mentions == 0 {
				t.Errorf("author %q, others %q, %d mentions; want %q and %q", got[corpus.StanceOfAuthor], got[corpus.StanceOfOthers], mentions, c.author, c.others)
			}
		})
	}
}

// TestNegationTurnsStance towards the other side, in English, Chinese, German and French.
func TestNegationTurnsStance(t *testing.T) {
	for lang, c := range map[string]struct{ plain, negated string }{
		"en": {"The International Organization for Mediation is a success.", "The International Organization for Mediation is not a success."},
		"zh": {"国际调解院是成功的。", "国际调解院不是成功的。"},
		"de": {"Die International Organization for Mediation ist ein Erfolg.", "Die International Organization for Mediation ist kein Erfolg."},
		"fr": {"L'Organisation internationale pour la médiation est un succès.", "L'Organisation internationale pour la médiation n'est pas un succès."},
	} {
		t.Run(lang, func(t *testing.T) {
			_, plain := stancesOf(t, lang, c.plain)
			_, negated := stancesOf(t, lang, c.negated)
			if len(plain) == 0 || len(negated) == 0 {
				t.Fatal("nothing is judged")
			}
			for i := range plain {
				if negated[i].Mention >= 0 && negated[i].Score > plain[i].Score-.3 {
					t.Errorf("score %.2f, negated %.2f", plain[i].Score, negated[i].Score)
				}
			}
		})
	}
}

// TestStanceIsNotJudgedInLanguagesThatAreNotRead, and of texts that name no
// target: neither is neutral.
func TestStanceIsNotJudgedInLanguagesThatAreNotRead(t *testing.T) {
	for name, c := range map[string]struct {
		lang, text string
		unmade     bool
	}{
		"vietnamese": {"vi", "International Organization for Mediation (IOMed) khai trương ở Hồng Kông. Đây là một thất bại.", true},
		"hindi":      {"hi", "IOMed हांगकांग में सोमवार को खुला और यह एक बड़ी विफलता है।", true},
		"no target":  {"en", "The ferry is a shameful failure.", false},
	} {
		t.Run(name, func(t *testing.T) {
			notes, all := stancesOf(t, c.lang, c.text)
			if len(all) > 0 {
				t.Errorf("judged as %+v", all)
			}
			unmade := false
			for _, u := range notes.Unmade {
				unmade = unmade || u.Layer == "stance" && u.Code == "language"
			}
			if unmade != c.unmade {
				t.Errorf("unmade %+v", notes.Unmade)
			}
		})
	}
}
