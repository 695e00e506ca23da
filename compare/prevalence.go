package compare

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

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
	Bootstrap  int     `json:"bootstrap"` // resamples of further intervals, and permutations of outlets; 0 = none
	Seed       int64   `json:"seed"`
}

// Resampling is the sampling as package stats takes it.
func (s Sampling) Resampling() stats.Resampling {
	return stats.Resampling{B: s.Bootstrap, Seed: s.Seed, Confidence: s.Confidence}
}

// PrevalenceSpec asks for the prevalence of frames in groups of documents.
type PrevalenceSpec struct {
	Selection
	Sampling
	By       []string `json:"-"`        // dimensions (see [Dimensions], and voice), each estimated apart
	Codebook string   `json:"codebook"` // may be empty where the dataset has one
	Frames   []string `json:"-"`        // none = every frame of the codebook
	Voice    Voice    `json:"voice"`    // empty = all
	MinDocs  int      `json:"min_docs"` // smaller groups are left out
	// LeftOut is told of each group that MinDocs leaves out; it may be nil.
	LeftOut func(by, group string, documents int) `json:"-"`
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
	Outlets         int // outlets among the N
	Share           float64
	Wilson          stats.Interval // as if documents were independent
	Clustered       Measure        // the share with stories for independent: what is said of the outlets that were read
	TwoWay          Measure        // with outlets for a sample too: what is said of outlets like them
	PerStory        Measure        // the share with each story counted once
	PerStoryTwoWay  Measure
	Simultaneous    Measure // as Clustered, for all groups of the dimension at once (Šidák 1967); no method where there is one group
	Bootstrap       Measure // percentiles with stories resampled, where asked for
	DesignEffect    float64 // of syndication; NaN where it cannot be estimated
	Seed            int64
}

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
	if _, err := spec.Voice.fact(); err != nil {
		return nil, fmt.Errorf("prevalence: %w", asked(err))
	}
	spec.Voice = cmp.Or(spec.Voice, VoiceAll)
	c, cb, frames, err := c.frames(&spec.Selection, &spec.Codebook, spec.Frames)
	if err != nil {
		return nil, fmt.Errorf("prevalence: %w", err)
	}
	fixed, err := specJSON(questionPrevalence, spec)
	if err != nil {
		return nil, err
	}
	docs, err := c.someSelected(spec.Selection)
	if err != nil {
		return nil, fmt.Errorf("prevalence: %w", err)
	}
	c.storyByStory(docs)
	var out []Estimate
	for _, by := range spec.By {
		if err := checkDimension(by, byVoice); err != nil {
			return nil, asked(fmt.Errorf("prevalence by %q: %w", by, err))
		}
		var found []Estimate
		var behind [][]stats.Part
		for _, g := range c.voicedGroups(by, docs, spec.Voice) {
			fact, err := g.voice.fact()
			if err != nil {
				return nil, err
			}
			for _, f := range frames {
				if err := ctx.Err(); err != nil {
					return nil, err
				}
				e := Estimate{Spec: fixed, Target: spec.Target, Codebook: cb.name, Frame: cb.frames[f], Voice: g.voice, By: by, Group: g.name, Seed: spec.Seed}
				parts := c.parts(g.docs, cb.facts[f], fact)
				if err := e.fill(parts, spec); err != nil {
					return nil, fmt.Errorf("prevalence of %s by %s: %w", e.Frame, by, err)
				}
				e.NotCoded = notCoded(g.docs, cb.facts[f])
				if e.N >= max(1, spec.MinDocs) {
					found, behind = append(found, e), append(behind, parts)
				} else if spec.LeftOut != nil && e.N > 0 {
					spec.LeftOut(by, g.name, e.N)
				}
			}
		}
		simultaneous(found, behind, spec.Confidence)
		out = append(out, found...)
	}
	return out, nil
}

// frames are the corpus under a selection, and the codebook and frames that are
// asked for; names that may be left out are set.
func (c *Corpus) frames(s *Selection, codebookName *string, wanted []string) (*Corpus, *codebook, []int, error) {
	var err error
	if s.Target, err = c.Target(s.Target); err != nil {
		return nil, nil, nil, err
	}
	cb, err := c.codebook(*codebookName, s.Target)
	if err != nil {
		return nil, nil, nil, err
	}
	*codebookName = cb.name
	frames, err := cb.chosen(wanted)
	if err != nil {
		return nil, nil, nil, err
	}
	c, err = c.under(*s)
	return c, cb, frames, err
}

// voicedGroup is a group of documents of which one voice is asked.
type voicedGroup struct {
	group
	voice Voice
}

// voicedGroups divides documents by a dimension, and by whose words count where
// the dimension has voice; else those of one voice count.
func (c *Corpus) voicedGroups(by string, docs []int32, voice Voice) []voicedGroup {
	parts := strings.Split(by, "/")
	at := slices.Index(parts, byVoice)
	if at < 0 {
		var out []voicedGroup
		for _, g := range c.groupBy(by, docs) {
			out = append(out, voicedGroup{g, voice})
		}
		return out
	}
	var out []voicedGroup
	rest := strings.Join(slices.Delete(slices.Clone(parts), at, at+1), "/")
	for _, g := range c.groupBy(cmp.Or(rest, byAll), docs) {
		for _, v := range []Voice{VoiceAuthor, VoiceQuoted} {
			names := []string{string(v)}
			if rest != "" {
				names = slices.Insert(strings.Split(g.name, "/"), at, string(v))
			}
			out = append(out, voicedGroup{group{strings.Join(names, "/"), g.docs}, v})
		}
	}
	return out
}

// parts counts documents by story and outlet; docs lie so.
func (c *Corpus) parts(docs []int32, facts []frameFact, want frameFact) []stats.Part {
	out := make([]stats.Part, 0, len(docs))
	for _, i := range docs {
		if facts[i]&factCoded == 0 {
			continue
		}
		d := &c.docs[i]
		if n := len(out); n == 0 || out[n-1].Story != d.story || out[n-1].Outlet != d.source {
			out = append(out, stats.Part{Story: d.story, Outlet: d.source})
		}
		at := &out[len(out)-1]
		at.N++
		if facts[i]&want != 0 {
			at.K++
		}
	}
	return out
}

// simultaneous adds the intervals that hold for all groups of a dimension at
// once, frame by frame. Šidák's level is exact for independent groups and on the
// safe side for shares that a story moves together.
func simultaneous(list []Estimate, parts [][]stats.Part, confidence float64) {
	groups := map[string]int{}
	for _, e := range list {
		groups[e.Frame]++
	}
	for i := range list {
		e := &list[i]
		if m := groups[e.Frame]; m > 1 {
			level := math.Pow(confidence, 1/float64(m))
			docs, _ := stats.Shares(parts[i], stats.ByStory, level)
			e.Simultaneous = measure(docs, methodStorySidak)
		}
	}
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

func (e *Estimate) fill(parts []stats.Part, spec PrevalenceSpec) (err error) {
	outlets := map[int32]bool{}
	for i, p := range parts {
		e.N += p.N
		e.Positive += p.K
		outlets[p.Outlet] = true
		if i == 0 || parts[i-1].Story != p.Story {
			e.Stories++
		}
	}
	e.Outlets = len(outlets)
	e.PositiveStories = positiveStories(parts)
	if e.N < max(1, spec.MinDocs) {
		return nil
	}
	e.Share = float64(e.Positive) / float64(e.N)
	if e.Wilson, err = stats.Wilson(e.Positive, e.N, spec.Confidence); err != nil {
		return err
	}
	docs, perStory := stats.Shares(parts, stats.ByStory, spec.Confidence)
	e.Clustered, e.PerStory = measure(docs, methodStory), measure(perStory, methodStory)
	e.DesignEffect = math.NaN()
	if docs.OK {
		e.DesignEffect = stats.DesignEffect(docs.SE, e.Share, e.N)
	}
	docs, perStory = stats.Shares(parts, stats.TwoWay, spec.Confidence)
	e.TwoWay, e.PerStoryTwoWay = measure(docs, methodTwoWay), measure(perStory, methodTwoWay)
	if spec.Bootstrap > 0 {
		b, _ := spec.Resampling().Shares(clusters(parts))
		e.Bootstrap = resampled(b)
	}
	return nil
}

// codebook finds a codebook by name, as documents were coded with it for a
// target; without a name there must be one only.
func (c *Corpus) codebook(name, target string) (*codebook, error) {
	books := c.Codebooks()
	switch {
	case len(books) == 0:
		return nil, asked(fmt.Errorf("no document is coded: table document_frames is empty (framewatch run annotates): %w", ErrNothing))
	case name == "" && len(books) == 1:
		name = books[0]
	case name == "":
		return nil, asked(fmt.Errorf("documents are coded by %d codebooks, %v: name one", len(books), books))
	case !slices.Contains(books, name):
		return nil, asked(fmt.Errorf("no document is coded by codebook %q%s", name, invalid.Suggest(name, books)))
	}
	for i := range c.codebooks {
		if c.codebooks[i].name == name && c.Counts(target, c.codebooks[i].target) {
			return &c.codebooks[i], nil
		}
	}
	return nil, asked(fmt.Errorf("no document is coded by codebook %q for target %q", name, target))
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
			return nil, asked(fmt.Errorf("codebook %s has no frame %q%s", cb.name, f, invalid.Suggest(f, cb.frames)))
		}
	}
	return out, nil
}
