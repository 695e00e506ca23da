package streams

import (
	"time"

	"framewatch/corpus"
	"framewatch/store"
)

// Schemas, as metadata of the streams name them (key framewatch.schema). One is
// raised when a column changes its meaning or goes.
const (
	SchemaPages     = "framewatch.pages/1"
	SchemaCaptures  = "framewatch.captures/1"
	SchemaDocuments = "framewatch.documents/1"
	SchemaAnnotated = "framewatch.annotated/1"
)

// Keys of a stream's metadata.
const (
	metaSchema  = "framewatch.schema"
	metaRules   = "framewatch.rules" // digest of the rules of annotation
	metaProgram = "framewatch.version"
)

// Page is a row of what [Extract] reads.
type Page struct {
	ID          string    `col:"id" desc:"names the page for whoever sent it, and comes back; it need not be unique"`
	SourceID    string    `col:"source_id,null" desc:"outlet, whose selectors and languages are used where a source list of the settings has it"`
	URL         string    `col:"url" desc:"address, to which links and dates in the page refer"`
	ContentType string    `col:"content_type,null" desc:"media type of the answer"`
	Status      int64     `col:"status,null" desc:"HTTP status of the answer"`
	FetchedAt   time.Time `col:"fetched_at,null" desc:"when it was fetched; no article is dated much later"`
	Body        []byte    `col:"body" desc:"the page's bytes, content coding removed; text is taken for UTF-8"`
}

// PageColumns are those that a stream of pages has to have.
func PageColumns() []string { return []string{"id", "url", "body"} }

// Capture is a row of what [Captures] reads: a page that lies in the archive of a
// dataset, and all that extraction looks at beside its bytes.
type Capture struct {
	ID          string    `col:"id" desc:"capture_id of table captures, and comes back"`
	SourceID    string    `col:"source_id" desc:"outlet"`
	URL         string    `col:"url" desc:"address that was asked for"`
	FinalURL    string    `col:"final_url,null" desc:"address after redirects, to which links and dates in the page refer"`
	ContentType string    `col:"content_type,null" desc:"media type of the answer"`
	Status      int64     `col:"status,null" desc:"HTTP status of the answer"`
	FetchedAt   time.Time `col:"fetched_at" desc:"when it was fetched"`
	BodySHA256  string    `col:"body_sha256,null" desc:"digest of the page's bytes, against which they are held"`
	Bytes       int64     `col:"bytes" desc:"how many they are"`
	WARCFile    string    `col:"warc_file" desc:"file under the dataset that holds them"`
	WARCOffset  int64     `col:"warc_offset" desc:"byte at which the record starts in warc_file"`
}

// CaptureColumns are those that a stream of captures has to have: all but those that may
// be null.
func CaptureColumns() []string {
	return []string{"id", "source_id", "url", "fetched_at", "bytes", "warc_file", "warc_offset"}
}

// CaptureOf is the row of a capture.
func CaptureOf(c *corpus.Capture) Capture {
	return Capture{ID: string(c.ID), SourceID: string(c.Source), URL: c.URL, FinalURL: c.FinalURL, ContentType: c.ContentType, Status: int64(c.Status),
		FetchedAt: c.FetchedAt, BodySHA256: c.BodySHA256, Bytes: c.Bytes, WARCFile: c.WARCFile, WARCOffset: c.WARCOffset}
}

// capture is the capture of a row, as one whose body is stored.
func (c *Capture) capture() corpus.Capture {
	return corpus.Capture{ID: corpus.CaptureID(c.ID), Source: corpus.SourceID(c.SourceID), URL: c.URL, FinalURL: c.FinalURL, ContentType: c.ContentType, Status: int(c.Status),
		FetchedAt: c.FetchedAt, Outcome: corpus.OutcomeOK, BodySHA256: c.BodySHA256, Bytes: c.Bytes, WARCFile: c.WARCFile, WARCOffset: c.WARCOffset}
}

// Document is a row of what [Extract] writes and [Annotate] reads. Where there is an
// error the row has no document.
type Document struct {
	ID                 string            `col:"id,null" desc:"as the pages had it"`
	ErrorCode          string            `col:"error_code,null" desc:"stable word for why there is no document, as in table failures; bad-row where the row itself is wrong; null where there is one"`
	Error              string            `col:"error,null" desc:"the reason for people"`
	ReadKey            string            `col:"read_key,null" desc:"digest of the page and of the rules by which it was read"`
	DocID              string            `col:"doc_id,null,key" desc:"hash of source, URL and text"`
	SourceID           string            `col:"source_id,null" desc:"outlet"`
	URL                string            `col:"url,null" desc:"address"`
	CanonicalURL       string            `col:"canonical_url,null" desc:"what the page calls itself, same host only"`
	OriginalURL        string            `col:"original_url,null" desc:"where the page says that it first stood"`
	Title              string            `col:"title,null" desc:"headline without the outlet's name"`
	Authors            []string          `col:"authors" desc:"people named as authors"`
	PublishedAt        time.Time         `col:"published_at,null" desc:"publication, UTC; null when the page gives no date"`
	PublishedOffset    string            `col:"published_offset,null" desc:"the page's own UTC offset, such as +08:00; null when it gave none"`
	PublishedPrecision string            `col:"published_precision,null" desc:"year, month, day, minute or second"`
	PublishedFrom      string            `col:"published_from,null" desc:"evidence for the date"`
	ModifiedAt         time.Time         `col:"modified_at,null" desc:"last change as the page gives it, UTC"`
	FetchedAt          time.Time         `col:"fetched_at,null" desc:"when the page was fetched"`
	Lang               string            `col:"lang,null" desc:"main language as extraction found it, BCP 47; und or null = not known"`
	Langs              []store.LangShare `col:"langs" desc:"languages with their share of the letters, as extraction found them"`
	SiteName           string            `col:"site_name,null" desc:"site's name for itself"`
	Section            string            `col:"section,null" desc:"section of the site"`
	Genre              string            `col:"genre,null" desc:"news, opinion, analysis, official or press_release; null when not known"`
	WireCredit         string            `col:"wire_credit,null" desc:"agency that the page credits"`
	CorrectionNotice   string            `col:"correction_notice,null" desc:"what the outlet says of having corrected the article; not part of text"`
	TextSHA256         string            `col:"text_sha256,null" desc:"digest of text"`
	Paywalled          bool              `col:"paywalled" desc:"true when only a teaser was served"`
	Blocked            bool              `col:"blocked" desc:"true for a block, challenge or login page; such text is not annotated"`
	Quality            float64           `col:"extraction_quality" desc:"0 to 1: agreement of the extractors"`
	Agreement          *float64          `col:"extractor_agreement" desc:"share of the letters found by the extractors on which they agree; null where no page was read"`
	Boilerplate        *float64          `col:"boilerplate_share" desc:"share of the page's letters that are not text; null where no page was read"`
	Unmatched          []string          `col:"unmatched" desc:"the source's selectors that found nothing on the page"`
	Text               string            `col:"text,null" desc:"the article, one empty line between paragraphs"`
}

// DocumentColumns are those that a stream of documents has to have.
func DocumentColumns() []string { return []string{"doc_id", "text"} }

// Unmade is an element of annotated.not_coded.
type Unmade struct {
	Layer string `col:"layer"`
	Code  string `col:"code"`
}

// Annotation is what was found in a document: the rows of the tables about it, but for
// what only a run knows.
type Annotation struct {
	AnnotationKey     string                    `col:"annotation_key,null" desc:"digest of the text, what is said of it, and the rules of annotation; null where it was not annotated"`
	FoundLang         string                    `col:"found_lang,null" desc:"main language as annotation found it, which documents.lang has; null where the text shows none"`
	FoundLangs        []store.LangShare         `col:"found_langs" desc:"languages as annotation found them"`
	NTokens           int64                     `col:"n_tokens" desc:"words in headline and text"`
	MachineTranslated bool                      `col:"machine_translated" desc:"true when wrong renderings of the target show machine translation"`
	NotCoded          []Unmade                  `col:"not_coded" desc:"layers that do not apply to the text, and why"`
	Sentences         []store.SentenceRow       `col:"sentences" desc:"rows of table sentences"`
	Mentions          []store.MentionRow        `col:"mentions" desc:"rows of table mentions"`
	Frames            []store.FrameHitRow       `col:"frame_hits" desc:"rows of table frame_hits"`
	Codes             []store.DocumentFrameRow  `col:"document_frames" desc:"rows of table document_frames"`
	Quotes            []store.QuoteRow          `col:"quotes" desc:"rows of table quotes"`
	Clauses           []store.ClauseRow         `col:"clauses" desc:"rows of table clauses"`
	Claims            []store.ClaimRow          `col:"claims" desc:"rows of table claims"`
	Stances           []store.StanceRow         `col:"stances" desc:"rows of table stances"`
	Targets           []store.DocumentTargetRow `col:"document_targets" desc:"rows of table document_targets"`
	Terms             []store.TermCountRow      `col:"term_counts" desc:"rows of table term_counts"`
}

// Annotated is a row of what [Annotate] writes.
type Annotated struct {
	Document
	Annotation
}

// documentOf is the row of a document.
func documentOf(id, key string, d corpus.Document) Document {
	r := store.DocumentOf(d, "", 0, false)
	return Document{ID: id, ReadKey: key, DocID: r.DocID, SourceID: r.SourceID, URL: r.URL, CanonicalURL: r.CanonicalURL, OriginalURL: r.OriginalURL,
		Title: r.Title, Authors: r.Authors, PublishedAt: r.PublishedAt, PublishedOffset: r.PublishedOffset, PublishedPrecision: r.PublishedPrecision,
		PublishedFrom: r.PublishedFrom, ModifiedAt: r.ModifiedAt, FetchedAt: d.FetchedAt, Lang: d.Lang, Langs: r.Langs, SiteName: r.SiteName, Section: r.Section,
		Genre: r.Genre, WireCredit: r.WireCredit, CorrectionNotice: r.CorrectionNotice, TextSHA256: r.TextSHA256, Paywalled: r.Paywalled, Blocked: r.Blocked,
		Quality: r.ExtractionQuality, Agreement: r.Agreement, Boilerplate: r.Boilerplate, Unmatched: d.Unmatched, Text: r.Text}
}

// document is the document of a row.
func (d *Document) document() corpus.Document {
	r := store.DocumentRow{DocID: d.DocID, SourceID: d.SourceID, URL: d.URL, CanonicalURL: d.CanonicalURL, OriginalURL: d.OriginalURL,
		Title: d.Title, Authors: d.Authors, PublishedAt: d.PublishedAt, PublishedOffset: d.PublishedOffset, PublishedPrecision: d.PublishedPrecision,
		PublishedFrom: d.PublishedFrom, ModifiedAt: d.ModifiedAt, Lang: d.Lang, Langs: d.Langs, SiteName: d.SiteName, Section: d.Section, Genre: d.Genre,
		WireCredit: d.WireCredit, CorrectionNotice: d.CorrectionNotice, TextSHA256: d.TextSHA256, Paywalled: d.Paywalled, Blocked: d.Blocked,
		ExtractionQuality: d.Quality, Agreement: d.Agreement, Boilerplate: d.Boilerplate, Text: d.Text}
	out := r.Document()
	out.FetchedAt, out.Unmatched = d.FetchedAt, d.Unmatched
	return out
}
