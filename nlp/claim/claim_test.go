package claim_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/nlp/claim"
	"framewatch/nlp/clause"
)

func register() claim.Register {
	return claim.Register{ID: "harbour", Version: "1", About: []corpus.EntityID{"org.harbour"}, Kinds: []claim.Kind{
		{ID: "members", Unit: claim.UnitCount, Least: 5, Grows: true, Phrases: map[string][]string{
			"en": {"# member*", "# states * joined", "joined by #"}, "zh-Hans": {"#个*成员", "#国*加入"}, "zh-Hant": {"#個*成員"}}},
		{ID: "opened", Unit: claim.UnitDate, Phrases: map[string][]string{"en": {"opened on #", "opened in #"}, "zh-Hans": {"#*开业"}}},
		{ID: "cost", Unit: claim.UnitMoney, Phrases: map[string][]string{"en": {"HK$#"}, "zh-Hans": {"#港元"}}},
	}, Facts: []claim.Fact{
		{Kind: "members", Value: "33", From: "2025-05-30", Until: "2025-09-18", Source: "https://harbour.example/33"},
		{Kind: "members", Value: "37", From: "2025-10-21", Source: "https://harbour.example/37"},
		{Kind: "opened", Value: "2025-10-20", From: "2025-10-01", Source: "https://harbour.example/opened"},
		{Kind: "cost", Value: "466600000", From: "2023-01-01", Source: "https://harbour.example/cost"},
	}}
}

// document is a text of one sentence a line, of which the first names the target.
func document(lang, text, day string) (*corpus.Document, *corpus.Annotations) {
	doc := &corpus.Document{ID: "d", Text: text}
	if t, err := time.Parse(time.DateOnly, day); err == nil {
		doc.Published = corpus.Date{Time: t, Precision: corpus.PrecisionDay, From: "test"}
	}
	a := &corpus.Annotations{Doc: "d", Mentions: []corpus.Mention{{Entity: "org.harbour", Sentence: 0}}}
	at := 0
	for line := range strings.Lines(text) {
		end := at + len(strings.TrimRight(line, "\n"))
		a.Sentences = append(a.Sentences, corpus.Sentence{Span: corpus.Span{Start: at, End: end}, Lang: lang})
		at += len(line)
	}
	return doc, a
}

func find(t *testing.T, lang, text, day string) []string {
	t.Helper()
	f, err := claim.New(register())
	if err != nil {
		t.Fatal(err)
	}
	doc, a := document(lang, text, day)
	var out []string
	a.Clauses = clause.Read(doc, a)
	for _, c := range f.Find(doc, a) {
		if got := c.Span.Of(text); got != c.Surface {
			t.Errorf("surface %q, text %q", c.Surface, got)
		}
		out = append(out, strings.Join([]string{c.Surface, c.Kind, c.Value, string(c.Bound), string(c.Verdict)}, "|"))
	}
	return out
}

func TestNumbersAreReadAndJudgedInBothLanguages(t *testing.T) {
	for _, c := range []struct{ lang, text, day, want string }{
		{"en", "The body has 33 members.", "2025-06-02", "33|members|33|exact|supported"},
		{"en", "The body has thirty-three member states.", "2025-06-02", "thirty-three|members|33|exact|supported"},
		{"en", "The body has more than 30 members.", "2025-06-02", "more than 30|members|30|at_least|supported"},
		{"en", "The body has more than 60 members.", "2025-06-02", "more than 60|members|60|at_least|contradicted"},
		{"en", "The body has about 35 members.", "2025-06-02", "about 35|members|35|about|supported"},
		{"en", "The body has 33 members.", "2025-11-02", "33|members|33|exact|outdated"},
		{"en", "The body has more than 30 members.", "2025-10-01", "more than 30|members|30|at_least|supported"},
		{"en", "The body has 35 members.", "2025-10-01", "35|members|35|exact|unknown"},
		{"en", "The body has 33 members.", "", "33|members|33|exact|unknown"},
		{"en", "On 30 May 2025 33 states at once joined.", "2025-11-02", "33|members|33|exact|supported"},
		{"en", "The body opened on October 20, 2025.", "2025-11-02", "October 20, 2025|opened|2025-10-20|exact|supported"},
		{"en", "The body opened on 21 October.", "2025-11-02", "21 October|opened|--10-21|exact|contradicted"},
		{"en", "The body opened in October 2025.", "2025-11-02", "October 2025|opened|2025-10|exact|supported"},
		{"en", "The house cost HK$466.6 million.", "2025-11-02", "466.6 million|cost|466600000|exact|supported"},
		{"zh-Hans", "该组织有33个成员。", "2025-06-02", "33|members|33|exact|supported"},
		{"zh-Hans", "该组织有三十三个创始成员国。", "2025-06-02", "三十三|members|33|exact|supported"},
		{"zh-Hans", "该组织有 33 个成员国。", "2025-11-02", "33 |members|33|exact|outdated"},
		{"zh-Hant", "該組織有超過60個成員。", "2025-06-02", "超過60|members|60|at_least|contradicted"},
		{"zh-Hans", "该组织有30多个成员。", "2025-06-02", "30多|members|30|at_least|supported"},
		{"zh-Hans", "该组织约有35个成员。", "2025-06-02", "约有35|members|35|about|supported"},
		{"zh-Hans", "该组织于2025年10月20日正式开业。", "2025-11-02", "2025年10月20日|opened|2025-10-20|exact|supported"},
		{"zh-Hans", "大楼耗资4.666亿港元。", "2025-11-02", "4.666亿|cost|466600000|exact|supported"},
	} {
		if diff := cmp.Diff([]string{c.want}, find(t, c.lang, c.text, c.day)); diff != "" {
			t.Errorf("%s (%s): %s", c.text, c.day, diff)
		}
	}
}

func TestNumbersOfOtherThingsAreNoClaims(t *testing.T) {
	for _, c := range []struct{ lang, text string }{
		{"en", "The hall has 33 windows."},
		{"en", "The 33rd member of the choir sang."},
		{"en", "33 ships came. Members waved."},
		{"zh-Hans", "大厅有33扇窗，成员很多。"},
		{"zh-Hans", "第33个成员到了。"},
		{"fr", "33 members"},
		{"en", "Two members of the body signed a treaty of their own."},
		{"en", "The target spoke.\nIt rained.\nA choir of 33 members sang."},
	} {
		if got := find(t, c.lang, c.text, "2025-06-02"); got != nil {
			t.Errorf("%q: %v", c.text, got)
		}
	}
}

func TestAClaimNextToTheTargetsSentenceCounts(t *testing.T) {
	if got := find(t, "en", "The target spoke.\nIt has 33 members.", "2025-06-02"); len(got) != 1 {
		t.Errorf("got %v", got)
	}
}

// TestANumberBehindAnotherBodyIsItsOwn, in a sentence that does not name the
// target itself.
func TestANumberBehindAnotherBodyIsItsOwn(t *testing.T) {
	f, err := claim.New(register())
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{"The target spoke.\nThe Bank has 33 members.": 0, "The target spoke.\nIt has 33 members, says the Bank.": 1, "The target, says the Bank, has 33 members.": 1} {
		doc, a := document("en", text, "2025-06-02")
		at := strings.Index(text, "the Bank")
		if at < 0 {
			at = strings.Index(text, "The Bank")
		}
		a.Mentions = append(a.Mentions, corpus.Mention{Entity: "org.bank", Label: corpus.ORG, Sentence: strings.Count(text[:at], "\n"), Span: corpus.Span{Start: at, End: at + len("The Bank")}})
		a.Clauses = clause.Read(doc, a)
		if got := f.Find(doc, a); len(got) != want {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

func TestTheInnermostQuotationSpeaks(t *testing.T) {
	f, err := claim.New(register())
	if err != nil {
		t.Fatal(err)
	}
	text := "Ana Silva said that Tom Okoro says the body has 33 members."
	doc, a := document("en", text, "2025-06-02")
	span := func(s string) corpus.Span {
		i := strings.Index(text, s)
		return corpus.Span{Start: i, End: i + len(s)}
	}
	a.Quotes = []corpus.Quote{
		{ID: "inner", In: corpus.InText, Content: []corpus.Span{span("the body has 33 members")}, Source: []corpus.Span{span("Tom Okoro")}, Type: corpus.QuoteDirect},
		{ID: "outer", In: corpus.InText, Content: []corpus.Span{span("Tom Okoro says the body has 33 members")}, Source: []corpus.Span{span("Ana Silva")}, Type: corpus.QuoteIndirect},
	}
	a.Clauses = clause.Read(doc, a)
	got := f.Find(doc, a)
	if len(got) != 1 || got[0].Clause == "" || got[0].Speaker != "Tom Okoro" || got[0].Voice != corpus.VoiceDirect || got[0].Source != "https://harbour.example/33" {
		t.Errorf("got %+v", got)
	}
}

// TestWhatIsDeniedIsNoClaim holds that a number in a clause that denies, asks or
// supposes is told as such, in both languages alike.
func TestWhatIsDeniedIsNoClaim(t *testing.T) {
	for text, lang := range map[string]string{
		"The body does not have 33 members.": "en", "Does the body have 33 members?": "en", "The body may have 33 members.": "en", "Ana Silva denied that the body has 33 members.": "en",
		"该院没有33个成员。": "zh-Hans", "该院有33个成员吗？": "zh-Hans", "该院可能有33个成员。": "zh-Hans", "海港否认该院有33个成员。": "zh-Hans",
	} {
		got := find(t, lang, text, "2025-06-02")
		if len(got) != 1 || !strings.HasSuffix(got[0], "|not_asserted") {
			t.Errorf("%s: %v", text, got)
		}
	}
}

func TestMistakesOfARegisterAreToldTogether(t *testing.T) {
	r := register()
	r.Kinds[0].Phrases["en"] = []string{"members"}
	r.Kinds[1].Unit = "dates"
	r.Facts[0].Source = "harbour"
	r.Facts[1].Kind = "memers"
	r.Facts[3].Value = "much"
	err := r.Validate()
	for _, want := range []string{"has to have one #", "is no unit", "is no web address", "is none of the kinds", "is no number"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in %v", want, err)
		}
	}
}
