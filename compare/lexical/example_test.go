package lexical_test

import (
	"fmt"
	"strings"

	"framewatch/compare/lexical"
)

// The neighbours of "port" in two sentences.
func Example() {
	counted := lexical.Cooccurrence{Window: lexical.Window{Right: 1}}
	for _, text := range []string{"the new port opens and the new port is full", "a port is a gate"} {
		counted.Add(strings.Fields(text), func(w string) bool { return w == "new" || w == "port" })
	}
	err := counted.Each(1, lexical.WordMargins, func(w lexical.Words, p lexical.Pair) error {
		fmt.Printf("%s %s: %d times, %.2f by chance, MI %.2f\n", w.First, w.Second, p.Together, p.Expected(), p.Association().MI)
		return nil
	})
	fmt.Println(err)
	// Output:
	// new port: 2 times, 0.40 by chance, MI 2.32
	// port is: 2 times, 0.40 by chance, MI 2.32
	// port opens: 1 times, 0.20 by chance, MI 2.32
	// <nil>
}
