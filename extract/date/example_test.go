package date_test

import (
	"fmt"

	"framewatch/extract/date"
)

func Example() {
	line := date.ReadLine("수정 2025-06-02 09:00 | 입력 2025-05-30 오후 2:05", date.Hint{Lang: "ko"})
	for _, d := range line.Dates {
		fmt.Println(d.String(), d.Role == date.Published)
	}
	d, _ := date.First("๓๐ พ.ค. ๖๘", date.Hint{Lang: "th"})
	fmt.Println(d.String())
	// Output:
	// 2025-06-02T09:00:00 false
	// 2025-05-30T14:05:00 true
	// 2025-05-30
}
