//go:build unix

package crawl_test

import (
	"fmt"
	"testing"

	"framewatch/crawl/frontier/postgres/pgtest"
)

// BenchmarkPostgres measures what a page of a crawl costs with its state on a
// server, the server's part with it, against the store in a file.
func BenchmarkPostgres(b *testing.B) {
	server := pgtest.Start(b)
	pages := benchPages(b)
	site := benchSite(b, "dense", pages/benchHosts)
	var ratio, own, served []float64
	for i := 0; b.Loop(); i++ {
		file := measure(b, "crawl", site, benchHosts, pages/benchHosts)
		before := server.CPU()
		there := measureAt(b, benchSetup{Mode: "crawl", Addr: site.Listener.Addr().String(), Hosts: benchHosts, PerHost: pages / benchHosts, Frontier: server.Address(fmt.Sprintf("bench%d", i))})
		server := (server.CPU() - before).Seconds() / float64(there.Pages) * 1000
		ratio, own, served = append(ratio, (there.CPU+server)/file.CPU), append(own, there.CPU/file.CPU), append(served, server/file.CPU)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(ratio), "x-embedded-cpu")
	b.ReportMetric(median(own), "x-embedded-cpu-crawler")
	b.ReportMetric(median(served), "x-embedded-cpu-server")
}
