package corpus_test

import (
	"testing"

	"framewatch/corpus"
)

func TestBaseLang(t *testing.T) {
	for tag, want := range map[string]string{"zh-Hant-TW": "zh", "en": "en", "yue-Hant": "yue", "": ""} {
		if got := corpus.BaseLang(tag); got != want {
			t.Errorf("BaseLang(%q) = %q, want %q", tag, got, want)
		}
	}
}
