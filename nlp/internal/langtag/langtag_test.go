package langtag_test

import (
	"testing"

	"framewatch/nlp/internal/langtag"
)

func TestBase(t *testing.T) {
	for tag, want := range map[string]string{"zh-Hant-TW": "zh", "en": "en", "yue-Hant": "yue", "": ""} {
		if got := langtag.Base(tag); got != want {
			t.Errorf("Base(%q) = %q, want %q", tag, got, want)
		}
	}
}
