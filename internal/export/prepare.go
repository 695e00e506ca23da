package export

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"framewatch/internal/exposure"
	"framewatch/store"
)

// Options says what is asked for.
type Options struct {
	Level       Level
	Private     bool              // full texts are asked for in so many words; [L0] needs it
	Context     int               // words on each side of a span at [L1], or [AutoContext]
	Fit         bool              // shorten and leave out until no article is over the limit
	MaxExposure float64           // greatest share of an article's words that may leave, 0 to 1
	Permit      map[string]string // source ID -> why it leaves in spite of its reservation
}

// DefaultMaxExposure is the share of an article's words that may leave if nobody
// says otherwise.
const DefaultMaxExposure = 0.15

// ErrPrivate means that full texts were not asked for in so many words.
var ErrPrivate = errors.New("level L0 has full texts and is for a private archive")

// planner makes a plan.
type planner struct {
	ds         *store.Dataset
	opt        Options
	plan       *Plan
	docs       map[string]*document
	demo       map[string]bool // invented outlets
	wishes     *wishes
	fallen     map[string]int64 // why documents fell to a lower level
	keys       [][]byte
	key        []byte              // of pseudonyms, given by all texts together
	private    map[string]bool     // names of private persons
	privateIDs map[string]bool     // their IDs in table names
	forms      map[string][]string // full names of private persons, by their first word
	hidden     map[string]bool     // addresses that stay
	frames     map[string]bool     // frames of the codebooks

	hanNames  []string        // private persons' names in Chinese, as they are written and in simplified characters
	nameWords map[string]bool // words of private persons' names, in lower case

	most      int                  // words of the longest context
	meters    [][]exposure.Article // by words of context
	decisions map[string]*decision
	cells     *cells // at [L3]
}

// Prepare decides what leaves. It reads the dataset, and the plan's rows read it
// again; it writes nothing.
func Prepare(ctx context.Context, ds *store.Dataset, opt Options) (*Plan, error) {
	if opt.Level == L0 && !opt.Private {
		return nil, ErrPrivate
	}
	if left, err := Undeclared(); err != nil || len(left) > 0 {
		return nil, errors.Join(err, fmt.Errorf("columns without a declared fate: %v", left))
	}
	g := ds.Generation()
	p := &planner{
		ds: ds, opt: opt, docs: map[string]*document{}, demo: map[string]bool{},
		fallen: map[string]int64{}, private: map[string]bool{}, privateIDs: map[string]bool{}, forms: map[string][]string{},
		hidden: map[string]bool{}, frames: map[string]bool{}, nameWords: map[string]bool{}, decisions: map[string]*decision{},
		plan: &Plan{Level: opt.Level, Dataset: g.Dataset, RunID: g.RunID, Version: g.Version, Created: g.Ended.UTC(), Private: opt.Level == L0,
			Meter: exposure.Meter{Limit: opt.MaxExposure}},
	}
	if err := p.read(ctx); err != nil {
		return nil, fmt.Errorf("prepare an export of %s: %w", ds.Dir(), err)
	}
	return p.plan, nil
}

func (p *planner) read(ctx context.Context) error {
	for s, err := range store.Scan[store.SourceRow](ctx, p.ds) {
		if err != nil {
			return err
		}
		p.demo[s.SourceID] = s.Demo
	}
	for f, err := range store.Scan[store.FrameRow](ctx, p.ds) {
		if err != nil {
			return err
		}
		p.frames[f.Frame] = true
	}
	var err error
	if p.wishes, err = readWishes(ctx, p.ds, p.opt.Permit); err != nil {
		return err
	}
	if err := p.wishes.unknownPermits(); err != nil {
		return err
	}
	if err := p.readDocuments(ctx); err != nil {
		return err
	}
	for _, why := range sortedKeys(p.fallen) {
		p.withhold("source", "documents", why, p.fallen[why])
	}
	p.plan.Reservations = p.wishes.list(p.opt.Level)
	if err := p.readPersons(ctx); err != nil {
		return err
	}
	if p.opt.Level < L3 {
		if err := p.measure(ctx); err != nil {
			return err
		}
	}
	if p.opt.Level == L3 {
		if err := p.readCells(ctx); err != nil {
			return err
		}
	}
	return p.tables(ctx)
}

func (p *planner) withhold(kind, what, why string, n int64) {
	if n > 0 {
		p.plan.Withheld = append(p.plan.Withheld, Withheld{Kind: kind, What: what, Reason: why, Count: n})
	}
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
