package charset_test

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"framewatch/internal/charset"
)

// in encodes a text.
func in(t *testing.T, enc encoding.Encoding, text string) string {
	t.Helper()
	out, err := enc.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

const (
	western = "url,title,authors\nhttp://a.test/1,Café on the quay,José Núñez\nhttp://a.test/2,Plain,Zoë Brontë\n"
	chinese = "网址,标题,作者\nhttp://a.test/1,国际调解院在香港开幕,李梅\nhttp://a.test/2,联通,王芳\n"
	taiwan  = "網址,標題,作者\nhttp://a.test/1,國際調解院在香港開幕,李梅\nhttp://a.test/2,許功蓋,王芳\n"
	kana    = "題名,著者\n国際調停院が香港で開かれました,リー・メイ\nそのことについてはまだです,やまだ\n"
)

func TestATableIsReadInItsCharacterSet(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"utf-8", western + chinese, western + chinese},
		{"utf-8 with a mark", "\ufeff" + chinese, chinese},
		{"windows-1252", in(t, charmap.Windows1252, western), western},
		{"gb18030", in(t, simplifiedchinese.GB18030, chinese), chinese},
		{"gbk", in(t, simplifiedchinese.GBK, chinese), chinese},
		{"big5", in(t, traditionalchinese.Big5, taiwan), taiwan},
		{"shift_jis", in(t, japanese.ShiftJIS, kana), kana},
		{"utf-16le with a mark", in(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), western+chinese), western + chinese},
		{"utf-16be with a mark", in(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), chinese), chinese},
		{"utf-16le without one", in(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), western), western},
		{"long plain lines first", strings.Repeat("a line of no interest\n", 9999) + in(t, charmap.Windows1252, western), strings.Repeat("a line of no interest\n", 9999) + western},
		{"one damaged line stays", chinese + chinese + in(t, charmap.Windows1252, "Café\n"), chinese + chinese + "Caf\xe9\n"},
		{"no end of the last line", in(t, charmap.Windows1252, "Café, José, Zoë"), "Café, José, Zoë"},
		{"empty", "", ""}, {"one letter", "a", "a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var s charset.Survey
			if _, err := io.Copy(&s, iotest.HalfReader(strings.NewReader(c.file))); err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(charset.NewReader(iotest.OneByteReader(strings.NewReader(c.file)), s.Name()))
			if err != nil || string(got) != c.want {
				t.Errorf("%s: %.120q, error %v, want %.120q", s.Name(), got, err, c.want)
			}
		})
	}
}

func TestTextIsValidAndRightWhereItCanBe(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"already right 国际", "already right 国际"}, {"Jos\xe9 Garc\xeda", "José García"},
		{in(t, simplifiedchinese.GB18030, "国际调解院在香港"), "国际调解院在香港"}, {"", ""},
	} {
		if got := charset.Text(c.in); got != c.want {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
	for _, s := range []string{"\xff\xfe", "\xff", "a\x80\x81", "国\xe5\x9b", "\xed\xa0\x80"} {
		if got := charset.Text(s); !utf8.ValidString(got) {
			t.Errorf("%q: %q", s, got)
		}
	}
}

func FuzzSurvey(f *testing.F) {
	f.Add([]byte("a,b\nCaf\xe9,\xff\n"))
	f.Add([]byte("\xff\xfea\x00"))
	f.Add([]byte("\xef\xbb"))
	f.Fuzz(func(t *testing.T, file []byte) {
		var s charset.Survey
		if n, err := s.Write(file); n != len(file) || err != nil {
			t.Fatal(n, err)
		}
		got, err := io.ReadAll(charset.NewReader(strings.NewReader(string(file)), s.Name()))
		if err != nil || s.Name() != "utf-8" && !utf8.Valid(got) {
			t.Errorf("%s: %q, error %v", s.Name(), got, err)
		}
	})
}
