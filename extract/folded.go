package extract

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// restWords are what controls say that show the rest of a text.
var restWords = anyOf(`^[\s….»›+▼↓▾]*(?:` + strings.Join([]string{
	`(?:read|show|see|view|load|expand) (?:more|on|all|everything|(?:the )?(?:rest|full|whole|entire).{0,24})`, `continue(?: reading)?`, `keep reading`, `(?:the )?full (?:story|article|text)`, `expand(?: text)?`, `more`,
	`(?:mehr|weiter|ganzen artikel|alles) ?(?:lesen|anzeigen|zeigen)?`, `weiterlesen`, `mehr`, `lire (?:la suite|plus|l[’']article.{0,16})`, `(?:afficher|voir) (?:la suite|plus)`, `(?:leer|ver|mostrar) (?:más|todo)`, `seguir leyendo`,
	`(?:ler|leia|ver|mostrar) mais`, `continu(?:e|ar) lendo`, `(?:leggi|mostra) (?:tutto|altro|di più)`, `continua a leggere`, `lees (?:meer|verder)`, `czytaj (?:dalej|więcej)`, `läs mer`, `(?:читать|показать|развернуть) ?(?:дальше|далее|полностью|вс[её]|ещ[её]|целиком|текст)?`, `(?:читати|показати) (?:далі|більше|повністю)`,
	`devamını (?:oku|gör)`, `daha fazla.{0,12}`, `(?:baca )?selengkapnya`, `baca lagi`, `soma zaidi`, `xem thêm|đọc (?:tiếp|thêm)`, `(?:اقرأ|عرض|شاهد) ?(?:المزيد|الكل|المقال.{0,12})`, `تابع القراءة`, `المزيد`, `ادامه(?: مطلب)?|بیشتر(?: بخوانید)?|مزید پڑھیں`, `(?:और|आगे|पूरा) ?(?:पढ़ें|देखें)`, `(?:আরও|আরো|বিস্তারিত) ?(?:পড়ুন|দেখুন)?`, `อ่าน(?:ต่อ|เพิ่มเติม)|ดูเพิ่มเติม`,
	`(?:点击|點擊)?(?:展开|展開|阅读|閱讀|查看|显示|顯示|继续|繼續)(?:阅读|閱讀)?(?:全文|全部|更多|余下.{0,6}|剩余.{0,6}|餘下.{0,6}|内容|內容)*`, `続きを(?:読む|見る)`, `もっと(?:見る|読む)`, `全文を(?:読む|表示)`, `더 ?(?:보기|읽기)`, `(?:전체|계속|본문) ?(?:보기|읽기)`,
}, `|`) + `)[\s….»›+▼↓▾]*$`)

// asksForRest reports whether an element's text is that of such a control.
func asksForRest(n *html.Node) bool {
	const most = 40 // characters
	said := shortText(n)
	return said != "" && utf8.RuneCountInString(said) <= most && restWords.MatchString(said)
}

// foldedHalf finds the rest of the text that stands hidden behind what is kept.
// It is returned where a control of the same article unfolds it; folded says
// that there is such a rest without a control, of half the text's length at
// least.
func foldedHalf(p *parsedPage, blocks []*block) (rest []*block, folded bool) {
	kept := 0
	for _, b := range blocks {
		kept += b.letters * int(truth(b.keep))
	}
	for i := 1; i < len(blocks); {
		if !blocks[i].where.has(isHidden) || blocks[i-1].where.has(isHidden) || !p.opens(blocks[i-1]) {
			i++
			continue
		}
		j, letters, prose := i, 0, 0
		for ; j < len(blocks) && blocks[j].where.has(isHidden); j++ {
			letters += blocks[j].letters
			if b := blocks[j]; b.wholeProse() && unflaggedAs(b.where&^isHidden) && b.phrase == "" && !b.copied && !b.addresses() {
				prose += b.letters
			}
		}
		if prose*10 >= letters*7 {
			switch around := sharedPart(blocks[i-1], blocks[i], 3); {
			case around == nil:
			case p.unfolds(around, blocks[i].parent):
				for _, b := range blocks[i:j] {
					b.unfolded = true
				}
				rest = append(rest, blocks[i:j]...)
			case prose*2 >= kept:
				folded = true
			}
		}
		i = j
	}
	return rest, folded
}

// opens reports whether a hidden part that goes on from a block may be text: the
// block is, or it is the control that unfolds the part.
func (p *parsedPage) opens(b *block) bool {
	return b.keep && b.wholeProse() || p.controls[b.parent]
}

// sharedPart is the element that holds two blocks no more than so many levels
// below it, nil where they are no parts of one piece.
func sharedPart(a, b *block, levels int) *html.Node {
	above := map[*html.Node]bool{}
	for n, i := a.parent, 0; n != nil && i <= levels; n, i = n.Parent, i+1 {
		above[n] = true
	}
	for n, i := b.parent, 0; n != nil && i <= levels; n, i = n.Parent, i+1 {
		if above[n] && n.DataAtom != atom.Body {
			return n
		}
	}
	return nil
}

// unfolds reports whether a control stands next to a hidden part of the text.
// One elsewhere on the page unfolds something else, and who may hide words in a
// page is not to have them read.
func (p *parsedPage) unfolds(around, hidden *html.Node) bool {
	part := hidden
	for part != around && !hiddenElement(part) {
		part = part.Parent
	}
	if part == around {
		return false
	}
	if isPane(part) {
		return true
	}
	const nearest = 2 // elements before and after
	for _, step := range []func(*html.Node) *html.Node{func(n *html.Node) *html.Node { return n.NextSibling }, func(n *html.Node) *html.Node { return n.PrevSibling }} {
		for n, i := step(part), 0; n != nil && i < nearest; n = step(n) {
			if n.Type == html.ElementNode {
				if i++; p.holdsControl(n) {
					return true
				}
			}
		}
	}
	return part.Parent != nil && part.NextSibling == nil && part.Parent.NextSibling != nil && p.holdsControl(part.Parent.NextSibling)
}

// isPane reports whether a hidden part is one of several panes of which another
// is shown.
func isPane(part *html.Node) bool {
	class := attr(part, "class")
	first, _, _ := strings.Cut(strings.TrimSpace(class), " ")
	if first == "" || !strings.Contains(first, "tab") && !strings.Contains(first, "pane") && attr(part, "role") != "tabpanel" {
		return false
	}
	before := part.PrevSibling
	for before != nil && before.Type != html.ElementNode {
		before = before.PrevSibling
	}
	return before != nil && before.DataAtom == part.DataAtom && strings.HasPrefix(strings.TrimSpace(attr(before, "class")), first)
}

// holdsControl reports whether a small element is or holds a control that asks
// for the rest of the text on this page.
func (p *parsedPage) holdsControl(n *html.Node) bool {
	const most = 40 // elements that are looked at
	seen, found := 0, false
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if seen++; found || seen > most {
			return
		}
		switch n.DataAtom {
		case atom.A:
			href := strings.TrimSpace(attr(n, "href"))
			found = (href == "" || href[0] == '#' || strings.HasPrefix(strings.ToLower(href), "javascript:")) && asksForRest(n)
		case atom.Button, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Dt:
			found = p.controls[n]
		case atom.Label, atom.Span, atom.Summary, atom.Div, atom.P:
			found = asksForRest(n)
		default:
		}
		walkChildren(n, walk)
	}
	walk(n)
	return found
}
