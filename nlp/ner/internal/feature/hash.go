package feature

// hashString is FNV-1a with a final mix.
func hashString(s string) uint64 {
	h := noBytes
	for i := range len(s) {
		h = addByte(h, s[i])
	}
	return mix(h)
}

// noBytes is FNV-1a of an empty text, addByte of a text with one byte more; the
// hash of a text is the mix of it.
const noBytes = uint64(14695981039346656037)

func addByte(h uint64, b byte) uint64 { return (h ^ uint64(b)) * 1099511628211 }

func mix(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	h ^= h >> 32
	return h
}

// join hashes a sequence of hashes.
func join(a, b uint64) uint64 { return mix(a*0x9e3779b97f4a7c15 + b + 1) }

// Key is the key of a text in the tables that the features look into.
func Key(s string) uint32 { return uint32(hashString(s) >> 32) }

// phraseStart begins the key of a phrase in a table of names; phraseNext adds a
// word, phraseKey ends it.
const phraseStart = uint64(7)

func phraseKey(h uint64) uint32 { return uint32(mix(h) >> 32) }

// PhraseKey is the key of words in lower case.
func PhraseKey(words []string) uint32 {
	h := phraseStart
	for _, w := range words {
		h = join(h, hashString(w))
	}
	return phraseKey(h)
}
