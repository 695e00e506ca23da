package zh_test

import (
	"fmt"

	"framewatch/nlp/zh"
)

func Example() {
	s, err := zh.New([]string{"国际调解院"})
	if err != nil {
		fmt.Println(err)
		return
	}
	text := "國際調解院（IOMed）在香港开幕。"
	for _, span := range s.Segment(text) {
		fmt.Print(span.Of(text), " ")
	}
	// Output: 國際調解院 （ IOMed ） 在 香港 开幕 。
}

func ExampleFold() {
	text := "《國際調解院公約》，２０２５年"
	folded, orig := zh.Fold(text)
	fmt.Println(folded)
	// Where a match in the folded text lies in the original:
	const a, b = len("《"), len("《国际调解院")
	fmt.Println(text[orig[a]:orig[b]])
	// Output:
	// 《国际调解院公约》,2025年
	// 國際調解院
}
