package guard

import (
	"context"
	"net"
	"net/netip"
)

// Net puts a test's name server and network in the place of the machine's.
func (g *Guard) Net(find func(context.Context) ([]netip.Addr, error), dial func(context.Context) (net.Conn, error)) {
	g.find = func(ctx context.Context, _, _ string) ([]netip.Addr, error) { return find(ctx) }
	g.dial = func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx) }
}
