package compare

import (
	"context"
	"errors"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/store"
)

// Suite is what one run computes; every part may be empty.
type Suite struct {
	Coverage   []Count
	Prevalence []Estimate // all voices
	Voices     []Estimate // voices author and quoted
	Contrasts  []ContrastResult
	Naming     []Name
	Corrected  *Corrections // of Prevalence, by hand codes; nil without any
}

// ContrastResult is what was found about one pair of sides.
type ContrastResult struct {
	A, B        Filter
	Codebook    string
	Asked       string // frame that the pair was set up to ask about; empty without, or where the codebook has no such frame
	Differences []Difference
	Curves      []*Curve      // of the frame that was asked about, and of the difference with the best evidence
	Corrected   *Corrections  // of Differences
	Months      [2][]Estimate // prevalence by month on sides A and B
	Keyness     []*KeynessResult
}

// Curve is the specification curve of a frame; nil where none was computed.
func (r ContrastResult) Curve(frame string) *Curve {
	for _, c := range r.Curves {
		if c.Frame == frame {
			return c
		}
	}
	return nil
}

// Difference finds a frame; false where a side had too few documents for it.
func (r ContrastResult) Difference(frame string) (Difference, bool) {
	for _, d := range r.Differences {
		if d.Frame == frame {
			return d, true
		}
	}
	return Difference{}, false
}

// voiceBy are the dimensions by which author and quoted voice are told apart.
func voiceBy() []string { return []string{"all", "owner_type"} }

// suite computes coverage and the prevalence of every frame by every dimension,
// and differences and keyness for each contrast. A dataset without coded
// documents has coverage and naming only.
func (c *Corpus) suite(ctx context.Context, ds *store.Dataset, cfg Config) (*Suite, error) {
	s := &Suite{}
	var err error
	by := append(slices.DeleteFunc(slices.Clone(cfg.By), hasVoice), "country/lang", "month/lang")
	if s.Coverage, err = c.Coverage(cfg.coverage(dedupe(by))); err != nil {
		return nil, err
	}
	selection, sampling := cfg.Selection(), cfg.Sampling()
	if len(c.selected(selection)) == 0 {
		return s, nil // a young dataset is no mistake of its settings
	}
	for _, cb := range c.Codebooks() {
		spec := cfg.prevalence(cb)
		all, err := c.Prevalence(ctx, spec)
		if err != nil {
			return nil, err
		}
		s.Prevalence = append(s.Prevalence, all...)
		if cfg.Hand != nil && cb == cfg.Hand.Codebook {
			spec.By = slices.DeleteFunc(slices.Clone(spec.By), hasVoice)
			if s.Corrected, err = c.CorrectPrevalence(ctx, spec, cfg.Hand); err != nil {
				return nil, err
			}
		}
		for _, v := range []Voice{VoiceAuthor, VoiceQuoted} {
			spec.Voice, spec.By = v, voiceBy()
			voiced, err := c.Prevalence(ctx, spec)
			if err != nil {
				return nil, err
			}
			s.Voices = append(s.Voices, voiced...)
		}
	}
	if len(cfg.Targets) > 0 {
		if s.Naming, err = c.Naming(ctx, ds, NamingSpec{Selection: selection, By: []string{"lang", "outlet"}}); err != nil {
			return nil, err
		}
	}
	pairs, err := c.contrasts(cfg, selection)
	if err != nil {
		return nil, err
	}
	for _, p := range pairs {
		r, err := c.contrastSuite(ctx, cfg, p, selection, sampling)
		if err != nil {
			return nil, err
		}
		s.Contrasts = append(s.Contrasts, r...)
	}
	return s, s.keyness(ctx, ds, c, cfg, pairs)
}

// keyness compares the words of all pairs of sides in one pass. The results
// stand with the first codebook of the pair.
func (s *Suite) keyness(ctx context.Context, ds *store.Dataset, c *Corpus, cfg Config, pairs []pair) error {
	at := map[*keyness]*ContrastResult{}
	var asked []*keyness
	next := 0
	for _, p := range pairs {
		first := &s.Contrasts[next]
		next += max(1, len(c.Codebooks()))
		list, err := c.keynessAsked(cfg, p.sides)
		if err != nil {
			return err
		}
		for _, k := range list {
			at[k] = first
		}
		asked = append(asked, list...)
	}
	if len(asked) == 0 {
		return nil
	}
	if err := c.keynessOf(ctx, ds, asked, keptWords); err != nil {
		return err
	}
	for _, k := range asked {
		if k.err == nil { // else a language without a word count
			at[k].Keyness = append(at[k].Keyness, k.result)
		}
	}
	return nil
}

// keynessAsked are the comparisons of a pair of sides, one a language.
func (c *Corpus) keynessAsked(cfg Config, sides [2]Filter) ([]*keyness, error) {
	selection := cfg.Selection()
	var out []*keyness
	for _, lang := range c.sharedLanguages(selection, sides, cfg.Keyness.MinSideDocs) {
		k, err := c.newKeyness(cfg.Keyness.Spec(selection, cfg.Sampling(), sides[0], sides[1], lang))
		if err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	return out, nil
}

func hasVoice(by string) bool { return slices.Contains(strings.Split(by, "/"), byVoice) }

func dedupe(list []string) []string {
	var out []string
	for _, v := range list {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// pair is two sides, and the frame that they were set up to ask about.
type pair struct {
	sides [2]Filter
	frame string
}

// contrasts parses the configured pairs, or finds one. A configured pair of
// which a side is empty in this dataset is passed over: a young dataset is no
// mistake of its settings.
func (c *Corpus) contrasts(cfg Config, s Selection) ([]pair, error) {
	if len(cfg.Contrasts) == 0 {
		if sides, ok := c.evenContrast(s); ok {
			return []pair{{sides: sides}}, nil
		}
		return nil, nil
	}
	var out []pair
	for _, p := range cfg.Contrasts {
		a, errA := ParseFilter(p.A)
		b, errB := ParseFilter(p.B)
		if err := errors.Join(errA, errB); err != nil {
			return nil, err
		}
		if nA, nB := c.countSide(s, a), c.countSide(s, b); nA > 0 && nB > 0 {
			out = append(out, pair{[2]Filter{a, b}, p.Frame})
		}
	}
	return out, nil
}

// Sides are the two sides that the settings compare first; false where they
// divide nothing.
func (c *Corpus) Sides(cfg Config) (a, b Filter, ok bool) {
	c, err := c.under(cfg.Selection())
	if err != nil {
		return Filter{}, Filter{}, false
	}
	pairs, err := c.contrasts(cfg, cfg.Selection())
	if err != nil || len(pairs) == 0 {
		return Filter{}, Filter{}, false
	}
	return pairs[0].sides[0], pairs[0].sides[1], true
}

func (c *Corpus) countSide(s Selection, f Filter) int {
	n := 0
	for _, i := range c.selected(s) {
		if c.matches(f, &c.docs[i]) {
			n++
		}
	}
	return n
}

// evenContrast finds the bloc of which the smaller side, members against states
// that never were, has the most documents.
func (c *Corpus) evenContrast(s Selection) ([2]Filter, bool) {
	var best [2]Filter
	most := 0
	for _, g := range c.groupBy("bloc", c.selected(s)) {
		if g.name == GroupNone || g.name == GroupTerritory {
			continue
		}
		a := Filter{[]clause{{"bloc", false, []string{g.name}}}}
		b := Filter{[]clause{{fieldBlocEver, true, []string{g.name}}}}
		if n := min(c.countSide(s, a), c.countSide(s, b)); n > most {
			best, most = [2]Filter{a, b}, n
		}
	}
	return best, most > 0
}

func (c *Corpus) contrastSuite(ctx context.Context, cfg Config, p pair, sel Selection, sampling Sampling) ([]ContrastResult, error) {
	var out []ContrastResult
	sides := p.sides
	target, err := c.Target(cfg.Target)
	if err != nil {
		return nil, err
	}
	for _, cb := range c.Codebooks() {
		r := ContrastResult{A: sides[0], B: sides[1], Codebook: cb}
		book, err := c.codebook(cb, target)
		if err != nil {
			return nil, err
		}
		if slices.Contains(book.frames, p.frame) {
			r.Asked = p.frame
		}
		spec := ContrastSpec{Selection: sel, Sampling: sampling, A: r.A, B: r.B, Codebook: cb, Voice: VoiceAll, MinDocs: cfg.MinDocs}
		if r.Differences, err = c.Contrast(ctx, spec); err != nil {
			return nil, err
		}
		for _, f := range r.telling() {
			curve, err := c.Curve(ctx, CurveSpec{Selection: sel, Sampling: sampling, A: r.A, B: r.B, Codebook: cb, Frame: f, Voice: VoiceAll, MinDocs: cfg.MinDocs, Hand: cfg.Hand})
			if err != nil {
				return nil, err
			}
			r.Curves = append(r.Curves, curve)
		}
		if cfg.Hand != nil && cb == cfg.Hand.Codebook {
			if r.Corrected, err = c.CorrectContrast(ctx, spec, cfg.Hand); err != nil {
				return nil, err
			}
		}
		for i, f := range sides {
			one := sel
			one.Filter = sel.Filter.And(f)
			if r.Months[i], err = c.Prevalence(ctx, PrevalenceSpec{Selection: one, Sampling: sampling, By: []string{"month"}, Codebook: cb, Voice: VoiceAll, MinDocs: cfg.MinDocs}); err != nil {
				return nil, err
			}
		}
		out = append(out, r)
	}
	if len(out) == 0 {
		out = append(out, ContrastResult{A: sides[0], B: sides[1]})
	}
	return out, nil
}

// telling are the frames of which a curve is worth its time.
func (r ContrastResult) telling() []string {
	var out []string
	if _, ok := r.Difference(r.Asked); ok {
		out = append(out, r.Asked)
	}
	if best, ok := BestEvidence(r.Differences); ok && best.Frame != r.Asked {
		out = append(out, best.Frame)
	}
	return out
}

// sharedLanguages lists the languages in which both sides have enough
// documents; scripts of one language count together.
func (c *Corpus) sharedLanguages(s Selection, sides [2]Filter, atLeast int) []string {
	var n [2]map[string]int
	for side, f := range sides {
		n[side] = map[string]int{}
		for _, i := range c.selected(s) {
			if d := &c.docs[i]; c.matches(f, d) {
				n[side][corpus.BaseLang(c.langs[d.lang])]++
			}
		}
	}
	var out []string
	for lang, a := range n[0] {
		if lang != "und" && min(a, n[1][lang]) >= atLeast {
			out = append(out, lang)
		}
	}
	slices.Sort(out)
	return out
}

// Rows are all numbers of the suite.
func (s *Suite) Rows() []store.EstimateRow {
	var rows []store.EstimateRow
	for _, n := range s.Coverage {
		rows = append(rows, n.Rows()...)
	}
	for _, e := range slices.Concat(s.Prevalence, s.Voices) {
		rows = append(rows, e.Rows()...)
	}
	rows = append(rows, s.Corrected.Rows()...)
	for _, n := range s.Naming {
		rows = append(rows, n.Rows()...)
	}
	for _, r := range s.Contrasts {
		for _, d := range r.Differences {
			rows = append(rows, d.Rows()...)
		}
		for _, curve := range r.Curves {
			rows = append(rows, curve.Rows()...)
		}
		rows = append(rows, r.Corrected.Rows()...)
		for _, e := range slices.Concat(r.Months[0], r.Months[1]) {
			rows = append(rows, e.Rows()...)
		}
		for _, k := range r.Keyness {
			rows = append(rows, k.Rows()...)
		}
	}
	return rows
}
