package sent_test

import (
	"strings"
	"testing"
	"testing/quick"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/nlp/sent"
)

func TestSplit(t *testing.T) {
	tests := []struct {
		name, lang, text string
		want             []string
	}{
		{"empty", "en", "", nil},
		{"white space", "en", " \n\n\t", nil},
		{"no mark", "en", "A headline without a stop", []string{"A headline without a stop"}},
		{"titles and initials", "en", "Prof. J. K. Lee met Gov. Chan. They spoke.", []string{"Prof. J. K. Lee met Gov. Chan.", "They spoke."}},
		{"company at the end", "en", "He left Example Inc. It closed.", []string{"He left Example Inc.", "It closed."}},
		{"company inside", "en", "Example Inc. Chairman Lee spoke.", []string{"Example Inc. Chairman Lee spoke."}},
		{"state before its body", "en", "The U.N. Charter holds.", []string{"The U.N. Charter holds."}},
		{"number and decimal", "en", "See Art. 33 and No. 7. It costs 2.50 now.", []string{"See Art. 33 and No. 7.", "It costs 2.50 now."}},
		{"no. as a word", "en", "They said no. Others agreed.", []string{"They said no.", "Others agreed."}},
		{"quotation of two sentences", "en", `"We came. We saw," she said. "Then?" Lee asked.`, []string{`"We came.`, `We saw," she said.`, `"Then?" Lee asked.`}},
		{"brackets", "en", "The body (it is new. It is small.) met. Fine.", []string{"The body (it is new. It is small.) met.", "Fine."}},
		{"bracketed sentence", "en", "It met. (Nobody came.) It closed.", []string{"It met.", "(Nobody came.)", "It closed."}},
		{"pause and end", "en", "Well... no. I left.... She stayed.", []string{"Well... no.", "I left....", "She stayed."}},
		{"address", "en", "Write to a.b@example.org or www.example.org/x.Y today. Do.", []string{"Write to a.b@example.org or www.example.org/x.Y today.", "Do."}},
		{"lost space", "en", "It was signed.The parties left.", []string{"It was signed.", "The parties left."}},
		{"footnote", "en", "It was signed.[3] Then it held.", []string{"It was signed.[3]", "Then it held."}},
		{"wrapped line", "en", "The treaty was signed in\nHong Kong on a\nrainy day.", []string{"The treaty was signed in\nHong Kong on a\nrainy day."}},
		{"heading", "en", "Key points\nThe treaty was signed.", []string{"Key points", "The treaty was signed."}},
		{"list", "en", "Aims:\n- peace\n- order\n1. First\n2. Second", []string{"Aims:", "- peace", "- order", "1. First", "2. Second"}},
		{"list in one line", "en", "Two steps: (a) talk; (b) sign.", []string{"Two steps:", "(a) talk;", "(b) sign."}},
		{"list with other marks", "ja", "会合は進展なしと各国から不満の声が上がり閉幕が近づいても合意は見えない\n▽港で条約に署名\n◎雨", []string{"会合は進展なしと各国から不満の声が上がり閉幕が近づいても合意は見えない", "▽港で条約に署名", "◎雨"}},
		{"list with other marks in one line", "ko", "▲ 항구에서 서명 ▲ 비", []string{"▲ 항구에서 서명", "▲ 비"}},
		{"paragraphs", "en", "One\r\n\r\nTwo\n \nThree", []string{"One", "Two", "Three"}},
		{"Chinese", "zh-Hans", "他来了。她问：“好吗？”他说：“好！”真的……她走了。", []string{"他来了。", "她问：“好吗？”", "他说：“好！”", "真的……", "她走了。"}},
		{"Chinese attribution", "zh-Hans", "“可以。”王先生说。会议结束。", []string{"“可以。”王先生说。", "会议结束。"}},
		{"Chinese with half-width marks", "zh-Hans", "他来了.她走了!真的?共3.5元.", []string{"他来了.", "她走了!", "真的?", "共3.5元."}},
		{"Chinese with straight quotation marks", "zh-Hans", `"可以。"王先生说。他说:"好。"她走了。"来了。又走了。"李女士说。完。`,
			[]string{`"可以。"王先生说。`, `他说:"好。"`, "她走了。", `"来了。`, `又走了。"李女士说。`, "完。"}},
		{"Chinese title of a work", "zh-Hans", "他看《去吧！孩子》。完", []string{"他看《去吧！孩子》。", "完"}},
		{"Japanese", "ja", "調停院が開いた。「よい。」と彼は言った。", []string{"調停院が開いた。", "「よい。」と彼は言った。"}},
		{"Arabic", "ar", "هل هذا مهم؟ نعم. انتهى", []string{"هل هذا مهم؟", "نعم.", "انتهى"}},
		{"Urdu", "ur", "یہ اہم ہے۔ وہ آیا۔", []string{"یہ اہم ہے۔", "وہ آیا۔"}},
		{"Hindi", "hi", "यह नया है। वह आया।", []string{"यह नया है।", "वह आया।"}},
		{"German ordinal", "de", "Am 3. Mai kam Dr. Weber. Gut.", []string{"Am 3. Mai kam Dr. Weber.", "Gut."}},
		{"French elision", "fr", "Selon l'art. 3, M. Blanc part. Bien.", []string{"Selon l'art. 3, M. Blanc part.", "Bien."}},
		{"Russian year", "ru", "Подписан в 2025 г. в Москве. Всё.", []string{"Подписан в 2025 г. в Москве.", "Всё."}},
		{"marks alone", "en", "!!! ... ?", []string{"!!! ... ?"}},
		{"invalid bytes", "en", "One\xff. Two.\xfe", []string{"One\xff.", "Two.\xfe"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, s := range sent.Split(test.text, test.lang) {
				got = append(got, s.Of(test.text))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("Split(%q) (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

// TestQuotations: what closes a quotation in one language and opens one in another
// goes by where it stands.
func TestQuotations(t *testing.T) {
	splits(t, []split{
		{"de", []string{"„Wir kommen wieder.“", "Dann ging sie hinaus."}},
		{"de", []string{"Er rief: „Komm!“", "Sie blieb."}},
		{"de", []string{"„Komm!“, rief er.", "Sie blieb."}},
		{"de", []string{"„Wir kamen.", "Wir gingen.“", "Dann war Ruhe."}},
		{"de", []string{"»Wir kommen wieder.«", "»Und ihr?«", "Sie schwieg."}},
		{"de", []string{"Er sagte: „Sie rief: ‚Halt!‘“", "Niemand hielt."}},
		{"de", []string{"»Komm!« rief er.", "Sie blieb."}},
		{"fr", []string{"« Nous partons. »", "Puis elle sortit."}},
		{"fr", []string{"« Nous partons. »", "Puis elle sortit."}},
		{"es", []string{"«Nos vamos.»", "Luego salió."}},
		{"ru", []string{"«Мы уходим.»", "Потом она вышла."}},
		{"en", []string{"He left.", "“We agree,” she said."}},
		{"en", []string{"“We agree.”", "“So do we.”"}},
		{"und", []string{"”Vi kommer.”", "Sedan gick hon."}},
		{"zh-Hans", []string{"他来了。", "“好。”", "她走了。"}},
	})
}

// TestAbbreviations: what is no end in each language, with and without spaces in
// abbreviations.
func TestAbbreviations(t *testing.T) {
	splits(t, []split{
		{"en", []string{"Some boats, e. g. Ferry One, sailed.", "Others, i. e. Two, did not."}},
		{"en", []string{"The U. S. Coast Office met at 3 p. m. on Friday.", "Fine."}},
		{"de", []string{"Es fahren z. B. Fähren, u. a. Boote und i. d. R. Schiffe.", "Das genügt."}},
		{"de", []string{"Prof. Dr. h. c. Lind kam, d. h. Frau Lind.", "Gut."}},
		{"de", []string{"Es gab Fähren, Boote usw.", "Dann war Schluss."}},
		{"de", []string{"Vom 1.-3. Mai tagte Friedrich II. Bauer."}},
		{"de", []string{"Es war am 3.", "Die Fähre kam."}},
		{"de", []string{"Das Geld, z. T. Spenden, kam u. U. Ende Mai.", "Es reicht."}},
		{"es", []string{"Los EE. UU. Unidos por S. E. Marta Gil firmaron, p. ej. Actas."}},
		{"es", []string{"Viajó a EE. UU.", "La embajada lo recibió."}},
		{"es", []string{"La Sra. Gil y el Excmo. Sr. Paz hablaron.", "Luego firmaron."}},
		{"fr", []string{"S. E. M. Blanc vit p. ex. Mme Roux.", "Puis il partit."}},
		{"pt", []string{"A Sra. Gil viu, p. ex. Lisboa.", "Depois partiu."}},
		{"it", []string{"Il dott. Neri vide S. E. Bianchi, p. es. Ieri."}},
		{"ru", []string{"См. Приложение, т. е. Устав, и т. п. документы.", "Он принят."}},
		{"ru", []string{"Были лодки, паромы и т. д.", "Он уехал."}},
		{"uk", []string{"Див. Додаток, ім. Шевченка.", "Він прийнятий."}},
		{"tr", []string{"Prof. Dr. Ayşe Kaya geldi.", "Sonra gitti."}},
		{"id", []string{"Bapak K. H. Salim datang.", "Dia pergi."}},
		{"hi", []string{"डॉ. शर्मा और प्रो. राव आए।", "वे चले गए।"}},
		{"hi", []string{"ए. के. शर्मा आए।", "यह नया है.", "वह आया."}},
		{"bn", []string{"ড. রহমান ও মো. আলী এলেন।", "তাঁরা গেলেন।"}},
		{"ar", []string{"وصل د. سمير و أ. د. منى ص. 5.", "ثم غادرا."}},
		{"fa", []string{"د. رضایی در ۱۴۰۴ ه. ش. آمد.", "سپس رفت."}},
		{"ur", []string{"ڈاکٹر۔ ایم۔ اے۔ خان آئے۔", "وہ چلے گئے۔"}},
		{"ja", []string{"金利は３．２％になった。", "Ａ．スミス氏が来た。"}},
		{"ja", []string{"合意した．", "署名は来週だ．"}},
		{"ja", []string{"１．目的と範囲を定める。", "２．終わり。"}},
		{"ja", []string{"本当?", "はい.", "ジョン.スミス氏だ."}},
		{"zh-Hans", []string{"增长３．２％。", "Ｊ．李先生来了。", "他同意．", "她走了．"}},
	})
}

type split struct {
	lang string
	want []string
}

// splits joins sentences as their language does and wants them back.
func splits(t *testing.T, tests []split) {
	t.Helper()
	for _, test := range tests {
		gap := " "
		if strings.HasPrefix(test.lang, "zh") || test.lang == "ja" {
			gap = ""
		}
		text := strings.Join(test.want, gap)
		var got []string
		for _, s := range sent.Split(text, test.lang) {
			got = append(got, s.Of(text))
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: Split(%q) (-want +got):\n%s", test.lang, text, diff)
		}
	}
}

func TestParagraphs(t *testing.T) {
	text := "\n One\ntwo \n\t\n\u2029Three\fFour\n"
	var got []string
	for _, p := range sent.Paragraphs(text) {
		got = append(got, p.Of(text))
	}
	if diff := cmp.Diff([]string{"One\ntwo", "Three", "Four"}, got); diff != "" {
		t.Errorf("Paragraphs(%q) (-want +got):\n%s", text, diff)
	}
}

// check holds what Split promises of its spans: in order, without overlap,
// trimmed, on character boundaries, and nothing to read outside them.
func check(t *testing.T, text string, spans []corpus.Span) {
	t.Helper()
	last, valid := 0, utf8.ValidString(text)
	for _, s := range spans {
		if s.Start < last || s.End <= s.Start || s.End > len(text) {
			t.Fatalf("span %v after byte %d of %d", s, last, len(text))
		}
		if s.Of(text) != strings.TrimSpace(s.Of(text)) {
			t.Fatalf("%q is not trimmed", s.Of(text))
		}
		if valid && !utf8.ValidString(s.Of(text)) {
			t.Fatalf("%q is not on character boundaries", s.Of(text))
		}
		if strings.ContainsFunc(text[last:s.Start], func(r rune) bool { return r > ' ' && r < 0x7f }) {
			t.Fatalf("%q was lost", text[last:s.Start])
		}
		last = s.End
	}
	if strings.ContainsFunc(text[last:], func(r rune) bool { return r > ' ' && r < 0x7f }) {
		t.Fatalf("%q was lost", text[last:])
	}
}

func TestSplitCoversText(t *testing.T) {
	mixed := strings.Repeat("Mr. Wang said “是的。” (It opened.) 他走了.\n• 1) one 2) two\n\nهل؟ — . . . x.Y", 20)
	for _, lang := range []string{"en", "zh-Hans", "de", "und"} {
		check(t, mixed, sent.Split(mixed, lang))
		if err := quick.Check(func(text string) bool {
			check(t, text, sent.Split(text, lang))
			return true
		}, nil); err != nil {
			t.Error(err)
		}
	}
}

// TestSplitBounded runs texts that a quadratic scan would not finish.
func TestSplitBounded(t *testing.T) {
	for _, part := range []string{"a", "国", ".", "! ", ". . ", "(", "(.", "\n", " ", " \n ", "1. ", "• ", "\"", "\x00", "\xff", "A.", "a.B", "”", "[1"} {
		text := strings.Repeat(part, 1<<20/len(part))
		check(t, text, sent.Split(text, "en"))
	}
}

func FuzzSplit(f *testing.F) {
	for _, seed := range []string{"Mr. A. B. (x.) y.", "1) a 2) b", "“。”他说", "\xe5\x9b。", "a.B c!D", "x\n\n\n. y", "[1][2] . . .", "• a • b"} {
		f.Add(seed, "en")
	}
	f.Fuzz(func(t *testing.T, text, lang string) {
		check(t, text, sent.Split(text, lang))
	})
}
