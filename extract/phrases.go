package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/internal/quotes"
	"framewatch/internal/wordset"
)

// The kinds of blocks that are not text.
const (
	kindCaption = "caption"
	kindComment = "comment"
	kindByline  = "byline"
	kindRelated = "related"
	kindShare   = "share"
	kindNotice  = "notice"
	kindNote    = "note"
	// kindCorrection is a notice that the article was corrected.
	kindCorrection = "correction"
)

// opening is how blocks of one kind begin, in the languages of the press. The
// phrases are compared with the start of a short block in lower case.
type opening struct {
	kind    string
	most    int // letters that such a block has at most
	phrases []string
}

var openings = buildOpenings()

func buildOpenings() []opening {
	var out []opening
	for _, o := range []struct {
		kind    string
		most    int
		phrases string // parted by bars
	}{
		{kindRelated, 160, `read more|read also|also read|related:|related articles|related stories|related posts|related content|
related news|related topics|more on this|see also:|you may also like|you might also like|recommended|more from|
more stories|most read|most popular|must read|trending|don't miss|up next|next article|previous article|
continue reading|further reading|full story|click here to|lire aussi|à lire aussi|a lire aussi|lire la suite|
pour lire la suite|voir aussi|sur le même sujet|lesen sie auch|lesen sie hier|mehr zum thema|zum weiterlesen|
das könnte|weiterlesen|schon gelesen|lesen sie mehr|weitere artikel|weitere informationen|
ähnliche beiträge|auch interessant|lee también|lea también|te puede interesar|más información|leia também|
leia mais|leggi anche|lees ook|läs också|les også|przeczytaj także|czytaj także|czytaj też|čtěte také|
читайте также|по теме|اقرأ أيضا|إقرأ أيضا|مواضيع ذات صلة|اخبار متعلقة|相关阅读|相关新闻|相关报道|相关文章|
相关链接|延伸阅读|推荐阅读|更多阅读|更多精彩|更多新闻|更多内容|猜你喜欢|热门推荐|精彩推荐|上一篇|下一篇|
点击进入专题|点击查看|阅读原文|往期回顾|相關閱讀|相關新聞|相關報道|相關文章|延伸閱讀|推薦閱讀|更多閱讀|
更多新聞|上一則|下一則|あわせて読みたい|関連記事|関連ニュース|관련기사|관련 기사|인기기사`},
		{kindShare, 120, `share this|share on|share via|share:|share article|follow us|follow @|like us on|tweet this|find us on|
join our whatsapp|join our telegram|join us on|print this|email this|send by email|copy link|save this article|
teilen|artikel teilen|partager|condividi|compartir|compartilhe|delen|udostępnij|поделиться|شارك|分享到|分享：|
分享:|扫一扫|扫码|关注我们|微信扫|长按二维码|识别二维码|分享給|追蹤我們|シェア|공유하기`},
		{kindNotice, 260, `subscribe|sign up for|sign up to|get our newsletter|get the latest|join our newsletter|newsletter|newsletters|
we use cookies|this site uses cookies|this website uses cookies|our website uses cookies|by clicking|
by continuing|accept cookies|advertisement|advertisements|advertising|sponsored|anzeige|publicité|publicidad|werbung|
pubblicità|support our journalism|support us|donate|become a member|already a subscriber|already a member|
log in to|sign in to|register now|register to|to continue reading|enter your email|your email address|
thank you for reading|thanks for reading|have something to say|got a tip|
enable javascript|please enable|your browser|wir verwenden cookies|diese website verwendet|
jetzt abonnieren|abonnieren sie|newsletter abonnieren|abonnez-vous|s'abonner|suscríbete|suscribete|iscriviti|
подпишитесь|подписывайтесь|下载客户端|打开app|下载app|立即下载|订阅我们|訂閱我們|订阅本报|訂閱本報|订阅|訂閱|广告|廣告|点击下载|登录|请登录|
この記事は有料|会員登録|로그인|뉴스레터|구독 신청|구독하|اشترك في|اشتركوا في|سجل في نشرتنا|ニュースレター|メルマガ`},
		{kindComment, 120, `leave a reply|leave a comment|post a comment|add a comment|add comment|write a comment|comments are closed|
no comments|be the first to comment|join the discussion|join the conversation|view comments|show comments|
comments (|sort by|kommentare|kommentar schreiben|schreibe einen kommentar|
keine kommentare|laisser un commentaire|deja un comentario|comentarios|commenti|发表评论|网友评论|评论（|评论(|
我来说两句|最新评论|热门评论|發表評論|發表留言|留言|コメント|댓글`},
		{kindNote, 400, `copyright|©|(c) 20|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos|
disclaimer|editor's note|editor’s note|translator's note|translator’s note|note:|
this article was originally|this article first appeared|this story was originally|originally published|
first published|republished with|reprinted with|the views expressed|the opinions expressed|views expressed in|
责任编辑|責任編輯|责编|責編|编辑：|编辑:|(编辑|（编辑|[责任编辑|【责任编辑|（责任编辑|(责任编辑|原标题|声明：|声明:|
免责声明|特别声明|版权声明|本文来源|文章来源|本文转自|本文转载|版权所有|未经授权|注：|译者注|編輯：|編輯:|
聲明：|免責聲明|版權所有|本文轉載|無断転載|무단전재|저작권자|ⓒ`},
		{kindCaption, 200, `photo:|photo by|photo credit|photograph:|photos:|image:|image credit|image by|image source|picture:|pictured:|
file photo|file -|credit:|foto:|fotos:|bild:|bildquelle|symbolbild|titelbild|crédit photo|photo ©|video:|
watch:|фото:|图片来源|图源|图为|图/|（图|(图|资料图|圖片來源|圖為|圖/|資料圖片|資料照片|写真：`},
		{kindByline, 90, `by:|written by|posted by|posted on|published on|published:|posted:|updated:|updated on|last updated|
last modified|author:|authors:|story by|von:|aktualisiert am|aktualisiert:|veröffentlicht am|veröffentlicht:|
publié le|publicado el|pubblicato il|opublikowano|опубликовано|作者：|作者:|记者：|记者:|文/|文丨|文｜|来源：|
来源:|发布时间|发布日期|發布時間|發佈時間|時間：|时间：|來源：|來源:|撰文|lesezeit|reading time|temps de lecture|tiempo de lectura|tempo di lettura|tempo de leitura|leestijd|czas czytania|час читання|время чтения|время на чтение|مدة القراءة|وقت القراءة|زمان مطالعه|okuma süresi|waktu baca|masa membaca|thời gian đọc|阅读时间|閱讀時間|預計閱讀|本文约|この記事は約|읽는 시간|पढ़ने का समय|পড়তে সময়|เวลาอ่าน|阅读时长|記者：|更新：|更新时间|阅读量|浏览`},
	} {
		var list []string
		for phrase := range strings.SplitSeq(o.phrases, "|") {
			list = append(list, strings.TrimLeft(strings.Trim(phrase, "\n"), bracketsBefore))
		}
		out = append(out, opening{o.kind, o.most, list})
	}
	return out
}

// adLabels are whole lines above and between advertisements.
var adLabels = wordset.Of(`ad ads advertisement anzeige werbung publicité publicidad publicidade pubblicità advertentie reklama reklam реклама iklan tangazo โฆษณา विज्ञापन বিজ্ঞাপন اشتہار إعلان إعلانات اعلان تبلیغات 광고 広告 广告 廣告`)

// bracketsBefore may stand before any phrase.
const bracketsBefore = "[（(【"

// phraseKind is the kind that a short block's first words give away, empty for
// text.
func phraseKind(s string, letters int) string {
	if letters > 400 {
		return ""
	}
	start := beginning(s, 80)
	start = strings.TrimLeft(strings.ToLower(start), " >»▶►•·*-–—|"+bracketsBefore)
	if adLabels[strings.TrimRight(start, " :：]）)】")] {
		return kindNotice
	}
	if letters <= 120 && asksToScan(s) {
		return kindShare
	}
	// In an interview "记者：" begins a question; a byline ends without a mark.
	speaks := strings.ContainsAny(lastRune(s), "?？。！!")
	for _, o := range openings {
		if letters > o.most || o.kind == kindByline && speaks {
			continue
		}
		for _, phrase := range o.phrases {
			if rest, ok := strings.CutPrefix(start, phrase); ok && !runsOn(phrase, rest) && !opensProse(o.kind, phrase, s, letters) {
				return o.kind
			}
		}
	}
	return ""
}

// asksToScan reports whether a block asks to follow the outlet by a code to scan,
// in whatever words.
func asksToScan(s string) bool {
	low := strings.ToLower(s)
	return containsAny(low, "二维码", "二維碼", "qr code", "qr-code", "qrコード", "qr코드") &&
		containsAny(low, "关注", "關注", "公众号", "公眾號", "订阅号", "加入群", "追蹤", "フォロー", "友だち追加", "follow us", "folgen sie", "suivez-nous", "síguenos", "구독")
}

func containsAny(s string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(s, p) })
}

// runsOn reports whether a phrase ends amid a word of the text. Scripts that part
// no words, or hang particles on them, have no such end.
func runsOn(phrase, rest string) bool {
	last, _ := utf8.DecodeLastRuneInString(phrase)
	next, _ := utf8.DecodeRuneInString(rest)
	return isSpaced(last) && isSpaced(next)
}

// opensProse reports whether a phrase begins a paragraph of text: a short word of
// a script that parts none, or a notice's words that someone is said to say.
func opensProse(kind, phrase, s string, letters int) bool {
	if !endsSentence(s) || kind != kindNotice && kind != kindShare && kind != kindComment {
		return false
	}
	if kind == kindNotice && sayWords.MatchString(s) {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(phrase)
	const (
		short = 3  // characters of such a word
		least = 25 // letters of prose in such a script
	)
	return unicode.IsLetter(last) && !isSpaced(last) && utf8.RuneCountInString(phrase) <= short && letters > least
}

// sayWords report what is said, which a notice to the visitor never does.
var sayWords = anyOf(`\b(?:says|said|tells|told|repeats|repeated|writes|wrote|asks|asked|reads)\b`, `\b(?:sagte?n?|heißt|schreibt|schrieb|liest)\b`, `\b(?:dit|disait|déclare|écrit|dice|dijo|disse|scrive)\b`, `сказал|говорит|пишет`, `[说說]|表示|写着|寫著|写道|寫道|라고|말했다|말한다|قال|يقول|述べ|と言`)

func isSpaced(r rune) bool {
	return unicode.IsLetter(r) && !wide(r) && !unicode.Is(unicode.Hangul, r)
}

// lastRune is the last character of s but white space and closing quotes.
func lastRune(s string) string {
	s = quotes.TrimEnd(s)
	_, size := utf8.DecodeLastRuneInString(s)
	return s[len(s)-size:]
}
