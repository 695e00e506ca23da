package view

import "hash/fnv"

// GramBits is how many bits the number of a gram has.
const GramBits = 16

// Grams are the numbers of a view's words and pairs of words, each once: by
// itself, and with the side and the distance where it stands near.
func (v *View) Grams() []uint32 {
	seen := map[uint32]bool{}
	var out []uint32
	add := func(parts ...string) {
		h := fnv.New32a()
		for _, p := range parts {
			_, _ = h.Write([]byte(p)) // a hash never fails
			_, _ = h.Write([]byte{0})
		}
		n := h.Sum32()
		if n = (n>>GramBits ^ n) & (1<<GramBits - 1); !seen[n] {
			seen[n] = true
			out = append(out, n)
		}
	}
	for side, words := range [][]string{v.Left, v.Right} {
		name := [2]string{"l", "r"}[side]
		for i, w := range words {
			add(w)
			if i < near {
				add(name, w)
			}
			if i < 3 {
				add(name+string(rune('0'+i)), w)
			}
			if i == 0 {
				continue
			}
			first, second := words[i-1], w
			if side == 0 {
				first, second = second, first
			}
			add(first, second)
			if i < near {
				add(name, first, second)
			}
		}
	}
	return out
}
