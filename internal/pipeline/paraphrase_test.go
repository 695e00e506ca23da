package pipeline_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"framewatch/internal/config"
	"framewatch/store"
)

// TestParaphraseIsRecordedAndUnitesNothing holds that a story told in other words is
// linked to the one that it tells, copies being one text, and stays a story of its
// own, and that an editor's word and the setting are obeyed.
func TestParaphraseIsRecordedAndUnitesNothing(t *testing.T) {
	tests := map[string][2]string{
		"en": {
			"The lake states of Karvela and Osmund asked mediators on Monday to end a quarrel of 14 years over a bridge. Some 31,000 people crossed it every day until Osmund closed its gate in 2027. " +
				"Karvela's minister Ruta Feldgard said that neither side could afford to wait. The two have spent 26 million dollars on lawyers. The first meeting is to be held on 19 May without the press.",
			"A bridge that divides Osmund and Karvela has been put into the hands of mediators, as both lake states wished, after 14 years of strife. Before Osmund shut the gate in 2027, the daily traffic was 31,000 persons. " +
				"Waiting is too dear for either of them, according to Ruta Feldgard, minister in Karvela. Lawyers have been paid 26 million dollars so far. Reporters will be kept out when the parties sit down for the first time on 19 May.",
		},
		"zh": {
			"萨兰达和努瓦利周一请求国际调解院协助两国结束长达九年的渡轮航线争端。该航线每年运送旅客21.4万人次，直到2022年努瓦利禁止萨兰达船只入港。萨兰达交通部长奥迪勒·马尔凯蒂表示，两岛承受的损失都已超出能力。" +
				"她说，两国花了1800万美元请律师，却没有一分钱用来修码头。首次会议定于5月12日闭门举行。",
			"一条渡轮线路让努瓦利与萨兰达交恶九年，如今两国共同把此事交给设在香港的国际调解院处理。在努瓦利2022年不准萨兰达的船靠港之前，每年约有21.4万人乘坐这条航线往来。主管交通事务的奥迪勒·马尔凯蒂认为，停航的代价哪一方都负担不起。" +
				"她感叹，律师费用掉1800万美元，码头却分文未得。双方将在5月12日首度碰面，过程不对外公开。",
		},
	}
	for lang, texts := range tests {
		t.Run(lang, func(t *testing.T) {
			asShipped(t)
			t.Setenv("FRAMEWATCH_ANNOTATE_FRAMES", "rules")
			var b strings.Builder
			for i, text := range []string{texts[0], texts[0] + " .", texts[1]} { // the second is a copy of the first
				fmt.Fprintf(&b, `{"id":"%[1]c","url":"http://lake.test/%[1]c","published":"2026-03-0%[2]d","text":%[3]q}`+"\n", 'a'+i, 1+i, text)
			}
			file := filepath.Join(t.TempDir(), "stories.jsonl")
			if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
				t.Fatal(err)
			}
			flags := map[string]any{"data": filepath.Join(t.TempDir(), "data"), "compare.bootstrap": 100}
			cfg, err := config.Load(config.Options{File: "builtin:demo.yaml", Flags: flags})
			if err != nil {
				t.Fatal(err)
			}
			for _, outlet := range []string{"s1", "s2", "s3"} {
				if err := importOne(t, cfg, file, outlet); err != nil {
					t.Fatal(err)
				}
			}
			groups := []string{"a b", "c"}
			check := func(name string, want ...string) {
				t.Helper()
				if diff := gocmp.Diff(want, paraphrasesOf(t, cfg)); diff != "" {
					t.Errorf("%s: paraphrases (-want +got):\n%s", name, diff)
				}
				if diff := gocmp.Diff(groups, groupsOf(t, cfg)); diff != "" {
					t.Errorf("%s: groups (-want +got):\n%s", name, diff)
				}
			}
			check("as shipped", "ab c")
			under(t, cfg, line("http://lake.test/b", config.Correction{NotSameStory: "http://lake.test/c"}))
			check("kept apart")
			under(t, cfg)
			check("no longer", "ab c")
			cfg.Translations.Encode = false
			under(t, cfg)
			check("turned off")
		})
	}
}

// paraphrasesOf lists the pairs that are linked, each text by the ends of the
// addresses of its copies.
func paraphrasesOf(t *testing.T, cfg *config.Loaded) []string {
	t.Helper()
	end, copies := map[string]string{}, map[string]string{}
	for _, d := range rowsIn[store.DocumentRow](t, cfg) {
		end[d.DocID] = d.URL[strings.LastIndexByte(d.URL, '/')+1:]
	}
	rows := rowsIn[store.SyndicationRow](t, cfg)
	slices.SortFunc(rows, func(a, b store.SyndicationRow) int { return cmp.Compare(end[a.DocID], end[b.DocID]) })
	for _, r := range rows {
		copies[r.CopyID] += end[r.DocID]
	}
	var out []string
	for _, l := range rowsIn[store.StoryLinkRow](t, cfg) {
		if l.Kind == "paraphrase" {
			if l.DocID <= l.OtherID || l.Score <= 0 || l.Score > 1 {
				t.Errorf("%+v", l)
			}
			pair := []string{copies[l.DocID], copies[l.OtherID]}
			slices.Sort(pair)
			out = append(out, strings.Join(pair, " "))
		}
	}
	slices.Sort(out)
	return out
}
