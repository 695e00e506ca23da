package embedded_test

import (
	"fmt"
	"os"

	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/embedded"
)

func Example() {
	dir, err := os.MkdirTemp("", "frontier")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	store, err := embedded.Open(dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer store.Close()
	run, err := store.Begin("r1", "digest of the job")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer run.Close()
	if err := run.Seed([]frontier.Seed{{Links: []frontier.Link{{URL: "http://a.test/", Kind: frontier.KindStart}}}}); err != nil {
		fmt.Println(err)
		return
	}
	var state frontier.SourceState
	admit := func(int, string, frontier.Link) frontier.Admission {
		return frontier.Admission{Take: true, Host: "a.test"}
	}
	if err := run.Advance([]frontier.Turn{{State: &state}}, admit, func(int, string) {}); err != nil {
		fmt.Println(err)
		return
	}
	err = run.Items("a.test", func(it frontier.Item) bool {
		fmt.Println(it.URL, it.Host, it.Wave)
		return true
	})
	fmt.Println(err)
	// Output:
	// http://a.test/ a.test 1
	// <nil>
}
