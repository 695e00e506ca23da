package confined_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"framewatch/internal/confined"
)

// tree makes a folder with files, links (values that begin with "->") and folders
// (names that end in a slash).
func tree(t *testing.T, entries map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, what := range entries {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if to, ok := strings.CutPrefix(what, "->"); ok {
			err = os.Symlink(strings.ReplaceAll(to, "DIR", dir), path)
		} else {
			err = os.WriteFile(path, []byte(what), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestNamesStayInsideTheFolders(t *testing.T) {
	dir := tree(t, map[string]string{
		"own/page.html": "page", "own/国际/调解.html": "页", "own/in": "->page.html", "own/whole": "->DIR/own/page.html",
		"own/out": "->../secret", "own/up": "->..", "own/far": "->/etc/passwd", "own/lost": "->nowhere", "own/loop": "->loop",
		"own/across": "->DIR/other/page.html", "secret": "secret", "other/page.html": "other", "owner/page.html": "not ours",
	})
	for _, c := range []struct {
		name, allow, want string // want is the text, or "" for refused
	}{
		{"page.html", "", "page"}, {"./国际/../page.html", "", "page"}, {"国际/调解.html", "", "页"}, {"in", "", "page"}, {"whole", "", "page"},
		{dir + "/own/page.html", "", "page"}, {"../own/page.html", "", "page"},
		{"../secret", "", ""}, {"国际/../../secret", "", ""}, {dir + "/secret", "", ""}, {"/etc/passwd", "", ""}, {"/proc/self/environ", "", ""},
		{"out", "", ""}, {"up/secret", "", ""}, {"far", "", ""}, {"lost", "", ""}, {"loop", "", ""}, {"", "", ""}, {".", "", ""}, {"国际", "", ""},
		{"gone", "", ""}, {"../owner/page.html", "", ""}, {"a\x00b", "", ""}, {"across", "", ""}, {"../other/page.html", "", ""},
		{"across", "other", "other"}, {"../other/page.html", "other", "other"}, {dir + "/other/page.html", "other", "other"},
		{"../other/../secret", "other", ""}, {"page.html", "other", "page"},
	} {
		t.Run(c.name+" "+c.allow, func(t *testing.T) {
			var allow []string
			if c.allow != "" {
				allow = append(allow, filepath.Join(dir, c.allow))
			}
			f, err := confined.Open(filepath.Join(dir, "own"), allow...)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if got := textOf(t)(f.Open(c.name)); got != c.want {
				t.Errorf("read %q, want %q", got, c.want)
			}
		})
	}
}

// textOf reads a file; what was refused is "".
func textOf(t *testing.T) func(*os.File, error) string {
	return func(f *os.File, err error) string {
		t.Helper()
		if err != nil {
			if f != nil || strings.Contains(err.Error(), "secret\n") {
				t.Errorf("file %v with error %v", f, err)
			}
			return ""
		}
		defer f.Close()
		data, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
}

func TestALinkThatLeavesIsToldFromAFileThatIsGone(t *testing.T) {
	f, err := confined.Open(tree(t, map[string]string{"out": "->/etc/passwd"}))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Open("out"); !errors.Is(err, confined.ErrOutside) {
		t.Errorf("link: error %v", err)
	}
	if _, err := f.Open("gone.html"); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "open gone.html: ") {
		t.Errorf("gone: error %v", err)
	}
}

func TestAFileThatTheUserNamesMayBeAnywhere(t *testing.T) {
	dir := tree(t, map[string]string{"a/link": "->../b", "b": "text"})
	if got := textOf(t)(confined.Regular(filepath.Join(dir, "a/link"))); got != "text" {
		t.Errorf("read %q", got)
	}
	if _, err := confined.Regular(filepath.Join(dir, "gone")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v", err)
	}
	if _, err := confined.Open(dir, filepath.Join(dir, "gone")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("folder: error %v", err)
	}
}
