package extract

import (
	"strings"
	"unicode/utf8"

	"framewatch/internal/lazyregexp"
)

// noticeKind is what a page says that stands in an article's place.
type noticeKind int

const (
	challengeNotice noticeKind = iota // proves that the visitor is no program
	deniedNotice                      // refuses the visitor
	loginNotice                       // wants a name and password
	goneNotice                        // has nothing at this address
	noticeKinds
)

// noticeWords are the wordings of such pages in the languages of the press. They
// are addressed to a visitor, and they begin a title, a heading or a short block;
// articles about the same things put them elsewhere.
var noticeWords = [noticeKinds]*lazyregexp.Regexp{
	challengeNotice: anyOf(
		`just a moment`, `one moment, please`, `checking (?:if the site|your browser)`, `verify(?:ing)? (?:that )?you are (?:a )?(?:human|not)`, `are you (?:a )?(?:human|robot)`,
		`attention required`, `ddos protection`, `cf-browser-verification`, `pardon our interruption`, `unusual (?:traffic|activity)`, `security (?:check|verification)`,
		`please (?:enable|turn on) (?:javascript|cookies)`, `please wait(?: while| a moment|[ .…]*$)`, `something about your browser`, `human verification`, `complete the (?:captcha|security check)`,
		`überprüf(?:e|en|ung) .{0,20}browser`, `sicherheitsüberprüfung|(?:bitte )?bestätigen sie,? dass sie ein mensch`, `sind sie ein (?:mensch|roboter)`, `vérifi(?:ez|cation) .{0,20}(?:humain|robot|navigateur)`, `(?:compruebe|verifique|confirme|demuestre) que (?:no )?es un`,
		`verifique que você|confirme que (?:você )?não é um robô`, `verifica di non essere un robot`, `проверяем ваш браузер|проверка браузера|подтвердите, что вы (?:не робот|человек)`,
		`التحقق من (?:أنك|المتصفح)|تحقق من أنك إنسان`, `robot olmadığınızı`,
		`请(?:先)?完成(?:安全)?验证`, `安全验证`, `人机验证`, `访问验证`, `验证中心`, `请?输入验证码`, `访问过于频繁`, `(?:拖动|滑动|按住)(?:滑块|验证)`, `系统检测到.{0,12}异常`,
		`正在(?:检查|验证)(?:您的)?浏览器|正在(?:檢查|驗證)(?:您的)?瀏覽器`, `請(?:先)?完成(?:安全)?驗證`, `安全驗證`, `請輸入驗證碼`, `ロボットではない`, `アクセスが集中`, `자동 입력 방지|로봇이 아닙니다`),
	deniedNotice: anyOf(
		`access (?:to this page (?:has been |is )?)?(?:is |has been )?(?:denied|forbidden|blocked|restricted)`, `you (?:have been|are) blocked`,
		`(?:you )?(?:don't|don’t|do not) have permission`, `not available in your (?:country|region|location)`, `unavailable (?:for|due to) legal reasons`, `(?:the )?request(?:ed url)? (?:was |has been |could not be )?(?:blocked|rejected|satisfied)`,
		`(?:the requested url was )?rejected`, `we recogni[sz]e you are attempting to access`, `zugriff (?:verweigert|gesperrt|nicht gestattet)|sie haben keine berechtigung`,
		`(?:contenu|vidéo|page) (?:non disponible|indisponible)|n[’']est pas (?:disponible|accessible) dans votre`, `accès (?:refusé|interdit|bloqué)|vous n[’']avez pas (?:l[’']autorisation|accès)`, `acceso (?:denegado|prohibido|restringido)|no tiene permiso`, `acesso (?:negado|proibido|restrito)`, `accesso (?:negato|vietato)`,
		`toegang geweigerd`, `доступ (?:запрещ[её]н|ограничен|закрыт|заблокирован)`, `تم (?:حظر|رفض) الوصول|ليس لديك (?:إذن|صلاحية)|الوصول مرفوض`, `erişim engellendi`, `akses ditolak`,
		`(?:您|你)(?:没有|无)权限|拒绝访问|禁止访问|访问(?:被|已被)?(?:拒绝|拦截|阻断|禁止|限制)|您的(?:访问|请求).{0,8}(?:阻断|拦截|拒绝)|您所在的(?:国家|地区)|.{0,24}可能对网站造成安全威胁`, `拒絕存取|存取遭拒|禁止訪問|您所在的(?:國家|地區)`, `アクセスが(?:拒否|制限)|閲覧できません`, `접근이 (?:거부|차단|제한)`),
	loginNotice: anyOf(
		`please (?:log|sign) ?in`, `(?:log|sign) ?in (?:again|to (?:continue|view|read|your))`, `you (?:must|need to|have to) (?:be )?(?:log|sign)(?:ged)? ?in`, `members(?:[’'] |-| )?(?:only|area)`, `bitte (?:melden sie sich|loggen sie sich)`,
		`identifiez-vous|connectez-vous`, `iniciar sesión|inicia sesión|acceder a (?:su|tu) cuenta`, `fa(?:ça|zer) login|inicie sessão`, `effettua il login`, `войдите`,
		`(?:用户|会员|账号|帐号|密码|扫码)登录`, `请.{0,6}登录`, `请先?登录|请输入(?:手机号|用户名|账号|帐号)`, `(?:會員|用戶)登入|請先?登入`, `ログインして`, `로그인(?:이|을| 후)`),
	goneNotice: anyOf(
		`(?:sorry[,. ]*|oops[!,. ]*|uh[- ]oh[!,. ]*)?(?:that|this|the) (?:page|article|story|content|file|url|address)(?: that)?(?: you(?:[’']re| are| were)? .{0,40}?)? ?(?:was not|could not be|could not|can[’']?t be|cannot be|isn[’']?t|is not|is no longer|does not|doesn[’']?t|no longer|has (?:been )?(?:expired|moved|removed|deleted|archived|withdrawn)|may have been)`,
		`page (?:not|cannot be|can[’']t be|could not be|does not) (?:found|exist)`, `we (?:can[’']t|couldn[’']t|could not|cannot|can not) (?:seem to )?find`, `nothing (?:was )?found`, `it looks like nothing was found`, `(?:content|page|article|story) (?:is )?(?:unavailable|not available|not found)`,
		`(?:diese |die gewünschte )?seite (?:wurde )?(?:leider )?(?:nicht gefunden|existiert nicht|gibt es nicht)|diese seite gibt es nicht|die (?:von ihnen )?(?:aufgerufene|angeforderte|gewünschte|gesuchte) seite|leider konnten wir die|artikel nicht (?:gefunden|mehr verfügbar)`,
		`page (?:introuvable|non trouvée)|cette page n[’']existe|la page (?:que vous|demandée).{0,40}(?:introuvable|n[’']existe)`,
		`p[áa]gina no encontrada|(?:¡?vaya!? )?no (?:encontramos|hemos encontrado)|la página que (?:busca|intenta|est[áa]).{0,30} no`, `p[áa]gina n[ãa]o encontrada|a página que (?:você )?(?:procura|tentou)`,
		`pagina non trovata|la pagina (?:che cerchi|richiesta)`, `pagina niet gevonden`, `(?:такой )?страница не (?:найдена|существует)|(?:к сожалению, )?запрашиваем(?:ая|ой) вами страниц`, `strona nie (?:została znaleziona|istnieje)|nie znaleziono`,
		`(?:عذراً?،? ?)?(?:هذه )?الصفحة (?:غير موجودة|التي تبحث عنها|المطلوبة غير)`, `sayfa bulunamadı`, `halaman tidak ditemukan`,
		`(?:抱歉|对不起)?[，, ]?(?:您|你)?(?:所|要)?(?:访问|查看|浏览|请求|查找)的(?:页面|内容|网页|文章|信息)`, `页面(?:不存在|未找到|找不到|已删除|走丢)`, `找不到(?:该|您|此|这)?.{0,6}页`, `没有找到(?:相关|您|该)`, `(?:该|此)?(?:内容|文章|信息|新闻|帖子)(?:已|不)(?:被?删除|存在|下架)`,
		`(?:抱歉|對不起)?[，, ]?(?:您|你)?(?:所|要)?(?:瀏覽|查看|訪問|尋找)的(?:頁面|內容|網頁|文章)`, `頁面(?:不存在|未找到)`, `找不到(?:該|此|您)?.{0,6}(?:頁|网页|網頁)`, `(?:內容|文章)(?:已|不)(?:被?刪除|存在)`,
		`お探しの(?:ページ|記事)|ページが見つかりません|記事は(?:削除|掲載)`, `(?:요청하신 )?페이지를 찾을 수 없`),
}

// noticeTitles are wordings that say enough in a title or heading only.
//
//nolint:misspell // words of other languages
var noticeTitles = anyOf(`captcha`, `(?:just )?(?:a|one) moment(?:,? please)?|please (?:wait|stand by)|(?:nur )?einen moment(?: bitte)?|(?:kurze )?prüfung|un instant|un momento|(?:só )?um momento|bir dakika(?: lütfen)?|подождите|لحظة من فضلك|请稍候|請稍候|验证|少々お待ちください|잠시만 기다려`, `(?:error )?403(?: (?:error|forbidden))?`, `451`, `forbidden`, `(?:error |http |fehler |erreur |ошибка )?404(?: error)?`, `not found`, `no longer available`,
	`(?:log|sign) ?in`, `session (?:has )?expired`, `anmelden|einloggen`, `connexion|se connecter|identification`, `entrar`, `accedi`, `inloggen`, `войти|авторизация|вход`,
	`تسجيل الدخول`, `giriş yap`, `masuk`, `登录|登入`, `ログイン`, `로그인`)

// consentWords are what a wall of consent speaks of, block after block.
var consentWords = lazyregexp.New(`(?i)cookie|куки|ملفات تعريف الارتباط`)

var dataWords = lazyregexp.New(`(?i)cookie|partner|partenaires|fornitori|socios|vendors|personal(?:i[sz]ed)? (?:data|content|ads)|personenbezogen|données personnelles|datos personales|dati personali|dados pessoais|consent|zustimmung|werbe?tracking|werbefrei|accept(?:er)? (?:all|et)|tout accepter|alle akzeptieren|acepta|accetta|aceitar|隐私|隱私|同意`)

// outletWords are how an outlet speaks of itself to its visitors.
var outletWords = lazyregexp.New(`(?i)(?:^|[^\pL])(?:we|our|wir|unser\pL{0,2}|nous|nos|notre|nosotros|nuestr[oa]s?|nós|nossos?|nossas?|noi|nostr[aoei]|wij|onze|nasz\pL{0,3}|nasi|våra|vår|мы|наш\pL{0,3}|ми|kami|chúng tôi)(?:$|[^\pL])|` +
	`我们|我們|本网站|本網站|نحن|نستخدم|私たち|当サイト|当社|당사|हम |আমরা|เรา`)

// anyOf joins wordings into one expression that ignores case.
func anyOf(words ...string) *lazyregexp.Regexp {
	return lazyregexp.New(`(?i)(?:` + strings.Join(words, "|") + `)`)
}

const (
	noticeLead   = 24  // runes that may stand before a notice's wording in a block; a third in Chinese
	noticeMost   = 320 // letters of a block that is a notice
	restOfNotice = 250 // weight of running text beside a notice that only a block gives
	aloneMost    = 150 // weight of all that a page says that holds nothing but a notice
	noticeBlocks = 800 // blocks of a page beyond which it is none
	restOfTitled = 900 // and beside one that title or heading give
)

// saysNotice reports whether s is or begins with a notice's wording.
func saysNotice(s string) bool {
	lead := noticeLead / scriptDensity(scriptOf(s))
	s = beginning(s, 10*noticeLead)
	for _, re := range noticeWords {
		if at := re.FindStringIndex(s); at != nil && utf8.RuneCountInString(s[:at[0]]) <= lead {
			return true
		}
	}
	return false
}

// titledNotice reports whether a notice's wording makes up much of a title,
// either side of the outlet's name.
func titledNotice(title string, site []string) bool {
	title = beginning(plainText(title), titleBytes)
	said := []string{title, (&outlet{hosts: site}).trimmed(title)}
	for _, part := range append(said, divided(title)...) {
		all := countLetters(part)
		for _, re := range append([]*lazyregexp.Regexp{noticeTitles}, noticeWords[:]...) {
			if m := re.FindString(part); m != "" && countLetters(m)*10 >= all*6 {
				return true
			}
		}
	}
	return false
}

// standsInTheWay recognises challenge, refusal, consent, login and not-found
// pages: they say what they are in the title, a heading or a short block, and
// beside it there is little running text.
func (v *verdict) standsInTheWay(p *parsedPage, title string) bool {
	names := hostNames(p.url)
	if len(v.blocks) > noticeBlocks {
		return false
	}
	dated := p.article.published != "" || p.metaOf("article:published_time") != ""
	titles := map[*block]bool{}
	for _, b := range v.blocks {
		if isHeading(b.tag) && !b.where.has(inNav|inFooter|isHidden) && titledNotice(b.text, names) {
			titles[b] = true
		}
	}
	titled := len(titles) > 0 || titledNotice(p.title, names) || titledNotice(title, names)
	if dated && !titled && !p.password {
		return false // what follows costs more than all that went before
	}
	noticed, cookies := false, false
	rest, consent, asked, all := 0, 0, 0, 0
	alone := weightOf(v.everything()) <= aloneMost
	for _, b := range v.blocks {
		if b.where.has(inNav | inFooter | isHidden) {
			continue
		}
		n := weightOf(b.text)
		all += n
		if titles[b] {
			continue
		}
		if dataWords.MatchString(b.text) {
			consent += n
			cookies = cookies || consentWords.MatchString(b.text)
			if visitorWords.MatchString(b.text) || outletWords.MatchString(b.text) {
				asked += n
			}
		}
		switch {
		case b.letters <= noticeMost && (saysNotice(b.text) && endsSentence(b.text) || addressesVisitor(b.text, alone)):
			noticed = true
		case b.proseIn(scriptOf(b.text)) && !b.where.has(inAside|isRelated|isComment):
			rest += n
		}
	}
	switch {
	case titled:
		return rest <= restOfTitled && !dated || rest <= restOfNotice
	case noticed && !dated && rest <= restOfNotice:
		return true
	case p.password && rest <= restOfNotice/2:
		return true
	}
	return cookies && consent*10 >= all*7 && asked*2 >= consent /* an article about consent speaks of others */ && !dated
}
