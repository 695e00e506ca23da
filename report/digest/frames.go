package digest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"framewatch/compare"
	"framewatch/compare/stats"
)

// Frames say how the shares of frames in the period differ from those before, each
// story counting once on each side.
type Frames struct {
	Stories       int      `json:"stories"`        // about the target in the period
	StoriesBefore int      `json:"stories_before"` // and before
	Least         int      `json:"least"`          // of each side, for a frame to be tested
	Confidence    float64  `json:"confidence"`
	Coded         bool     `json:"coded"`       // a document is coded by some codebook
	Moved         []Frame  `json:"moved"`       // beyond chance: the interval leaves out 0, and the adjusted p value is below 1 - confidence
	Others        []Frame  `json:"others"`      // that were tested
	TooFew        []string `json:"too_few"`     // frames that were not, for want of coded stories
	Alike         []string `json:"all_or_none"` // and those that all, or no, documents of both sides have
}

// Frame is the share of stories with a frame in the period less that before.
type Frame struct {
	ID         string  `json:"frame"`
	Name       string  `json:"name"`
	Codebook   string  `json:"codebook"`
	Share      float64 `json:"share"`
	Before     float64 `json:"share_before"`
	Difference float64 `json:"difference"`
	Low        float64 `json:"ci_lo"`
	High       float64 `json:"ci_hi"`
	P          float64 `json:"p"`
	PAdj       float64 `json:"p_adj"` // Benjamini & Hochberg (1995) over all frames that were tested, of all codebooks
	Note       string  `json:"note,omitempty"`
	tested     compare.Contrasted
}

// frames tests what moved. The machinery is that of comparisons: intervals by story
// and outlet, and where outlets are few a permutation over them that must agree.
func (m *maker) frames(ctx context.Context) error {
	f := &m.d.Frames
	f.Confidence, f.Least, f.Coded = m.opt.Compare.Confidence, max(2, m.opt.Compare.MinDocs), len(m.c.Codebooks()) > 0
	if !f.Coded || m.d.NotYet != "" {
		return nil
	}
	m.countStories()
	if min(f.Stories, f.StoriesBefore) < f.Least {
		return nil
	}
	books := m.c.Codebooks()
	var tested []Frame
	for _, book := range books {
		found, err := m.contrast(ctx, book)
		if err != nil {
			return err
		}
		for _, d := range found {
			name := cmp.Or(m.names.Frame(d.Frame).EN, d.Frame)
			if len(books) > 1 {
				name += " (" + book + ")"
			}
			once := d.PerStory
			switch {
			case min(d.A.Stories, d.B.Stories) < f.Least:
				f.TooFew = append(f.TooFew, name)
			case !once.Tested:
				f.Alike = append(f.Alike, name)
			default:
				tested = append(tested, Frame{ID: d.Frame, Name: name, Codebook: book, Share: d.A.PerStory.Value, Before: d.B.PerStory.Value,
					Difference: once.Value, Low: once.Interval.Lo, High: once.Interval.Hi, P: once.P, Note: once.Note, tested: once})
			}
		}
	}
	p := make([]float64, len(tested))
	for i := range tested {
		p[i] = tested[i].P
	}
	for i, adjusted := range stats.BenjaminiHochberg(p) {
		t := tested[i]
		t.PAdj = adjusted
		if t.tested.Stands() && adjusted < 1-f.Confidence {
			f.Moved = append(f.Moved, t)
		} else {
			f.Others = append(f.Others, t)
		}
	}
	for _, list := range [][]Frame{f.Moved, f.Others} {
		slices.SortFunc(list, func(a, b Frame) int {
			return cmp.Or(cmp.Compare(math.Abs(b.Difference), math.Abs(a.Difference)), strings.Compare(a.Name, b.Name))
		})
	}
	return nil
}

// contrast sets the period against the time before, for all frames of a codebook.
func (m *maker) contrast(ctx context.Context, book string) ([]compare.Difference, error) {
	spec := compare.ContrastSpec{Selection: m.opt.Compare.Selection(), Sampling: m.opt.Compare.Sampling(), Codebook: book, MinDocs: m.d.Frames.Least}
	found, err := m.c.Divided(ctx, spec, func(id string) (in, earlier bool) {
		side := m.of(m.docs[id])
		return side == within, side == before
	})
	if errors.Is(err, compare.ErrQuestion) { // a codebook of another target
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("frames of %s: %w", book, err)
	}
	return found, nil
}

// countStories counts the stories of both sides that comparisons take.
func (m *maker) countStories() {
	s := m.opt.Compare.Selection()
	var sides [2]map[string]bool
	for i := range sides {
		sides[i] = map[string]bool{}
	}
	for _, d := range m.docs {
		if side := m.of(d); side != after && m.c.Selects(s, d.ID) {
			sides[side][d.Story] = true
		}
	}
	m.d.Frames.StoriesBefore, m.d.Frames.Stories = len(sides[before]), len(sides[within])
}
