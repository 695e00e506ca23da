package sourcecheck

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/extract"
	"framewatch/internal/charset"
)

// selector is a configured selector under its name in the entry.
type selector struct{ name, css string }

func selectors(s corpus.Selectors) []selector {
	var out []selector
	for _, each := range []selector{{"title", s.Title}, {"text", s.Text}, {"author", s.Author}, {"date", s.Date}} {
		if each.css != "" {
			out = append(out, each)
		}
	}
	for _, css := range s.Remove {
		out = append(out, selector{"remove", css})
	}
	return out
}

// article reads a sample. Where the first page is no article, or lacks what a
// selector asks for, others are tried: only what no sample has is wrong.
func (k *check) article(ctx context.Context) error {
	if len(k.found) == 0 {
		if k.report.Verdict != Fail {
			k.report.add(Fail, "entry", "", NamesNone)
		}
		return nil
	}
	missing := selectors(k.src.Selectors)
	var problems []Finding
	for _, u := range k.sample() {
		v, err := k.prober.Visit(ctx, k.src, crawl.KindPage, u)
		if err != nil {
			return err
		}
		if c := v.Page.Capture; !c.Outcome.Stored() || c.Outcome == corpus.OutcomeBlocked {
			problems = append(problems, Finding{URL: u, Message: u + " " + remedy(c)})
			continue
		}
		doc, err := k.extractor.Extract(ctx, v.Page, &k.src)
		if err != nil {
			var f *extract.Failure
			if !errors.As(err, &f) {
				return err
			}
			problems = append(problems, Finding{URL: u, Message: u + " is not read as an article (" + f.Error() + "); name its text with selectors.text, or narrow link_patterns"})
			continue
		}
		missing = k.match(v.Page, missing)
		if a := k.report.Article; a == nil || a.Paywalled && !doc.Paywalled {
			k.report.Article = &Article{URL: u, Title: doc.Title, Published: doc.Published.String(), Lang: doc.Lang,
				Chars: utf8.RuneCountInString(doc.Text), Paywalled: doc.Paywalled}
		}
		if len(missing) == 0 && !k.report.Article.Paywalled {
			break
		}
	}
	if k.report.Article == nil {
		for _, p := range problems {
			k.report.add(Fail, "article", p.URL, "%s", p.Message)
		}
		return nil
	}
	k.judgeArticle(missing)
	return nil
}

// sample picks articles: the first that the lists name, then from further on,
// so that a run of odd pages at the top does not decide.
func (k *check) sample() []string {
	n := len(k.found)
	var out []string
	for _, i := range []int{0, n / 2, n / 3, 1, 2} {
		if i < n && len(out) < samples && !slices.Contains(out, k.found[i]) {
			out = append(out, k.found[i])
		}
	}
	return out
}

// match returns the selectors that match nothing on the page. It reads the page
// as browsers do; one that cannot be parsed has none of them.
func (k *check) match(page corpus.Page, wanted []selector) (missing []selector) {
	if len(wanted) == 0 {
		return nil
	}
	text, _ := charset.Decode(page.Body, page.ContentType)
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(text))
	if err != nil {
		return wanted
	}
	for _, s := range wanted {
		m, err := cascadia.Compile(s.css)
		if err != nil || doc.FindMatcher(m).Length() == 0 {
			missing = append(missing, s)
		}
	}
	return missing
}

func (k *check) judgeArticle(missing []selector) {
	a := k.report.Article
	for _, s := range selectors(k.src.Selectors) {
		if a.Selectors == nil {
			a.Selectors = map[string]bool{}
		}
		a.Selectors[s.name+" "+s.css] = !slices.Contains(missing, s)
	}
	for _, s := range missing {
		if _, err := cascadia.Compile(s.css); err != nil {
			k.report.add(Warn, "selectors."+s.name, a.URL, "%q is no CSS selector: %v", s.css, err)
			continue
		}
		k.report.add(Warn, "selectors."+s.name, a.URL, "%q matches nothing on %s; correct or remove it", s.css, a.URL)
	}
	if a.Paywalled {
		k.report.add(Warn, "article", a.URL, "every sample is for subscribers, such as %s; only the beginnings will be read", a.URL)
	}
	if a.Title == "" {
		k.report.add(Warn, "article", a.URL, "no title found on %s; name it with selectors.title", a.URL)
	}
	if a.Published == "" {
		k.report.add(Warn, "article", a.URL, "no date found on %s; name it with selectors.date", a.URL)
	}
	if len(k.src.Langs) > 0 && a.Lang != "und" && !slices.ContainsFunc(k.src.Langs, func(l string) bool { return sameLang(l, a.Lang) }) {
		k.report.add(Warn, "langs", a.URL, "%s is in %s, which langs does not name", a.URL, a.Lang)
	}
}

// sameLang compares language tags by language and, where both have one, script.
func sameLang(a, b string) bool {
	a1, a2, _ := strings.Cut(a, "-")
	b1, b2, _ := strings.Cut(b, "-")
	return strings.EqualFold(a1, b1) && (len(a2) != 4 || len(b2) != 4 || strings.EqualFold(a2, b2))
}
