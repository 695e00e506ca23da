package lang_test

import (
	"fmt"

	"framewatch/nlp/lang"
)

func Example() {
	identifier, err := lang.New(lang.Default())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, text := range []string{
		"The convention was signed in May.",
		"國際調解院設於香港",
		"La convenzione è stata firmata a maggio.", // Italian is not among the defaults
		"2025 — 33",
	} {
		r := identifier.Detect(text)
		fmt.Println(r.Lang, r.Script)
	}
	// Output:
	// en Latn
	// zh-Hant Hant
	// und Latn
	// und Zyyy
}
