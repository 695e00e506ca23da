package pipeline_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"framewatch/internal/pipeline"
)

// half is an answer that ends in its middle.
func half(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Length", fmt.Sprint(len(body)))
	fmt.Fprint(w, body[:len(body)/2])
}

// TestAPartOfAPageIsNoVersion: a page of which the server sent a part only is a failure,
// and a document where nothing better is known; the whole takes its place, and is not
// taken for an edit.
func TestAPartOfAPageIsNoVersion(t *testing.T) {
	for name, sentence := range map[string]string{"english": "The two lake states sent their envoys to the harbour town.", "chinese": "两个湖国向港城派出了使节，商谈渡轮的时刻表。"} {
		t.Run(name, func(t *testing.T) {
			whole := map[string]string{"/news/1": report("Envoys sent", sentence), "/news/2": report("Ferry tariff", "2: "+sentence)}
			s := &site{pages: map[string]string{"/": front, "/news/1": whole["/news/1"], "/news/2": "~ " + whole["/news/2"]}}
			cfg := watched(t, s, ".story")
			result(t, cfg)
			first := table(t, cfg)
			if len(first) != 2 || first[0] != "/news/1 v1 12" || first[1] == "/news/2 v1 12" {
				t.Fatalf("after a part of the second: %v", first)
			}

			s.set("/news/1", "~ "+whole["/news/1"])
			s.set("/news/2", whole["/news/2"])
			r := result(t, cfg)
			if r.Reread != 1 || r.Documents != 0 || !slices.ContainsFunc(r.Failures, func(f pipeline.Failure) bool { return f.URL == "http://a.test/news/1" && f.Code == "short-body" }) {
				t.Errorf("%d documents, %d read again, %+v", r.Documents, r.Reread, r.Failures)
			}
			expectTable(t, cfg, "the other way round", "/news/1 v1 12", "/news/2 v1 12")

			if _, err := pipeline.New(cfg, pipeline.Options{}).Extract(t.Context()); err != nil {
				t.Fatal(err)
			}
			expectTable(t, cfg, "all read again", "/news/1 v1 12", "/news/2 v1 12")

			s.set("/news/1", report("Envoys sent", sentence+sentence))
			result(t, cfg)
			expectTable(t, cfg, "an edit", "/news/1 v1 12", "/news/1 v2 12", "/news/2 v1 12")
		})
	}
}
