package compare

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"framewatch/internal/invalid"
)

// Config is the setting of [Run]: what `framewatch run` computes.
type Config struct {
	// Targets are entities; a document counts when it mentions one of them.
	// None means every document.
	Targets []string `mapstructure:"targets" yaml:"targets" json:"targets"`
	// Target is the target that the numbers are about: those frames count that were
	// coded for it. It may be empty where the dataset has one.
	Target string `mapstructure:"-" yaml:"-" json:"target_id"`
	// Filter says which documents count, as field=value pairs: "relevance=main" for
	// those that are about the target, "genre=news,from=2025-05-30" for news since
	// that day. Empty, the default, means all that name the target, in passing or
	// not; the specification curve (framewatch compare curve) shows what that does.
	Filter string `mapstructure:"filter" yaml:"filter" json:"filter"`
	// Territories is the rule for outlets of parts of a state, such as Hong Kong,
	// where blocs are compared: neither (on no side), parent (with their state) or
	// own (as countries that signed nothing).
	Territories Territories `mapstructure:"territories" yaml:"territories" json:"territories" jsonschema:"enum=neither,enum=parent,enum=own"`
	// By lists the dimensions of prevalence and coverage (see [Dimensions]); up to
	// three may be crossed, as in "country/month" or "bloc/voice".
	By []string `mapstructure:"by" yaml:"by" json:"by"`
	// Contrasts are the pairs of sides for differences and keyness. Without any,
	// the bloc that divides the documents most evenly is set against the states
	// that never were in it. With frame, a pair says which frame it was set up to ask
	// about: the report answers for that one first, with a p value of its own.
	Contrasts []Sides `mapstructure:"contrasts" yaml:"contrasts" json:"contrasts"`
	// Confidence of all intervals, such as 0.95.
	Confidence float64 `mapstructure:"confidence" yaml:"confidence" json:"confidence"`
	// Bootstrap is the number of resamples of the further intervals and of the
	// permutations of outlets; 0 means none of either.
	Bootstrap int `mapstructure:"bootstrap" yaml:"bootstrap" json:"bootstrap"`
	// Seed of the random numbers.
	Seed int64 `mapstructure:"seed" yaml:"seed" json:"seed"`
	// MinDocs: a group with fewer documents gets no estimate.
	MinDocs int `mapstructure:"min_docs" yaml:"min_docs" json:"min_docs"`
	// Conflicts are entities, such as places in dispute, that question links looks
	// for in what is said of the target.
	Conflicts []string `mapstructure:"conflicts" yaml:"conflicts" json:"-"`
	// IncludePaywalled counts paywall teasers as documents.
	IncludePaywalled bool `mapstructure:"include_paywalled" yaml:"include_paywalled" json:"include_paywalled"`
	// Codes are files with hand codes (see framewatch codebook sample), by which the
	// numbers of the first codebook and target are corrected; Key are the key files of
	// their samples, which have the probabilities of being drawn.
	Codes []string `mapstructure:"codes" yaml:"codes" json:"codes"`
	Key   []string `mapstructure:"key" yaml:"key" json:"key"`
	// Hand is what they hold; nil without any.
	Hand    *HandCodes    `mapstructure:"-" yaml:"-" json:"hand,omitempty"`
	Keyness KeynessConfig `mapstructure:"keyness" yaml:"keyness" json:"keyness"`
}

// Sides are two filters (see [ParseFilter]) that no document meets both of.
type Sides struct {
	A string `mapstructure:"a" yaml:"a" json:"a"`
	B string `mapstructure:"b" yaml:"b" json:"b"`
	// Frame is what the comparison was set up to ask about. Named before the numbers
	// are known, its p value needs no adjustment for the other frames.
	Frame string `mapstructure:"frame" yaml:"frame,omitempty" json:"frame,omitempty"`
}

// KeynessConfig says which words keyness may show.
type KeynessConfig struct {
	// MinCount is the least number of occurrences on both sides together.
	MinCount int `mapstructure:"min_count" yaml:"min_count" json:"min_count"`
	// MinDocs and MinSources are the least numbers of stories (copies count
	// once) and outlets on the side that a word marks, so that no word of one
	// article or one newsroom passes for a word of the side.
	MinDocs    int `mapstructure:"min_docs" yaml:"min_docs" json:"min_docs"`
	MinSources int `mapstructure:"min_sources" yaml:"min_sources" json:"min_sources"`
	// Top is how many words of each side are kept.
	Top int `mapstructure:"top" yaml:"top" json:"top"`
	// Prior is the weight of the Dirichlet prior in words: the pooled corpus
	// counts as much as a text of this length.
	Prior float64 `mapstructure:"prior" yaml:"prior" json:"prior"`
	// Phrases is the most words of a phrase, up to 4; 1 means single words only.
	Phrases int `mapstructure:"phrases" yaml:"phrases" json:"phrases"`
	// FunctionWords shows articles, prepositions and their like where they survive;
	// else they are tested, but not shown. There are lists for ar, de, en, es, fr,
	// id, it, pt, ru and zh.
	FunctionWords bool `mapstructure:"function_words" yaml:"function_words" json:"function_words"`
	// MinSideDocs: the suite computes no keyness in a language in which a side
	// has fewer documents.
	MinSideDocs int `mapstructure:"min_side_docs" yaml:"min_side_docs" json:"min_side_docs"`
}

// Default is a setting that suits some hundred to some hundred thousand
// documents. It names no target.
func Default() Config {
	return Config{
		Territories: TerritoriesNeither,
		By:          []string{"all", "country", "bloc", "outlet", "owner_type", "lang", "month", "relevance"},
		Confidence:  0.95, Bootstrap: 1000, Seed: 1, MinDocs: 5,
		Keyness: KeynessConfig{MinCount: 5, MinDocs: 3, MinSources: 2, Top: 30, Prior: 500, Phrases: 4, MinSideDocs: 8},
	}
}

// Selection is what counts under the settings, and under more filters.
func (c Config) Selection(more ...Filter) Selection {
	f, _ := ParseFilter(c.Filter) // [Config.Validate] has seen it
	for _, g := range more {
		f = f.And(g)
	}
	return Selection{Target: c.Target, Targets: c.Targets, Filter: f, IncludePaywalled: c.IncludePaywalled, Territories: c.Territories}
}

// Side is what counts on a side of a comparison, teasers among it.
func (c Config) Side(f Filter) Selection {
	s := c.Selection(f)
	s.Targets, s.IncludePaywalled = nil, true
	return s
}

// coverage counts what was read; how far it is about the target is no reason to
// leave a document out of what there is.
func (c Config) coverage(by []string) CoverageSpec {
	s := c.Selection()
	return CoverageSpec{Target: s.Target, Targets: s.Targets, Filter: s.Filter.without("relevance"), Territories: s.Territories, By: by}
}

// Sampling is how intervals are made.
func (c Config) Sampling() Sampling { return Sampling{c.Confidence, c.Bootstrap, c.Seed} }

// prevalence asks for every frame of a codebook by every dimension.
func (c Config) prevalence(codebook string) PrevalenceSpec {
	return PrevalenceSpec{Selection: c.Selection(), Sampling: c.Sampling(), By: c.By, Codebook: codebook, Voice: VoiceAll, MinDocs: c.MinDocs}
}

// Validate reports every mistake at once, each as an [invalid.Field].
func (c Config) Validate() error {
	var errs []error
	bad := func(path string, value any, remedy string, args ...any) {
		errs = append(errs, invalid.Errorf(path, fmt.Sprint(value), remedy, args...))
	}
	for i, t := range c.Targets {
		if strings.TrimSpace(t) == "" {
			bad(fmt.Sprintf("targets[%d]", i), t, "is empty: name an entity of the gazetteer")
		}
	}
	for i, by := range c.By {
		if err := checkDimension(by, byVoice); err != nil {
			bad(fmt.Sprintf("by[%d]", i), by, "%s", err)
		}
		if slices.Contains(c.By[:i], by) {
			bad(fmt.Sprintf("by[%d]", i), by, "stands twice in the list")
		}
	}
	for i, s := range c.Contrasts {
		for side, filter := range []string{s.A, s.B} {
			path := fmt.Sprintf("contrasts[%d].%c", i, 'a'+side)
			if f, err := ParseFilter(filter); err != nil {
				bad(path, filter, "%s", err)
			} else if f.Empty() {
				bad(path, filter, "is empty: say which documents are meant, such as country=US")
			}
		}
	}
	if _, err := ParseFilter(c.Filter); err != nil {
		bad("filter", c.Filter, "%s", err)
	}
	if err := c.Territories.check(); err != nil {
		bad("territories", c.Territories, "must be one of %s", strings.Join(TerritoryRules(), ", "))
	}
	if c.Confidence <= 0 || c.Confidence >= 1 {
		bad("confidence", c.Confidence, "must lie between 0 and 1, such as 0.95")
	}
	if c.Bootstrap != 0 && (c.Bootstrap < 100 || c.Bootstrap > 100000) {
		bad("bootstrap", c.Bootstrap, "must be 0 or lie between 100 and 100000")
	}
	if c.MinDocs < 1 {
		bad("min_docs", c.MinDocs, "must be at least 1")
	}
	return errors.Join(append(errs, invalid.Under("keyness", c.Keyness.validate()))...)
}

// Spec asks for the words of one language.
func (k KeynessConfig) Spec(selection Selection, sampling Sampling, a, b Filter, lang string) KeynessSpec {
	return KeynessSpec{Selection: selection, Sampling: sampling, A: a, B: b, Lang: lang, MinCount: k.MinCount, MinDocs: k.MinDocs,
		MinSources: k.MinSources, Prior: k.Prior, Phrases: k.Phrases, FunctionWords: k.FunctionWords, Top: k.Top}
}

func (k KeynessConfig) validate() error {
	var errs []error
	for _, f := range []struct {
		path  string
		value int
	}{{"min_count", k.MinCount}, {"min_docs", k.MinDocs}, {"min_sources", k.MinSources}, {"top", k.Top}, {"phrases", k.Phrases}, {"min_side_docs", k.MinSideDocs}} {
		if f.value < 1 {
			errs = append(errs, invalid.Errorf(f.path, fmt.Sprint(f.value), "must be at least 1"))
		}
	}
	if k.Phrases > maxPhrase {
		errs = append(errs, invalid.Errorf("phrases", fmt.Sprint(k.Phrases), "must be at most %d", maxPhrase))
	}
	if k.Prior <= 0 {
		errs = append(errs, invalid.Errorf("prior", fmt.Sprint(k.Prior), "must be above 0"))
	}
	return errors.Join(errs...)
}
