package compare

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"framewatch/store"
)

// Study is what one run computes, kept so that whoever shows the numbers need
// not compute them again.
type Study struct {
	Config Config
	Corpus *Corpus
	Suite  *Suite
	Key    string // see [Key]
}

// suiteVersion changes when the same rows and settings give other numbers.
const suiteVersion = "3"

// studied are the tables from which a study is made.
func studied() []string {
	return []string{store.SourceRow{}.Table(), store.MembershipRow{}.Table(), store.DocumentRow{}.Table(), store.SentenceRow{}.Table(),
		store.MentionRow{}.Table(), store.DocumentFrameRow{}.Table(), store.DocumentTargetRow{}.Table(), store.SyndicationRow{}.Table(), store.TermCountRow{}.Table()}
}

// Key says what a study of the dataset is made from: the rows of the tables that
// are read, the settings, and the version of this package's arithmetic. Studies
// with one key have the same numbers. It stays when files are merged, as the
// commit does that follows a study.
func Key(ds *store.Dataset, cfg Config) (string, error) {
	settings, err := json.Marshal(cfg)
	if err != nil {
		return "", fmt.Errorf("key of settings: %w", err)
	}
	sum := sha256.New()
	fmt.Fprintf(sum, "%s\n%s\n", suiteVersion, settings)
	for _, table := range studied() {
		fmt.Fprintf(sum, "%s %s\n", table, store.Origin(ds.Files(table)))
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// Run loads a dataset and computes the suite.
func Run(ctx context.Context, ds *store.Dataset, cfg Config) (*Study, error) {
	return Renew(ctx, nil, ds, cfg)
}

// Renew returns the old study where it was made from the same rows and
// settings, and computes one otherwise; old may be nil.
func Renew(ctx context.Context, old *Study, ds *store.Dataset, cfg Config) (*Study, error) {
	key, err := Key(ds, cfg)
	if err != nil {
		return nil, err
	}
	if old != nil && old.Key == key {
		return old, nil
	}
	studies, err := RunEach(ctx, ds, []Config{cfg})
	if err != nil {
		return nil, err
	}
	return studies[0], nil
}

// RunEach computes a suite for each setting, such as one a target, and loads the
// dataset once.
func RunEach(ctx context.Context, ds *store.Dataset, settings []Config) ([]*Study, error) {
	for _, cfg := range settings {
		if err := cfg.Validate(); err != nil {
			return nil, err
		}
	}
	c, err := Load(ctx, ds)
	if err != nil {
		return nil, err
	}
	var out []*Study
	for _, cfg := range settings {
		s, err := c.Study(ctx, ds, cfg)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// Study computes the suite over a corpus that is loaded already from the dataset.
func (c *Corpus) Study(ctx context.Context, ds *store.Dataset, cfg Config) (*Study, error) {
	key, err := Key(ds, cfg)
	if err != nil {
		return nil, err
	}
	seen, err := c.under(cfg.Selection())
	if err != nil {
		return nil, err
	}
	s, err := seen.suite(ctx, ds, cfg)
	if err != nil {
		return nil, err
	}
	return &Study{Config: cfg, Corpus: seen, Suite: s, Key: key}, nil
}

// SuiteBy is the suite with coverage and prevalence by more dimensions; those
// that it has are not computed again.
func (s *Study) SuiteBy(ctx context.Context, dimensions ...string) (*Suite, error) {
	cfg := s.Config
	cfg.By = slices.DeleteFunc(dedupe(dimensions), func(by string) bool { return slices.Contains(s.Config.By, by) })
	if len(cfg.By) == 0 {
		return s.Suite, nil
	}
	counts, err := s.Corpus.Coverage(cfg.coverage(slices.DeleteFunc(slices.Clone(cfg.By), hasVoice)))
	if err != nil {
		return nil, err
	}
	out := *s.Suite
	out.Coverage = slices.Concat(out.Coverage, counts)
	if len(s.Corpus.selected(cfg.Selection())) == 0 {
		return &out, nil
	}
	for _, cb := range s.Corpus.Codebooks() {
		more, err := s.Corpus.Prevalence(ctx, cfg.prevalence(cb))
		if err != nil {
			return nil, err
		}
		out.Prevalence = slices.Concat(out.Prevalence, more)
	}
	return &out, nil
}
