package explore_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"framewatch/explore"
	"framewatch/explore/coding"
	"framewatch/nlp/codes"
	"framewatch/nlp/frame"
)

var codeFrames = []string{"peace", "cost"}

func codeBook() frame.Codebook {
	return frame.Codebook{ID: "b", Frames: []frame.Frame{
		{ID: "peace", Label: frame.Text{"en": "Peace", "zh-Hans": "和平"}, Definition: frame.Text{"en": "Talk & <peace>.", "zh-Hans": "谈和平。", "zh-Hant": "談和平。"},
			CodingRule: frame.Text{"en": "Code it when said."}, Examples: frame.Examples{Include: frame.Lists{"en": {"They talk."}, "zh-Hans": {"他们谈。"}}, Exclude: frame.Lists{"und": {"They fight."}}}},
		{ID: "cost", Label: frame.Text{"en": "Cost"}, Definition: frame.Text{"en": "It costs less."}},
	}}
}

// coded is a file with all that a coder must not see, and the server of its pages
// alone.
func coded(t *testing.T) (string, *httptest.Server) {
	t.Helper()
	set := &codes.Set{Frames: codeFrames}
	for i, text := range []string{"The body opens. <script>alert(1)</script>", "国际调解院开业。\n第二段。", "تكلفة أقل"} {
		model := codes.Code{Coder: "model:oracle", About: codes.AboutMain, Present: []string{"cost"}, Coded: codeFrames, Note: "SECRETNOTE"}
		set.Units = append(set.Units, codes.Unit{ID: "SECRETID" + string(rune('a'+i)), Lang: []string{"en", "zh-Hans", "ar"}[i], Title: "T<i>", Text: text, Published: "1999-12-31",
			Outlet: "secret-outlet", Country: "Zubrowka", Story: "SECRETSTORY", Half: "dev", Probability: 0.8125, Codes: []codes.Code{{Coder: "anna", Coded: []string{}}, model}})
	}
	var b bytes.Buffer
	path := filepath.Join(t.TempDir(), "round 1.anna.csv")
	if err := codes.Write(path, &b, set); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	session, err := coding.Open(coding.Disk(path), path, codeBook(), "anna")
	if err != nil {
		t.Fatal(err)
	}
	e, err := explore.New(t.Context(), nil, nil, explore.Options{Coding: session})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(e)
	t.Cleanup(s.Close)
	return path, s
}

var versionField = regexp.MustCompile(`name="version" value="([0-9a-f]+)"`)

// form is the form of a text as its page has it, with changes.
func form(t *testing.T, s *httptest.Server, path string, changes ...string) url.Values {
	t.Helper()
	_, page := get(t, s, path, nil)
	m := versionField.FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no version in %s", page)
	}
	out := url.Values{"version": {m[1]}, "about": {""}, "stance": {""}, "note": {""}, "frame:peace": {""}, "frame:cost": {""}}
	for i := 0; i < len(changes); i += 2 {
		out.Set(changes[i], changes[i+1])
	}
	return out
}

func post(t *testing.T, s *httptest.Server, path string, form url.Values, header ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	client := *s.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

func annasCode(t *testing.T, path string, unit int) codes.Code {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	set, err := codes.Read(path, f, codes.Options{Frames: codeFrames, Pending: true})
	if err != nil {
		t.Fatal(err)
	}
	return set.Units[unit].Codes[0]
}

// TestCodingIsBlind looks for everything that a coder must not know in the pages,
// and for the text and the definitions, which they must have.
func TestCodingIsBlind(t *testing.T) {
	path, s := coded(t)
	for address, want := range map[string][]string{
		"/code/":                 {"anna codes 3 texts", "0 done, 0 half coded, 3 not coded", `href="/code/1?lang=en"`, "T&lt;i&gt;"},
		"/code/1":                {"&lt;script&gt;alert(1)", `lang="en" dir="ltr"`, "Talk &amp; &lt;peace&gt;.", "They talk.", "They fight.", `name="frame:cost" value="" checked`},
		"/code/2?lang=zh-Hans":   {`lang="zh-Hans" dir="ltr"`, "国际调解院开业。\n第二段。", "和平", "谈和平。", "他们谈。", `<p class="definition" id="frame-2" lang="en">It costs less.`},
		"/code/3?lang=zh-Hant":   {`lang="ar" dir="rtl"`, "談和平。", `aria-current="true">繁體中文`},
		"/code/3?lang=<script>x": {"تكلفة", `aria-current="true">English`},
	} {
		resp, page := get(t, s, address, nil)
		if resp.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d", address, resp.StatusCode)
		}
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("%s lacks %q", address, w)
			}
		}
		for _, secret := range []string{"SECRET", "secret", "Zubrowka", "1999", "0.8125", "oracle", `value="1" checked`, filepath.Dir(path), "<script>"} {
			if strings.Contains(page, secret) {
				t.Errorf("%s tells %q", address, secret)
			}
		}
	}
}

func TestLanguageOfDefinitions(t *testing.T) {
	_, s := coded(t)
	for accept, want := range map[string]string{"": "English", "zh-CN,zh;q=0.9": "简体中文", "zh-TW": "繁體中文", "zh-Hans-HK": "繁體中文", "zh-Hant": "繁體中文", "de-AT,zh;q=.5,en;q=.1": "简体中文", "en-GB": "English"} {
		_, page := get(t, s, "/code/1", func(r *http.Request) { r.Header.Set("Accept-Language", accept) })
		if !strings.Contains(page, `aria-current="true">`+want) {
			t.Errorf("Accept-Language %q: not in %s", accept, want)
		}
	}
}

func TestFormsAreRecorded(t *testing.T) {
	path, s := coded(t)
	for _, c := range []struct {
		changes []string
		status  int
		to      string
	}{
		{[]string{"about", "main", "do", "save"}, 303, "/code/1?lang=en"},
		{[]string{"about", "main", "stance", "-1", "frame:cost", "1", "note", "=1+1", "do", "rest", "lang", "zh-Hans"}, 303, "/code/1?lang=zh-Hans"},
		{[]string{"about", "no", "do", "previous"}, 303, "/code/?lang=en"},
		{[]string{"about", "no", "do", "next"}, 303, "/code/2?lang=en"},
		{[]string{"about", "no", "do", "open"}, 303, "/code/2?lang=en"},
		{[]string{"about", "perhaps"}, 400, ""},
		{[]string{"stance", "7"}, 400, ""},
		{[]string{"stance", "x"}, 400, ""},
	} {
		resp, _ := post(t, s, "/code/1", form(t, s, "/code/1", c.changes...))
		if resp.StatusCode != c.status || resp.Header.Get("Location") != c.to {
			t.Errorf("%v: status %d to %s", c.changes, resp.StatusCode, resp.Header.Get("Location"))
		}
		got := annasCode(t, path, 0)
		if c.changes[1] == "main" && (got.About != codes.AboutMain || len(c.changes) == 4 && len(got.Coded) > 0) {
			t.Errorf("%v: blanks are read as %+v", c.changes, got)
		}
		if len(c.changes) > 8 && (len(got.Present) != 1 || got.Coded != nil || *got.Stance != -1 || got.Note != "=1+1") {
			t.Errorf("%v: recorded %+v", c.changes, got)
		}
	}
	part := form(t, s, "/code/1")
	part.Del("frame:cost")
	if resp, _ := post(t, s, "/code/1", part); resp.StatusCode != http.StatusBadRequest || annasCode(t, path, 0).About != codes.AboutNo {
		t.Errorf("a form without one of its fields: status %d", resp.StatusCode)
	}
	resp, body := post(t, s, "/code/2", form(t, s, "/code/2", "about", "passing"), "Accept", "application/json")
	var answer struct{ Version, State string }
	if err := json.Unmarshal([]byte(body), &answer); err != nil || resp.StatusCode != http.StatusOK || answer.State != "half coded" || answer.Version != form(t, s, "/code/2").Get("version") {
		t.Errorf("to the script: status %d, %s", resp.StatusCode, body)
	}
	for _, address := range []string{"/code/0", "/code/4", "/code/x"} {
		if resp, _ := get(t, s, address, nil); resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s: status %d", address, resp.StatusCode)
		}
		if resp, _ := post(t, s, address, part); resp.StatusCode != http.StatusNotFound {
			t.Errorf("post to %s: status %d", address, resp.StatusCode)
		}
	}
}

// TestNothingIsWrittenOver: two windows, another program, and a folder that takes
// nothing. Each time the page comes again with what was entered.
func TestNothingIsWrittenOver(t *testing.T) {
	path, s := coded(t)
	old := form(t, s, "/code/1", "about", "no", "note", "mine")
	post(t, s, "/code/1", form(t, s, "/code/1", "about", "main", "frame:cost", "1"))
	resp, page := post(t, s, "/code/1", old)
	if resp.StatusCode != http.StatusConflict || annasCode(t, path, 0).About != codes.AboutMain {
		t.Errorf("the second window: status %d", resp.StatusCode)
	}
	for _, want := range []string{`role="alert"`, `<th scope="row">about</th><td>mainly</td><td>no</td>`, `<th scope="row">cost</th><td>there</td><td>not coded</td>`, ">mine</textarea>"} {
		if !strings.Contains(page, want) {
			t.Errorf("the second window lacks %q", want)
		}
	}
	old.Set("version", versionField.FindStringSubmatch(page)[1])
	if resp, _ := post(t, s, "/code/1", old); resp.StatusCode != http.StatusSeeOther || annasCode(t, path, 0).About != codes.AboutNo {
		t.Errorf("saved again, knowingly: status %d", resp.StatusCode)
	}

	now := form(t, s, "/code/2", "about", "passing")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, bytes.Replace(data, []byte("mine"), []byte("theirs"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	resp, page = post(t, s, "/code/2", now)
	if resp.StatusCode != http.StatusConflict || !strings.Contains(page, "another program has changed the file") || annasCode(t, path, 0).Note != "theirs" {
		t.Errorf("a file that was changed: status %d", resp.StatusCode)
	}
	now.Set("do", "reload")
	resp, page = post(t, s, "/code/2", now)
	if resp.StatusCode != http.StatusOK || !strings.Contains(page, `value="passing" checked`) || annasCode(t, path, 1).About != "" {
		t.Errorf("read again: status %d, %s", resp.StatusCode, annasCode(t, path, 1).About)
	}
	now.Set("do", "save")
	if resp, _ = post(t, s, "/code/2", now); resp.StatusCode != http.StatusSeeOther || annasCode(t, path, 1).About != codes.AboutPassing {
		t.Errorf("saved after that: status %d", resp.StatusCode)
	}

	last := form(t, s, "/code/3", "about", "main")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	resp, page = post(t, s, "/code/3", last)
	if resp.StatusCode != http.StatusInternalServerError || !strings.Contains(page, "Not saved: no such file or directory.") || !strings.Contains(page, `value="main" checked`) || strings.Contains(page, filepath.Dir(path)) {
		t.Errorf("a file that is gone: status %d, %s", resp.StatusCode, page)
	}
}

func TestOthersMayNotCode(t *testing.T) {
	path, s := coded(t)
	for name, header := range map[string][]string{
		"another site's form": {"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"},
		"an old browser":      {"Origin", "https://evil.example"},
		"another port":        {"Sec-Fetch-Site", "same-site"},
	} {
		if resp, _ := post(t, s, "/code/1", form(t, s, "/code/1", "about", "no"), header...); resp.StatusCode != http.StatusForbidden || annasCode(t, path, 0).About != "" {
			t.Errorf("%s: status %d", name, resp.StatusCode)
		}
	}
	large := form(t, s, "/code/1", "note", strings.Repeat("x", 2<<20))
	if resp, _ := post(t, s, "/code/1", large); resp.StatusCode != http.StatusBadRequest || annasCode(t, path, 0).Note != "" {
		t.Errorf("2 MiB: status %d", resp.StatusCode)
	}
}

// TestCodingAlone: without a dataset there are the pages of coding and no other.
func TestCodingAlone(t *testing.T) {
	_, s := coded(t)
	if resp, page := get(t, s, "/", nil); resp.Request.URL.Path != "/code/" || strings.Contains(page, "Overview") {
		t.Errorf("the start leads to %s", resp.Request.URL)
	}
	for _, name := range []string{"/coding.js", "/coding.css", "/style.css"} {
		if resp, body := get(t, s, name, nil); resp.StatusCode != http.StatusOK || body == "" {
			t.Errorf("%s: status %d", name, resp.StatusCode)
		}
	}
	if _, err := explore.New(t.Context(), nil, nil, explore.Options{}); err == nil {
		t.Error("an explorer of nothing")
	}
}

func TestFinishedFilesSayWhatIsNext(t *testing.T) {
	path, s := coded(t)
	for _, address := range []string{"/code/1", "/code/2", "/code/3"} {
		post(t, s, address, form(t, s, address, "about", "no"))
	}
	_, page := get(t, s, "/code/", nil)
	want := "framewatch codebook score --codes &#39;" + path + "&#39; --key &#39;" + strings.TrimSuffix(path, ".anna.csv") + ".key.csv&#39;"
	if !strings.Contains(page, "3 done, 0 half coded, 0 not coded") || !strings.Contains(page, want) {
		t.Errorf("no %s in %s", want, page)
	}
}
