package bilingual

import (
	"embed"
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed bank
var data embed.FS

const (
	pagesEach  = 20 // of either direction
	paragraphs = 5  // of a page that name the subject
	near       = 3  // paragraphs beside these
	trapEvery  = 7  // each so manyth page has right names and many near misses
)

// Pages are the pages about the bank, of dev or held: 20 from English into Chinese
// and 20 the other way.
func Pages(half string) ([]Page, error) {
	raw, err := data.ReadFile("bank/" + half + ".txt")
	if err != nil {
		return nil, fmt.Errorf("compose pages: %w", err)
	}
	c := composer{sections: sections(string(raw)), rand: rand.New(rand.NewPCG(16, uint64(len(half))))}
	var out []Page
	for _, langs := range [][2]string{{"en", "zh"}, {"zh", "en"}} {
		for i := range pagesEach {
			out = append(out, c.page(fmt.Sprintf("%s/%s-%s-%02d", half, langs[0], langs[1], i), langs, i))
		}
	}
	return out, nil
}

// sections are the blocks of lines of a file by their headings.
func sections(raw string) map[string][][]string {
	out := map[string][][]string{}
	for part := range strings.SplitSeq("\n"+raw, "\n== ") {
		head, body, _ := strings.Cut(part, "\n")
		for block := range strings.SplitSeq(strings.TrimSpace(body), "\n\n") {
			out[head] = append(out[head], strings.Split(block, "\n"))
		}
	}
	return out
}

type composer struct {
	sections map[string][][]string
	rand     *rand.Rand
}

// lines are those of a section that is one block.
func (c *composer) lines(section string) []string { return c.sections[section][0] }

func (c *composer) of(list []string) string { return list[c.rand.IntN(len(list))] }

func (c *composer) page(name string, langs [2]string, i int) Page {
	from, into := langs[0], langs[1]
	trap := i%trapEvery == trapEvery-1
	told, beside := c.sections[from+" "+into], c.sections["near "+from+" "+into]
	var blocks []string
	first := true
	n, m := paragraphs, near
	if trap {
		n, m = 2, 5
	}
	for _, k := range c.rand.Perm(len(told))[:n] {
		source, translation := told[k][0], told[k][1]
		for strings.Contains(source, "{T}") {
			right, wrong := c.names(from, into, first, trap)
			source, translation = put(source, "{T}", right), put(translation, "{R}", wrong)
			first = false
		}
		blocks = append(blocks, source+"\n\n"+translation)
	}
	for _, k := range c.rand.Perm(len(beside))[:m] {
		at := c.rand.IntN(len(blocks)) + 1
		blocks = append(blocks[:at], append([]string{strings.Join(beside[k], "\n\n")}, blocks[at:]...)...)
	}
	return LayOut(name, strings.Join(blocks, "\n\n"), []string{"blocks", "interleaved", "oneblock"}[i%3])
}

// names are how the original names the subject in one place, and how the
// translation does, marked.
func (c *composer) names(from, into string, first, right bool) (string, string) {
	full, short := c.lines("names " + from)[0], c.lines("names " + from)[1]
	source := short
	switch {
	case first:
		source = article(from, full) + " (" + short + ")"
	case c.rand.IntN(3) == 0:
		source = article(from, full)
	}
	name := func(kind, text string) string { return article(into, "{"+kind+"|"+text+"}") }
	official, abbreviation := c.lines("names " + into)[0], c.lines("names en")[1]
	if c.rand.IntN(3) == 0 {
		abbreviation = c.lines("names " + into)[1]
	}
	if first {
		given := name("mistranslation", c.of(c.lines("wrong "+into)))
		if right {
			given = name("official", official)
		}
		return source, given + " ({abbreviation|" + abbreviation + "})"
	}
	switch r := c.rand.IntN(100); {
	case right && r < 60 || r < 8:
		return source, name("official", official)
	case right || r < 22:
		return source, "{abbreviation|" + abbreviation + "}"
	case r < 32:
		typo := c.of(c.lines("typo " + into))
		if strings.Contains(typo, " ") || into == "zh" {
			return source, name("typo", typo)
		}
		return source, "{typo|" + typo + "}"
	case r < 40:
		return source, "{pronoun|" + c.of(c.lines("pronoun "+into)) + "}"
	}
	return source, name("mistranslation", c.of(c.lines("wrong "+into)))
}

func article(lang, name string) string {
	if lang == "en" {
		return "the " + name
	}
	return name
}

// put fills a slot, with a capital at the beginning of a sentence.
func put(text, slot, name string) string {
	at := strings.Index(text, slot)
	if before := strings.TrimRight(text[:at], " \"“”"); before == "" || strings.HasSuffix(before, ".") || strings.HasSuffix(before, "?") {
		name = capital(name)
	}
	return text[:at] + name + text[at+len(slot):]
}

func capital(name string) string {
	at := 0
	if i := strings.IndexByte(name, '|'); strings.HasPrefix(name, "{") && i > 0 {
		at = i + 1
		if !strings.Contains(name[at:], " ") {
			return name // an acronym stays as it is written
		}
	}
	r, n := utf8.DecodeRuneInString(name[at:])
	return name[:at] + string(unicode.ToUpper(r)) + name[at+n:]
}
