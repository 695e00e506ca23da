package pdfium_test

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/extract/pdf"
	"framewatch/extract/pdf/pdfium"
)

// TestMain lets the test be its own child: reader children get the tests' first
// argument as their command.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && strings.HasPrefix(os.Args[1], "child-") {
		os.Exit(child(os.Args[1], os.Args[2:])) //nolint:forbidigo // this is a main
	}
	os.Exit(run(m)) //nolint:forbidigo // this is a main
}

// cacheVariable names the folder of machine code, which takes seconds to make and
// is made once for all tests.
const cacheVariable = "FRAMEWATCH_TEST_PDFIUM"

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "pdfium")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := os.Setenv(cacheVariable, dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// child plays the good child and some bad ones.
func child(kind string, args []string) int {
	kind, path, _ := strings.Cut(kind, "=")
	switch kind {
	case "child-once":
		if f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL, 0o600); err == nil {
			_ = f.Close()
			return 2
		}
		fmt.Fprintln(os.Stdout, `{"head":{"title":"T"}}`+"\n"+`{"end":{"pages":0}}`)
	case "child-alone":
		return alone(path)
	case "child-good":
		work, cache := bounds(args)
		if err := pdfium.Serve(context.Background(), os.Stdin, os.Stdout, cache, work); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	case "child-busy":
		work, _ := bounds(args)
		if err := pdfium.LimitWork(work); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		for n := 0; ; n++ {
			_ = n
		}
	case "child-silent", "child-still":
		_, _ = io.Copy(io.Discard, os.Stdin)
		if kind == "child-silent" {
			fmt.Fprintln(os.Stdout, `{"ready":true}`)
		}
		time.Sleep(time.Hour) // the parent ends it; the runtime would end an empty select as a deadlock
	case "child-endless":
		for {
			if _, err := fmt.Fprintln(os.Stdout, `{"page":{"w":1,"h":1}}`); err != nil {
				return 1
			}
		}
	case "child-crash":
		fmt.Fprintln(os.Stdout, `{"head":{"title":"T"}}`)
		fmt.Fprintln(os.Stderr, "out of memory")
		return 2
	case "child-nonsense":
		fmt.Fprintln(os.Stdout, "Segmentation fault")
	}
	return 0
}

// alone plays a child that must be the only one until it has said that it is ready,
// unless another has said so before.
func alone(dir string) int {
	ready := filepath.Join(dir, "ready")
	if _, err := os.Stat(ready); err != nil {
		f, err := os.OpenFile(filepath.Join(dir, "first"), os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			_ = os.WriteFile(filepath.Join(dir, "clash"), nil, 0o600)
			return 2
		}
		_ = f.Close()
		if err := os.WriteFile(ready, nil, 0o600); err != nil {
			return 2
		}
	}
	fmt.Fprintln(os.Stdout, `{"ready":true}`+"\n"+`{"head":{"title":"T"}}`+"\n"+`{"end":{"pages":0}}`)
	return 0
}

// bounds reads the flags of a child.
func bounds(args []string) (work time.Duration, cache string) {
	f := flag.NewFlagSet("child", flag.ContinueOnError)
	f.DurationVar(&work, "work", 0, "")
	f.StringVar(&cache, "cache", "", "")
	if err := f.Parse(args); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return work, cache
}

func reader(t testing.TB, kind string, change func(*pdfium.Config)) *pdfium.Reader {
	t.Helper()
	if kind == "child-good" && testing.Short() {
		t.Skip("PDFium's machine code takes the race detector minutes to make")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cfg := pdfium.Default(self, kind)
	cfg.CacheDirs = []string{os.Getenv(cacheVariable)}
	if change != nil {
		change(&cfg)
	}
	r, err := pdfium.NewReader(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func textOf(doc pdf.Document) []string {
	var out []string
	for _, p := range pdf.Layout(doc).Paragraphs {
		out = append(out, p.Text)
	}
	return out
}

// TestScripts reads one page each in English, Chinese and Arabic.
func TestScripts(t *testing.T) {
	r := reader(t, "child-good", nil)
	for _, c := range []struct {
		name string
		page []item
		want []string
	}{
		{"english in columns", append(append(
			column(60, 740, 20, "The ferry talks"),
			column(60, 700, 10, "Talks about the ferry between Lantern", "Bay and Cold Rock opened under a medi-", "ator whom both councils had chosen.")...),
			column(320, 700, 10, "She heard each side for an hour and", "asked both to write down what the", "other had said.")...),
			[]string{"The ferry talks", "Talks about the ferry between Lantern Bay and Cold Rock opened under a mediator whom both councils had chosen.", "She heard each side for an hour and asked both to write down what the other had said."}},
		{"chinese", append(column(60, 740, 20, "渡轮会谈在灯塔湾开幕"),
			column(60, 700, 10, "　　灯塔湾与冷石镇之间的渡轮会谈星期三开幕，主持会谈的调解员由两", "个镇议会从五人名单中共同选出。", "　　第二轮会谈定于月底举行。")...),
			[]string{"渡轮会谈在灯塔湾开幕", "灯塔湾与冷石镇之间的渡轮会谈星期三开幕，主持会谈的调解员由两个镇议会从五人名单中共同选出。", "第二轮会谈定于月底举行。"}},
		{"ligatures and radicals", column(60, 700, 10, "The of\ufb01ce \ufb02oats, \ufb01nally. ⼀⽉"), []string{"The office floats, finally. 一月"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := r.ReadPDF(t.Context(), writePDF("", c.page))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, textOf(doc)); diff != "" {
				t.Errorf("paragraphs (-want +got):\n%s\n%+v", diff, doc)
			}
		})
	}
}

// at sets pieces of text one behind the other, each of its size and raised by so
// much; see writePDF for the width of characters.
func at(x, y float64, pieces ...item) []item {
	for i := range pieces {
		p := &pieces[i]
		p.x, p.y = x+p.x, y+p.y
		for _, r := range p.text {
			if r < 1500 {
				x += p.size / 2
			} else {
				x += p.size
			}
		}
	}
	return pieces
}

// TestMarks: small raised figures behind a word are the mark of a note, and no
// part of it; exponents and ordinals are.
func TestMarks(t *testing.T) {
	r := reader(t, "child-good", nil)
	main := func(text string) item { return item{size: 10, text: text} }
	up := func(text string) item { return item{y: 3.5, size: 6, text: text} }
	down := func(text string) item { return item{y: -2, size: 6, text: text} }
	for _, c := range []struct {
		pieces []item
		want   string
	}{
		{[]item{main("Talks at IOMed"), up("3"), main(" began in 2025"), up("4"), main(" on the island.")}, "Talks at IOMed began in 2025 on the island."},
		{[]item{main("It opened in Hong Kong."), up("12"), main(" Then it sat.")}, "It opened in Hong Kong. Then it sat."},
		{[]item{main("Both"), up("1,2"), main(" agreed"), up("*"), main(" and signed"), up("[7]"), main(".")}, "Both agreed and signed."},
		{[]item{main("The lake has 420 km"), up("2"), main(" and 10"), up("9"), main(" tons, 10"), up("-3"), main(" of it salt.")}, "The lake has 420 km² and 10⁹ tons, 10⁻³ of it salt."},
		{[]item{main("On the 3"), up("rd"), main(" of May, the 1"), up("er"), main(" round and CO"), down("2"), main(".")}, "On the 3rd of May, the 1er round and CO2."},
		{[]item{main("国际调解院"), up("3"), main("于2025"), up("4"), main("年成立。"), up("5")}, "国际调解院于2025年成立。"},
		{[]item{main("水库面积为420平方公里，约10"), up("9"), main("吨水。")}, "水库面积为420平方公里，约10⁹吨水。"},
	} {
		doc, err := r.ReadPDF(t.Context(), writePDF("", at(60, 700, c.pieces...)))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{c.want}, textOf(doc)); diff != "" {
			t.Errorf("paragraphs (-want +got):\n%s\n%+v", diff, doc)
		}
	}
}

// spaced sets the letters of each word apart, and its words further.
func spaced(x, y, size, between, words float64, text ...string) []item {
	var out []item
	for _, w := range text {
		for _, r := range w {
			out = append(out, item{x, y, size, string(r)})
			x += between
			if r < 1500 {
				x += size / 2
			} else {
				x += size
			}
		}
		x += words
	}
	return out
}

// TestLetterSpaced: letters that stand apart are words where their gaps tell so.
func TestLetterSpaced(t *testing.T) {
	r := reader(t, "child-good", nil)
	for _, c := range []struct {
		page []item
		want string
	}{
		{spaced(60, 700, 20, 8, 12, "THE", "LAKE", "DISPUTE"), "THE LAKE DISPUTE"},
		{spaced(60, 700, 20, 8, 0, "THE", "LAKE", "DISPUTE"), "T H E L A K E D I S P U T E"}, // nothing tells
		{spaced(60, 700, 20, 8, 0, "SUMMARY"), "SUMMARY"},
		{column(60, 700, 20, "渡 轮 会 谈 开 幕"), "渡轮会谈开幕"},
		{column(60, 700, 20, "调 解 院  年 度 报 告"), "调解院年度报告"},
		{column(60, 700, 20, "会谈 于 二〇二五年 三月 开幕"), "会谈 于 二〇二五年 三月 开幕"}, // words
		{column(60, 700, 10, "Fares . . . . . . . . . . . . . 7"), "Fares . . . . . . . . . . . . . 7"},
		{column(60, 700, 10, "Plan A or B: I say C, you D."), "Plan A or B: I say C, you D."},
	} {
		doc, err := r.ReadPDF(t.Context(), writePDF("", c.page))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{c.want}, textOf(doc)); diff != "" {
			t.Errorf("paragraphs (-want +got):\n%s\n%+v", diff, doc)
		}
	}
}

// TestArabic: a file draws Arabic from the right or, shape by shape, from the
// left; the text is the same.
func TestArabic(t *testing.T) {
	r := reader(t, "child-good", nil)
	want := []string{"افتتحت المحادثات حول العبارة", "بين الخليج والصخرة الباردة"}
	reversed := func(s string) string {
		runes := []rune(s)
		for i, j := 0, len(runes)-1; i < j; i, j = i+1, j-1 {
			runes[i], runes[j] = runes[j], runes[i]
		}
		return string(runes)
	}
	// Each character is ten points wide, but for spaces; the lines end at 325.
	doc, err := r.ReadPDF(t.Context(), writePDF("", append(column(60, 700, 10, reversed(want[0])), column(80, 688, 10, reversed(want[1]))...)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{strings.Join(want, " ")}, textOf(doc)); diff != "" {
		t.Errorf("paragraphs (-want +got):\n%s\n%+v", diff, doc)
	}
}

func TestDeclared(t *testing.T) {
	body := writePDF("/Title <FEFF6E218F6E4F1A8C08> /Author (Noor Castellan) /CreationDate (D:20260304180200+08'00') /ModDate (D:20260305)",
		column(60, 700, 10, "One."), nil)
	doc, err := reader(t, "child-good", nil).ReadPDF(t.Context(), body)
	if err != nil {
		t.Fatal(err)
	}
	doc.Pages[0].Lines = nil
	want := pdf.Document{Title: "渡轮会谈", Author: "Noor Castellan", Created: "D:20260304180200+08'00'", Modified: "D:20260305",
		Pages: []pdf.Page{{Width: 600, Height: 800}, {Width: 600, Height: 800}}}
	if diff := cmp.Diff(want, doc); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
}

// TestBadFiles: what is wrong with a file is an error that says so.
func TestBadFiles(t *testing.T) {
	r := reader(t, "child-good", nil)
	whole := writePDF("", column(60, 700, 10, "One."))
	for _, c := range []struct {
		name, want string
		body       []byte
	}{
		{"empty", "damaged", nil},
		{"no pdf", "damaged", []byte("%PDF-1.7\nhello")},
		{"half", "damaged", whole[:len(whole)/3]},
		{"no pages", "no pages", writePDF("")},
		{"locked", "password", []byte(strings.Replace(string(whole), "/Root 1 0 R", "/Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <"+
			strings.Repeat("41", 32)+"> /U <"+strings.Repeat("42", 32)+"> >> /ID [<00> <00>]", 1))},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := r.ReadPDF(t.Context(), c.body)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v and %d pages, want an error about %q", err, len(doc.Pages), c.want)
			}
		})
	}
}

// TestBadChildren: a child that hangs, floods, crashes or babbles costs one file.
func TestBadChildren(t *testing.T) {
	for _, c := range []struct {
		kind, want string
		change     func(*pdfium.Config)
	}{
		{"child-silent", "tried 2 times: not done after 50ms", func(c *pdfium.Config) { c.Timeout = 50 * time.Millisecond }},
		{"child-still", "tried 2 times: PDFium: start not done after 50ms", func(c *pdfium.Config) { c.Start = 50 * time.Millisecond }},
		{"child-busy", "tried 2 times: not done after 1s of computing", func(c *pdfium.Config) { c.Work = time.Second }},
		{"child-endless", "larger than the limit", func(c *pdfium.Config) { c.MaxOutput = 1 << 20 }},
		{"child-crash", "tried 2 times: the child ended early: exit status 2: out of memory", nil},
		{"child-nonsense", "invalid character", nil},
		{"child-mute", "ended early", nil},
	} {
		t.Run(c.kind, func(t *testing.T) {
			if c.kind == "child-busy" && !pdfium.CanLimitWork {
				t.Skip("this system does not end a process for its CPU time")
			}
			doc, err := reader(t, c.kind, c.change).ReadPDF(t.Context(), []byte("%PDF-1.7"))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v and %+v, want an error about %q", err, doc, c.want)
			}
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := reader(t, "child-silent", nil).ReadPDF(ctx, nil); err != context.Canceled { //nolint:errorlint // it must not be wrapped
		t.Errorf("cancelled: got %v", err)
	}
}

// TestSecondTry: a child that crashes once costs no file.
func TestSecondTry(t *testing.T) {
	once := filepath.Join(t.TempDir(), "crashed")
	doc, err := reader(t, "child-once="+once, nil).ReadPDF(t.Context(), []byte("%PDF-1.7"))
	if err != nil || doc.Title != "T" {
		t.Errorf("got %v and %+v", err, doc)
	}
	if _, err := os.Stat(once); err != nil {
		t.Errorf("the child did not crash: %v", err)
	}
}

// TestFirstChild: the children that follow wait until the first has started, and
// no longer.
func TestFirstChild(t *testing.T) {
	dir := t.TempDir()
	r := reader(t, "child-alone="+dir, func(c *pdfium.Config) { c.Children = 4 })
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			if _, err := r.ReadPDF(t.Context(), []byte("%PDF-1.7")); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if _, err := os.Stat(filepath.Join(dir, "clash")); err == nil {
		t.Error("two children started at once")
	}
}

// TestCache: machine code is kept where nobody else can write, and not without
// end.
func TestCache(t *testing.T) {
	parent := t.TempDir()
	open := filepath.Join(parent, "open")
	if err := os.Mkdir(open, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(open, 0o777); err != nil {
		t.Fatal(err)
	}
	file, made, link := filepath.Join(parent, "file"), filepath.Join(parent, "new", "pdfium"), filepath.Join(parent, "link")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(parent, link); err != nil {
		t.Fatal(err)
	}
	if got := pdfium.Usable([]string{open, file, link, made}); got != made {
		t.Errorf("of four folders %q is used, want %q", got, made)
	}
	if got := pdfium.Usable([]string{open}); got != "" {
		t.Errorf("%q is used though all can write to it", got)
	}
	for i, name := range []string{"old", "middle", "new"} {
		path := filepath.Join(made, name)
		if err := os.WriteFile(path, make([]byte, 100), 0o600); err != nil {
			t.Fatal(err)
		}
		at := time.Date(2026, 1, 1+i, 0, 0, 0, 0, time.UTC)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	if err := pdfium.Prune(made, 250); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(made)
	if err != nil || len(left) != 2 || left[0].Name() != "middle" || left[1].Name() != "new" {
		t.Errorf("left %v, %v, want the two newest", left, err)
	}
}

func TestNewReader(t *testing.T) {
	if _, err := pdfium.NewReader(pdfium.Default()); err == nil {
		t.Error("a reader without a command")
	}
}
