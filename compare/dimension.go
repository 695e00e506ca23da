package compare

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"framewatch/internal/invalid"
)

// Groups that stand for "not known" and "in none".
const (
	GroupNone    = "none"    // in no bloc
	GroupUndated = "undated" // no month of publication is known
	GroupAll     = "all"     // the one group of dimension all
)

// Dimensions lists what documents can be grouped by. Two dimensions are crossed
// by a slash: the groups of "country/month" are such as "KE/2025-06".
func Dimensions() []string {
	return []string{"all", "country", "bloc", "outlet", "owner_type", "lang", "month"}
}

func checkDimension(by string) error {
	parts := strings.Split(by, "/")
	if len(parts) > 2 {
		return fmt.Errorf("crosses %d dimensions: at most two can be", len(parts))
	}
	if len(parts) == 2 && parts[0] == parts[1] {
		return errors.New("crosses a dimension with itself")
	}
	for _, p := range parts {
		if !slices.Contains(Dimensions(), p) {
			return fmt.Errorf("is not a dimension%s", invalid.Suggest(p, Dimensions()))
		}
	}
	return nil
}

// valuesOf gives the groups of a document in one dimension: several for bloc,
// one for any other.
func (c *Corpus) valuesOf(d *doc, by string) []string {
	src := &c.sources[d.source]
	switch by {
	case "country":
		return []string{src.country}
	case "bloc":
		if blocs := c.blocSets[d.blocs]; len(blocs) > 0 {
			return blocs
		}
		return []string{GroupNone}
	case "outlet":
		return []string{src.id}
	case "owner_type":
		return []string{src.owner}
	case "lang":
		return []string{c.langs[d.lang]}
	case "month":
		return []string{d.month()}
	}
	return []string{GroupAll}
}

// groupsOf gives the groups of a document in a dimension that may be crossed.
func (c *Corpus) groupsOf(d *doc, by string) []string {
	first, second, crossed := strings.Cut(by, "/")
	groups := c.valuesOf(d, first)
	if !crossed {
		return groups
	}
	var out []string
	for _, a := range groups {
		for _, b := range c.valuesOf(d, second) {
			out = append(out, a+"/"+b)
		}
	}
	return out
}

// group is one value of a dimension with the documents in it, copies of one
// story side by side.
type group struct {
	name string
	docs []int32
}

// storyByStory sorts documents so that copies of one story lie side by side.
func (c *Corpus) storyByStory(docs []int32) {
	slices.SortFunc(docs, func(i, j int32) int {
		return cmp.Or(cmp.Compare(c.docs[i].story, c.docs[j].story), cmp.Compare(i, j))
	})
}

// groupBy divides documents, which lie story by story, by a dimension, groups in
// the order of their names.
func (c *Corpus) groupBy(by string, docs []int32) []group {
	members := map[string][]int32{}
	for _, i := range docs {
		for _, g := range c.groupsOf(&c.docs[i], by) {
			members[g] = append(members[g], i)
		}
	}
	out := make([]group, 0, len(members))
	for name, docs := range members {
		out = append(out, group{name, docs})
	}
	slices.SortFunc(out, func(a, b group) int { return strings.Compare(a.name, b.name) })
	return out
}
