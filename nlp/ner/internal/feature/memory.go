package feature

import "framewatch/nlp/ner/internal/crf"

// Memory is what the first pass found in a document: how often each surface got
// each label, and the names.
type Memory struct {
	space *crf.Space
	unit  map[uint64]*tally
	pair  map[uint64]*tally
	name  map[uint64]*tally
	part  map[uint64]*tally // first and last units of longer names
}

// tally counts states (unit, pair) or labels (name, part); index 0 is outside.
type tally struct {
	n     [64]uint16
	total int
}

func bump(m map[uint64]*tally, key uint64, k, by int) {
	t := m[key]
	if t == nil {
		t = &tally{}
		m[key] = t
	}
	t.n[k] += uint16(by)
	t.total += by
}

// maxName is how many units a remembered name has at most.
const maxName = 16

// NewMemory remembers the states that the first pass gave the units of each
// sentence.
func NewMemory(space *crf.Space, doc [][]Unit, states [][]uint8) *Memory {
	m := &Memory{space: space, unit: map[uint64]*tally{}, pair: map[uint64]*tally{}, name: map[uint64]*tally{}, part: map[uint64]*tally{}}
	for s, units := range doc {
		for i, u := range units {
			if !u.Name {
				continue
			}
			label, _ := space.Split(states[s][i])
			bump(m.unit, u.Key, label+1, 1)
			if i+1 < len(units) && units[i+1].Name {
				bump(m.pair, join(u.Key, units[i+1].Key), label+1, 1)
			}
		}
		for _, c := range space.Chunks(states[s]) {
			if c.To-c.From > maxName {
				continue
			}
			bump(m.name, key(units[c.From:c.To]), c.Label+1, 1)
			if c.To-c.From > 1 {
				bump(m.part, join(units[c.From].Key, 1), c.Label+1, 1)
				bump(m.part, join(units[c.To-1].Key, 2), c.Label+1, 1)
			}
		}
	}
	return m
}

func key(units []Unit) uint64 {
	h := uint64(3)
	for _, u := range units {
		h = join(h, u.Key)
	}
	return h
}

// best is the label with the most counts but for one count of own (-1 for
// none), and a grade of how clear and frequent it is; 0 when nothing is left.
func (t *tally) best(own int) uint64 {
	if t == nil {
		return 0
	}
	top, count, total := 0, 0, t.total
	if own >= 0 {
		total--
	}
	for k, n := range t.n {
		c := int(n)
		if k == own {
			c--
		}
		if c > count {
			top, count = k, c
		}
	}
	if count <= 0 || total <= 0 {
		return 0
	}
	grade := uint64(0)
	if count*10 >= total*7 {
		grade = 1
	}
	if count >= 3 {
		grade |= 2
	}
	return uint64(top)<<2 | grade + 1<<10
}

// Features writes the features that the memory has for a sentence into f.
// states are those of the first pass.
func (m *Memory) Features(units []Unit, states []uint8, f *crf.Features) {
	f.Reset()
	inside := make([]uint64, len(units)) // longest name known elsewhere that covers the place
	m.match(units, states, inside)
	for i, u := range units {
		a := adder{f}
		own, part := m.space.Split(states[i])
		now := uint64(own+1)<<2 | uint64(part+1)
		// Only what is remembered counts: a feature of the first pass's state
		// alone would learn how unsure the models of the training were.
		known := func(t, value uint64) {
			if value != 0 {
				a.add2(t, value, now)
			}
		}
		if u.Name {
			b := m.unit[u.Key].best(own + 1)
			known(1, b)
			if i > 0 && units[i-1].Name {
				before, _ := m.space.Split(states[i-1])
				known(3, m.pair[join(units[i-1].Key, u.Key)].best(before+1))
			}
			if i+1 < len(units) && units[i+1].Name {
				known(4, m.pair[join(u.Key, units[i+1].Key)].best(own+1))
			}
			known(5, m.part[join(u.Key, 1)].best(-1))
			known(6, m.part[join(u.Key, 2)].best(-1))
		}
		known(7, inside[i])
		f.Next()
	}
}

// match marks the longest names that were found elsewhere in the document.
func (m *Memory) match(units []Unit, states []uint8, inside []uint64) {
	chunk := make([]crf.Chunk, len(units))
	for _, c := range m.space.Chunks(states) {
		chunk[c.From] = c
	}
	for i := 0; i < len(units); {
		end, value := i, uint64(0)
		h := uint64(3)
		for j := i; j < len(units) && j-i < maxName; j++ {
			h = join(h, units[j].Key)
			t := m.name[h]
			if t == nil {
				continue
			}
			own := -1
			if c := chunk[i]; c.To == j+1 {
				own = c.Label + 1
			}
			if b := t.best(own); b != 0 {
				end, value = j+1, b
			}
		}
		if value == 0 {
			i++
			continue
		}
		for k := i; k < end; k++ {
			inside[k] = value<<2 | place(k, i, end)
		}
		i = end
	}
}

// place is the part of k in a run.
func place(k, from, to int) uint64 {
	switch {
	case to-from == 1:
		return crf.Single
	case k == from:
		return crf.Begin
	case k == to-1:
		return crf.End
	}
	return crf.Inside
}
