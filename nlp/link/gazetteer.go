package link

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/internal/country"
	"framewatch/internal/invalid"
	"framewatch/internal/lazyregexp"
	"framewatch/nlp/heads"
)

// Gazetteer is one file of entities with their names.
type Gazetteer struct {
	Header     Header      `yaml:"gazetteer" json:"gazetteer"`
	Entities   []Entity    `yaml:"entities" json:"entities"`
	References []Reference `yaml:"references" json:"references"`
}

// Reference lists the phrases of a language that stand for a body named before:
// "the organisation", 该机构.
type Reference struct {
	Kind      string   `yaml:"kind" json:"kind"` // of the bodies, as entities have it
	Lang      string   `yaml:"lang" json:"lang"` // without script
	Phrases   []string `yaml:"phrases" json:"phrases"`
	NotBefore []string `yaml:"not_before" json:"not_before"` // words that, directly behind a phrase, give it another sense
}

// Header says which gazetteer a file is.
type Header struct {
	ID      string `yaml:"id" json:"id"`
	Version string `yaml:"version" json:"version"`
	Licence string `yaml:"licence" json:"licence"`
	Note    string `yaml:"note" json:"note"`
}

// Entity is a person, body, place or other thing with a name.
type Entity struct {
	ID corpus.EntityID `yaml:"id" json:"id"`
	// Extends adds names, offices, owners, scope and others to the entity of this ID
	// in a list before; the rest stands there alone.
	Extends bool         `yaml:"extends" json:"extends,omitempty"`
	Label   corpus.Label `yaml:"label" json:"label"`
	Kind    string       `yaml:"kind" json:"kind"`       // such as body, state, person, office; free
	Country string       `yaml:"country" json:"country"` // ISO 3166-1 alpha-2; empty when it has none
	Source  string       `yaml:"source" json:"source"`   // URL that the facts come from
	Family  string       `yaml:"family" json:"family"`   // a person's family name as in the Latin names, where the order of names does not tell
	// PartOf is the entity to whose set this one belongs: what names the
	// convention or the secretary of a body is about the body.
	PartOf corpus.EntityID `yaml:"part_of" json:"part_of"`
	// Owners are the words of places and nations that may stand before a
	// description of the entity: "China's mediation body". Others make it a
	// description of another body.
	Owners []string `yaml:"owners" json:"owners"`
	// Scope are the words that tell the entity's reach: a description with an
	// owner and one of them needs no name beside it, "Hong Kong's international
	// mediation body".
	Scope []string `yaml:"scope" json:"scope"`
	// Others are the words that make a description one of other bodies: "a
	// family mediation body", 行业调解院.
	Others []string `yaml:"others" json:"others"`
	// Heads are the classes of body that the entity may be called, such as bank,
	// court or fund; empty: those that its names call it.
	Heads []heads.Class `yaml:"heads,omitempty" json:"heads,omitempty"`
	// Seat are words for where the entity sits, of which descriptions are made: "the
	// Beijing-based lender".
	Seat []Word `yaml:"seat,omitempty" json:"seat,omitempty"`
	// Field are words for what the entity is for: "the mediation body". A target
	// without a field has the one that its official names say.
	Field []Word `yaml:"field,omitempty" json:"field,omitempty"`
	Names []Name `yaml:"names" json:"names"`
	Holds []Hold `yaml:"holds" json:"holds"`
}

// Word is a word or a few of a language.
type Word struct {
	Text string `yaml:"text" json:"text"` // the word, as texts have it
	Lang string `yaml:"lang" json:"lang"` // BCP 47, such as en or zh-Hant
}

// NameIn is the name of an entity in a language: the first official one, else the
// first alias or abbreviation; empty where there is none.
func (e *Entity) NameIn(lang string) string {
	for _, variant := range []corpus.Variant{corpus.VariantOfficial, corpus.VariantAlias, corpus.VariantAbbreviation} {
		for _, n := range e.Names {
			if n.Lang == lang && n.Variant == variant {
				return n.Text
			}
		}
	}
	return ""
}

// Name is one way of writing an entity.
type Name struct {
	Text    string         `yaml:"text" json:"text"`
	Lang    string         `yaml:"lang" json:"lang"` // BCP 47, or mul for names of all languages
	Variant corpus.Variant `yaml:"variant" json:"variant"`
	Case    Case           `yaml:"case" json:"case"`       // empty is fold
	Context bool           `yaml:"context" json:"context"` // counts only beside a name of the same entity without this flag
	Side    bool           `yaml:"side" json:"side"`       // one of two parties, such as 中方: counts also beside such a name of another entity
	Inflect bool           `yaml:"inflect" json:"inflect"` // the last word may take regular endings or particles
	Given   bool           `yaml:"given" json:"given"`     // of a place: a person's given name too, so that it is no place before another name
	Metonym bool           `yaml:"metonym" json:"metonym"` // a capital that may stand for its government
	Label   corpus.Label   `yaml:"label" json:"label"`     // in place of the entity's label
	By      string         `yaml:"-" json:"by,omitempty"`  // the gazetteer that adds it to an entity of another, as id@version
}

// Case says which capitals a name may be written with.
type Case string

// The cases of a name.
const (
	CaseFold  Case = "fold"  // any
	CaseExact Case = "exact" // as in the gazetteer (or all capitals in a line of capitals)
	CaseUpper Case = "upper" // capitals only
)

// Hold is an office that a person holds or held; dates are YYYY-MM-DD, empty
// when open.
type Hold struct {
	Office corpus.EntityID `yaml:"office" json:"office"`
	From   string          `yaml:"from" json:"from"`
	To     string          `yaml:"to" json:"to"`
	Source string          `yaml:"source" json:"source"`
}

// maskPrefix begins the IDs of entities that only keep text from others.
const maskPrefix = "mask."

// Masks holds of an entity that only keeps text from others: nothing names it.
func (e *Entity) Masks() bool { return strings.HasPrefix(string(e.ID), maskPrefix) }

var (
	entityID = lazyregexp.New(`^[a-z][a-z0-9_]*(\.[\p{L}\p{M}\p{N}_-]+)+$`)
	langTag  = lazyregexp.New(`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$`)

	labels   = []string{"PER", "ORG", "LOC", "NORP", "FAC", "EVENT", "MISC"}
	variants = []string{"official", "alias", "abbreviation", "mistranslation", "typo", "description"}
	cases    = []string{"fold", "exact", "upper"}
)

// Validate reports every mistake in the gazetteer as *invalid.Field.
func (g *Gazetteer) Validate() error {
	var errs []error
	if g.Header.ID == "" {
		errs = append(errs, invalid.Errorf("gazetteer.id", "", "is missing"))
	}
	if g.Header.Version == "" {
		errs = append(errs, invalid.Errorf("gazetteer.version", "", "is missing"))
	}
	seen := map[corpus.EntityID]int{}
	for i, e := range g.Entities {
		path := fmt.Sprintf("entities[%d]", i)
		if first, ok := seen[e.ID]; ok && !e.Extends {
			errs = append(errs, invalid.Errorf(path+".id", string(e.ID), "is already entities[%d]", first))
		} else if !ok {
			seen[e.ID] = i
		}
		errs = append(errs, invalid.Under(path, e.validate()))
	}
	for i, r := range g.References {
		errs = append(errs, invalid.Under(fmt.Sprintf("references[%d]", i), r.validate()))
	}
	return errors.Join(errs...)
}

func (r *Reference) validate() error {
	var errs []error
	if r.Kind == "" {
		errs = append(errs, invalid.Errorf("kind", "", "is missing; name the kind of the entities that it stands for"))
	}
	if !langTag.MatchString(r.Lang) || strings.Contains(r.Lang, "-") {
		errs = append(errs, invalid.Errorf("lang", r.Lang, "is not a language without script, such as en or zh"))
	}
	for i, p := range r.Phrases {
		if strings.TrimSpace(p) == "" {
			errs = append(errs, invalid.Errorf(fmt.Sprintf("phrases[%d]", i), p, "is empty"))
		}
	}
	return errors.Join(errs...)
}

func (e *Entity) validate() error {
	var errs []error
	if !entityID.MatchString(string(e.ID)) {
		errs = append(errs, invalid.Errorf("id", string(e.ID), "is not an entity ID (class.name, such as org.who; letters of any script)"))
	}
	if !e.Extends {
		errs = append(errs, oneOf("label", string(e.Label), labels))
	}
	if e.Country != "" {
		if err := country.Check(e.Country); err != nil {
			errs = append(errs, invalid.Errorf("country", e.Country, "%s", err))
		}
	}
	switch {
	case e.Extends:
		errs = append(errs, e.validateExtension())
	case len(e.Names) == 0:
		errs = append(errs, invalid.Errorf("names", "", "has no name"))
	}
	for i, n := range e.Names {
		errs = append(errs, invalid.Under(fmt.Sprintf("names[%d]", i), n.validate()))
	}
	for i, c := range e.Heads {
		if !heads.Known(c) {
			errs = append(errs, invalid.Errorf(fmt.Sprintf("heads[%d]", i), string(c), "is no class of bodies%s; they are %s", invalid.Suggest(string(c), classNames()), strings.Join(classNames(), ", ")))
		}
	}
	for i, w := range e.Seat {
		errs = append(errs, invalid.Under(fmt.Sprintf("seat[%d]", i), w.validate()))
	}
	for i, w := range e.Field {
		errs = append(errs, invalid.Under(fmt.Sprintf("field[%d]", i), w.validate()))
	}
	for i, h := range e.Holds {
		errs = append(errs, invalid.Under(fmt.Sprintf("holds[%d]", i), h.validate()))
	}
	return errors.Join(errs...)
}

// validateExtension checks that an entry only adds to the one that it extends.
func (e *Entity) validateExtension() error {
	var errs []error
	for _, f := range [][2]string{{"label", string(e.Label)}, {"kind", e.Kind}, {"country", e.Country}, {"source", e.Source}, {"family", e.Family}, {"part_of", string(e.PartOf)}} {
		if f[1] != "" {
			errs = append(errs, invalid.Errorf(f[0], f[1], "stands in an entry that extends another, which says it already; leave it out"))
		}
	}
	if len(e.Names)+len(e.Holds)+len(e.Owners)+len(e.Scope)+len(e.Others)+len(e.Heads)+len(e.Seat)+len(e.Field) == 0 {
		errs = append(errs, invalid.Errorf("extends", "", "adds nothing: give names or holds"))
	}
	return errors.Join(errs...)
}

// classNames are the classes of package heads as strings, for messages.
func classNames() []string {
	var out []string
	for _, c := range heads.All() {
		out = append(out, string(c))
	}
	return out
}

func (w *Word) validate() error {
	var errs []error
	if strings.TrimSpace(w.Text) == "" {
		errs = append(errs, invalid.Errorf("text", w.Text, "is empty"))
	}
	if !langTag.MatchString(w.Lang) {
		errs = append(errs, invalid.Errorf("lang", w.Lang, "is not a language such as en or zh-Hant"))
	}
	return errors.Join(errs...)
}

func (n *Name) validate() error {
	var errs []error
	if strings.TrimSpace(n.Text) == "" {
		errs = append(errs, invalid.Errorf("text", n.Text, "is empty"))
	}
	if !langTag.MatchString(n.Lang) {
		errs = append(errs, invalid.Errorf("lang", n.Lang, "is not a language such as en, zh-Hans or mul"))
	}
	errs = append(errs, oneOf("variant", string(n.Variant), variants))
	if n.Case != "" {
		errs = append(errs, oneOf("case", string(n.Case), cases))
	}
	if n.Label != "" {
		errs = append(errs, oneOf("label", string(n.Label), labels))
	}
	return errors.Join(errs...)
}

func (h *Hold) validate() error {
	var errs []error
	if h.Office == "" {
		errs = append(errs, invalid.Errorf("office", "", "is missing"))
	}
	for _, d := range []struct{ path, value string }{{"from", h.From}, {"to", h.To}} {
		if d.value == "" {
			continue
		}
		if _, err := time.Parse(time.DateOnly, d.value); err != nil {
			errs = append(errs, invalid.Errorf(d.path, d.value, "is not a date YYYY-MM-DD"))
		}
	}
	if errs == nil && h.From != "" && h.To != "" && h.To < h.From {
		errs = append(errs, invalid.Errorf("to", h.To, "is before from (%s)", h.From))
	}
	return errors.Join(errs...)
}

// oneOf reports a value that is not among the known ones.
func oneOf(path, value string, known []string) error {
	if slices.Contains(known, value) {
		return nil
	}
	return invalid.Errorf(path, value, "is not known%s", invalid.Suggest(value, known))
}

// Set is an entity with all that is part of it, in the order of the gazetteers,
// the entity first: a body with its convention and its offices.
func Set(gazetteers []Gazetteer, id corpus.EntityID) []corpus.EntityID {
	out := []corpus.EntityID{id}
	for _, g := range gazetteers {
		for _, e := range g.Entities {
			if e.PartOf == id {
				out = append(out, e.ID)
			}
		}
	}
	return out
}
