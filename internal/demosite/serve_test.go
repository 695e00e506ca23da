package demosite_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"

	"framewatch/internal/demosite"
)

func TestServe(t *testing.T) {
	site := newSite(t)
	server, err := demosite.Serve(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, server.Addr)
		},
	}}
	for _, host := range site.Hosts() {
		resp, err := client.Get("http://" + host + "/")
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != http.StatusOK || len(body) == 0 {
			t.Errorf("%s: status %d, %d bytes, %v", host, resp.StatusCode, len(body), err)
		}
		if err := resp.Body.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := server.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	if err := server.Close(); err != nil {
		t.Errorf("close again: %v", err)
	}
	if _, err := client.Get("http://" + site.Hosts()[0] + "/"); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("after close: %v", err)
	}
}

func TestServeEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server, err := demosite.Serve(ctx, newSite(t))
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := server.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	if _, err := demosite.Serve(ctx, newSite(t)); !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "listen on 127.0.0.1") {
		t.Errorf("serve with an ended context: %v", err)
	}
}

func TestHostsAndMethods(t *testing.T) {
	h := newSite(t).Handler()
	tests := []struct {
		method, host, path string
		status             int
	}{
		{"GET", "www.meridianwire.test", "/", 200},
		{"GET", "www.meridianwire.test:8080", "/", 200},
		{"GET", "WWW.MeridianWire.test.", "/", 200},
		{"HEAD", "www.meridianwire.test", "/", 200},
		{"POST", "www.meridianwire.test", "/", 405},
		{"GET", "127.0.0.1:8080", "/", 421},
		{"GET", "meridianwire.test", "/", 421},
		{"GET", "www.gangwandaily.test", "/article.php?id=none", 404},
		{"GET", "www.gangwandaily.test", "/list.php?page=2&cat=all&utm_source=x", 200},
		{"GET", "www.gangwandaily.test", "/list.php?cat=all&page=99", 404},
	}
	for _, tt := range tests {
		r := httptest.NewRequest(tt.method, tt.path, nil)
		r.Host = tt.host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != tt.status {
			t.Errorf("%s %s%s: status %d, want %d", tt.method, tt.host, tt.path, w.Code, tt.status)
		}
		if tt.method == "HEAD" && w.Body.Len() > 0 {
			t.Errorf("HEAD %s has a body", tt.host)
		}
	}
}

// FuzzHandler holds that no host or target makes the handler fail.
func FuzzHandler(f *testing.F) {
	site := newSite(f)
	h := site.Handler()
	f.Add("www.gangwandaily.test", "/article.php", "id=x&page=2")
	f.Add("[::1]:80", "/%zz", "%")
	f.Add("", "", "")
	for _, host := range site.Hosts() {
		f.Add(host+":80", "/rss", "page=0")
	}
	f.Fuzz(func(t *testing.T, host, path, query string) {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Host, r.URL.Path, r.URL.RawQuery = host, path, query
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code == http.StatusInternalServerError {
			t.Errorf("%q %q %q: %s", host, path, query, w.Body)
		}
	})
}
