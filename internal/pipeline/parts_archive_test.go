package pipeline_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/internal/config"
	"framewatch/internal/imports"
	"framewatch/internal/pipeline"
	"framewatch/internal/streams"
	"framewatch/internal/streams/streamstest"
	"framewatch/store"
	"framewatch/store/disk/bucket/s3test"
)

// captures is what other machines are to read of a dataset's archive.
func captures(t *testing.T, cfg *config.Loaded) []byte {
	t.Helper()
	list, err := pipeline.New(cfg, pipeline.Options{}).Captures(t.Context())
	var out bytes.Buffer
	if err == nil {
		err = streams.WriteCaptures(list, "", &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// archive answers the pages that rows of captures name.
func (e elsewhere) archive(t *testing.T, d *store.Dataset, list io.Reader) ([]byte, error) {
	t.Helper()
	pages, err := e.again.Archived(t.Context(), d, list)
	var documents bytes.Buffer
	if err == nil {
		err = streams.Extract(t.Context(), e.again, streams.Answering{Workers: 2}, pages, &documents)
	}
	if err != nil {
		return nil, err
	}
	return e.annotate(t, &documents), nil
}

// archived is a dataset of three nights with all that an archive may hold: a page in a
// character set of its own, one that is sent on to another folder, one that has not
// changed, a new version, one that has moved, an address that was asked for by itself,
// an outlet that has left the lists, a corrected article, one that was erased, one in
// which a person was, and a document without a page.
func archived(t *testing.T) *config.Loaded {
	t.Helper()
	english, chinese := "The two lake states sent their envoys to the harbour town, Ada Moreno of the International Organization for Mediation said.", "两个湖国向港城派出了使节，国际调解院表示欢迎。"
	s := &site{pages: map[string]string{"/": `<a href=/news/1>1</a> <a href=/news/2>2</a> <a href=/news/3>3</a> <a href=/news/4>4</a> <a href=/news/5>5</a> <a href=/news/6>6</a>`,
		"/news/1": report("Envoys sent", strings.ReplaceAll(english, "Ada Moreno", "a speaker")), "/news/2": report("使节", chinese), "/news/3": "-> /archive/2026/3",
		"/archive/2026/3": strings.Replace(report("Ferry tariff", "3: "+strings.ReplaceAll(english, "Ada Moreno", "he")), "<head>", `<head><link rel=canonical href="three"><meta property="article:published_time" content="2026-03-04">`, 1),
		"/news/4":         report("Named", "4: "+english), "/news/5": report("Gone", "5: "+chinese), "/news/6": "",
		"/alone": report("Asked for", "Alone: "+chinese)}}
	cfg := watched(t, s, ".story")
	cfg.Compare.Bootstrap = 0
	cfg.Crawl.Hosts["b.test"] = cfg.Crawl.Hosts["a.test"]
	left := corpus.Source{ID: "b", Name: "The Other Herald", Domain: "b.test", Country: "ZZ", OwnerType: corpus.PrivateNews, Start: []string{"http://b.test/"}, LinkPatterns: []string{"/news/[12]$"}}
	ours := cfg.Sources
	cfg.Sources = append(slices.Clone(ours), left)
	result(t, cfg)
	cfg.Sources = ours
	s.set("/news/1", report("Envoys sent", "They were called home. "+english[:40]))
	s.set("/news/2", "-> /news/two")
	s.set("/news/two", report("使节", chinese))
	result(t, cfg)
	alone, err := crawl.URLSource("http://a.test/alone")
	if err != nil {
		t.Fatal(err)
	}
	asked := *cfg
	asked.Sources = []corpus.Source{alone}
	result(t, &asked)
	file := records(t, map[string]string{"r1": "No page: " + strings.Repeat(english+" ", 3)})
	if _, err := pipeline.New(cfg, pipeline.Options{Command: "import"}).Import(t.Context(), imports.Options{Format: "jsonl", Paths: []string{file}, Source: "records"}); err != nil {
		t.Fatal(err)
	}
	under(t, cfg, line("http://a.test/news/two", config.Correction{Authors: []string{"Ana Lake"}}))
	p := pipeline.New(cfg, pipeline.Options{Command: "dataset erase"})
	_, err = p.Erase(t.Context(), pipeline.Erasure{URL: "http://a.test/news/5"})
	if err == nil {
		_, err = p.ErasePerson(t.Context(), "Ada Moreno", false)
	}
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// readAgain are two copies of a dataset, of which this machine has read the first again.
func readAgain(t *testing.T, cfg *config.Loaded) (here, there *config.Loaded) {
	t.Helper()
	one, other := *cfg, *cfg
	for _, c := range []*config.Loaded{&one, &other} {
		c.Data = filepath.Join(t.TempDir(), "data")
		copyFolder(t, cfg.Data, c.Data)
	}
	if _, err := pipeline.New(&one, withParts("")).Extract(t.Context()); err != nil {
		t.Fatal(err)
	}
	return &one, &other
}

// TestPartsOfTheArchive: pages that a dataset has crawled itself, read elsewhere, give
// the tables that extract makes on one machine, and what was erased is not among them.
func TestPartsOfTheArchive(t *testing.T) {
	countsAgain(t)
	cfg := archived(t)
	cfg.Sources[0].Selectors.Remove = []string{".inner"} // read by other rules than before
	list := captures(t, cfg)
	e := machine(t, cfg)
	whole, err := e.archive(t, open(t, cfg.Data), bytes.NewReader(list))
	if err != nil {
		t.Fatal(err)
	}
	rows := streamstest.Rows(t, whole)
	sent := 0
	for _, r := range rows {
		if strings.HasSuffix(r.URL, "/news/5") && r.SourceID == "a" || strings.Contains(r.Text, "Ada Moreno") && r.SourceID == "a" {
			t.Errorf("%s was read: %.60s", r.URL, r.Text)
		}
		if strings.HasSuffix(r.CanonicalURL, "/archive/2026/three") {
			sent++
		}
	}
	if len(rows) < 8 || sent == 0 {
		t.Fatalf("%d rows, %d of a page under its last address", len(rows), sent)
	}
	slices.Reverse(rows)
	here, there := readAgain(t, cfg)
	dir := streamstest.Parts(t, streamstest.Stream(t, whole, rows[:3]), streamstest.Stream(t, whole, rows[2:]))
	if _, err := pipeline.New(there, withParts(dir)).Extract(t.Context()); err != nil {
		t.Fatal(err)
	}
	expectTables(t, here.Data, there.Data, false)
	expectClean(t, there.Data)
	if before, after := documentsByID(t, cfg.Data), documentsByID(t, there.Data); len(after) < 8 || len(before) == 0 || fmt.Sprint(before) == fmt.Sprint(after) {
		t.Errorf("%d documents before, %d after", len(before), len(after))
	}
	_, err = pipeline.New(there, withParts(streamstest.Parts(t, streamstest.Stream(t, whole, rows[1:])))).Extract(t.Context())
	if !errors.Is(err, streams.ErrParts) || !strings.Contains(err.Error(), "no row for the page") {
		t.Errorf("without one page: %v", err)
	}
	expectTables(t, here.Data, there.Data, false)
}

// TestAnArchiveThatIsAnother is an error that names the page: a digest that is not the
// list's, a record that is not there, and a list that is none.
func TestAnArchiveThatIsAnother(t *testing.T) {
	cfg, _ := inWARC(t)
	e, d, list := machine(t, cfg), open(t, cfg.Data), captures(t, cfg)
	digest := []byte(rowsIn[store.CaptureRow](t, cfg)[0].BodySHA256)
	for want, in := range map[string][]byte{
		"the archive is damaged or another's": bytes.Replace(list, digest, bytes.Repeat([]byte("0"), len(digest)), 1),
		"read page":                           bytes.ReplaceAll(list, []byte("warc/import"), []byte("warc/impart")),
		"no such archive":                     bytes.ReplaceAll(list, []byte("warc/import"), []byte("../../../tm")),
		"cut off":                             list[:len(list)-8],
		`no column "warc_file"`:               streamstest.Pages(t, nil),
	} {
		if _, err := e.archive(t, d, bytes.NewReader(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

// TestPartsInABucket are read as those of a folder are, and what is damaged is refused
// likewise; copies do not stay.
func TestPartsInABucket(t *testing.T) {
	cfg, _ := inWARC(t)
	list := captures(t, cfg)
	whole, err := machine(t, cfg).archive(t, open(t, cfg.Data), bytes.NewReader(list))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s3test.New())
	t.Cleanup(server.Close)
	t.Setenv("AWS_ACCESS_KEY_ID", "key")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	address := "s3://" + s3test.Bucket + "/jobs/1?endpoint=" + server.URL
	dir := streamstest.Parts(t, whole)
	bucket, err := store.FilesAt(address)
	if err != nil {
		t.Fatal(err)
	}
	put := func(name string, data []byte) {
		t.Helper()
		if err := bucket.(interface{ Put(string, []byte) error }).Put(name, data); err != nil {
			t.Fatal(err)
		}
	}
	here, there := readAgain(t, cfg)
	extract := func() error {
		_, err := pipeline.New(there, withParts(address)).Extract(t.Context())
		return err
	}
	refused := func(want string) {
		t.Helper()
		if err := extract(); !errors.Is(err, streams.ErrParts) || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
	refused("jobs/1/parts.json is not there")
	names, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		data, err := os.ReadFile(filepath.Join(dir, n.Name()))
		if err != nil {
			t.Fatal(err)
		}
		put(n.Name(), data)
	}
	put("part-0.arrows", whole[:len(whole)-8])
	refused("bytes, the list says")
	put("part-0.arrows", bytes.Replace(whole, []byte("Lake talks 1"), []byte("Lake talks 2"), 1))
	refused("SHA-256")
	if err := bucket.Remove("part-0.arrows"); err != nil {
		t.Fatal(err)
	}
	refused("jobs/1/part-0.arrows: ")
	put("part-0.arrows", whole)
	if err := extract(); err != nil {
		t.Fatal(err)
	}
	expectTables(t, here.Data, there.Data, false)
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("copies of parts stay: %v %v", left, err)
	}
}
