package guard_test

import (
	"context"
	"fmt"

	"framewatch/crawl/guard"
)

func ExampleGuard_DialContext() {
	g, err := guard.New(nil, nil, "")
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = g.DialContext(context.Background(), "tcp", "169.254.169.254:80")
	fmt.Println(err)
	// Output: refuse to connect to 169.254.169.254:80: 169.254.169.254 is a link-local address
}
