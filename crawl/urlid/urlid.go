package urlid

import (
	"errors"
	"fmt"
	"strings"

	urlerrors "github.com/nlnwa/whatwg-url/errors"
	"github.com/nlnwa/whatwg-url/url"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
)

// MaxLen is the longest URL that is followed, in bytes. Longer ones come from
// traps and data in disguise, hardly ever from an outlet.
const MaxLen = 2048

// Reasons to refuse a link, for callers that count them.
var (
	ErrScheme  = errors.New("not http or https")
	ErrTooLong = fmt.Errorf("longer than %d bytes", MaxLen)
	// ErrNoScheme is that of an address where none could be completed.
	ErrNoScheme = errors.New("not a full address; write it with its scheme, such as https://example.org/")
	// ErrNone is that of what is no address at all.
	ErrNone = errors.New("no address of the web")

	errNoHost = errors.New("the address names no host")
	errHost   = errors.New("the address has a host name that cannot be one")
	errPort   = errors.New("the address has a port that is no number up to 65535")
)

// Normalise returns the identity of ref as it stands in a document at base.
// base may be empty when ref is absolute.
func Normalise(ref, base string) (string, error) {
	if base == "" {
		if len(ref) > 2*MaxLen {
			return "", ErrTooLong
		}
		return slow(ref, nil)
	}
	b, err := NewBase(base)
	if err != nil {
		return "", err
	}
	return b.Resolve(ref)
}

// Target resolves what a redirect points to. It keeps tracking parameters: a
// server that adds one and asks for it would be asked without it for ever. The
// identity of the page behind it is still given by [Normalise].
func Target(location, current string) (string, error) {
	if len(location) > 2*MaxLen {
		return "", ErrTooLong
	}
	base, err := parse(current, nil)
	if err != nil {
		return "", err
	}
	href, err := href(location, base)
	if err != nil {
		return "", err
	}
	if len(href) > MaxLen {
		return "", ErrTooLong
	}
	return Unescape(href, none), nil
}

// none keeps every escape an escape.
func none(byte) bool { return false }

// Renormalise gives the identity, by the rules of today, of a URL that an older
// version normalised, and whether that is another than it was. What is no
// identity at all stays as it is.
func Renormalise(old string) (now string, changed bool) {
	if !strings.ContainsAny(old, "%?;"+unsafe) {
		return old, false // most are plain, and no rule has changed for them
	}
	now, err := Normalise(old, "")
	if err != nil || now == old {
		return old, false
	}
	return now, true
}

// Base resolves the links of one document. It is read-only after it is made.
type Base struct {
	url    *url.Url
	enc    encoding.Encoding // of the document, nil for UTF-8
	origin string            // scheme://host[:port]
	path   string            // path with its leading slash, no query
	query  string            // with its question mark, or empty
}

// NewBase prepares the resolution of links against a document's URL or its
// base href, which must be absolute.
func NewBase(base string) (*Base, error) {
	if len(base) > 2*MaxLen {
		return nil, ErrTooLong
	}
	u, err := parse(base, nil)
	if err != nil {
		return nil, fmt.Errorf("base %q: %w", base, err)
	}
	if s := u.Scheme(); s != "http" && s != "https" {
		return nil, ErrScheme
	}
	u.SetHash("")
	b := &Base{url: u, path: u.Pathname()}
	b.origin = u.Protocol() + "//" + u.Host()
	b.query = u.Search()
	return b, nil
}

// WithCharset returns a Base for a document in the named character set (a
// WHATWG label such as "gbk"), in which the queries of its links are then
// encoded, as browsers do. A name that is not known leaves UTF-8.
func (b *Base) WithCharset(name string) *Base {
	enc, err := htmlindex.Get(name)
	if err != nil {
		return b
	}
	if canonical, err := htmlindex.Name(enc); err == nil && (canonical == "utf-8" || strings.HasPrefix(canonical, "utf-16")) {
		return b
	}
	c := *b
	c.enc = enc
	return &c
}

// Resolve returns the identity of one link.
func (b *Base) Resolve(ref string) (string, error) {
	if len(ref) > 2*MaxLen {
		return "", ErrTooLong
	}
	if abs, ok := b.plain(ref); ok {
		return tidy(abs)
	}
	if b.enc != nil {
		ref = encodeQuery(ref, b.enc)
	}
	return slow(ref, b.url)
}

// slow resolves by the standard and applies our rules.
func slow(ref string, base *url.Url) (string, error) {
	abs, err := href(ref, base)
	if err != nil {
		return "", err
	}
	return tidy(abs)
}

// href resolves by the standard and drops fragment and credentials.
func href(ref string, base *url.Url) (string, error) {
	u, err := parse(ref, base)
	if err != nil {
		return "", err
	}
	if s := u.Scheme(); s != "http" && s != "https" {
		return "", ErrScheme
	}
	if u.Username() != "" || u.Password() != "" {
		u.SetUsername("")
		u.SetPassword("")
	}
	return u.Href(true), nil
}

// parse fences the parser: links are foreign text, and a panic in it would end
// the crawl.
func parse(ref string, base *url.Url) (u *url.Url, err error) {
	defer func() {
		if r := recover(); r != nil {
			u, err = nil, ErrNone
		}
	}()
	if base == nil {
		u, err = url.Parse(ref)
	} else {
		u, err = base.Parse(ref)
	}
	if err != nil {
		return nil, words(err)
	}
	return u, nil
}

// words is what the parser says, for somebody who has written an address and knows
// nothing of parsers.
func words(err error) error {
	var wrong *urlerrors.ValidationError
	if !errors.As(err, &wrong) {
		return ErrNone
	}
	switch kind := wrong.Type(); kind {
	case urlerrors.MissingSchemeNonRelativeURL:
		return ErrNoScheme
	case urlerrors.HostMissing:
		return errNoHost
	case urlerrors.PortMissing, urlerrors.PortOutOfRange, urlerrors.PortInvalid:
		return errPort
	case urlerrors.InvalidURLUnit:
		return ErrNone
	default:
		return errHost
	}
}

// tidy applies the rules that work on the printed form, behind the host.
func tidy(abs string) (string, error) {
	slash := strings.Index(abs, "://") + len("://")
	slash += strings.IndexByte(abs[slash:], '/')
	// First the escapes, which may hide the name of a parameter.
	target := escapeUnsafe(Unescape(abs[slash:], IsUnreserved))
	path, query, _ := strings.Cut(target, "?")
	path, query = dropSession(path), tidyQuery(query)
	if target = path; query != "" {
		target += "?" + query
	}
	if target != abs[slash:] {
		abs = abs[:slash] + target
	}
	if len(abs) > MaxLen {
		return "", ErrTooLong
	}
	return abs, nil
}

// encodeQuery escapes the characters outside ASCII in ref's query by the
// document's character set (WHATWG URL, "percent-encode after encoding"). A
// character that the set does not have becomes its numeric reference.
func encodeQuery(ref string, enc encoding.Encoding) string {
	q := strings.IndexByte(ref, '?')
	if h := strings.IndexByte(ref, '#'); q < 0 || h >= 0 && h < q || isASCII(ref[q:]) {
		return ref
	}
	end := len(ref)
	if h := strings.IndexByte(ref[q:], '#'); h >= 0 {
		end = q + h
	}
	var b strings.Builder
	b.WriteString(ref[:q])
	for _, r := range ref[q:end] {
		if r < 0x80 {
			b.WriteRune(r)
			continue
		}
		raw, err := enc.NewEncoder().Bytes([]byte(string(r)))
		if err != nil {
			fmt.Fprintf(&b, "%%26%%23%d%%3B", r)
			continue
		}
		for _, c := range raw {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	b.WriteString(ref[end:])
	return b.String()
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
