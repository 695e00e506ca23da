package pack_test

import (
	"errors"
	"testing"

	"framewatch/nlp/internal/pack"
)

func TestRoundTrip(t *testing.T) {
	file, err := pack.Write([]byte("\x05\x01hello"), "test 1")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := pack.Open(file, "test 1")
	if err != nil {
		t.Fatal(err)
	}
	r := pack.Reader{Data: raw}
	if n, m, s := r.Uvarint(), r.Varint(), string(r.Bytes(5)); n != 5 || m != -1 || s != "hello" || r.Err() != nil {
		t.Errorf("read %d, %d, %q, %v", n, m, s, r.Err())
	}
	if r.Uvarint() != 0 || !errors.Is(r.Err(), pack.ErrDamaged) {
		t.Errorf("the end of the file gave %v", r.Err())
	}
}

func TestOpenDamaged(t *testing.T) {
	file, err := pack.Write([]byte("x"), "test 1")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"another format": file, "cut": file[:len(file)-1], "empty": nil, "not compressed": []byte("test 2\nx")} {
		if raw, err := pack.Open(data, "test 2"); err == nil {
			t.Errorf("%s: got %q", name, raw)
		}
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte("\x03abc\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := pack.Reader{Data: data}
		for range 8 {
			_, _, _, _ = r.Count(), r.String(), r.Varint(), r.Float()
		}
		if len(r.Data) > len(data) {
			t.Fatal("the reader grew")
		}
	})
}
