package guard_test

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"testing"

	"framewatch/crawl/guard"
)

func TestReserved(t *testing.T) {
	for _, a := range []string{"127.0.0.1", "127.0.0.200", "::1", "::ffff:127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
		"100.100.100.200", "0.0.0.0", "0.1.2.3", "224.0.0.1", "255.255.255.255", "fd00:ec2::254", "fe80::1%eth0", "ff02::1", "::127.0.0.1",
		"64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "198.18.0.1",
		"168.63.129.16", "::ffff:0:127.0.0.1", "::ffff:0:10.0.0.1", "2600::5efe:127.0.0.1", "2600::200:5efe:10.0.0.1", "64:ff9b::168.63.129.16", "2002:a83f:8110::",
		"64:ff9b:1::1", "100::1", "2001::1", "2001:10::1", "2001:20::1", "3fff::1", "fec0::1", "5f00::1", "4000::1", "::1.1.1.1", "200::1"} {
		if guard.Reserved(netip.MustParseAddr(a)) == "" {
			t.Errorf("%s passes", a)
		}
	}
	for _, a := range []string{"1.1.1.1", "93.184.216.34", "2606:4700::1111", "64:ff9b::101:101", "2002:101:101::", "2600::5efe:101:101", "2001:200::1", "2a00:1450::1", "168.63.129.15"} {
		if why := guard.Reserved(netip.MustParseAddr(a)); why != "" {
			t.Errorf("%s is %s", a, why)
		}
	}
	if guard.Reserved(netip.Addr{}) == "" {
		t.Error("the zero address passes")
	}
}

func TestDial(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ln.Close() })
	_, port, err := net.SplitHostPort(ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	open, err := guard.New([]string{"127.0.0.0/25"}, map[string]string{"news.test": ln.Addr().String()}, "")
	if err != nil {
		t.Fatal(err)
	}
	shut, err := guard.New(nil, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, addr string
		g          *guard.Guard
		refused    bool
	}{
		{"inside the allowed network", "127.0.0.1:" + port, open, false},
		{"mapped name, its port replaced", "NEWS.test:80", open, false},
		{"loopback outside the allowed network", "127.0.0.200:" + port, open, true},
		{"IPv6 loopback", "[::1]:" + port, open, true},
		{"a mail server's port", "127.0.0.1:25", open, true},
		{"nothing allowed", "127.0.0.1:" + port, shut, true},
		{"a name that resolves inward", "localhost:" + port, shut, true},
	} {
		conn, err := c.g.DialContext(context.Background(), "tcp", c.addr)
		if err == nil {
			_ = conn.Close()
		}
		var refusal *guard.Error
		if errors.As(err, &refusal) != c.refused || c.refused == (err == nil) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestResolver holds that the configured server is asked, and that a name whose
// answer changes to an inner address (rebinding) is refused at the dial.
func TestResolver(t *testing.T) {
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pc.Close() })
	go answer(pc, [4]byte{127, 0, 0, 200})
	g, err := guard.New([]string{"127.0.0.0/25"}, nil, pc.LocalAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	_, err = g.DialContext(t.Context(), "tcp", "rebind.test:8099")
	var refusal *guard.Error
	if !errors.As(err, &refusal) {
		t.Errorf("%v", err)
	}
}

// answer is a DNS server that gives one address for every name.
func answer(pc net.PacketConn, ip [4]byte) {
	buf := make([]byte, 1500)
	for {
		n, from, err := pc.ReadFrom(buf)
		if err != nil {
			return
		}
		end := 12
		for end < n && buf[end] != 0 {
			end += 1 + int(buf[end])
		}
		if end+5 > n {
			continue
		}
		out := append([]byte(nil), buf[:end+5]...)
		out[2], out[3] = 0x84, 0
		copy(out[6:12], make([]byte, 6))
		if buf[end+2] == 1 {
			out[7] = 1
			out = append(out, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4)
			out = append(out, ip[:]...)
		}
		_, _ = pc.WriteTo(out, from)
	}
}

func TestNewRefuses(t *testing.T) {
	for name, f := range map[string]func() (*guard.Guard, error){
		"bad network":              func() (*guard.Guard, error) { return guard.New([]string{"127.0.0.1"}, nil, "") },
		"bad host address":         func() (*guard.Guard, error) { return guard.New(nil, map[string]string{"a": "b"}, "") },
		"host outside the network": func() (*guard.Guard, error) { return guard.New(nil, map[string]string{"a": "127.0.0.1:80"}, "") },
		"bad resolver":             func() (*guard.Guard, error) { return guard.New(nil, nil, "127.0.0.1") },
	} {
		if _, err := f(); err == nil {
			t.Error(name)
		}
	}
}
