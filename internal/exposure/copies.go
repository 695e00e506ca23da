package exposure

// A copy of an article shows the words of the article: what an export gives of the
// one adds up with what it gives of the other. Words of two texts are the same place
// where they stand in a run of words that both have (shingles; Broder 1997).

// Runs that are long enough to be no chance: so many words, or so many characters
// in scripts without spaces.
const (
	runWords = 6
	runHan   = 12
)

// place is a word of one text of a group.
type place struct{ text, word int }

// shingle is the run that begins at word i, ok where the text is long enough.
func (t *Text) shingle(i int) (key uint64, n int, ok bool) {
	n = runWords
	if t.han[i] {
		n = runHan
	}
	if i+n > len(t.words) {
		return 0, n, false
	}
	const prime = 1099511628211 // FNV-1a over the words' hashes
	key = 14695981039346656037
	for _, h := range t.hashes[i : i+n] {
		key = (key ^ h) * prime
	}
	return key, n, true
}

// counterparts finds for each word of each text the places of the other texts
// where it stands too.
func counterparts(texts []*Text) [][][]place {
	starts := map[uint64][]place{}
	for ti, t := range texts {
		for i := range t.words {
			if key, _, ok := t.shingle(i); ok {
				starts[key] = append(starts[key], place{ti, i})
			}
		}
	}
	out := make([][][]place, len(texts))
	for ti, t := range texts {
		out[ti] = make([][]place, len(t.words))
		for i := range t.words {
			key, n, ok := t.shingle(i)
			if !ok {
				continue
			}
			for _, other := range starts[key] {
				if other.text == ti {
					continue
				}
				for k := range n {
					out[ti][i+k] = addPlace(out[ti][i+k], place{other.text, other.word + k})
				}
			}
		}
	}
	return out
}

func addPlace(in []place, p place) []place {
	for _, q := range in {
		if p == q {
			return in
		}
	}
	return append(in, p)
}
