package pipeline_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/internal/imports"
	"framewatch/internal/pipeline"
	"framewatch/store"
)

// TestCorrectionsOfStories binds and parts pages, also those that a copy between
// them would join.
func TestCorrectionsOfStories(t *testing.T) {
	countsAgain(t)
	english := "The Lake Harbour Council met in the old customs house on Monday and agreed to mend the eastern pier before the ferries return, its clerk said. " +
		"Three members asked who would pay, and the treasurer named a fund that nobody had heard of until then. The vote was seven to two, after midnight."
	chinese := "湖港议会星期一在旧海关楼开会，同意在渡轮复航之前修好东码头，书记员说。三名议员问谁来付钱，司库提到一个此前没有人听说过的基金。午夜过后以七比二通过表决。"
	for lang, text := range map[string]string{"en": english, "zh": chinese} {
		t.Run(lang, func(t *testing.T) {
			var b strings.Builder
			// a and b are copies, c is like both, d is a story of its own.
			for id, body := range map[string]string{"a": text, "b": text + "!", "c": text + "...", "d": strings.ToUpper(lang) + " nothing of the kind: 天气晴朗，风平浪静。"} {
				fmt.Fprintf(&b, `{"id":%q,"url":"http://lake.test/%s","published":"2026-0%d-03","text":%q}`+"\n", id, id, 1+len(body)%3, body)
			}
			file := filepath.Join(t.TempDir(), "stories.jsonl")
			if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
				t.Fatal(err)
			}
			cfg, err := config.Load(config.Options{File: "builtin:demo.yaml", Flags: map[string]any{"data": filepath.Join(t.TempDir(), "data"), "compare.bootstrap": 100}})
			if err != nil {
				t.Fatal(err)
			}
			for _, id := range []string{"s1", "s2", "s3", "s4"} { // each of an outlet of its own: copies in one are aliases
				if err := importOne(t, cfg, file, id); err != nil {
					t.Fatal(err)
				}
			}
			together := groupsOf(t, cfg)
			if diff := cmp.Diff([]string{"a b c", "d"}, together); diff != "" {
				t.Fatalf("before (-want +got):\n%s", diff)
			}
			page := func(id string) string { return "http://lake.test/" + id }
			same := line(page("a"), config.Correction{SameStory: page("d")})
			apart := line(page("a"), config.Correction{NotSameStory: page("b")})
			under(t, cfg, same)
			if diff := cmp.Diff([]string{"a b c d"}, groupsOf(t, cfg)); diff != "" {
				t.Errorf("same story (-want +got):\n%s", diff)
			}
			under(t, cfg, apart, same)
			groups := groupsOf(t, cfg)
			for _, g := range groups {
				if strings.Contains(g, "a") && strings.Contains(g, "b") || strings.Contains(g, "a") != strings.Contains(g, "d") {
					t.Errorf("a and b are kept apart, a and d together: %v", groups)
				}
			}
			for _, row := range rowsIn[store.CorrectionRow](t, cfg) {
				if row.Status != "applied" || row.DocID == "" {
					t.Errorf("%+v", row)
				}
			}
			under(t, cfg)
			if diff := cmp.Diff(together, groupsOf(t, cfg)); diff != "" {
				t.Errorf("undone (-want +got):\n%s", diff)
			}
		})
	}
}

// importOne imports the record of a file whose number the outlet's ID ends in.
func importOne(t *testing.T, cfg *config.Loaded, file, outlet string) error {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	records := strings.Split(strings.TrimSpace(string(data)), "\n")
	one := filepath.Join(t.TempDir(), outlet+".jsonl")
	if err := os.WriteFile(one, []byte(records[outlet[1]-'1']+"\n"), 0o600); err != nil {
		return err
	}
	_, err = pipeline.New(cfg, pipeline.Options{Command: "import"}).Import(t.Context(), imports.Options{Format: "jsonl", Paths: []string{one}, Source: corpus.SourceID(outlet)})
	return err
}

// groupsOf lists the groups by the ends of their addresses.
func groupsOf(t *testing.T, cfg *config.Loaded) []string {
	t.Helper()
	ends := map[string]string{}
	for _, d := range rowsIn[store.DocumentRow](t, cfg) {
		ends[d.DocID] = d.URL[strings.LastIndexByte(d.URL, '/')+1:]
	}
	members := map[string][]string{}
	for _, s := range rowsIn[store.SyndicationRow](t, cfg) {
		members[s.GroupID] = append(members[s.GroupID], ends[s.DocID])
	}
	var out []string
	for _, m := range members {
		slices.Sort(m)
		out = append(out, strings.Join(m, " "))
	}
	slices.Sort(out)
	return out
}
