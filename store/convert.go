package store

import (
	"strings"
	"time"

	"framewatch/corpus"
)

// CaptureOf turns a capture into its row.
func CaptureOf(c corpus.Capture) CaptureRow {
	return CaptureRow{CaptureID: string(c.ID), SourceID: string(c.Source), URL: c.URL, FinalURL: c.FinalURL,
		Redirects: c.Redirects, RedirectStatus: int64(c.RedirectStatus), Attempt: int64(c.Attempt), Kind: c.Kind, FetchedAt: c.FetchedAt, Status: int64(c.Status),
		Outcome: string(c.Outcome), ErrorCode: c.ErrorCode, Message: c.Message, ContentType: c.ContentType,
		Charset: c.Charset, CharsetFrom: c.CharsetFrom, BodySHA256: c.BodySHA256, Bytes: c.Bytes,
		RobotsState: c.RobotsState, TDMReservation: c.TDMReservation, WARCFile: c.WARCFile, WARCOffset: c.WARCOffset,
		RunID: string(c.Run)}
}

// Source turns a row back into the noun, as far as the table has it.
func (r SourceRow) Source() *corpus.Source {
	return &corpus.Source{ID: corpus.SourceID(r.SourceID), Name: r.Name, Domain: r.Domain, Country: r.Country, Blocs: r.Bloc,
		OwnerType: corpus.OwnerType(r.OwnerType), Langs: r.Langs, Demo: r.Demo, ValidFrom: r.ValidFrom, ValidTo: r.ValidTo,
		ListID: r.ListID, ListVersion: r.ListVersion}
}

// Capture turns a row back into the noun, as far as the table has it.
func (r CaptureRow) Capture() corpus.Capture {
	return corpus.Capture{ID: corpus.CaptureID(r.CaptureID), Run: corpus.RunID(r.RunID), Source: corpus.SourceID(r.SourceID),
		URL: r.URL, FinalURL: r.FinalURL, Redirects: r.Redirects, RedirectStatus: int(r.RedirectStatus), Attempt: int(r.Attempt), Kind: r.Kind, FetchedAt: r.FetchedAt,
		Status: int(r.Status), Outcome: corpus.Outcome(r.Outcome), ErrorCode: r.ErrorCode, Message: r.Message,
		ContentType: r.ContentType, Charset: r.Charset, CharsetFrom: r.CharsetFrom, BodySHA256: r.BodySHA256, Bytes: r.Bytes,
		RobotsState: r.RobotsState, TDMReservation: r.TDMReservation, WARCFile: r.WARCFile, WARCOffset: r.WARCOffset}
}

// DocumentOf turns a document into its row; nTokens is the number of words that
// annotate counted, machineTranslated what it concluded.
func DocumentOf(d corpus.Document, run corpus.RunID, nTokens int, machineTranslated bool) DocumentRow {
	row := DocumentRow{DocID: string(d.ID), CaptureID: string(d.Capture), SourceID: string(d.Source), URL: d.URL,
		FinalURL: d.FinalURL, CanonicalURL: d.CanonicalURL, OriginalURL: d.OriginalURL, Title: d.Title, Authors: d.Authors, Lang: d.Lang,
		SiteName: d.SiteName, Section: d.Section, Genre: d.Genre, WireCredit: d.WireCredit, CorrectionNotice: d.CorrectionNotice, NTokens: int64(nTokens),
		NChars: int64(corpus.NewOffsets(d.Text).CodePoint(len(d.Text))), TextSHA256: d.TextSHA256,
		ArticleID: string(d.Article), Version: int64(d.Version), Supersedes: string(d.Supersedes),
		Paywalled: d.Paywalled, Blocked: d.Blocked, Excluded: d.Excluded, ExtractionQuality: d.Quality, Agreement: d.Agreement, Boilerplate: d.Boilerplate, MachineTranslated: machineTranslated,
		Text: d.Text, RunID: string(run), Month: MonthOf(d)}
	if d.Lang == "" {
		row.Lang = "und"
	}
	for _, l := range d.Langs {
		row.Langs = append(row.Langs, LangShare{Lang: l.Lang, Share: l.Share})
	}
	if d.Published.Known() {
		row.PublishedAt = d.Published.Time.UTC()
		row.PublishedPrecision, row.PublishedFrom = string(d.Published.Precision), d.Published.From
		if d.Published.HasOffset {
			row.PublishedOffset = d.Published.Time.Format("-07:00")
		}
	}
	if d.Modified.Known() {
		row.ModifiedAt = d.Modified.Time.UTC()
	}
	return row
}

// inMonth notes the partition that the row lies in: of a document without a date
// it is all that is known of when it was fetched.
func (r *DocumentRow) inMonth(month string) { r.Month = month }

// Document turns a row back into the noun, so that annotation can be done again
// from the table.
func (r DocumentRow) Document() corpus.Document {
	d := corpus.Document{ID: corpus.DocID(r.DocID), Capture: corpus.CaptureID(r.CaptureID), Source: corpus.SourceID(r.SourceID),
		URL: r.URL, FinalURL: r.FinalURL, CanonicalURL: r.CanonicalURL, OriginalURL: r.OriginalURL, Title: r.Title, Text: r.Text, Authors: r.Authors,
		Lang: r.Lang, SiteName: r.SiteName, Section: r.Section, Genre: r.Genre, WireCredit: r.WireCredit, CorrectionNotice: r.CorrectionNotice, Paywalled: r.Paywalled, Excluded: r.Excluded,
		Blocked: r.Blocked, Quality: r.ExtractionQuality, Agreement: r.Agreement, Boilerplate: r.Boilerplate, TextSHA256: r.TextSHA256,
		Article: corpus.ArticleID(r.ArticleID), Version: int(r.Version), Supersedes: corpus.DocID(r.Supersedes)}
	for _, l := range r.Langs {
		d.Langs = append(d.Langs, corpus.LangShare{Lang: l.Lang, Share: l.Share})
	}
	d.FetchedAt, _ = time.Parse("2006-01", r.Month) // zero in a row that was not read from a table
	if !r.PublishedAt.IsZero() {
		d.Published = corpus.Date{Time: r.PublishedAt, Precision: corpus.Precision(r.PublishedPrecision), From: r.PublishedFrom}
		if offset, err := time.Parse("-07:00", r.PublishedOffset); err == nil {
			d.Published.HasOffset = true
			d.Published.Time = r.PublishedAt.In(offset.Location())
		}
	}
	if !r.ModifiedAt.IsZero() {
		d.Modified = corpus.Date{Time: r.ModifiedAt, Precision: corpus.PrecisionSecond}
	}
	return d
}

// positions converts spans of one document's title and text.
type positions struct{ title, text *corpus.Offsets }

func (p positions) of(in corpus.Field, s corpus.Span) (points, bytes corpus.Span) {
	o := p.text
	if in == corpus.InTitle {
		o = p.title
	}
	return o.Points(s), s
}

// AnnotationRows are the rows of one document's annotations.
type AnnotationRows struct {
	Sentences []SentenceRow
	Mentions  []MentionRow
	Frames    []FrameHitRow
	Quotes    []QuoteRow
	Clauses   []ClauseRow
	Claims    []ClaimRow
	Stances   []StanceRow
	Terms     []TermCountRow
}

// RowsOf turns the annotations of d into rows, with code points beside bytes.
func RowsOf(d corpus.Document, a corpus.Annotations, run corpus.RunID) AnnotationRows {
	p := positions{corpus.NewOffsets(d.Title), corpus.NewOffsets(d.Text)}
	month, doc, r := MonthOf(d), string(a.Doc), string(run)
	var out AnnotationRows
	for _, s := range a.Sentences {
		at, raw := p.of(s.In(), s.Span)
		row := SentenceRow{SentenceID: string(s.ID), DocID: doc, Seq: int64(s.Seq),
			Paragraph: int64(s.Paragraph), Lang: s.Lang, Script: s.Script, Start: int64(at.Start), End: int64(at.End),
			StartByte: int64(raw.Start), EndByte: int64(raw.End), IsHeadline: s.Headline, Boilerplate: s.Boilerplate,
			InQuote: s.InQuote, AlignedTo: string(s.AlignedTo), RunID: r, Month: month}
		if s.AlignedTo != "" {
			row.AlignmentScore = &s.AlignmentScore
		}
		out.Sentences = append(out.Sentences, row)
	}
	for _, m := range a.Mentions {
		s := a.Sentences[m.Sentence]
		at, raw := p.of(s.In(), m.Span)
		out.Mentions = append(out.Mentions, MentionRow{MentionID: m.ID, DocID: doc, SentenceID: string(s.ID), InTitle: s.Headline,
			Surface: m.Surface, Start: int64(at.Start), End: int64(at.End), StartByte: int64(raw.Start), EndByte: int64(raw.End),
			Label: string(m.Label), EntityID: string(m.Entity), Name: m.Name, TargetID: string(m.Target), Variant: string(m.Variant), LinkScore: m.Score,
			Metonym: m.Metonym, Evidence: m.Evidence, RunID: r, Month: month})
	}
	for _, h := range a.Frames {
		s := a.Sentences[h.Sentence]
		at, raw := p.of(s.In(), h.Span)
		row := FrameHitRow{HitID: h.ID, DocID: doc, SentenceID: string(s.ID), InTitle: s.Headline, ClauseID: h.Clause, Codebook: h.Codebook,
			CodebookVersion: h.Version, Frame: h.Frame, Term: h.Term, Polarity: h.Polarity, Surface: h.Surface, Start: int64(at.Start), End: int64(at.End),
			StartByte: int64(raw.Start), EndByte: int64(raw.End), Negated: h.Negated, Hypothetical: h.Hypothetical,
			Voice: string(h.Voice), QuoteID: h.Quote, Speaker: h.Speaker, SpeakerID: string(h.SpeakerID), TargetID: string(h.Target), EntityID: string(h.Entity),
			Method: h.Method, Score: h.Score, RunID: r, Month: month}
		if h.Distance >= 0 {
			n := int64(h.Distance)
			row.Distance = &n
		}
		out.Frames = append(out.Frames, row)
	}
	for _, q := range a.Quotes {
		out.Quotes = append(out.Quotes, quoteRow(d, a, q, p, r, month))
	}
	for _, c := range a.Clauses {
		out.Clauses = append(out.Clauses, clauseRow(a, c, p, r, month))
	}
	for _, c := range a.Claims {
		out.Claims = append(out.Claims, claimRow(a, c, p, r, month))
	}
	for _, s := range a.Stances {
		out.Stances = append(out.Stances, stanceRow(a, s, p, r, month))
	}
	for _, t := range a.Terms {
		out.Terms = append(out.Terms, TermCountRow{DocID: doc, Lang: t.Lang, Term: t.Term, POS: t.POS, N: int64(t.N), RunID: r, Month: month})
	}
	return out
}

// DocumentTargetOf says how far d is about a target of a run.
func DocumentTargetOf(d corpus.Document, use corpus.TargetUse, run corpus.RunID) DocumentTargetRow {
	row := DocumentTargetRow{DocID: string(d.ID), TargetID: string(use.Target), Relevance: string(use.Relevance), Score: use.Score,
		NMentions: int64(use.Mentions), NSentences: int64(use.Sentences), InHeadline: use.InHeadline, RunID: string(run), Month: MonthOf(d)}
	if use.First >= 0 {
		row.FirstPosition = &use.First
	}
	return row
}

func clauseRow(a corpus.Annotations, c corpus.Clause, p positions, run, month string) ClauseRow {
	s := a.Sentences[c.Sentence]
	at, raw := p.of(s.In(), c.Span)
	points := func(span corpus.Span) (start, end *int64) {
		if span.Len() == 0 {
			return nil, nil
		}
		at, _ := p.of(s.In(), span)
		from, to := int64(at.Start), int64(at.End)
		return &from, &to
	}
	row := ClauseRow{ClauseID: c.ID, DocID: string(a.Doc), SentenceID: string(s.ID), ParentID: c.Parent, Kind: string(c.Kind), InTitle: s.Headline,
		Start: int64(at.Start), End: int64(at.End), StartByte: int64(raw.Start), EndByte: int64(raw.End), Polarity: string(c.Polarity), Mood: string(c.Mood),
		Voice: string(c.Voice), QuoteID: c.Quote, SpeakerID: string(c.Speaker), VerbClass: string(c.VerbClass), RunID: run, Month: month}
	row.SubjectStart, row.SubjectEnd = points(c.Subject)
	row.CueStart, row.CueEnd = points(c.Cue)
	return row
}

func quoteRow(d corpus.Document, a corpus.Annotations, q corpus.Quote, p positions, run, month string) QuoteRow {
	text := d.Text
	if q.In == corpus.InTitle {
		text = d.Title
	}
	pieces := func(spans []corpus.Span) ([]Span, string) {
		out, words := make([]Span, len(spans)), make([]string, len(spans))
		for i, s := range spans {
			at, _ := p.of(q.In, s)
			out[i], words[i] = Span{int64(at.Start), int64(at.End)}, s.Of(text)
		}
		return out, strings.Join(words, " ")
	}
	row := QuoteRow{QuoteID: q.ID, ClauseID: q.Clause, DocID: string(a.Doc), InTitle: q.In == corpus.InTitle, Type: string(q.Type),
		SpeakerID: string(q.Speaker), SpeakerName: q.SpeakerName, SpeakerCountry: q.SpeakerCountry, Office: string(q.Office), VerbClass: string(q.VerbClass),
		RunID: run, Month: month}
	for _, t := range q.Targets {
		row.TargetIDs = append(row.TargetIDs, string(t))
	}
	row.Content, row.ContentText = pieces(q.Content)
	row.Source, row.SourceText = pieces(q.Source)
	row.Cue, row.CueText = pieces(q.Cue)
	for _, s := range a.Sentences {
		if s.In() == q.In && len(q.Content) > 0 && s.Span.Start <= q.Content[0].Start && q.Content[0].Start < s.Span.End {
			row.SentenceID = string(s.ID)
			break
		}
	}
	return row
}

func claimRow(a corpus.Annotations, c corpus.Claim, p positions, run, month string) ClaimRow {
	s := a.Sentences[c.Sentence]
	at, raw := p.of(s.In(), c.Span)
	return ClaimRow{ClaimID: c.ID, DocID: string(a.Doc), SentenceID: string(s.ID), ClauseID: c.Clause, InTitle: s.Headline, Surface: c.Surface,
		Start: int64(at.Start), End: int64(at.End), StartByte: int64(raw.Start), EndByte: int64(raw.End), TargetID: string(c.Target),
		Kind: c.Kind, Value: c.Value, Bound: string(c.Bound), Verdict: string(c.Verdict), Fact: c.Fact, FactSource: c.Source, Register: c.Register,
		Voice: string(c.Voice), Speaker: c.Speaker, SpeakerID: string(c.SpeakerID), RunID: run, Month: month}
}

func stanceRow(a corpus.Annotations, s corpus.Stance, p positions, run, month string) StanceRow {
	in := a.Sentences[s.Sentence]
	at, raw := p.of(in.In(), s.Span)
	mention := ""
	if s.Mention >= 0 {
		mention = a.Mentions[s.Mention].ID
	}
	return StanceRow{StanceID: corpus.NewPartID(a.Doc, corpus.LayerStance, corpus.InText, corpus.Span{}, mention, string(s.Target), string(s.Voice)),
		DocID: string(a.Doc), TargetID: string(s.Target), MentionID: mention, Voice: string(s.Voice), Stance: string(s.Label), Score: s.Score,
		PCritical: s.P[0], PNeutral: s.P[1], PSupportive: s.P[2], SentenceID: string(in.ID), InTitle: in.Headline,
		Start: int64(at.Start), End: int64(at.End), StartByte: int64(raw.Start), EndByte: int64(raw.End), Method: s.Method, RunID: run, Month: month}
}
