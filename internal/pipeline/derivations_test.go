package pipeline_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/internal/config"
	"framewatch/internal/pipeline"
	"framewatch/store"
)

// records writes lines of invented records.
func records(t *testing.T, texts map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	for id, text := range texts {
		fmt.Fprintf(&b, `{"id":%q,"url":"http://lake.test/%s","published":"2026-03-04","text":%q}`+"\n", id, id, text)
	}
	name := filepath.Join(t.TempDir(), "records.jsonl")
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// statuses maps the last part of a document's address, or "" where there is no
// document, and a layer to what derivations says.
func statuses(t *testing.T, cfg *config.Loaded) map[string]string {
	t.Helper()
	d, names, out := open(t, cfg.Data), map[string]string{}, map[string]string{}
	for row, err := range store.Scan[store.DocumentRow](t.Context(), d) {
		if err != nil {
			t.Fatal(err)
		}
		names[row.DocID] = row.URL[strings.LastIndexByte(row.URL, '/')+1:]
	}
	for row, err := range store.Scan[store.DerivationRow](t.Context(), d) {
		if err != nil {
			t.Fatal(err)
		}
		key := names[row.DocID] + " " + row.Layer
		if _, twice := out[key]; twice {
			t.Errorf("two rows for %s", key)
		}
		out[key] = strings.TrimSpace(row.Status + " " + row.Code)
	}
	return out
}

var (
	english = "The envoys met at the quay on Monday. They agreed that the ferry leaves at noon, said Ada Moreno of the harbour council."
	chinese = "使节们星期一在码头会面。他们同意渡轮中午离港，港口议会的代表说。双方还商定下个月再次会谈。"
	hindi   = "दूत सोमवार को घाट पर मिले। बंदरगाह परिषद के एक प्रतिनिधि ने कहा कि नाव दोपहर में रवाना होगी और वे अगले महीने फिर मिलेंगे।" // which neither terms nor encoder read
)

// TestNotCodedIsTold: what a layer could not find for want of rules is told from
// what is not there.
func TestNotCodedIsTold(t *testing.T) {
	file := records(t, map[string]string{"en": english, "zh": chinese, "hi": hindi})
	cfg := annotated(t, file)
	want := map[string]string{}
	for doc, said := range map[string]string{"en": "done", "zh": "done", "hi": "not_coded language"} {
		want[doc+" document"], want[doc+" annotations"] = "done", "done"
		want[doc+" entities"], want[doc+" frames"], want[doc+" claims"] = said, said, said
		want[doc+" stance"] = "not_coded off"
	}
	got := statuses(t, cfg)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("derivations (-want +got):\n%s", diff)
	}
	cfg.Annotate.NER = "none"
	load(t, cfg, file)
	if got := statuses(t, cfg); got["en entities"] != "not_coded off" || got["zh entities"] != "not_coded off" || got["en frames"] != "done" {
		t.Errorf("without a recogniser: %v", got)
	}
	load(t, cfg, file)
	if n := len(statuses(t, cfg)); n != len(want) {
		t.Errorf("%d rows, want %d", n, len(want))
	}
}

// moody is an annotator service that cannot do texts with a word, while it is
// ill. It finds nothing.
func moody(t *testing.T, ill *atomic.Bool, words ...string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var asked struct{ ID, Text string }
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			t.Error(err)
		}
		for _, word := range words {
			if ill.Load() && strings.Contains(asked.Text, word) {
				http.Error(w, "no", http.StatusInternalServerError)
				return
			}
		}
		fmt.Fprintf(w, "{\"id\":%q,\"entities\":[]}\n", asked.ID)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// TestAFailedLayerIsToldAndTriedAgain, for documents that are there and for pages
// that are not documents for that.
func TestAFailedLayerIsToldAndTriedAgain(t *testing.T) {
	countsAgain(t)
	for name, text := range map[string]string{"english": english, "chinese": chinese} {
		t.Run(name, func(t *testing.T) {
			there, fresh := records(t, map[string]string{"old": text}), records(t, map[string]string{"new": text + " Storm."})
			cfg := annotated(t, there)
			var ill atomic.Bool
			ill.Store(true)
			cfg.Annotate.Service.URL, cfg.Annotate.Service.Layers = moody(t, &ill, "quay", "码头"), []string{"entities"}
			for range 2 { // said once, however often it fails
				r := load(t, cfg, fresh)
				if len(r.Failed()) != 1 {
					t.Errorf("the outlet did not fail: %+v", r)
				}
				want := map[string]string{"old document": "done", "old annotations": "failed annotate", " annotations": "failed annotate"}
				if diff := cmp.Diff(want, statuses(t, cfg)); diff != "" {
					t.Errorf("while it fails (-want +got):\n%s", diff)
				}
			}
			ill.Store(false)
			if r := load(t, cfg, fresh); len(r.Failed()) != 0 {
				t.Errorf("it failed again: %+v", r.Failures)
			}
			want := map[string]string{}
			for _, doc := range []string{"old", "new"} {
				for _, layer := range []string{"document", "annotations", "entities", "frames", "claims"} {
					want[doc+" "+layer] = "done"
				}
				want[doc+" stance"] = "not_coded off"
			}
			if diff := cmp.Diff(want, statuses(t, cfg)); diff != "" {
				t.Errorf("afterwards (-want +got):\n%s", diff)
			}
			whole := annotated(t, there)
			whole.Annotate = cfg.Annotate
			load(t, whole, fresh)
			if _, err := pipeline.New(whole, pipeline.Options{Command: "annotate"}).Annotate(t.Context()); err != nil {
				t.Fatal(err)
			}
			expectSame(t, cfg, whole)
		})
	}
}
