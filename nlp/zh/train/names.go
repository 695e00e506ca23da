package main

import (
	"encoding/binary"
	"maps"
	"slices"

	"framewatch/nlp/internal/published"
)

// HanLP's roles of characters in Chinese names, by their numbers.
const (
	roleSurname = iota
	roleFirst   // of a given name of two characters
	roleLast
	roleOnly // a given name of one
	nameRoles
)

// nameModel writes how often each character plays each role in a Chinese name,
// then how often characters follow one another in transliterated foreign names
// (0 stands for the edges of a name): pairs of numbers, each table after its
// length.
func nameModel(jar string) ([]byte, error) {
	b, err := published.Member(jar, "data/dictionary/person/nr.txt.bin")
	if err != nil {
		return nil, err
	}
	r := &ints{b: b}
	roles := make([][nameRoles]int, max(0, r.next()))
	for i := range roles {
		for n := r.next(); n > 0 && !r.bad; n-- {
			role, count := r.next(), r.next()
			if role >= 0 && role < nameRoles {
				roles[i][role] = count
			}
		}
	}
	names, err := doubleArray(r)
	if err != nil {
		return nil, err
	}
	raw := []byte("framewatch zh names 1\n")
	for role := range nameRoles {
		counts := map[string]int{}
		for text, i := range names {
			if i < len(roles) && roles[i][role] > 1 {
				counts[text] = roles[i][role]
			}
		}
		raw = appendCounts(raw, counts)
	}
	if b, err = published.Member(jar, "data/dictionary/person/nrf.txt.trie.dat"); err != nil {
		return nil, err
	}
	foreign, err := doubleArray(&ints{b: b})
	if err != nil {
		return nil, err
	}
	pairs := map[string]int{}
	for name := range foreign {
		chars := append([]rune{'^'}, append([]rune(name), '$')...)
		if len(chars) < 4 {
			continue
		}
		for i := 1; i < len(chars); i++ {
			pairs[string(chars[i-1:i+1])]++
		}
	}
	return appendCounts(raw, pairs), nil
}

// appendCounts writes a table in the order of its keys.
func appendCounts(raw []byte, counts map[string]int) []byte {
	raw = binary.AppendUvarint(raw, uint64(len(counts)))
	for _, key := range slices.Sorted(maps.Keys(counts)) {
		raw = binary.AppendUvarint(raw, uint64(len(key)))
		raw = append(raw, key...)
		raw = binary.AppendUvarint(raw, uint64(counts[key]))
	}
	return raw
}
