package model_test

import (
	"bytes"
	"testing"

	"framewatch/nlp/stance/internal/model"
)

// FuzzDecode reads a data file of any content: what is read is written so that it
// reads the same.
func FuzzDecode(f *testing.F) {
	data, err := small().Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add(data[:len(data)/2])
	f.Fuzz(func(t *testing.T, data []byte) {
		read, err := model.Decode(data, features)
		if err != nil {
			return
		}
		first, err := read.Encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := model.Decode(first, features)
		if err != nil {
			t.Fatal(err)
		}
		if second, err := again.Encode(); err != nil || !bytes.Equal(first, second) {
			t.Errorf("written again it is another file: %v", err)
		}
	})
}
