package config

import (
	"errors"
	"fmt"

	"go.yaml.in/yaml/v3"

	"framewatch/compare"
	"framewatch/configs"
	"framewatch/crawl"
	"framewatch/extract"
	"framewatch/internal/invalid"
	"framewatch/internal/notify"
	"framewatch/internal/schedule"
	"framewatch/internal/share"
	"framewatch/nlp"
	"framewatch/nlp/modelcoder"
	"framewatch/nlp/neardup"
	"framewatch/nlp/translated"
	"framewatch/report"
)

// Config is the content of a settings file (framewatch.yaml): where things are
// and how each stage works.
type Config struct {
	Data       string   `mapstructure:"data" yaml:"data" json:"data" jsonschema_description:"dataset: a folder, or s3://BUCKET/PREFIX?region=R&endpoint=URL&state=DIR for one in a bucket, where state is its working folder on this machine"`
	Sources    []string `mapstructure:"sources" yaml:"sources" json:"sources" jsonschema_description:"source lists; relative to this file, or builtin:PATH"`
	Codebooks  []string `mapstructure:"codebooks" yaml:"codebooks" json:"codebooks" jsonschema_description:"codebooks of frames, each applied by itself; comparisons show the first where none is named. The older key codebook names one"`
	Gazetteers []string `mapstructure:"gazetteers" yaml:"gazetteers" json:"gazetteers" jsonschema_description:"lists of entities with their names"`
	Registers  []string `mapstructure:"registers" yaml:"registers" json:"registers" jsonschema_description:"dated facts about targets, which numbers in texts are held against (table claims). The older key register names one"`
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
	// ModelCoder is a language model that codes samples as one coder more; off without a URL.
	ModelCoder modelcoder.Config `mapstructure:"model_coder" yaml:"model_coder" json:"model_coder"`
	Compare    compare.Config    `mapstructure:"compare" yaml:"compare" json:"compare"`
	Report     report.Config     `mapstructure:"report" yaml:"report" json:"report"`
	// Schedule is for framewatch schedule.
	Schedule schedule.Config `mapstructure:"schedule" yaml:"schedule" json:"schedule"`
	// Notify says who is told when a fault of a source begins and ends.
	Notify notify.Config `mapstructure:"notify" yaml:"notify" json:"notify"`
	// Share says who makes a package of the dataset, and under which terms.
	Share share.Config `mapstructure:"share" yaml:"share" json:"share"`
}

// subjectFile holds the settings that say what a run is about, where its own do not.
const subjectFile = "subject.yaml"

// Default is the configuration without any file: the stages' defaults, and the
// subject and lists that the binary carries.
func Default() Config {
	c := Config{Data: "data", Crawl: crawl.Default(), Extract: extract.Default(), Annotate: nlp.Default(), Dedupe: neardup.Default(),
		Translations: translated.Default(), ModelCoder: modelcoder.Default(), Compare: compare.Default(), Report: report.Default(),
		Schedule: schedule.Default(), Notify: notify.Default(), Share: share.Default()}
	data, err := configs.FS.ReadFile(subjectFile)
	if err == nil {
		err = yaml.Unmarshal(data, &c)
	}
	if err != nil { // cannot happen: the file is part of the binary
		panic(fmt.Sprintf("read %s: %v", subjectFile, err))
	}
	return c
}

// withoutSubject is the default for settings about another target: what is asked of
// the first subject, and in which words, does not follow by itself. The gazetteers
// stay, as they say who is who whatever a run is about.
func withoutSubject(c Config) Config {
	c.Sources, c.Codebooks, c.Registers, c.Blocs, c.Events, c.Corrections = nil, nil, nil, "", "", ""
	c.Annotate.Targets, c.Compare = nil, compare.Default()
	return c
}

// Validate reports every mistake of the settings, stage by stage.
func (c Config) Validate() error {
	var errs []error
	if c.Data == "" {
		errs = append(errs, invalid.Errorf("data", "", "is missing; name the folder for the tables"))
	}
	if len(c.Annotate.Targets) == 0 {
		errs = append(errs, invalid.Errorf("annotate.targets", "", "is empty; name the entity that the run is about"))
	}
	if len(c.Gazetteers) == 0 {
		errs = append(errs, invalid.Errorf("gazetteers", "", "is empty; without names no entity is found"))
	}
	return errors.Join(append(errs,
		invalid.Under("crawl", c.Crawl.Validate()), invalid.Under("extract", c.Extract.Validate()),
		invalid.Under("annotate", c.Annotate.Validate()), invalid.Under("dedupe", c.Dedupe.Validate()), invalid.Under("translations", c.Translations.Validate()), invalid.Under("model_coder", c.ModelCoder.Validate()), invalid.Under("compare", c.Compare.Validate()),
		invalid.Under("report", c.Report.Validate()), invalid.Under("schedule", c.Schedule.Validate()), invalid.Under("notify", c.Notify.Validate()),
		invalid.Under("share", c.Share.Validate()))...)
}
