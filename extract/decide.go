package extract

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"framewatch/corpus"
	"framewatch/extract/date"
	"framewatch/internal/lazyregexp"
)

const (
	bodyTrusted = 250  // letters that an articleBody in JSON-LD has at least to be a voter
	bodyFor     = 1.5  // what its support adds to a block's log odds
	bodyAgainst = -0.7 // what its silence adds
	// trafilatura takes the square of the paragraphs' number: minutes for a
	// megabyte of them, which no article has.
	trafilaturaMost = 30_000

	maxBlocks = 500 // flagged blocks that a document keeps
)

// verdict is what the vote decided.
type verdict struct {
	blocks    []*block
	letters   int     // of the kept blocks
	linked    int     // of them within links
	agreement float64 // of trafilatura and readability, 0 to 1
	certainty float64 // mean distance of the kept blocks' chances from even
	all       int     // letters on the page
	allLinked int
	prose     int  // letters in paragraphs of running text anywhere on the page
	missed    bool // an editor's selector for the text found nothing
	halved    bool // a passage in another language was left out, or one that is folded away
	granted   bool // an AMP page with the text for subscribers
	stands    *ground
}

// poll asks every voter and notes how much of each block it kept. A voter that
// fails has no say.
func poll(p *parsedPage, blocks []*block) {
	for _, ask := range []struct {
		by  voter
		ask func(*parsedPage) (string, error)
	}{{byTrafilatura, askTrafilatura}, {byReadability, askReadability}, {byJSONLD, askJSONLD}} {
		if ask.by == byTrafilatura && len(blocks) > trafilaturaMost {
			continue
		}
		text, err := ask.ask(p)
		if err != nil {
			continue
		}
		for i, s := range newBallot(text).support(blocks) {
			blocks[i].support[ask.by] = s
		}
	}
}

// decide keeps the blocks that make up the text.
func decide(p *parsedPage, blocks []*block, sel corpus.Selectors) verdict {
	v := verdict{blocks: blocks}
	for i, x := range vectors(blocks) {
		blocks[i].score = x.chance(&blockWeights)
	}
	heedBody(p.article.body, blocks)
	for _, b := range blocks {
		b.keep = b.score > 0.5
	}
	doubtModel(blocks)
	keepOutcast(blocks)
	for _, passage := range droppedPassages(blocks) {
		for _, b := range passage {
			b.keep = true
		}
	}
	endPassages(blocks)
	keepStandfirst(blocks)
	unfolded, folded := foldedHalf(p, blocks)
	for _, b := range unfolded {
		b.keep = true
	}
	dropFurniture(blocks)
	if sel.Text != "" {
		v.missed = !obeySelector(p.root, blocks, sel.Text)
	}
	v.takeData(p)
	v.halved = folded || len(droppedPassages(v.blocks)) > 0
	for _, b := range v.blocks {
		v.granted = v.granted || b.keep && withinAny(b.parent, isGranted)
	}
	v.measure()
	return v
}

// heedBody lets an articleBody in JSON-LD vote where it is about the text that
// the extractors found; some sites fill it with a summary or another language.
func heedBody(body string, blocks []*block) {
	var kept, shared, letters float64
	for _, b := range blocks {
		n := float64(b.letters)
		letters += n * b.support[byJSONLD]
		if b.score > 0.5 {
			kept += n
			shared += n * b.support[byJSONLD]
		}
	}
	if letters < bodyTrusted || shared < 0.4*kept && kept > bodyTrusted || body == "" {
		return
	}
	whole := letters > 0.7*kept
	for _, b := range blocks {
		s := b.support[byJSONLD]
		shift := bodyFor * s
		if whole {
			shift += bodyAgainst * (1 - s)
		}
		odds := math.Log((b.score+1e-9)/(1-b.score+1e-9)) + shift
		b.score = 1 / (1 + math.Exp(-odds))
	}
}

// doubtModel follows an extractor where the model has thrown away most of the
// text that it found: a page unlike those the model was fitted on.
func doubtModel(blocks []*block) {
	var kept float64
	var found [voterCount]float64
	for _, b := range blocks {
		n := float64(b.letters)
		if b.keep {
			kept += n
		}
		if b.unflagged() && b.linked*2 < b.letters {
			for by, s := range b.support {
				found[by] += n * s
			}
		}
	}
	by := byReadability
	if found[byTrafilatura] > 4*found[by] { // readability chose a wrong container
		by = byTrafilatura
	}
	if kept >= 0.35*found[by] {
		return
	}
	for _, b := range blocks {
		b.keep = b.keep || b.support[by] > 0.5 && b.linked*2 < b.letters
	}
}

// unflagged reports that neither place nor wording speaks against a block.
func (b *block) unflagged() bool { return unflaggedAs(b.where) && b.phrase == "" && !b.copied }

// unflaggedAs reports that a place does not speak against a block.
func unflaggedAs(where place) bool {
	return !where.has(inNav | inFooter | inAside | inForm | isCaption | isComment | isRelated | isShare | isNotice | isTags | isAd | isHidden | isFootnote)
}

// isDateline reports whether a block is a date, alone or with the words that go
// with one: source, author, number of readers. It is judged by what remains
// without the dates and their weekdays, clocks, zones and labels.
func isDateline(b *block) bool {
	if b.letters > 140 {
		return false
	}
	line := date.ReadLine(b.text, date.Hint{Order: date.DayFirst})
	if len(line.Dates) == 0 {
		return false
	}
	if line.Leads != date.NoRole || datelineWords.MatchString(b.text) {
		return line.Rest <= 60
	}
	return line.Rest <= 14 && (line.Rest <= 4 || !endsSentence(b.text))
}

// beginning is at most n bytes of s and whole characters.
func beginning(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

var datelineWords = lazyregexp.New(`(?i)\b(?:by|posted|published|updated|source|author|views|min read|comments?)\b|来源|來源|作者|记者|記者|编辑|編輯|阅读|閱讀|浏览|发布|發佈|點擊|点击|评论|評論`)

// obeySelector keeps exactly the blocks within the elements that an editor's
// selector names, clutter aside; false when it names none that holds text.
func obeySelector(root *html.Node, blocks []*block, selector string) bool {
	chosen := map[*html.Node]bool{}
	for _, n := range goquery.NewDocumentFromNode(root).Find(selector).Nodes {
		chosen[n] = true
	}
	letters := 0
	for _, b := range blocks {
		if within(b.parent, chosen) {
			letters += b.letters
		}
	}
	if letters == 0 {
		return false
	}
	for _, b := range blocks {
		const clutter = isCaption | isComment | isRelated | isShare | isNotice | isAd | isHidden | inForm
		b.keep = within(b.parent, chosen) && !b.where.has(clutter) && b.phrase == ""
	}
	return true
}

func within(n *html.Node, chosen map[*html.Node]bool) bool {
	return withinAny(n, func(n *html.Node) bool { return chosen[n] })
}

// withinAny reports whether n or an element around it is one of those.
func withinAny(n *html.Node, those func(*html.Node) bool) bool {
	for ; n != nil; n = n.Parent {
		if those(n) {
			return true
		}
	}
	return false
}

// measure sums up the vote.
func (v *verdict) measure() {
	var both, either, sure float64
	v.letters, v.linked, v.all, v.allLinked, v.prose = 0, 0, 0, 0, 0
	for _, b := range v.blocks {
		n := float64(b.letters)
		v.all += b.letters
		v.allLinked += b.linked
		if b.prose() {
			v.prose += b.letters
		}
		t, r := b.support[byTrafilatura], b.support[byReadability]
		both += n * min(t, r)
		either += n * max(t, r)
		if b.keep {
			v.letters += b.letters
			v.linked += b.linked
			sure += n * math.Abs(2*b.score-1)
		}
	}
	if either > 0 {
		v.agreement = both / either
	}
	if v.letters > 0 {
		v.certainty = min(1, sure/float64(v.letters))
	}
}

// quality is 0 to 1: mostly agreement of the two extractors, then how sure the
// block model is, then whether there is an article's length. An editor's
// selector that found nothing halves it, so that a changed template shows, and
// so does a half of a bilingual page or of a folded article that was left out.
func (v *verdict) quality() float64 {
	length := min(1, float64(v.letters)/600)
	q := 0.5*v.agreement + 0.3*v.certainty + 0.2*length
	if v.missed {
		q /= 2
	}
	if v.halved {
		q /= 2
	}
	return math.Round(q*1000) / 1000
}

// boilerplate is the share of the page's letters that are not text.
func (v *verdict) boilerplate() float64 {
	return 1 - float64(v.letters)/float64(max(1, v.all))
}

// rounded is a share to three places, as nobody needs more of it.
func rounded(share float64) *float64 {
	share = math.Round(share*1000) / 1000
	return &share
}

// text joins the kept blocks with an empty line between them.
func (v *verdict) text() string {
	var parts []string
	for _, b := range v.blocks {
		if b.keep {
			parts = append(parts, b.text)
		}
	}
	return strings.Join(parts, "\n\n")
}

// flagged lists the blocks that were kept apart and whose kind is known.
func (v *verdict) flagged() []corpus.Block {
	var out []corpus.Block
	for _, b := range v.blocks {
		if b.keep || len(out) == maxBlocks {
			continue
		}
		if kind := b.kind(); kind != "" {
			out = append(out, corpus.Block{Kind: kind, Text: b.text})
		}
	}
	return out
}

// kind is what a block outside the text is, empty when it is not known.
func (b *block) kind() string {
	if kind := b.phrase; kind != "" {
		return kind
	}
	if isDateline(b) {
		return kindByline
	}
	for _, k := range []struct {
		place place
		kind  string
	}{{isCaption, kindCaption}, {isComment, kindComment}, {isShare, kindShare}, {isRelated, kindRelated}, {isNotice, kindNotice}, {isByline, kindByline}, {isNote | isFootnote, kindNote}} {
		if b.where.has(k.place) {
			return k.kind
		}
	}
	return ""
}
