package inflect_test

import (
	"fmt"
	"strings"
	"testing"

	"framewatch/nlp/inflect"
)

func TestForms(t *testing.T) {
	tests := map[string]string{
		"fill VERB": "fill fills filled filling", "complement VERB": "complement complements complemented complementing",
		"bypass VERB": "bypass bypasses bypassed bypassing", "rely VERB": "rely relies relied relying", "play VERB": "play plays played playing",
		"undermine VERB": "undermine undermines undermined undermining", "agree VERB": "agree agrees agreed agreeing", "lie VERB": "lie lies lay lain lying",
		"stop VERB": "stop stops stopped stopping", "visit VERB": "visit visits visited visiting", "commit VERB": "commit commits committed committing",
		"quit VERB": "quit quits quitting", "equip VERB": "equip equips equipped equipping", "look VERB": "look looks looked looking", "show VERB": "show shows showed shown showing",
		"fix VERB": "fix fixes fixed fixing", "panic VERB": "panic panics panicked panicking", "veto VERB": "veto vetoes vetoed vetoing", "teach VERB": "teach teaches taught teaching",
		"overtake VERB": "overtake overtakes overtook overtaken overtaking", "rebuild VERB": "rebuild rebuilds rebuilt rebuilding", "withstand VERB": "withstand withstands withstood withstanding",
		"be VERB": "be am is are was were been being", "have VERB": "have has had having", "put VERB": "put puts putting", "reuse VERB": "reuse reuses reused reusing",
		"gap NOUN": "gap gaps", "crisis NOUN": "crisis crises", "country NOUN": "country countries", "way NOUN": "way ways", "church NOUN": "church churches",
		"statesman NOUN": "statesman statesmen", "human NOUN": "human humans", "child NOUN": "child children", "criterion NOUN": "criterion criteria", "hero NOUN": "hero heroes", "studio NOUN": "studio studios",
		"cheap ADJ": "cheap cheaper cheapest", "big ADJ": "big bigger biggest", "easy ADJ": "easy easier easiest", "large ADJ": "large larger largest", "new ADJ": "new newer newest", "bad ADJ": "bad worse worst",
		"slowly ADV": "slowly", "Rival ": "rival rivals rivaled rivaling rivalled rivalling", "focus VERB": "focus focuses focused focusing focussed focussing",
	}
	for word, want := range tests {
		lemma, pos, _ := strings.Cut(word, " ")
		if got := strings.Join(inflect.Forms(lemma, pos), " "); got != want {
			t.Errorf("%s: %s, want %s", word, got, want)
		}
	}
}

func Example() {
	fmt.Println(inflect.Forms("seek", inflect.Verb))
	fmt.Println(inflect.Forms("void", ""))
	// Output:
	// [seek seeks sought seeking]
	// [void voids voided voiding]
}
