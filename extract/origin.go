package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/idna"

	"framewatch/corpus"
	"framewatch/internal/lazyregexp"
)

// agencies are wire services by the names under which pages credit them.
var agencies = []struct {
	name  string
	marks []string
}{
	{"Xinhua", []string{"xinhua", "新华社", "新華社", "新华网", "新華網"}},
	{"China News Service", []string{"china news service", "中新社", "中新网", "中新網", "中国新闻网", "中國新聞網"}},
	{"AFP", []string{"afp", "agence france-presse", "agence france presse", "法新社"}},
	{"Reuters", []string{"reuters", "路透社", "路透"}},
	{"AP", []string{"ap", "associated press", "the associated press", "美联社", "美聯社"}},
	{"dpa", []string{"dpa", "德新社"}},
	{"EFE", []string{"efe", "埃菲社"}},
	{"TASS", []string{"tass", "tacc", "тасс", "塔斯社"}},
	{"ANSA", []string{"ansa"}},
	{"Kyodo", []string{"kyodo", "kyodo news", "共同社"}},
	{"Yonhap", []string{"yonhap", "韩联社", "韓聯社", "연합뉴스"}},
	{"PTI", []string{"pti", "press trust of india"}},
	{"ANI", []string{"ani"}},
	{"IANS", []string{"ians"}},
	{"Bernama", []string{"bernama"}},
	{"Antara", []string{"antara"}},
	{"CNA", []string{"cna", "中央社"}},
	{"Anadolu", []string{"anadolu", "anadolu agency"}},
	{"Prensa Latina", []string{"prensa latina"}},
	{"SPS", []string{"sps"}},
	{"APS", []string{"aps"}},
}

var (
	creditLine   = lazyregexp.New(`(?i)^\W{0,3}(?:source|agency|via|credit|quelle|来源|來源|稿件来源|文章来源|信息来源|新闻来源|转自|轉自|转载自|轉載自|本文转自|本文来源)\s*[:：]\s*(.{2,60})$`)
	creditInside = lazyregexp.New(`(?:来源|來源)\s*[:：]\s*([^\s|｜,，。;；()（）]{2,20})`)
	creditEnd    = lazyregexp.New(`[（(\[]([^()（）\[\]]{2,40})[)）\]]\s*[-–—.]?\s*$`)
	creditStart  = lazyregexp.New(`^[^.。]{0,60}?[（(]([^()（）]{2,40})[)）]\s*(?:[-–—:：]|$)`)
	creditHan    = lazyregexp.New(`^[（(]?\s*((?:新华社|新華社|中新社|中新网|中央社|法新社|路透社|美联社|美聯社)|[\p{Han}]{2,6}社)[\p{Han}]{1,12}\d{1,2}月\d{1,2}日[电電讯訊]`)
	creditWords  = lazyregexp.New(`(?i)\b(?:wire|agency|agencies|press|news service|newswire|news agency)\b|[社网網]$`)
	originWords  = lazyregexp.New(`(?i)(?:originally|first)\s+(?:published|appeared|posted)|original\s+(?:article|link|post|source|url)|reference\s+link|republished\s+(?:from|with)|reprinted\s+(?:from|with)|read\s+the\s+original|this\s+(?:article|story)\s+(?:was|is)\s+from|crossposted|cross-posted|原文链接|原文鏈接|原文連結|原文地址|原文网址|原文：|原文:|转载自|轉載自|转自|轉自|本文来源|来源链接|zuerst erschienen|erschien zuerst|publié initialement|publicado originalmente`)
)

// wireCredit names the agency that the page credits: in a source line, a
// dateline such as "GENEVA (Agency) -", 新华社日内瓦1月2日电, or brackets at the
// text's end.
func wireCredit(p *parsedPage, v *verdict) string {
	first, last := v.span()
	for i, b := range v.blocks {
		if i < first-12 || i > last+6 || b.where.has(isComment|isRelated|inNav) {
			continue
		}
		text := ends(b.text)
		edge := i <= first+3 || i >= last-1
		if m := creditLine.FindStringSubmatch(text); m != nil && b.letters < 90 {
			if name := agencyNamed(m[1], true); name != "" {
				return name
			}
		}
		if !edge {
			continue
		}
		if m := creditHan.FindStringSubmatch(text); m != nil {
			return agencyOr(m[1])
		}
		if m := creditInside.FindStringSubmatch(text); m != nil && b.letters < 120 {
			if name := agencyNamed(m[1], false); name != "" {
				return name
			}
		}
		for _, re := range []*lazyregexp.Regexp{creditStart, creditEnd} {
			if m := re.FindStringSubmatch(text); m != nil && (b.keep || m[0] == text) {
				if name := agencyNamed(m[1], true); name != "" {
					return name
				}
			}
		}
	}
	for _, s := range append(p.meta["author"], p.meta["dc.source"]...) {
		if name := agencyNamed(s, false); name != "" {
			return name
		}
	}
	for _, a := range p.article.authors {
		if name := agencyNamed(a.name, false); name != "" {
			return name
		}
	}
	return ""
}

// ends is a block's beginning and end, where credits stand.
func ends(s string) string {
	const most = 600
	if len(s) <= 2*most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + " … " + strings.ToValidUTF8(s[len(s)-most:], "")
}

// agencyOr is the usual name of a credited agency, or the credit itself.
func agencyOr(s string) string { return firstOf(agencyNamed(s, false), squeeze(s)) }

// agencyNamed is the agency whose name s is or begins with; open also takes a
// name that calls itself a wire or agency.
func agencyNamed(s string, open bool) string {
	s = strings.Trim(squeeze(s), " .。/|")
	low := strings.ToLower(s)
	for _, a := range agencies {
		for _, m := range a.marks {
			if low == m || strings.HasPrefix(low, m+"/") || strings.HasPrefix(low, m+" ") && len(low) < len(m)+24 || strings.HasPrefix(low, m+",") || len(m) > 6 && strings.Contains(low, m) && len(low) < len(m)+24 {
				return a.name
			}
		}
	}
	if open && creditWords.MatchString(s) && len(strings.Fields(s)) <= 5 && countLetters(s) <= 40 {
		return s
	}
	return ""
}

// originalURL is where the page says that the text was first published: a
// declared source, a link beside words that say so, or a canonical link to
// another host.
func originalURL(p *parsedPage, v *verdict) string {
	for _, href := range []string{p.metaOf("original-source", "syndication-source", "dcterms.source", "dc.source"), p.article.basedOn} {
		if u := p.resolve(href); u != nil && strings.Contains(href, "://") && !isHome(u.Path) {
			return u.String()
		}
	}
	seen := map[*html.Node]bool{}
	first, last := v.span()
	for i, b := range v.blocks {
		if i < first-12 || i > last+8 || seen[b.parent] || b.letters > 600 || b.where.has(isComment|inNav) || !originWords.MatchString(b.text) {
			continue
		}
		seen[b.parent] = true
		if href := p.linkIn(b); href != "" {
			return href
		}
	}
	if u := p.resolve(firstLink(p, "canonical")); u != nil && p.url != nil && !sameHost(u, p.url) && !isHome(u.Path) && !sameSite(u.Hostname(), p.url.Hostname()) {
		return u.String()
	}
	return ""
}

func isHome(path string) bool { return path == "" || path == "/" }

// sameSite reports whether two hosts share their last two labels, so that a
// mobile or AMP host is not another outlet.
func sameSite(a, b string) bool {
	tail := func(h string) string {
		if ascii, err := idna.Lookup.ToASCII(h); err == nil {
			h = ascii
		}
		l := strings.Split(strings.ToLower(h), ".")
		if len(l) > 2 {
			l = l[len(l)-2:]
		}
		return strings.Join(l, ".")
	}
	return tail(a) == tail(b)
}

var bareURL = lazyregexp.New(`https?://[^\s<>"'（）()，。]+`)

// linkIn is the last link to a page in a block, or the address that its text
// shows.
func (p *parsedPage) linkIn(b *block) string {
	if s := bareURL.FindString(ends(b.text)); s != "" {
		if u := p.resolve(s); u != nil && !isHome(u.Path) {
			return u.String()
		}
	}
	var out string
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode && n.DataAtom == atom.A {
			if u := p.resolve(attr(n, "href")); u != nil && !isHome(u.Path) && (p.url == nil || u.String() != p.url.String()) {
				out = u.String()
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(b.parent)
	return out
}

var genreWords = []struct {
	genre string
	re    *lazyregexp.Regexp
}{
	{"press_release", lazyregexp.New(`(?i)press[\s_-]?releases?|media[\s_-]?releases?|\bpressemitteilung|communiqu[eé]s?[\s_-]de[\s_-]presse|新闻公报|新聞公報|新闻稿|新聞稿|prnewswire|news[\s_-]release`)},
	{"opinion", lazyregexp.New(`(?i)\b(?:opinions?|op-?ed|editorials?|commentary|comment(?:ary)?|columns?|columnists?|views?|viewpoint|perspectives?|letters|kommentar|meinung|tribunes?|kolumne)\b|评论|評論|社评|社評|观点|觀點|时评|時評|社論|社论|专栏|專欄`)},
	{"analysis", lazyregexp.New(`(?i)\b(?:analys[ei]s|analyse|explainers?|in-depth|briefings?|policy[\s_-]?briefs?|research|reports?|insights?|working[\s_-]?papers?)\b|分析|解读|解讀|深度|研究`)},
	{"official", lazyregexp.New(`(?i)\b(?:speech(?:es)?|statements?|remarks|declarations?|communique|treaty|conventions?|transcripts?|gazette)\b|讲话|講話|声明|聲明|公告|致辞|致辭|公约|公約|答记者问|答記者問|联合公报`)},
	{"news", lazyregexp.New(`(?i)\b(?:news|world|national|politics|business|international|china|asia|local|nachrichten|aktuelles|actualit[eé]s?)\b|新闻|新聞|要闻|要聞|国际|國際|时政|時政`)},
}

// genreOf is what the page says of its kind, in its types, section and path.
// Empty where nothing does.
func genreOf(p *parsedPage, m metadata, source *corpus.Source) string {
	for _, t := range p.article.types {
		if g := articleTypes[t]; g != "" && g != "news" {
			return g
		}
	}
	var path string
	if p.url != nil {
		path = p.url.Path[:strings.LastIndexByte(p.url.Path, '/')+1]
	}
	said := strings.Join([]string{m.section, strings.NewReplacer("/", " / ", "-", " ").Replace(path), p.metaOf("article:section", "genre", "articletype", "content-type-label")}, " / ")
	for _, g := range genreWords[:4] {
		if g.genre == "official" || g.genre == "press_release" {
			if g.re.MatchString(said) || g.re.MatchString(headOf(m.title)) && officialSource(source) {
				return g.genre
			}
			continue
		}
		if g.re.MatchString(said) {
			return g.genre
		}
	}
	for _, t := range p.article.types {
		if articleTypes[t] == "news" {
			return "news"
		}
	}
	if genreWords[4].re.MatchString(said) {
		return "news"
	}
	return ""
}

func headOf(title string) string { return title[:min(len(title), 120)] }

func officialSource(s *corpus.Source) bool {
	return s != nil && (s.OwnerType == corpus.Government || s.OwnerType == corpus.LawADR)
}
