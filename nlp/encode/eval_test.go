package encode_test

import (
	"bufio"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"framewatch/nlp/encode"
)

// TestTranslationsAreFoundWhereTheLanguageIsRead looks for the translation of
// English sentences among those of each language.
func TestTranslationsAreFoundWhereTheLanguageIsRead(t *testing.T) {
	dir := os.Getenv("FRAMEWATCH_EVAL")
	if dir == "" || testing.Short() {
		t.Skip("FRAMEWATCH_EVAL is not set, or the tests are to be short")
	}
	encoder, err := encode.Load()
	if err != nil {
		t.Fatal(err)
	}
	texts := sentencesByLanguage(t, filepath.Join(dir, "langid", "langid.jsonl"))
	english := encoder.Embed(texts["en"])
	delete(texts, "en")
	for _, lang := range slices.Sorted(maps.Keys(texts)) {
		found := 0
		for i, v := range encoder.Embed(texts[lang]) {
			if nearest(v, english) == i {
				found++
			}
		}
		share := float64(found) / float64(len(texts[lang]))
		t.Logf("%s: %.2f of %d", lang, share, len(texts[lang]))
		if reads := encode.Reads(lang); reads != (share >= 0.95) {
			t.Errorf("%s: read %v, and %.2f found", lang, reads, share)
		}
	}
}

func nearest(v []float32, among [][]float32) int {
	best, at := float32(-2), -1
	for i, w := range among {
		sum := float32(0)
		for k, x := range v {
			sum += x * w[k]
		}
		if sum > best {
			best, at = sum, i
		}
	}
	return at
}

// sentencesByLanguage reads sentences that translate each other, place by place.
func sentencesByLanguage(t *testing.T, path string) map[string][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string][]string{}
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var line struct{ Lang, Script, Kind, Src, Text string }
		if err := json.Unmarshal(sc.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		if line.Kind == "sentence" && line.Src == "sib200" {
			tag := line.Lang
			if line.Script != "" {
				tag += "-" + line.Script
			}
			out[tag] = append(out[tag], line.Text)
		}
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
