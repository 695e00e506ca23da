package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// commandTree has the words of every command, hidden ones too, with what it is.
func commandTree() map[string]*cobra.Command {
	out := map[string]*cobra.Command{}
	var add func(c *cobra.Command)
	add = func(c *cobra.Command) {
		out[c.CommandPath()] = c
		for _, sub := range c.Commands() {
			add(sub)
		}
	}
	add(newRoot(nil, nil, nil))
	return out
}

// framewatch runs a command line of the words of a command and more.
func framewatch(t *testing.T, command string, more ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	args := slices.Concat(strings.Fields(command)[1:], more)
	code = execute(t.Context(), args, strings.NewReader(""), &out, &err)
	return code, out.String(), err.String()
}

// TestEveryCommandRefusesWrongFlags, and wrong values of right ones, before it does
// anything: exit code 2, and where to look.
func TestEveryCommandRefusesWrongFlags(t *testing.T) {
	flags := 0
	for name, c := range commandTree() {
		refuse := func(flag, want string) {
			t.Helper()
			code, stdout, stderr := framewatch(t, name, flag)
			if code != exitUsage || stdout != "" || !strings.Contains(stderr, want) || !strings.Contains(stderr, `See "`+name) {
				t.Errorf("%s %s: exit code %d, want %d; it says %q", name, flag, code, exitUsage, stderr)
			}
		}
		refuse("--no-such-flag", "unknown flag: --no-such-flag")
		c.InheritedFlags() // makes c.Flags know those of the commands above
		c.Flags().VisitAll(func(f *pflag.Flag) {
			switch f.Value.Type() {
			case "string", "stringSlice", "stringArray":
			default:
				flags++
				refuse("--"+f.Name+"=no value", "invalid argument")
			}
		})
	}
	if flags < 40 {
		t.Errorf("%d flags have values that can be wrong: are they met?", flags)
	}
}

// onDatasets are the commands that read or write a dataset, with what they need besides;
// FOLDER stands for it.
var onDatasets = map[string][]string{
	"framewatch annotate": {"--data", "FOLDER"}, "framewatch compare": {"--data", "FOLDER"}, "framewatch compare prevalence": {"--data", "FOLDER"}, "framewatch names": {"--data", "FOLDER"},
	"framewatch report": {"--data", "FOLDER"}, "framewatch serve": {"--data", "FOLDER"}, "framewatch extract": {"--data", "FOLDER"},
	"framewatch dataset verify": {"FOLDER"}, "framewatch dataset compact": {"FOLDER"}, "framewatch dataset files documents": {"FOLDER"}, "framewatch dataset views": {"FOLDER"},
	"framewatch dataset diff": {"FOLDER", "FOLDER"}, "framewatch dataset backup": {"DEST", "FOLDER"}, "framewatch dataset restore": {"FOLDER", "DEST"},
	"framewatch dataset erase": {"--url", "http://h.test/", "--data", "FOLDER"}, "framewatch dataset rebuild": {"--data", "FOLDER"},
	"framewatch import text": {"PAGES", "--data", "FOLDER"}, "framewatch import html": {"PAGES", "--data", "FOLDER"},
	"framewatch crawl": {"--data", "FOLDER"}, "framewatch run": {"--data", "FOLDER"},
}

// making are the commands that make a dataset where there is none.
var making = []string{"framewatch import text", "framewatch import html", "framewatch crawl", "framewatch run"}

// TestAFolderOfSomebodyElseIsRefusedByEveryCommand with exit code 2, and nothing in it is
// touched; so is one that is not there by all that do not make it.
func TestAFolderOfSomebodyElseIsRefusedByEveryCommand(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, f := range []string{"pages/a.txt", "pages/a.html", "foreign/notes.txt", "foreign/documents/thesis.docx", "foreign/warc/holiday.warc.gz", "foreign/_state/mine"} {
		if err := os.MkdirAll(filepath.Dir(f), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(f, []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	before := filesIn(t, ".")
	for name, args := range onDatasets {
		for _, folder := range []string{"foreign", "nowhere"} {
			if slices.Contains(making, name) && folder == "nowhere" {
				continue
			}
			t.Run(name+" "+folder, func(t *testing.T) {
				r := strings.NewReplacer("FOLDER", folder, "DEST", "dest", "PAGES", "pages")
				var given []string
				for _, a := range args {
					given = append(given, r.Replace(a))
				}
				code, _, stderr := framewatch(t, name, append(given, "-c", "builtin:demo.yaml")...)
				if code != exitUsage || !strings.Contains(stderr, folder) {
					t.Errorf("exit code %d, want %d and why: %s", code, exitUsage, stderr)
				}
				if diff := cmp.Diff(before, filesIn(t, ".")); diff != "" {
					t.Errorf("files have changed: %s", diff)
				}
			})
		}
	}
}

// filesIn are the files and folders below one, with what is in them.
func filesIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			out[name] = "a folder"
			return err
		}
		data, err := os.ReadFile(name)
		out[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
