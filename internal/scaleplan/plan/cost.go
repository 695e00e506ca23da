package plan

import (
	"fmt"
	"math"
	"slices"

	"framewatch/crawl/warc"
	"framewatch/internal/scaleplan/sim"
)

// read is what reading a document costs, CPU in milliseconds: its page, and its text.
func (m Measured) read(l Lang, pageKB float64) (extract, annotate float64, err error) {
	i := slices.IndexFunc(m.Reading, func(r Reading) bool { return r.Lang == l.Lang })
	if i < 0 {
		return 0, 0, fmt.Errorf("%s has no texts in %s: run make scale-plan", Path, l.Lang)
	}
	r := m.Reading[i]
	return r.Extract + r.slope()*max(0, pageKB-r.Pages), r.Annotate / r.Characters * l.Characters, nil
}

// slope is what 1,000 bytes more of a page cost to extract from, in milliseconds.
func (r Reading) slope() float64 { return (r.Portal - r.Extract) / (r.PortalKB - r.Pages) }

// reading is what reading a mean document costs.
func (m Measured) reading(a Assumed) (extract, annotate float64, err error) {
	for _, l := range a.Langs {
		e, n, err := m.read(l, a.PageKB)
		if err != nil {
			return 0, 0, err
		}
		extract, annotate = extract+l.Share*e, annotate+l.Share*n
	}
	return extract, annotate, nil
}

// knownURLs carries the store of URLs on to a number of them: bytes and the CPU time
// to open it grow with the URLs, by the two largest sizes measured.
func (m Measured) knownURLs(urls float64) Frontier {
	n := len(m.Frontier)
	a, b := m.Frontier[n-2], m.Frontier[n-1]
	line := func(x, y float64) float64 { return y + (y-x)/float64(b.URLs-a.URLs)*(urls-float64(b.URLs)) }
	return Frontier{URLs: int(urls), Bytes: int64(line(float64(a.Bytes), float64(b.Bytes))), Open: line(a.Open, b.Open), CPU: b.CPU * math.Log(urls) / math.Log(float64(b.URLs)),
		Written: b.Written, Peak: int64(line(float64(a.Peak), float64(b.Peak)))}
}

// Bill is what the documents of a plan cost, in the units of [Prices].
type Bill struct {
	CrawlHours, ExtractHours, AnnotateHours float64 // of a core
	ArchiveGB, TablesGB                     float64
	Requests                                float64 // to the web
	Objects                                 float64 // put into object storage
}

// Money is the bill's sum for work and the first month of storage.
func (b Bill) Money(p Prices) (work, month float64) {
	return (b.CrawlHours+b.ExtractHours+b.AnnotateHours)*p.CoreHour + b.Objects/1e6*p.MillionPuts, (b.ArchiveGB + b.TablesGB) * p.GBMonth
}

// bill is that of all documents: crawled as simulated, read once.
func (m Measured) bill(a Assumed, u Units, crawled sim.Result, tablesEach float64) (b Bill, err error) {
	extract, annotate, err := m.reading(a)
	if err != nil {
		return b, err
	}
	b.Requests = float64(crawled.Requests)
	b.CrawlHours, b.ExtractHours, b.AnnotateHours = crawled.CPU/3600, extract*a.Documents/3.6e6, annotate*a.Documents/3.6e6
	b.ArchiveGB = (u.WARCRequest*b.Requests + u.WARCKB*crawled.KB) / 1e9
	b.TablesGB = tablesEach * a.Documents / 1e9
	b.Objects = b.ArchiveGB * 1e9 / warc.DefaultMaxBytes
	return b, nil
}
