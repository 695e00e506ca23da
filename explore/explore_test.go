package explore_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"framewatch/compare"
	"framewatch/explore"
	"framewatch/explore/search"
	"framewatch/internal/invented"
	"framewatch/report"
	"framewatch/store"
)

// serve starts an explorer over a small invented dataset.
func serve(t *testing.T, index explore.Index, opt explore.Options) *httptest.Server {
	t.Helper()
	dir := t.TempDir()
	if err := invented.New(1).Write(t.Context(), dir, 60, invented.Run(1)); err != nil {
		t.Fatal(err)
	}
	ds, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	opt.Compare, opt.Report = compare.Default(), report.Default()
	if index == nil {
		made, err := search.Open(t.Context(), ds, filepath.Join(t.TempDir(), "search.db"), nil)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { made.Close() })
		index = made
	}
	e, err := explore.New(t.Context(), ds, index, opt)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(e)
	t.Cleanup(s.Close)
	return s
}

func get(t *testing.T, s *httptest.Server, path string, change func(*http.Request)) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(r)
	}
	resp, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

func TestHostMustBeThisMachine(t *testing.T) {
	s := serve(t, nil, explore.Options{Hosts: []string{"desk.example"}})
	port := s.URL[strings.LastIndex(s.URL, ":")+1:]
	for host, want := range map[string]int{
		"127.0.0.1:" + port:              200,
		"localhost:" + port:              200,
		"LOCALHOST:" + port:              200,
		"desk.example:" + port:           200,
		"127.0.0.1":                      421, // another port
		"127.0.0.1:1":                    421,
		"localhost:1":                    421,
		"192.0.2.1:" + port:              421, // another address
		"evil.example:" + port:           421,
		"localhost.evil.example:" + port: 421,
		"127.0.0.1.evil.example:" + port: 421,
		"":                               421,
	} {
		resp, _ := get(t, s, "/", func(r *http.Request) {
			r.Host = host
			if host == "" {
				r.Host = " "
			}
		})
		if resp.StatusCode != want {
			t.Errorf("Host %q: status %d, want %d", host, resp.StatusCode, want)
		}
	}
}
