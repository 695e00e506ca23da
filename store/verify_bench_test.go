package store_test

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"framewatch/store"
)

// invented writes n documents with what a run finds in them.
func invented(tb testing.TB, n int) string {
	tb.Helper()
	dir := tb.TempDir()
	d, err := store.Create(dir)
	if err != nil {
		tb.Fatal(err)
	}
	b, err := d.Begin(store.RunRow{RunID: run(1), Command: "bench", Started: start})
	if err != nil {
		tb.Fatal(err)
	}
	defer b.Close()
	must := func(err error) {
		if err != nil {
			tb.Fatal(err)
		}
	}
	must(store.Append(b, store.SourceRow{SourceID: "harbour", RunID: run(1)}))
	const sentences, words = 25, 18
	for i := range n {
		month := fmt.Sprintf("2025-%02d", 1+i%12)
		id := fmt.Sprintf("%032x", i*7919+1)
		var text strings.Builder
		for s := range sentences {
			from := text.Len()
			for w := range words {
				fmt.Fprintf(&text, "w%d ", (i*31+s*17+w*w)%5000)
			}
			text.WriteString(". ")
			sid := fmt.Sprintf("%032x", i*sentences+s+1)
			to := text.Len() - 1
			at := [2]int64{int64(from), int64(to)}
			must(store.Append(b, store.SentenceRow{SentenceID: sid, DocID: id, Seq: int64(s), Lang: "en", Script: "Latn", Start: at[0], End: at[1],
				StartByte: at[0], EndByte: at[1], RunID: run(1), Month: month}))
			must(store.Append(b, store.MentionRow{MentionID: sid + "m", DocID: id, SentenceID: sid, Surface: text.String()[from : from+2], Start: at[0], End: at[0] + 2,
				StartByte: at[0], EndByte: at[0] + 2, Label: "PER", RunID: run(1), Month: month}))
		}
		for w := range 150 {
			must(store.Append(b, store.TermCountRow{DocID: id, Lang: "en", Term: fmt.Sprintf("w%d", (i+w*33)%5000), POS: "NN", N: int64(w%5 + 1), RunID: run(1), Month: month}))
		}
		must(store.Append(b, store.DocumentRow{DocID: id, SourceID: "harbour", URL: "http://h.test/" + id, Title: "A title", Lang: "en", Text: text.String(),
			TextSHA256: id, Version: 1, RunID: run(1), Month: month}))
	}
	_, err = b.Commit(tctx, start.Add(time.Hour))
	must(err)
	return dir
}

// cpu is the time that this process has used.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkVerify measures verify against hashing the same files, in CPU time: the
// first time, and again when no file is new.
func BenchmarkVerify(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := invented(b, n)
			d, err := store.Open(dir)
			if err != nil {
				b.Fatal(err)
			}
			began := cpu()
			for _, f := range d.Files("") {
				in, err := os.Open(filepath.Join(dir, f.Path))
				if err != nil {
					b.Fatal(err)
				}
				if _, err := io.Copy(sha256.New(), in); err != nil {
					b.Fatal(err)
				}
				_ = in.Close()
			}
			hashing := cpu() - began
			verify := func() time.Duration {
				began := cpu()
				problems, _, err := store.Verify(tctx, dir, nil)
				if err != nil || len(problems) > 0 {
					b.Fatalf("%v %v", problems, err)
				}
				return cpu() - began
			}
			first, again := verify(), time.Duration(0)
			for b.Loop() {
				again += verify()
			}
			b.ReportMetric(float64(first)/float64(hashing), "first/hashing")
			b.ReportMetric(float64(again)/float64(b.N)/float64(hashing), "again/hashing")
			b.ReportMetric(first.Seconds(), "first-cpu-s")
		})
	}
}
