package read

import (
	"strings"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/urlid"
)

// ofContent are parameters that say which text is shown, so that one more of them
// makes no form of the same page: languages, pages of an article, articles.
var ofContent = map[string]bool{
	"lang": true, "language": true, "locale": true, "hl": true, "lng": true, "ln": true, "l": true, "edition": true, "ver": true, "version": true,
	"page": true, "pg": true, "paged": true, "pageno": true, "pagenum": true, "p": true, "pn": true, "start": true, "offset": true, "part": true, "s": true,
	"id": true, "aid": true, "nid": true, "newsid": true, "articleid": true, "article_id": true, "news_id": true, "contentid": true, "docid": true, "itemid": true, "storyid": true, "cid": true, "no": true, "idxno": true,
}

// variants are words of paths and parameters by which sites tell the print, AMP
// and mobile forms of a page from the page.
var variants = map[string]bool{
	"amp": true, "amphtml": true, "ampl": true, "print": true, "printfriendly": true, "printpage": true, "printable": true, "printer": true, "printview": true, "printversion": true, "mobile": true, "m": true, "wap": true, "3g": true, "touch": true,
}

// variantOf gives the page of which this one says to be a form, when their
// addresses bear it out; empty when it is a page of its own.
//
// What a page calls its canonical address is not enough: many sites name their
// front page or the section on all pages. It counts for a URL that differs from
// it by more parameters, or by a word for a variant in path, query or the first
// label of the host (m.outlet.test names www.outlet.test, whatever the path),
// and for the same path under another scheme or with and without "www.".
func variantOf(c *corpus.Capture, canonical string) string {
	if canonical == "" || c.Kind != frontier.KindPage {
		return ""
	}
	to, err := urlid.Normalise(canonical, c.FinalURL)
	if err != nil || to == c.URL || to == c.FinalURL || IsHome(to) || !isVariant(c.FinalURL, to) {
		return ""
	}
	return to
}

// isVariant reports whether url looks like another form of the page canonical.
func isVariant(url, canonical string) bool {
	scheme, host, target := urlid.Split(url)
	canonicalScheme, canonicalHost, canonicalTarget := urlid.Split(canonical)
	if site, form := siteForm(host); host != canonicalHost {
		canonicalSite, canonicalForm := siteForm(canonicalHost)
		if site != canonicalSite || canonicalForm {
			return false
		}
		if form {
			return true
		}
	}
	if (host != canonicalHost || scheme != canonicalScheme) && target == canonicalTarget {
		return true
	}
	path, query, _ := strings.Cut(target, "?")
	canonicalPath, canonicalQuery, _ := strings.Cut(canonicalTarget, "?")
	if path == canonicalPath && moreParameters(query, canonicalQuery) {
		return true
	}
	return variantWords(target) > variantWords(canonicalTarget)
}

// siteForm is a host without the first label that tells forms of a site apart,
// and whether that label is one for a variant.
func siteForm(host string) (site string, variant bool) {
	label, rest, ok := strings.Cut(host, ".")
	switch {
	case ok && strings.Contains(rest, ".") && variants[label]:
		site, _ = strings.CutPrefix(rest, "www.")
		return site, true
	case ok && label == "www":
		return rest, false
	}
	return host, false
}

// moreParameters reports whether query has all parameters of canonical and
// others, none of which says which text is shown.
func moreParameters(query, canonical string) bool {
	have := map[string]bool{}
	for p := range strings.SplitSeq(query, "&") {
		have[p] = true
	}
	if canonical != "" {
		for p := range strings.SplitSeq(canonical, "&") {
			if !have[p] {
				return false
			}
			delete(have, p)
		}
	}
	delete(have, "")
	for p := range have {
		if name, _, _ := strings.Cut(p, "="); ofContent[strings.ToLower(name)] {
			return false
		}
	}
	return len(have) > 0
}

// variantWords counts the words for variants in a path and query.
func variantWords(target string) (n int) {
	for word := range strings.FieldsFuncSeq(strings.ToLower(target), func(r rune) bool { return strings.ContainsRune("/.?&=-_", r) }) {
		if variants[word] {
			n++
		}
	}
	return n
}
