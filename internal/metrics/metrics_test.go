package metrics_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"framewatch/corpus"
	"framewatch/internal/metrics"
)

var at = time.Date(2026, 3, 2, 8, 0, 0, 500_000_000, time.UTC)

func snapshot() metrics.Snapshot {
	return metrics.Snapshot{Version: `1.0 "odd"\`, Success: at, Documents: 1234,
		Last: &metrics.Run{Began: at, Ended: at.Add(90 * time.Second), Code: 3, New: 5, Unchanged: 60, Requests: 80, Bytes: 1 << 20,
			Failures: map[metrics.Reason]int{{"crawl", "http-503"}: 2, {"crawl", "dns"}: 1, {"extract", "no-text"}: 3}},
		Sources:  []metrics.Source{{ID: "a", Success: at, New: 5, Due: at.Add(time.Hour)}, {ID: "b", Broken: true}},
		Schedule: &metrics.Schedule{Running: true, Waiting: 7, Next: at, Runs: map[int]int{0: 9, 3: 1}}}
}

// parse reads lines as Prometheus does, into values by name and labels.
func parse(t *testing.T, text []byte) map[string]float64 {
	t.Helper()
	parser := expfmt.NewTextParser(model.LegacyValidation)
	all, err := parser.TextToMetricFamilies(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	out := map[string]float64{}
	for name, family := range all {
		if family.GetHelp() == "" {
			t.Errorf("%s says nothing of itself", name)
		}
		for _, m := range family.GetMetric() {
			key := name
			for _, l := range m.GetLabel() {
				key += fmt.Sprintf(" %s=%s", l.GetName(), l.GetValue())
			}
			if family.GetType() == dto.MetricType_COUNTER {
				out[key] = m.GetCounter().GetValue()
			} else {
				out[key] = m.GetGauge().GetValue()
			}
		}
	}
	return out
}

func TestTextIsReadByPrometheus(t *testing.T) {
	text, err := snapshot().Text()
	if err != nil {
		t.Fatal(err)
	}
	again, err := snapshot().Text()
	if err != nil || !bytes.Equal(text, again) {
		t.Error("the same snapshot gives other lines")
	}
	got := parse(t, text)
	unix := float64(at.UnixMilli()) / 1000
	for key, want := range map[string]float64{
		`framewatch_build_info version=1.0 "odd"\`: 1, "framewatch_last_success_timestamp_seconds": unix, "framewatch_documents": 1234,
		"framewatch_run_exit_code": 3, "framewatch_run_duration_seconds": 90, "framewatch_run_end_timestamp_seconds": unix + 90,
		"framewatch_run_documents state=new": 5, "framewatch_run_documents state=unchanged": 60, "framewatch_run_requests": 80, "framewatch_run_bytes": 1 << 20,
		"framewatch_run_failures stage=crawl code=http-503": 2, "framewatch_run_failures stage=extract code=no-text": 3,
		"framewatch_source_last_success_timestamp_seconds source=a": unix, "framewatch_source_last_success_timestamp_seconds source=b": 0,
		"framewatch_source_broken source=a": 0, "framewatch_source_broken source=b": 1, "framewatch_sources": 2, "framewatch_sources_broken": 1,
		"framewatch_source_new_documents source=a": 5, "framewatch_source_due_timestamp_seconds source=a": unix + 3600,
		"framewatch_run_in_progress": 1, "framewatch_dataset_held": 0, "framewatch_crawl_queue": 7, "framewatch_runs_total code=0": 9, "framewatch_runs_total code=3": 1,
	} {
		if value, ok := got[key]; !ok || value != want {
			t.Errorf("%s is %v, want %v", key, value, want)
		}
	}
}

// TestSeriesAreBounded by sources and reasons: of a run that ended, with 300
// sources, no more than a few series a source.
func TestSeriesAreBounded(t *testing.T) {
	s := snapshot()
	s.Schedule, s.Sources = nil, nil
	for i := range 300 {
		s.Sources = append(s.Sources, metrics.Source{ID: corpus.SourceID(fmt.Sprint("s", i))})
	}
	text, err := s.Text()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(parse(t, text)); n > 300*3+20 {
		t.Errorf("%d series", n)
	}
}

func TestFileIsReplacedWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "framewatch.prom")
	for range 2 {
		if err := metrics.WriteFile(path, snapshot()); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 || len(parse(t, text)) < 10 {
		t.Errorf("%v, %v", files, err)
	}
	if err := metrics.WriteFile(filepath.Join(dir, "none", "x.prom"), snapshot()); err == nil {
		t.Error("written into a folder that is not there")
	}
}

func TestAddresses(t *testing.T) {
	var sick error
	h := metrics.Handler(snapshot, func() error { return sick }, func() error { return nil })
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody))
		return w
	}
	if w := get("/metrics"); w.Code != http.StatusOK || w.Header().Get("Content-Type") != metrics.ContentType || len(parse(t, w.Body.Bytes())) < 20 {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	if get("/healthz").Code != http.StatusOK || get("/readyz").Code != http.StatusOK || get("/").Code != http.StatusNotFound {
		t.Error("a probe fails that should not")
	}
	sick = errors.New("no tick for ten minutes")
	if w := get("/healthz"); w.Code != http.StatusServiceUnavailable || w.Body.String() != "no tick for ten minutes\n" || get("/readyz").Code != http.StatusOK {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
