// Package pipenet is a network in memory for tests: names, listeners and connections
// that belong to the goroutines which use them, so that time can be a test's own
// (testing/synctest).
package pipenet

import (
	"context"
	"net"
	"sync"
)

// Net is such a network. The zero value is ready.
type Net struct {
	mu   sync.Mutex
	here map[string]*listener
}

// Listen takes the connections to a host:port.
func (n *Net) Listen(addr string) net.Listener {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.here == nil {
		n.here = map[string]*listener{}
	}
	l := &listener{addr: addr, conns: make(chan net.Conn), closed: make(chan struct{})}
	n.here[addr] = l
	return l
}

// DialContext connects, as a net.Dialer does. Where nobody listens, nothing ever
// answers.
func (n *Net) DialContext(ctx context.Context, _, addr string) (net.Conn, error) {
	n.mu.Lock()
	l := n.here[addr]
	n.mu.Unlock()
	if l == nil {
		<-ctx.Done()
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: ctx.Err()}
	}
	near, far := net.Pipe()
	select {
	case l.conns <- far:
		return near, nil
	case <-l.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: ctx.Err()}
	}
}

type listener struct {
	addr   string
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

// Accept is for [net.Listener].
func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close is for [net.Listener].
func (l *listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

// Addr is for [net.Listener].
func (l *listener) Addr() net.Addr { return name(l.addr) }

type name string

// Network is for [net.Addr].
func (name) Network() string { return "pipe" }

// String is for [net.Addr].
func (n name) String() string { return string(n) }
