package main

import (
	"bufio"
	"encoding/gob"
	"errors"
	"io/fs"
	"os"
	"runtime"
	"sync"

	"framewatch/nlp/encode"
)

// vectors remembers the encoder's vectors, as each text is read several times.
type vectors struct {
	encoder *encode.Encoder
	path    string
	known   map[string][]float32
}

func newVectors(path string) (*vectors, error) {
	e, err := encode.Load()
	if err != nil {
		return nil, err
	}
	v := &vectors{encoder: e, path: path, known: map[string][]float32{}}
	if path == "" {
		return v, nil
	}
	f, err := os.Open(path) //nolint:gosec // named by the one who runs it
	if errors.Is(err, fs.ErrNotExist) {
		return v, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return v, gob.NewDecoder(bufio.NewReader(f)).Decode(&v.known)
}

// keep writes them where they are to be kept.
func (v *vectors) keep() (err error) {
	if v.path == "" {
		return nil
	}
	f, err := os.Create(v.path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriter(f)
	if err := gob.NewEncoder(w).Encode(v.known); err != nil {
		return err
	}
	return w.Flush()
}

// batch is how many texts are given to the encoder at once.
const batch = 256

// Embed gives texts their vectors.
func (v *vectors) Embed(texts []string) [][]float32 {
	var missing []string
	asked := map[string]bool{}
	for _, t := range texts {
		if v.known[t] == nil && !asked[t] {
			asked[t] = true
			missing = append(missing, t)
		}
	}
	found := make([][]float32, len(missing))
	var wg sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for from := 0; from < len(missing); from += batch {
		to := min(len(missing), from+batch)
		slots <- struct{}{}
		wg.Go(func() {
			copy(found[from:to], v.encoder.Embed(missing[from:to]))
			<-slots
		})
	}
	wg.Wait()
	for i, t := range missing {
		v.known[t] = found[i]
	}
	out := make([][]float32, len(texts))
	for i, t := range texts {
		out[i] = append([]float32(nil), v.known[t]...)
	}
	return out
}
