package confined_test

import (
	"errors"
	"fmt"

	"framewatch/internal/confined"
)

func Example() {
	folders, err := confined.Open(".")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer folders.Close()
	_, err = folders.Open("../../go.mod")
	fmt.Println(errors.Is(err, confined.ErrOutside))
	// Output: true
}
