package nlp_test

import (
	"testing"
	"time"

	"framewatch/corpus"
)

// TestPosts holds which office and country speakers have.
func TestPosts(t *testing.T) {
	a := configured(t)
	tests := []struct {
		name, text, day string
		office          corpus.EntityID
		country         string
	}{
		{"by the gazetteer", "Mao Ning spoke on Tuesday. “We agree,” Mao Ning said.", "2025-06-02", "office.cn.mfa_spokesperson", "CN"},
		{"before taking it up", "Lin Jian spoke on Tuesday. “We agree,” Lin Jian said.", "2020-06-02", "", "CN"},
		{"chinese, by the gazetteer", "外交部发言人毛宁表示：“我们同意。”", "2025-06-02", "office.cn.mfa_spokesperson", "CN"},
		{"somebody sent", "“We agree,” said Sierra Leone's ambassador to China.", "2025-06-02", "", "SL"},
		{"somebody sent, place only", "“We agree,” said the ambassador to China.", "2025-06-02", "", ""},
		{"a title", "Kenyan envoy Ann Otieno spoke. “We agree,” Otieno said.", "2025-06-02", "", "KE"},
		{"an apposition", "Ann Otieno, Kenya's ambassador to China, spoke. It rained. “We agree,” Otieno said.", "2025-06-02", "", "KE"},
		{"an office in the title", "White House spokesman Peter Mensah spoke. “We agree,” Mensah said.", "2025-06-02", "office.us.white_house", "US"},
		{"chinese title", "肯尼亚驻华大使王小明表示：“我们同意。”", "2025-06-02", "", "KE"},
		{"a place that is no title", "In Kenya, Ann Otieno spoke. “We agree,” Otieno said.", "2025-06-02", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			day, err := time.Parse(time.DateOnly, test.day)
			if err != nil {
				t.Fatal(err)
			}
			doc := corpus.Document{ID: "d", Text: test.text, Published: corpus.Date{Time: day, Precision: corpus.PrecisionDay}}
			got, err := a.Annotate(t.Context(), doc)
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Quotes) != 1 {
				t.Fatalf("%d quotations", len(got.Quotes))
			}
			if q := got.Quotes[0]; q.Office != test.office || q.SpeakerCountry != test.country {
				t.Errorf("office %q of %q, want %q of %q; speaker %q %q", q.Office, q.SpeakerCountry, test.office, test.country, q.Speaker, q.SpeakerName)
			}
		})
	}
}
