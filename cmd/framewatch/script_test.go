package main

import (
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"framewatch/store/disk/bucket/s3test"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata/*.txtar")

// TestMain lets scripts run this program as the command framewatch.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"framewatch": main})
}

// lightly are settings in which no text is encoded.
var lightly = [][2]string{{"FRAMEWATCH_ANNOTATE_FRAMES", "rules"}, {"FRAMEWATCH_TRANSLATIONS_ENCODE", "false"}, {"FRAMEWATCH_ANNOTATE_ALIGN", "words"}}

// TestCommands runs testdata/*.txtar: each is a page of documentation of one
// command's behaviour.
func TestCommands(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata", UpdateScripts: *update, RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"serve": serve, "bucket": bucket, "expand": expand, "atleast": atLeast, "invent": invent, "handcode": handCode},
		Setup: func(e *testscript.Env) error {
			// A settings file of the folder above would change what is tested.
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("NOW", time.Now().UTC().Format(time.RFC1123Z)) // for lists that must not be old
			// Unpacking the encoder in each of some hundred programs takes longer than all
			// the rest; scripts that are about it say so.
			for _, light := range lightly {
				e.Setenv(light[0], light[1])
			}
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

// bucket NAME serves an empty S3 bucket on a loopback address until the script
// ends, and puts its URL, to which a prefix's end and parameters can be added,
// into the variable NAME.
func bucket(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: bucket NAME")
	}
	server := httptest.NewServer(s3test.New())
	ts.Defer(server.Close)
	ts.Setenv("AWS_ACCESS_KEY_ID", "key")
	ts.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
	ts.Setenv("AWS_ENDPOINT_URL", server.URL)
	ts.Setenv(args[0], "s3://"+s3test.Bucket)
}

// atleast NUMBER REGEXP checks that what the group of a regular expression matches
// in the last output is a number of at least so much: a floor that only rises.
func atLeast(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: atleast NUMBER REGEXP")
	}
	floor, err := strconv.ParseFloat(args[0], 64)
	ts.Check(err)
	found := regexp.MustCompile(`(?m)` + args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if len(found) != 2 {
		ts.Fatalf("no match for %s", args[1])
	}
	value, err := strconv.ParseFloat(found[1], 64)
	ts.Check(err)
	if value < floor {
		ts.Fatalf("%s is %v, below its floor of %v", args[1], value, floor)
	}
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
