package demosite

import (
	"fmt"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// encode turns a page into the bytes of a charset. A character that the charset
// lacks becomes a numeric character reference, as content systems do it.
func encode(page []byte, charset string) ([]byte, error) {
	var enc encoding.Encoding
	switch charset {
	case "utf-8":
		return page, nil
	case "gb18030":
		enc = simplifiedchinese.GB18030
	case "big5": // with the HKSCS characters, as in the WHATWG standard
		enc = traditionalchinese.Big5
	default:
		return nil, fmt.Errorf("encode demo page: charset %q is not served", charset)
	}
	out, err := encoding.HTMLEscapeUnsupported(enc.NewEncoder()).Bytes(page)
	if err != nil {
		return nil, fmt.Errorf("encode demo page as %s: %w", charset, err)
	}
	return out, nil
}
