package read

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/crawl/reason"
)

// A wall is a page that a server sends in place of the one asked for: a bot
// challenge, a block, a login form, a consent form. Walls come with status 200
// often enough that only their content tells; all of them are short.

// wallText is how much text (see [letters]) a wall has at most. Challenge
// and consent pages stay well below, articles are seldom that short.
const wallText = 1200

// challengeMarks occur in the scripts of bot challenges and hardly elsewhere: a
// path that the same service also puts into ordinary pages, to watch their readers,
// is none.
var challengeMarks = []string{
	"cf_chl_", "/orchestrate/chl_", "/orchestrate/managed/", "/orchestrate/jsch/", "/orchestrate/captcha/", "_incapsula_resource", "captcha-delivery.com", "px-captcha", "perimeterx",
	"geetest", "awswafcookiedomainlist", "awswafintegration", "ddos-guard", "_wafchallengeid", "aliyun_waf", "acw_sc__v2", "yunsuo_session",
	"kpsdk.", "sgcaptcha",
}

// challengeSources are parts of the addresses of scripts that only challenges load.
// The other services load the same script on every page that they guard.
var challengeSources = []string{"/orchestrate/", "captcha-delivery.com", "/js-challenge/", "sgcaptcha"}

// isChallengeScript looks into small scripts: challenge pages carry little
// else, while the scripts of ordinary pages are big and may name anything.
func isChallengeScript(src string, body []byte) bool {
	return containsAny(strings.ToLower(src), challengeSources) || len(body) < 8<<10 && containsAny(string(bytes.ToLower(body)), challengeMarks)
}

func containsAny(s string, marks []string) bool {
	return slices.ContainsFunc(marks, func(m string) bool { return strings.Contains(s, m) })
}

// wallPhrases are looked for in title and heading, and in the text of very
// short pages.
var wallPhrases = []struct {
	code    string
	phrases []string
}{
	{reason.Challenge, []string{
		"just a moment", "checking your browser", "checking if the site connection is secure", "verify you are human", "verifying you are human",
		"are you a robot", "are you human", "security check", "enable javascript and cookies to continue", "please enable js and disable any ad blocker",
		"ddos protection", "ddos-guard", "one more step", "one moment, please", "robot check", "verify that you are not a robot", "please verify you are a human",
		"please wait while we verify", "bot detection", "pardon our interruption", "unusual traffic", "human verification", "bot verification",
		"安全验证", "人机验证", "人機驗證", "访问验证", "滑动验证", "请完成验证", "请输入验证码", "正在验证", "安全检查", "访问过于频繁", "请求过于频繁", "verificando que", "vérification de sécurité",
		"un instant…", "un momento…", "ロボットではありません", //nolint:misspell // Spanish
	}},
	{reason.Block, []string{
		"access denied", "access to this page has been denied", "attention required", "you have been blocked", "request blocked",
		"your request has been blocked", "this site is not available in your region", "not available in your country", "unavailable for legal reasons",
		"the request could not be satisfied", "web application firewall", "request unsuccessful. incapsula", "403 forbidden", "you are being rate limited",
		"your ip address has been blocked", "网站防火墙", "访问被拒绝", "访问受限", "您的访问被阻断", "您的请求已被", "拒绝访问", "访问被拦截",
		"accès refusé", "acceso denegado", "تم رفض الوصول",
	}},
	{reason.Consent, []string{
		"before you continue", "we value your privacy", "your privacy choices", "cookie consent", "we use cookies", "consent to cookies", "your choices regarding cookies",
		"your privacy matters", "manage your privacy", "cookie preferences", "cookie settings", "manage consent",
		"wir benötigen ihre zustimmung", "nous respectons votre vie privée", "valoramos su privacidad", "valoramos tu privacidad", //nolint:misspell // French
	}},
	{reason.Login, []string{
		"log in", "log into", "login", "sign in", "sign into", "please log in", "please sign in", "member login", "subscriber login", "登录", "登入", "请先登录", "用户登录", "會員登入",
		"connexion", "se connecter", "iniciar sesión", "anmelden", "تسجيل الدخول",
	}},
}

// wall names the wall that a page with status 200 is; empty for a page.
func wall(s *scan, header http.Header) string {
	if strings.EqualFold(header.Get("Cf-Mitigated"), "challenge") || header.Get("X-Datadome-Cid") != "" && s.textLen < wallText {
		return reason.Challenge
	}
	if s.textLen >= wallText || s.article {
		return ""
	}
	if s.challenge && s.textLen < wallText/2 {
		return reason.Challenge
	}
	head := strings.ToLower(s.title + " | " + s.heading)
	text := ""
	if s.textLen < wallText/3 {
		text = strings.ToLower(s.sample)
	}
	for _, w := range wallPhrases {
		for _, p := range w.phrases {
			inHead := says(head, p)
			switch {
			case w.code == reason.Login:
				// The words stand on every page; a wall also asks for the password.
				if inHead && s.password {
					return w.code
				}
			case inHead && beginsOrEnds(s.title, s.heading, p), text != "" && w.code != reason.Consent && says(text, p):
				return w.code
			}
		}
	}
	return ""
}

// missing are titles and headings of pages that say that a page is missing.
var missing = []string{
	"404", "404 not found", "error 404", "404 error", "page not found", "page cannot be found", "page can't be found", "page could not be found", "page does not exist",
	"page no longer exists", "页面不存在", "页面未找到", "找不到页面", "页面找不到", "您访问的页面", "頁面不存在", "找不到網頁", "找不到頁面", "文章不存在", "内容不存在",
	"page introuvable", "page non trouvée", "página no encontrada", "seite nicht gefunden", "pagina non trovata", "página não encontrada",
	"страница не найдена", "الصفحة غير موجودة", "halaman tidak ditemukan",
}

// soft404 reports whether a page with status 200 says that there is none: it is
// short, and its title or heading says little else.
func soft404(s *scan) bool {
	if s.textLen >= wallText || s.article {
		return false
	}
	if strings.EqualFold(s.title, "not found") {
		return true
	}
	for _, p := range missing {
		if beginsOrEnds(s.title, s.heading, p) {
			return true
		}
	}
	return false
}

// beginsOrEnds keeps headlines that merely contain a phrase ("Access denied to
// observers at the talks") from being taken for walls: the phrase must be most
// of the title or the heading.
func beginsOrEnds(title, heading, phrase string) bool {
	for _, s := range []string{title, heading} {
		s = strings.ToLower(s)
		if 5*len(phrase) >= 2*len(s) && says(s, phrase) {
			return true
		}
	}
	return false
}

// says reports whether a phrase stands in a text by its words: "a blog in town"
// does not say "log in". Chinese and Japanese
// have no such bounds.
func says(text, phrase string) bool {
	first, _ := utf8.DecodeRuneInString(phrase)
	last, _ := utf8.DecodeLastRuneInString(phrase)
	for at := 0; ; {
		i := strings.Index(text[at:], phrase)
		if i < 0 {
			return false
		}
		at += i
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at+len(phrase):])
		if !(ofWord(first) && ofWord(before)) && !(ofWord(last) && ofWord(after)) {
			return true
		}
		at += len(phrase)
	}
}

// ofWord reports whether a rune belongs to a word that spaces part from the next.
func ofWord(r rune) bool {
	return unicode.IsDigit(r) || unicode.IsLetter(r) && unicode.In(r, unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Arabic)
}

// letters is how much a rune counts as text: a letter or digit one, but a Han
// character three, since it says as much as so many letters.
func letters(r rune) int {
	switch {
	case unicode.Is(unicode.Han, r):
		return 3
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return 1
	}
	return 0
}

// blockCode says how a page was refused with an error status.
func blockCode(status int, header http.Header, s *scan) string {
	if s != nil {
		if w := wall(s, header); w == reason.Challenge {
			return w
		}
	} else if strings.EqualFold(header.Get("Cf-Mitigated"), "challenge") {
		return reason.Challenge
	}
	switch status {
	case http.StatusUnauthorized, http.StatusProxyAuthRequired:
		return reason.Login
	case http.StatusPaymentRequired:
		return reason.Payment
	case http.StatusUnavailableForLegalReasons:
		return reason.Legal
	}
	return reason.Block
}
