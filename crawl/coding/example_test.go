package coding_test

import (
	"fmt"

	"framewatch/crawl/coding"
)

func ExampleDecode() {
	body, damage, err := coding.Decode([]byte("plain text, cut"), "identity", 10)
	fmt.Printf("%s %s %v\n", body, damage, err)
	// Output: plain text too-large <nil>
}
