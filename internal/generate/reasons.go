package main

import (
	"fmt"
	"io"
	"strings"

	"framewatch/crawl/reason"
	"framewatch/extract"
)

// writeReasons writes the words of the column error_code of the table captures.
func writeReasons(w io.Writer) error {
	var b strings.Builder
	b.WriteString(`# Why a capture ended as it did

<!-- Made from crawl/reason and extract by "make generate". -->

The column ` + "`error_code`" + ` of the table ` + "`captures`" + ` has one of these words, or nothing when all is well; ` +
		"`outcome`" + ` says what became of the capture and ` + "`message`" + ` tells people more. Reading a page adds [words of its own](#why-a-page-gave-no-document).

| error_code | outcome | meaning |
|---|---|---|
`)
	for _, e := range reason.All() {
		outcomes := make([]string, len(e.Outcomes))
		for i, o := range e.Outcomes {
			outcomes[i] = string(o)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", e.Code, strings.Join(outcomes, ", "), e.Meaning)
	}
	b.WriteString(`
## Why a page gave no document

The table ` + "`failures`" + ` has these words as ` + "`code`" + `, with the stage ` + "`extract`" + `.

| code | meaning |
|---|---|
`)
	for _, r := range extract.Reasons() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", r.Code, r.Meaning)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
