package extract

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"framewatch/corpus"
	"framewatch/extract/byline"
	"framewatch/internal/lazyregexp"
)

// claim is one place's statement of who wrote the article.
type claim struct {
	names []string
	line  bool // a byline that a reader sees
	near  bool // it stands beside the headline or right below the text
}

// chooseAuthors names the people who wrote the article. Each place that names
// authors makes a claim: an editor's selector, JSON-LD, meta elements, marked
// elements, bylines, lines of a date and a name. The first in this order that
// gives whole names wins, unless the page shows somebody else's byline and the
// winner nowhere; other claims then complete it. Pen names of one word are
// believed where the page shows them and no better name.
func chooseAuthors(p *parsedPage, v *verdict, source *corpus.Source, chosen string) []string {
	rules := p.nameRules(source)
	elements, logos := authorElements(p, v.ground())
	rules.Owners = slices.Concat(logos, v.owners())
	if names := rules.People([]string{chosen}, byline.Declared); len(names) > 0 {
		return names
	}
	declared := p.declaredAuthors(rules)
	shown := shownAuthors(p, v, elements, rules)
	best, i := firstWhole(declared)
	if seen, _ := firstWhole(shown.sure); best == nil || i > 0 && seen != nil && !v.showsAny(best) {
		if seen != nil {
			best = seen
		}
	}
	all := slices.Concat(declared, shown.sure, shown.weak)
	if best == nil {
		best, _ = firstWhole(shown.weak)
	}
	if best == nil && p.signsIn(shown.signed) {
		best = shown.signed
	}
	if best == nil {
		best = p.penNames(shown.sure)
	}
	return completed(best, all)
}

// signsIn reports whether the page's data gives the name that ends the text in
// short: a login or a given name.
func (p *parsedPage) signsIn(names []string) bool {
	for _, name := range names {
		for _, a := range p.article.authors {
			if completes(name, a.name) {
				return true
			}
		}
	}
	return false
}

// nameRules are what the page tells about names: what its outlet is called.
func (p *parsedPage) nameRules(source *corpus.Source) byline.Rules {
	outlets := slices.Concat(hostWords(p.url), p.meta["og:site_name"], p.sites)
	if !p.article.ownPublisher {
		outlets = append(outlets, p.article.publisher)
	}
	if site := p.outlet.name; site != p.article.publisher {
		outlets = append(outlets, site)
	}
	if source != nil {
		outlets = append(outlets, source.Name)
	}
	for _, o := range slices.Clone(outlets) {
		if before, _, ok := strings.Cut(o, " - "); ok {
			outlets = append(outlets, before)
		}
	}
	outlets = slices.DeleteFunc(outlets, func(o string) bool { return countLetters(o) < 2 })
	return byline.Rules{Outlets: outlets, Personal: personalHost(p.url), Lang: p.lang}
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

var authorMeta = []string{"author", "article:author", "article:author_name", "dc.creator", "dcterms.creator", "dc.contributor", "parsely-author", "sailthru.author", "citation_author", "byl", "authors", "rbauthors"}

// declaredAuthors are the claims of JSON-LD and of meta elements.
func (p *parsedPage) declaredAuthors(rules byline.Rules) []claim {
	var people, others []string
	for _, a := range p.article.authors {
		switch {
		case a.org:
		case a.person:
			people = append(people, a.name)
		default:
			others = append(others, a.name)
		}
	}
	rules.Owners = slices.Concat(rules.Owners, p.outlet.names)
	linked := rules.People(people, byline.Person)
	for _, name := range rules.People(others, byline.Declared) {
		if !slices.Contains(linked, name) {
			linked = append(linked, name)
		}
	}
	claims := []claim{{names: linked}}
	owners := slices.Concat(p.meta["publisher"], p.meta["dc.publisher"], p.meta["copyright"])
	for _, key := range authorMeta {
		claims = append(claims, claim{names: rules.People(without(p.meta[key], owners), byline.Declared)})
	}
	return append(claims, claim{names: rules.People(p.cardAuthors(), byline.Declared)})
}

// without are the values that are not among others, nor addresses: a site that
// calls one name author, publisher and holder of the copyright names its owner
// on every page, and the last part of an address is no name.
func without(values, others []string) []string {
	var out []string
	for _, v := range values {
		if !slices.Contains(others, v) && !strings.Contains(v, "://") && !strings.HasPrefix(v, "/") {
			out = append(out, v)
		}
	}
	return out
}

// firstWhole is the first claim with a whole name, and its place.
func firstWhole(claims []claim) (names []string, at int) {
	for i, c := range claims {
		if slices.ContainsFunc(c.names, byline.Whole) {
			return c.names, i
		}
	}
	return nil, -1
}

// penNames are the names of one word that the page shows at the article. An
// outlet's page has none: what stands there is a login or a first name.
func (p *parsedPage) penNames(shown []claim) []string {
	if p.ofOutlet() {
		return nil
	}
	for _, c := range shown {
		if len(c.names) > 0 && c.near && !slices.ContainsFunc(c.names, p.anyonesName) {
			return c.names
		}
	}
	return nil
}

// anyonesName reports whether a name is a given name alone, which many share, on
// a page whose address does not bear it.
func (p *parsedPage) anyonesName(name string) bool {
	return byline.IsGiven(name) && (p.url == nil || !strings.Contains(strings.ToLower(p.url.Host), strings.ToLower(name)))
}

// ofOutlet reports whether the page calls itself an organisation's news.
func (p *parsedPage) ofOutlet() bool {
	for _, t := range p.article.types {
		if strings.HasSuffix(t, "newsarticle") {
			return true
		}
	}
	return false
}

// completed takes, for each name, the longest that another claim gives the same
// person, and further authors from the byline that the reader sees.
func completed(names []string, claims []claim) []string {
	out := slices.Clone(names)
	for i := range out {
		for _, c := range claims {
			for _, other := range c.names {
				if completes(other, out[i]) && (i == 0 || !slices.Contains(out, other)) {
					out[i] = other
				}
			}
		}
	}
	for _, c := range claims {
		if c.line && len(c.names) > len(out) && len(c.names) <= 6 && containsAll(c.names, out) {
			return c.names
		}
	}
	return out
}

func containsAll(names, some []string) bool {
	for _, s := range some {
		if !slices.Contains(names, s) {
			return false
		}
	}
	return true
}

// completes reports whether long is a fuller form of the name short: Todd
// Larkin of Todd, todd.larkin and tlarkin, Ana Maria Pell of A. Pell.
func completes(long, short string) bool {
	l, s := nameParts(long), nameParts(short)
	if !strings.Contains(long, " ") || len(l) < 2 || len(s) == 0 || len(s) > len(l) || len(long) <= len(short) {
		return false
	}
	given, family := l[0], l[len(l)-1]
	if len(s) == 1 {
		return s[0] == given || s[0] == family || s[0] == given+family || s[0] == beginning(given, 1)+family
	}
	return s[len(s)-1] == family && (s[0] == given || len(s[0]) == 1 && strings.HasPrefix(given, s[0]))
}

func nameParts(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
}

// cardLabel is what the labels of a link preview call the author (the twitter:label1
// and twitter:data1 of the card, which WordPress writes in the site's language).
var cardLabel = lazyregexp.New(`^(?i:written by|by|author|verfasst von|geschrieben von|écrit par|escrito por|scritto da|geschreven door|auteur|autore?|написано автором|автор|作者|执笔者|著者|كُتب بواسطة)$`)

// cardAuthors are the authors in the labels of the page's link preview.
func (p *parsedPage) cardAuthors() []string {
	for _, i := range []string{"1", "2"} {
		if cardLabel.MatchString(p.metaOf("twitter:label" + i)) {
			return p.meta["twitter:data"+i]
		}
	}
	return nil
}
