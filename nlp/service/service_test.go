package service_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/internal/invalid"
	"framewatch/nlp/service"
)

var doc = corpus.Document{ID: "d1", Title: "湖 talks", Lang: "en", Text: "🕊️ Ama Mensah met 国际调解院 in Accra.\n\nShe left."}

// serve runs a service and returns a client that tells its gaps.
func serve(t testing.TB, layers []string, h http.HandlerFunc) (*service.Client, *[]time.Duration) {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	cfg := service.Default()
	cfg.URL, cfg.Layers = s.URL, layers
	return client(t, cfg)
}

func client(t testing.TB, cfg service.Config) (*service.Client, *[]time.Duration) {
	t.Helper()
	c, err := service.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	var gaps []time.Duration
	c.Waits(func(d time.Duration) { gaps = append(gaps, d) })
	return c, &gaps
}

// says answers every request with one body.
func says(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) }
}

var all = []string{service.Sentences, service.Tokens, service.Entities, service.Quotes, service.Frames}

func TestAnnotate(t *testing.T) {
	var asked map[string]string
	c, _ := serve(t, all, func(w http.ResponseWriter, r *http.Request) {
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			t.Error(err)
		}
		_, _ = io.WriteString(w, `{"id":"d1","lang":"en","extra":[1],"sentences":[{"start":0,"end":7,"in":"title","lang":"en"},{"start":0,"end":33},{"start":35,"end":44}],
			"tokens":[{"start":3,"end":6,"text":"Ama","pos":"NNP"}],
			"entities":[{"start":27,"end":32,"label":"LOC","text":"Accra","score":0.9},{"start":3,"end":13,"label":"PER","text":"Ama Mensah","ref":"x"},
				{"start":7,"end":13,"label":"PER"},{"start":0,"end":1,"in":"title","label":"LOC","text":"湖"}],
			"quotes":[{"content":[{"start":18,"end":23}],"source":[{"start":3,"end":13}],"cue":[],"type":"indirect","speaker_ref":"person.ama"}],
			"frames":[{"start":14,"end":17,"frame":"trust","term":"met","negated":true}]}`+"\n")
	})
	got, err := c.Annotate(t.Context(), &doc)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"id": "d1", "lang": "en", "title": doc.Title, "text": doc.Text}, asked); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}
	var lines []string
	add := func(what string, p service.Place, more ...any) {
		src := doc.Text
		if p.In == corpus.InTitle {
			src = doc.Title
		}
		lines = append(lines, strings.TrimSpace(fmt.Sprintln(append([]any{what, p.Span.Of(src)}, more...)...)))
	}
	for _, s := range got.Sentences {
		add("sentence", s)
	}
	for _, k := range got.Tokens {
		add("token", k.Place, k.POS)
	}
	for _, e := range got.Entities {
		add("entity", e.Place, e.Label, e.Score)
	}
	for _, q := range got.Quotes {
		add("quote", service.Place{In: q.In, Span: q.Content[0]}, q.Source[0].Of(doc.Text), q.Type, q.Speaker)
	}
	for _, f := range got.Frames {
		add("frame", f.Place, f.Hit.Frame, f.Hit.Negated, f.Hit.Voice, f.Hit.Distance, f.Hit.Score)
	}
	want := []string{"sentence 湖 talks", "sentence 🕊️ Ama Mensah met 国际调解院 in Accra.", "sentence She left.", "token Ama NNP",
		"entity 湖 LOC 0.5", "entity Ama Mensah PER 0.5", "entity Accra LOC 0.9", "quote 国际调解院 Ama Mensah indirect person.ama",
		"frame met trust true author -1 1"}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("answer (-want +got):\n%s", diff)
	}
}

// TestBadAnswers is the table of answers that are refused, with what is said.
func TestBadAnswers(t *testing.T) {
	entity := func(e string) string { return `{"id":"d1","entities":[` + e + `]}` }
	for name, c := range map[string]struct{ body, want string }{
		"nothing":              {"", "the answer is empty"},
		"no JSON":              {"<html>hello", "is no line of JSON"},
		"half a line":          {`{"id":"d1","entities":[`, "is no line of JSON"},
		"another document":     {`{"id":"d2","entities":[]}`, `the answer is for document "d2"`},
		"no id":                {`{"entities":[]}`, "the answer is for no document"},
		"two lines":            {"{\"id\":\"d1\"}\n{\"id\":\"d1\"}", "more lines"},
		"its own error":        {`{"id":"d1","error":"out of memory"}`, `the service says "out of memory"`},
		"past the end":         {entity(`{"start":40,"end":45,"label":"LOC"}`), "entities[0] goes from 40 to 45, but the text has 44 code points"},
		"past the title's end": {entity(`{"start":0,"end":8,"in":"title","label":"LOC"}`), "the title has 7 code points"},
		"before the start":     {entity(`{"start":-1,"end":5,"label":"LOC"}`), "goes from -1 to 5"},
		"backwards":            {entity(`{"start":5,"end":3,"label":"LOC"}`), "nothing or backwards"},
		"nothing inside":       {entity(`{"start":5,"end":5,"label":"LOC"}`), "nothing or backwards"},
		"no position":          {entity(`{"label":"LOC"}`), "no start or no end"},
		"UTF-16 units":         {entity(`{"start":4,"end":14,"label":"PER","text":"Ama Mensah"}`), `says "Ama Mensah", but from 4 to 14 the text says "ma Mensah "`},
		"another field":        {entity(`{"start":1,"end":2,"label":"PER","in":"body"}`), `is in "body"`},
		"an unknown label":     {entity(`{"start":27,"end":32,"label":"GPE"}`), `is labelled "GPE"; the labels are [PER ORG`},
		"an odd score":         {entity(`{"start":27,"end":32,"label":"LOC","score":7}`), "scores go from 0 to 1"},
		"crossing sentences":   {`{"id":"d1","sentences":[{"start":0,"end":10},{"start":5,"end":12}]}`, "sentences[1] begins before the one before it ends"},
		"a quote of nothing":   {`{"id":"d1","quotes":[{"content":[],"type":"direct"}]}`, "quotes[0] has no content"},
		"a quote of no type":   {`{"id":"d1","quotes":[{"content":[{"start":0,"end":3}],"type":"loud"}]}`, `is of type "loud"`},
		"a quote in two":       {`{"id":"d1","quotes":[{"content":[{"start":0,"end":3}],"source":[{"start":0,"end":3,"in":"title"}],"type":"direct"}]}`, "partly in the title"},
		"an unknown voice":     {`{"id":"d1","frames":[{"start":0,"end":3,"frame":"x","voice":"choir"}]}`, `has voice "choir"`},
		"a flood":              {`{"id":"d1","more":"` + strings.Repeat("x", 2<<20) + `"}`, "longer than"},
	} {
		t.Run(name, func(t *testing.T) {
			client, gaps := serve(t, all, says(c.body))
			_, err := client.Annotate(t.Context(), &doc)
			var fault *service.Error
			if !errors.As(err, &fault) || fault.Down || fault.Doc != "d1" {
				t.Fatalf("error %v", err)
			}
			for _, part := range []string{c.want, "annotator service http://127.0.0.1", "document d1", "annotate.service.url"} {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q lacks %q", err, part)
				}
			}
			if len(*gaps) > 0 {
				t.Errorf("asked again after %v", *gaps)
			}
		})
	}
}

func TestTrouble(t *testing.T) {
	t.Run("an internal error", func(t *testing.T) {
		c, gaps := serve(t, all, func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "Traceback (most recent call last)", http.StatusInternalServerError)
		})
		_, err := c.Annotate(t.Context(), &doc)
		if err == nil || !strings.Contains(err.Error(), `status 500: "Traceback (most recent call last)"`) || len(*gaps) > 0 {
			t.Errorf("error %v after gaps %v", err, *gaps)
		}
	})
	for _, status := range []int{http.StatusMovedPermanently, http.StatusFound, http.StatusTemporaryRedirect, http.StatusPermanentRedirect} {
		t.Run(fmt.Sprint("sends elsewhere with ", status), func(t *testing.T) {
			var leaked atomic.Int32
			elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				leaked.Add(1)
				says(`{"id":"d1"}`)(w, r)
			}))
			defer elsewhere.Close()
			c, gaps := serve(t, all, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere.URL, status) })
			_, err := c.Annotate(t.Context(), &doc)
			if err == nil || !strings.Contains(err.Error(), "sends elsewhere") || len(*gaps) > 0 {
				t.Errorf("error %v after gaps %v", err, *gaps)
			}
			if leaked.Load() > 0 {
				t.Error("the other address was asked")
			}
		})
	}
	t.Run("busy, then well", func(t *testing.T) {
		var n atomic.Int32
		c, gaps := serve(t, all, func(w http.ResponseWriter, r *http.Request) {
			if n.Add(1) < 4 {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			says(`{"id":"d1"}`)(w, r)
		})
		if _, err := c.Annotate(t.Context(), &doc); err != nil {
			t.Fatal(err)
		}
		if want := []time.Duration{250 * time.Millisecond, 500 * time.Millisecond, time.Second}; !slices.Equal(*gaps, want) {
			t.Errorf("gaps %v, want %v", *gaps, want)
		}
	})
	t.Run("too slow", func(t *testing.T) {
		release := make(chan struct{})
		s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-release:
			case <-r.Context().Done():
			}
		}))
		defer s.Close()
		defer close(release)
		cfg := service.Default()
		cfg.URL, cfg.Timeout = s.URL, time.Millisecond
		c, gaps := client(t, cfg)
		_, err := c.Annotate(t.Context(), &doc)
		if err == nil || !strings.Contains(err.Error(), "no answer within 1ms") || len(*gaps) > 0 {
			t.Errorf("error %v after gaps %v", err, *gaps)
		}
	})
	t.Run("down", func(t *testing.T) {
		s := httptest.NewServer(says(""))
		cfg := service.Default()
		cfg.URL = strings.Replace(s.URL, "http://", "http://user:secret@", 1) + "/annotate?key=hidden"
		s.Close()
		c, gaps := client(t, cfg)
		_, err := c.Annotate(t.Context(), &doc)
		var fault *service.Error
		if !errors.As(err, &fault) || !fault.Down || len(*gaps) != cfg.Retries || !strings.Contains(err.Error(), "start the service") {
			t.Errorf("error %v after gaps %v", err, *gaps)
		}
		if strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "hidden") {
			t.Errorf("%q tells what the address hides", err)
		}
		// The next document does not wait once more.
		*gaps = nil
		if _, err := c.Annotate(t.Context(), &doc); err == nil || len(*gaps) > 0 {
			t.Errorf("error %v after gaps %v", err, *gaps)
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		c, _ := serve(t, all, says(`{"id":"d1"}`))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := c.Annotate(ctx, &doc); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	})
}

func TestCovers(t *testing.T) {
	cfg := service.Default()
	cfg.URL, cfg.Langs = "http://127.0.0.1:1/", []string{"en", "zh-Hant"}
	c, _ := client(t, cfg)
	for _, test := range []struct {
		layer, lang string
		want        bool
	}{{service.Entities, "en", true}, {service.Entities, "zh-Hant", true}, {service.Entities, "zh-Hans", false}, {service.Entities, "fr", false}, {service.Quotes, "en", false}} {
		if got := c.Covers(test.layer, test.lang); got != test.want {
			t.Errorf("covers %s in %s: %v", test.layer, test.lang, got)
		}
	}
}

func TestConfig(t *testing.T) {
	if err := service.Default().Validate(); err != nil {
		t.Error(err)
	}
	bad := service.Config{URL: "127.0.0.1:80", Layers: []string{"entity"}, Retries: -1}
	var got []string
	for _, f := range invalid.Fields(bad.Validate()) {
		got = append(got, f.Path)
	}
	if diff := cmp.Diff([]string{"url", "layers[0]", "timeout", "retries"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// FuzzAnswer holds that no answer breaks the client, and that every place it
// lets through is one.
func FuzzAnswer(f *testing.F) {
	f.Add(`{"id":"d1","entities":[{"start":3,"end":13,"label":"PER","text":"Ama Mensah"}]}`)
	f.Add(`{"id":"d1","sentences":[{"start":0,"end":44}],"quotes":[{"content":[{"start":1,"end":2}],"type":"direct"}]}`)
	f.Add("{\"id\":\"d1\"}\n{")
	var body atomic.Value
	c, _ := serve(f, all, func(w http.ResponseWriter, r *http.Request) { says(body.Load().(string))(w, r) })
	f.Fuzz(func(t *testing.T, s string) {
		body.Store(s)
		got, err := c.Annotate(t.Context(), &doc)
		if err != nil {
			return
		}
		for _, e := range got.Entities {
			if src := map[corpus.Field]string{corpus.InText: doc.Text, corpus.InTitle: doc.Title}[e.In]; e.Span.Start >= e.Span.End || e.Span.End > len(src) {
				t.Errorf("entity at %v of %d", e.Span, len(src))
			}
		}
	})
}

// TestASilentServiceIsNotWaitedForByAll: one that takes documents and answers none costs
// the time of some of them, not of all; when its rest is over it is asked again, and
// an answer ends the matter.
func TestASilentServiceIsNotWaitedForByAll(t *testing.T) {
	var asked atomic.Int32
	var answers atomic.Bool
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if !answers.Load() {
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done() // until who asks has gone
			return
		}
		says(`{"id":"d1","entities":[]}`)(w, r)
	}))
	t.Cleanup(s.Close)
	cfg := service.Default()
	cfg.URL, cfg.Timeout = s.URL, 30*time.Millisecond
	c, _ := client(t, cfg)
	now := time.Date(2026, 3, 4, 8, 0, 0, 0, time.UTC)
	c.SetNow(func() time.Time { return now })
	down := 0
	for range 40 {
		var fault *service.Error
		if _, err := c.Annotate(t.Context(), &doc); !errors.As(err, &fault) {
			t.Fatalf("error %v", err)
		} else if fault.Down {
			down++
		}
	}
	if n := asked.Load(); n > 4 || down != 36 {
		t.Errorf("asked %d times, %d of 40 documents were told that it is down", n, down)
	}
	answers.Store(true)
	cfg.Timeout = time.Hour
	patientClient, _ := client(t, cfg)
	if _, err := patientClient.Annotate(t.Context(), &doc); err != nil {
		t.Fatalf("one that has not waited in vain: %v", err)
	}
	now = now.Add(10 * 30 * time.Millisecond)
	before := asked.Load()
	_, _ = c.Annotate(t.Context(), &doc) // it may be late again on a busy machine
	if asked.Load() == before {
		t.Error("it is never asked again")
	}
}
