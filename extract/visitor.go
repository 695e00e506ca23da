package extract

import (
	"unicode/utf8"

	"framewatch/internal/lazyregexp"
)

// Fixed wordings (notice.go) are sure and few: sites word their notices anew.
// What a site says to a visitor who does not get the article has three parts in
// any wording: it addresses the visitor or points at the page, it names one of
// a few things, and it says one of a few things of it. A short text with all
// three is a notice; news has the second and third, and seldom the first.

// visitorWords address the reader or point at this page.
var visitorWords = anyOf(
	`\b(?:you|yourself|you[’']\w+)\b`, `\byour (?:\w+ )?(?:browser|connection|access|account|country|region|location|requests?|ip|address|network|device|visit|subscription|institution|e-?mail|password|session|privacy|computer|plan)\b`, `\bth(?:is|at) (?:page|link|site|website|story|article|content|address|url|server|visit|request|file)\b`, `\brequested\b`, `\bplease\b`, `\bthere is no page here\b`,
	`[\p{L}\d,] (?-i:Sie|Ihre?[nmrs]?)\b`, `\bdiese[rmns]? (?:seite|artikel|inhalt|link|angebot)`, `\bder artikel ist\b`, `\bhier ein mensch\b`, `\bv(?:ous|otre|os)\b`, `\bcette (?:page|adresse|ressource|opération)`, `\bdemandée?\b`,
	`\b(?:usted|tu|tus)\b`, `\bsu (?:navegador|país|región|cuenta|conexión|dirección|dispositivo|visita)`, `\bbuscas?\b`, `\best[ea] (?:página|sitio|contenido|enlace|art[ií]culo|dirección)`, `\bde su\b`,
	`\b(?:você|seu|sua|procura)\b`, `\best[ea] (?:página|conteúdo|site)`, `\b(?:tuo|tua|cerchi|cercando|hai|richiesta)\b`, `\bquesta pagina`, `\b(?:uw|je|jouw|jij)\b`, `\bdeze (?:pagina|inhoud)`,
	`\b(?:twoj\p{L}*|szukasz)`, `\btakiej strony`, `\b(?:du|din|ditt|dina)\b`, `(?:^|\P{L})(?:вы|вас|вам|ваш\p{L}*|ви|эт(?:а|ой|у) страниц\p{L}*|такой страницы|запрашиваем\p{L}*|ищ[её]те)(?:\P{L}|$)`,
	`(?:niz|nız|nuz|nüz)(?:den|dan|in|ın|e|a|i|ı|ü|u)?\b`, `\bbu (?:sayfa|site|içerik)`, `\baradığ`, `\banda\b`, `\b(?:halaman|laman) ini\b`, `\bbạn\b`, `\btrang này\b`,
	`أنك|لديك|حسابك|متصفحك|جهازك|طلبت|تبحث|عليك|منطقتك|بلدك|اتصالك|هذه الصفحة|هذا (?:الرابط|المحتوى)|شما|مورد نظر`,
	`您|你|请|請|[该該此本](?:页|頁|网页|網頁|文章|内容|內容|链接|連結|信息|地址|站|新闻|新聞)|链接|連結|鏈接|点击|點擊`, `あなた|お客様|お探し|お住まい|ください|この(?:ページ|記事|サイト)|ご指定|ここから先`,
	`귀하|고객님|회원님|사용자|하세요|십시오|보세요|주세요|하신|신가요|수 있습니다|이 (?:페이지|기사|사이트)`)

// noticePair is what a kind of notice is about and what it says of it.
type noticePair struct{ what, says *lazyregexp.Regexp }

var noticePairs = [noticeKinds]noticePair{
	challengeNotice: {
		anyOf(`human|robot|\bbots?\b|automat|connection|browser|security|javascript|captcha|a person`, `\bmensch|roboter|verbindung|sicherheit`, `humain|connexion|navigateur|sécurité`, `humano|conexi[óo]n|navegador|seguridad|conexão|segurança`,
			`umano|connessione|sicurezza|\bmens\b|verbinding|człowiek|połączeni|människa`, `человек|робот|соединени|браузер|автоматическ|людин`, `insan|bağlantı|tarayıcı|güvenli|manusia|con người`, `إنسان|روبوت|متصفح|اتصال|ربات`,
			`真人|机器人|機器人|人机|人機|滑块|滑塊|拼图|拼圖|验证码|驗證碼|网络环境|網路環境|連線|连接|连线|安全|人間|ロボット|接続|로봇|사람|연결|보안`),
		anyOf(`verif|check|confirm|prov(?:e|ing)\b|(?:make|making|are) sure|know that|complet`, `überprüf|bestätig|prüf|sicher sind|lösen`, `vérif|confirmez|assurer`, `compr[ou]eb|comprob|verifiq|confirm|demuestr|conferm`,
			`potwierd|sprawdz|bevestig|bekräfta|подтверд|провер|перевір`, `doğrul|incele|verifikasi|xác minh|تحقق|نتأكد|تأكد|تأیید`, `验证|驗證|确认|確認|证明|證明|检查|檢查|检测|檢測|拖动|拖動|확인|인증`),
	},
	deniedNotice: {
		anyOf(`access|visit|request|content|\bpage|\bsite|website|address`, `zugriff|zugang|inhalt|angebot`, `accès|accéder|consulter|contenu`, `acceso|contenido|acesso|conteúdo|accesso|contenuto|permess`, `toegang|inhoud|dostęp|treś|åtkomst`,
			`доступ|материал|сайт|вміст`, `eriş|içerik|sayfa|akses|laman|izin|truy cập`, `وصول|محتوى|دسترسی`, `访问|訪問|内容|內容|页面|頁面|请求|請求|網站|网站`, `アクセス|ページ|접근|콘텐츠|페이지`),
		anyOf(`denied|forbidden|block(?:ed|ing)|banned|not (?:permitted|allowed|available|authori)|unavailable|restricted|too many|reject`, `verweigert|gesperrt|nicht (?:gestattet|erlaubt|verfügbar|berechtigt)`, `interdit|refusé|non autoris|ne vous permet|indisponible|n[’']est pas (?:disponible|accessible)`,
			`denegad|prohibid|no est[áa] disponible|restringid|no tiene permiso|negad[oa]|proibid|indisponível`, `vietat|non hai i permessi|rifiutat|non è disponibile`, `geweigerd|geblokkeerd|niet (?:toegestaan|beschikbaar)|odmów|zablok|niedostęp|nekad|blockerad`,
			`запрещ|ограничен|заблокир|недоступ|заборон`, `engel|yasak|yetki|reddet|ditolak|dibatasi|tidak (?:memiliki izin|tersedia)|bị chặn|từ chối`, `مرفوض|محظور|غير متاح|مسدود`,
			`拒绝|拒絕|禁止|阻断|阻斷|拦截|攔截|[无無]法(?:观看|觀看|访问|訪問|查看|浏览|瀏覽|顯示|显示)|没有权限|沒有權限`, `許可されていません|拒否|表示できません|제한|차단|거부`),
	},
	loginNotice: {
		anyOf(`(?:log|sign)(?:ging|ged)?[ -]?in\b|\blog ?on\b|password`, `anmeld|melden sie sich|einlogg|passwort|kennwort`, `connectez|identifi|mot de passe`, `inici(?:a|e|ar) sesión|\bacced[ea]\b|contraseña|\bsenha\b|login|accedi|inloggen|wachtwoord|zaloguj|hasło|logga in|lösenord`,
			`войдите|войти|авториз|пароль|увійд`, `giriş yap|oturum aç|şifre|\bmasuk\b|kata sandi|đăng nhập|mật khẩu`, `تسجيل الدخول|كلمة المرور|وارد شوید`, `登录|登錄|登入|登陆|密码|密碼|ログイン|パスワード|로그인|비밀번호`),
		anyOf(`account|continue|member|institution|before|forgot`, `konto|weiter`, `compte|poursuivre|continuer`, `cuenta|conta\b|continuar|account|profilo|konto`, `профил|уч[её]тн|продолж|читател`, `hesap|devam|akun|melanjutkan|tài khoản|tiếp tục`,
			`حساب|للمتابعة`, `账号|帳號|账户|帳戶|查看|继续|繼續|会员|會員|続|会員|계속|회원`),
	},
	goneNotice: {
		anyOf(`\bpages?\b|\bstor(?:y|ies)|\barticle|\blink|\baddress|\burl\b|content|\bfile\b`, `seite|artikel|inhalt|beitrag|meldung`, `\blien\b|adresse`, `página|noticia|enlace|art[ií]culo|pagina|notizia|articolo|notícia|artigo`, `bericht|stron[ay]|artykuł|\bsida`,
			`страниц|материал|стать|ссылк|сторінк`, `sayfa|haber|içerik|halaman|laman|tautan|\btrang\b|bài viết`, `صفحة|صفحه|رابط|مطلب|مقال`, `页|頁|文章|内容|內容|链接|連結|鏈接|新闻|新聞|報導|报道|報道|信息|稿件`, `ページ|記事|페이지|기사|게시물`),
		anyOf(`\bnot? (?:be )?(?:found|exist|here|available|online)|no longer|\bno (?:such )?page|n[’']t (?:be )?(?:find|found|exist|match|seem|here|available)|not match|missing|expired|removed|\bmoved|deleted|withdrawn|t(?:aken|ook|ake) (?:\w+ ){0,3}down|unavailable|mistyped`,
			`nicht (?:mehr|gefunden|verfügbar|vorhanden)|existiert|gelöscht|verschoben|entfernt`, `introuvable|n[’']existe|n[’']est plus|supprim|déplac|changé d`, `no (?:se )?(?:ha |hemos )?(?:encontr|exist)|ya no|eliminad|cambiad`,
			`não (?:encontr|exist|está)|removid|movid|non (?:esiste|trovat|è più)|rimoss|spostat`, `bestaat niet|niet (?:gevonden|meer)|verwijderd|verplaatst|nie (?:ma\b|istnieje|znale)|usunięt|przenies|finns inte|hittades inte|tagits bort`,
			`не (?:найд|существ|знайд|існу)|(?:страницы|сторінки) нет|удал[её]н|видалили|видалено|перемещ|перемістили`, `bulunama|kaldırıl|mevcut değil|silin|tidak (?:ditemukan|ada|tersedia)|dihapus|không (?:tìm|tồn)|bị xóa`,
			`غير (?:موجود|متاح)|لم نعثر|لا توجد|لم يتم العثور|حذف|یافت نشد|وجود ندارد`, `不存在|未找到|找不到|没有找到|沒有找到|[删刪]除|下[线線]|下架|移除|移动|移動|失效|有[误誤]|已[经經]不在|[过過]期`, `見つかりません|終了|削除|存在しません|존재하지 않|삭제|찾을 수 없`),
	},
}

// addressesVisitor reports whether s is a notice by its three parts, or by the
// last two where it is alone on the page.
func addressesVisitor(s string, alone bool) bool {
	const most = 400 // bytes that are read; notices are short
	s = beginning(s, most)
	if !alone && !visitorWords.MatchString(s) {
		return false
	}
	for _, p := range noticePairs {
		if p.what.MatchString(s) && p.says.MatchString(s) {
			return true
		}
	}
	return false
}

// An offer to subscribe, in any wording, names the subscription and what it
// lets the reader go on with.
var (
	offerWords = anyOf(`subscri(?:be|ption|ber)|\bmembers?\b|membership|premium|free (?:articles|stories)|sign up|preview`, `\babo\b|abonn|\bplus\b`, `suscri|\bassin[ea]|abbona`, `подпис|підпис`, `abone|langgan|\bđăng ký`, `اشترك|اشتراك|مشترك|اشتراک`,
		`订阅|訂閱|会员|會員|付费|付費|购买|購買|[试試][读讀]`, `会員|有料|購読`, `구독|회원|유료`)
	goOnWords = anyOf(`\bread(?:ing)?\b|continue|unlock|full (?:story|article|text)|whole story|the rest|keep`, `weiterlesen|weiterzulesen|\blesen\b`, `\blire\b|la suite`, `leyendo|\bleer\b|\blea\b|leggere|lendo|\bleia|íntegra`, `\blezen\b|czyta|läs(?:a|er)?\b`,
		`чита|дальше`, `oku|baca|đọc`, `القراءة|مقال|خواندن`, `全文|[阅閱][读讀]|解[锁鎖]|继续|繼續`, `続き|お読み|限定`, `읽|볼 수`)
	// mailWords offer a newsletter, which keeps nothing back.
	mailWords = anyOf(`newsletter|e-?mail|inbox|mailing|podcast|boletín|рассылк|ニュースレター|メール|邮件|電郵|뉴스레터`)
)

// offers reports whether a block that is no paragraph of the text asks for a
// subscription before the reader may go on.
func (b *block) offers() bool {
	const most = 200 // letters of an offer
	if b.letters > most || !offerWords.MatchString(b.text) || !goOnWords.MatchString(b.text) || mailWords.MatchString(b.text) {
		return false
	}
	if visitorWords.MatchString(b.text) || !b.proseIn(scriptOf(b.text)) {
		return true
	}
	lead := offerWords.FindStringIndex(b.text)
	return utf8.RuneCountInString(b.text[:lead[0]]) == 0
}
