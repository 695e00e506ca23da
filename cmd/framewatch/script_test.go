package main

import (
	"context"
	"flag"
	"os"
	"os/signal"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata/*.txtar")

// TestMain lets scripts run this program as the command framewatch.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"framewatch": func() {
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
			defer stop()
			os.Exit(execute(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) //nolint:forbidigo // this is a main
		},
	})
}

// TestCommands runs testdata/*.txtar: each is a page of documentation of one
// command's behaviour.
func TestCommands(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata", UpdateScripts: *update, RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			// A settings file of the folder above would change what is tested.
			e.Setenv("HOME", e.WorkDir)
			return nil
		}})
}
