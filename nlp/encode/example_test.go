package encode_test

import (
	"fmt"
	"log"

	"framewatch/nlp/encode"
)

func Example() {
	encoder, err := encode.Load()
	if err != nil {
		log.Fatal(err)
	}
	vectors := encoder.Embed([]string{"The ferry left the old harbour at dawn.", "渡轮在黎明时分离开旧港口。", "Der Minister trat am Montag zurück."})
	near := func(a, b int) (sum float32) {
		for i, x := range vectors[a] {
			sum += x * vectors[b][i]
		}
		return sum
	}
	fmt.Printf("%.1f %.1f\n", near(0, 1), near(0, 2))
	fmt.Println(encode.Reads("zh-Hant"), encode.Reads("hi"))
	// Output:
	// 0.7 0.3
	// true false
}
