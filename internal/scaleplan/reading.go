//go:build linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/extract"
	"framewatch/internal/config"
	"framewatch/internal/demosite"
	"framewatch/internal/scaleplan/plan"
	"framewatch/nlp"
)

// text is a page of the demo and the document that it holds.
type text struct {
	page corpus.Page
	doc  corpus.Document
}

// reading measures extraction and annotation by language, over the demo's pages,
// whose texts are prose that people wrote.
func (l *lab) reading(ctx context.Context, m *plan.Measured) error {
	took, err := l.start(ctx, setup{Mode: "reading", Rounds: l.rounds})
	if err != nil {
		return err
	}
	m.Reading = took.Reading
	for _, r := range m.Reading {
		fmt.Fprintf(l.log, "%s: %d texts of %.0f characters, pages of %.1f kB: extract %.2f ms, annotate %.2f ms\n", r.Lang, r.Texts, r.Characters, r.Pages, r.Extract, r.Annotate)
	}
	return nil
}

// childReading reads the demo's texts.
func childReading(ctx context.Context, s setup) (m measures, err error) {
	cfg, err := config.Load(config.Options{File: "builtin:demo.yaml"})
	if err != nil {
		return m, err
	}
	extractor, err := extract.New(cfg.Extract)
	if err != nil {
		return m, err
	}
	annotator, err := nlp.New(cfg.Annotate, nlp.Resources{Gazetteers: cfg.Gazetteers, Codebooks: cfg.Codebooks, Models: cfg.Models, Registers: cfg.Registers}, slog.New(slog.DiscardHandler))
	if err != nil {
		return m, err
	}
	texts, err := demoTexts(ctx, extractor)
	if err != nil {
		return m, err
	}
	for _, lang := range []string{"en", "zh", "fr", "es", "ar"} {
		of := texts[lang]
		if len(of) == 0 {
			return m, fmt.Errorf("the demo has no texts in %s", lang)
		}
		r := plan.Reading{Lang: lang, Texts: len(of)}
		for _, t := range of {
			r.Characters += float64(utf8.RuneCountInString(t.doc.Text)) / float64(len(of))
			r.Pages += float64(len(t.page.Body)) / 1000 / float64(len(of))
		}
		r.Extract, err = mean(len(of), s.Rounds, func(i int) error {
			_, err := extractor.Extract(ctx, of[i].page, nil)
			return err
		})
		if err != nil {
			return m, err
		}
		large := portal(of)
		for _, p := range large {
			r.PortalKB += float64(len(p.Body)) / 1000 / float64(len(of))
		}
		r.Portal, err = mean(len(of), s.Rounds, func(i int) error {
			_, err := extractor.Extract(ctx, large[i], nil)
			return err
		})
		if err != nil {
			return m, err
		}
		r.Annotate, err = mean(len(of), s.Rounds, func(i int) error {
			_, err := annotator.Annotate(ctx, of[i].doc)
			return err
		})
		if err != nil {
			return m, err
		}
		m.Reading = append(m.Reading, r)
	}
	return m, nil
}

// mean is the CPU time of one of n items in some rounds over all of them, in
// milliseconds; the first round, which loads things, does not count.
func mean(n, rounds int, do func(i int) error) (ms float64, err error) {
	passes := max(1, 60/n) // so that a round is longer than what the clock can tell
	sum := 0.0
	for round := range rounds + 1 {
		before, err := used()
		if err != nil {
			return 0, err
		}
		for range passes {
			for i := range n {
				if err := do(i); err != nil {
					return 0, err
				}
			}
		}
		after, err := used()
		if err != nil {
			return 0, err
		}
		if round > 0 {
			sum += after - before
		}
	}
	return sum * 1000 / float64(n*passes*rounds), nil
}

// portal are the same pages with what a portal puts round an article: cards of other
// stories, of which most of its 100 kB are.
func portal(of []text) []corpus.Page {
	var b bytes.Buffer
	for i := 0; b.Len() < 90_000; i++ {
		fmt.Fprintf(&b, `<div class="card card-%d" data-id="%d"><h3><a href="/p/%d.html">Story %d on the card</a></h3><span class="date">2031-03-04</span><img src="/i/%d.jpg" alt="x"></div>`+"\n", i, i, i*3, i, i)
	}
	cards := append(append([]byte(`<aside class="more">`), b.Bytes()...), "</aside></body>"...)
	out := make([]corpus.Page, len(of))
	for i, t := range of {
		out[i] = t.page
		out[i].Body = bytes.Replace(t.page.Body, []byte("</body>"), cards, 1)
	}
	return out
}

// demoTexts are the demo's articles by the first part of their language.
func demoTexts(ctx context.Context, extractor *extract.Extractor) (map[string][]text, error) {
	site, err := demosite.New()
	if err != nil {
		return nil, err
	}
	handler := site.Handler()
	out := map[string][]text{}
	for _, a := range site.Articles() {
		u, err := url.Parse(a.URL)
		if err != nil {
			return nil, err
		}
		r := httptest.NewRequestWithContext(ctx, "GET", a.URL, nil)
		r.Host = u.Host
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		page := corpus.Page{Capture: corpus.Capture{Source: corpus.SourceID(a.Outlet), URL: a.URL, FinalURL: a.URL, Status: w.Code, Outcome: corpus.OutcomeOK,
			Kind: "page", ContentType: w.Header().Get("Content-Type"), FetchedAt: a.Published}, Body: w.Body.Bytes()}
		doc, err := extractor.Extract(ctx, page, nil)
		if err != nil {
			continue // what the demo has wrong on purpose
		}
		lang := corpus.BaseLang(doc.Lang)
		out[lang] = append(out[lang], text{page, doc})
	}
	return out, nil
}
