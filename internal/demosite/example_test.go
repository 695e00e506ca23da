package demosite_test

import (
	"context"
	"fmt"
	"net"
	"net/http"

	"framewatch/internal/demosite"
)

// A client that dials the server for every host reads the invented outlets
// under their own names.
func Example() {
	site, err := demosite.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	server, err := demosite.Serve(context.Background(), site)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = server.Close() }()

	client := &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, server.Addr)
		},
	}}
	a := site.Articles()[0]
	resp, err := client.Get(a.URL)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = resp.Body.Close() }()
	fmt.Println(a.URL)
	fmt.Println(a.Shown, a.Shown.From, resp.Status)
	// Output:
	// http://www.meridianwire.test/analysis/mediation-body-first-year-analysis/
	// 2026-10-26T06:00:00Z json-ld 200 OK
}
