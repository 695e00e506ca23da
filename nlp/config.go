package nlp

import (
	"errors"
	"fmt"
	"slices"

	"framewatch/corpus"
	"framewatch/internal/invalid"
	"framewatch/nlp/claim"
	"framewatch/nlp/frame"
	"framewatch/nlp/lang"
	"framewatch/nlp/link"
	"framewatch/nlp/service"
	"framewatch/nlp/trained"
)

// Config says how documents are annotated.
type Config struct {
	// Langs are the languages that are told apart, as BCP 47 tags.
	Langs []string `mapstructure:"langs" yaml:"langs" json:"langs"`
	// NER is who finds names that no gazetteer holds: tagger (package ner, for
	// English and Chinese), none, or prose (the recogniser of jdkato/prose for
	// English; a baseline with F1 near 50).
	NER string `mapstructure:"ner" yaml:"ner" json:"ner"`
	// Frames is who codes frames: trained (the trained coder that lies beside a
	// codebook, where there is one, with the rules), or rules (the rules alone).
	Frames string `mapstructure:"frames" yaml:"frames" json:"frames"`
	// Targets are the entities that the run is about, each counted by itself; what
	// the gazetteers call part of one belongs to it. The first is the one that
	// comparisons show where none is named. The older key target names one.
	Targets []corpus.EntityID `mapstructure:"targets" yaml:"targets" json:"targets"`
	// Stance says whether the stance of documents and mentions towards targets is
	// judged: on or off (package stance). It costs several times all other layers.
	Stance string `mapstructure:"stance" yaml:"stance" json:"stance"`
	// Align is what the halves of a bilingual document are aligned by: words (lengths,
	// numbers, names and the dictionary of Chinese and English), or encoder (where
	// these do not suffice what sentences mean too, in the languages that package
	// encode reads).
	Align string `mapstructure:"align" yaml:"align" json:"align"`
	// Service is a program that takes the place of layers over HTTP (see package
	// service); none by default.
	Service service.Config `mapstructure:"service" yaml:"service" json:"service"`
}

// The recognisers of [Config].NER.
const (
	NERTagger = "tagger"
	NERNone   = "none"
	NERProse  = "prose"
)

// The coders of [Config].Frames.
const (
	FramesTrained = "trained"
	FramesRules   = "rules"
)

// The values of [Config].Align.
const (
	AlignEncoder = "encoder"
	AlignWords   = "words"
)

var aligners = []string{AlignEncoder, AlignWords}

var frameCoders = []string{FramesTrained, FramesRules}

var recognisers = []string{NERTagger, NERNone, NERProse}

// The values of [Config].Stance.
const (
	StanceOn  = "on"
	StanceOff = "off"
)

var switches = []string{StanceOn, StanceOff}

// Default has no target: names, quotations and clauses are found all the same.
func Default() Config {
	return Config{Langs: lang.Default().Langs, NER: NERTagger, Frames: FramesTrained, Stance: StanceOff, Align: AlignEncoder, Service: service.Default()}
}

// Validate reports every mistake as *invalid.Field.
func (c Config) Validate() error {
	err := lang.Config{Langs: c.Langs}.Validate()
	if !slices.Contains(recognisers, c.NER) {
		err = errors.Join(err, invalid.Errorf("ner", c.NER, "is no recogniser%s", invalid.Suggest(c.NER, recognisers)))
	}
	if !slices.Contains(aligners, c.Align) {
		err = errors.Join(err, invalid.Errorf("align", c.Align, "is nothing to align by%s", invalid.Suggest(c.Align, aligners)))
	}
	if !slices.Contains(frameCoders, c.Frames) {
		err = errors.Join(err, invalid.Errorf("frames", c.Frames, "is no coder of frames%s", invalid.Suggest(c.Frames, frameCoders)))
	}
	if !slices.Contains(switches, c.Stance) {
		err = errors.Join(err, invalid.Errorf("stance", c.Stance, "is neither on nor off%s", invalid.Suggest(c.Stance, switches)))
	}
	for i, t := range c.Targets {
		if slices.Contains(c.Targets[:i], t) {
			err = errors.Join(err, invalid.Errorf(fmt.Sprintf("targets[%d]", i), string(t), "stands twice in the list"))
		}
	}
	for i, l := range c.Service.Langs {
		if !slices.Contains(c.Langs, l) && !slices.Contains(c.Langs, corpus.BaseLang(l)) {
			err = errors.Join(err, invalid.Errorf(fmt.Sprintf("service.langs[%d]", i), l, "is not among annotate.langs%s", invalid.Suggest(l, c.Langs)))
		}
	}
	return errors.Join(err, invalid.Under("service", c.Service.Validate()))
}

// Resources are the editors' files that an annotator works with.
type Resources struct {
	Gazetteers []link.Gazetteer
	Codebooks  []frame.Codebook
	Registers  []claim.Register
	Models     []*trained.Model // of codebooks; those without one code by rules alone
}
