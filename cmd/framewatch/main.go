// Command framewatch crawls news and think-tank pages, extracts and annotates
// the articles and compares how a subject is covered. See framewatch help.
package main

import (
	"context"
	"os"

	"framewatch/internal/interrupt"
	"framewatch/internal/limits"
)

func main() {
	limits.Apply(os.DirFS("/"))
	ctx, stop := interrupt.Context(context.Background())
	code := execute(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
