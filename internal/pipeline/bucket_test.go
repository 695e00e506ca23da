package pipeline_test

import (
	"errors"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"framewatch/internal/config"
	"framewatch/internal/datasetcheck"
	"framewatch/internal/pipeline"
	"framewatch/store"
	"framewatch/store/disk/bucket/s3test"
)

// TestARunIntoABucket: a crawl whose dataset is in a bucket gives the tables of
// one in a folder; a second adds nothing, and bodies are read where the crawl was
// not.
func TestARunIntoABucket(t *testing.T) {
	countsAgain(t)
	server := httptest.NewServer(s3test.New())
	t.Cleanup(server.Close)
	t.Setenv("AWS_ACCESS_KEY_ID", "key")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
	t.Setenv("AWS_ENDPOINT_URL", server.URL)
	dir := t.TempDir()
	at := func(state string) string { return "s3://" + s3test.Bucket + "/set?state=" + filepath.Join(dir, state) }
	there, here := web(t, at("there")), web(t, filepath.Join(dir, "here"))
	for _, cfg := range []*config.Loaded{there, here} {
		if _, err := pipeline.New(cfg, pipeline.Options{Command: "run"}).Run(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	a, b := open(t, there.Data), open(t, here.Data)
	diffs, err := store.Diff(t.Context(), a, b)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range diffs {
		if d.Table != "captures" && !d.Equal() {
			t.Errorf("%s differs: %+v", d.Table, d)
		}
	}
	before := a.Rows("documents")
	again, err := pipeline.New(there, pipeline.Options{Command: "run"}).Run(t.Context())
	if err != nil || again.Documents != 0 {
		t.Errorf("the second run: %d new documents, %v", again.Documents, err)
	}
	there.Data = at("elsewhere")
	if _, err := pipeline.New(there, pipeline.Options{Command: "extract"}).Extract(t.Context()); err != nil {
		t.Errorf("extract on another machine: %v", err)
	}
	checked, err := datasetcheck.Verify(t.Context(), there.Data, nil)
	if err != nil || len(checked.Problems) > 0 {
		t.Fatalf("verify: %v, %v", checked.Problems, err)
	}
	if n := checked.Dataset.Rows("documents"); n != before {
		t.Errorf("%d documents, want %d", n, before)
	}
	if _, err := store.Open("s3://" + s3test.Bucket); !errors.Is(err, store.ErrNoDataset) {
		t.Errorf("the bucket above the prefix: %v, want ErrNoDataset", err)
	}
}
