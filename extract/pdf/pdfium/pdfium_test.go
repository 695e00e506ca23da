package pdfium_test

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
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
	switch kind {
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
	case "child-silent":
		_, _ = io.Copy(io.Discard, os.Stdin)
		select {}
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
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cfg := pdfium.Default(self, kind)
	cfg.CacheDir = os.Getenv(cacheVariable)
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
		{"child-silent", "not done after", func(c *pdfium.Config) { c.Timeout = 50 * time.Millisecond }},
		{"child-busy", "not done after 1s of computing", func(c *pdfium.Config) { c.Work = time.Second }},
		{"child-endless", "larger than the limit", func(c *pdfium.Config) { c.MaxOutput = 1 << 20 }},
		{"child-crash", "ended early: exit status 2: out of memory", nil},
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

func TestNewReader(t *testing.T) {
	if _, err := pdfium.NewReader(pdfium.Default()); err == nil {
		t.Error("a reader without a command")
	}
}
