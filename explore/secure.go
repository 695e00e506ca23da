package explore

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// maxBody bounds what a form may send.
const maxBody = 1 << 20

// policy lets a page load the explorer's own style and script and nothing else,
// whatever text of the web has come into it. Charts are inline SVG, which its
// own style attributes do not need.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// guarded puts the checks before all pages: who asks under which name, and from
// where.
func (e *Explorer) guarded(pages http.Handler) http.Handler {
	refuse := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e.fail(w, r, problem{http.StatusForbidden, "Another site asked for this. Open the address yourself if you want it."})
	})
	sameSite := http.NewCrossOriginProtection()
	sameSite.SetDenyHandler(refuse)
	checked := sameSite.Handler(http.MaxBytesHandler(pages, maxBody))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		setHeaders(w.Header())
		switch {
		case !e.ownHost(r):
			// No page: whoever asks believes to be somewhere else.
			http.Error(w, "This server does not go by that name.", http.StatusMisdirectedRequest)
		case embedded(r):
			refuse(w, r)
		default:
			checked.ServeHTTP(w, r)
		}
	})
}

func setHeaders(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// ownHost reports whether the request names this server: the address of the
// connection, localhost where that is a loopback one, or a name that was allowed.
// A page of another site whose name was made to lead here (DNS rebinding) sends
// its own name and never an address.
func (e *Explorer) ownHost(r *http.Request) bool {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return false
	}
	at, err := netip.ParseAddrPort(local.String())
	if err != nil {
		return false
	}
	if slices.Contains(e.opt.Hosts, r.Host) {
		return true
	}
	name, port, err := net.SplitHostPort(r.Host)
	if err != nil {
		name, port = strings.Trim(r.Host, "[]"), "80" // which a browser leaves out
	}
	if port != portOf(at) {
		return false
	}
	ip := at.Addr().Unmap().WithZone("")
	if asked, err := netip.ParseAddr(name); err == nil {
		return asked.Unmap() == ip
	}
	return strings.EqualFold(name, "localhost") && ip.IsLoopback() || slices.Contains(e.opt.Hosts, name)
}

func portOf(at netip.AddrPort) string {
	_, port, _ := net.SplitHostPort(at.String())
	return port
}

// embedded reports whether another site's page loads this one as a part of
// itself, by what browsers say of each request (Fetch Metadata). A link that
// leads here is no such thing.
func embedded(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return false
	}
	return r.Header.Get("Sec-Fetch-Mode") != "navigate" || r.Header.Get("Sec-Fetch-Dest") != "document"
}
