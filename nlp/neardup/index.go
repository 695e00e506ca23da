package neardup

import (
	"errors"
	"fmt"

	"framewatch/internal/invalid"
)

// Config says when two texts are copies.
type Config struct {
	// MinShare is the share of the smaller text that must be in the larger, 0
	// to 1. Copies with four words in ten rewritten still share a quarter of
	// their pairs of words.
	MinShare float64 `mapstructure:"min_share" yaml:"min_share" json:"min_share"`
	// MinSpread is the share of the smaller text's tenths that must have
	// something in common with the larger, 0 to 1: a copy is one all through, a
	// quotation or a notice is one passage.
	MinSpread float64 `mapstructure:"min_spread" yaml:"min_spread" json:"min_spread"`
	// MaxSharing is how many different texts may share a pair of words before it
	// is taken for boilerplate or idiom and does not count.
	MaxSharing int `mapstructure:"max_sharing" yaml:"max_sharing" json:"max_sharing"`
}

// Default returns the settings that were measured best.
func Default() Config { return Config{MinShare: 0.25, MinSpread: 0.8, MaxSharing: 20} }

// Validate reports every value out of range.
func (c Config) Validate() error {
	var errs []error
	share := func(name string, v float64) {
		if !(v > 0 && v <= 1) {
			errs = append(errs, invalid.Errorf(name, fmt.Sprint(v), "must be above 0 and at most 1"))
		}
	}
	share("min_share", c.MinShare)
	share("min_spread", c.MinSpread)
	if c.MaxSharing < 2 || c.MaxSharing > maxCount {
		errs = append(errs, invalid.Errorf("max_sharing", fmt.Sprint(c.MaxSharing), "must be 2 to %d", maxCount))
	}
	return errors.Join(errs...)
}

// Member is one text of a cluster.
type Member struct {
	ID string
	// Similarity is the share, 0 to 1, of the smaller text that this one and
	// its most similar fellow have in common; 0 for a text without fellows.
	Similarity float64
}

// Cluster is a group of copies, in the order in which they were added.
type Cluster struct{ Members []Member }

// Index collects texts. It is not safe for concurrent use. It needs about four
// bytes for each word.
type Index struct {
	cfg   Config
	ids   []string
	sets  []set
	apart [][2]string
}

// New returns an empty index. Settings out of range are replaced by the
// default ones; Validate tells of them.
func New(cfg Config) *Index {
	if cfg.Validate() != nil {
		cfg = Default()
	}
	return &Index{cfg: cfg}
}

// Set is what an index keeps of a text, for those that put one text into several
// of them.
type Set struct{ shingles set }

// SetOf reads a text.
func SetOf(text string) Set { return Set{shingles(text)} }

// Share is the share of the smaller text's pairs of words that the larger has: 1
// for a text and one that has all of it, 0 where one has no words.
func (s Set) Share(other Set) float64 {
	o := compare(s.shingles, other.shingles)
	return o.contained()
}

// Add puts a text into the index. IDs need not be unique: each call is a text.
func (x *Index) Add(id, text string) { x.AddSet(id, SetOf(text)) }

// AddSet puts a text into the index that has been read already.
func (x *Index) AddSet(id string, s Set) {
	x.ids = append(x.ids, id)
	x.sets = append(x.sets, s.shingles)
}

// Apart keeps two texts out of one cluster, however alike they are. What is
// most like either of them stays with it.
func (x *Index) Apart(a, b string) { x.apart = append(x.apart, [2]string{a, b}) }

// Len is the number of texts.
func (x *Index) Len() int { return len(x.ids) }

// Part is a text that stands in another one, which holds much besides it: a
// story in a digest. The two are no copies. A text that has copies is named by
// the longest of them.
type Part struct {
	Host, ID string
	Share    float64 // of the part that stands in the host, 0.5 to 1
}

// Clusters groups all texts added so far; a text without copies is a cluster by
// itself. Clusters are ordered by their first member. The cost grows linearly
// with the number of texts.
func (x *Index) Clusters() []Cluster {
	clusters, _ := x.Stories()
	return clusters
}

// Stories groups all texts as [Index.Clusters] does and also says which of them
// stand in longer ones, in the order in which these were added.
func (x *Index) Stories() ([]Cluster, []Part) {
	g := x.group()
	var out []Cluster
	place := make(map[int]int, len(x.ids))
	for i, id := range x.ids {
		p, ok := place[g.find(i)]
		if !ok {
			p = len(out)
			place[g.find(i)] = p
			out = append(out, Cluster{})
		}
		out[p].Members = append(out[p].Members, Member{ID: id, Similarity: g.similarity[i]})
	}
	var held []Part
	for _, p := range g.parts {
		held = append(held, Part{Host: x.ids[p.host], ID: x.ids[p.text], Share: p.share})
	}
	return out, held
}
