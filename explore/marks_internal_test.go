package explore

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"framewatch/explore/search"
)

// plainNames are names of marks for tests.
type plainNames struct{}

func (plainNames) markName(m search.Mark) string   { return m.Kind + " " + m.ID }
func (plainNames) frameTag(frame, lang string) tag { return tag{frame, lang} }

// sketch writes the paragraphs with their marks: {kinds:text}[tag].
func sketch(paragraphs [][]sentence) string {
	var b strings.Builder
	for i, p := range paragraphs {
		if i > 0 {
			b.WriteString(" / ")
		}
		for _, s := range p {
			if s.ID != "" {
				b.WriteString("(" + s.Lang + ":")
			}
			for _, g := range s.Segments {
				if g.Kinds == "" {
					b.WriteString(g.Text)
					continue
				}
				fmt.Fprintf(&b, "{%s%s:%s}", g.Kinds, map[bool]string{true: "#" + g.Anchor}[g.Anchor != ""], g.Text)
				for _, t := range g.Tags {
					b.WriteString("[" + t.Text + "]")
				}
			}
			if s.ID != "" {
				b.WriteString(")")
			}
		}
	}
	return b.String()
}

func TestMarksInText(t *testing.T) {
	sentence := func(start, end int, lang string) search.Mark {
		return search.Mark{Kind: search.MarkSentence, Start: start, End: end, ID: fmt.Sprint(start), Lang: lang}
	}
	mark := func(kind string, start, end int, id string) search.Mark {
		return search.Mark{Kind: kind, Start: start, End: end, ID: id}
	}
	for _, c := range []struct {
		name, text string
		marks      []search.Mark
		want       string
	}{
		{"no marks", "Plain text.", nil, "Plain text."},
		{"two paragraphs of two languages", "It sits.\n\n它开庭。", []search.Mark{sentence(0, 8, "en"), sentence(10, 14, "zh-Hans")}, "(en:It sits.) / (zh-Hans:它开庭。)"},
		{"between sentences", "It sits.  It rose.", []search.Mark{sentence(0, 8, "en"), sentence(10, 18, "en")}, "(en:It sits.)  (en:It rose.)"},
		{"a frame within an entity", "国际调解院开业", []search.Mark{mark(search.MarkEntity, 0, 5, "iomed"), mark(search.MarkFrame, 2, 4, "peace")},
			"{entity#p0:国际}{entity frame#p2:调解}[peace]{entity:院}开业"},
		{"marks that cross", "abcdef", []search.Mark{mark(search.MarkQuote, 0, 4, "q"), mark(search.MarkFrame, 2, 6, "f")}, "{quote#p0:ab}{frame quote#p2:cd}{frame:ef}[f]"},
		{"a quotation over two paragraphs", "ab\n\ncd", []search.Mark{sentence(0, 2, "en"), sentence(4, 6, "en"), mark(search.MarkQuote, 1, 5, "q")}, "(en:a{quote#p1:b}) / (en:{quote:c}d)"},
		{"one frame twice at one place", "cheap", []search.Mark{mark(search.MarkFrame, 0, 5, "cost"), mark(search.MarkFrame, 0, 5, "cost")}, "{frame#p0:cheap}[cost]"},
		{"outside of the text", "ab", []search.Mark{mark(search.MarkFrame, 1, 99, "f"), mark(search.MarkEntity, 7, 9, "e"), mark(search.MarkEntity, -4, 1, "x"), mark(search.MarkQuote, 2, 1, "q")}, "{entity#p0:a}{frame#p1:b}[f]"},
		{"beyond the plane", "𠮷野 and 🙂", []search.Mark{mark(search.MarkEntity, 0, 2, "e"), mark("hit", 7, 8, "")}, "{entity#p0:𠮷野} and {hit#p7:🙂}"},
	} {
		if got := sketch(annotate(c.text, false, c.marks, "en", plainNames{}).paragraphs()); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestNoTextIsLost: whatever marks lie over a text, all of it is shown, once and in
// its order, and no place has an anchor twice.
func TestNoTextIsLost(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	alphabet := []rune("ab 调解\n.🙂ا")
	for range 300 {
		text := make([]rune, r.IntN(40))
		for i := range text {
			text[i] = alphabet[r.IntN(len(alphabet))]
		}
		var marks []search.Mark
		for range r.IntN(12) {
			start := r.IntN(45) - 2
			kinds := []string{search.MarkSentence, search.MarkFrame, search.MarkEntity, search.MarkQuote}
			marks = append(marks, search.Mark{Kind: kinds[r.IntN(4)], Start: start, End: start + r.IntN(12) - 1, ID: "x", Lang: "en"})
		}
		var shown strings.Builder
		anchors := map[string]bool{}
		anchored := func(id string) {
			if id != "" && anchors[id] {
				t.Fatalf("%q with %v: anchor %s twice", string(text), marks, id)
			}
			anchors[id] = true
		}
		for _, p := range annotate(string(text), false, marks, "en", plainNames{}).paragraphs() {
			for _, s := range p {
				anchored(s.Anchor)
				for _, g := range s.Segments {
					anchored(g.Anchor)
					shown.WriteString(g.Text)
				}
			}
		}
		if got, want := shown.String(), strings.ReplaceAll(string(text), "\n", ""); got != want {
			t.Fatalf("%q with %v: %q is shown", want, marks, got)
		}
	}
}

func TestHalves(t *testing.T) {
	side := func(lang string, pairs ...string) (out []sentence) {
		for i := 0; i < len(pairs); i += 2 {
			out = append(out, sentence{ID: pairs[i], Lang: lang, Aligned: pairs[i+1]})
		}
		return out
	}
	for _, c := range []struct {
		name       string
		paragraphs [][]sentence
		want       string
	}{
		{"one language", [][]sentence{side("en", "a", "", "b", "")}, ""},
		{"a quotation in another is no half", [][]sentence{side("en", "a", "", "b", "", "c", "", "d", "", "e", "", "f", "", "g", "", "h", "", "i", ""), side("fr", "1", "", "2", "")}, ""},
		{"in step", [][]sentence{side("en", "a", "1", "b", "2"), side("zh-Hans", "1", "a", "2", "b")}, "en zh-Hans: a-1 b-2"},
		{"aligned from the other side alone", [][]sentence{side("en", "a", "", "b", ""), side("zh-Hans", "1", "a", "2", "b")}, "en zh-Hans: a-1 b-2"},
		{"left out and added", [][]sentence{side("en", "a", "1", "b", "", "c", "3"), side("zh-Hans", "1", "a", "2", "", "3", "c")}, "en zh-Hans: a-1 b- -2 c-3"},
		{"crossed", [][]sentence{side("en", "a", "2", "b", "1"), side("zh-Hans", "1", "b", "2", "a")}, "en zh-Hans: -1 a-2 b-"},
		{"not aligned at all", [][]sentence{side("en", "a", "", "b", "", "c", ""), side("zh-Hans", "1", "", "2", "")}, "en zh-Hans: a- b- c- -1 -2"},
	} {
		var b strings.Builder
		if h := halvesOf(c.paragraphs); h != nil {
			b.WriteString(h.Langs[0] + " " + h.Langs[1] + ":")
			for _, row := range h.Rows {
				id := func(s *sentence) string {
					if s == nil {
						return ""
					}
					return s.ID
				}
				b.WriteString(" " + id(row.Left) + "-" + id(row.Right))
			}
		}
		if b.String() != c.want {
			t.Errorf("%s: %s, want %s", c.name, b.String(), c.want)
		}
	}
}
