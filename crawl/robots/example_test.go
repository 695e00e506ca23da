package robots_test

import (
	"fmt"

	"framewatch/crawl/robots"
)

func ExampleRules_Explain() {
	rules := robots.Parse([]byte("User-agent: *\nDisallow: /search\nAllow: /search/about\n"), "framewatch")
	for _, url := range []string{"https://news.example/search?q=x", "https://news.example/search/about"} {
		d := rules.Explain(url)
		fmt.Printf("%t %q\n", d.Allowed, d.Line)
	}
	// Output:
	// false "Disallow: /search"
	// true "Allow: /search/about"
}
