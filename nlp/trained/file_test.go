package trained_test

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"framewatch/nlp/frame"
	"framewatch/nlp/trained"
)

func model(t testing.TB) *trained.Model {
	t.Helper()
	m, _, err := trained.Train(context.Background(), invent(90), job())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestFileGivesTheModelBack(t *testing.T) {
	m := model(t)
	back, err := trained.Read(bytes.NewReader(m.File()))
	if err != nil {
		t.Fatal(err)
	}
	if back.Hash() != m.Hash() || !bytes.Equal(back.File(), m.File()) || back.Codebook != "ports" || back.Encoder != "words" || back.Texts != 90 {
		t.Errorf("read %+v", back)
	}
}

func TestHostileFilesAreRefused(t *testing.T) {
	good := string(model(t).File())
	for name, c := range map[string]struct{ file, want string }{
		"empty":            {"", "not a file of framewatch codebook train"},
		"another format":   {strings.Replace(good, "framewatch-trained/1", "framewatch-trained/9", 1), "train the model again"},
		"an unknown field": {strings.Replace(good, `"texts"`, `"txts"`, 1), "unknown field"},
		"more after it":    {good + "{}", "more follows"},
		"cut":              {good[:len(good)/2], "not a file"},
		"no frames":        {`{"format":"framewatch-trained/1","codebook":"a","encoder":"b","dims":2,"frames":[]}`, "frames"},
		"a frame twice":    {strings.Replace(good, `"trade"`, `"peace"`, 1), "there twice"},
		"wrong dims":       {strings.Replace(good, `"dims": 32`, `"dims": 33`, 1), "are not 66 bytes"},
		"huge dims":        {strings.Replace(good, `"dims": 32`, `"dims": 99999999`, 1), "dims"},
		"no threshold":     {strings.Replace(good, `"threshold": `, `"threshold": 7`, 1), "threshold"},
		"too large":        {good + strings.Repeat(" ", 5<<20), "larger than"},
	} {
		if c.file == good {
			t.Fatalf("%s: nothing was changed", name)
		}
		if _, err := trained.Read(strings.NewReader(c.file)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.want)
		}
	}
}

func TestModelsServeTheirCodebookAndEncoderOnly(t *testing.T) {
	m := model(t)
	book := frame.Codebook{ID: "ports", Frames: []frame.Frame{{ID: "peace"}, {ID: "trade"}}}
	if err := m.Fits(&book, "words"); err != nil {
		t.Error(err)
	}
	for name, c := range map[string]struct {
		book    frame.Codebook
		encoder string
		want    string
	}{
		"another codebook": {frame.Codebook{ID: "canals"}, "words", `of codebook "ports", not of "canals"`},
		"another encoder":  {book, "words-2", "train it again"},
		"a frame is gone":  {frame.Codebook{ID: "ports", Frames: book.Frames[:1]}, "words", `frame "trade"`},
	} {
		if err := m.Fits(&c.book, c.encoder); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.want)
		}
	}
}

// FuzzRead: whatever is read is refused, or gives a model that is written again as
// it was.
func FuzzRead(f *testing.F) {
	f.Add(model(f).File())
	f.Add([]byte(`{"format":"framewatch-trained/1","codebook":"a","encoder":"b","dims":1,"frames":[{"id":"x","weights":"AAA="}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := trained.Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		if !json.Valid(m.File()) || len(m.Frames()) == 0 {
			t.Errorf("read a model without frames from %q", data)
		}
	})
}
