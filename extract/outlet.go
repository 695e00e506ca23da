package extract

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"framewatch/corpus"
	"framewatch/internal/lazyregexp"
	"framewatch/internal/wordset"
)

// outlet is what a page shows of the site it stands on: by which names that may
// be known, and what its sections are called. Texts are compared by their letters
// and digits in lower case.
type outlet struct {
	name     string          // as the page or the source list writes it
	names    []string        // names that the page gives
	hosts    []string        // parts of the host name
	sections map[string]bool // of the navigation
	own      map[string]bool // sections that are said to be the article's
	kickers  map[string]bool // short lines beside the headline
	owners   []string        // lines behind the text that hold a copyright sign
}

const (
	mostHomes   = 16 // links to the site's front page that are read
	mostSection = 30 // letters of a section's name
	mostOwners  = 6
	mostNames   = 80
	leastOwner  = 6 // letters of a name that is looked for in a line of copyright, a Chinese character as three
)

// outletOf gathers the evidence for the outlet's names.
func outletOf(p *parsedPage, v *verdict, source *corpus.Source) *outlet {
	o := &outlet{name: siteName(p, source), hosts: hostNames(p.url), sections: map[string]bool{}, own: map[string]bool{}, kickers: map[string]bool{}}
	names := slices.Concat([]string{o.name, p.article.publisher}, p.meta["og:site_name"], p.meta["application-name"], p.meta["apple-mobile-web-app-title"], p.meta["dc.publisher"], p.meta["al:ios:app_name"], p.meta["twitter:site"], p.sites, p.homes, o.readBlocks(v))
	if source != nil {
		names = append(names, source.Name)
	}
	for _, s := range names {
		if n := string(normal(beginning(s, titleBytes))); n != "" && len(o.names) < mostNames && !slices.Contains(o.names, n) && !p.headed(s) {
			o.names = append(o.names, n)
		}
	}
	for _, h := range p.h1 {
		if n := string(normal(outletBeside(beginning(p.title, titleBytes), h, p.url))); n != "" {
			o.names = append(o.names, n)
		}
	}
	for _, s := range slices.Concat([]string{p.article.section}, p.meta["article:section"], p.meta["section"], p.meta["parsely-section"], p.crumbs, pathWords(p.url)) {
		for one := range strings.SplitSeq(beginning(s, titleBytes), ",") {
			o.own[string(normal(one))] = true
		}
	}
	for _, set := range []map[string]bool{o.own, o.sections, o.kickers} {
		delete(set, "")
	}
	return o
}

// readBlocks notes what the navigation, the lines beside the headline and those of
// copyright say, and returns the texts of logos.
func (o *outlet) readBlocks(v *verdict) (logos []string) {
	first, last := v.span()
	for i, b := range v.blocks {
		if i <= first+1 && i >= first-10 && b.letters <= mostSection && !b.where.has(inNav) {
			o.kickers[string(normal(b.text))] = true
		}
		switch {
		case b.where.has(inNav|inHeader|inFooter) && b.linked > 0 && b.letters <= mostSection && !isHeading(b.tag):
			o.sections[string(normal(b.text))] = true
		case b.letters <= mostSection && len(logos) < mostHomes && brands(b.parent):
			logos = append(logos, b.text)
		case i > last && b.letters <= 300 && len(o.owners) < mostOwners && (strings.Contains(b.text, "©") || strings.Contains(b.text, "版权")):
			o.owners = append(o.owners, strings.TrimLeft(string(normal(b.text)), "0123456789"))
		}
	}
	return logos
}

// headed reports whether a template put the page's headline where the outlet's
// name belongs.
func (p *parsedPage) headed(name string) bool {
	n := string(normal(beginning(name, titleBytes)))
	is := func(s string) bool { return string(normal(beginning(s, titleBytes))) == n }
	return wordy(name) && slices.ContainsFunc(p.h1, is) && (is(p.title) || is(p.metaOf("og:title"))) && !slices.ContainsFunc(p.homes, is)
}

// brands reports whether an element's class calls it the site's name.
func brands(n *html.Node) bool {
	words := nameWords(attr(n, "class") + " " + attr(n, "id"))
	for i, w := range words {
		switch w {
		case "brand", "branding", "logo", "sitename", "sitetitle":
			return true
		case "site":
			if i+1 < len(words) && (words[i+1] == "name" || words[i+1] == "title") {
				return true
			}
		}
	}
	return false
}

// hostNames are the parts of a host name that may stand for the outlet, those of
// a name in several words together and apart.
func hostNames(u *url.URL) []string {
	if u == nil {
		return nil
	}
	var out []string
	labels := strings.Split(strings.ToLower(u.Hostname()), ".")
	for _, label := range labels[:len(labels)-1] {
		if n := string(normal(label)); len(n) > 2 && !plainLabels[n] {
			out = append(out, n)
		}
	}
	return out
}

// plainLabels are parts of host names that name no outlet.
var plainLabels = wordset.Of("www com org net gov edu gob gouv news blog blogs blogspot wordpress web archive mobile amp en de fr english")

// pathWords are the folders of an address.
func pathWords(u *url.URL) []string {
	if u == nil {
		return nil
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	return parts[:len(parts)-1]
}

// calls reports whether s is one of the outlet's names, and nothing else.
func (o *outlet) calls(s string) bool {
	n := string(normal(s))
	if n == "" {
		return false
	}
	if slices.Contains(o.names, n) {
		return true
	}
	if utf8.RuneCountInString(n)*scriptDensity(scriptOf(s)) >= leastOwner && slices.ContainsFunc(o.owners, func(line string) bool { return strings.HasPrefix(line, n) }) {
		return true
	}
	for _, h := range o.hosts {
		if n == h || strings.HasPrefix(n, h) && hostTails[n[len(h):]] || strings.TrimPrefix(n, "the") == h || initials(s) == h && len(h) > 2 {
			return true
		}
	}
	for _, name := range o.names {
		long, short := n, name
		if len(long) < len(short) {
			long, short = short, long
		}
		if len(short) >= 4 && strings.HasPrefix(long, short) && hostTails[long[len(short):]] || "the"+short == long {
			return true
		}
	}
	return false
}

// hostTails are what names of outlets end in or do without.
var hostTails = wordset.Of("com org net de cn at ch fr es it ru uk couk news online newsonline website official 网 網 官网 网站 新闻网 在线")

// resembles reports whether s is much like one of the outlet's names.
func (o *outlet) resembles(s string) bool {
	if o.calls(s) {
		return true
	}
	n := string(normal(s))
	if n == "" {
		return false
	}
	for _, w := range slices.Concat(o.names, o.hosts) {
		if len(w) >= 4 && (strings.HasPrefix(n, w) || strings.HasSuffix(n, w)) && len(n) <= len(w)+12 || len(n) >= 5 && strings.HasPrefix(w, n) {
			return true
		}
	}
	if utf8.RuneCountInString(n)*scriptDensity(scriptOf(s)) < leastOwner {
		return false
	}
	return slices.ContainsFunc(o.owners, func(line string) bool { return strings.Contains(line, n) })
}

// section reports whether s is called so in the site's navigation or in
// the article's own trail.
func (o *outlet) section(s string) bool {
	n := string(normal(s))
	return o.own[n] || o.sections[n] || genericTitles.MatchString(strings.TrimSpace(s))
}

// ownSection reports whether s is a section that the article is said to belong to.
func (o *outlet) ownSection(s string) bool {
	return o.own[string(normal(s))] || genericTitles.MatchString(strings.TrimSpace(s))
}

// genericTitles are titles that name a kind of page.
var genericTitles = lazyregexp.New(`^(?i:home(?:page)?|start(?:seite)?|news|latest news|breaking news|world news|aktuell(?:es)?|nachrichten|neuigkeiten|meldungen?|(?:presse|medien)(?:mitteilung(?:en)?|information(?:en)?|meldung(?:en)?)?|press(?:[ -]?(?:releases?|room))?|media(?:[ -]?(?:releases?|room))?|newsroom|article|artikel(?:ansicht)?|blog(?: |-)?archiv(?:e|es)?|archiv(?:e|es|es)?|detail(?:s|seite|ansicht)?|beitrag|untitled(?: document)?|accueil|actualités?|communiqués?(?: de presse)?|inicio|noticias?|comunicados?(?: de prensa)?|início|notícias?|notizie|comunicati? stampa|главная|новости|пресс-релизы?|новина|новини|головна|الرئيسية|أخبار|الأخبار|بيانات? صحفية?|首页|首頁|新闻|新聞|新闻中心|新聞中心|新闻资讯|新闻详情|正文|详情|资讯|要闻|新闻稿|新聞稿|ニュース|뉴스|홈|berita|beranda|haberler|ana sayfa|tin tức|trang chủ|ข่าว|หน้าแรก|اخبار|خبریں|समाचार|খবর)$`)

// hanOutlet is what the names of Chinese outlets and their channels end in.
var hanOutlet = lazyregexp.New(`^\P{P}{0,10}(?:网|網|网站|频道|頻道|新闻|新聞|新闻中心|资讯中心|日报|日報|晚报|晚報|早报|早報|时报|時報|报社|通讯社|电视台|電視台|客户端|客戶端|门户|在线|杂志|周刊|官网)$`)

// initials are the first letters of the words of s.
func initials(s string) string {
	var b strings.Builder
	for w := range strings.FieldsSeq(strings.ToLower(s)) {
		if r, _ := utf8.DecodeRuneInString(w); r != utf8.RuneError {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// toHome reports whether href leads to the front page of the page's own site.
func (p *parsedPage) toHome(href string) bool {
	if p.url == nil || len(href) > 80 {
		return false
	}
	for _, scheme := range []string{"https://", "http://", "//"} {
		if rest, ok := strings.CutPrefix(href, scheme); ok {
			host, path, _ := strings.Cut(rest, "/")
			if strings.TrimPrefix(host, "www.") != strings.TrimPrefix(p.url.Host, "www.") {
				return false
			}
			href = "/" + path
			break
		}
	}
	switch strings.ToLower(href) {
	case "/", "./", "/index.html", "/index.php", "/index.htm", "/home", "/en/", "/de/", "/fr/", "/zh/", "/ar/", "/es/", "/ru/":
		return true
	}
	return false
}
