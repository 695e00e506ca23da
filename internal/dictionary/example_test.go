package dictionary_test

import (
	"fmt"

	"framewatch/internal/dictionary"
)

func Example() {
	book, _, err := dictionary.Read("moods.dic", []byte("%\n1\tcalm\n%\nquiet*\t1\n"), dictionary.LIWC, "en")
	fmt.Println(book.Frames[0].ID, book.Frames[0].Terms["en"], err)
	// Output: calm [quiet*] <nil>
}
