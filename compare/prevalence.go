package compare

import (
	"context"
	"fmt"
	"math"
	"slices"

	"framewatch/compare/stats"
	"framewatch/internal/invalid"
	"framewatch/store"
)

// Voice chooses whose words make a frame present.
type Voice string

// The voices of a prevalence.
const (
	VoiceAll    Voice = "all"    // anybody's
	VoiceAuthor Voice = "author" // the outlet's own
	VoiceQuoted Voice = "quoted" // in quotations, direct or indirect
)

// fact is the bit of a [frameFact] that the voice looks at.
func (v Voice) fact() (frameFact, error) {
	switch v {
	case VoiceAll, "":
		return factPresent, nil
	case VoiceAuthor:
		return factAuthor, nil
	case VoiceQuoted:
		return factQuoted, nil
	}
	return 0, fmt.Errorf("unknown voice %q%s", v, invalid.Suggest(string(v), []string{string(VoiceAll), string(VoiceAuthor), string(VoiceQuoted)}))
}

// Sampling fixes the intervals of a number.
type Sampling struct {
	Confidence float64 `json:"confidence"`
	Bootstrap  int     `json:"bootstrap"`
	Seed       int64   `json:"seed"`
}

func (s Sampling) resampling() stats.Resampling {
	return stats.Resampling{B: s.Bootstrap, Seed: s.Seed, Confidence: s.Confidence}
}

// PrevalenceSpec asks for the prevalence of frames in groups of documents.
type PrevalenceSpec struct {
	Selection
	Sampling
	By       []string `json:"-"`        // dimensions (see [Dimensions]), each estimated apart
	Codebook string   `json:"codebook"` // may be empty where the dataset has one
	Frames   []string `json:"-"`        // none = every frame of the codebook
	Voice    Voice    `json:"voice"`    // empty = all
	MinDocs  int      `json:"-"`        // smaller groups are left out
}

// Estimate is the prevalence of a frame in a group: Positive of N documents.
type Estimate struct {
	Spec            string // canonical JSON of all that fixes the number but By, Group and Frame
	Target          string // for which documents were coded; empty where the dataset does not say
	Codebook, Frame string
	Voice           Voice
	By, Group       string
	N, Positive     int // documents that are coded for the frame
	NotCoded        int // documents of the group that are not, in no other number here
	Stories         int // syndication groups among the N
	PositiveStories int // those with a positive document
	Share           float64
	Wilson          stats.Interval // as if documents were independent
	Clustered       Measure        // the share again, with stories resampled
	PerStory        Measure        // the share with each story counted once
	DesignEffect    float64        // of syndication; NaN where it cannot be estimated
	Seed            int64
}

// Measure is a number with an interval over stories. Method says how the
// interval was made and is empty where there is none, as with fewer than two
// stories; SE is 0 where it is not known.
type Measure struct {
	Value, SE float64
	Interval  stats.Interval
	Method    string // bootstrap, wilson_stories or mover
}

// Methods of a [Measure].
const (
	methodBootstrap = "bootstrap"
	// Where every story agrees, resampling has nothing to vary and its interval
	// would have no width; the Wilson interval over stories says what is known.
	methodWilsonStories = "wilson_stories"
	// Intervals of two shares joined (MOVER, Zou & Donner 2008; with Wilson
	// intervals method 10 of Newcombe 1998), where one side has no variance.
	methodMover  = "mover"
	methodWilson = "wilson"
)

// Prevalence loads a dataset and estimates on it; [Corpus.Prevalence] does the
// same for a corpus that is loaded already.
func Prevalence(ctx context.Context, ds *store.Dataset, spec PrevalenceSpec) ([]Estimate, error) {
	c, err := Load(ctx, ds)
	if err != nil {
		return nil, err
	}
	return c.Prevalence(ctx, spec)
}

// Prevalence estimates the share of documents in which each frame is present,
// for each group of each dimension. Results come in the order of spec.By, then
// groups and frames by name.
func (c *Corpus) Prevalence(ctx context.Context, spec PrevalenceSpec) ([]Estimate, error) {
	fact, err := spec.Voice.fact()
	if err != nil {
		return nil, fmt.Errorf("prevalence: %w", err)
	}
	if spec.Voice == "" {
		spec.Voice = VoiceAll
	}
	if spec.Target, err = c.Target(spec.Target); err != nil {
		return nil, fmt.Errorf("prevalence: %w", err)
	}
	cb, err := c.codebook(spec.Codebook, spec.Target)
	if err != nil {
		return nil, fmt.Errorf("prevalence: %w", err)
	}
	spec.Codebook = cb.name
	frames, err := cb.chosen(spec.Frames)
	if err != nil {
		return nil, fmt.Errorf("prevalence: %w", err)
	}
	fixed, err := specJSON(questionPrevalence, spec)
	if err != nil {
		return nil, err
	}
	docs := c.selected(spec.Selection)
	c.storyByStory(docs)
	var out []Estimate
	for _, by := range spec.By {
		if err := checkDimension(by); err != nil {
			return nil, fmt.Errorf("prevalence by %q: %w", by, err)
		}
		for _, g := range c.groupBy(by, docs) {
			for _, f := range frames {
				if err := ctx.Err(); err != nil {
					return nil, err
				}
				e := Estimate{Spec: fixed, Target: spec.Target, Codebook: cb.name, Frame: cb.frames[f], Voice: spec.Voice, By: by, Group: g.name, Seed: spec.Seed}
				clusters := c.clusters(g.docs, cb.facts[f], fact)
				e.NotCoded = notCoded(g.docs, cb.facts[f])
				if err := e.fill(clusters, spec); err != nil {
					return nil, fmt.Errorf("prevalence of %s by %s: %w", e.Frame, by, err)
				}
				if e.N >= max(1, spec.MinDocs) {
					out = append(out, e)
				}
			}
		}
	}
	return out, nil
}

// clusters counts documents by story; docs lie story by story.
func (c *Corpus) clusters(docs []int32, facts []frameFact, want frameFact) []stats.Cluster {
	var out []stats.Cluster
	last := int32(-1)
	for _, i := range docs {
		if facts[i]&factCoded == 0 {
			continue
		}
		if story := c.docs[i].story; len(out) == 0 || story != last {
			out = append(out, stats.Cluster{})
			last = story
		}
		at := &out[len(out)-1]
		at.N++
		if facts[i]&want != 0 {
			at.K++
		}
	}
	return out
}

// notCoded counts the documents of which it is not known whether the frame is
// in them: the codebook has nothing for their language, or coding has failed.
func notCoded(docs []int32, facts []frameFact) int {
	n := 0
	for _, i := range docs {
		if facts[i]&factCoded == 0 {
			n++
		}
	}
	return n
}

func (e *Estimate) fill(clusters []stats.Cluster, spec PrevalenceSpec) (err error) {
	for _, cl := range clusters {
		e.N += cl.N
		e.Positive += cl.K
		if cl.K > 0 {
			e.PositiveStories++
		}
	}
	e.Stories = len(clusters)
	if e.N < max(1, spec.MinDocs) {
		return nil
	}
	e.Share = float64(e.Positive) / float64(e.N)
	if e.Wilson, err = stats.Wilson(e.Positive, e.N, spec.Confidence); err != nil {
		return err
	}
	docs, stories := spec.resampling().Shares(clusters)
	if e.Clustered, err = e.measure(docs, spec.Confidence); err != nil {
		return err
	}
	if e.PerStory, err = e.measure(stories, spec.Confidence); err != nil {
		return err
	}
	e.DesignEffect = math.NaN()
	if e.Clustered.Method == methodBootstrap {
		e.DesignEffect = stats.DesignEffect(e.Clustered.SE, e.Share, e.N)
	}
	return nil
}

func (e *Estimate) measure(b stats.Bootstrapped, confidence float64) (Measure, error) {
	if !b.OK {
		return Measure{Value: b.Value}, nil
	}
	if e.Positive == 0 || e.Positive == e.N {
		i, err := stats.Wilson(e.PositiveStories, e.Stories, confidence)
		return Measure{Value: b.Value, Interval: i, Method: methodWilsonStories}, err
	}
	return Measure{Value: b.Value, SE: b.SE, Interval: b.Interval, Method: methodBootstrap}, nil
}

// codebook finds a codebook by name, as documents were coded with it for a
// target; without a name there must be one only.
func (c *Corpus) codebook(name, target string) (*codebook, error) {
	books := c.Codebooks()
	switch {
	case len(books) == 0:
		return nil, fmt.Errorf("no document is coded: table document_frames is empty (framewatch run annotates)")
	case name == "" && len(books) == 1:
		name = books[0]
	case name == "":
		return nil, fmt.Errorf("documents are coded by %d codebooks, %v: name one", len(books), books)
	case !slices.Contains(books, name):
		return nil, fmt.Errorf("no document is coded by codebook %q%s", name, invalid.Suggest(name, books))
	}
	for i := range c.codebooks {
		if c.codebooks[i].name == name && c.Counts(target, c.codebooks[i].target) {
			return &c.codebooks[i], nil
		}
	}
	return nil, fmt.Errorf("no document is coded by codebook %q for target %q", name, target)
}

// chosen gives the numbers of the wanted frames.
func (cb *codebook) chosen(want []string) ([]int, error) {
	var out []int
	for i, f := range cb.frames {
		if len(want) == 0 || slices.Contains(want, f) {
			out = append(out, i)
		}
	}
	for _, f := range want {
		if !slices.Contains(cb.frames, f) {
			return nil, fmt.Errorf("codebook %s has no frame %q%s", cb.name, f, invalid.Suggest(f, cb.frames))
		}
	}
	return out, nil
}
