package coding

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"framewatch/compare"
	"framewatch/compare/stats"
	"framewatch/nlp/codes"
)

// The names of what codes are held against beside people.
const (
	SystemCodebook = "codebook" // a hit of the rules that counts
	SystemTrained  = "trained"  // the codebook with a trained coder
	// ModelPrefix begins the name of a coder that is a model: it is measured like
	// the codebook, and counts for no agreement of people.
	ModelPrefix = "model:"
)

// Items of a score that are no frame.
const (
	ItemAll    = "all frames" // every decision on a frame together
	ItemAbout  = "about"
	ItemStance = "stance"
)

// Fewer units than minUnits, or fewer with the frame than minPositive, say little.
const (
	minUnits    = 20
	minPositive = 8
)

// System is what codes are held against: presence by unit and frame; what is not
// there was not coded.
type System struct {
	Name   string
	ByUnit map[string]map[string]bool
}

// ScoreSpec says what to score.
type ScoreSpec struct {
	Frames     []string // in the order of the rows
	By         []string // dimensions; all is the first anyhow
	Groups     func(u codes.Unit, by string) []string
	Resampling stats.Resampling
}

// Number is an estimate with its interval; what is not known is nil.
type Number struct {
	Value *float64 `json:"value"`
	Lo    *float64 `json:"ci_lo"`
	Hi    *float64 `json:"ci_hi"`
}

func numberOf(b stats.Bootstrapped) Number {
	if math.IsNaN(b.Value) {
		return Number{}
	}
	out := Number{Value: &b.Value}
	if b.OK {
		out.Lo, out.Hi = &b.Interval.Lo, &b.Interval.Hi
	}
	return out
}

// Agreement is how far people agree on an item in a group.
type Agreement struct {
	By      string   `json:"by"`
	Group   string   `json:"group"`
	Item    string   `json:"item"`
	Coders  []string `json:"coders"`
	N       int      `json:"n"`       // coded by two or more
	Stories int      `json:"stories"` // independent ones among them
	Present int      `json:"present"` // where anybody found it
	Percent Number   `json:"percent"`
	Alpha   Number   `json:"alpha"`
	Kappa   Number   `json:"kappa"`
	AC1     Number   `json:"ac1"`
	Advice  string   `json:"advice,omitempty"` // what is too few
}

// Accuracy is how well a system, or another coder, finds what a coder found.
type Accuracy struct {
	By        string `json:"by"`
	Group     string `json:"group"`
	Item      string `json:"item"`
	System    string `json:"system"`
	Against   string `json:"against"` // coder
	N         int    `json:"n"`       // coded by both
	Stories   int    `json:"stories"`
	Present   int    `json:"present"`
	Predicted int    `json:"predicted"`
	Correct   int    `json:"correct"`
	Weighted  bool   `json:"weighted"` // by 1 / inclusion probability
	Precision Number `json:"precision"`
	Recall    Number `json:"recall"`
	F1        Number `json:"f1"`
	Advice    string `json:"advice,omitempty"`
}

// Scores are all rows, by dimension, group and item.
type Scores struct {
	Agreement []Agreement
	Accuracy  []Accuracy
	Notes     []string
}

// Score measures how far people agree, and how well systems and other people find
// what each of them found. Units count by 1 over their inclusion probability where
// all of them have one.
func Score(set *codes.Set, systems []System, spec ScoreSpec) (*Scores, error) {
	s := scorer{spec: spec, out: &Scores{}}
	for _, c := range set.Coders() {
		if !strings.HasPrefix(c, ModelPrefix) {
			s.people = append(s.people, c)
		}
		systems = append(systems, coderAsSystem(set, c, spec.Frames))
	}
	s.systems = systems
	s.weigh(set)
	for _, by := range append([]string{compare.GroupAll}, spec.By...) {
		groups := map[string][]codes.Unit{}
		var names []string
		for _, u := range set.Units {
			in := []string{compare.GroupAll}
			if by != compare.GroupAll {
				in = spec.Groups(u, by)
			}
			for _, g := range in {
				if groups[g] == nil {
					names = append(names, g)
				}
				groups[g] = append(groups[g], u)
			}
		}
		slices.Sort(names)
		for _, g := range names {
			if err := s.group(by, g, groups[g]); err != nil {
				return nil, fmt.Errorf("score %s %s: %w", by, g, err)
			}
		}
	}
	return s.out, nil
}

// coderAsSystem is a coder as others are held against.
func coderAsSystem(set *codes.Set, coder string, frames []string) System {
	out := System{Name: coder, ByUnit: map[string]map[string]bool{}}
	for _, u := range set.Units {
		for _, c := range u.Codes {
			if c.Coder != coder {
				continue
			}
			values := map[string]bool{}
			for _, f := range frames {
				if present, coded := c.Value(f); coded {
					values[f] = present
				}
			}
			out.ByUnit[u.ID] = values
		}
	}
	return out
}

// scorer holds what all rows need.
type scorer struct {
	spec     ScoreSpec
	people   []string
	systems  []System
	weighted bool
	out      *Scores
}

// weigh decides whether units count by their inclusion probability.
func (s *scorer) weigh(set *codes.Set) {
	known := 0
	for _, u := range set.Units {
		if u.Probability > 0 {
			known++
		}
	}
	switch s.weighted = known == len(set.Units); {
	case known == 0:
		s.out.Notes = append(s.out.Notes, "no inclusion probabilities: figures hold for these texts, not for those they were drawn from (--key)")
	case !s.weighted:
		s.out.Notes = append(s.out.Notes, fmt.Sprintf("%d of %d units have an inclusion probability: nothing is weighted", known, len(set.Units)))
	}
}

// group adds the rows of one group.
func (s *scorer) group(by, group string, units []codes.Unit) error {
	items := slices.Clone(s.spec.Frames)
	if len(items) > 1 {
		items = slices.Insert(items, 0, ItemAll)
	}
	if len(s.people) > 1 {
		for _, item := range append(slices.Clone(items), ItemAbout, ItemStance) {
			s.agreement(Agreement{By: by, Group: group, Item: item, Coders: s.people}, units)
		}
	}
	for _, item := range items {
		for _, coder := range s.people {
			for _, system := range s.systems {
				if system.Name == coder {
					continue
				}
				if err := s.accuracy(Accuracy{By: by, Group: group, Item: item, System: system.Name, Against: coder, Weighted: s.weighted}, units, system); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// agreement adds a row, where anybody coded the item.
func (s *scorer) agreement(row Agreement, units []codes.Unit) {
	frames := []string{row.Item}
	if row.Item == ItemAll {
		frames = s.spec.Frames
	}
	categories := 2
	if row.Item == ItemAbout || row.Item == ItemStance {
		categories = 3
	}
	var coded []stats.CodedUnit
	rarest := map[int]int{}
	for _, u := range units {
		for _, f := range frames {
			values := s.values(u, f)
			coded = append(coded, stats.CodedUnit{Values: values, Cluster: storyOf(u)})
			if slices.Contains(values, 1) && categories == 2 {
				row.Present++
			}
			for _, v := range values {
				if v != stats.NotCoded {
					rarest[v]++
				}
			}
		}
	}
	if len(rarest) == 0 {
		return
	}
	a := s.spec.Resampling.Agreement(coded, categories)
	row.N, row.Stories = a.N, a.Clusters
	row.Percent, row.Alpha, row.Kappa, row.AC1 = numberOf(a.Percent), numberOf(a.Alpha), numberOf(a.Kappa), numberOf(a.AC1)
	row.Advice = tooFew(a.N, row.Present, categories == 2)
	s.out.Agreement = append(s.out.Agreement, row)
}

// values are what the people say of an item of a unit.
func (s *scorer) values(u codes.Unit, item string) []int {
	out := slices.Repeat([]int{stats.NotCoded}, len(s.people))
	for _, c := range u.Codes {
		at := slices.Index(s.people, c.Coder)
		if at < 0 {
			continue
		}
		switch item {
		case ItemAbout:
			out[at] = slices.Index([]codes.About{codes.AboutMain, codes.AboutPassing, codes.AboutNo}, c.About) // -1 is NotCoded
		case ItemStance:
			if c.Stance != nil {
				out[at] = *c.Stance + 1
			}
		default:
			if present, coded := c.Value(item); present {
				out[at] = 1
			} else if coded {
				out[at] = 0
			}
		}
	}
	return out
}

// accuracy adds a row, where the coder and the system have coded a unit both.
func (s *scorer) accuracy(row Accuracy, units []codes.Unit, system System) error {
	frames := []string{row.Item}
	if row.Item == ItemAll {
		frames = s.spec.Frames
	}
	var judged []stats.Judged
	for _, u := range units {
		at := slices.IndexFunc(u.Codes, func(c codes.Code) bool { return c.Coder == row.Against })
		if at < 0 {
			continue
		}
		for _, f := range frames {
			present, coded := u.Codes[at].Value(f)
			predicted, known := system.ByUnit[u.ID][f]
			if !coded || !known {
				continue
			}
			j := stats.Judged{Present: present, Predicted: predicted, Cluster: storyOf(u)}
			if s.weighted {
				j.Weight = 1 / u.Probability
			}
			judged = append(judged, j)
		}
	}
	if len(judged) == 0 {
		return nil
	}
	r, err := s.spec.Resampling.Retrieval(judged)
	if err != nil {
		return err
	}
	row.N, row.Stories, row.Present, row.Predicted, row.Correct = r.N, r.Clusters, r.Present, r.Predicted, r.Correct
	row.Precision, row.Recall, row.F1 = numberOf(r.Precision), numberOf(r.Recall), numberOf(r.F1)
	row.Advice = tooFew(r.N, r.Present, true)
	s.out.Accuracy = append(s.out.Accuracy, row)
	return nil
}

// storyOf is what a unit is resampled with: its story, or itself.
func storyOf(u codes.Unit) string {
	if u.Story != "" {
		return u.Story
	}
	return "unit " + u.ID
}

// tooFew says what to code before the figures of a row mean much.
func tooFew(n, present int, presence bool) string {
	switch {
	case n < minUnits:
		return fmt.Sprintf("too few: %d of %d units", n, minUnits)
	case presence && present < minPositive:
		return fmt.Sprintf("too few: %d of %d with it", present, minPositive)
	}
	return ""
}
