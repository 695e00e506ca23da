package read

import (
	"bytes"
	"fmt"
	"reflect"
)

// Anything passes foreign bytes through everything that reads them, for the fuzz
// tests.
func Anything(body []byte, contentType string) {
	sniff(body, contentType)
	// Behind enough text the scan skims; it must see what it sees without.
	long := append(bytes.Repeat([]byte("word "), wallText/4+1), body...)
	if s, plain := scanPage(long, "framewatch", true), scanPage(long, "framewatch", false); !reflect.DeepEqual(s, plain) {
		panic(fmt.Sprintf("skimming changes the scan: %+v, without %+v", s, plain))
	}
	s := scanHTML(body, "framewatch")
	wall(&s, nil)
	refreshTarget(contentType)
	isTrap(contentType)
	articleLike(contentType)
}
