package extract

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// dropFurniture takes out what the vote left in although its wording or place
// says what it is (captions, notes at the ends, bylines before the text), and
// puts back the prose around which the text goes on.
func dropFurniture(blocks []*block) {
	kept, hidden := 0, 0
	for _, b := range blocks {
		if b.keep {
			kept += b.letters
			hidden += b.letters * int(truth(b.where.has(isHidden)))
		}
	}
	revealed := hidden*2 > kept // a whole article that a script makes visible
	for i, b := range blocks {
		if !b.keep {
			continue
		}
		if b.phrase == "" && b.isCredit() {
			b.phrase, b.keep = kindCaption, false
			continue
		}
		switch kind := b.phrase; {
		case b.where.has(isCaption) && !b.prose(),
			b.where.has(isHidden) && !b.unfolded && !b.agreed() && !revealed,
			b.where.has(isFootnote) || isHeading(b.tag) && i+1 < len(blocks) && blocks[i+1].where.has(isFootnote),
			b.where.has(isNotice) && b.letters < 200 && mediaWords.MatchString(b.text),
			kind == kindShare, kind == kindComment,
			kind == kindRelated && (b.linked*2 > b.letters || b.letters < 30),
			kind == kindNotice && b.letters < 120,
			kind == kindCaption && b.isCredit(),
			kind == kindByline && b.letters < 40:
			b.keep = false
		}
	}
	keepAmid(blocks)
	dropEchoes(blocks)
	dropRepeats(blocks)
	dropFollowers(blocks)
	trimEdges(blocks)
}

// creditEnds is how captions end that no tag or name declares.
var creditEnds = anyOf(`(?:photos?|fotos?|pictures?|images?|bild|crédit|credit)(?: by)? ?[:：/©].{2,50}$`, `(?:/ ?(?:afp|ap|reuters|getty(?: images)?|dpa|epa|xinhua)|getty images)[)\]]?\.?$`, `[\p{Han} ·]{2,12}[摄攝][)）]?$`)

// isCredit reports whether a block says who made a picture, and little more.
func (b *block) isCredit() bool {
	const (
		most   = 160 // letters
		before = 30  // letters before the credit, as of a name; a third in Chinese
	)
	if b.letters >= most {
		return false
	}
	at := creditEnds.FindStringIndex(b.text)
	return at != nil && countLetters(b.text[:at[0]]) <= before/scriptDensity(scriptOf(b.text))
}

// trimEdges takes notes, bylines, datelines and notices to the visitor off both
// ends of the text: what stands before the first paragraph of prose and after
// the last.
func trimEdges(blocks []*block) {
	first, last := 0, len(blocks)-1
	for ; first < len(blocks) && !blocks[first].begins(); first++ {
		blocks[first].dropNotice()
	}
	for ; last > first && !blocks[last].begins(); last-- {
		blocks[last].dropNotice()
	}
	if first == len(blocks) {
		return
	}
	dropMenus(blocks[:first])
	dropMenus(blocks[last+1:])
	dropKickers(blocks[:first])
	for i, b := range blocks {
		if b.keep && (i < first || i > last) && b.letters < 120 && (b.phrase != "" || isDateline(b)) {
			b.keep = false
		}
	}
}

// dropKickers takes the few words over the headline out, of the blocks before the
// text's first paragraph.
func dropKickers(blocks []*block) {
	const most = 40 // letters
	for i := len(blocks) - 1; i >= 0; i-- {
		if blocks[i].tag != atom.H1 {
			continue
		}
		for _, b := range blocks[:i] {
			b.keep = b.keep && (isHeading(b.tag) || b.letters > most || endsSentence(b.text))
		}
		return
	}
}

// dropNotice takes a notice to the visitor out of the text.
func (b *block) dropNotice() {
	if b.keep && b.addresses() {
		b.phrase, b.keep = kindNotice, false
	}
}

// dropMenus takes out runs of links beside the text: menus that no tag or name
// declares.
func dropMenus(blocks []*block) {
	const least = 5 // links in a row
	for i := 0; i < len(blocks); {
		j := i
		for j < len(blocks) && blocks[j].linked*10 >= blocks[j].letters*9 {
			j++
		}
		for _, b := range blocks[i:j] {
			b.keep = b.keep && j-i < least
		}
		i = max(j, i+1)
	}
}

// begins reports whether the text may begin or end with a block: a paragraph of
// prose that is neither date nor notice.
func (b *block) begins() bool {
	return b.keep && b.proseIn(scriptOf(b.text)) && b.phrase == "" && !isDateline(b) && !b.addresses()
}

// formWords are what a page's machinery says to its visitor: that the browser is
// too old or lacks something, that a form is filled in wrongly, that one must log
// in. An article that speaks of browsers and passwords tells of them and does not
// begin or end with such a sentence.
var formWords = anyOf(
	`(?:your|this) (?:web ?)?browser (?:is|does|has|may|appears|version)|(?:an? )?(?:outdated|unsupported|old|older) (?:version of (?:your |the )?)?browser|(?:upgrade|update) (?:your|to a (?:newer|modern|different)) (?:web ?)?browser|you are using an? .{0,40}browser|(?:enable|activate|turn on|requires?|needs?) (?:your )?(?:java ?script|cookies)|java ?script (?:is|must be|has been|seems to be) `,
	`(?:please )?enter (?:a valid|your) (?:e-?mail|password|user ?name)|this field is required|(?:there was|an) (?:an )?error (?:while |when )?(?:submitting|sending|processing|occurred)|you (?:must|have to|need to) (?:be )?(?:logged|signed|log|sign|register)|(?:forgot|lost|reset) (?:your )?password|(?:sign|log) in (?:to|with) your|thank you for (?:subscribing|signing up)|check your inbox|already (?:have an account|registered)|by (?:signing up|subscribing|clicking).{0,30}you agree`,
	`(?:ihr|dein|dieser|ein(?:en)?) (?:veralteter? |veralteten )?browser|veralteten? (?:version .{0,20})?browser|java ?script (?:ist|muss|wird|aktivieren)|(?:aktivieren sie|bitte) .{0,12}java ?script|bitte (?:geben sie|füllen sie|melden sie sich)|sie müssen (?:sich |angemeldet|eingeloggt)|passwort (?:vergessen|zurücksetzen)|dieses feld (?:ist|darf|muss)`,
	`votre navigateur|navigateur (?:obsolète|n[’']est)|(?:activer|activez) (?:le )?javascript|veuillez (?:saisir|entrer|vous connecter|activer)|mot de passe oublié|ce champ est`,
	`(?:su|tu|este) navegador|navegador (?:no|está|obsoleto)|(?:active|activar|habilite|habilitar) javascript|(?:debe|debes) iniciar sesión|este campo es|introduzca su|seu navegador|o seu browser|esqueceu a senha|il tuo browser|browser (?:non|obsoleto)`,
	`ваш браузер|браузер (?:устарел|не поддерж)|включите javascript|забыли пароль|необходимо (?:войти|авториз|зарегистр)|введите (?:пароль|адрес|e-?mail)`,
	`(?:您|你)(?:的|当前|正在使用的|使用的)+(?:浏览器|瀏覽器)|(?:浏览器|瀏覽器)(?:版本)?(?:过低|過低|不支持|不支援|太旧|过旧)|(?:请|請)(?:升级|升級|更换|更換|启用|啟用|开启|開啟|打开|使用).{0,12}(?:浏览器|瀏覽器|javascript|cookies?)|忘记密码|忘記密碼|(?:请|請)(?:输入|輸入|填写|填寫).{0,8}(?:密码|密碼|邮箱|郵箱|用户名|帳號|账号|手机号|验证码)|(?:您|你)(?:需要|必须|必須|尚未|还没有|還沒有)(?:先)?(?:登录|登錄|登入)|(?:登录|登錄|登入)(?:后|後)才?(?:可以|能|可)`,
	`(?:お使い|ご利用)のブラウザ|javascript ?(?:を有効|が無効)|パスワードをお忘れ|브라우저(?:를|는|가)|비밀번호를|متصفحك|المتصفح الذي|كلمة المرور|tarayıcınız|peramban anda|trình duyệt của bạn`)

// signUpWords ask the reader to sign up for something, in a line of its own.
var signUpWords = anyOf(`(?:sign|signing) up (?:here|now|today|for (?:our|the|free))|subscribe (?:here|now|today|to our)`, `(?:hier|jetzt) (?:anmelden|abonnieren|registrieren)`, `abonnez-vous (?:ici|à notre)|inscrivez-vous (?:ici|à notre)`, `suscríbe(?:te|se) (?:aquí|a nuestr)`, `подпи(?:шитесь|сывайтесь) на наш`,
	`(?:点击|立即|欢迎|點擊|歡迎)(?:订阅|关注|訂閱|關注)`)

// addresses reports whether a block is the page's machinery speaking to its
// visitor.
func (b *block) addresses() bool {
	const (
		most = 320 // letters of such a notice
		line = 120 // and of a line
	)
	return b.letters <= most && formWords.MatchString(b.text) && !sayWords.MatchString(b.text) || b.letters <= line && signUpWords.MatchString(b.text)
}

// keepAmid puts prose back that stands where the text goes on around it. Its
// first word or its wrapper's class may have spoken against it, but furniture
// does not interrupt paragraphs with whole paragraphs of its own kind.
func keepAmid(blocks []*block) {
	before := -1
	for after, b := range blocks {
		if !b.keep || !b.wholeProse() {
			continue
		}
		if before >= 0 && after > before+1 {
			keepBetween(blocks, before, after)
		}
		before = after
	}
}

// keepBetween judges what is not kept between two kept paragraphs.
func keepBetween(blocks []*block, before, after int) {
	above := sharedLevel(blocks[before], blocks[after])
	if above == nil {
		return
	}
	for i := before + 1; i < after; i++ {
		b := blocks[i]
		if b.keep {
			continue
		}
		if b.parent.Parent == above {
			around := blocks[before].where
			switch b.tag {
			case atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Dt:
				b.keep = blocks[i+1].keep && b.isSubheading(around)
			case blocks[before].tag:
				b.keep = b.tag == blocks[after].tag && b.isSentence(around)
			default:
			}
			continue
		}
		part := partBelow(b.parent, above)
		if part == nil {
			continue
		}
		end := i
		for end < after && within(blocks[end].parent, map[*html.Node]bool{part: true}) {
			end++
		}
		if isWholeProse(blocks[i:end], part) {
			for _, c := range blocks[i:end] {
				c.keep = true
			}
		}
		i = max(i, end-1)
	}
}

// sharedLevel is the element whose children two paragraphs are, or whose
// children's children where they stand in sections of one kind.
func sharedLevel(a, b *block) *html.Node {
	x, y := a.parent.Parent, b.parent.Parent
	switch {
	case x == y:
		return x
	case x == nil || y == nil || x.Parent != y.Parent || x.DataAtom != y.DataAtom:
		return nil
	case x.DataAtom == atom.Section || x.DataAtom == atom.Div:
		return x.Parent
	default:
		return nil
	}
}

// partBelow is the child of above that holds n.
func partBelow(n, above *html.Node) *html.Node {
	for ; n != nil; n = n.Parent {
		if n.Parent == above {
			return n
		}
	}
	return nil
}

// mediaWords name what only furniture asks the reader to use.
var mediaWords = anyOf(`newsletter|facebook|twitter|whatsapp|telegram|instagram|linkedin|youtube|inbox|e-?mails?\b|\bapps?\b|cookies|java ?script|browser|this (?:article|story|page|post|site)|our (?:journalism|reporting|work|channel|website|site|app)|social media|diesen (?:artikel|beitrag)|cet article|este artículo|эту статью|公众号|公眾號|客户端|客戶端|微信|微博|电子报|電子報|邮箱|郵箱|نشرتنا|النشرة|뉴스레터|ニュースレター|メルマガ|рассылк|二维码|二維碼|扫码|掃碼|本文|原文|全文|朋友圈|このページ|この記事|이 기사`)

// isSentence reports whether a block is a sentence without links that nothing
// but its first words speak against; around is where its neighbours stand.
func (b *block) isSentence(around place) bool {
	if b.linked > 0 || !endsSentence(b.text) || b.addresses() || isDateline(b) {
		return false
	}
	if own := b.where &^ around; own.has(isHidden|isFootnote|isCaption) || !unflaggedAs(own) && !b.wholeProse() {
		return false
	}
	switch b.phrase {
	case "":
		return true
	case kindCaption, kindByline:
		return false
	default:
		return !mediaWords.MatchString(b.text)
	}
}

// isSubheading reports whether a heading has nothing against it.
func (b *block) isSubheading(around place) bool {
	return b.phrase == "" && unflaggedAs(b.where&^around) && !b.addresses()
}

// isWholeProse reports whether the blocks of one part of the page are paragraphs
// of prose with their headings, without a tag, wording or links that make
// another thing of it.
func isWholeProse(blocks []*block, part *html.Node) bool {
	const least = 150 // weight of the prose
	prose, all, linked := 0, 0, 0
	for _, b := range blocks {
		if b.where.has(isHidden|isFootnote|isCaption|inTable) || b.phrase != "" && !b.wholeProse() || b.addresses() || apart(b.parent, part) {
			return false
		}
		n := weightOf(b.text)
		all += n
		linked += b.linked
		if b.wholeProse() && (b.phrase == "" || !mediaWords.MatchString(b.text)) {
			prose += n
		}
	}
	return prose >= least && prose*10 >= all*8 && linked*10 < all
}

// apart reports whether a tag between n and the part around it sets n apart from
// the text.
func apart(n, part *html.Node) bool {
	for {
		switch n.DataAtom {
		case atom.Aside, atom.Nav, atom.Form, atom.Figure, atom.Footer, atom.Menu:
			return true
		default:
		}
		if n == part || n.Parent == nil {
			return false
		}
		n = n.Parent
	}
}
