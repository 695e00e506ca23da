package guard

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// DialTimeout bounds one attempt to connect to one address, and ConnectTimeout all that
// a connection takes: the name, and each of the addresses that it has. A name may have
// a hundred of them that answer nothing.
const (
	DialTimeout    = 10 * time.Second
	ConnectTimeout = 30 * time.Second
)

// Error is a refusal to connect.
type Error struct {
	Host string // as asked for, host:port
	Why  string
}

func (e *Error) Error() string { return fmt.Sprintf("refuse to connect to %s: %s", e.Host, e.Why) }

// Guard dials. It is safe for concurrent use.
type Guard struct {
	allow  []netip.Prefix
	closed string // why public addresses are not reached
	hosts  map[string]netip.AddrPort
	find   func(ctx context.Context, network, host string) ([]netip.Addr, error)
	dial   func(ctx context.Context, network, addr string) (net.Conn, error)
}

// New makes a Guard. allow lists networks (CIDR) that may be reached although
// they are not public; hosts maps names to fixed addresses (ip:port), which
// stand in for resolution and for the port and must lie inside allow; resolver
// is the DNS server to ask (host:port), empty for the system's.
func New(allow []string, hosts map[string]string, resolver string) (*Guard, error) {
	dialer := net.Dialer{Timeout: DialTimeout}
	g := &Guard{hosts: map[string]netip.AddrPort{}, find: net.DefaultResolver.LookupNetIP, dial: dialer.DialContext}
	for _, c := range allow {
		p, err := netip.ParsePrefix(c)
		if err != nil {
			return nil, fmt.Errorf("allowed network %q: %w", c, err)
		}
		g.allow = append(g.allow, p.Masked())
	}
	for name, to := range hosts {
		ap, err := netip.ParseAddrPort(to)
		if err != nil {
			return nil, fmt.Errorf("address of host %q: %w", name, err)
		}
		if !g.Inside(ap.Addr()) {
			return nil, fmt.Errorf("address %s of host %q is not inside an allowed network", to, name)
		}
		g.hosts[strings.ToLower(name)] = ap
	}
	if resolver != "" {
		if _, _, err := net.SplitHostPort(resolver); err != nil {
			return nil, fmt.Errorf("resolver %q: %w", resolver, err)
		}
		r := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, network, resolver)
		}}
		g.find = r.LookupNetIP
	}
	return g, nil
}

// Close has public addresses refused too, for the reason given: what is left are the
// allowed networks. It is called before the first dial.
func (g *Guard) Close(why string) { g.closed = why }

// Inside reports whether an address is in an allowed network.
func (g *Guard) Inside(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	for _, p := range g.allow {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// DialContext connects to addr (host:port) if one of its addresses may be
// reached; it fits http.Transport. A refusal is an *[Error].
func (g *Guard) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, ConnectTimeout)
	defer cancel()
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("dial %q: %w", addr, err)
	}
	if ap, ok := g.hosts[strings.ToLower(host)]; ok {
		return g.dial(ctx, network, ap.String())
	}
	if err := CheckPort(addr); err != nil {
		return nil, err
	}
	addrs, err := g.lookup(ctx, host)
	if err != nil {
		return nil, err
	}
	var refused string
	var errs []error
	for _, a := range addrs {
		if len(errs) > 0 && ctx.Err() != nil {
			break
		}
		if why := g.refuse(a); why != "" {
			refused = why
			continue
		}
		conn, err := g.dial(ctx, network, net.JoinHostPort(a.String(), port))
		if err == nil {
			return conn, nil
		}
		errs = append(errs, err)
	}
	if len(errs) == 0 {
		return nil, &Error{Host: addr, Why: refused}
	}
	return nil, errors.Join(errs...)
}

// Resolve reports why a host has no address: nil where it has one.
func (g *Guard) Resolve(ctx context.Context, host string) error {
	if _, fixed := g.hosts[strings.ToLower(host)]; fixed {
		return nil
	}
	_, err := g.lookup(ctx, host)
	return err
}

func (g *Guard) lookup(ctx context.Context, host string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a}, nil
	}
	addrs, err := g.find(ctx, "ip", host)
	if err != nil {
		return nil, err
	}
	if len(addrs) == 0 {
		return nil, &net.DNSError{Err: "no address", Name: host, IsNotFound: true}
	}
	return addrs, nil
}

// refuse says why an address may not be dialled; empty when it may.
func (g *Guard) refuse(a netip.Addr) string {
	a = a.Unmap().WithZone("")
	if g.Inside(a) {
		return ""
	}
	if why := Reserved(a); why != "" {
		return fmt.Sprintf("%s is %s", a, why)
	}
	return g.closed
}

// Reserved says what kind of address a is when it is not a public one; empty
// when it is. Addresses that carry an IPv4 address inside are judged by that.
func Reserved(a netip.Addr) string {
	a = a.Unmap().WithZone("")
	switch {
	case !a.IsValid() || a.IsUnspecified():
		return "no address"
	case a.IsLoopback():
		return "a loopback address"
	case a.IsPrivate():
		return "a private address"
	case a.IsLinkLocalUnicast():
		return "a link-local address"
	case a.IsMulticast():
		return "a multicast address"
	}
	for _, r := range reserved {
		if r.prefix.Contains(a) {
			return r.what
		}
	}
	if !a.Is6() {
		return ""
	}
	b := a.As16()
	switch {
	case nat64.Contains(a):
		return Reserved(netip.AddrFrom4([4]byte(b[12:])))
	case !global.Contains(a):
		return "no public address"
	case sixToFour.Contains(a):
		return Reserved(netip.AddrFrom4([4]byte(b[2:6])))
	case [4]byte{b[8] &^ 0x02, b[9], b[10], b[11]} == isatap:
		return Reserved(netip.AddrFrom4([4]byte(b[12:])))
	}
	return ""
}

// CheckPort refuses the ports of host:port that belong to other services, so
// that no page can make the crawler speak to a mail server. The list is the
// Fetch standard's "bad ports".
func CheckPort(addr string) error {
	i := strings.LastIndexByte(addr, ':')
	if i < 0 || strings.HasSuffix(addr, "]") {
		return nil // the scheme's
	}
	port := addr[i+1:]
	n, err := strconv.Atoi(port)
	if err != nil || badPorts[n] || n > 65535 || n < 0 {
		return &Error{Host: addr, Why: "port " + port + " is not one of web servers"}
	}
	return nil
}
