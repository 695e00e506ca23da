package encode_test

import (
	"testing"

	"framewatch/nlp/encode"
)

func TestLanguagesAreReadInEveryScriptAndCase(t *testing.T) {
	for tag, want := range map[string]bool{"en": true, "EN-gb": true, "zh": true, "zh-Hant": true, "ms": true, "pt-BR": true,
		"hi": false, "bn": false, "vi": false, "sw": false, "ur": false, "fa": false, "uk": false, "": false, "e": false, "tlh": false} {
		if encode.Reads(tag) != want {
			t.Errorf("%q: not %v", tag, want)
		}
	}
}
