package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"path/filepath"

	"framewatch/nlp/internal/published"
)

// maxOrder is the longest n-gram that lingua counts.
const maxOrder = 5

// table holds, for each order less one, the natural logarithm of the
// probability of an n-gram's last letter given the letters before it.
type table [maxOrder]map[string]float64

// readTable reads the tables of one language.
func readTable(models, lang string) (table, error) {
	var t table
	for i, name := range []string{"uni", "bi", "tri", "quadri", "five"} {
		b, err := published.Member(filepath.Join(models, lang, name+"grams.pb.bin.zip"), "")
		if err != nil {
			return t, err
		}
		if t[i], err = parse(b); err != nil {
			return t, fmt.Errorf("%s %sgrams: %w", lang, name, err)
		}
	}
	return t, nil
}

var errWire = errors.New("not the protocol buffer that was expected")

// parse reads lingua's SerializableLanguageModel: field 4 repeats sets of
// n-grams (field 2) that share one probability (field 1).
func parse(b []byte) (map[string]float64, error) {
	out := map[string]float64{}
	err := fields(b, func(num int, set []byte) error {
		if num != 4 {
			return nil
		}
		logp, grams := 0.0, []string(nil)
		err := fields(set, func(num int, v []byte) error {
			switch num {
			case 1:
				logp = math.Log(math.Float64frombits(binary.LittleEndian.Uint64(v)))
			case 2:
				grams = append(grams, string(v))
			}
			return nil
		})
		for _, g := range grams {
			out[g] = logp
		}
		return err
	})
	return out, err
}

// fields calls visit for each field of a message; varints come as nil.
func fields(b []byte, visit func(num int, value []byte) error) error {
	for len(b) > 0 {
		tag, n := binary.Uvarint(b)
		if n <= 0 {
			return errWire
		}
		b = b[n:]
		var value []byte
		switch tag & 7 {
		case 0:
			if _, n = binary.Uvarint(b); n <= 0 {
				return errWire
			}
		case 1:
			if n = 8; len(b) < n {
				return errWire
			}
			value = b[:n]
		case 2:
			size, m := binary.Uvarint(b)
			if m <= 0 || uint64(len(b)-m) < size {
				return errWire
			}
			n = m + int(size)
			value = b[m:n]
		default:
			return errWire
		}
		if err := visit(int(tag>>3), value); err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}
