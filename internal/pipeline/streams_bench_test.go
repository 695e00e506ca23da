package pipeline_test

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"framewatch/corpus"
	"framewatch/internal/invented"
	"framewatch/internal/streams"
	"framewatch/internal/streams/streamstest"
)

// BenchmarkStreams reads and annotates 200 pages as one process does for itself, and by
// streams as other engines have it done: x-direct is what the streams take in CPU time of
// that, x-commit what it takes to check the parts and to look all rows up in them.
func BenchmarkStreams(b *testing.B) {
	cfg := settings(b)
	e, world := machine(b, cfg), invented.New(1)
	var pages []streams.Page
	for i := range 200 {
		a := world.Article(i).Document
		body := fmt.Sprintf(`<!doctype html><html><head><title>%[1]s</title></head><body><main><article><h1>%[1]s</h1><p>%[2]s</p></article></main></body></html>`,
			a.Title, strings.ReplaceAll(a.Text, "\n\n", "</p><p>"))
		pages = append(pages, streams.Page{ID: fmt.Sprint(i), SourceID: "lake", URL: fmt.Sprintf("http://lake.test/%d", i), ContentType: "text/html; charset=utf-8",
			Status: 200, FetchedAt: time.Date(2026, 3, 4, 8, 0, 0, 0, time.UTC), Body: []byte(body)})
	}
	in := streamstest.Pages(b, pages)
	least := map[string]time.Duration{"direct": math.MaxInt64, "streams": math.MaxInt64, "commit": math.MaxInt64}
	measure := func(name string, work func()) {
		before := used(b)
		work()
		least[name] = min(least[name], used(b)-before)
	}
	for b.Loop() {
		measure("direct", func() { directly(b, e, in) })
		var out []byte
		measure("streams", func() { out = e.byStreams(b, in) })
		dir := streamstest.Parts(b, out)
		measure("commit", func() { lookUp(b, e, in, dir) })
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(least["direct"].Milliseconds())/float64(len(pages)), "direct-ms/page")
	b.ReportMetric(least["streams"].Seconds()/least["direct"].Seconds(), "x-direct")
	b.ReportMetric(least["commit"].Seconds()/least["direct"].Seconds(), "x-commit")
}

// eachGiven calls do with the pages of a stream.
func eachGiven(b *testing.B, in []byte, do func(streams.Given)) {
	b.Helper()
	pages, err := streams.Pages(b.Context(), bytes.NewReader(in), "")
	if err != nil {
		b.Fatal(err)
	}
	for g, err := range pages {
		if err != nil || g.Problem != "" {
			b.Fatal(err, g.Problem)
		}
		do(g)
	}
}

func directly(b *testing.B, e elsewhere, in []byte) {
	b.Helper()
	eachGiven(b, in, func(g streams.Given) {
		d, err := e.again.Extract(b.Context(), g.Page)
		if err != nil {
			b.Fatal(err)
		}
		notes, err := e.annotator.Annotate(b.Context(), d)
		if err != nil {
			b.Fatal(err)
		}
		streams.AnnotationOf(d, &notes, e.annotator.Targets)
	})
}

func (e elsewhere) byStreams(b *testing.B, in []byte) []byte {
	b.Helper()
	pages, err := streams.Pages(b.Context(), bytes.NewReader(in), "")
	var documents bytes.Buffer
	if err == nil {
		err = streams.Extract(b.Context(), e.again, streams.Answering{Workers: 1}, pages, &documents)
	}
	if err != nil {
		b.Fatal(err)
	}
	return e.annotate(b, &documents)
}

func lookUp(b *testing.B, e elsewhere, in []byte, dir string) {
	b.Helper()
	p, err := streams.OpenParts(b.Context(), dir, e.annotator.Rules)
	if err != nil {
		b.Fatal(err)
	}
	eachGiven(b, in, func(g streams.Given) {
		d, err := p.Document(g.Page.Capture, streams.ReadKey(e.again.Rules(corpus.SourceID("lake")), g.Page.Capture))
		if err == nil {
			_, err = p.Annotation(&d)
		}
		if err != nil {
			b.Fatal(err)
		}
	})
}
