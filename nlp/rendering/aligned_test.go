package rendering_test

import (
	"os"
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/internal/bilingual"
	"framewatch/internal/demosite"
	"framewatch/nlp"
	"framewatch/nlp/link"
)

// goldPage is an invented page of testdata/aligned whose alignment is known. A page
// begins with its languages and name; a line is a bead, its sides parted by ||,
// sentences of a side by a slash. The weights of package align were chosen by
// chosen.txt.
type goldPage struct {
	name      string
	langs     [2]string
	sentences [2][]string
	beads     [][2][]int // sentences of either side
}

func goldPages(t *testing.T, file string) []goldPage {
	t.Helper()
	data, err := os.ReadFile("testdata/aligned/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var out []goldPage
	for block := range strings.SplitSeq(strings.TrimPrefix(string(data), "# "), "\n# ") {
		lines := strings.Split(strings.TrimSpace(block), "\n")
		p := goldPage{name: lines[0], langs: [2]string(strings.Fields(lines[0])[:2])}
		for _, line := range lines[1:] {
			source, target, _ := strings.Cut(line, "||")
			var bead [2][]int
			for side, text := range []string{source, target} {
				for s := range strings.SplitSeq(text, " / ") {
					if s = strings.TrimSpace(s); s != "" {
						bead[side] = append(bead[side], len(p.sentences[side]))
						p.sentences[side] = append(p.sentences[side], s)
					}
				}
			}
			p.beads = append(p.beads, bead)
		}
		out = append(out, p)
	}
	return out
}

// half is one side of a page in paragraphs of so many beads.
func (p *goldPage) half(side, beads int) string {
	var b strings.Builder
	for i, bead := range p.beads {
		if i > 0 && i%beads == 0 {
			b.WriteString("\n\n")
		}
		for _, k := range bead[side] {
			b.WriteString(p.sentences[side][k])
			if p.langs[side] != "zh" && p.langs[side] != "ja" {
				b.WriteByte(' ')
			}
		}
	}
	return b.String()
}

// links counts the pairs of sentences that translate each other, and which of them
// are found.
type links struct{ gold, found, right int }

func (l links) f1() float64 { return 2 * float64(l.right) / float64(max(1, l.gold+l.found)) }

func (p *goldPage) links(t *testing.T, a *nlp.Annotator, beads int) links {
	t.Helper()
	doc := corpus.Document{ID: "x", Text: p.half(0, beads) + "\n\n" + p.half(1, beads)}
	notes, err := a.Annotate(t.Context(), doc)
	if err != nil {
		t.Fatal(err)
	}
	r, _, err := a.Renderings(t.Context(), doc)
	if err != nil {
		t.Fatal(err)
	}
	type place struct{ side, sentence int }
	var places []place
	var ends []int // of the places, in the text
	at := 0
	for side, all := range p.sentences {
		for k, s := range all {
			at += strings.Index(doc.Text[at:], s) + len(s)
			places, ends = append(places, place{side, k}), append(ends, at)
		}
	}
	placeOf := func(sentence int) place {
		span := notes.Sentences[sentence].Span
		for i, end := range ends {
			if (span.Start+span.End)/2 < end {
				return places[i]
			}
		}
		return places[len(places)-1]
	}
	gold, found := map[[2]place]bool{}, map[[2]place]bool{}
	for _, b := range p.beads {
		for _, i := range b[0] {
			for _, j := range b[1] {
				gold[[2]place{{0, i}, {1, j}}] = true
			}
		}
	}
	for _, x := range r.Pairs {
		s, u := placeOf(x.Source), placeOf(x.Target)
		if s.side > u.side {
			s, u = u, s
		}
		found[[2]place{s, u}] = true
	}
	out := links{gold: len(gold), found: len(found)}
	for l := range found {
		if gold[l] {
			out.right++
		}
	}
	return out
}

func alignedBy(t *testing.T, align string) *nlp.Annotator {
	t.Helper()
	return annotatorOf(t, full, func(cfg *nlp.Config) { cfg.Align = align })
}

// TestAlignmentOfHalves holds that sentences are aligned that are joined, split,
// left out and added, with paragraphs and without, and that the encoder aligns
// languages between which there is no dictionary.
func TestAlignmentOfHalves(t *testing.T) {
	floors := map[string][2]float64{nlp.AlignWords: {.9, 0}, nlp.AlignEncoder: {.9, .9}}
	for _, file := range []string{"chosen.txt", "heldout.txt"} {
		for align, floor := range floors {
			a := alignedBy(t, align)
			var sums [2]links // Chinese and English, and others
			for _, p := range goldPages(t, file) {
				kind := 1
				if p.langs == [2]string{"en", "zh"} || p.langs == [2]string{"zh", "en"} {
					kind = 0
				}
				for _, beads := range []int{3, len(p.beads)} {
					l := p.links(t, a, beads)
					t.Logf("%s, %s, %d beads a paragraph: %+v", align, p.name, beads, l)
					sums[kind] = links{sums[kind].gold + l.gold, sums[kind].found + l.found, sums[kind].right + l.right}
				}
			}
			for kind, sum := range sums {
				t.Logf("%s, %s, %s: F1 %.3f %+v", file, align, []string{"Chinese and English", "others"}[kind], sum.f1(), sum)
				if sum.f1() < floor[kind] {
					t.Errorf("%s, %s: F1 %.3f, at least %.2f", file, align, sum.f1(), floor[kind])
				}
			}
		}
	}
}

// TestHalvesThatDoNotTranslateEachOther are told by what they mean, whatever words
// they share: of two stories, of two parts of one, and articles on one subject.
func TestHalvesThatDoNotTranslateEachOther(t *testing.T) {
	all := append(goldPages(t, "chosen.txt"), goldPages(t, "heldout.txt")...)
	var pages []bilingual.Page
	add := func(name, source, target string) {
		pages = append(pages, bilingual.Page{Name: name, Text: source + "\n\n" + target})
	}
	for i := range all {
		first, last := all[i], all[i]
		first.beads, last.beads = first.beads[:len(first.beads)/2], last.beads[len(last.beads)/2:]
		add(first.name+", continued", first.half(0, 3), last.half(1, 3))
		for k := range all {
			if i != k && all[i].langs[0] != all[k].langs[1] {
				add(all[i].name+" and "+all[k].name, all[i].half(0, 3), all[k].half(1, 3))
			}
		}
	}
	site, err := demosite.New()
	if err != nil {
		t.Fatal(err)
	}
	articles := site.Articles()
	for i, a := range articles {
		for k, b := range articles {
			if a.Lang[:2] != b.Lang[:2] && a.Story != b.Story && a.Second == nil && b.Second == nil && (7*i+k)%97 == 0 { // some of them
				add(a.ID+" and "+b.ID, strings.Join(a.Paragraphs, "\n\n"), strings.Join(b.Paragraphs, "\n\n"))
			}
		}
	}
	aligns, every := []string{nlp.AlignEncoder}, 4
	if os.Getenv("FRAMEWATCH_SOAK") != "" { // all of them, beside what words alone take for translations
		aligns, every = append(aligns, nlp.AlignWords), 1
	}
	for _, align := range aligns {
		annotator, wrong := alignedBy(t, align), 0
		for i, p := range pages {
			if i%every != 0 {
				continue
			}
			_, ok, err := annotator.Renderings(t.Context(), corpus.Document{ID: "x", Text: p.Text})
			if err != nil {
				t.Fatal(err)
			}
			if ok {
				wrong++
				t.Logf("by %s: %s", align, p.Name)
			}
		}
		t.Logf("by %s: %d of %d are taken for translations", align, wrong, (len(pages)+every-1)/every)
		if align == nlp.AlignEncoder && wrong > 0 {
			t.Errorf("%d pages", wrong)
		}
	}
}

// TestNamesBetweenLanguagesWithoutADictionary holds that what no dictionary explains
// is not taken for a name.
func TestNamesBetweenLanguagesWithoutADictionary(t *testing.T) {
	a := annotatorOf(t, func(n link.Name) bool { return !strings.HasPrefix(n.Lang, "zh") && !strings.HasPrefix(n.Lang, "en") }, func(*nlp.Config) {})
	for _, p := range append(goldPages(t, "chosen.txt"), goldPages(t, "heldout.txt")...) {
		if p.langs[0] == "en" || p.langs[0] == "zh" {
			continue
		}
		r, ok, err := a.Renderings(t.Context(), corpus.Document{ID: "x", Text: p.half(0, 3) + "\n\n" + p.half(1, 3)})
		if err != nil || !ok || len(r.Pairs) == 0 {
			t.Errorf("%s: %v, %v, %d pairs", p.name, err, ok, len(r.Pairs))
		}
		for _, x := range r.Renderings {
			t.Errorf("%s: %q is called a name", p.name, x.Text)
		}
		for _, x := range r.Pairs {
			if x.Score < 0 || x.Score > 1 {
				t.Errorf("%s: score %v", p.name, x.Score)
			}
		}
	}
}
