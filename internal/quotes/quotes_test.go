package quotes_test

import (
	"testing"

	"framewatch/internal/quotes"
)

func TestTrimEnd(t *testing.T) {
	for in, want := range map[string]string{
		"„Wir kommen wieder.“": "„Wir kommen wieder.", "»Wir kommen.«": "»Wir kommen.", "‚Ja.‘ ": "‚Ja.", "« Oui. »": "« Oui.",
		"“We agree.”)": "“We agree.", "他说：“好。”": "他说：“好。", "「よい。」": "「よい。", "No": "No", "": "", "“": "",
	} {
		if got := quotes.TrimEnd(in); got != want {
			t.Errorf("TrimEnd(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCloses(t *testing.T) {
	for _, c := range []struct {
		r      rune
		behind string
		want   bool
	}{
		{'“', " Dann ging sie.", true},  // „Komm.“ Dann ging sie.
		{'“', ", sagte er", true},       // „Komm!“, sagte er
		{'“', "", true},                 //
		{'“', "She left.", false},       // He came.“She left.”
		{'“', "好。”", false},             // 他来了。“好。”
		{'”', "王先生说", true},             // “好。”王先生说
		{'«', " Dann", true},            // »Komm.« Dann
		{'»', " Puis", true},            // « Viens. » Puis
		{'»', "Dann komm.« Sie", false}, // Er ging.»Dann komm.«
		{'‘', " Dann", true},
		{'’', "s", true},
		{')', "x", true},
		{'(', "", false},
		{'x', "", false},
	} {
		if got := quotes.Closes(c.r, c.behind); got != c.want {
			t.Errorf("%c before %q closes: %v, want %v", c.r, c.behind, got, c.want)
		}
	}
}
