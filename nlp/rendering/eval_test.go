package rendering_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"framewatch/configs"
	"framewatch/corpus"
	"framewatch/internal/bilingual"
	"framewatch/nlp"
	"framewatch/nlp/link"
	"framewatch/nlp/rendering"
	"framewatch/nlp/zh"

	"go.yaml.in/yaml/v3"
)

const target = corpus.EntityID("org.iomed")

// gazetteers reads the project's gazetteers, of the target's names only those
// that keep wants.
func gazetteers(t testing.TB, keep func(link.Name) bool) []link.Gazetteer {
	t.Helper()
	var out []link.Gazetteer
	for _, name := range []string{"iomed", "institutions", "states"} {
		data, err := configs.FS.ReadFile("gazetteers/" + name + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		var g link.Gazetteer
		if err := yaml.Unmarshal(data, &g); err != nil {
			t.Fatal(err)
		}
		for i := range g.Entities {
			if e := &g.Entities[i]; e.ID == target {
				e.Names = slices.DeleteFunc(e.Names, func(n link.Name) bool { return !keep(n) })
			}
		}
		out = append(out, g)
	}
	return out
}

func newAnnotator(t testing.TB, keep func(link.Name) bool) *nlp.Annotator {
	t.Helper()
	return annotatorOf(t, keep, func(*nlp.Config) {})
}

func annotatorOf(t testing.TB, keep func(link.Name) bool, change func(*nlp.Config)) *nlp.Annotator {
	t.Helper()
	cfg := nlp.Default()
	cfg.Targets = []corpus.EntityID{"org.iomed"}
	change(&cfg)
	a, err := nlp.New(cfg, nlp.Resources{Gazetteers: gazetteers(t, keep)}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// The gazetteers that figures are given for: as it is, without wrong names, and
// with nothing but the official names and the acronym.
var (
	full  = sync.OnceValue(func() func(link.Name) bool { return func(link.Name) bool { return true } })()
	right = func(n link.Name) bool {
		return n.Variant != corpus.VariantMistranslation && n.Variant != corpus.VariantTypo
	}
	official = func(n link.Name) bool {
		return n.Variant == corpus.VariantOfficial || n.Variant == corpus.VariantAbbreviation && n.Lang == "mul" && strings.HasPrefix(n.Text, "IO")
	}
)

// tally counts what was found of what there is.
type tally struct {
	gold, found, right, class int
	omitted, lost, changed    [3]int // gold, found, right
}

func (s *tally) add(o tally) {
	s.gold, s.found, s.right, s.class = s.gold+o.gold, s.found+o.found, s.right+o.right, s.class+o.class
	for i := range 3 {
		s.omitted[i] += o.omitted[i]
		s.lost[i] += o.lost[i]
		s.changed[i] += o.changed[i]
	}
}

func (s tally) String() string {
	return fmt.Sprintf("P %.3f R %.3f class %.3f (gold %d, found %d, right %d), omitted %v lost %v changed %v",
		float64(s.right)/float64(max(1, s.found)), float64(s.right)/float64(max(1, s.gold)), float64(s.class)/float64(max(1, s.right)), s.gold, s.found, s.right, s.omitted, s.lost, s.changed)
}

func score(t testing.TB, a *nlp.Annotator, p bilingual.Page, verbose bool) tally {
	t.Helper()
	r, ok, err := a.Renderings(context.Background(), corpus.Document{ID: "x", Text: p.Text})
	if err != nil {
		t.Fatal(err)
	}
	if !ok && verbose {
		t.Logf("%s: not taken for a bilingual page", p.Name)
	}
	var s tally
	seen := map[int]bool{}
	for _, g := range r.Renderings {
		s.found++
		hit := false
		for i, m := range p.Marks {
			if m.Start == g.Span.Start && m.End == g.Span.End && isVariant(m.Kind) {
				hit, seen[i] = true, true
				s.right++
				if m.Kind == string(g.Variant) {
					s.class++
				} else if verbose {
					t.Logf("%s: %q is %s, called %s", p.Name, m.Text, m.Kind, g.Variant)
				}
			}
		}
		if !hit && verbose {
			t.Logf("%s: FALSE %q %s %.2f %s", p.Name, g.Text, g.Variant, g.Score, g.Evidence)
		}
	}
	for i, m := range p.Marks {
		if !isVariant(m.Kind) {
			continue
		}
		s.gold++
		if !seen[i] && verbose {
			t.Logf("%s: MISSED %q at %d", p.Name, m.Text, m.Start)
		}
	}
	s.others(t, p, r, verbose)
	return s
}

// others counts what is missing and what differs.
func (s *tally) others(t testing.TB, p bilingual.Page, r rendering.Result, verbose bool) {
	t.Helper()
	s.omitted = gaps(p, "omitted", r.Omitted, true)
	s.lost = gaps(p, "lost", r.Lost, false)
	s.changed[1] = len(r.Changed)
	for _, m := range p.Marks {
		if m.Kind == "changed" {
			s.changed[0]++
		}
	}
	for _, c := range r.Changed {
		hit := slices.ContainsFunc(p.Marks, func(m bilingual.Mark) bool {
			return m.Kind == "changed" && c.Target.Span.Overlaps(corpus.Span{Start: m.Start, End: m.End})
		})
		if hit {
			s.changed[2]++
		} else if verbose {
			t.Logf("%s: changed? %q %q %s", p.Name, c.Source.Text, c.Target.Text, c.Kind)
		}
	}
	if verbose {
		for _, g := range r.Omitted {
			if !slices.ContainsFunc(p.Marks, func(m bilingual.Mark) bool { return m.Kind == "omitted" && m.Start == g.Source.Span.Start }) {
				t.Logf("%s: omitted? %q at %d", p.Name, g.Source.Text, g.Source.Span.Start)
			}
		}
		for _, g := range r.Lost {
			if !slices.ContainsFunc(p.Marks, func(m bilingual.Mark) bool {
				return m.Kind == "lost" && g.Source.Span.Start < m.End && m.Start < g.Source.Span.End
			}) {
				t.Logf("%s: lost? %q", p.Name, g.Source.Text)
			}
		}
	}
}

func gaps(p bilingual.Page, kind string, found []rendering.Gap, exact bool) (out [3]int) {
	out[1] = len(found)
	for _, m := range p.Marks {
		if m.Kind != kind {
			continue
		}
		out[0]++
		for _, g := range found {
			if g.Source.Span.Overlaps(corpus.Span{Start: m.Start, End: m.End}) && (!exact || g.Source.Span.Start == m.Start) {
				out[2]++
				break
			}
		}
	}
	return out
}

func isVariant(kind string) bool {
	return slices.Contains([]string{"official", "alias", "abbreviation", "mistranslation", "typo", "pronoun"}, kind)
}

// TestLayouts measures the same pages laid out otherwise, and in the other
// characters.
func TestLayouts(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "dev", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	a := newAnnotator(t, official)
	for _, layout := range []string{"blocks", "interleaved", "oneblock", "reversed", "traditional"} {
		var sum tally
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			text := string(data)
			if layout == "traditional" {
				text = zh.ToTraditional(text)
			}
			p := bilingual.LayOut(layout+"/"+filepath.Base(f), text, layout)
			sum.add(score(t, a, p, true))
		}
		t.Logf("%s: %s", layout, sum)
	}
}

var gazetteerKinds = []struct {
	name string
	keep func(link.Name) bool
}{{"full", full}, {"right names", right}, {"official names", official}}

// floor is the least precision and recall on the invented pages.
const floor = .95

func TestFigures(t *testing.T) {
	dirs := strings.Fields(os.Getenv("RENDERING_SETS"))
	if len(dirs) == 0 {
		dirs = []string{"dev"}
	}
	for _, kind := range gazetteerKinds {
		a := newAnnotator(t, kind.keep)
		for _, dir := range dirs {
			var sum tally
			for _, p := range pages(t, dir) {
				sum.add(score(t, a, p, os.Getenv("VERBOSE") != ""))
			}
			t.Logf("%s, %s: %s", dir, kind.name, sum)
			if float64(sum.right) < floor*float64(max(sum.found, sum.gold)) {
				t.Errorf("%s, %s: precision or recall under %.2f", dir, kind.name, floor)
			}
		}
	}
}

// TestDemo measures the demo's bilingual pages.
func TestDemo(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "internal", "demosite", "stories", "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	type half struct {
		Title      string
		Paragraphs []string
		Renderings []string
	}
	for _, kind := range gazetteerKinds {
		a := newAnnotator(t, kind.keep)
		gold, hit, other := 0, 0, 0
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			var story struct {
				Articles []struct {
					Title      string
					Paragraphs []string
					Second     *half
				}
			}
			if err := yaml.Unmarshal(data, &story); err != nil {
				t.Fatal(err)
			}
			for _, x := range story.Articles {
				if x.Second == nil {
					continue
				}
				text := strings.Join(slices.Concat([]string{x.Title}, x.Paragraphs, []string{x.Second.Title}, x.Second.Paragraphs), "\n\n")
				r, _, err := a.Renderings(context.Background(), corpus.Document{ID: "x", Text: text})
				if err != nil {
					t.Fatal(err)
				}
				got := map[string]bool{}
				for _, g := range r.Renderings {
					got[g.Text] = true
					if !slices.Contains(x.Second.Renderings, g.Text) {
						other++
						t.Logf("%s: also %q %s %.2f %s", filepath.Base(f), g.Text, g.Variant, g.Score, g.Evidence)
					}
				}
				for _, want := range x.Second.Renderings {
					gold++
					if got[want] {
						hit++
					} else {
						t.Logf("%s: MISSED %s", filepath.Base(f), want)
					}
				}
				for _, g := range r.Omitted {
					t.Logf("%s: omitted %s %v", filepath.Base(f), g.Source.Text, g.Target)
				}
			}
		}
		t.Logf("demo, %s: %d of %d, %d others", kind.name, hit, gold, other)
	}
}

func TestSeed(t *testing.T) {
	dir := os.Getenv("FRAMEWATCH_EVAL")
	if dir == "" {
		t.Skip("FRAMEWATCH_EVAL does not name the evaluation sets")
	}
	text, err := os.ReadFile(filepath.Join(dir, "seed", "article.txt"))
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "seed", "renderings_gold.json"))
	if err != nil {
		t.Fatal(err)
	}
	var gold struct {
		ZH       []string
		Mentions []struct {
			Para  int
			Start *int `json:"zh_start"`
			End   *int `json:"zh_end"`
			Class string
		}
	}
	if err := json.Unmarshal(data, &gold); err != nil {
		t.Fatal(err)
	}
	p := bilingual.Page{Name: "seed", Text: string(text)}
	at := 0
	var starts []int
	for _, z := range gold.ZH {
		i := strings.Index(p.Text[at:], z)
		if i < 0 {
			t.Fatalf("no paragraph %q", z)
		}
		starts = append(starts, at+i)
		at += i + len(z)
	}
	for _, m := range gold.Mentions {
		if m.Start == nil {
			continue
		}
		r := []rune(gold.ZH[m.Para])
		s := starts[m.Para] + len(string(r[:*m.Start]))
		kind := map[string]string{"latin": "abbreviation", "latin-lower": "typo", "wrong": "mistranslation", "descriptive": "alias", "descriptive-short": "alias", "anaphor": "pronoun"}[m.Class]
		text := string(r[*m.Start:*m.End])
		p.Marks = append(p.Marks, bilingual.Mark{Kind: kind, Text: text, Start: s, End: s + len(text)})
	}
	for _, kind := range gazetteerKinds {
		t.Logf("seed, %s: %s", kind.name, score(t, newAnnotator(t, kind.keep), p, true))
	}
}
