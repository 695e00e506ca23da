package bounded_test

import (
	"fmt"
	"io"
	"strings"

	"framewatch/internal/bounded"
)

func ExampleReader() {
	r := bounded.NewReader(strings.NewReader("an endless value"), nil, bounded.Limits{Record: 10})
	_, err := io.ReadAll(r)
	fmt.Println(err)
	// Output: a record has no end within 10 bytes
}
