package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"framewatch/corpus"
	"framewatch/internal/charset"
	"framewatch/internal/invalid"
	"framewatch/nlp/lang"
)

// By names the rules that made a document (Document.ExtractedBy).
const By = "extract@2"

// Config is the settings of extraction.
type Config struct {
	// MaxBytes is the largest page that is read; a larger one is a [Failure].
	MaxBytes int64 `mapstructure:"max_bytes" yaml:"max_bytes" json:"max_bytes"`
	// MaxTags is how many tags and texts a page of HTML has at most, each of which
	// takes time and memory however short it is; a page with more is a [Failure].
	MaxTags int `mapstructure:"max_tags" yaml:"max_tags" json:"max_tags"`
	// MinLetters is how many letters a text has at least, unless a source's
	// selector chose it; a Chinese character counts as three.
	MinLetters int `mapstructure:"min_letters" yaml:"min_letters" json:"min_letters"`
	// Workers is how many pages [JSONL] reads at once; 0 is one for each processor.
	Workers int `mapstructure:"workers" yaml:"workers" json:"workers"`
	// Language says which languages are told apart.
	Language lang.Config `mapstructure:"language" yaml:"language" json:"language"`
}

// Default reads pages of up to 16 MiB and 250,000 tags and texts, of which long
// articles have some thousands, and wants 50 letters.
func Default() Config {
	return Config{MaxBytes: 16 << 20, MaxTags: 250_000, MinLetters: 50, Language: lang.Default()}
}

// Validate reports every mistake at once.
func (c Config) Validate() error {
	var errs []error
	if c.MaxBytes <= 0 {
		errs = append(errs, invalid.Errorf("max_bytes", fmt.Sprint(c.MaxBytes), "must be more than 0"))
	}
	if c.MaxTags <= 0 {
		errs = append(errs, invalid.Errorf("max_tags", fmt.Sprint(c.MaxTags), "must be more than 0"))
	}
	if c.MinLetters < 0 {
		errs = append(errs, invalid.Errorf("min_letters", fmt.Sprint(c.MinLetters), "must not be negative"))
	}
	if c.Workers < 0 || c.Workers > 1024 {
		errs = append(errs, invalid.Errorf("workers", fmt.Sprint(c.Workers), "must be from 0 (one for each processor) to 1024"))
	}
	if err := c.Language.Validate(); err != nil {
		errs = append(errs, invalid.Under("language", err))
	}
	return errors.Join(errs...)
}

// Extractor turns pages into documents. It is immutable and may be used by many
// goroutines at once.
type Extractor struct {
	cfg   Config
	langs identifier
	pdf   PDFReader                           // nil where PDFs are not read
	open  func(name string) (*os.File, error) // nil where lines name no files
}

// identifier is the part of nlp/lang that extraction needs.
type identifier interface {
	Detect(text string) lang.Result
	Declared(script string, tags ...string) string
}

// New makes an extractor; cfg must be valid.
func New(cfg Config) (*Extractor, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	langs, err := lang.New(cfg.Language)
	if err != nil {
		return nil, fmt.Errorf("load language models: %w", err)
	}
	return &Extractor{cfg: cfg, langs: langs}, nil
}

// Extract reads the article on a page. source may be nil; its selectors come
// before the general rules and its languages and name help to judge. The error
// is a [*Failure] where the page holds nothing usable, or ctx's. Selectors of
// the source that found nothing are in Document.Unmatched, so that a caller who
// sees many pages can tell a broken selector from a page without an author.
// Document.Version is left to the caller, who knows what was seen at this URL
// before.
func (e *Extractor) Extract(ctx context.Context, page corpus.Page, source *corpus.Source) (corpus.Document, error) {
	if err := ctx.Err(); err != nil {
		return corpus.Document{}, err
	}
	if len(bytes.TrimSpace(page.Body)) == 0 {
		return corpus.Document{}, &Failure{CodeEmpty, "the page has no bytes"}
	}
	if int64(len(page.Body)) > e.cfg.MaxBytes {
		return corpus.Document{}, &Failure{CodeTooLarge, fmt.Sprintf("%d bytes, the limit is %d", len(page.Body), e.cfg.MaxBytes)}
	}
	doc, err := e.read(ctx, page, source)
	if err != nil {
		return corpus.Document{}, err
	}
	doc.Capture, doc.Source, doc.URL, doc.FetchedAt = page.ID, page.Source, page.URL, page.FetchedAt
	if source != nil && doc.Source == "" {
		doc.Source = source.ID
	}
	doc.ExtractedBy = By
	doc.TextSHA256 = corpus.SHA256([]byte(doc.Text))
	doc.ID = corpus.NewDocID(doc.Source, doc.URL, doc.TextSHA256)
	return doc, nil
}

// read extracts by the form of the page.
func (e *Extractor) read(ctx context.Context, page corpus.Page, source *corpus.Source) (corpus.Document, error) {
	switch formOf(page.Body, page.ContentType) {
	case formPDF:
		return e.portable(ctx, page, source)
	case formHTML:
		text, _ := charset.Decode(page.Body, page.ContentType)
		return e.html(text, page, source)
	case formText:
		text, _ := charset.Decode(page.Body, page.ContentType)
		return e.plain(string(text))
	}
	return corpus.Document{}, &Failure{CodeNotHTML, "the page is " + sniffed(page.Body, page.ContentType)}
}

// html extracts from decoded HTML.
func (e *Extractor) html(text []byte, page corpus.Page, source *corpus.Source) (corpus.Document, error) {
	p, err := parsePage(text, addressOf(page), e.cfg.MaxTags)
	if err != nil {
		return corpus.Document{}, err
	}
	var sel corpus.Selectors
	if source != nil {
		sel = source.Selectors
	}
	remove(p.root, sel.Remove)
	blocks := cutBlocks(p.root)
	poll(p, blocks)
	v := decide(p, blocks, sel)
	correction := v.takeCorrections()
	m := readMetadata(p, &v, page, source)
	v.dropTitle(m.title)
	v.dropCredits()
	doc := corpus.Document{
		Title: m.title, Text: v.text(), Authors: m.authors, Published: m.published, Modified: m.modified,
		CanonicalURL: m.canonical, OriginalURL: m.original, SiteName: m.site, Section: m.section, Genre: m.genre,
		WireCredit: m.credit, CorrectionNotice: correction, Quality: v.quality(), Agreement: rounded(v.agreement), Boilerplate: rounded(v.boilerplate()), Blocks: v.flagged(), Unmatched: unmatched(p.root, &v, sel),
	}
	if err := e.judge(&doc, p, &v, page.Status); err != nil {
		return corpus.Document{}, err
	}
	e.setLanguages(&doc, p.declaredLangs()...)
	return doc, nil
}

// remove takes out what an editor's selectors name. A selector that does not
// parse matches nothing.
func remove(root *html.Node, selectors []string) {
	if len(selectors) > 0 {
		goquery.NewDocumentFromNode(root).Find(strings.Join(selectors, ", ")).Remove()
	}
}

// unmatched names the selectors that an editor has set and that found nothing.
func unmatched(root *html.Node, v *verdict, sel corpus.Selectors) []string {
	var out []string
	for _, s := range []struct {
		name   string
		missed bool
	}{
		{"title", sel.Title != "" && selected(root, sel.Title) == ""},
		{"text", v.missed},
		{"author", sel.Author != "" && selected(root, sel.Author) == ""},
		{"date", sel.Date != "" && selected(root, sel.Date) == ""},
	} {
		if s.missed {
			out = append(out, s.name)
		}
	}
	return out
}

func addressOf(page corpus.Page) *url.URL {
	u, err := url.Parse(firstOf(page.FinalURL, page.URL))
	if err != nil || u.Host == "" {
		return nil
	}
	return u
}

const (
	formHTML = "html"
	formText = "text"
	formPDF  = "pdf"
)

// formOf decides how a body is read: formHTML, formText, formPDF, or empty where
// it is none of them. Servers mislabel HTML as anything, so the bytes decide first.
func formOf(body []byte, contentType string) string {
	kind := strings.ToLower(strings.TrimSpace(strings.SplitN(contentType, ";", 2)[0]))
	head := bytes.ToLower(body[:min(len(body), 4096)])
	if isPortable(body) {
		return formPDF
	}
	markup := bytes.Contains(head, []byte("<html")) || bytes.Contains(head, []byte("<!doctype html")) || bytes.Contains(head, []byte("<body")) || bytes.Contains(head, []byte("<head"))
	switch {
	case markup:
		return formHTML
	case strings.Contains(kind, "html"), kind == "" && bytes.Contains(head, []byte("<p")), kind == "" && bytes.Contains(head, []byte("<div")):
		return formHTML
	}
	switch sniff := http.DetectContentType(body); {
	case strings.HasPrefix(sniff, "text/html"):
		return formHTML
	case strings.HasPrefix(sniff, "text/plain") && (kind == "" || kind == "text/plain" || kind == "text/markdown"):
		return formText
	case kind == "text/plain" && !strings.HasPrefix(sniff, "application/") && !strings.HasPrefix(sniff, "image/"):
		return formText
	case kind == "" && strings.HasPrefix(sniff, "text/xml"):
		return formHTML
	case kind == "" && !bytes.ContainsRune(head, 0) && sniff == "application/octet-stream":
		return formText // text in an old character set
	}
	return ""
}

func sniffed(body []byte, contentType string) string {
	return firstOf(strings.SplitN(contentType, ";", 2)[0], http.DetectContentType(body))
}
