package frame

import (
	"slices"

	"framewatch/corpus"
	"framewatch/internal/invalid"
)

// File is a codebook file: the codebook under its one key.
type File struct {
	Codebook Codebook `yaml:"codebook" json:"codebook"`
}

// Validate reports every mistake in the file as *invalid.Field.
func (f *File) Validate() error { return invalid.Under("codebook", f.Codebook.Validate()) }

// Codebook is a set of frames with the terms that show them.
type Codebook struct {
	ID        string   `yaml:"id" json:"id"`
	Version   string   `yaml:"version" json:"version"`
	Languages []string `yaml:"languages" json:"languages"` // BCP 47, of the terms
	Licence   string   `yaml:"licence" json:"licence"`
	Status    string   `yaml:"status" json:"status"` // such as draft, validated; free
	// Unvalidated are the languages whose terms no coder has read.
	Unvalidated []string `yaml:"unvalidated" json:"unvalidated"`
	// Exclusive lets a stretch of text count for one frame only: of terms of
	// several frames that overlap, the longest stands.
	Exclusive  bool        `yaml:"exclusive" json:"exclusive"`
	Sets       []Set       `yaml:"sets" json:"sets"`
	Frames     []Frame     `yaml:"frames" json:"frames"`
	Crosswalks []Crosswalk `yaml:"crosswalks" json:"crosswalks"` // for readers, not used here
}

// Crosswalk relates the frames to another scheme.
type Crosswalk struct {
	ID        string              `yaml:"id" json:"id"`
	Label     string              `yaml:"label" json:"label"`
	Frames    []string            `yaml:"frames" json:"frames"`       // of the other scheme
	Crosswalk map[string][]string `yaml:"crosswalk" json:"crosswalk"` // other scheme's frame -> ours
	ToneCodes []string            `yaml:"tone_codes" json:"tone_codes"`
}

// Set is a group of entities that requirements name.
type Set struct {
	ID       string            `yaml:"id" json:"id"`
	Entities []corpus.EntityID `yaml:"entities" json:"entities"` // a * at the end stands for the rest: country.*
	// Target makes it the set of the target that a document is coded for, with all
	// that is part of it; then it lists no entities, and the other sets do without
	// them: a body is no rival of its own.
	Target bool `yaml:"target" json:"target"`
}

// Frame is one way of presenting the subject.
type Frame struct {
	ID         string            `yaml:"id" json:"id"`
	Label      map[string]string `yaml:"label" json:"label"` // by language
	Definition Text              `yaml:"definition" json:"definition"`
	CodingRule Text              `yaml:"coding_rule" json:"coding_rule"`
	Polarity   string            `yaml:"polarity" json:"polarity"` // towards the target: positive, negative, neutral, mixed
	Unit       string            `yaml:"unit" json:"unit"`         // what a coder reads to decide: sentence or document; for readers, terms hold of sentences in any case
	// Residual holds of a frame that a document has only where it has no other
	// frame of the codebook; without terms, wherever it has none.
	Residual  bool                `yaml:"residual" json:"residual"`
	Excludes  []Exclusion         `yaml:"excludes" json:"excludes"`
	Terms     map[string][]string `yaml:"terms" json:"terms"`
	AntiTerms map[string][]string `yaml:"anti_terms" json:"anti_terms"`
	Groups    []Group             `yaml:"groups" json:"groups"`
	Requires  []Requirement       `yaml:"requires" json:"requires"` // all must hold
	Examples  Examples            `yaml:"examples" json:"examples"`
	Notes     string              `yaml:"notes" json:"notes"`
}

// Group is a part of a frame's terms with a direction of its own.
type Group struct {
	ID        string              `yaml:"id" json:"id"`
	Polarity  string              `yaml:"polarity" json:"polarity"` // in place of the frame's
	Terms     map[string][]string `yaml:"terms" json:"terms"`
	AntiTerms map[string][]string `yaml:"anti_terms" json:"anti_terms"` // besides the frame's
	// Requires stands in place of what the frame requires; [] is nothing.
	Requires []Requirement `yaml:"requires" json:"requires"`
}

// Requirement asks for a mention of an entity of a set at most that many
// sentences from the hit; the headline is next to the first sentence.
type Requirement struct {
	Set             string `yaml:"set" json:"set"`
	WithinSentences int    `yaml:"within_sentences" json:"within_sentences"`
}

// Exclusion keeps another frame from being counted beside this one.
type Exclusion struct {
	Frame  string `yaml:"frame" json:"frame"`
	Within string `yaml:"within" json:"within"` // sentence or document
}

// The reaches of an [Exclusion].
const (
	withinSentence = "sentence"
	withinDocument = "document"
)

// Examples are texts that a coder would and would not code. The target is their
// subject, named or not.
type Examples struct {
	Include Lists `yaml:"include" json:"include"`
	Exclude Lists `yaml:"exclude" json:"exclude"`
}

// Languages are those in which the frame has terms, its groups' among them, sorted
// and without script and region.
func (f *Frame) Languages() []string {
	lists := []map[string][]string{f.Terms}
	for _, g := range f.Groups {
		lists = append(lists, g.Terms)
	}
	var out []string
	for _, terms := range lists {
		for lang, texts := range terms {
			if len(texts) > 0 {
				out = append(out, corpus.BaseLang(lang))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
