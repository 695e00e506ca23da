package extract

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"framewatch/corpus"
)

// paywallWords ask for a subscription where a teaser ends.
var paywallWords = anyOf(
	`subscribe (?:now )?to (?:continue|read|keep|unlock|access)`, `(?:to )?(?:continue|keep) reading.{0,60}(?:subscri|sign|log|register|account)`,
	`this (?:article|content|story) is (?:only )?(?:available |reserved )?(?:for|to) (?:our )?(?:subscribers|members)`, `already a (?:subscriber|member)`, `subscribers? only`,
	`unlock this (?:article|story)`, `become a (?:subscriber|member) to`, `for subscribers`, `premium content`, `register to (?:continue|read)`, `(?:reached|used) (?:your|all).{0,20} (?:limit|free articles)`, `start your (?:free )?trial`, `(?:want|would you like) to (?:keep|continue|go on) reading`, `create (?:a free|an) account to`,
	`réservée? (?:aux|à nos) abonnés`, `pour lire la suite`, `il vous reste .{0,12} à lire`, `weiterlesen mit`, `(?:nur|exklusiv) für abonnenten`, `jetzt weiterlesen`, `(?:sie )?(?:möchten|wollen) (?:sie )?weiterlesen`,
	`(?:contenido |artículo )?(?:exclusivo|solo|reservado|sólo) (?:para|a) (?:nuestros )?(?:suscriptores|abonados)`, `suscr[ií]bete para`, `(?:conteúdo|artigo) (?:exclusivo|reservado) (?:para|a) assinantes`, `assine para`,
	`(?:contenuto|articolo) (?:riservato|esclusivo) (?:agli|per gli) abbonati`, `abbonati per`, `alleen voor abonnees`, `только для подписчиков|оформите подписку`, `للمشتركين فقط|اشترك لمتابعة القراءة`,
	`订阅后(?:继续|可)?阅读|订阅后|付费(?:阅读|内容|后)|会员专享|登录后(?:继续)?阅读|剩余.{0,8}(?:付费|订阅)`, `(?:剩|余|餘).{0,4}\d.{0,4}(?:未读|未讀|未阅读|未閱讀|字(?:未|待|付)|内容|內容)`, `訂閱後|付費(?:閱讀|內容)|會員專享|訂戶`, `この記事は(?:有料|会員)|残り\s*[\d,]+\s*文字`, `구독자 전용`)

const (
	blockedMost = 700  // letters of a page of which a block page has more at no time
	paywallLead = 80   // bytes before the words of an offer, or letters of a short one
	teaserLeast = 250  // letters that a body in JSON-LD has at least to be a whole article
	teaserMost  = 1500 // letters of a teaser, beyond which a page is not cut short
)

// judge labels the document as blocked or paywalled, or returns a [Failure]
// where there is no article.
func (e *Extractor) judge(doc *corpus.Document, p *parsedPage, v *verdict, status int) error {
	size := weightOf(doc.Text)
	doc.Blocked = isBlocked(doc, p, v, status)
	doc.Paywalled = !doc.Blocked && isPaywalled(p, v, size)
	switch {
	case doc.Blocked:
		if doc.Text == "" {
			doc.Text = firstOf(v.everything(), p.title) // a script writes the rest
		}
		if doc.Text == "" {
			return &Failure{CodeNoText, "the page shows nothing"}
		}
		doc.Quality, doc.Genre = 0, ""
		return nil
	case v.isFront(p, doc), size < e.cfg.MinLetters && !doc.Paywalled && v.all > 200 && v.allLinked*2 > v.all:
		return &Failure{CodeNotArticle, fmt.Sprintf("%d of %d letters are links and %d are running text", v.allLinked, v.all, v.prose)}
	case size < e.cfg.MinLetters && (!doc.Paywalled || size == 0):
		return &Failure{CodeNoText, fmt.Sprintf("%d letters of text, the least is %d", size, e.cfg.MinLetters)}
	}
	return nil
}

// weightOf counts letters, a Han character as three.
func weightOf(text string) int {
	n := countLetters(text)
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			n += 2
		}
	}
	return n
}

// isBlocked recognises pages that stand in an article's place; an answer's
// status that says so is enough where there is little text.
func isBlocked(doc *corpus.Document, p *parsedPage, v *verdict, status int) bool {
	if v.prose > blockedMost || weightOf(doc.Text) > 2*blockedMost {
		return false
	}
	if v.standsInTheWay(p, doc.Title) {
		return true
	}
	switch status {
	case 401, 403, 404, 410, 429, 451, 503:
		return weightOf(v.everything()) < 2*blockedMost
	}
	return false
}

// everything is the visible text of the page, cut at a few thousand bytes.
func (v *verdict) everything() string {
	var b strings.Builder
	for _, k := range v.blocks {
		if b.Len() > 8000 {
			break
		}
		b.WriteString(k.text)
		b.WriteString("\n\n")
	}
	return strings.TrimSpace(b.String())
}

// isPaywalled recognises a teaser: a short text on a page that asks for a
// subscription where the text ends, or says that it is not free.
func isPaywalled(p *parsedPage, v *verdict, size int) bool {
	closed := p.article.closed || strings.EqualFold(p.metaOf("article:content_tier"), "locked") || strings.EqualFold(p.metaOf("isaccessibleforfree"), "false")
	if size > teaserMost {
		return false
	}
	if closed && !p.article.wholeIn(size) {
		return true
	}
	_, last := v.span()
	for i, b := range v.blocks {
		if i < last-1 || i > last+6 || b.letters >= 400 || b.where.has(inNav|inFooter|inHeader) || v.granted && withinAny(b.parent, isInstead) {
			continue
		}
		// A paragraph about subscriptions speaks of them somewhere, an offer begins
		// with them.
		at := paywallWords.FindStringIndex(beginning(b.text, 4*paywallLead))
		// What the text goes on after was one of its paragraphs.
		if (at != nil && (at[0] <= paywallLead || b.letters <= paywallLead) || b.offers()) && !v.goesOn(i) {
			return true
		}
	}
	return false
}

// wholeIn reports whether a text of a weight has the whole body that the page's
// data gives, which is no teaser. Outlets mark free articles as not free too, so
// the mark alone does not show that the text was cut.
func (a *linkedArticle) wholeIn(weight int) bool {
	body := weightOf(a.body)
	return !isCut(a.body) && body >= teaserLeast && weight*10 >= body*9
}

// An AMP page carries the offer of a subscription beside the text and shows one
// of them (https://amp.dev/documentation/components/amp-subscriptions, amp-access).

// isInstead reports whether an element is shown in the text's place only.
func isInstead(n *html.Node) bool {
	return attr(n, "subscriptions-section") == "content-not-granted" || strings.HasPrefix(attr(n, "amp-access"), "NOT ")
}

// isGranted reports whether an element is shown to those who may read the text.
func isGranted(n *html.Node) bool {
	access := attr(n, "amp-access")
	return attr(n, "subscriptions-section") == "content" || access != "" && !strings.HasPrefix(access, "NOT ")
}

// goesOn reports whether the text goes on with prose after block i.
func (v *verdict) goesOn(i int) bool {
	for _, b := range v.blocks[i+1:] {
		if b.keep && b.proseIn(scriptOf(b.text)) && !paywallWords.MatchString(b.text) {
			return true
		}
	}
	return false
}
