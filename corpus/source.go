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
	Domain      string // registrable host; its subdomains belong to it
	Country     string // ISO 3166-1 alpha-2; "ZZ" where it is not known
	Blocs       []string
	OwnerType   OwnerType
	Langs       []string // BCP 47, Chinese as zh-Hans or zh-Hant
	ValidFrom   string   // YYYY-MM-DD, empty for "always"
	ValidTo     string
	Verified    bool // a sources check has reached it
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
	Query        []string // relevance terms for feeds that carry text, and for searches
	Selectors    Selectors
	MaxPages     int // 0 = the run's setting
	MinArticles  int // fewer documents than this from a run is a failure of the source
	Note         string
}

// Selectors are CSS selectors of one source, tried before the general
// extractors. An empty one leaves its part to them.
type Selectors struct {
	Title, Text, Author, Date string
	Remove                    []string
}
