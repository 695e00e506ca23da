package extract

import (
	"html"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// linkedArticle is what a page's JSON-LD says about its article
// (https://schema.org/Article). Empty fields were not stated.
type linkedArticle struct {
	types        []string
	headline     string
	body         string
	updates      []string // entries of a live blog, as they stand
	published    string
	modified     string
	authors      []linkedAgent
	publisher    string
	ownPublisher bool // the publisher is a person
	section      string
	language     string
	basedOn      string // where the article was first published
	closed       bool   // isAccessibleForFree is false
	page         dates  // of the WebPage at this address, which may be older than its text
	pages        int    // entries of an ItemList or CollectionPage: a front page's sign
}

// dates are when something was published and last changed, as it is written.
type dates struct{ published, modified string }

// linkedAgent is an author: a person or an organisation.
type linkedAgent struct {
	name   string
	org    bool
	person bool // it says so
}

// articleTypes are the schema.org types of texts, with genres where the type
// says one.
var articleTypes = map[string]string{
	"article": "", "newsarticle": "news", "reportagenewsarticle": "news", "analysisnewsarticle": "analysis",
	"opinionnewsarticle": "opinion", "backgroundnewsarticle": "analysis", "reviewnewsarticle": "opinion", "blogposting": "",
	"report": "", "scholarlyarticle": "analysis", "techarticle": "", "socialmediaposting": "", "liveblogposting": "news",
	"askpublicnewsarticle": "news", "advertisercontentarticle": "press_release", "satiricalarticle": "",
}

const maxJSONDepth = 32

// collectAgents finds the persons and organisations that others refer to by @id.
func collectAgents(v any, into map[string]linkedAgent, depth int) {
	if depth > maxJSONDepth {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			collectAgents(e, into, depth+1)
		}
	case map[string]any:
		id, name := text(v["@id"]), text(v["name"])
		if id != "" && name != "" && (hasType(v, "person") || hasType(v, "organization")) {
			into[id] = linkedAgent{name: name, org: !hasType(v, "person"), person: hasType(v, "person")}
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			collectAgents(v[key], into, depth+1)
		}
	}
}

func isArticle(v map[string]any) bool {
	for _, t := range texts(v["@type"]) {
		if _, ok := articleTypes[typeName(t)]; ok {
			return true
		}
	}
	return false
}

func typeName(t string) string { return strings.ToLower(t[strings.LastIndexAny(t, "/:#")+1:]) }

func hasType(v map[string]any, suffix string) bool {
	for _, t := range texts(v["@type"]) {
		if strings.HasSuffix(typeName(t), suffix) {
			return true
		}
	}
	return false
}

func (a *linkedArticle) take(v map[string]any, people map[string]linkedAgent) {
	first := func(to *string, keys ...string) {
		for _, k := range keys {
			if *to == "" {
				*to = plainText(text(v[k]))
			}
		}
	}
	for _, t := range texts(v["@type"]) {
		a.types = append(a.types, typeName(t))
	}
	first(&a.headline, "headline", "name")
	first(&a.published, "datePublished", "dateCreated")
	first(&a.modified, "dateModified")
	first(&a.section, "articleSection")
	first(&a.language, "inLanguage")
	first(&a.basedOn, "isBasedOn", "isBasedOnUrl")
	if b := text(v["articleBody"]); len(b) > len(a.body) {
		a.body = b
	}
	if len(a.updates) == 0 {
		a.updates = updatesOf(v["liveBlogUpdate"])
	}
	if a.publisher == "" {
		if agents := agentsOf(v["publisher"], people); len(agents) > 0 {
			a.publisher, a.ownPublisher = agents[0].name, agents[0].person
		}
	}
	if len(a.authors) == 0 {
		a.authors = agentsOf(v["author"], people)
		if len(a.authors) == 0 {
			a.authors = agentsOf(v["creator"], people)
		}
	}
	if s := strings.ToLower(text(v["isAccessibleForFree"])); s == "false" {
		a.closed = true
	}
}

func agentsOf(v any, people map[string]linkedAgent) []linkedAgent {
	switch v := v.(type) {
	case string:
		if v = plainText(v); v != "" && !strings.Contains(v, "://") {
			return []linkedAgent{{name: v}}
		}
	case []any:
		var out []linkedAgent
		for _, e := range v {
			out = append(out, agentsOf(e, people)...)
		}
		return out
	case map[string]any:
		org := hasType(v, "organization") || hasType(v, "corporation")
		if names := texts(v["name"]); len(names) > 0 {
			var out []linkedAgent
			for _, n := range names {
				out = append(out, linkedAgent{name: plainText(n), org: org, person: hasType(v, "person")})
			}
			return out
		}
		if p, ok := people[text(v["@id"])]; ok {
			return []linkedAgent{p}
		}
	}
	return nil
}

// text reads a JSON value as one string: itself, the first of a list, or its
// @value, name or url.
func text(v any) string {
	if s := texts(v); len(s) > 0 {
		return s[0]
	}
	return ""
}

func texts(v any) []string {
	switch v := v.(type) {
	case string:
		if v != "" {
			return []string{v}
		}
	case float64:
		return []string{strconv.FormatFloat(v, 'f', -1, 64)}
	case bool:
		if v {
			return []string{"true"}
		}
		return []string{"false"}
	case []any:
		var out []string
		for _, e := range v {
			if _, nested := e.([]any); !nested {
				out = append(out, texts(e)...)
			}
		}
		return out
	case map[string]any:
		for _, k := range []string{"@value", "name", "url", "@id"} {
			if s, ok := v[k].(string); ok && s != "" {
				return []string{s}
			}
		}
	}
	return nil
}

// plainText removes markup and entities, which sites put into JSON-LD.
func plainText(s string) string {
	s = html.UnescapeString(s)
	if !strings.Contains(s, "<") {
		return squeeze(s)
	}
	var b strings.Builder
	for s != "" {
		i := strings.IndexByte(s, '<')
		j := strings.IndexByte(s[max(i, 0):], '>')
		if i < 0 || j < 0 {
			break
		}
		b.WriteString(s[:i])
		b.WriteByte(' ')
		s = s[i+j+1:]
	}
	b.WriteString(s)
	return squeeze(b.String())
}
