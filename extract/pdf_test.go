package extract_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/extract"
	"framewatch/extract/pdf"
)

// textLayer is a reader of PDF that gives what a test says.
type textLayer struct {
	doc pdf.Document
	err error
}

func (l textLayer) ReadPDF(context.Context, []byte) (pdf.Document, error) { return l.doc, l.err }

// sheet sets one page: each line is "size text", 14 points below the last.
func sheet(lines ...string) pdf.Page {
	p := pdf.Page{Width: 600, Height: 800}
	y := 650.0
	for _, l := range lines {
		size, text := 10.0, l
		if s, ok := strings.CutPrefix(l, "# "); ok {
			size, text = 20, s
		}
		if text == "" {
			y -= 30
			continue
		}
		p.Lines = append(p.Lines, pdf.Line{Text: text, Left: 60, Right: min(540, 60+size/2*float64(len([]rune(text)))), Bottom: y, Top: y + size, Size: size})
		y -= 1.4 * size
	}
	return p
}

var (
	talks  = []string{"Talks about the ferry between Lantern Bay and Cold Rock opened on Wednesday under a mediator whom", "both councils had chosen from a list of five.", ""}
	second = []string{"A second round is planned for the end of the month, after the councils have met their traders and", "the keeper of the northern light.", ""}
)

func report(head ...string) pdf.Page {
	return sheet(append(append(append(head, ""), talks...), second...)...)
}

const reportText = "Talks about the ferry between Lantern Bay and Cold Rock opened on Wednesday under a mediator whom both councils had chosen from a list of five.\n\n" +
	"A second round is planned for the end of the month, after the councils have met their traders and the keeper of the northern light."

// TestPDF: title, authors and date come from the file where its pages bear them
// out.
func TestPDF(t *testing.T) {
	for _, c := range []struct {
		name, url string
		doc       pdf.Document
		want      corpus.Document
	}{
		{"declared and shown", "https://quayforum.example/ferry.pdf", pdf.Document{
			Title: "Ferry talks", Author: "Noor Castellan; Ilya Brandt", Created: "D:20260309101112+08'00'", Modified: "D:20260410",
			Pages: []pdf.Page{report("# Ferry talks open in", "# Lantern Bay", "", "Noor Castellan and Ilya Brandt", "", "12 March 2026")}},
			corpus.Document{Title: "Ferry talks open in Lantern Bay", Authors: []string{"Noor Castellan", "Ilya Brandt"},
				Published: day(2026, 3, 12, "text"), Modified: day(2026, 4, 10, "meta")}},
		{"declared only", "https://quayforum.example/ferry.pdf", pdf.Document{
			Title: "Microsoft Word - final_v7.docx", Author: "typist", Created: "D:20260309101112+08'00'", Modified: "D:20260309"},
			corpus.Document{Title: "Ferry talks open", Published: day(2026, 3, 9, "meta")}},
		{"address before the file", "https://quayforum.example/2025/12/30/ferry.pdf", pdf.Document{Title: "2026-03", Created: "D:20260309"},
			corpus.Document{Title: "Ferry talks open", Published: day(2025, 12, 30, "url")}},
		{"made after it was fetched", "https://quayforum.example/ferry.pdf", pdf.Document{Created: "D:20990101"},
			corpus.Document{Title: "Ferry talks open"}},
		{"author, series and date in a line", "https://quayforum.example/ferry.pdf", pdf.Document{Author: "jdoe", Created: "D:20260909", Pages: []pdf.Page{report("# Ferry talks open", "", "Noor Castellan | Policy Brief No. 17 | 3 June 2025")}},
			corpus.Document{Title: "Ferry talks open", Authors: []string{"Noor Castellan"}, Published: day(2025, 6, 3, "text")}},
		{"series, date and authors", "https://quayforum.example/ferry.pdf", pdf.Document{Created: "D:20260909", Pages: []pdf.Page{report("# Ferry talks open", "", "Policy Brief 17 • 3 June 2025 • Noor Castellan and Ilya Brandt")}},
			corpus.Document{Title: "Ferry talks open", Authors: []string{"Noor Castellan", "Ilya Brandt"}, Published: day(2025, 6, 3, "text")}},
		{"middle dots", "https://quayforum.example/ferry.pdf", pdf.Document{Created: "D:20260909", Pages: []pdf.Page{report("# Ferry talks open", "", "Noor Castellan · Working Paper 2025/4 · 12.03.2025")}},
			corpus.Document{Title: "Ferry talks open", Authors: []string{"Noor Castellan"}, Published: day(2025, 3, 12, "text")}},
		{"chinese", "https://quayforum.example/ferry.pdf", pdf.Document{Created: "D:20260909", Pages: []pdf.Page{report("# 渡轮会谈在灯塔湾开幕", "", "王晓明 ｜ 政策简报第17期 ｜ 2025年6月3日")}},
			corpus.Document{Title: "渡轮会谈在灯塔湾开幕", Authors: []string{"王晓明"}, Published: day(2025, 6, 3, "text")}},
		{"byline", "https://quayforum.example/ferry.pdf", pdf.Document{Author: "Admin", Pages: []pdf.Page{report("# Ferry talks open", "", "By Noor Castellan")}},
			corpus.Document{Title: "Ferry talks open", Authors: []string{"Noor Castellan"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.doc.Pages == nil {
				c.doc.Pages = []pdf.Page{report("# Ferry talks open")}
			}
			got, err := newExtractor(t).WithPDF(textLayer{doc: c.doc}).Extract(t.Context(), pdfPage(c.url), nil)
			if err != nil {
				t.Fatal(err)
			}
			if got.Text != reportText || got.Quality != 1 || got.Lang != "en" {
				t.Errorf("text %q, quality %v, language %s", got.Text, got.Quality, got.Lang)
			}
			short := corpus.Document{Title: got.Title, Authors: got.Authors, Published: got.Published, Modified: got.Modified}
			if diff := cmp.Diff(c.want, short); diff != "" {
				t.Errorf("metadata (-want +got):\n%s", diff)
			}
		})
	}
}

func day(y, m, d int, from string) corpus.Date {
	return corpus.Date{Time: time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC), Precision: corpus.PrecisionDay, From: from}
}

func pdfPage(url string) corpus.Page {
	return corpus.Page{Capture: corpus.Capture{URL: url, ContentType: "application/pdf", FetchedAt: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)}, Body: []byte("%PDF-1.7\n")}
}

// TestPDFParts: footnotes and page headers are kept apart, and pages of images
// lower the quality.
func TestPDFParts(t *testing.T) {
	doc := pdf.Document{Pages: []pdf.Page{report("# Ferry talks open"), report(), {Width: 600, Height: 800}}, Unread: 1}
	for i := range 2 {
		doc.Pages[i].Lines = append(doc.Pages[i].Lines,
			pdf.Line{Text: "Quay Policy Forum", Left: 60, Right: 150, Bottom: 760, Top: 770, Size: 10},
			pdf.Line{Text: "1 See the tables.", Left: 60, Right: 120, Bottom: 150, Top: 157, Size: 7})
	}
	got, err := newExtractor(t).WithPDF(textLayer{doc: doc}).Extract(t.Context(), pdfPage(""), nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]corpus.Block{{Kind: "note", Text: "Quay Policy Forum"}, {Kind: "note", Text: "1 See the tables.", Lang: "en"}, {Kind: "note", Text: "1 See the tables.", Lang: "en"}}, got.Blocks); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
	if got.Quality != 0.5 || strings.Contains(got.Text, "tables") {
		t.Errorf("quality %v, text %q", got.Quality, got.Text)
	}
}

// TestPDFHeader: the date in a page header that names the series is the
// document's; what only stands between bars is text.
func TestPDFHeader(t *testing.T) {
	first := report("# Ferry talks open", "", "Water | Peace | Law")
	doc := pdf.Document{Created: "D:20260909", Pages: []pdf.Page{first, report()}}
	for i := range doc.Pages {
		doc.Pages[i].Lines = append(doc.Pages[i].Lines, pdf.Line{Text: "QUAY PAPERS 17 | 3 June 2025", Left: 60, Right: 150, Bottom: 770, Top: 780, Size: 8})
	}
	got, err := newExtractor(t).WithPDF(textLayer{doc: doc}).Extract(t.Context(), pdfPage("https://quayforum.example/2025/06/04/ferry.pdf"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := day(2025, 6, 3, "text"); got.Published != want {
		t.Errorf("published %v, want %v", got.Published, want)
	}
	if !strings.HasPrefix(got.Text, "Water | Peace | Law\n\n") || strings.Contains(got.Text, "PAPERS") {
		t.Errorf("text %q", got.Text)
	}
}

func TestPDFFailures(t *testing.T) {
	image := pdf.Page{Width: 600, Height: 800}
	for _, c := range []struct {
		name, want string
		layer      textLayer
	}{
		{"damaged", extract.CodePDF, textLayer{err: errors.New("the file is damaged")}},
		{"scanned", extract.CodeScanned, textLayer{doc: pdf.Document{Pages: []pdf.Page{image, image, image}}}},
		{"scanned with a stamp", extract.CodeScanned, textLayer{doc: pdf.Document{Pages: []pdf.Page{sheet("Downloaded from quayforum.example"), sheet("Downloaded from quayforum.example"), image, image}}}},
		{"fonts without characters", extract.CodePDF, textLayer{doc: pdf.Document{Pages: []pdf.Page{sheet(strings.Repeat("\ufffd\ue001", 80), "and a few")}}}},
		{"a word", extract.CodeScanned, textLayer{doc: pdf.Document{Pages: []pdf.Page{sheet("Hm.")}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := newExtractor(t).WithPDF(c.layer).Extract(t.Context(), pdfPage("https://quayforum.example/ferry.pdf"), nil)
			var f *extract.Failure
			if !errors.As(err, &f) || f.Code != c.want {
				t.Errorf("got %v, want code %s", err, c.want)
			}
		})
	}
}
