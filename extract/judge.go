package extract

import (
	"fmt"
	"regexp"
	"sort"
	"strings"
	"unicode"

	"framewatch/corpus"
)

// Wordings of pages that stand in the way of an article. Each is telling only
// on a page with little other text.
var (
	challengeWords = regexp.MustCompile(`(?i)just a moment|checking (?:if the site|your browser)|verify(?:ing)? (?:that )?you are (?:a )?human|are you a (?:human|robot)|attention required|ddos protection|cf-browser-verification|captcha|unusual traffic|security check|please enable (?:javascript and )?cookies|请完成安全验证|安全验证|人机验证|请输入验证码|访问过于频繁|滑动验证`)
	deniedWords    = regexp.MustCompile(`(?i)access (?:to this page (?:has been )?)?(?:is )?(?:denied|forbidden|blocked)|you (?:have been|are) blocked|403 forbidden|permission to access|not available in your (?:country|region|location)|unavailable (?:for legal reasons|in your)|request (?:was )?blocked|拒绝访问|禁止访问|访问被拒绝|您所在的地区`)
	loginWords     = regexp.MustCompile(`(?i)^(?:log ?in|sign ?in|anmelden|connexion|iniciar sesión|登录|登錄|登入|用户登录|會員登入)\b|please (?:log|sign) ?in to|you (?:must|need to) (?:log|sign) ?in|请先?登录|請先?登入`)
	goneWords      = regexp.MustCompile(`(?i)\b404\b|page (?:was |could |can)?(?:not|n't|'t) (?:be )?found|page (?:you|that you).{0,40}(?:does not|doesn't|no longer) exist|no longer available|seite nicht gefunden|page introuvable|página no encontrada|页面不存在|页面未找到|您访问的页面|找不到(?:该|您)?.{0,6}页|頁面不存在|找不到網頁|內容不存在|内容不存在|文章不存在|已被删除`)
	paywallWords   = regexp.MustCompile(`(?i)subscribe (?:now )?to (?:continue|read|keep|unlock|access)|(?:to )?(?:continue|keep) reading.{0,60}(?:subscri|sign|log|register|account)|this (?:article|content|story) is (?:only )?(?:available |reserved )?(?:for|to) (?:our )?(?:subscribers|members)|already a (?:subscriber|member)|subscribers? only|unlock this (?:article|story)|become a (?:subscriber|member) to|for subscribers|premium content|register to (?:continue|read)|create (?:a free|an) account to|réservé (?:aux|à nos) abonnés|pour lire la suite|weiterlesen mit|nur für abonnenten|exklusiv für abonnenten|订阅后(?:继续|可)?阅读|订阅后|付费(?:阅读|内容|后)|会员专享|登录后(?:继续)?阅读|剩余.{0,8}(?:付费|订阅)|訂閱後|付費(?:閱讀|內容)|會員專享|訂戶|この記事は(?:有料|会員)|残り\s*\d+\s*文字|구독자 전용`)
)

const (
	blockedMost = 700  // letters of a page of which a block page has more at no time
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
			doc.Text = v.everything()
		}
		doc.Quality, doc.Genre = 0, ""
		return nil
	case v.isFront(p, doc), size < e.cfg.MinLetters && !doc.Paywalled && v.all > 200 && v.allLinked*2 > v.all:
		return &Failure{CodeNotArticle, fmt.Sprintf("%d of %d letters are links and %d are running text", v.allLinked, v.all, v.prose)}
	case size < e.cfg.MinLetters && !doc.Paywalled:
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

// isBlocked recognises challenge, refusal, login and soft-404 pages: little
// text, and words that say so in the title, a heading or the text.
func isBlocked(doc *corpus.Document, p *parsedPage, v *verdict, status int) bool {
	if v.prose > blockedMost || weightOf(doc.Text) > 2*blockedMost {
		return false
	}
	all := v.everything()
	small := weightOf(all) < 2*blockedMost
	head := p.title + "\n" + doc.Title
	for _, re := range []*regexp.Regexp{challengeWords, deniedWords, goneWords} {
		if re.MatchString(head) || small && re.MatchString(all) {
			return true
		}
	}
	if loginWords.MatchString(strings.TrimSpace(doc.Title)) || loginWords.MatchString(strings.TrimSpace(p.title)) || small && loginWords.MatchString(all) {
		return true
	}
	return (status == 401 || status == 403 || status == 404 || status == 410 || status == 429 || status == 451 || status == 503) && small
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
	// A whole articleBody in JSON-LD shows that the rest is there.
	if closed {
		return true
	}
	_, last := v.span()
	for i, b := range v.blocks {
		if i >= last-1 && i <= last+6 && b.letters < 400 && paywallWords.MatchString(b.text) && !b.where.has(inNav|inFooter|inHeader) {
			return true
		}
	}
	return false
}

// isFront recognises section fronts, lists of links and galleries: much text
// within links, little running text, and no sign of one article.
func (v *verdict) isFront(p *parsedPage, doc *corpus.Document) bool {
	if v.letters == 0 || v.all == 0 {
		return v.all > 400 && v.allLinked*10 > v.all*6
	}
	keptLinks := float64(v.linked) / float64(v.letters)
	article := len(p.article.types) > 0 && p.article.published != "" || strings.EqualFold(p.metaOf("og:type"), "article")
	prose, items := 0, 0
	for _, b := range v.blocks {
		if !b.keep {
			continue
		}
		if b.proseIn(scriptOf(b.text)) {
			prose += b.letters
		} else if b.linked*2 > b.letters {
			items++
		}
	}
	switch {
	case keptLinks > 0.6 && items >= 4:
		return true
	case article:
		return false
	case keptLinks > 0.35 && items >= 6 && prose*2 < v.letters:
		return true
	case p.article.pages > 0 && items >= 4 && prose*2 < v.letters:
		return true
	}
	return p.url != nil && isHome(p.url.Path) && p.url.RawQuery == "" && v.allLinked*2 > v.all && !doc.Published.Known()
}

// setLanguages detects the language of each paragraph and sums up; the page's
// own declaration fills in where the text is too short to tell.
func (e *Extractor) setLanguages(doc *corpus.Document, declared string) {
	letters := map[string]int{}
	total := 0
	for part := range strings.SplitSeq(doc.Text, "\n\n") {
		n := countLetters(part)
		r := e.langs.Detect(part)
		if r.Lang == "und" || r.Lang == "" || n < 20 && r.Confidence < 0.9 {
			continue
		}
		letters[r.Lang] += n
		total += n
	}
	for l, n := range letters {
		if share := float64(n) / float64(total); share >= 0.02 {
			doc.Langs = append(doc.Langs, corpus.LangShare{Lang: l, Share: float64(int(share*1000+0.5)) / 1000})
		}
	}
	sort.Slice(doc.Langs, func(i, j int) bool {
		if doc.Langs[i].Share != doc.Langs[j].Share {
			return doc.Langs[i].Share > doc.Langs[j].Share
		}
		return doc.Langs[i].Lang < doc.Langs[j].Lang
	})
	switch {
	case len(doc.Langs) > 0:
		doc.Lang = doc.Langs[0].Lang
	case declaredTag.MatchString(declared):
		doc.Lang = declared
	default:
		doc.Lang = "und"
	}
}

var declaredTag = regexp.MustCompile(`^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$`)
