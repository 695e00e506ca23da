package charset_test

import (
	"fmt"

	"framewatch/internal/charset"
)

func ExampleDecode() {
	// "国际" in GBK; the header is wrong, the page itself is right.
	body := []byte("<html><head><title>\xb9\xfa\xbc\xca</title><meta charset=gb2312></head></html>")
	text, d := charset.Decode(body, "text/html; charset=utf-8")
	fmt.Println(d.Name, d.From)
	fmt.Println(string(text))
	// Output:
	// gbk meta
	// <html><head><title>国际</title><meta charset=gb2312></head></html>
}
