package corpus

import "slices"

// Layer names a kind of annotation.
type Layer string

// The layers that annotate writes.
const (
	LayerSentence Layer = "sentence"
	LayerToken    Layer = "token"
	LayerMention  Layer = "mention"
	LayerFrame    Layer = "frame"
	LayerQuote    Layer = "quote"
	LayerClause   Layer = "clause"
	LayerClaim    Layer = "claim"
	LayerStance   Layer = "stance"
)

// Field says in which string of a document a span counts.
type Field string

// The two strings of a document that carry annotations.
const (
	InText  Field = "text"
	InTitle Field = "title"
)

// Span is a half-open range of bytes of Document.Text or Document.Title.
type Span struct{ Start, End int }

// Len is the span's length in bytes.
func (s Span) Len() int { return s.End - s.Start }

// Contains reports whether t lies within s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps reports whether s and t share a byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Of returns the part of text that s covers.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// Sentence is one sentence. Headline sentences come first and count their
// positions in Document.Title.
type Sentence struct {
	ID          SentenceID
	Span        Span
	Seq         int // from 0 over headline and text
	Paragraph   int // from 0 in the text; -1 for the headline
	Lang        string
	Script      string // ISO 15924 such as Latn, Hans, Hant, Arab; Zyyy when none
	Headline    bool
	Boilerplate bool
	InQuote     bool // wholly inside a direct quotation

	// AlignedTo is the counterpart in the other language of a bilingual document,
	// AlignmentScore how much of their words translate each other (0 to 1).
	AlignedTo      SentenceID
	AlignmentScore float64
}

// In says in which string the sentence's span counts.
func (s Sentence) In() Field {
	if s.Headline {
		return InTitle
	}
	return InText
}

// Token is one word or punctuation mark.
type Token struct {
	Span     Span
	Sentence int    // index into Annotations.Sentences
	POS      string // Penn Treebank for English; empty where there is no tagger
	Norm     string // form under which the token is counted
	Word     bool   // false for punctuation and symbols
}

// Label is the type of an entity.
type Label string

// The entity labels (CoNLL and OntoNotes names, reduced).
const (
	PER   Label = "PER"
	ORG   Label = "ORG"
	LOC   Label = "LOC"
	NORP  Label = "NORP" // nationalities, religious and political groups
	FAC   Label = "FAC"
	EVENT Label = "EVENT"
	MISC  Label = "MISC"
)

// Variant says how a mention names its entity.
type Variant string

// The variants of a mention.
const (
	VariantOfficial       Variant = "official"
	VariantAlias          Variant = "alias"
	VariantAbbreviation   Variant = "abbreviation"
	VariantMistranslation Variant = "mistranslation"
	VariantTypo           Variant = "typo"
	VariantPronoun        Variant = "pronoun"
	VariantDescription    Variant = "description" // of its kind, seat or field, where the name stands elsewhere
)

// Mention is one place where an entity is named.
type Mention struct {
	ID       string
	Span     Span
	Sentence int // index into Annotations.Sentences
	Surface  string
	Label    Label
	Entity   EntityID // empty for an entity that no gazetteer knows
	Target   EntityID // of the run that it names: the entity, or what it is part of; empty for others
	Name     string   // for people and bodies without an entity: the fullest form in the document
	Variant  Variant
	Score    float64 // 0 to 1
	Evidence string  // such as "gazetteer iomed@1.0.0"
	Metonym  bool    // a capital that may stand for its government
}

// Voice says who utters a passage.
type Voice string

// The voices of a passage.
const (
	VoiceAuthor   Voice = "author"
	VoiceDirect   Voice = "direct_quote"
	VoiceIndirect Voice = "indirect_quote"
)

// FrameHit is one occurrence of a codebook term that met the frame's rules.
type FrameHit struct {
	ID           string
	Span         Span
	Sentence     int    // index into Annotations.Sentences
	Clause       string // ID of the smallest clause around it
	Codebook     string
	Version      string // codebook's version
	Frame        string
	Term         string // as the codebook writes it
	Polarity     string // of the frame, or of its group of terms, towards the target: positive, negative, neutral, mixed; empty where the codebook says none
	Surface      string
	Negated      bool
	Hypothetical bool // said to be possible, conditional or asked
	Voice        Voice
	Quote        string   // ID of the quote whose words it is; empty for the author's
	Speaker      string   // surface of the speaker, empty for the author
	SpeakerID    EntityID // empty when not known
	Target       EntityID // for which it counts; hits of several targets may stand in one place
	Entity       EntityID // that made the frame's requirement true; empty when the document does not name the target
	Distance     int      // sentences to the nearest mention of the target; -1 when there is none
	Method       string   // "codebook"
	Score        float64
}

// QuoteType tells word-for-word quotation from report.
type QuoteType string

// The types of a quote.
const (
	QuoteDirect   QuoteType = "direct"
	QuoteIndirect QuoteType = "indirect"
	QuoteMixed    QuoteType = "mixed"
)

// VerbClass is what the choice of a reporting verb says of the words it reports
// (engagement in the sense of Martin and White 2005).
type VerbClass string

// The classes of a reporting verb. Datasets of older versions have positive and
// negative (praise, warn) in their place.
const (
	VerbNeutral    VerbClass = "neutral"    // say, state, warn, 表示
	VerbEndorsing  VerbClass = "endorsing"  // the author takes it for true: point out, reveal, confirm, 指出
	VerbDistancing VerbClass = "distancing" // the author does not vouch for it: claim, allege, 声称
	VerbDenying    VerbClass = "denying"    // the speaker says that it is not so: deny, reject, 否认
)

// Quote is one quotation with its source ("who") and cue ("said"), as in the
// PolNeAR annotation scheme (Newell et al. 2018). Source and Cue are empty where
// the text names none.
type Quote struct {
	ID             string
	In             Field
	Content        []Span
	Source         []Span
	Cue            []Span
	Type           QuoteType
	Speaker        EntityID
	SpeakerName    string // of a speaker without an entity: the fullest form in the document
	SpeakerCountry string
	Office         EntityID
	VerbClass      VerbClass
	Clause         string     // ID of the smallest clause around the beginning of its content
	Targets        []EntityID // of the run that it is on, sorted
}

// Bound says how a stated number limits what is claimed.
type Bound string

// The bounds of a claim.
const (
	BoundExact   Bound = "exact"
	BoundAtLeast Bound = "at_least" // more than, at least
	BoundAbout   Bound = "about"    // about, nearly
)

// Verdict is what a register says of a claim.
type Verdict string

// The verdicts, as of the day of publication.
const (
	VerdictSupported    Verdict = "supported"
	VerdictOutdated     Verdict = "outdated" // it was so before
	VerdictContradicted Verdict = "contradicted"
	VerdictUnknown      Verdict = "unknown"      // the register or the document has no day for it
	VerdictNotAsserted  Verdict = "not_asserted" // its clause is negated, supposed or asked
)

// Claim is a number or date that a text states about the target, held against a
// register of facts.
type Claim struct {
	ID        string
	Span      Span   // of the number, with the words that qualify it
	Sentence  int    // index into Annotations.Sentences
	Clause    string // ID of the smallest clause around it
	Surface   string
	Target    EntityID
	Kind      string // of fact, as the register calls it
	Value     string // plain number; YYYY-MM-DD, YYYY-MM or, without a year, --MM-DD
	Bound     Bound
	Verdict   Verdict
	Fact      string // value of the fact that decided, empty where none did
	Source    string // web address of that fact
	Register  string // ID@version
	Voice     Voice
	Speaker   string   // name of the speaker, empty for the author
	SpeakerID EntityID // empty when not known
}

// Relevance is how far a document is about an entity.
type Relevance string

// The degrees of relevance.
const (
	RelevanceMain    Relevance = "main"    // the headline or the opening names it, and the text goes on about it
	RelevancePassing Relevance = "passing" // named, but the text is about something else
	RelevanceNone    Relevance = "none"    // not named
)

// ClauseKind says why a stretch of a sentence is read by itself.
type ClauseKind string

// The kinds of clauses.
const (
	ClauseSentence  ClauseKind = "sentence"  // all of it
	ClauseUnit      ClauseKind = "clause"    // one of several beside each other
	ClauseInsertion ClauseKind = "insertion" // between commas, dashes or brackets
	ClauseReport    ClauseKind = "report"    // the words of a source
	ClauseScope     ClauseKind = "scope"     // what a negation, a modal or a condition bears on
)

// Polarity says whether a clause is affirmed or negated.
type Polarity string

// The polarities; two negations, one about the other, affirm.
const (
	Affirmed Polarity = "affirmed"
	Negated  Polarity = "negated"
)

// Mood says whether a clause is asserted, asked or supposed.
type Mood string

// The moods.
const (
	Asserted     Mood = "asserted"
	Asked        Mood = "question"
	Hypothetical Mood = "hypothetical"
)

// Clause is a stretch of a sentence with one reading: who says it, and whether
// it is affirmed or denied, asserted, asked or supposed. Clauses nest; what
// stands at a place is read by the smallest clause around it.
type Clause struct {
	ID        string
	Kind      ClauseKind
	Span      Span
	Sentence  int    // index into Annotations.Sentences
	Parent    string // ID of the smallest clause around this one; empty for sentences
	Subject   Span   // empty where none is seen
	Cue       Span   // word that makes it negated, asked or supposed; of a report the word that reports it
	Polarity  Polarity
	Mood      Mood
	Voice     Voice
	Quote     string // ID of the quote whose words it is; empty for the author's
	Source    Span   // of the quote
	VerbClass VerbClass
	Speaker   EntityID
}

// Target is an entity that a run is about.
type Target struct {
	ID  EntityID
	Set []EntityID // the entity first, then all that is part of it
}

// Has reports whether an entity is the target or part of it.
func (t Target) Has(e EntityID) bool { return slices.Contains(t.Set, e) }

// TargetUse is what a document has of an entity that a run is about.
type TargetUse struct {
	Target     EntityID
	Relevance  Relevance
	Score      float64 // 0 (not named) to 1
	Mentions   int     // references such as "the organisation" among them
	Sentences  int     // with a mention
	InHeadline bool
	First      float64 // place of the first sentence with a mention, 0 to 1; -1 when there is none
}

// TermCount is how often a term occurs in the words of a document.
type TermCount struct {
	Lang, Term, POS string
	N               int
}

// Annotations is all that annotate found in one document. Slices are in text
// order, headline first.
type Annotations struct {
	Doc       DocID
	Lang      string
	Langs     []LangShare
	Sentences []Sentence
	Tokens    []Token
	Mentions  []Mention
	Frames    []FrameHit
	Codes     []FrameCode // what the hits say of the document, target by target
	Quotes    []Quote
	Clauses   []Clause
	Claims    []Claim
	Stances   []Stance // those of the document first
	Terms     []TermCount
	By        string // name@version of the annotator with its codebook and gazetteers
	Unmade    []Unmade
}

// FrameRef names a frame of a codebook.
type FrameRef struct{ Codebook, Frame string }

// FrameCode says whether a document has a frame for a target. Frames that nothing
// codes in the document's languages have none.
type FrameCode struct {
	Target     EntityID
	Codebook   string
	Version    string // codebook's version
	Frame      string
	Present    bool
	P          *float64 // probability of presence; nil where it is not known
	Method     string   // rules, or who else decided
	Sentence   int      // best evidence, as index into Annotations.Sentences; -1 without any
	NHits      int      // hits that count
	NNegated   int
	NAuthor    int // of NHits, in the author's voice
	NQuoted    int // of NHits, in quotations
	InHeadline bool
	First      float64 // place of the first hit that counts, 0 to 1; -1 without any
	Share      float64 // of the sentences that have a hit that counts
}
