package number_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"framewatch/nlp/number"
)

func TestHan(t *testing.T) {
	for s, want := range map[string]float64{
		"三": 3, "十": 10, "十一": 11, "三十三": 33, "一百零五": 105, "二百五": 205, "两千": 2000, "兩千零二十": 2020,
		"二〇二五": 2025, "一九九七": 1997, "〇": 0, "一一": 11,
		"三万": 3e4, "三萬五千": 35e3, "十万": 1e5, "一百二十万": 12e5, "千万": 1e7, "三亿五千万": 35e7, "一万亿": 1e12, "兩億": 2e8,
	} {
		if got, ok := number.Han(s); got != want || !ok {
			t.Errorf("Han(%q) = %v, %v, want %v", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "万", "亿", "三a", "湖", strings.Repeat("九", 400), "一" + strings.Repeat("亿", 50)} {
		if got, ok := number.Han(s); ok {
			t.Errorf("Han(%q) = %v, want none", s, got)
		}
	}
	for s, want := range map[string]float64{"": 1, "名": 1, "万人": 1e4, "千萬港元": 1e7, "万亿": 1e12, "名万": 1} {
		if got := number.HanScale(s); got != want {
			t.Errorf("HanScale(%q) = %v, want %v", s, got, want)
		}
	}
}

// TestHanReadsWhatIsWritten writes numbers as Chinese does, and reads them.
func TestHanReadsWhatIsWritten(t *testing.T) {
	random := rand.New(rand.NewPCG(18, 1))
	for range 5000 {
		n := random.IntN(1_0000_0000) >> random.IntN(27)
		if s := written(n); n > 0 {
			if got, ok := number.Han(s); got != float64(n) || !ok {
				t.Fatalf("Han(%q) = %v, %v, want %d", s, got, ok, n)
			}
		}
	}
}

// written is a number below a hundred million in Chinese numerals.
func written(n int) string {
	if n >= 1_0000 {
		rest := ""
		if low := n % 1_0000; low >= 1000 {
			rest = written(low)
		} else if low > 0 {
			rest = "零" + written(low)
		}
		return written(n/1_0000) + "万" + rest
	}
	digits, units := []rune("零一二三四五六七八九"), []string{"千", "百", "十", ""}
	var b strings.Builder
	for i, r := range fmt.Sprintf("%04d", n) {
		if d := r - '0'; d > 0 {
			b.WriteString(string(digits[d]) + units[i])
		} else if b.Len() > 0 && !strings.HasSuffix(b.String(), "零") {
			b.WriteRune('零')
		}
	}
	return strings.TrimSuffix(b.String(), "零")
}

func TestASCII(t *testing.T) {
	for s, want := range map[string]string{"٣٣ دولة": "33 دولة", "١٬٢٠٠٫٥": "1,200.5", "３３国": "33国", "३३": "33", "33": "33", "湖": "湖"} {
		if got := number.ASCII(s); got != want {
			t.Errorf("ASCII(%q) = %q, want %q", s, got, want)
		}
	}
}

// TestWords holds that each language's words say each number once, and that its
// multiples multiply.
func TestWords(t *testing.T) {
	for _, lang := range []string{"en", "fr", "es", "pt", "de", "ru", "id", "ms", "ar", "ko"} {
		w := number.In(lang + "-XX")
		if len(w.Times) == 0 {
			t.Errorf("%s: no multiples", lang)
		}
		for word, v := range w.Times {
			if v < 10 || w.Values[word] != 0 {
				t.Errorf("%s: %q multiplies by %v, and is %v", lang, word, v, w.Values[word])
			}
		}
		for word, v := range w.Values {
			if v < 1 || v > 90 || v > 29 && int(v)%10 != 0 || strings.ContainsAny(word, "|- ") != (lang == "fr" && strings.Contains(word, "-")) {
				t.Errorf("%s: %q is %v", lang, word, v)
			}
		}
	}
	if w := number.In("zh-Hans"); w.Values != nil || w.Times != nil {
		t.Errorf("zh-Hans has words: %v", w)
	}
}
