package extract

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/internal/lazyregexp"
)

var (
	authorSplit = lazyregexp.New(`\s*(?:[;|/、，；]|,(?:\s*(?:and|und|et|y|e)\b)?|\s(?:and|und|et|y|og|och|with|mit|&|\+)\s)\s*`)
	dutchSplit  = lazyregexp.New(`\s+en\s+`) // "in" to Spanish
	//nolint:misspell // words of other languages
	authorLead = lazyregexp.New(`^(?i:(?:story |words |written |text |reported |published )?by|posted (?:on .{6,30}? )?by|(?:veröffentlicht|erstellt) von|publiée? par|(?:publicado|escrito) por|(?:pubblicato|scritto) da|автор|vom|von|vun|par|por|di|door|av|author|autor(?:in)?|auteur|verfasst von|geschrieben von|作者|记者|記者|撰文|文)(?:[\s:：]+|[/／丨｜])`)
	authorTail = lazyregexp.New(`(?i)\s*(?:\(.*\)|（.*）|\b(?:on|am|le|el|il|den|op) (?:\w+ )?\d.*|\b\d{1,2}[./]\d.*|\b\d{4}.*|[–—-] .*|@\S+|\S+@\S+|,? (?:staff writer|correspondent|contributor|reporter|editor|columnist|in [A-Z]\w+)\b.*|\bfor (?:the )?[A-Z].*)$`)
)

// notPeople are words that outlets put where a name belongs, and links beside it.
//
//nolint:misspell // words of other languages
var notPeople = wordSet(`
	by von par por admin administrator staff editor editors editorial editorin webmaster newsroom newsdesk desk
	team redaktion redaktionsteam rédaction redacción redazione redactie redakcja redação office press guest
	anonymous agency agencies agentur online news magazine magazin reporter reporters correspondent contributor
	contributors author autor author's unknown user root super wordpress reuters afp dpa ap apa sda xinhua
	bloomberg associated tass efe ansa kna epd sid wire university institute institut ministry department council
	foundation center centre association committee company inc gmbh ltd blog tv radio times daily post herald
	tribune network media group board service services communications bureau marketing kommentar comments share
	posted published updated profile view all posts articles more website www http https com pr support newsletter
	gastbeitrag gastautor about the ceo cto president director chair chairman chairwoman founder professor manager
	head senior chief partner fellow weiter weitere mehr artikel inhalte gesponserte beitrag beiträge archiv
	startseite impressum kontakt contact read presse zeitung tageszeitung kurier anzeiger tagblatt tageblatt rundschau nachrichten
	pressestelle pressemitteilung polizei feuerwehr verein verband stiftung partei gemeinde bundesamt gesellschaft
	ministerium redakteur redakteurin journalist journaliste gazette chronicle observer courier dagblad krant
	diario noticias periódico giornale notizie corriere quotidien journal organization organisation commission
	embassy government police union federation academy society alliance coalition secretariat spokesperson
	llc corp corporation holding photo photos foto fotos photograph photography photographer fotograf bild bilder
	image images picture imagen immagine illustration video
	редакция агентство газета новости пресс-служба служба администратор фото фотография видео иллюстрация
	التحرير وكالة المحرر مراسل صحيفة`)

// notPeopleEnds are the ends of German compounds that name institutions.
var notPeopleEnds = lazyregexp.New(`.(?:verein|verband|redaktion|zeitung|anzeiger|nachrichten|presse|stiftung|gesellschaft|ministerium|institut|polizei)$`)

func wordSet(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// notChinese are what stands for a person in Chinese bylines but is none.
var notChinese = []string{"编辑", "編輯", "小编", "小編", "网", "網", "社", "报", "報", "台", "记者", "記者", "中心", "部", "公司", "佚名", "匿名", "管理员", "综合", "综述", "本报", "本刊", "新闻", "日报", "来源", "转载", "频道", "客户端", "不详", "未知"}

var articleWord = wordSet("the das der die les el los our unser unsere")

// nameRules are what is known about a page when a name is judged.
type nameRules struct {
	outlet   []string // the outlet's names, in lower case
	personal bool     // the host gives each author a blog
	explicit bool     // the markup calls the name a person or author
	split    bool     // commas separate people
	dutch    bool     // "en" separates people
}

// personalHost reports whether the host is one where a person's name is also
// the site's.
func personalHost(u *url.URL) bool {
	if u == nil {
		return false
	}
	for _, h := range []string{".wordpress.com", ".blogspot.com", ".substack.com", ".typepad.com", ".tumblr.com", ".livejournal.com", ".over-blog.com", ".medium.com"} {
		if strings.HasSuffix(strings.ToLower(u.Hostname()), h) {
			return true
		}
	}
	return false
}

// people cleans and splits names and keeps those that can be people's.
func (r nameRules) people(raw []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range raw {
		s = plainText(s)
		for range 2 {
			s = strings.TrimSpace(authorLead.ReplaceAllString(s, ""))
		}
		if r.dutch {
			s = dutchSplit.ReplaceAllString(s, ", ")
		}
		parts := []string{s}
		if r.split || authorSplit.MatchString(s) {
			parts = authorSplit.Split(s, -1)
		}
		for _, part := range parts {
			name := strings.Trim(authorTail.ReplaceAllString(strings.TrimSpace(authorLead.ReplaceAllString(strings.TrimSpace(part), "")), ""), " .,:;·-–|\"“”")
			key := strings.ToLower(name)
			if name != "" && !seen[key] && r.isPerson(name) {
				seen[key] = true
				out = append(out, name)
			}
		}
	}
	if len(out) > 12 {
		return nil // a tag list rather than authors
	}
	return fullNames(out)
}

// fullNames drops words in lower case beside whole names: they are the texts of
// links such as "more".
func fullNames(names []string) []string {
	full := false
	for _, n := range names {
		full = full || strings.Contains(n, " ")
	}
	out := names[:0]
	for _, n := range names {
		if r, _ := utf8.DecodeRuneInString(n); !full || !unicode.IsLower(r) || strings.Contains(n, " ") {
			out = append(out, n)
		}
	}
	return out
}

// isPerson is generous about scripts and pen names and strict about
// institutions.
func (r nameRules) isPerson(name string) bool {
	if n := utf8.RuneCountInString(name); n < 2 || n > 50 || strings.ContainsAny(name, "/:@<>{}[]=?!…“”|©") {
		return false
	}
	if scriptOf(name) == "Hani" {
		return isChinesePerson(name) && !r.isOutlet(name)
	}
	words := strings.Fields(name)
	if articleWord[strings.ToLower(words[0])] && (!r.explicit || r.isOutlet(name)) {
		return false // "The Lighthouse" is no person, unless it is a pen name
	}
	if len(words) > 5 || hasInstitution(words) || r.isOutlet(name) && !r.ownName(words) {
		return false
	}
	digits := 0
	for _, c := range name {
		if unicode.IsDigit(c) {
			digits++
		}
	}
	if len(words) == 1 { // a pen name, unless it is a host's
		return countLetters(name) >= 2 && digits*2 <= countLetters(name) && !strings.Contains(name, ".")
	}
	return digits == 0 && capitals(words)*2 >= len(words)
}

// ownName reports whether words that name the outlet may name a person too:
// somebody's own site.
func (r nameRules) ownName(words []string) bool {
	return r.personal || r.explicit && len(words) > 1 && capitals(words) == len(words)
}

// isOutlet reports whether a name is the outlet's.
func (r nameRules) isOutlet(name string) bool {
	n := string(normal(name))
	for _, o := range r.outlet {
		if w := string(normal(o)); w != "" && (n == w || len(w) > 4 && strings.HasPrefix(strings.ToLower(name), o+" ")) {
			return true
		}
	}
	return false
}

func hasInstitution(words []string) bool {
	for _, w := range words {
		for part := range strings.SplitSeq(strings.ToLower(w), "-") {
			part = strings.Trim(part, ".,'’")
			if notPeople[part] || notPeopleEnds.MatchString(part) {
				return true
			}
		}
	}
	return false
}

// capitals counts words that begin with a capital or have no case.
func capitals(words []string) int {
	n := 0
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsLower(r) {
			n++
		}
	}
	return n
}

func isChinesePerson(name string) bool {
	n := utf8.RuneCountInString(name)
	foreign := strings.Contains(name, "·")
	if n < 2 || n > 4 && !foreign || n > 16 {
		return false
	}
	for _, w := range notChinese {
		if strings.Contains(name, w) {
			return false
		}
	}
	return true
}
