package sent_test

import (
	"fmt"

	"framewatch/nlp/sent"
)

func Example() {
	text := "The U.S. Senate met at 3 p.m. on Monday. “We agree,” Dr. Lee said.\n\n他说：“好。”会议结束!"
	for _, s := range sent.Split(text, "en") {
		fmt.Println(s.Of(text))
	}
	// Output:
	// The U.S. Senate met at 3 p.m. on Monday.
	// “We agree,” Dr. Lee said.
	// 他说：“好。”
	// 会议结束!
}
