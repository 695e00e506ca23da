package table

import (
	"strings"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/parquet"
)

// clean is the one gate for strings on their way to a file: what is no valid
// UTF-8 becomes U+FFFD. NUL is valid and stays.
func clean(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

// byteArrays is what a Parquet writer takes, appended to buf. Columns often
// repeat the very same string in a row, which is then checked once.
func byteArrays(k kind, texts []string, buf []parquet.ByteArray) []parquet.ByteArray {
	var last string
	var done parquet.ByteArray
	for _, s := range texts {
		if !same(s, last) || done == nil {
			last, done = s, bytesOf(s)
			if k == textKind {
				done = bytesOf(clean(s))
			}
			if done == nil {
				done = parquet.ByteArray{}
			}
		}
		buf = append(buf, done)
	}
	return buf
}
