package corpus

// OwnerType says who stands behind an outlet.
type OwnerType string

// The owner types of a source list.
const (
	StateMedia  OwnerType = "state_media"
	PrivateNews OwnerType = "private_news"
	PublicNews  OwnerType = "public_news"
	ThinkTank   OwnerType = "think_tank"
	Party       OwnerType = "party"
	Government  OwnerType = "government"
	Academic    OwnerType = "academic"
	LawADR      OwnerType = "law_adr"
	Aggregator  OwnerType = "aggregator"
)

// OwnerTypes lists every owner type in the order in which help and reports
// show them.
func OwnerTypes() []OwnerType {
	return []OwnerType{StateMedia, PrivateNews, PublicNews, ThinkTank, Party, Government, Academic, LawADR, Aggregator}
}

// Source is one outlet of a source list: who it is and how its articles are
// found and read.
type Source struct {
	ID          SourceID
	Name        string
	Domain      string   // registrable host; its subdomains belong to it
	Domains     []string // sister hosts beside Domain, with their subdomains
	Country     string   // ISO 3166-1 alpha-2; "ZZ" where it is not known
	Blocs       []string
	OwnerType   OwnerType
	Langs       []string // BCP 47, Chinese as zh-Hans or zh-Hant
	ValidFrom   string   // YYYY-MM-DD, empty for "always"
	ValidTo     string
	Verified    bool // a sources check has reached one of its addresses
	Demo        bool // an invented outlet
	ListID      string
	ListVersion string

	Feeds        []string // RSS, Atom or JSON feeds
	Sitemaps     []string
	Start        []string // section, archive or search pages
	LinkPatterns []string // regular expressions (RE2) on path and query of articles; none = any page
	WordPress    []string // base addresses of WordPress sites whose REST interface is asked
	Search       []string // addresses of the site's own search with {query} for a term of Query
	Archives     []string // web archives that are asked what was published before (wayback, commoncrawl)
	PDF          bool     // its PDF files are documents too
	Render       bool     // its pages are made by scripts: let a browser run them
	RenderHosts  []string // other hosts that those scripts may load from
	// PaceGroup is a name that outlets have in common whose hosts are one small
	// server: they are asked as one host is. Empty = each host at its own pace. It is
	// left out of JSON where it is empty, so that a run goes on under a program that
	// knows of it.
	PaceGroup   string   `json:",omitempty"`
	Query       []string // relevance terms for feeds that carry text, and for searches
	Selectors   Selectors
	MaxPages    int    // 0 = the run's setting
	MinArticles int    // fewer documents than this from a run is a failure of the source
	OneWay      string // why there are not two independent ways in; empty where there are, or should be
	Note        string
}

// Selectors are CSS selectors of one source, tried before the general
// extractors. An empty one leaves its part to them.
type Selectors struct {
	Title, Text, Author, Date string
	Remove                    []string
}

// Answer is what an address of a source gave when a sources check asked for it.
type Answer string

// The answers. Only [AnswerOK] verifies an address. Refused is kept apart from
// gone: an address that is refused may be right.
const (
	AnswerOK          Answer = "ok"          // a list with dates, or a page with links, that names pages of the source
	AnswerRefused     Answer = "refused"     // robots.txt, status 401, 403, 451 and the like, or a wall
	AnswerGone        Answer = "gone"        // status 404 or 410
	AnswerUnreachable Answer = "unreachable" // no answer, or a server's fault
	AnswerNoList      Answer = "no_list"     // something else than the list or page of links that it should be
	AnswerDamaged     Answer = "damaged"     // a list of which links can be picked out, but no dates
	AnswerEmpty       Answer = "empty"
	AnswerUndated     Answer = "undated"   // none of its entries has a date
	AnswerStale       Answer = "stale"     // its newest entry is old
	AnswerUnmatched   Answer = "unmatched" // none of its entries is on the source's hosts and let through by link_patterns
)

// Answers lists every answer.
func Answers() []Answer {
	return []Answer{AnswerOK, AnswerRefused, AnswerGone, AnswerUnreachable, AnswerNoList, AnswerDamaged, AnswerEmpty, AnswerUndated, AnswerStale, AnswerUnmatched}
}

// WaysIn counts the independent ways into a source that addresses in these fields
// of its entry are: feeds, sitemaps, pages with links (start and search), and
// WordPress's interface. Addresses of one kind count once, since one system of the
// site makes them, and they end together when it is replaced.
func WaysIn(fields []string) int {
	kinds := map[string]bool{}
	for _, f := range fields {
		if f == "search" {
			f = "start"
		}
		kinds[f] = true
	}
	return len(kinds)
}
