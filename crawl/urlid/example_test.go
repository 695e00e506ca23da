package urlid_test

import (
	"fmt"

	"framewatch/crawl/urlid"
)

func ExampleNormalise() {
	id, err := urlid.Normalise("/a/%e8%b0%83/?id=7&utm_source=feed#top", "https://News.Example/section/")
	fmt.Println(id, err)
	// Output: https://news.example/a/%E8%B0%83/?id=7 <nil>
}
