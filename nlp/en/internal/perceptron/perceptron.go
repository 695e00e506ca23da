// Package perceptron tags words by the averaged perceptron of prose: its
// weights, over the features of textblob-aptagger that they belong to.
//
// prose itself adds floating-point numbers and breaks ties in the order of a
// map, so that one text is tagged in two ways. Here the weights are whole
// thousandths, and of equal labels the first of the alphabet wins.
package perceptron

import (
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/nlp/internal/hashed"
	"framewatch/nlp/internal/pack"
)

// Format is the first line of the data file, which nlp/en/train writes.
const Format = "framewatch en tagger 1"

// Model holds the weights. It is safe for concurrent use.
type Model struct {
	labels []string
	fixed  map[string]uint8 // words with one tag
	at     hashed.Index[uint64, place]
	cells  []weight
}

// place is where the cells of a feature lie.
type place struct{ from, size uint32 }

type weight struct {
	label uint8
	value int32 // thousandths
}

// maxLabels is how many bits the set of labels that were met has.
const maxLabels = 64

// Decode reads a compressed data file. Its error is [pack.ErrDamaged] or of the
// compression.
func Decode(data []byte) (*Model, error) {
	raw, err := pack.Open(data, Format)
	if err != nil {
		return nil, err
	}
	r := pack.Reader{Data: raw}
	m := &Model{labels: make([]string, min(r.Count(), maxLabels)), fixed: map[string]uint8{}}
	for i := range m.labels {
		m.labels[i] = r.String()
	}
	valid := func(label uint64) bool { return label < uint64(len(m.labels)) }
	for n := r.Count(); n > 0; n-- {
		word, label := r.String(), r.Uvarint()
		if !valid(label) {
			return nil, pack.ErrDamaged
		}
		m.fixed[word] = uint8(label)
	}
	n := r.Count()
	m.at = hashed.New[uint64, place](n)
	last := uint64(0)
	for range n {
		last += r.Uvarint()
		from := len(m.cells)
		for cells := r.Count(); cells > 0; cells-- {
			label, value := r.Uvarint(), r.Varint()
			if !valid(label) {
				return nil, pack.ErrDamaged
			}
			m.cells = append(m.cells, weight{uint8(label), int32(value)})
		}
		m.at.Put(last, place{uint32(from), uint32(len(m.cells) - from)})
	}
	m.cells = slices.Clip(m.cells)
	if len(r.Data) > 0 || r.Err() != nil {
		return nil, pack.ErrDamaged
	}
	return m, nil
}

// The features, by the names that they have in prose's model.
const (
	fBias = iota
	fSuffix
	fFirst
	fTag1
	fTag2
	fTags
	fWord
	fTag1Word
	fWord1
	fSuffix1
	fWord2
	fNext1
	fNextSuffix
	fNext2
	features
)

// featureNames are what prose puts before the values of a feature.
var featureNames = [features]string{
	"bias", "i suffix", "i pref1", "i-1 tag", "i-2 tag", "i tag+i-2 tag", "i word", "i-1 tag+i word",
	"i-1 word", "i-1 suffix", "i-2 word", "i+1 word", "i+1 suffix", "i+2 word",
}

// begun are the hashes of the names, each with the space after it.
var begun = func() (out [features]uint64) {
	for i, name := range featureNames {
		out[i] = hash(offset, name)
		if i != fBias {
			out[i] = hash(out[i], " ")
		}
	}
	return out
}()

// FNV-1a, 64 bits (Fowler, Noll, Vo).
const (
	offset = 14695981039346656037
	prime  = 1099511628211
)

func hash(h uint64, s string) uint64 {
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * prime
	}
	return h
}

// finish spreads a hash over its leading bits, by which features are found.
func finish(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd // MurmurHash3's finaliser
	return h ^ h>>33
}

// FeatureKey is the hash of a feature of prose's model, such as "i word the".
func FeatureKey(feature string) uint64 { return finish(hash(offset, feature)) }

// The words around a sentence.
const (
	start1, start2 = "-START-", "-START2-"
	end1, end2     = "-END-", "-END2-"
)

// Tag writes the Penn Treebank tag of each word of a sentence into tags, which
// is as long. No word is empty.
func (m *Model) Tag(words, tags []string) {
	context := make([]string, 0, len(words)+4)
	context = append(context, start1, start2)
	for _, w := range words {
		context = append(context, normal(w))
	}
	context = append(context, end1, end2)
	last, before := start1, start2
	for i, w := range words {
		tag, known := "", false
		switch label, fixed := m.fixed[w]; {
		case w == "-":
			tag, known = "-", true
		case isAddress(w):
			tag, known = "NN", true
		case fixed:
			tag, known = m.labels[label], true
		}
		if !known {
			tag = m.predict(w, context[i:i+5], last, before)
		}
		tags[i] = tag
		before, last = last, tag
	}
}

// predict is the best tag of a word; around holds the two words before it, the
// word itself and the two after it, all normalised.
func (m *Model) predict(w string, around []string, last, before string) string {
	var sums [maxLabels]int32
	met := uint64(0)
	add := func(feature int, values ...string) {
		h := begun[feature]
		for i, v := range values {
			if i > 0 {
				h = hash(h, " ")
			}
			h = hash(h, v)
		}
		for _, c := range m.find(finish(h)) {
			sums[c.label] += c.value
			met |= 1 << c.label
		}
	}
	var first [utf8.UTFMax]byte
	add(fBias)
	add(fSuffix, suffix(w))
	add(fFirst, string(utf8.AppendRune(first[:0], rune(w[0])))) // a byte read as a character, as in prose
	add(fTag1, last)
	add(fTag2, before)
	add(fTags, last, before)
	add(fWord, around[2])
	add(fTag1Word, last, around[2])
	add(fWord1, around[1])
	add(fSuffix1, suffix(around[1]))
	add(fWord2, around[0])
	add(fNext1, around[3])
	add(fNextSuffix, suffix(around[3]))
	add(fNext2, around[4])
	best, tag := int32(0), ""
	for ; met != 0; met &= met - 1 {
		if k := bits.TrailingZeros64(met); tag == "" || sums[k] > best {
			best, tag = sums[k], m.labels[k]
		}
	}
	return tag
}

// find returns the weights of a feature.
func (m *Model) find(key uint64) []weight {
	p := m.at.Get(key)
	return m.cells[p.from : p.from+p.size]
}

// suffix is the last three bytes.
func suffix(w string) string { return w[max(len(w)-3, 0):] }

// normal is what the features see of a word.
func normal(w string) string {
	switch {
	case w == "":
		return w
	case w[0] != '-' && strings.Contains(w, "-"):
		return "!HYPHEN"
	case len(w) == 4 && isNumber(w):
		return "!YEAR"
	case '0' <= w[0] && w[0] <= '9':
		return "!DIGITS"
	}
	return strings.ToLower(w)
}

func isNumber(w string) bool {
	if w[1] < '0' || '9' < w[1] {
		return false // without making an error of every word of four letters
	}
	_, err := strconv.Atoi(w)
	return err == nil
}

// isAddress reports whether a word is a link, a mail address or a handle.
func isAddress(w string) bool {
	if strings.IndexByte(w, '@') >= 0 {
		return len(w) > 1
	}
	host, path, found := strings.Cut(w, "://")
	if found {
		return host != "" && path != ""
	}
	dot := strings.LastIndexByte(w, '.')
	if slash := strings.IndexByte(w, '/'); slash >= 0 {
		dot = strings.LastIndexByte(w[:slash], '.')
	}
	if dot <= 0 || len(w)-dot < 3 {
		return false
	}
	lower := func(c byte) bool { return 'a' <= c && c <= 'z' }
	before := rune(w[dot-1])
	return lower(w[dot+1]) && lower(w[dot+2]) && (lower(w[dot-1]) || unicode.IsDigit(before))
}
