package demosite_test

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"framewatch/internal/demosite"
)

func newSite(t testing.TB) *demosite.Site { return siteOf(t, "") }

// siteOf loads the outlets that write about a subject.
func siteOf(t testing.TB, subject string) *demosite.Site {
	t.Helper()
	site, err := demosite.Open(subject)
	if err != nil {
		t.Fatal(err)
	}
	return site
}

// eachSubject runs a test over every set of outlets.
func eachSubject(t *testing.T, test func(*testing.T, string)) {
	for _, subject := range append([]string{""}, demosite.Subjects()...) {
		t.Run("subject "+subject, func(t *testing.T) { test(t, subject) })
	}
}

func TestUnknownSubject(t *testing.T) {
	if _, err := demosite.Open("aib"); err == nil || !strings.Contains(err.Error(), `"aib" has no invented outlets (did you mean "aiib"?)`) {
		t.Errorf("error %v", err)
	}
}

// TestEnoughIsPublished holds the size that the demo's comparison needs.
func TestEnoughIsPublished(t *testing.T) {
	for subject, least := range map[string]struct {
		counts map[string]int
		langs  []string
	}{
		"": {map[string]int{"stories": 48, "articles": 120, "outlets": 10, "countries": 8, "months": 8, "languages": 6, "copies": 30, "translations": 20, "bilingual": 4, "paywalled": 2},
			[]string{"en", "zh-Hans", "zh-Hant", "fr", "es", "ar"}},
		"aiib": {map[string]int{"stories": 20, "articles": 38, "outlets": 8, "countries": 8, "months": 6, "languages": 4, "copies": 6, "translations": 9, "bilingual": 8},
			[]string{"en", "zh-Hans", "zh-Hant", "fr"}},
	} {
		t.Run("subject "+subject, func(t *testing.T) { testEnough(t, subject, least.counts, least.langs) })
	}
}

func testEnough(t *testing.T, subject string, least map[string]int, langs []string) {
	site := siteOf(t, subject)
	countries := map[string]string{}
	for _, s := range listOf(t, subject).Sources {
		countries[s.ID] = s.Country
	}
	seen := map[string]map[string]bool{}
	count := func(what, value string) {
		if seen[what] == nil {
			seen[what] = map[string]bool{}
		}
		seen[what][value] = true
	}
	for _, a := range site.Articles() {
		count("stories", a.Story)
		count("articles", a.URL)
		count("ids", a.ID)
		count("outlets", a.Outlet)
		count("countries", countries[a.Outlet])
		count("months", a.Published.Format("2006-01"))
		count("languages", a.Lang)
		if a.CopyOf != "" {
			count("copies", a.ID)
		}
		if a.TranslationOf != "" {
			count("translations", a.ID)
		}
		if a.Second != nil {
			count("bilingual", a.ID)
		}
		if a.Paywalled {
			count("paywalled", a.ID)
		}
	}
	for what, want := range least {
		if n := len(seen[what]); n < want {
			t.Errorf("%d %s, want at least %d", n, what, want)
		}
		t.Logf("%d %s", len(seen[what]), what)
	}
	if len(seen["ids"]) != len(site.Articles()) || len(seen["articles"]) != len(site.Articles()) {
		t.Errorf("%d articles have %d addresses and %d ids", len(site.Articles()), len(seen["articles"]), len(seen["ids"]))
	}
	for _, lang := range langs {
		if !seen["languages"][lang] {
			t.Errorf("no article in %s", lang)
		}
	}
}

// realPeople are office holders of the time; in invented news none may speak.
var realPeople = regexp.MustCompile(`(?i)\b(Xi Jinping|President Xi|Wang Yi|Li Qiang|John Lee|Teresa Cheng|Paul Lam|Trump|Biden|Vance|Rubio|` +
	`Putin|Lavrov|Modi|Jaishankar|Macron|Merz|Starmer|Lammy|von der Leyen|Guterres|Shehbaz|Sharif|Ishaq Dar|Prabowo|Widodo|` +
	`Lawrence Wong|Anwar Ibrahim|Ruto|Biya|Tebboune|Ortega|Murillo|Milei|Lula|Parmelin|Keller-Sutter|Cassis|Jin Liqun|Zou Jiayi|Lan Fo.?an|Freeland|Pickard)\b|` +
	`习近平|習近平|王毅|李强|李強|李家超|郑若骅|鄭若驊|林定国|林定國|金立群|邹加怡|鄒加怡|特朗普|拜登|普京|莫迪|马克龙|古特雷斯|تبون|شي جين|ترامب`)

func TestNoRealPeople(t *testing.T) { eachSubject(t, testNoRealPeople) }

func testNoRealPeople(t *testing.T, subject string) {
	for _, a := range siteOf(t, subject).Articles() {
		texts := append([]string{a.Title, strings.Join(a.Authors, " ")}, a.Paragraphs...)
		if a.Second != nil {
			texts = append(append(texts, a.Second.Title), a.Second.Paragraphs...)
		}
		for _, text := range texts {
			if who := realPeople.FindString(text); who != "" {
				t.Errorf("%s names %q: %s", a.ID, who, text)
			}
		}
	}
	err := fs.WalkDir(demosite.Files(), path.Join(subject, "looks"), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(demosite.Files(), name)
		if who := realPeople.Find(text); who != nil {
			t.Errorf("%s names %q", name, who)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// smallSite is a site with one story of a wire article and another one.
func smallSite(t *testing.T, article string) (*demosite.Site, error) {
	t.Helper()
	fsys := fstest.MapFS{}
	err := fs.WalkDir(demosite.Files(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(name, "stories/") {
			return err
		}
		data, err := fs.ReadFile(demosite.Files(), name)
		fsys[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	fsys["trouble.yaml"] = &fstest.MapFile{Data: []byte("cases: []\n")}
	fsys["stories/01-base.yaml"] = &fstest.MapFile{Data: []byte("story: base\nsummary: a wire story and what a test adds\narticles:\n" +
		"- {id: mw, outlet: meridian-wire, slug: base, title: Base, published: 2026-03-04T08:15:00+00:00, section: world, " +
		"paragraphs: [zero, one, two, three]}\n" + article)}
	return demosite.Load(fsys)
}

const copyHead = "- {id: hl, outlet: harbour-ledger, slug: copy, title: Copy, published: 2026-03-04T18:02:00+08:00, section: world, "

func TestCopiesAreResolved(t *testing.T) {
	tests := []struct {
		name, edit string
		want       []string
	}{
		{"whole", "copy_of: mw}\n", []string{"zero", "one", "two", "three"}},
		{"keep in another order", "copy_of: mw, keep: [2, 0]}\n", []string{"two", "zero"}},
		{"keep nothing", "copy_of: mw, keep: [], append: [own]}\n", []string{"own"}},
		{"replace counts in the original", "copy_of: mw, keep: [3, 1], replace: {1: ONE}}\n", []string{"three", "ONE"}},
		{"prepend and append", "copy_of: mw, keep: [1], prepend: [before], append: [after]}\n", []string{"before", "one", "after"}},
		{"copy of a copy", "copy_of: mw, keep: [0, 3], append: [own]}\n" +
			strings.ReplaceAll(copyHead, "hl, outlet: harbour-ledger", "ss, outlet: savanna-standard") + "copy_of: hl, keep: [1, 2], replace: {2: OWN}}\n",
			[]string{"three", "OWN"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			site, err := smallSite(t, copyHead+tt.edit)
			if err != nil {
				t.Fatal(err)
			}
			all := site.Articles()
			if diff := cmp.Diff(tt.want, all[len(all)-1].Paragraphs); diff != "" {
				t.Errorf("paragraphs (-want +got)\n%s", diff)
			}
		})
	}
}

func TestMistakesAreNamed(t *testing.T) {
	tests := []struct{ name, article, want string }{
		{"unknown field", "- {id: hl, outlett: harbour-ledger}\n", "field outlett not found"},
		{"unknown outlet", strings.Replace(copyHead, "harbour-ledger", "harbor-ledger", 1) + "copy_of: mw}\n",
			`stories/01-base.yaml: articles[1].outlet: "harbor-ledger" is not in outlets.yaml`},
		{"unknown original", copyHead + "copy_of: zz}\n", `articles[1].copy_of: "zz" is no article of this story`},
		{"circle", copyHead + "copy_of: hl}\n", `articles[1].copy_of: "hl" leads back to this article`},
		{"no such paragraph", copyHead + "copy_of: mw, keep: [4]}\n", `articles[1].keep: "4" is not one of the original's 4 paragraphs`},
		{"replaced but not kept", copyHead + "copy_of: mw, keep: [1], replace: {2: x}}\n",
			`articles[1].replace: "2" is not a paragraph that the copy keeps`},
		{"text and copy", copyHead + "copy_of: mw, paragraphs: [x]}\n", "exclude each other"},
		{"no text", copyHead + "credit: x}\n", "articles[1].paragraphs: is missing"},
		{"no offset", strings.Replace(copyHead, "+08:00", "", 1) + "paragraphs: [x]}\n", "must be a time with its offset"},
		{"slug", strings.Replace(copyHead, "slug: copy", "slug: Copy it", 1) + "paragraphs: [x]}\n", `"Copy it" must be lower-case`},
		{"section", strings.Replace(copyHead, "section: world", "section: wolrd", 1) + "paragraphs: [x]}\n", `"wolrd" is not in looks/harbour-ledger.yaml`},
		{"same id", strings.Replace(copyHead, "id: hl", "id: mw", 1) + "paragraphs: [x]}\n", `is also articles[0]`},
		{"no title", strings.Replace(copyHead, "title: Copy", "title: ''", 1) + "paragraphs: [x]}\n", "articles[1].title: is missing"},
		{"half a half", copyHead + "paragraphs: [x], second: {lang: zh-Hans}}\n", "needs lang, title and paragraphs"},
		{"translation", copyHead + "paragraphs: [x], translation_of: zz}\n", `"zz" is no article of this story`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := smallSite(t, tt.article)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q in it", err, tt.want)
			}
		})
	}
}

// sourceList is what this test reads of a source list.
type sourceList struct {
	List    map[string]any `yaml:"list"`
	Sources []struct {
		ID, Name, Domain, Country string
		OwnerType                 string   `yaml:"owner_type"`
		Langs                     []string `yaml:"langs"`
		Feeds, Sitemaps, Start    []string
		LinkPatterns              []string `yaml:"link_patterns"`
		Selectors                 struct {
			Title, Text, Author, Date string
			Remove                    []string
		}
	}
}

// TestSourceListFitsTheOutlets compares the list with outlets.yaml.
func TestSourceListFitsTheOutlets(t *testing.T) { eachSubject(t, testSourceListFitsTheOutlets) }

func testSourceListFitsTheOutlets(t *testing.T, subject string) {
	var want struct {
		Outlets []map[string]string `yaml:"outlets"`
	}
	data, err := fs.ReadFile(demosite.Files(), path.Join(subject, "outlets.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	var got []map[string]string
	for _, s := range listOf(t, subject).Sources {
		i := slices.IndexFunc(siteOf(t, subject).Hosts(), func(h string) bool { return strings.HasSuffix("."+h, "."+s.Domain) })
		if i < 0 {
			t.Errorf("no host for %s", s.Domain)
			continue
		}
		got = append(got, map[string]string{"id": s.ID, "name": s.Name, "host": siteOf(t, subject).Hosts()[i], "country": s.Country,
			"owner_type": s.OwnerType, "lang": s.Langs[0]})
	}
	byID := func(a, b map[string]string) int { return strings.Compare(a["id"], b["id"]) }
	slices.SortFunc(got, byID)
	slices.SortFunc(want.Outlets, byID)
	if diff := cmp.Diff(want.Outlets, got); diff != "" {
		t.Errorf("outlets.yaml and the source list differ (-outlets +list)\n%s", diff)
	}
}
