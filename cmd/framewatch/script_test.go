package main

import (
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata/*.txtar")

// TestMain lets scripts run this program as the command framewatch.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"framewatch": main})
}

// TestCommands runs testdata/*.txtar: each is a page of documentation of one
// command's behaviour.
func TestCommands(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata", UpdateScripts: *update, RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"serve": serve, "expand": expand},
		Setup: func(e *testscript.Env) error {
			// A settings file of the folder above would change what is tested.
			e.Setenv("HOME", e.WorkDir)
			return nil
		}})
}

// serve NAME DIR serves the files of a folder on a loopback address, which it
// puts into the variable NAME as host:port, until the script ends.
func serve(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: serve NAME DIR")
	}
	site := httptest.NewServer(http.FileServer(http.Dir(ts.MkAbs(args[1]))))
	ts.Defer(site.Close)
	ts.Setenv(args[0], site.Listener.Addr().String())
}

// expand FILE... replaces ${NAME} in files by the script's variables.
func expand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: expand FILE...")
	}
	for _, name := range args {
		text := os.Expand(ts.ReadFile(name), ts.Getenv)
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(text), 0o600))
	}
}
