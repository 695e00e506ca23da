package config

import (
	"errors"

	"framewatch/compare"
	"framewatch/crawl"
	"framewatch/extract"
	"framewatch/internal/invalid"
	"framewatch/nlp"
	"framewatch/nlp/neardup"
	"framewatch/nlp/translated"
	"framewatch/report"
)

// Config is the content of a settings file (framewatch.yaml): where things are
// and how each stage works.
type Config struct {
	Data       string   `mapstructure:"data" yaml:"data" json:"data" jsonschema_description:"dataset: a folder, or s3://BUCKET/PREFIX?region=R&endpoint=URL&state=DIR for one in a bucket, where state is its working folder on this machine"`
	Sources    []string `mapstructure:"sources" yaml:"sources" json:"sources" jsonschema_description:"source lists; relative to this file, or builtin:PATH"`
	Codebook   string   `mapstructure:"codebook" yaml:"codebook" json:"codebook" jsonschema_description:"codebook of frames"`
	Gazetteers []string `mapstructure:"gazetteers" yaml:"gazetteers" json:"gazetteers" jsonschema_description:"lists of entities with their names"`
	Register   string   `mapstructure:"register" yaml:"register" json:"register" jsonschema_description:"dated facts about the target, which numbers in texts are held against (table claims); empty for none"`
	Blocs      string   `mapstructure:"blocs" yaml:"blocs" json:"blocs" jsonschema_description:"groups of states with dated memberships"`
	Events     string   `mapstructure:"events" yaml:"events" json:"events" jsonschema_description:"dated events for time lines"`
	// Corrections is an editor's file about single pages.
	Corrections string `mapstructure:"corrections" yaml:"corrections" json:"corrections" jsonschema_description:"an editor's corrections of single pages (table corrections); empty for none"`

	Crawl    crawl.Config   `mapstructure:"crawl" yaml:"crawl" json:"crawl"`
	Extract  extract.Config `mapstructure:"extract" yaml:"extract" json:"extract"`
	Annotate nlp.Config     `mapstructure:"annotate" yaml:"annotate" json:"annotate"`
	Dedupe   neardup.Config `mapstructure:"dedupe" yaml:"dedupe" json:"dedupe"`
	// Translations says when texts of two languages tell the same story.
	Translations translated.Config `mapstructure:"translations" yaml:"translations" json:"translations"`
	Compare      compare.Config    `mapstructure:"compare" yaml:"compare" json:"compare"`
	Report       report.Config     `mapstructure:"report" yaml:"report" json:"report"`
}

// Default is the configuration without any file: the first subject, IOMed, with
// the lists that the binary carries.
func Default() Config {
	c := Config{
		Data: "data", Sources: []string{"builtin:sources/iomed.yaml"}, Codebook: "builtin:codebooks/iomed.yaml",
		Gazetteers: []string{"builtin:gazetteers/iomed.yaml", "builtin:gazetteers/institutions.yaml", "builtin:gazetteers/states.yaml"},
		Register:   "builtin:registers/iomed.yaml",
		Blocs:      "builtin:blocs.yaml", Events: "builtin:events.yaml",
		Crawl: crawl.Default(), Extract: extract.Default(), Annotate: nlp.Default(), Dedupe: neardup.Default(), Translations: translated.Default(), Compare: compare.Default(), Report: report.Default(),
	}
	c.Compare.Contrasts = []compare.Sides{{A: "bloc=iomed-signatories", B: "bloc_ever!=iomed-signatories"}}
	return c
}

// Validate reports every mistake of the settings, stage by stage.
func (c Config) Validate() error {
	var errs []error
	if c.Data == "" {
		errs = append(errs, invalid.Errorf("data", "", "is missing; name the folder for the tables"))
	}
	if len(c.Gazetteers) == 0 {
		errs = append(errs, invalid.Errorf("gazetteers", "", "is empty; without names no entity is found"))
	}
	return errors.Join(append(errs,
		invalid.Under("crawl", c.Crawl.Validate()), invalid.Under("extract", c.Extract.Validate()),
		invalid.Under("annotate", c.Annotate.Validate()), invalid.Under("dedupe", c.Dedupe.Validate()), invalid.Under("translations", c.Translations.Validate()), invalid.Under("compare", c.Compare.Validate()),
		invalid.Under("report", c.Report.Validate()))...)
}
