//go:build linux

package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"time"
)

// referenceSeconds is what reference takes on an idle core of the machine that the
// committed measurements are from.
const referenceSeconds = 0.0255

// meter tells how busy the machine is while something else is measured: caches and
// cores that are shared make CPU seconds longer, by up to a half. It repeats a
// fixed piece of work of the kinds that crawling and reading are made of.
type meter struct {
	stop, done chan struct{}
	sum        float64
	n          int
	err        error
}

// begin starts a meter; it keeps a core busy for a part of the time that changes
// little.
func begin() *meter {
	m := &meter{stop: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(m.done)
		runtime.LockOSThread()
		for {
			before, err := usedBy(thread)
			if err == nil {
				err = reference()
			}
			after, err2 := usedBy(thread)
			m.sum, m.n, m.err = m.sum+after-before, m.n+1, errors.Join(m.err, err, err2)
			select {
			case <-m.stop:
				return
			case <-time.After(400 * time.Millisecond):
			}
		}
	}()
	return m
}

// end stops a meter and tells how many times its time on an idle core a piece of
// work took.
func (m *meter) end() (float64, error) {
	close(m.stop)
	<-m.done
	return m.sum / float64(m.n) / referenceSeconds, m.err
}

// reference counts words, sorts and compresses them.
func reference() error {
	r := rand.New(rand.NewPCG(3, 4))
	var b strings.Builder
	for range 40_000 {
		fmt.Fprintf(&b, "w%d ", r.IntN(30_000))
	}
	counts := map[string]int{}
	for w := range strings.FieldsSeq(b.String()) {
		counts[w]++
	}
	words := make([]string, 0, len(counts))
	for w := range counts {
		words = append(words, w)
	}
	slices.Sort(words)
	text := []byte(strings.Join(words, " "))
	var out bytes.Buffer
	z := gzip.NewWriter(io.MultiWriter(&out, sha256.New()))
	if _, err := z.Write(text); err != nil {
		return err
	}
	return z.Close()
}
