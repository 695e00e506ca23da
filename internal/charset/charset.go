package charset

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// The kinds of evidence in [Decision.From].
const (
	FromBOM      = "bom"
	FromHeader   = "header"
	FromUTF8     = "utf-8"
	FromMeta     = "meta" // also an XML declaration
	FromDetected = "detected"
)

// Decision is the character set that was used and why.
type Decision struct {
	Name string // WHATWG name in lower case, such as "gb18030" or "windows-1252"
	From string // one of the From constants
}

// Decode converts body to valid UTF-8 without byte order mark. contentType is
// the Content-Type header's value and may be empty. The result shares body's
// memory where nothing had to be changed.
func Decode(body []byte, contentType string) ([]byte, Decision) {
	if name, skip := byteOrderMark(body); name != "" {
		return convert(body[skip:], name), Decision{name, FromBOM}
	}
	if name := wideOrEscaped(body); name != "" {
		return convert(body, name), Decision{name, FromDetected}
	}
	stats := countUTF8(body)
	header := labelOf(headerCharset(contentType))
	if header == latin1 && stats.broken > 0 {
		if name, from := againstDefault(body, stats); name != "" {
			return convert(body, name), Decision{name, from}
		}
	}
	if header != "" && plausible(body, header, stats) {
		return convert(body, header), Decision{header, FromHeader}
	}
	if stats.broken == 0 {
		return convert(body, utf8Name), Decision{utf8Name, FromUTF8}
	}
	if name := metaName(body, stats); name != "" {
		return convert(body, name), Decision{name, FromMeta}
	}
	name, _ := detect(body)
	return convert(body, name), Decision{name, FromDetected}
}

// FromUTF16 converts a text to UTF-8 that a byte order mark shows to be UTF-16,
// or the zero bytes where most of it is ASCII; ok is false for any other, which
// may be in bytes that its reader wants as they are.
func FromUTF16(body []byte) (text []byte, ok bool) {
	name, skip := byteOrderMark(body)
	if name == "" {
		name = wide(body, 2)
	}
	if name != utf16le && name != utf16be {
		return nil, false
	}
	return convert(body[skip:], name), true
}

// againstDefault looks for better evidence than a latin1 header, which is often
// a default of the server rather than a statement about this page.
func againstDefault(body []byte, stats utf8Stats) (name, from string) {
	if n := metaName(body, stats); n != "" && n != latin1 {
		return n, FromMeta
	}
	if n, score := detect(body); (n == utf8Name || multiByte(n)) && score > sure {
		return n, FromDetected
	}
	return "", ""
}

// metaName is the first character set that the page names for itself and its
// bytes bear out.
func metaName(body []byte, stats utf8Stats) string {
	for _, label := range metaCharsets(body) {
		if n := labelOf(label); n != "" && plausible(body, n, stats) {
			return n
		}
	}
	return ""
}

const (
	utf8Name = "utf-8"
	latin1   = "windows-1252" // what the WHATWG standard calls latin1
	utf16le  = "utf-16le"
	utf16be  = "utf-16be"
)

// labelOf is the WHATWG name for a label, empty when it is not known or when
// the standard maps it to "replacement" because decoding it is not safe.
func labelOf(label string) string {
	if label == "" {
		return ""
	}
	enc, err := htmlindex.Get(label)
	if err != nil || enc == encoding.Replacement {
		return ""
	}
	name, err := htmlindex.Name(enc)
	if err != nil || name == "x-user-defined" {
		return ""
	}
	return name
}

// convert decodes body from the named character set. Decoders of x/text turn
// what they cannot read into U+FFFD and have no error of their own.
func convert(body []byte, name string) []byte {
	enc := encodingOf(name)
	if name == utf8Name || enc == nil {
		return validUTF8(body)
	}
	out, err := enc.NewDecoder().Bytes(body)
	if err != nil {
		return validUTF8(body)
	}
	return bytes.TrimPrefix(validUTF8(out), []byte("\uFEFF"))
}

// validUTF8 is bytes.ToValidUTF8, which copies, for what needs it.
func validUTF8(b []byte) []byte {
	if utf8.Valid(b) {
		return b
	}
	return bytes.ToValidUTF8(b, []byte("\uFFFD"))
}

func encodingOf(name string) encoding.Encoding {
	if name == "gbk" { // the standard decodes GBK as its superset
		return simplifiedchinese.GB18030
	}
	enc, err := htmlindex.Get(name)
	if err != nil {
		return nil
	}
	return enc
}

// byteOrderMark names the character set of a leading mark and the mark's
// length.
func byteOrderMark(body []byte) (name string, length int) {
	switch {
	case bytes.HasPrefix(body, []byte("\xef\xbb\xbf")):
		return utf8Name, 3
	case bytes.HasPrefix(body, []byte("\xff\xfe")):
		return utf16le, 2
	case bytes.HasPrefix(body, []byte("\xfe\xff")):
		return utf16be, 2
	}
	return "", 0
}

// wideOrEscaped recognises the character sets whose bytes are valid UTF-8 by
// accident: UTF-16 without a mark, and ISO-2022-JP, by its escapes.
func wideOrEscaped(body []byte) string {
	if name := wide(body, 5); name != "" {
		return name
	}
	if bytes.Contains(body, []byte("\x1b$B")) || bytes.Contains(body, []byte("\x1b$@")) {
		if countUTF8(body).ascii() {
			return "iso-2022-jp"
		}
	}
	return ""
}

// wide recognises UTF-16 without a mark by the zero bytes of its ASCII, which
// must be more than one in so many characters.
func wide(body []byte, many int) string {
	head := body[:min(len(body), 4096)]
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	pairs := len(head) / 2
	switch {
	case pairs >= 4 && zeros[1]*many > pairs && zeros[0]*8 <= zeros[1]:
		return utf16le
	case pairs >= 4 && zeros[0]*many > pairs && zeros[1]*8 <= zeros[0]:
		return utf16be
	}
	return ""
}

// utf8Stats counts what UTF-8 would see in a body.
type utf8Stats struct {
	multi  int // well-formed sequences of two bytes or more; in valid UTF-8 counted up to countMulti
	broken int // bytes that belong to none; a sequence cut off by the end is not counted
}

func (s utf8Stats) ascii() bool { return s.multi == 0 && s.broken == 0 }

// countMulti is how many sequences are counted in a body that is valid UTF-8:
// as many as a decision asks about.
const countMulti = 4

func countUTF8(body []byte) utf8Stats {
	var s utf8Stats
	valid := utf8.Valid(body) // most pages are, and this is the quickest way to know
	for i := asciiPrefix(body); i < len(body); i += asciiPrefix(body[i:]) {
		if valid && s.multi == countMulti {
			break
		}
		r, n := utf8.DecodeRune(body[i:])
		if r == utf8.RuneError && n == 1 {
			// A body cut at a size limit may end within a character.
			if len(body)-i < utf8.UTFMax && s.multi > 0 && !utf8.FullRune(body[i:]) {
				break
			}
			s.broken++
			i++
			continue
		}
		s.multi++
		i += n
	}
	return s
}

// asciiPrefix is how many ASCII bytes b begins with.
func asciiPrefix(b []byte) int {
	const high = 0x8080808080808080
	n := 0
	for n+8 <= len(b) && binary.LittleEndian.Uint64(b[n:])&high == 0 {
		n += 8
	}
	for n < len(b) && b[n] < utf8.RuneSelf {
		n++
	}
	return n
}

// plausible reports whether the bytes bear out a declaration.
func plausible(body []byte, name string, s utf8Stats) bool {
	switch name {
	case utf8Name:
		return s.broken <= 2 || s.broken*10 <= s.multi
	case utf16le, utf16be:
		// Markup would have been recognised by its zeros; bare Chinese text has none.
		return s.broken > 2 && len(body)%2 == 0
	case latin1:
		return s.multi == 0 || s.broken > 0
	}
	if s.ascii() {
		return true
	}
	// Long text in another character set is never valid UTF-8; two or three
	// characters may be, as in the GBK bytes of 联通.
	if s.broken == 0 && s.multi >= countMulti {
		return false
	}
	if !multiByte(name) {
		return true
	}
	return fewErrors(body, name)
}

// multiByte reports whether a set uses more than one byte for a character, so
// that wrong bytes show as errors.
func multiByte(name string) bool {
	switch name {
	case "gbk", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "iso-2022-jp":
		return true
	}
	return false
}

// fewErrors reports whether at most one in ten non-ASCII characters of a
// sample fails to decode.
func fewErrors(body []byte, name string) bool {
	bad, all := 0, 0
	for _, r := range string(convert(sample(body), name)) {
		if r < utf8.RuneSelf {
			continue
		}
		all++
		if r == utf8.RuneError {
			bad++
		}
	}
	return bad <= 2 || bad*10 <= all
}
