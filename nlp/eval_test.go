package nlp_test

import (
	"bufio"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/nlp"
	"framewatch/nlp/frame"
)

// configured is the annotator of the built-in settings, with their gazetteers
// and codebook, or another codebook.
func configured(t testing.TB, book ...frame.Codebook) *nlp.Annotator {
	t.Helper()
	newOne := builtIn
	if len(book) > 0 {
		newOne = func() (*nlp.Annotator, error) { return withBooks(book) }
	}
	a, err := newOne()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// builtIn is made once for all tests: it takes longer than most of them, and any
// number may use it at once.
var builtIn = sync.OnceValues(func() (*nlp.Annotator, error) { return withBooks(nil) })

func withBooks(books []frame.Codebook) (*nlp.Annotator, error) {
	cfg, err := config.Load(config.Options{})
	if err != nil {
		return nil, err
	}
	if len(books) > 0 {
		cfg.Codebooks = books
	}
	return nlp.New(cfg.Annotate, nlp.Resources{Gazetteers: cfg.Gazetteers, Codebooks: cfg.Codebooks, Registers: cfg.Registers}, slog.New(slog.DiscardHandler))
}

// evalRoot is the folder of the evaluation sets; without one the test ends.
func evalRoot(t testing.TB) string {
	t.Helper()
	root := os.Getenv("FRAMEWATCH_EVAL")
	if root == "" || testing.Short() {
		t.Skip("FRAMEWATCH_EVAL is not set, or the tests are to be short")
	}
	return root
}

// evalDocs reads texts of the sets as documents: every nth of each file. The
// first line becomes the title too, where there are more.
func evalDocs(t testing.TB, root string, files map[string]int) []corpus.Document {
	t.Helper()
	var out []corpus.Document
	for name, nth := range files {
		f, err := os.Open(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 16<<20)
		for i := 0; lines.Scan(); i++ {
			if i%nth > 0 {
				continue
			}
			var in struct{ ID, Text, Title, Lang string }
			if err := json.Unmarshal(lines.Bytes(), &in); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if first, rest, _ := strings.Cut(in.Text, "\n"); rest != "" { // titles have offsets of their own
				in.Title = first
			}
			out = append(out, corpus.Document{ID: corpus.DocID(in.ID), Text: in.Text, Title: in.Title, Lang: in.Lang})
		}
		if err := lines.Err(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// TestEvalOffsets holds the offsets of every annotation of the evaluation texts,
// in bytes and in code points: all texts to measure with, every eighth of those
// to train with.
func TestEvalOffsets(t *testing.T) {
	root := evalRoot(t)
	docs := evalDocs(t, root, map[string]int{
		"nlp/quotes_polnear_dev.jsonl": 1, "nlp/ner_ww_dev.jsonl": 1, "nlp/ner_crossner_politics_dev.jsonl": 1, "nlp/sents_golden.jsonl": 1,
		"nlp/sentiment_newsmtsc_rw_dev.jsonl": 1, "zh/ner_dev.jsonl": 1, "zh/ner_uner_gsd_dev.jsonl": 1, "zh/seg_dev.jsonl": 1,
		"langid/langid.jsonl": 1, "neardup/docs.jsonl": 1,
		"nlp/quotes_polnear_train.jsonl": 8, "nlp/ner_ww_train.jsonl": 8, "nlp/ner_crossner_politics_train.jsonl": 8,
		"nlp/ner_uner_ewt_train.jsonl": 8, "nlp/sentiment_newsmtsc_train.jsonl": 8, "zh/ner_train.jsonl": 8, "zh/ner_uner_gsd_train.jsonl": 8,
	})
	article, err := os.ReadFile(filepath.Join(root, "seed", "article.txt"))
	if err != nil {
		t.Fatal(err)
	}
	docs = append(docs, corpus.Document{ID: "seed", Text: string(article)})
	a := configured(t)
	shards := runtime.GOMAXPROCS(0)
	for shard := range shards {
		t.Run(strconv.Itoa(shard), func(t *testing.T) {
			t.Parallel()
			texts, bytes, spans := 0, 0, 0
			for i := shard; i < len(docs); i += shards {
				got, err := a.Annotate(t.Context(), docs[i])
				if err != nil {
					t.Fatalf("document %s: %v", docs[i].ID, err)
				}
				texts, bytes, spans = texts+1, bytes+len(docs[i].Text), spans+check(t, &docs[i], &got)
			}
			t.Logf("%d spans of %d texts, %d bytes", spans, texts, bytes)
		})
	}
}
