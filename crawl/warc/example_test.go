package warc_test

import (
	"bytes"
	"fmt"
	"time"

	"framewatch/crawl/warc"
)

func ExampleRecords() {
	enc, err := warc.NewEncoder()
	if err != nil {
		fmt.Println(err)
		return
	}
	day := time.Date(2026, 3, 4, 8, 0, 0, 0, time.UTC)
	file, err := enc.Encode(nil, warc.New(warc.TypeResource, "file:///a.txt", day, "text/plain", []byte("hello"), []byte("hello")))
	if err != nil {
		fmt.Println(err)
		return
	}
	for rec, err := range warc.Records(bytes.NewReader(file), 0) {
		fmt.Println(rec.Type(), rec.TargetURI(), string(rec.Block), err)
	}
	// Output: resource file:///a.txt hello <nil>
}
