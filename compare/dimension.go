package compare

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"framewatch/internal/invalid"
)

// Groups that stand for "not known" and "in none".
const (
	GroupNone      = "none"      // in no bloc
	GroupTerritory = "territory" // a territory, where those are on neither side (see [Territories])
	GroupUndated   = "undated"   // no month of publication is known
	GroupUnknown   = "unknown"   // nothing is known
	GroupAll       = "all"       // the one group of dimension all
)

const (
	byAll   = "all"
	byVoice = "voice"
)

// maxCrossed is how many dimensions may be crossed.
const maxCrossed = 3

// Dimensions lists what documents can be grouped by. Up to three are crossed by
// slashes: the groups of "country/month" are such as "KE/2025-06". Frames can be
// grouped by voice too, as in "bloc/voice": whose words make them present.
func Dimensions() []string {
	return []string{byAll, "country", "bloc", "outlet", "owner_type", "lang", "month", "relevance", "genre", "translated", "paywalled"}
}

// fixedValues are the values of a dimension that has the same ones everywhere;
// nil for the others.
func fixedValues(by string) []string {
	switch by {
	case "relevance":
		return append(slices.Clone(relevances), GroupUnknown)
	case "genre":
		return []string{"news", "opinion", "analysis", "official", "press_release", GroupUnknown}
	case "translated", "paywalled":
		return []string{"yes", "no"}
	}
	return nil
}

// relevances are how far a document is about the target, by their number in
// [Corpus.relevance] less one.
var relevances = []string{"main", "passing", "none"}

// checkDimension checks a dimension of documents; more are others that the
// question has.
func checkDimension(by string, more ...string) error {
	parts, known := strings.Split(by, "/"), append(Dimensions(), more...)
	if len(parts) > maxCrossed {
		return fmt.Errorf("crosses %d dimensions: at most %d can be", len(parts), maxCrossed)
	}
	for i, p := range parts {
		if p == byVoice && len(more) == 0 {
			return errors.New("has dimension voice, which only frames have")
		}
		if !slices.Contains(known, p) {
			return fmt.Errorf("is not a dimension%s", invalid.Suggest(p, known))
		}
		if slices.Contains(parts[:i], p) {
			return errors.New("crosses a dimension with itself")
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
		return c.blocsOf(d)
	case "outlet":
		return []string{src.id}
	case "owner_type":
		return []string{src.owner}
	case "lang":
		return []string{c.langs[d.lang]}
	case "month":
		return []string{d.month()}
	case "relevance":
		return []string{c.relevanceOf(d)}
	case "genre":
		return []string{c.genres[d.genre]}
	case "translated":
		return []string{yesNo(d.flags&flagMachine != 0)}
	case "paywalled":
		return []string{yesNo(d.flags&flagPaywalled != 0)}
	}
	return []string{GroupAll}
}

func yesNo(v bool) string {
	if v {
		return "yes"
	}
	return "no"
}

// groupsOf gives the groups of a document in a dimension that may be crossed.
func (c *Corpus) groupsOf(d *doc, by string) []string {
	out := []string{""}
	for part := range strings.SplitSeq(by, "/") {
		var crossed []string
		for _, before := range out {
			for _, v := range c.valuesOf(d, part) {
				crossed = append(crossed, strings.TrimPrefix(before+"/"+v, "/"))
			}
		}
		out = crossed
	}
	return out
}

// group is one value of a dimension with the documents in it, copies of one
// story side by side.
type group struct {
	name string
	docs []int32
}

// storyByStory sorts documents so that copies of one story lie side by side, and
// of those the ones of one outlet.
func (c *Corpus) storyByStory(docs []int32) {
	slices.SortFunc(docs, func(i, j int32) int {
		a, b := &c.docs[i], &c.docs[j]
		return cmp.Or(cmp.Compare(a.story, b.story), cmp.Compare(a.source, b.source), cmp.Compare(i, j))
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
	for _, name := range sorted(members) {
		out = append(out, group{name, members[name]})
	}
	return out
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
