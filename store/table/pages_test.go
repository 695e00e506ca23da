package table

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"reflect"
	"runtime"
	"strconv"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
)

// pages gives pages that are made up.
type pages struct {
	file.PageReader // nothing else is called
	left            []file.Page
	page            file.Page
}

func (p *pages) Next() bool {
	if len(p.left) == 0 {
		return false
	}
	p.page, p.left = p.left[0], p.left[1:]
	return true
}

func (p *pages) Page() file.Page { return p.page }
func (p *pages) Err() error      { return nil }

// madeUp is a chunk of a dictionary and a page as somebody's bytes have it.
type madeUp struct {
	kind           uint8
	maxDef, maxRep uint8
	two            bool // a page of version 2
	symbols        bool
	encoding       uint8
	values, coded  int32
	defs, reps     int32 // bytes of levels, for version 2
	dict, body     []byte
}

var madeUpEncodings = []parquet.Encoding{parquet.Encodings.Plain, parquet.Encodings.RLEDict, parquet.Encodings.RLE, parquet.Encodings.PlainDict, parquet.Encodings.DeltaByteArray}

func (m *madeUp) chunk() *chunk {
	c := &chunk{kind: kind(m.kind % uint8(len(kindNames))), maxDef: int16(m.maxDef % 5), maxRep: int16(m.maxRep % 2)}
	if c.maxRep > 0 {
		c.maxDef = max(c.maxDef, 1)
	}
	if m.symbols && c.kind == textKind {
		c.symbols = &symbolTable{index: map[string]int32{}}
	}
	p := &pages{}
	encoding := madeUpEncodings[int(m.encoding)%len(madeUpEncodings)]
	if m.dict != nil {
		p.left = append(p.left, file.NewDictionaryPage(memory.NewBufferBytes(m.dict), m.coded, parquet.Encodings.Plain))
	}
	if m.two {
		p.left = append(p.left, file.NewDataPageV2(memory.NewBufferBytes(m.body), m.values, 0, m.values, encoding, m.defs, m.reps, int32(len(m.body)), false))
	} else {
		p.left = append(p.left, file.NewDataPageV1(memory.NewBufferBytes(m.body), m.values, encoding, parquet.Encodings.RLE, parquet.Encodings.RLE, int32(len(m.body))))
	}
	c.pages = p
	return c
}

// check reads the chunk and holds what comes of it against what was asked for, and the
// memory that it took against the bytes that there are.
func (m *madeUp) check(t *testing.T) (read bool) {
	t.Helper()
	const rows = 64
	c, v := m.chunk(), &vector{}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	err := c.read(rows, v)
	runtime.ReadMemStats(&after)
	most := uint64(1<<20 + 400*(len(m.dict)+len(m.body)))
	if c.maxRep > 0 {
		most += 64 * maxElements // a list of that many nulls is legal in a few bytes
	}
	if took := after.TotalAlloc - before.TotalAlloc; took > most {
		t.Fatalf("%d bytes of memory for %d of pages: %+v", took, len(m.dict)+len(m.body), m)
	}
	if err != nil {
		return false
	}
	levels, values := rows, rows
	if c.maxDef > 0 {
		levels, values = len(v.defs), 0
		for _, d := range v.defs {
			if d == c.maxDef {
				values++
			}
		}
	}
	begun := levels
	if c.maxRep > 0 {
		begun = 0
		for _, r := range v.reps {
			if r == 0 {
				begun++
			}
		}
	}
	have := len(v.texts) + len(v.ints) + len(v.floats) + len(v.bools) + len(v.codes)
	if begun != rows || have != values {
		t.Fatalf("%d rows and %d values, want %d and %d: %+v", begun, have, rows, values, m)
	}
	for _, code := range v.codes {
		if int(code) >= len(c.symbols.values) {
			t.Fatalf("code %d of %d: %+v", code, len(c.symbols.values), m)
		}
	}
	return true
}

// soundPages are chunks of 64 rows as they should be, of every kind and encoding.
func soundPages() []madeUp {
	const n = 64
	var out []madeUp
	codes, ones, alternate := make([]int32, n), bytes.Repeat([]byte{1}, n), make([]int16, n)
	for i := range codes {
		codes[i], alternate[i] = int32(i%3), int16(i%2)
	}
	levels := make([]int16, n)
	for i := range levels {
		levels[i] = 1
	}
	for k := range uint8(len(kindNames)) {
		plain := bytes.Repeat([]byte{4, 0, 0, 0, 'c', 'a', 'f', 0xe9}, n) // texts of four bytes, and as good as numbers
		if kind(k) == boolKind {
			plain = ones
		}
		dict := plain[:8*3]
		coded := appendRuns([]byte{2}, 2, codes)
		for _, m := range []madeUp{{kind: k, body: plain}, {kind: k, body: plain, symbols: true}, {kind: k, encoding: 1, dict: dict, coded: 3, body: coded},
			{kind: k, encoding: 3, dict: dict, coded: 3, body: coded, symbols: true},
			{kind: k, maxDef: 1, body: append(appendLevels(nil, 1, alternate), plain...)}, {kind: k, maxDef: 1, maxRep: 1, body: append(append(appendLevels(nil, 1, make([]int16, n)), appendLevels(nil, 1, levels)...), plain...)}} {
			m.values = n
			out = append(out, m)
			if m.maxDef == 0 {
				m.two = true
				out = append(out, m)
			}
		}
	}
	runs := appendRuns(nil, 1, codes[:2])
	return append(out, madeUp{kind: uint8(boolKind), encoding: 2, values: n, body: append([]byte{byte(len(runs)), 0, 0, 0}, runs...)})
}

// TestDamagedPagesAreErrorsAndTakeNoMemory changes sound pages at random: what is read
// is as much as was asked for, or there is an error.
func TestDamagedPagesAreErrorsAndTakeNoMemory(t *testing.T) {
	sound, r, whole, wrong := soundPages(), rand.New(rand.NewPCG(5, 9)), 0, 0
	for i := range sound {
		if sound[i].check(t) {
			whole++
		}
	}
	if whole < 30 {
		t.Errorf("%d of %d sound pages are read", whole, len(sound))
	}
	n := 4000
	if k, err := strconv.Atoi(os.Getenv("FRAMEWATCH_SOAK")); err == nil && k > 0 {
		n *= k
	}
	for range n {
		m := sound[r.IntN(len(sound))]
		m.dict, m.body = damage(r, m.dict), damage(r, m.body)
		numbers := []int32{-1, 0, 1, 63, 64, 65, 1 << 20, 1<<31 - 1}
		for _, p := range []*int32{&m.values, &m.coded, &m.defs, &m.reps} {
			if r.IntN(6) == 0 {
				*p = numbers[r.IntN(len(numbers))]
			}
		}
		for _, p := range []*uint8{&m.kind, &m.maxDef, &m.maxRep, &m.encoding} {
			if r.IntN(12) == 0 {
				*p = uint8(r.IntN(6))
			}
		}
		if !m.check(t) {
			wrong++
		}
	}
	if wrong < n/4 || wrong == n {
		t.Errorf("%d of %d changed pages are errors: does the test change them?", wrong, n)
	}
}

// damage changes, cuts or lengthens some bytes.
func damage(r *rand.Rand, data []byte) []byte {
	if len(data) == 0 || r.IntN(4) == 0 {
		return data
	}
	data = bytes.Clone(data)
	for range 1 + r.IntN(3) {
		at := r.IntN(len(data))
		switch r.IntN(4) {
		case 0:
			data[at] ^= 1 << r.IntN(8)
		case 1:
			data[at] = []byte{0, 0x7f, 0x80, 0xff}[r.IntN(4)]
		case 2:
			data = data[:max(1, at)]
		default:
			data = append(data[:at:at], append([]byte{0xff, 0xff, 0xff, 0xff, 0x0f}, data[at:]...)...)
		}
	}
	return data
}

// FuzzPages reads any pages as a chunk of any kind.
func FuzzPages(f *testing.F) {
	for _, m := range soundPages() {
		f.Add(m.kind, m.maxDef, m.maxRep, m.two, m.symbols, m.encoding, m.values, m.coded, m.defs, m.reps, m.dict, m.body)
	}
	f.Fuzz(func(t *testing.T, kind, maxDef, maxRep uint8, two, symbols bool, encoding uint8, values, coded, defs, reps int32, dict, body []byte) {
		m := madeUp{kind, maxDef, maxRep, two, symbols, encoding, values, coded, defs, reps, dict, body}
		m.check(t)
	})
}

type footerRow struct {
	ID    string   `col:"id,key"`
	N     int64    `col:"n,null"`
	Share *float64 `col:"share"`
	Words []string `col:"words"`
}

// TestDamagedFootersTakeNoMemory changes the bytes that say what is where: reading ends
// in an error or not, but never takes much more memory than the file has bytes.
func TestDamagedFootersTakeNoMemory(t *testing.T) {
	var b bytes.Buffer
	w, err := NewWriter(&b, reflect.TypeFor[footerRow](), Options{})
	if err != nil {
		t.Fatal(err)
	}
	share, rows := 0.5, make([]footerRow, 300)
	for i := range rows {
		rows[i] = footerRow{ID: strconv.Itoa(i), N: int64(i % 3), Share: &share, Words: []string{"one", "two"}[:i%3]}
	}
	if err := Append(w, rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	sound, r, wrong := b.Bytes(), rand.New(rand.NewPCG(5, 10)), 0
	size := int(sound[len(sound)-8]) | int(sound[len(sound)-7])<<8
	const most = 64 << 20
	n := 2000
	for range n {
		head, footer := bytes.Clone(sound[:len(sound)-8-size]), sound[len(sound)-8-size:len(sound)-8]
		footer = damage(r, footer)
		data := append(append(head, footer...), byte(len(footer)), byte(len(footer)>>8), 0, 0)
		data = append(data, magic...)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		err := readWhole(data)
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took > most {
			t.Fatalf("%d bytes of memory for a file of %d (%v)", took, len(data), err)
		}
		if err != nil {
			wrong++
		}
	}
	if wrong < n/3 {
		t.Errorf("%d of %d changed footers are errors", wrong, n)
	}
}

// readWhole reads a file as rows, by leaves and as a merge does.
func readWhole(data []byte) error {
	f, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	n := 0
	for _, err := range Rows[footerRow](context.Background(), f) {
		if err != nil {
			return err
		}
		if n++; n > 1<<16 {
			return nil // many rows may be legal
		}
	}
	_, err = ContentOf(context.Background(), f)
	return err
}
