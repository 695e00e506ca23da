package guard_test

import (
	"context"
	"net"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"framewatch/crawl/guard"
)

// TestManyDeadAddresses: a name with a hundred addresses that answer nothing holds a
// worker up for as long as a connection may take, and no longer; so does a name
// server that says nothing.
func TestManyDeadAddresses(t *testing.T) {
	for name, find := range map[string]func(context.Context) ([]netip.Addr, error){
		"addresses": func(context.Context) (all []netip.Addr, err error) {
			for i := range 100 {
				all = append(all, netip.AddrFrom4([4]byte{203, 1, 1, byte(i)}))
			}
			return all, nil
		},
		"name server": func(ctx context.Context) ([]netip.Addr, error) {
			<-ctx.Done()
			return nil, &net.DNSError{Err: ctx.Err().Error(), IsTimeout: true}
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			g, err := guard.New(nil, nil, "")
			if err != nil {
				t.Fatal(err)
			}
			tried := 0
			g.Net(find, func(ctx context.Context) (net.Conn, error) {
				tried++
				select {
				case <-ctx.Done():
				case <-time.After(guard.DialTimeout):
				}
				return nil, &net.OpError{Op: "dial", Net: "tcp", Err: context.DeadlineExceeded}
			})
			began := time.Now()
			if _, err := g.DialContext(t.Context(), "tcp", "a.test:80"); err == nil {
				t.Errorf("%s: connected", name)
			}
			if took := time.Since(began); took != guard.ConnectTimeout {
				t.Errorf("%s: given up after %s and %d addresses, want %s", name, took, tried, guard.ConnectTimeout)
			}
		})
	}
}
