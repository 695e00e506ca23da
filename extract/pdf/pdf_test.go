package pdf_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/extract/pdf"
)

// line sets text at a place; a character is half as wide as high.
func line(x, y, size float64, text string) pdf.Line {
	return pdf.Line{Text: text, Left: x, Right: x + size/2*float64(len([]rune(text))), Bottom: y, Top: y + size, Size: size}
}

// lines sets lines below one another.
func lines(x, y, size float64, texts ...string) []pdf.Line {
	var out []pdf.Line
	for i, t := range texts {
		out = append(out, line(x, y-float64(i)*1.2*size, size, t))
	}
	return out
}

// fromRight moves lines so that they end where the longest does.
func fromRight(lines []pdf.Line) []pdf.Line {
	right := 0.0
	for _, l := range lines {
		right = max(right, l.Right)
	}
	for i, l := range lines {
		lines[i].Left, lines[i].Right = l.Left+right-l.Right, right
	}
	return lines
}

func page(parts ...[]pdf.Line) pdf.Page {
	p := pdf.Page{Width: 600, Height: 800}
	for _, l := range parts {
		p.Lines = append(p.Lines, l...)
	}
	return p
}

func TestLayout(t *testing.T) {
	long := "a line that is about as long as the column is wide,"
	for _, c := range []struct {
		name  string
		pages []pdf.Page
		want  pdf.Text
	}{
		{"indents, gaps and short lines", []pdf.Page{page(
			lines(60, 600, 10, "The first paragraph has "+long, "and ends here."),
			lines(60, 576, 10, "The second begins after a short line, with "+long, "and goes on to the very end of a line that is so long as this."),
			lines(72, 552, 10, "The third is indented, "+long), lines(60, 540, 10, "and its second line is not."),
			lines(60, 510, 10, "The fourth stands after a gap."))},
			pdf.Text{Size: 10, Paragraphs: []pdf.Paragraph{
				{Text: "The first paragraph has " + long + " and ends here.", Size: 10},
				{Text: "The second begins after a short line, with " + long + " and goes on to the very end of a line that is so long as this.", Size: 10},
				{Text: "The third is indented, " + long + " and its second line is not.", Size: 10},
				{Text: "The fourth stands after a gap.", Size: 10}}}},
		{"heading and list", []pdf.Page{page(
			lines(60, 640, 16, "What the councils", "agreed"),
			lines(60, 600, 10, "• The ferry shall sail every day.", "• Fares shall be set once a year,", "by both mayors.", "1. A number begins an item, too."))},
			pdf.Text{Size: 10, Paragraphs: []pdf.Paragraph{
				{Text: "What the councils agreed", Size: 16}, {Text: "• The ferry shall sail every day.", Size: 10},
				{Text: "• Fares shall be set once a year, by both mayors.", Size: 10}, {Text: "1. A number begins an item, too.", Size: 10}}}},
		{"hyphens", []pdf.Page{page(lines(60, 600, 10, "The medi-", "ator is well-known, and a well-", "known one needs no intro\u00ad", "duction; Lantern-", "Bay is a name, 2025-", "26 a year."))},
			pdf.Text{Size: 10, Paragraphs: []pdf.Paragraph{{Text: "The mediator is well-known, and a well-known one needs no introduction; Lantern-Bay is a name, 2025-26 a year.", Size: 10}}}},
		{"columns below a heading", []pdf.Page{page(
			lines(60, 700, 20, "A heading over both columns of it"),
			lines(320, 640, 10, "of the left column ends here,", "and not in the left one, which", "would be odd."),
			lines(60, 640, 10, "This is the left column, which", "is read first, wherever the file", "has it; the sentence at the end"))},
			pdf.Text{Size: 10, Paragraphs: []pdf.Paragraph{{Text: "A heading over both columns of it", Size: 20},
				{Text: "This is the left column, which is read first, wherever the file has it; the sentence at the end of the left column ends here, and not in the left one, which would be odd.", Size: 10}}}},
		{"table rows", []pdf.Page{page(lines(60, 600, 10, "Crossings", "Lamps"), lines(200, 600, 10, "12", "7"), lines(300, 600, 10, "14", "9"))},
			pdf.Text{Size: 10, Paragraphs: []pdf.Paragraph{{Text: "Crossings 12 14 Lamps 7 9", Size: 10}}}},
		{"arabic columns", []pdf.Page{page(
			fromRight(lines(60, 640, 10, "والعمود الأيسر يأتي بعده", "في كل صفحة من الصفحات", "حتى نهاية النص الطويل.")),
			fromRight(lines(320, 640, 10, "هذا هو العمود الأيمن الذي", "يقرأ أولا في كل صفحة من", "الصفحات وينتهي هنا تماما،")))},
			pdf.Text{Size: 10, Paragraphs: []pdf.Paragraph{{Text: "هذا هو العمود الأيمن الذي يقرأ أولا في كل صفحة من الصفحات وينتهي هنا تماما، والعمود الأيسر يأتي بعده في كل صفحة من الصفحات حتى نهاية النص الطويل.", Size: 10}}}},
		{"nothing", nil, pdf.Text{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, pdf.Layout(pdf.Document{Pages: c.pages})); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

// TestHyphens: a hyphen at the end of a line goes where it only parts a word.
// PDFium gives U+0002 for either.
func TestHyphens(t *testing.T) {
	for _, c := range []struct {
		lines []string
		want  string
	}{
		{[]string{"A well\u0002", "known judge met a medi\u0002", "ator."}, "A well-known judge met a mediator."},
		{[]string{"The fish-and\u0002", "water treaty and a state-of-the-", "art harbour."}, "The fish-and-water treaty and a state-of-the-art harbour."},
		{[]string{"A long\u0002", "term plan, with\u0002", "out doubt a rule\u0002", "based one."}, "A long-term plan, without doubt a rule-based one."},
		{[]string{"Lake-bed rights: the lake\u0002", "bed is old."}, "Lake-bed rights: the lake-bed is old."},
		{[]string{"The lakebed: a lake\u0002", "bed."}, "The lakebed: a lakebed."},
		{[]string{"No under\u0002", "standing, but the thresh\u0002", "old of non-prolifer\u0002", "ation."}, "No understanding, but the threshold of non-proliferation."},
		{[]string{"Pre\u0002", "and post-war; Haus\u0002", "und Hofrecht."}, "Pre- and post-war; Haus- und Hofrecht."},
		{[]string{"THE COUN\u0002", "CILS; the UN and the AU in a UN\u0002", "AU MIS\u0002", "SION."}, "THE COUNCILS; the UN and the AU in a UN-AU MISSION."},
		{[]string{"In 2025\u0002", "26 Ana Lind\u0002", "Pell and a soft\u00ad", "based break."}, "In 2025-26 Ana Lind-Pell and a softbased break."},
		{[]string{"调解院与 World Medi\u0002", "ation Forum 于五月", "开会。"}, "调解院与 World Mediation Forum 于五月开会。"},
	} {
		got := pdf.Layout(pdf.Document{Pages: []pdf.Page{page(lines(60, 600, 10, c.lines...))}})
		if diff := cmp.Diff([]pdf.Paragraph{{Text: c.want, Size: 10}}, got.Paragraphs); diff != "" {
			t.Errorf("paragraphs (-want +got):\n%s", diff)
		}
	}
}

// TestBoxes: a box beside the text is read on its own; a table in its rows.
func TestBoxes(t *testing.T) {
	wide := []string{"The two councils met at the customs house on the island, where an earlier attempt had failed,", "and agreed to name a mediator whom both sides trust."}
	narrow := []string{"Talks about the ferry opened on", "Wednesday under a mediator whom", "both councils had chosen from a", "list of five, and went on until", "the evening without a break."}
	box := []string{"Key points: the fares are", "set once a year, and the", "last boat waits for all."}
	chinese := []string{"灯塔湾与冷石镇之间的渡轮会谈星期三", "开幕，主持会谈的调解员由两个镇议会", "从五人名单中共同选出，会谈持续到晚", "上，其间没有休息。"}
	text := func(paragraphs ...string) []string { return paragraphs }
	for _, c := range []struct {
		name string
		page pdf.Page
		want []string
	}{
		{"of the same size, off the lines", page(lines(60, 700, 10, narrow...), lines(60, 620, 10, wide...), lines(60, 580, 10, wide...), lines(60, 540, 10, wide...), lines(60, 500, 10, wide...), lines(360, 695, 10, box...)),
			text(strings.Join(narrow, " "), strings.Join(wide, " "), strings.Join(wide, " "), strings.Join(wide, " "), strings.Join(wide, " "), strings.Join(box, " "))},
		{"on the left, in smaller print", page(lines(260, 700, 10, narrow...), lines(60, 620, 10, wide...), lines(60, 580, 10, wide...), lines(60, 540, 10, wide...), lines(60, 500, 10, wide...), lines(60, 700, 9, box...)),
			text(strings.Join(narrow, " "), strings.Join(wide, " "), strings.Join(wide, " "), strings.Join(wide, " "), strings.Join(wide, " "), strings.Join(box, " "))},
		{"chinese", page(lines(60, 700, 20, "渡轮"), lines(60, 660, 10, chinese...), lines(60, 590, 10, wide...), lines(60, 550, 10, wide...), lines(60, 510, 10, wide...), lines(360, 655, 10, "要点：票价每年由两个镇", "长共同确定一次，末班船", "等候所有乘客。")),
			text("渡轮", strings.Join(chinese, ""), strings.Join(wide, " "), strings.Join(wide, " "), strings.Join(wide, " "), "要点：票价每年由两个镇长共同确定一次，末班船等候所有乘客。")},
		{"a table", page(lines(60, 700, 10, wide...), lines(60, 660, 10, "Lantern Bay", "Cold Rock", "Merrow"), lines(260, 660, 10, "Mayor Ana Lind, elected", "Mayor Otto Reeve, named", "Mayor Sid Pell, elected"), lines(60, 600, 10, wide...), lines(60, 560, 10, wide...)),
			text(strings.Join(wide, " "), "Lantern Bay Mayor Ana Lind, elected Cold Rock Mayor Otto Reeve, named Merrow Mayor Sid Pell, elected", strings.Join(wide, " "), strings.Join(wide, " "))},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, p := range pdf.Layout(pdf.Document{Pages: []pdf.Page{c.page}}).Paragraphs {
				got = append(got, p.Text)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("paragraphs (-want +got):\n%s", diff)
			}
		})
	}
	// A box at the foot of a page does not part the sentence that goes on.
	torn := page(lines(60, 720, 10, wide...), lines(60, 690, 10, wide...), lines(60, 660, 10, narrow[:3]...), lines(360, 655, 10, box...))
	next := page(lines(60, 700, 10, "list of five towns, and went on."))
	got := pdf.Layout(pdf.Document{Pages: []pdf.Page{torn, next}}).Paragraphs
	if want := strings.Join(narrow[:3], " ") + " list of five towns, and went on."; len(got) != 4 || got[2].Text != want {
		t.Errorf("paragraphs %+v, want the third to be %q", got, want)
	}
}

// TestMargins: headers, footers and numbers go, footnotes stand apart, and a
// sentence goes on over the page's end.
func TestMargins(t *testing.T) {
	var pages []pdf.Page
	for i := range 4 {
		header := "Quay Policy Forum"
		if i%2 == 1 {
			header = "Water and peace"
		}
		pages = append(pages, page(
			lines(60, 760, 9, header), lines(540, 760, 9, fmt.Sprint(i+1)),
			lines(60, 600, 10, fmt.Sprintf("The sentence on page %d is so long that it does not", i+1), fmt.Sprintf("end there, and the words that follow on page %d are", i+1)),
			lines(60, 130, 7, fmt.Sprintf("%d See the tables of the harbour office.", i+1)),
			lines(280, 30, 10, fmt.Sprintf("Page %d of 4", i+1))))
	}
	got := pdf.Layout(pdf.Document{Pages: pages})
	want := pdf.Text{Size: 10, Margins: []string{"Quay Policy Forum", "Page 1 of 4", "Water and peace"}}
	for i := range 4 {
		want.Notes = append(want.Notes, fmt.Sprintf("%d See the tables of the harbour office.", i+1))
		want.Paragraphs = append(want.Paragraphs, pdf.Paragraph{Page: i, Size: 10, Text: fmt.Sprintf(
			"The sentence on page %d is so long that it does not end there, and the words that follow on page %d are", i+1, i+1)})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	// The same with sentences that begin in lower case.
	for i := range pages {
		for j, l := range pages[i].Lines {
			pages[i].Lines[j].Text = strings.Replace(l.Text, "The sentence", "the sentence", 1)
		}
	}
	if got := pdf.Layout(pdf.Document{Pages: pages}); len(got.Paragraphs) != 1 {
		t.Errorf("%d paragraphs, want one over four pages", len(got.Paragraphs))
	}
}

func TestDate(t *testing.T) {
	east := time.FixedZone("", 8*3600)
	for _, c := range []struct {
		in   string
		want corpus.Date
		ok   bool
	}{
		{"D:20260304180209+08'00'", corpus.Date{Time: time.Date(2026, 3, 4, 18, 2, 9, 0, east), Precision: corpus.PrecisionSecond, HasOffset: true}, true},
		{"D:20260304180209Z", corpus.Date{Time: time.Date(2026, 3, 4, 18, 2, 9, 0, time.UTC), Precision: corpus.PrecisionSecond, HasOffset: true}, true},
		{"20260304", corpus.Date{Time: time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC), Precision: corpus.PrecisionDay}, true},
		{"D:202603", corpus.Date{Time: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), Precision: corpus.PrecisionMonth}, true},
		{"D:2026", corpus.Date{Time: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Precision: corpus.PrecisionYear}, true},
		{"D:20261304", corpus.Date{}, false},
		{"yesterday", corpus.Date{}, false},
		{"", corpus.Date{}, false},
	} {
		got, ok := pdf.Date(c.in)
		if ok != c.ok {
			t.Errorf("Date(%q) = %v, %v", c.in, got, ok)
			continue
		}
		if ok && (!got.Time.Equal(c.want.Time) || got.Precision != c.want.Precision || got.HasOffset != c.want.HasOffset || got.String() != c.want.String()) {
			t.Errorf("Date(%q) = %+v, want %+v", c.in, got, c.want)
		}
	}
}

// FuzzLayout: lines anywhere, of any size, are laid out in the end.
func FuzzLayout(f *testing.F) {
	f.Add("One line\nand another-\nof three", 10.0, 60.0, 700.0)
	f.Add("一行\n二行\n\n", -1.0, 0.0, 1e300)
	f.Fuzz(func(_ *testing.T, text string, size, x, y float64) {
		doc := pdf.Document{Pages: make([]pdf.Page, 3)}
		for i := range doc.Pages {
			doc.Pages[i] = page(lines(x, y, size, strings.Split(text, "\n")...), lines(x+float64(i)*200, y, size+float64(i), strings.Fields(text)...))
		}
		pdf.Layout(doc)
	})
}
