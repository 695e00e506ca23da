package crawl

import (
	"errors"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"framewatch/crawl/frontier/postgres"
	"framewatch/crawl/listing"
	"framewatch/crawl/render"
	"framewatch/crawl/robots"
	"framewatch/internal/invalid"
)

// Policy says what becomes of pages whose publisher reserves something.
type Policy string

// The policies: keep the page and record the wish, or do not keep it.
const (
	Keep Policy = "keep"
	Skip Policy = "skip"
)

// Config holds the settings of a crawl. The zero value is not valid; begin with
// [Default].
type Config struct {
	// UserAgent is sent with every request; its part before the first "/" is the
	// token by which robots.txt files address the crawler. It must name a page
	// or a mail address where a webmaster reaches whoever runs the crawl: no public
	// host is asked without.
	UserAgent string `mapstructure:"user_agent" yaml:"user_agent" json:"user_agent"`
	// Workers is how many requests may be under way at once, to different hosts.
	Workers int `mapstructure:"workers" yaml:"workers" json:"workers"`
	// Delay is the least gap between two requests to a host.
	Delay time.Duration `mapstructure:"delay" yaml:"delay" json:"delay"`
	// MaxCrawlDelay is the longest Crawl-delay that is obeyed; hosts that ask
	// for more are left alone.
	MaxCrawlDelay time.Duration `mapstructure:"max_crawl_delay" yaml:"max_crawl_delay" json:"max_crawl_delay"`
	// MaxRetryAfter is the longest Retry-After that a run waits for; a page that
	// asks for more is left for a later run.
	MaxRetryAfter time.Duration `mapstructure:"max_retry_after" yaml:"max_retry_after" json:"max_retry_after"`
	// MaxPages is how many pages of a source a run takes, where the source does
	// not say.
	MaxPages int `mapstructure:"max_pages" yaml:"max_pages" json:"max_pages"`
	// MaxBytes and MaxTime are how much a run takes of a source, in bytes of
	// decoded bodies, and how long it works on one; 0 sets no limit. Where one cuts
	// depends on the order of answers, unlike MaxPages.
	MaxBytes int64         `mapstructure:"max_bytes" yaml:"max_bytes" json:"max_bytes"`
	MaxTime  time.Duration `mapstructure:"max_time" yaml:"max_time" json:"max_time"`
	// MinInterval is how long a source is left alone after a run that got something
	// of it began; a run that comes sooner passes it over. 0 = never.
	MinInterval time.Duration `mapstructure:"min_interval" yaml:"min_interval" json:"min_interval"`
	// Revisit says when pages that are stored are asked for again.
	Revisit Revisit `mapstructure:"revisit" yaml:"revisit" json:"revisit"`
	// MaxDepth is how many links a page may be away from a start page.
	MaxDepth int `mapstructure:"max_depth" yaml:"max_depth" json:"max_depth"`
	// MaxBody is how many bytes of a body are kept, counted after decoding.
	MaxBody int64 `mapstructure:"max_body" yaml:"max_body" json:"max_body"`
	// MaxPDF is how long a PDF may be that is kept. A longer one is skipped: half of
	// it could not be read.
	MaxPDF int64 `mapstructure:"max_pdf" yaml:"max_pdf" json:"max_pdf"`
	// Retries is how often a URL is tried in all; some faults are given up
	// earlier.
	Retries int `mapstructure:"retries" yaml:"retries" json:"retries"`
	// HeaderTimeout is how long a server may take to begin its answer,
	// StallTimeout how long a body may pause, FetchTimeout how long it may take
	// in all; what came until then is kept.
	HeaderTimeout time.Duration `mapstructure:"header_timeout" yaml:"header_timeout" json:"header_timeout"`
	StallTimeout  time.Duration `mapstructure:"stall_timeout" yaml:"stall_timeout" json:"stall_timeout"`
	FetchTimeout  time.Duration `mapstructure:"fetch_timeout" yaml:"fetch_timeout" json:"fetch_timeout"`
	// Noindex and TDM say what becomes of pages that ask not to be indexed, and
	// of pages whose publisher reserves text and data mining.
	Noindex Policy `mapstructure:"noindex" yaml:"noindex" json:"noindex"`
	TDM     Policy `mapstructure:"tdm" yaml:"tdm" json:"tdm"`
	// Archives says whether web archives are asked what outlets published before.
	Archives listing.Archives `mapstructure:"archives" yaml:"archives" json:"archives"`
	// Render says how the pages of sources that ask for it are rendered.
	Render render.Config `mapstructure:"render" yaml:"render" json:"render"`
	// Frontier is the address of a PostgreSQL server where the crawler remembers what
	// is to be fetched and what was, as postgres://user@host/database?search_path=NAME;
	// empty for a file beside the dataset, or for the server that the dataset has
	// already. A password stands in PGPASSWORD or a password file, not here.
	Frontier string `mapstructure:"frontier" yaml:"frontier" json:"frontier"`
	// AllowNet lists networks (CIDR) that may be reached although they are not
	// public, for tests and the demo.
	AllowNet []string `mapstructure:"allow_net" yaml:"allow_net" json:"allow_net"`
	// Resolver is the DNS server to ask, host:port; empty for the system's.
	Resolver string `mapstructure:"resolver" yaml:"resolver" json:"resolver"`
	// NoDelay lifts Delay for hosts inside AllowNet, and nothing else: Crawl-delay,
	// Retry-After and slow answers hold.
	NoDelay bool `mapstructure:"no_delay" yaml:"no_delay" json:"no_delay"`
	// Hosts maps host names to fixed addresses (ip:port) inside AllowNet, so that
	// the demo's outlets have names. It is set by programs, not in files.
	Hosts map[string]string `mapstructure:"-" yaml:"-" json:"-"`
}

// Default returns the settings of a polite crawl of public sites.
func Default() Config {
	return Config{
		UserAgent: agentName,
		Workers:   16, Delay: time.Second, MaxCrawlDelay: time.Minute, MaxRetryAfter: 5 * time.Minute,
		MaxPages: 500, MaxDepth: 20, MaxBody: 16 << 20, MaxPDF: 16 << 20, Retries: 4,
		HeaderTimeout: 20 * time.Second, StallTimeout: 20 * time.Second, FetchTimeout: 55 * time.Second,
		Noindex: Keep, TDM: Keep, Archives: listing.DefaultArchives(), Revisit: DefaultRevisit(), Render: render.Default(),
	}
}

// Validate reports every setting that cannot work, each as *invalid.Field.
func (c Config) Validate() error {
	var errs []error
	add := func(path, value, remedy string, args ...any) {
		errs = append(errs, invalid.Errorf(path, value, remedy, args...))
	}
	if robots.Token(c.UserAgent) == "" || strings.ContainsAny(c.UserAgent, "\r\n") {
		add("user_agent", c.UserAgent, "must begin with a name of letters, _ and -, as in Name/1.0 (+https://site/contact)")
	}
	for _, n := range []struct {
		path     string
		value    int64
		min, max int64
	}{
		{"workers", int64(c.Workers), 1, 1024}, {"max_pages", int64(c.MaxPages), 1, 10_000_000}, {"max_depth", int64(c.MaxDepth), 0, 1_000_000},
		{"max_bytes", c.MaxBytes, 0, 1 << 50}, {"max_body", c.MaxBody, 1 << 10, 256 << 20}, {"max_pdf", c.MaxPDF, 1 << 10, 256 << 20},
		{"retries", int64(c.Retries), 1, 20},
	} {
		if n.value < n.min || n.value > n.max {
			add(n.path, strconv.FormatInt(n.value, 10), "must be from %d to %d", n.min, n.max)
		}
	}
	for _, d := range []struct {
		path     string
		value    time.Duration
		min, max time.Duration
	}{
		{"delay", c.Delay, 0, time.Hour}, {"max_crawl_delay", c.MaxCrawlDelay, 0, time.Hour}, {"max_retry_after", c.MaxRetryAfter, 0, 24 * time.Hour},
		{"header_timeout", c.HeaderTimeout, time.Millisecond, 10 * time.Minute}, {"stall_timeout", c.StallTimeout, time.Millisecond, 10 * time.Minute},
		{"fetch_timeout", c.FetchTimeout, time.Millisecond, time.Hour}, {"max_time", c.MaxTime, 0, 30 * 24 * time.Hour},
		{"min_interval", c.MinInterval, 0, 366 * 24 * time.Hour},
	} {
		if d.value < d.min || d.value > d.max {
			add(d.path, d.value.String(), "must be from %s to %s", d.min, d.max)
		}
	}
	for _, p := range []struct {
		path  string
		value Policy
	}{{"noindex", c.Noindex}, {"tdm", c.TDM}} {
		if p.value != Keep && p.value != Skip {
			add(p.path, string(p.value), "is no policy%s", invalid.Suggest(string(p.value), []string{string(Keep), string(Skip)}))
		}
	}
	for i, cidr := range c.AllowNet {
		if _, err := netip.ParsePrefix(cidr); err != nil {
			add("allow_net["+strconv.Itoa(i)+"]", cidr, "is no network; write it as 127.0.0.0/8")
		}
	}
	if c.Frontier != "" {
		if err := postgres.CheckAddress(c.Frontier); err != nil {
			add("frontier", "", "%v", err) // the value is not said: it may have a password
		}
	}
	if _, _, err := net.SplitHostPort(c.Resolver); c.Resolver != "" && err != nil {
		add("resolver", c.Resolver, "must be host:port")
	}
	return errors.Join(append(errs, invalid.Under("archives", c.Archives.Validate()), invalid.Under("render", c.Render.Validate()),
		invalid.Under("revisit", c.Revisit.Validate()))...)
}
