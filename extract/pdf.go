package extract

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/extract/byline"
	"framewatch/extract/pdf"
	"framewatch/internal/lazyregexp"
)

// PDFReader finds the text layer of a PDF. Its error says what is wrong with the
// file; extract/pdf/pdfium has one.
type PDFReader interface {
	ReadPDF(ctx context.Context, body []byte) (pdf.Document, error)
}

// WithPDF returns an extractor that also reads PDF files, with r. Without one
// they are a [Failure].
func (e *Extractor) WithPDF(r PDFReader) *Extractor {
	with := *e
	with.pdf = r
	return &with
}

const (
	scannedLetters = 40  // weight of text on a page, on average, below which a file is scanned
	brokenShare    = 0.2 // of characters that the file's fonts do not explain
	titleRatio     = 1.2 // size of a headline, in sizes of the text
	headPages      = 2   // pages on which title and authors stand
)

// portable extracts from a PDF.
func (e *Extractor) portable(ctx context.Context, page corpus.Page, source *corpus.Source) (corpus.Document, error) {
	if e.pdf == nil {
		return corpus.Document{}, &Failure{CodePDF, "nothing here reads PDF"}
	}
	file, err := e.pdf.ReadPDF(ctx, page.Body)
	if ctx.Err() != nil {
		return corpus.Document{}, ctx.Err()
	}
	if err != nil {
		return corpus.Document{}, &Failure{CodePDF, err.Error()}
	}
	text := pdf.Layout(file)
	weight, broken, all := 0, 0, 0
	for _, p := range text.Paragraphs {
		weight += weightOf(p.Text)
		for _, r := range p.Text {
			all++
			broken += int(truth(r == utf8.RuneError || unicode.Is(unicode.Co, r) || unicode.IsControl(r)))
		}
	}
	switch pages := len(file.Pages); {
	case float64(broken) > brokenShare*float64(all):
		return corpus.Document{}, &Failure{CodePDF, fmt.Sprintf("%d of %d characters of the text layer cannot be read", broken, all)}
	case weight < scannedLetters*pages && weight < 20*scannedLetters:
		return corpus.Document{}, &Failure{CodeScanned, fmt.Sprintf("no text: %d pages with %d letters in all, they are images", pages, weight)}
	case weight < e.cfg.MinLetters:
		return corpus.Document{}, &Failure{CodeNoText, fmt.Sprintf("%d letters of text, the least is %d", weight, e.cfg.MinLetters)}
	}
	doc := corpus.Document{Quality: textQuality(file, broken, all)}
	doc.Title = portableTitle(file, text)
	doc.Published, doc.Modified = portableDates(file, text, page)
	doc.Authors = portableAuthors(file, text, page)
	doc.SiteName = siteName(&parsedPage{url: addressOf(page)}, source)
	doc.Text, doc.Blocks = portableText(text, doc)
	if doc.Text == "" {
		return corpus.Document{}, &Failure{CodeNoText, "nothing but a title and notes"}
	}
	doc.Genre = genreOf(&parsedPage{url: addressOf(page)}, metadata{title: doc.Title}, source)
	e.setLanguages(&doc)
	return doc, nil
}

// textQuality is the share of the pages that have a text layer, less the
// characters that could not be read.
func textQuality(file pdf.Document, broken, all int) float64 {
	full := 0
	for _, p := range file.Pages {
		full += int(truth(len(p.Lines) > 0))
	}
	q := float64(full) / float64(len(file.Pages)+file.Unread) * (1 - float64(broken)/float64(max(1, all)))
	return float64(int(q*1000+0.5)) / 1000
}

// programTitle is what programs put in a file's title: the name of a file or of
// nothing.
var programTitle = lazyregexp.New(`(?i)^(?:microsoft (?:word|powerpoint|excel)|untitled|document\d*|presentation\d*|slide \d+|layout \d+|print|doc\d+|无标题|無標題|幻灯片 ?\d+|文档\d*)|\.(?:docx?|pdf|indd|qxd|pptx?|tex|dvi|rtf|odt|wpd|pages|html?)$|^[\d\W_]+$`)

// portableTitle is the title that the file declares where it is one and stands
// on the first pages, else the largest print there.
func portableTitle(file pdf.Document, text pdf.Text) string {
	largest := largestPrint(text)
	declared := squeeze(file.Title)
	if strings.Contains(string(normal(largest)), string(normal(declared))) && largest != "" {
		return largest // the whole of a title that the file declares in part
	}
	if declared != "" && !programTitle.MatchString(declared) && utf8.RuneCountInString(declared) <= 300 &&
		strings.Contains(headText(text), string(normal(declared))) && weightOf(declared) >= leastItem {
		return declared
	}
	if first := text.Paragraphs[0].Text; largest == "" && utf8.RuneCountInString(first) <= titleMost && !endsSentence(first) {
		return first
	}
	return largest
}

// largestPrint is the paragraph of the first page that is set largest, empty
// where none is larger than the text.
func largestPrint(text pdf.Text) string {
	best, size := "", titleRatio*text.Size
	for _, p := range text.Paragraphs {
		if p.Page > text.Paragraphs[0].Page {
			break
		}
		if p.Size > size*1.05 && weightOf(p.Text) >= leastItem && utf8.RuneCountInString(p.Text) <= titleMost {
			best, size = p.Text, p.Size
		}
	}
	return best
}

// headText is the letters of the first pages that have text.
func headText(text pdf.Text) string {
	var b strings.Builder
	for _, p := range text.Paragraphs {
		if p.Page >= text.Paragraphs[0].Page+headPages {
			break
		}
		b.WriteString(string(normal(p.Text)))
	}
	return b.String()
}

// portableAuthors are the people whom the file declares, where its first pages
// name them too: often it declares who typed it.
func portableAuthors(file pdf.Document, text pdf.Text, page corpus.Page) []string {
	u := addressOf(page)
	rules := byline.Rules{Outlets: hostWords(u), Personal: personalHost(u)}
	head := headText(text)
	var out []string
	for _, name := range rules.People([]string{squeeze(file.Author)}, byline.Declared) {
		if strings.Contains(head, string(normal(name))) {
			out = append(out, name)
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, p := range text.Paragraphs {
		if p.Page > text.Paragraphs[0].Page {
			break
		}
		for _, part := range frontParts(p.Text) {
			if names := rules.People([]string{part}, byline.Shown); len(names) > 0 {
				return names
			}
		}
		if countLetters(p.Text) > 80 {
			continue
		}
		if names := rules.Line(p.Text); len(names) > 0 {
			return names
		}
	}
	return nil
}

// portableDates reads the date that the first page shows, else the day on which
// the file says that it was made; the address decides before that.
func portableDates(file pdf.Document, text pdf.Text, page corpus.Page) (published, modified corpus.Date) {
	c := &dateChooser{latest: latest(page)}
	for _, p := range text.Paragraphs {
		if p.Page > text.Paragraphs[0].Page {
			break
		}
		for _, part := range append(frontParts(p.Text), p.Text) {
			c.tryFront(part)
		}
	}
	for _, s := range text.Margins {
		for _, part := range frontParts(s) {
			c.tryFront(part)
		}
	}
	if u := addressOf(page); u != nil && !c.found.Known() {
		c.take(fromURL, urlDate(&parsedPage{url: u}, c.hint))
	}
	made, ok := pdf.Date(file.Created)
	if ok && !c.found.Known() {
		c.take(fromMeta, dayOf(made))
	}
	if changed, ok := pdf.Date(file.Modified); ok {
		m := &dateChooser{latest: c.latest}
		m.take(fromMeta, dayOf(changed))
		if m.found.Known() && (!c.found.Known() || m.found.Time.After(c.found.Time.Add(24*time.Hour))) {
			modified = m.found
		}
	}
	return c.found, modified
}

// dayOf drops the time of day, which tells when somebody pressed a key.
func dayOf(d corpus.Date) corpus.Date {
	if d.Precision == corpus.PrecisionMinute || d.Precision == corpus.PrecisionSecond {
		y, m, day := d.Time.Date()
		d.Time, d.HasOffset, d.Precision = time.Date(y, m, day, 0, 0, 0, 0, time.UTC), false, corpus.PrecisionDay
	}
	return d
}

// portableText joins the paragraphs but for the title and, before the first
// paragraph of prose, bylines and datelines, which become flagged blocks with
// the margins and footnotes.
func portableText(text pdf.Text, doc corpus.Document) (string, []corpus.Block) {
	var parts []string
	var blocks []corpus.Block
	title := string(normal(doc.Title))
	begun := false
	for _, p := range text.Paragraphs {
		b := &block{text: p.Text, letters: countLetters(p.Text), stops: countStops(p.Text)}
		b.phrase = phraseKind(p.Text, b.letters)
		front := frontParts(p.Text) != nil
		begun = begun || b.proseIn(scriptOf(p.Text)) && !isDateline(b) && !front
		n := string(normal(p.Text))
		switch {
		case n == "":
		case !begun && (n == title || front || isDateline(b) || b.phrase == kindByline || namesOnly(n, doc.Authors)):
			if n != title {
				blocks = append(blocks, corpus.Block{Kind: kindByline, Text: p.Text})
			}
		default:
			parts = append(parts, p.Text)
		}
	}
	for _, s := range append(text.Margins, text.Notes...) {
		if len(blocks) < maxBlocks {
			blocks = append(blocks, corpus.Block{Kind: kindNote, Text: s})
		}
	}
	return strings.Join(parts, "\n\n"), blocks
}

// namesOnly reports whether letters are those of the authors' names, with no
// more than a word or two beside them.
func namesOnly(letters string, authors []string) bool {
	rest := letters
	for _, a := range authors {
		rest = strings.Replace(rest, string(normal(a)), "", 1)
	}
	return len(rest) < len(letters) && len(rest) <= 12
}

// isPortable reports whether a body is a PDF, whatever the server calls it: the
// mark may stand after some junk (ISO 32000-1, annex H).
func isPortable(body []byte) bool {
	before, _, marked := strings.Cut(string(body[:min(len(body), 1024)]), "%PDF-")
	return marked && !strings.Contains(before, "<")
}
