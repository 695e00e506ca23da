package store

import (
	"time"

	"framewatch/corpus"
)

// Row is one row of a table. The struct is the schema: a field's col tag gives
// the column's name and options, its desc tag the text of SCHEMA.md.
//
// Options: "null" stores the zero value as null, which is how "not known" looks
// in a table; "key" marks the columns that together are unique; "volatile"
// marks what may differ between two runs over the same input (see [Diff]).
type Row interface {
	// Table names the table.
	Table() string
	// Partition gives the month of the row, YYYY-MM, or "" in a table without
	// partitions.
	Partition() string
}

// Span is a range of code points, as list columns carry it.
type Span struct {
	Start int64 `col:"start"`
	End   int64 `col:"end"`
}

// LangShare is an element of documents.langs.
type LangShare struct {
	Lang  string  `col:"lang"`
	Share float64 `col:"share"`
}

// SourceRow is an outlet as a source list described it.
type SourceRow struct {
	SourceID    string   `col:"source_id,key" desc:"outlet, as the source list names it"`
	Name        string   `col:"name" desc:"outlet's name"`
	Domain      string   `col:"domain" desc:"registrable host"`
	Country     string   `col:"country" desc:"ISO 3166-1 alpha-2 of the outlet's seat; ZZ = not determined"`
	Parent      string   `col:"parent,null" desc:"state that the country belongs to, where it is a territory (HK: CN); null for states, and in rows of older versions"`
	Bloc        []string `col:"bloc" desc:"blocs of the country on the day of the run, and those the list adds"`
	OwnerType   string   `col:"owner_type" desc:"state_media, private_news, public_news, think_tank, party, government, academic, law_adr or aggregator"`
	Langs       []string `col:"langs" desc:"languages of publication, BCP 47"`
	Demo        bool     `col:"demo" desc:"true for an invented outlet"`
	ValidFrom   string   `col:"valid_from,null" desc:"first day (YYYY-MM-DD) for which this description holds"`
	ValidTo     string   `col:"valid_to,null" desc:"last such day"`
	ListID      string   `col:"list_id,null" desc:"source list"`
	ListVersion string   `col:"list_version,null" desc:"version of the source list"`
	RunID       string   `col:"run_id,volatile" desc:"run that wrote the row"`
}

// CaptureRow is one attempt to fetch one URL.
type CaptureRow struct {
	CaptureID      string    `col:"capture_id,key,volatile" desc:"hash of run, URL and attempt"`
	SourceID       string    `col:"source_id" desc:"outlet for which it was fetched"`
	URL            string    `col:"url" desc:"normalised URL that was asked for"`
	FinalURL       string    `col:"final_url,null" desc:"URL after redirects"`
	Redirects      []string  `col:"redirects" desc:"hops in between"`
	RedirectStatus int64     `col:"redirect_status,null" desc:"301 or 308 when every hop was permanent, else the status of the first that was not (200: a page that sends on); null without hops and in rows of older versions"`
	Attempt        int64     `col:"attempt" desc:"1 for the first try of the run"`
	Kind           string    `col:"kind" desc:"page, start, feed, sitemap or robots"`
	FetchedAt      time.Time `col:"fetched_at,volatile" desc:"when the request was sent"`
	Status         int64     `col:"status,null" desc:"HTTP status; null when there was no response"`
	Outcome        string    `col:"outcome" desc:"ok, ok-truncated, ok-flagged, error, blocked, skipped, not-fetched, not-modified or gone"`
	ErrorCode      string    `col:"error_code,null" desc:"stable word for the reason"`
	Message        string    `col:"message,null,volatile" desc:"the reason for people"`
	ContentType    string    `col:"content_type,null" desc:"media type of the response"`
	Charset        string    `col:"charset,null" desc:"character set in which it was read"`
	CharsetFrom    string    `col:"charset_from,null" desc:"evidence: bom, header, utf-8, meta or detected; rendered when the body is the tree that a browser made of the page"`
	BodySHA256     string    `col:"body_sha256,null" desc:"digest of the decoded body"`
	Bytes          int64     `col:"bytes" desc:"length of the decoded body"`
	RobotsState    string    `col:"robots_state,null" desc:"allowed, disallowed, unreachable or none"`
	TDMReservation string    `col:"tdm_reservation,null" desc:"the server's text-and-data-mining reservation: 1 or 0"`
	WARCFile       string    `col:"warc_file,null,volatile" desc:"file under the dataset that holds the body"`
	WARCOffset     int64     `col:"warc_offset,volatile" desc:"byte at which the record starts in warc_file"`
	RunID          string    `col:"run_id,volatile" desc:"run that made the attempt"`
}

// DocumentRow is one version of one article.
type DocumentRow struct {
	DocID              string      `col:"doc_id,key" desc:"hash of source, URL and text"`
	CaptureID          string      `col:"capture_id,volatile" desc:"capture it was first read from"`
	SourceID           string      `col:"source_id" desc:"outlet"`
	URL                string      `col:"url" desc:"normalised URL"`
	FinalURL           string      `col:"final_url,null" desc:"address to which url leads, where that is another"`
	CanonicalURL       string      `col:"canonical_url,null" desc:"what the page calls itself, same host only"`
	OriginalURL        string      `col:"original_url,null" desc:"where the page says that it first stood"`
	Title              string      `col:"title,null" desc:"headline without the outlet's name"`
	Authors            []string    `col:"authors" desc:"people named as authors"`
	PublishedAt        time.Time   `col:"published_at,null" desc:"publication, UTC; null when the page gives no date"`
	PublishedOffset    string      `col:"published_offset,null" desc:"the page's own UTC offset, such as +08:00; null when it gave none"`
	PublishedPrecision string      `col:"published_precision,null" desc:"year, month, day, minute or second"`
	PublishedFrom      string      `col:"published_from,null" desc:"evidence for the date: json-ld, meta, time, url, text or feed; editor where one has corrected it"`
	ModifiedAt         time.Time   `col:"modified_at,null" desc:"last change as the page gives it, UTC"`
	Lang               string      `col:"lang" desc:"main language, BCP 47; und = not known"`
	Langs              []LangShare `col:"langs" desc:"languages with their share of the letters; und for those in no language that is told apart or that the page declares"`
	SiteName           string      `col:"site_name,null" desc:"site's name for itself"`
	Section            string      `col:"section,null" desc:"section of the site"`
	Genre              string      `col:"genre,null" desc:"news, opinion, analysis, official or press_release; null when not known"`
	WireCredit         string      `col:"wire_credit,null" desc:"agency that the page credits"`
	CorrectionNotice   string      `col:"correction_notice,null" desc:"what the outlet says of having corrected the article, in its words; not part of text"`
	NTokens            int64       `col:"n_tokens" desc:"words in headline and text, numbers among them; term_counts has those with a letter, so that their sum may be less"`
	NChars             int64       `col:"n_chars" desc:"code points in the text"`
	TextSHA256         string      `col:"text_sha256" desc:"digest of text"`
	ArticleID          string      `col:"article_id,null" desc:"the article of which this is a text: hash of source and first address, kept through redirects; null in rows written before there was one"`
	Version            int64       `col:"version" desc:"1 for the first text of the article; a new one is what the outlet changed, both pages read by the same rules"`
	Supersedes         string      `col:"supersedes,null" desc:"doc_id of the row whose place this one took when the same page was read by other rules"`
	Paywalled          bool        `col:"paywalled" desc:"true when only a teaser was served"`
	Blocked            bool        `col:"blocked" desc:"true for a block, challenge or login page; such text is not analysed"`
	Excluded           string      `col:"excluded,null" desc:"why an editor takes the page for no article (table corrections): its row stays, and no other table has it; null for all others"`
	Counted            bool        `col:"counted,later" desc:"whether the document counts in comparisons, as of the latest run; false in rows of older versions until the next run"`
	NotCounted         string      `col:"not_counted,null" desc:"why it does not: blocked, excluded, superseded (a later version of the article is there) or paywalled; null where it counts"`
	ExtractionQuality  float64     `col:"extraction_quality" desc:"0 to 1: agreement of the extractors"`
	Agreement          *float64    `col:"extractor_agreement" desc:"share of the letters found by the extractors on which they agree; null where no page was read"`
	Boilerplate        *float64    `col:"boilerplate_share" desc:"share of the page's letters that are not text; null where no page was read"`
	MachineTranslated  bool        `col:"machine_translated" desc:"true when wrong renderings of the target show machine translation"`
	Text               string      `col:"text" desc:"the article, one empty line between paragraphs"`
	RunID              string      `col:"run_id,volatile" desc:"run that first saw it"`
	Month              string
}

// SentenceRow is one sentence.
type SentenceRow struct {
	SentenceID     string   `col:"sentence_id,key" desc:"hash of document and place"`
	DocID          string   `col:"doc_id" desc:"document"`
	Seq            int64    `col:"seq" desc:"place from 0, headline first"`
	Paragraph      int64    `col:"paragraph" desc:"paragraph from 0; -1 for the headline"`
	Lang           string   `col:"lang" desc:"language, BCP 47"`
	Script         string   `col:"script" desc:"script, ISO 15924"`
	Start          int64    `col:"start_char,was=start" desc:"first code point in text (in title for a headline)"`
	End            int64    `col:"end_char,was=end" desc:"code point after the last"`
	StartByte      int64    `col:"start_byte" desc:"the same in bytes of UTF-8"`
	EndByte        int64    `col:"end_byte" desc:"the same in bytes of UTF-8"`
	IsHeadline     bool     `col:"is_headline" desc:"true when it stands in the title"`
	Boilerplate    bool     `col:"boilerplate" desc:"true for text that is not the article's own"`
	InQuote        bool     `col:"in_quote" desc:"true when wholly inside a direct quotation"`
	AlignedTo      string   `col:"aligned_to,null" desc:"sentence_id of its counterpart in the other language of a bilingual page"`
	AlignmentScore *float64 `col:"alignment_score" desc:"0 to 1"`
	RunID          string   `col:"run_id,volatile" desc:"run that wrote the row"`
	Month          string
}

// MentionRow is one place where an entity is named.
type MentionRow struct {
	MentionID  string  `col:"mention_id,key" desc:"hash of document, place and entity"`
	DocID      string  `col:"doc_id" desc:"document"`
	SentenceID string  `col:"sentence_id" desc:"sentence"`
	InTitle    bool    `col:"in_title" desc:"true when start and end count in the title"`
	Surface    string  `col:"surface" desc:"as the text writes it"`
	Start      int64   `col:"start_char,was=start" desc:"first code point"`
	End        int64   `col:"end_char,was=end" desc:"code point after the last"`
	StartByte  int64   `col:"start_byte" desc:"the same in bytes of UTF-8"`
	EndByte    int64   `col:"end_byte" desc:"the same in bytes of UTF-8"`
	Label      string  `col:"label" desc:"PER, ORG, LOC, NORP, FAC, EVENT or MISC"`
	EntityID   string  `col:"entity_id,null" desc:"gazetteer entity; null when none is known"`
	TargetID   string  `col:"target_id,null" desc:"target of the run that it names, itself or a part of it; null for other entities and in rows of older versions"`
	Name       string  `col:"name,null" desc:"for people and bodies without an entity: the fullest form in the document; joins names.form"`
	Variant    string  `col:"variant,null" desc:"official, alias, abbreviation, mistranslation, typo, description or pronoun"`
	LinkScore  float64 `col:"link_score" desc:"0 to 1"`
	Metonym    bool    `col:"metonym" desc:"true for a capital that may stand for its government"`
	Evidence   string  `col:"evidence,null" desc:"who says so"`
	RunID      string  `col:"run_id,volatile" desc:"run that wrote the row"`
	Month      string
}

// FrameHitRow is one occurrence of a codebook term that met its frame's rules for
// one target.
type FrameHitRow struct {
	HitID           string  `col:"hit_id,key" desc:"hash of document, place, frame, term and target"`
	DocID           string  `col:"doc_id" desc:"document"`
	SentenceID      string  `col:"sentence_id" desc:"sentence"`
	InTitle         bool    `col:"in_title" desc:"true when start and end count in the title"`
	ClauseID        string  `col:"clause_id,null" desc:"smallest clause around it; null in rows of older versions"`
	Codebook        string  `col:"codebook" desc:"codebook"`
	CodebookVersion string  `col:"codebook_version" desc:"its version"`
	Frame           string  `col:"frame" desc:"frame"`
	Term            string  `col:"term" desc:"term as the codebook writes it"`
	Polarity        string  `col:"polarity,null" desc:"of the frame, or of its group of terms, towards the target: positive, negative, neutral or mixed; null where the codebook says none and in rows of older versions"`
	Surface         string  `col:"surface" desc:"as the text writes it"`
	Start           int64   `col:"start_char,was=start" desc:"first code point"`
	End             int64   `col:"end_char,was=end" desc:"code point after the last"`
	StartByte       int64   `col:"start_byte" desc:"the same in bytes of UTF-8"`
	EndByte         int64   `col:"end_byte" desc:"the same in bytes of UTF-8"`
	Negated         bool    `col:"negated" desc:"true where its clause is negated; such hits do not count towards prevalence"`
	Hypothetical    bool    `col:"hypothetical" desc:"true where its clause is supposed or asked"`
	Voice           string  `col:"voice" desc:"author, direct_quote or indirect_quote"`
	QuoteID         string  `col:"quote_id,null" desc:"quotation whose words it is; null in the outlet's own words and in rows of older versions"`
	Speaker         string  `col:"speaker,null" desc:"who is quoted, as the text writes it"`
	SpeakerID       string  `col:"speaker_id,null" desc:"the same as gazetteer entity"`
	TargetID        string  `col:"target_id,null" desc:"target for which it counts; in rows of older versions the entity that made the frame's condition true"`
	EntityID        string  `col:"entity_id,null" desc:"entity that made the frame's condition true: the target or a part of it, or of the first set that the frame requires; null where none is named and in rows of older versions"`
	Distance        *int64  `col:"distance" desc:"sentences to the nearest mention of the target; null when the document has none"`
	Method          string  `col:"method" desc:"codebook"`
	Score           float64 `col:"score" desc:"0 to 1"`
	RunID           string  `col:"run_id,volatile" desc:"run that wrote the row"`
	Month           string
}

// DocumentFrameRow says whether a document has a frame for one target; there is a
// row for every frame that is coded in it, present or not, and none for a frame
// that nothing codes in its languages.
type DocumentFrameRow struct {
	DocID           string   `col:"doc_id,key" desc:"document"`
	Frame           string   `col:"frame,key" desc:"frame"`
	Codebook        string   `col:"codebook,key" desc:"codebook"`
	CodebookVersion string   `col:"codebook_version,null" desc:"its version; null in rows of older versions"`
	TargetID        string   `col:"target_id,key,null" desc:"target for which hits were counted; null in rows of older versions, which have one target"`
	Present         bool     `col:"present" desc:"whether the document has the frame, by the method"`
	NHits           int64    `col:"n_hits" desc:"hits that count: neither negated nor in boilerplate"`
	NNegated        int64    `col:"n_negated" desc:"negated hits"`
	NAuthor         int64    `col:"n_author" desc:"hits in the outlet's own voice"`
	NQuoted         int64    `col:"n_quoted" desc:"hits in quotations, direct or indirect"`
	FirstPosition   *float64 `col:"first_position" desc:"place of the first hit, 0 (start) to 1; null without hits"`
	InHeadline      bool     `col:"in_headline" desc:"true with a hit in the title"`
	Share           float64  `col:"share" desc:"share of the document's sentences with a hit"`
	Method          string   `col:"method,null" desc:"who decided: rules (the codebook's terms), or trained@ with the hash of the trained coder; null in rows of older versions, which are by rules"`
	PPresent        *float64 `col:"p_present" desc:"calibrated probability of presence; null where the method gives none"`
	SentenceID      string   `col:"sentence_id,null" desc:"sentence that shows the frame best; null without any, and in rows of older versions"`
	RunID           string   `col:"run_id,volatile" desc:"run that wrote the row"`
	Month           string
}

// QuoteRow is one quotation. Filter those on a target by target_ids.
type QuoteRow struct {
	QuoteID        string   `col:"quote_id,key" desc:"hash of document and place"`
	DocID          string   `col:"doc_id" desc:"document"`
	SentenceID     string   `col:"sentence_id" desc:"sentence in which it starts"`
	InTitle        bool     `col:"in_title" desc:"true when the spans count in the title"`
	ClauseID       string   `col:"clause_id,null" desc:"smallest clause around the beginning of its content; null in rows of older versions"`
	Content        []Span   `col:"content" desc:"what is said, code points"`
	ContentText    string   `col:"content_text" desc:"the same as text, pieces joined by a space"`
	Source         []Span   `col:"source" desc:"who says it, code points"`
	SourceText     string   `col:"source_text,null" desc:"the same as text"`
	Cue            []Span   `col:"cue" desc:"verb of saying, code points"`
	CueText        string   `col:"cue_text,null" desc:"the same as text"`
	Type           string   `col:"type" desc:"direct, indirect or mixed"`
	SpeakerID      string   `col:"speaker_id,null" desc:"speaker as gazetteer entity"`
	SpeakerName    string   `col:"speaker_name,null" desc:"speaker that is no gazetteer entity: the fullest form in the document; joins names.form"`
	SpeakerCountry string   `col:"speaker_country,null" desc:"ISO 3166-1 alpha-2"`
	Office         string   `col:"office,null" desc:"speaker's office"`
	VerbClass      string   `col:"verb_class,null" desc:"neutral, endorsing, distancing or denying (of older versions positive and negative)"`
	TargetIDs      []string `col:"target_ids,later" desc:"targets of the run that its words name; empty in rows of older versions"`
	RunID          string   `col:"run_id,volatile" desc:"run that wrote the row"`
	Month          string
}

// ClauseRow is a stretch of a sentence with one reading. Clauses nest: what
// stands at a place is read by the smallest clause around it.
type ClauseRow struct {
	ClauseID     string `col:"clause_id,key" desc:"hash of document, place and kind"`
	DocID        string `col:"doc_id" desc:"document"`
	SentenceID   string `col:"sentence_id" desc:"sentence"`
	ParentID     string `col:"parent_id,null" desc:"smallest clause around it; null for a whole sentence"`
	Kind         string `col:"kind" desc:"sentence, clause (one of several beside each other), insertion, report (words of a source) or scope (of a negation, modal or condition)"`
	InTitle      bool   `col:"in_title" desc:"true when the spans count in the title"`
	Start        int64  `col:"start_char,was=start" desc:"first code point"`
	End          int64  `col:"end_char,was=end" desc:"code point after the last"`
	StartByte    int64  `col:"start_byte" desc:"the same in bytes of UTF-8"`
	EndByte      int64  `col:"end_byte" desc:"the same in bytes of UTF-8"`
	SubjectStart *int64 `col:"subject_start" desc:"first code point of its subject; null where none is seen"`
	SubjectEnd   *int64 `col:"subject_end" desc:"code point after the last"`
	CueStart     *int64 `col:"cue_start" desc:"first code point of the word that makes it a clause of its own (not, if, said); null for others"`
	CueEnd       *int64 `col:"cue_end" desc:"code point after the last"`
	Polarity     string `col:"polarity" desc:"affirmed or negated; a negation of a denial affirms"`
	Mood         string `col:"mood" desc:"asserted, question or hypothetical"`
	Voice        string `col:"voice" desc:"author, direct_quote or indirect_quote"`
	QuoteID      string `col:"quote_id,null" desc:"quotation whose words it is"`
	SpeakerID    string `col:"speaker_id,null" desc:"who says it as gazetteer entity"`
	VerbClass    string `col:"verb_class,null" desc:"of the quotation: neutral, endorsing, distancing or denying"`
	RunID        string `col:"run_id,volatile" desc:"run that wrote the row"`
	Month        string
}

// NameRow is one way to write the name of a person or body that no gazetteer
// has. All forms of one name have its name_id.
type NameRow struct {
	Form          string   `col:"form,key" desc:"as mentions.name and quotes.speaker_name have it"`
	NameID        string   `col:"name_id" desc:"person or body, such as per.maria-fernandez; follows the most frequent form"`
	Name          string   `col:"name" desc:"most frequent form"`
	Label         string   `col:"label" desc:"PER or ORG; another label where most mentions spelt like it have that"`
	NDocuments    int64    `col:"n_documents" desc:"documents with this form"`
	NMentions     int64    `col:"n_mentions" desc:"mentions whose fullest form this is"`
	AllDocuments  int64    `col:"all_documents" desc:"documents with any form of the name"`
	AllMentions   int64    `col:"all_mentions" desc:"mentions under any form"`
	DocumentLangs []string `col:"document_langs" desc:"main languages of the documents with this form, BCP 47"`
	RunID         string   `col:"run_id,volatile" desc:"run that wrote the row"`
}

// DocumentTargetRow says how far a document is about a target of the run. There
// is a row for every document and target.
type DocumentTargetRow struct {
	DocID         string   `col:"doc_id,key" desc:"document"`
	TargetID      string   `col:"target_id,key,was=entity_id" desc:"target; older versions called the column entity_id"`
	Relevance     string   `col:"relevance" desc:"main (what the document is about), passing or none"`
	Score         float64  `col:"score" desc:"0 to 1: headline, opening and share of the sentences that name it"`
	NMentions     int64    `col:"n_mentions" desc:"mentions, references such as the organisation among them"`
	NSentences    int64    `col:"n_sentences" desc:"sentences with a mention"`
	InHeadline    bool     `col:"in_headline" desc:"true when the title names it"`
	FirstPosition *float64 `col:"first_position" desc:"place of the first sentence that names it, 0 (start) to 1; null when none does"`
	RunID         string   `col:"run_id,volatile" desc:"run that wrote the row"`
	Month         string
}

// TermCountRow counts a word in a document.
type TermCountRow struct {
	DocID string `col:"doc_id,key" desc:"document"`
	Lang  string `col:"lang,key" desc:"language of the sentences counted"`
	Term  string `col:"term,key" desc:"word, folded in case (and to simplified characters for Chinese)"`
	POS   string `col:"pos,key,null" desc:"part of speech (Penn Treebank); null where there is no tagger"`
	N     int64  `col:"n" desc:"occurrences; words without a letter, such as numbers, have no row (documents.n_tokens counts them)"`
	RunID string `col:"run_id,volatile" desc:"run that wrote the row"`
	Month string
}

// MembershipRow is a country's place in a bloc for a time.
type MembershipRow struct {
	EntityID  string `col:"entity_id,key" desc:"country, ISO 3166-1 alpha-2"`
	BlocID    string `col:"bloc_id,key" desc:"bloc"`
	Status    string `col:"status,key" desc:"member, signatory, ratified, observer, partner or candidate"`
	ValidFrom string `col:"valid_from,key,null" desc:"first day (YYYY-MM-DD, or YYYY)"`
	ValidTo   string `col:"valid_to,null" desc:"first day on which it no longer holds"`
	SourceURL string `col:"source_url" desc:"page that supports it"`
	Note      string `col:"note,null" desc:"caveat"`
	RunID     string `col:"run_id,volatile" desc:"run that wrote the row"`
}

// EventRow is a dated event for time lines.
type EventRow struct {
	EventID   string `col:"event_id,key" desc:"event"`
	Date      string `col:"date" desc:"YYYY-MM-DD"`
	LabelEN   string `col:"label_en" desc:"name in English"`
	LabelZH   string `col:"label_zh,null" desc:"name in simplified Chinese"`
	SourceURL string `col:"source_url" desc:"page that supports it"`
	Support   string `col:"support,null" desc:"A official page, B several independent pages, C one page or conflicting"`
	RunID     string `col:"run_id,volatile" desc:"run that wrote the row"`
}

// Table and Partition of each row type.

func (SourceRow) Table() string               { return "sources" }
func (SourceRow) Partition() string           { return "" }
func (CaptureRow) Table() string              { return "captures" }
func (r CaptureRow) Partition() string        { return r.FetchedAt.UTC().Format("2006-01") }
func (DocumentRow) Table() string             { return "documents" }
func (r DocumentRow) Partition() string       { return r.Month }
func (SentenceRow) Table() string             { return "sentences" }
func (r SentenceRow) Partition() string       { return r.Month }
func (MentionRow) Table() string              { return "mentions" }
func (r MentionRow) Partition() string        { return r.Month }
func (FrameHitRow) Table() string             { return "frame_hits" }
func (r FrameHitRow) Partition() string       { return r.Month }
func (DocumentFrameRow) Table() string        { return "document_frames" }
func (r DocumentFrameRow) Partition() string  { return r.Month }
func (ClauseRow) Table() string               { return "clauses" }
func (r ClauseRow) Partition() string         { return r.Month }
func (QuoteRow) Table() string                { return "quotes" }
func (r QuoteRow) Partition() string          { return r.Month }
func (DocumentTargetRow) Table() string       { return "document_targets" }
func (r DocumentTargetRow) Partition() string { return r.Month }
func (NameRow) Table() string                 { return "names" }
func (NameRow) Partition() string             { return "" }
func (TermCountRow) Table() string            { return "term_counts" }
func (r TermCountRow) Partition() string      { return r.Month }
func (MembershipRow) Table() string           { return "memberships" }
func (MembershipRow) Partition() string       { return "" }
func (EventRow) Table() string                { return "events" }
func (EventRow) Partition() string            { return "" }
func (EstimateRow) Table() string             { return "estimates" }
func (EstimateRow) Partition() string         { return "" }

// MonthOf gives the partition of a document: the month of publication in UTC,
// else of fetching.
func MonthOf(d corpus.Document) string {
	if d.Published.Known() {
		return d.Published.Time.UTC().Format("2006-01")
	}
	return d.FetchedAt.UTC().Format("2006-01")
}
