package sourcecheck

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/text/language"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/urlid"
	"framewatch/internal/charset"
	"framewatch/nlp/lang"
)

// Draft is a first version of an outlet's entry.
type Draft struct {
	Source corpus.Source
	// Notes say, by field, what an editor has to look at: country and owner
	// type always, others where the site gave no sure answer.
	Notes map[string]string
}

// Suggest drafts the entry of the outlet at rawURL, its front page or a section.
// Owner type and country are left to the editor (private_news and ZZ). The error
// says why the page could not be had.
func Suggest(ctx context.Context, c *crawl.Crawler, rawURL string) (Draft, error) {
	start, err := urlid.Normalise(rawURL, "")
	if err != nil {
		return Draft{}, fmt.Errorf("suggest a source for %q: %w", rawURL, err)
	}
	_, host, _ := urlid.Split(start)
	domain := urlid.Site(host)
	found, err := discover(ctx, c.Prober(), corpus.Source{ID: "draft", Domain: domain, Start: []string{start}}, start)
	if err != nil {
		return Draft{}, fmt.Errorf("suggest a source for %s: %w", start, err)
	}
	front := found.front
	if o := front.Page.Outcome; !o.Stored() || o == corpus.OutcomeBlocked {
		return Draft{}, fmt.Errorf("suggest a source for %s: the page %s", start, remedy(front.Page.Capture))
	}
	text, _ := charset.Decode(front.Page.Body, front.Page.ContentType)
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(text))
	if err != nil {
		return Draft{}, fmt.Errorf("suggest a source for %s: parse: %w", start, err)
	}
	name, _, _ := strings.Cut(domain, ":") // a domain has no port
	d := Draft{Notes: map[string]string{"country": "check", "owner_type": "check"}, Source: corpus.Source{
		ID: sourceID(name), Name: siteName(doc, name), Domain: name, Country: "ZZ", OwnerType: corpus.PrivateNews, Start: []string{start},
		Feeds: found.feeds, Sitemaps: found.sitemaps, LinkPatterns: patterns(found.articles, front.Links),
	}}
	if d.Source.Langs, err = languages(doc); err != nil {
		return Draft{}, err
	}
	if len(d.Source.Langs) == 0 {
		d.Source.Langs, d.Notes["langs"] = []string{"en"}, "check: the page does not tell its language"
	}
	if len(d.Source.LinkPatterns) == 0 {
		d.Notes["start"] = "check: no link_patterns could be guessed from its links, so every page is taken"
	} else {
		d.Notes["link_patterns"] = "check: guessed from links"
	}
	return d, nil
}

// sourceID makes an ID of a domain: example-org for example.org would be long,
// so the name before the public suffix.
func sourceID(domain string) corpus.SourceID {
	label, _, _ := strings.Cut(domain, ".")
	if strings.Trim(domain, "0123456789.") == "" {
		label = domain // an address
	}
	id := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(label))
	if id = strings.Trim(id, "-"); id == "" {
		id = "draft"
	}
	return corpus.SourceID(id)
}

// siteName is og:site_name, else the shortest part of the title between dashes
// or bars, which front pages put beside a slogan.
func siteName(doc *goquery.Document, domain string) string {
	for _, css := range []string{`meta[property="og:site_name"]`, `meta[name="application-name"]`} {
		if name := clean(doc.Find(css).First().AttrOr("content", "")); name != "" {
			return name
		}
	}
	best := ""
	title := doc.Find("head title").First().Text()
	for _, bar := range []string{" | ", " - ", " – ", " — ", " · ", " :: ", "_", "｜"} {
		title = strings.ReplaceAll(title, bar, "\x00")
	}
	for part := range strings.SplitSeq(title, "\x00") {
		part = clean(part)
		if lower := strings.ToLower(part); part == "" || lower == "home" || lower == "homepage" || part == "首页" || lower == "accueil" || lower == "inicio" {
			continue
		}
		if best == "" || len(part) < len(best) {
			best = part
		}
	}
	if best == "" {
		return domain
	}
	return best
}

// clean makes one line of text, no longer than a name is.
func clean(s string) string {
	runes := []rune(strings.Join(strings.Fields(s), " "))
	return string(runes[:min(len(runes), 120)])
}

// languages are that of the page's words and, where it is another one, that
// which its html element names.
func languages(doc *goquery.Document) ([]string, error) {
	id, err := lang.New(lang.Default())
	if err != nil {
		return nil, fmt.Errorf("load languages: %w", err)
	}
	doc.Find("script, style, noscript, template").Remove()
	var out []string
	if r := id.Detect(doc.Find("body").Text()); r.Lang != lang.Und {
		out = append(out, r.Lang)
	}
	if tag := declared(doc.Find("html").First().AttrOr("lang", "")); tag != "" && !slices.ContainsFunc(out, func(l string) bool { return sameLang(l, tag) }) {
		out = append(out, tag)
	}
	return out, nil
}

// declared reads a lang attribute: the language, for Chinese with its script.
func declared(attr string) string {
	tag, err := language.Parse(strings.TrimSpace(attr))
	if err != nil || tag == language.Und {
		return ""
	}
	base, _ := tag.Base()
	if base.String() != "zh" {
		return base.String()
	}
	script, _ := tag.Script()
	return "zh-" + script.String()
}
