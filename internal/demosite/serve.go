package demosite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// Server is a running web server for one Site.
type Server struct {
	// Addr is where it listens, such as 127.0.0.1:41234. Requests for
	// [Site.Hosts] are dialled to it; no address in a page has its port.
	Addr string

	server *http.Server
	done   chan error
	stop   func() bool
}

// Serve listens on a free port of 127.0.0.1 and serves site with a fresh
// handler until Close is called or ctx ends. The caller calls Close in either
// case, to wait for the end.
func Serve(ctx context.Context, site *Site) (*Server, error) {
	var l net.Listener
	err := ctx.Err() // Listen itself does not look at it
	if err == nil {
		l, err = new(net.ListenConfig).Listen(ctx, "tcp4", "127.0.0.1:0")
	}
	if err != nil {
		return nil, fmt.Errorf("listen on 127.0.0.1 for the demo outlets: %w", err)
	}
	s := &Server{
		Addr: l.Addr().String(),
		server: &http.Server{
			Handler:           site.Handler(),
			ReadHeaderTimeout: 10 * time.Second,
			ErrorLog:          log.New(io.Discard, "", 0), // a client that hangs up is no news
		},
		done: make(chan error, 1),
	}
	s.stop = context.AfterFunc(ctx, func() { _ = s.server.Close() }) // Serve's result tells
	go func() { s.done <- s.server.Serve(l) }()
	return s, nil
}

// Close stops listening, cuts what is under way and waits for the server's
// end. A second call does nothing.
func (s *Server) Close() error {
	s.stop()
	closing := s.server.Close()
	err, running := <-s.done
	if running {
		close(s.done)
	}
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	if err = errors.Join(closing, err); err != nil {
		return fmt.Errorf("close the demo outlets at %s: %w", s.Addr, err)
	}
	return nil
}
