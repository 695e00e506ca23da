package charset_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/htmlindex"

	"framewatch/internal/charset"
)

// Invented sentences, one or two a language.
const (
	simplified  = "星期三，灯塔镇的渔民代表与港口管理处在镇公所会面，讨论新的捕鱼许可。双方同意请一位调解员主持下一次会议，并在月底以前公布结果。"
	traditional = "星期三，燈塔鎮的漁民代表與港口管理處在鎮公所會面，討論新的捕魚許可。雙方同意請一位調解員主持下一次會議，並在月底以前公布結果。"
	cantonese   = "佢哋話聽日會再傾過，因為仲有啲嘢未講掂，個調解員話唔使急。"
	japaneseTxt = "水曜日、灯台町の漁業者の代表は町役場で港湾管理者と会い、新しい漁業許可について話し合った。次の会合は調停人が進行することになった。"
	koreanTxt   = "수요일에 등대 마을의 어민 대표들은 마을 회관에서 항만 관리소와 만나 새로운 어업 허가에 대해 논의했다. 다음 회의는 조정인이 진행하기로 했다."
	russian     = "В среду представители рыбаков встретились с управлением порта и обсудили новые разрешения на лов рыбы. Следующую встречу проведёт посредник."
	arabic      = "التقى ممثلو الصيادين يوم الأربعاء بإدارة الميناء في مبنى البلدية لمناقشة رخص الصيد الجديدة، واتفق الطرفان على وسيط."
	greek       = "Την Τετάρτη οι εκπρόσωποι των ψαράδων συναντήθηκαν με τη διοίκηση του λιμανιού και συζήτησαν τις νέες άδειες αλιείας."
	hebrew      = "ביום רביעי נפגשו נציגי הדייגים עם הנהלת הנמל ודנו ברישיונות הדיג החדשים. הצדדים הסכימו על מגשר."
	french      = "Mercredi, les pêcheurs de la côte ont rencontré l’autorité portuaire à la mairie ; un médiateur préparera la réunion d’été."
	polish      = "W środę przedstawiciele rybaków spotkali się z zarządem portu, żeby omówić nowe zezwolenia na połów; następne spotkanie poprowadzi mediator, którego wskażą obie strony, jeśli zdążą." //nolint:misspell // Polish
)

func page(text string) string {
	return "<!doctype html><html><body><h1>News</h1><p>" + text + "</p></body></html>"
}

func encode(t testing.TB, label, text string) []byte {
	t.Helper()
	enc, err := htmlindex.Get(label)
	if err != nil {
		t.Fatal(err)
	}
	out, err := enc.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatalf("encode %s: %v", label, err)
	}
	return out
}

func TestDetection(t *testing.T) {
	for _, c := range []struct{ label, want, text string }{
		{"gb18030", "gb18030", simplified},
		{"gbk", "gb18030", simplified},
		{"gb18030", "gb18030", traditional}, // traditional text in a mainland character set
		{"big5", "big5", traditional},
		{"big5", "big5", cantonese},
		{"shift_jis", "shift_jis", japaneseTxt},
		{"euc-jp", "euc-jp", japaneseTxt},
		{"iso-2022-jp", "iso-2022-jp", japaneseTxt},
		{"euc-kr", "euc-kr", koreanTxt},
		{"windows-1251", "windows-1251", russian},
		{"koi8-r", "koi8-u", russian},
		{"windows-1256", "windows-1256", arabic},
		{"windows-1253", "windows-1253", greek},
		{"windows-1255", "windows-1255", hebrew},
		{"windows-1252", "windows-1252", french},
		{"windows-1250", "windows-1250", polish},
		{"utf-16le", "utf-16le", simplified},
		{"utf-16be", "utf-16be", arabic},
	} {
		t.Run(c.label+" "+c.text[:6], func(t *testing.T) {
			want := page(c.text)
			got, d := charset.Decode(encode(t, c.label, want), "")
			if diff := cmp.Diff(charset.Decision{Name: c.want, From: charset.FromDetected}, d); diff != "" {
				t.Errorf("decision (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(want, string(got)); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEvidence(t *testing.T) {
	far := strings.Repeat("<!-- padding -->", 500)
	gbk := func(s string) string { return string(encode(t, "gbk", s)) }
	for _, c := range []struct {
		name, body, header string
		want               charset.Decision
		text               string // part of the result
	}{
		{"empty", "", "", charset.Decision{Name: "utf-8", From: "utf-8"}, ""},
		{"ascii", page("plain"), "", charset.Decision{Name: "utf-8", From: "utf-8"}, "plain"},
		{"ascii under a header", page("plain"), "text/html; charset=ISO-8859-1", charset.Decision{Name: "windows-1252", From: "header"}, "plain"},
		{"ascii under utf-16 header", page("plain"), "text/html; charset=utf-16", charset.Decision{Name: "utf-8", From: "utf-8"}, "plain"},
		{"bom over header", "\xef\xbb\xbfété", "text/html; charset=gbk", charset.Decision{Name: "utf-8", From: "bom"}, "été"},
		{"utf-16 bom", "\xff\xfe\xfdV", "", charset.Decision{Name: "utf-16le", From: "bom"}, "国"},
		{"header", gbk(page(simplified)), `text/html; charset="GB2312"`, charset.Decision{Name: "gbk", From: "header"}, simplified},
		{"malformed header", gbk(page(simplified)), "text/html;; charset=gb2312;", charset.Decision{Name: "gbk", From: "header"}, simplified},
		{"latin1 header over utf-8", page(simplified), "text/html; charset=latin1", charset.Decision{Name: "utf-8", From: "utf-8"}, simplified},
		{"latin1 header over gbk", gbk(page(simplified)), "text/html; charset=iso-8859-1", charset.Decision{Name: "gb18030", From: "detected"}, simplified},
		{"latin1 header, gbk meta", gbk(`<meta charset=gbk>` + page("国际")), "text/html; charset=iso-8859-1", charset.Decision{Name: "gbk", From: "meta"}, "国际"},
		{"latin1 header is right", string(encode(t, "windows-1252", page(french))), "text/html; charset=iso-8859-1", charset.Decision{Name: "windows-1252", From: "header"}, french},
		{"utf-8 header over gbk", gbk(page(simplified)), "text/html; charset=utf-8", charset.Decision{Name: "gb18030", From: "detected"}, simplified},
		{"utf-8 header with two bad bytes", page(simplified + "\xff"), "text/html; charset=utf-8", charset.Decision{Name: "utf-8", From: "header"}, simplified + "\uFFFD"},
		{"gbk header over utf-8", page(simplified), "text/html; charset=gbk", charset.Decision{Name: "utf-8", From: "utf-8"}, simplified},
		{"unknown header", page(simplified), "text/html; charset=klingon", charset.Decision{Name: "utf-8", From: "utf-8"}, simplified},
		{"meta", gbk(`<meta http-equiv="Content-Type" content="text/html; charset=gb2312">` + page("国际")), "text/html", charset.Decision{Name: "gbk", From: "meta"}, "国际"},
		{"meta far down", gbk(page(far + "国际" + `<META CHARSET = 'GBK' >`)), "", charset.Decision{Name: "gbk", From: "meta"}, "国际"},
		{"wrong meta over utf-8", `<meta charset=gbk>` + page(simplified), "", charset.Decision{Name: "utf-8", From: "utf-8"}, simplified},
		{"wrong meta over big5", string(encode(t, "big5", `<meta charset=utf-8>`+page(traditional))), "", charset.Decision{Name: "big5", From: "detected"}, traditional},
		{"xml declaration", gbk(`<?xml version="1.0" encoding="GB2312"?>` + page("国际")), "", charset.Decision{Name: "gbk", From: "meta"}, "国际"},
		{"cut within a character", simplified[:len(simplified)-1], "", charset.Decision{Name: "utf-8", From: "utf-8"}, simplified[:60]},
		{"damaged utf-8", page(simplified + "\xff\xfe\xff\xfe" + simplified), "", charset.Decision{Name: "utf-8", From: "detected"}, simplified},
		{"replacement label is not obeyed", page("x"), "text/html; charset=hz-gb-2312", charset.Decision{Name: "utf-8", From: "utf-8"}, "x"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, d := charset.Decode([]byte(c.body), c.header)
			if diff := cmp.Diff(c.want, d); diff != "" {
				t.Errorf("decision (-want +got):\n%s", diff)
			}
			if !strings.Contains(string(got), c.text) {
				t.Errorf("result %q does not contain %q", got, c.text)
			}
		})
	}
}

// TestShortText says how little text is enough.
func TestShortText(t *testing.T) {
	for _, c := range []struct{ label, want, text string }{
		{"gbk", "gb18030", "国际调解院在香港成立"},
		{"big5", "big5", "國際調解院在香港成立"},
		{"euc-kr", "euc-kr", "국제조정원이 홍콩에 설립되었다"},
		{"shift_jis", "shift_jis", "国際調停院が香港に設立された"},
		{"windows-1251", "windows-1251", "Международная организация по медиации"},
	} {
		if _, d := charset.Decode(encode(t, c.label, page(c.text)), ""); d.Name != c.want {
			t.Errorf("%s: got %s, want %s", c.text, d.Name, c.want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, label := range []string{"gb18030", "big5", "shift_jis", "euc-kr", "utf-16le", "iso-2022-jp"} {
		text := japaneseTxt
		switch label {
		case "euc-kr":
			text = koreanTxt
		case "gb18030":
			text = simplified
		case "big5":
			text = traditional
		}
		f.Add(encode(f, label, page(text)), "text/html")
	}
	f.Add([]byte("\xff\xfe\x00"), "text/html; charset=utf-16")
	f.Add([]byte("<meta charset"), "charset=")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		got, d := charset.Decode(body, contentType)
		if !utf8.Valid(got) {
			t.Errorf("result is not UTF-8: %q", got)
		}
		if _, err := htmlindex.Get(d.Name); err != nil {
			t.Errorf("name %q: %v", d.Name, err)
		}
		switch d.From {
		case charset.FromBOM, charset.FromHeader, charset.FromUTF8, charset.FromMeta, charset.FromDetected:
		default:
			t.Errorf("from %q", d.From)
		}
	})
}

func BenchmarkDecodeDetect(b *testing.B) {
	body := encode(b, "gbk", page(strings.Repeat(simplified, 200)))
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		charset.Decode(body, "")
	}
}

// TestFromUTF16 holds that only UTF-16 is converted.
func TestFromUTF16(t *testing.T) {
	const text = "Disallow: /新闻/\n"
	for name, c := range map[string]struct {
		body string
		ok   bool
	}{
		"little endian with mark":    {"\xff\xfe" + string(encode(t, "utf-16le", text)), true},
		"big endian with mark":       {"\xfe\xff" + string(encode(t, "utf-16be", text)), true},
		"little endian without mark": {string(encode(t, "utf-16le", text)), true},
		"big endian without mark":    {string(encode(t, "utf-16be", text)), true},
		"UTF-8":                      {text, false},
		"UTF-8 with mark":            {"\ufeff" + text, false},
		"GBK":                        {string(encode(t, "gbk", text)), false},
		"a few zero bytes":           {"\x00Disallow: /\x00a\n", false},
		"nothing":                    {"", false},
	} {
		got, ok := charset.FromUTF16([]byte(c.body))
		if ok != c.ok || ok && string(got) != text {
			t.Errorf("%s: %q, %t", name, got, ok)
		}
	}
}
