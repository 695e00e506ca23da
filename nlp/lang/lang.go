package lang

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"framewatch/internal/invalid"
)

// Und is the language of text whose language cannot be told.
const Und = "und"

// Config says which languages may be answered.
type Config struct {
	// Langs are BCP 47 tags. "zh" admits both zh-Hans and zh-Hant.
	Langs []string `mapstructure:"langs" yaml:"langs" json:"langs"`
}

// Default returns the 21 languages in which the project's outlets publish.
func Default() Config {
	return Config{Langs: strings.Fields("ar bn de en es fa fr hi id ja ko ms pt ru sw th tr uk ur vi zh")}
}

// Validate reports every tag that the package cannot tell.
func (c Config) Validate() error {
	if len(c.Langs) == 0 {
		return invalid.Errorf("langs", "", "needs at least one language")
	}
	known := Known()
	var errs []error
	for i, l := range c.Langs {
		if !slices.Contains(known, l) {
			errs = append(errs, invalid.Errorf(fmt.Sprintf("langs[%d]", i), l, "is not a language this build can tell%s", invalid.Suggest(l, known)))
		}
	}
	return errors.Join(errs...)
}

// Known lists every tag that [Config].Langs may hold, sorted.
func Known() []string {
	out := []string{"zh", "zh-Hans", "zh-Hant", "ja"}
	for _, s := range scripts {
		out = append(out, s.langs...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Result is what [Identifier.Detect] found.
type Result struct {
	Lang       string  // BCP 47, zh-Hans or zh-Hant for Chinese; Und
	Script     string  // ISO 15924; Hans, Hant, Jpan and Kore for whole writing systems; Zyyy without letters
	Confidence float64 // 0 to 1; 0 with Und
	// Names says that all but a few letters are in words that begin with a
	// capital as names do, so that Lang rests on little.
	Names bool
	// Foreign says that there are letters enough to tell and that they are in none
	// of the languages that are told apart. Lang is then Und; without Foreign, Und
	// means that the text does not tell.
	Foreign bool
}

// Identifier tells languages. It is safe for concurrent use.
type Identifier struct {
	want   map[string]bool
	models map[string]*model // by script
	han    map[rune]hanKind
}

// New loads the model (about 1 MB compressed, some tens of milliseconds).
func New(cfg Config) (*Identifier, error) {
	if err := cfg.Validate(); err != nil {
		return nil, fmt.Errorf("language settings: %w", err)
	}
	d := &Identifier{want: map[string]bool{}}
	for _, l := range cfg.Langs {
		if l == "zh" {
			d.want["zh-Hans"], d.want["zh-Hant"] = true, true
			continue
		}
		d.want[l] = true
	}
	var err error
	if d.models, err = loadModels(d.want); err != nil {
		return nil, fmt.Errorf("load the embedded language model: %w", err)
	}
	d.han = loadHan()
	return d, nil
}

// Detect names the language and script that most of text is written in.
// Numbers, punctuation, addresses and invalid UTF-8 do not count. It reads the
// whole text for the script and its first 20,000 letters for the language.
func (d *Identifier) Detect(text string) Result {
	c, i := d.leading(text)
	if i < 0 {
		return Result{Lang: Und, Script: "Zyyy"}
	}
	r := d.ask(text, c, i)
	r.Foreign = r.Lang == Und && !r.Names && c.weight[i]/scripts[i].weight >= foreignMin
	return r
}

// ask names the language of a text in script i.
func (d *Identifier) ask(text string, c *counts, i int) Result {
	share := float64(c.weight[i]) / float64(c.total)
	switch s := &scripts[i]; {
	case s.code == "Hani":
		return d.chinese(c, share)
	case s.code == "Kana":
		return d.only("ja", "Jpan", share)
	case len(s.langs) == 1:
		return d.only(s.langs[0], s.code, share)
	default:
		return d.alphabetic(s, text, share)
	}
}

// Written reports whether most of text is in an alphabet (ISO 15924, as in
// [Result]), which costs less than to ask for its language. For Han, kana and
// the Chinese ways of writing it is false.
func (d *Identifier) Written(text, script string) bool {
	_, i := d.leading(text)
	return i >= 0 && scripts[i].code == script
}

// only answers for a script with one language.
func (d *Identifier) only(lang, script string, share float64) Result {
	if !d.want[lang] {
		return Result{Lang: Und, Script: script}
	}
	return Result{Lang: lang, Script: script, Confidence: share}
}

// rejectMargin is by how many nats a language that is not configured must lead
// before the answer is Und: short strings of a wanted language should survive.
const rejectMargin = 5.0

// gibberish is the cost per letter, in nats, above which a text is in none of
// the model's languages: running text costs about 2, random letters over 5.
// It is asked of texts that are long enough to judge.
const (
	gibberish    = 4.6
	gibberishMin = 12
)

// foreignMin is how many letters a text needs to be told foreign. Of the project's
// 7,700 evaluation texts of 20 letters or more, all in a language that is told
// apart, none is refused.
const foreignMin = 20

// sharpness tempers the posterior: letters of one word are not independent
// evidence.
const sharpness = 0.5

// alphabetic asks the n-gram model of the script.
func (d *Identifier) alphabetic(s *script, text string, share float64) Result {
	m := d.models[s.code]
	if m == nil {
		return Result{Lang: Und, Script: s.code}
	}
	e := m.score(text, s.in)
	costs, letters := e.costs, e.letters
	best, other := -1, -1
	for i, l := range m.langs {
		switch {
		case !d.want[l]:
			if other < 0 || costs[i] < costs[other] {
				other = i
			}
		case best < 0 || costs[i] < costs[best]:
			best = i
		}
	}
	und := Result{Lang: Und, Script: s.code, Names: e.names()}
	if best < 0 || letters == 0 {
		return und
	}
	if other >= 0 && costs[best]-costs[other] > rejectMargin+0.02*float64(letters) {
		return und
	}
	if letters >= gibberishMin && costs[best]/float64(letters) > gibberish {
		return und
	}
	sum := 0.0
	for i, l := range m.langs {
		if d.want[l] {
			sum += math.Exp(sharpness * (costs[best] - costs[i]))
		}
	}
	if e.low == 0 {
		share /= 2 // names, or a heading in capitals
	}
	return Result{Lang: m.langs[best], Script: s.code, Confidence: share / sum, Names: e.names()}
}
