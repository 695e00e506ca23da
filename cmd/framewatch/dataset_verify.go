package main

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"framewatch/internal/datasetcheck"
	"framewatch/internal/foreign"
	"framewatch/store"
)

type verifyOptions struct {
	subset string
	json   bool
}

func newDatasetVerify(g *global) *cobra.Command {
	var opt verifyOptions
	c := &cobra.Command{
		Use: "verify [DIR]", Short: "Check files, digests, keys, references, texts and archive",
		Long: `Verify checks manifests and state against one another, every file of the newest
and of each kept generation against its digest, every table for valid text, row
counts, unique keys, references and places in texts, every WARC record against
its digests and the captures that lead to it, and what the crawler remembers. It
names each file that is damaged, changes nothing, and ends with 1 if there is one.
A note in _state tells which months were sound, and when all was: their files are
held against their digests, and read again when one of them is new.

With --read-data-subset only some files are read: n/t takes the nth of t parts, so
that t calls read all; N% takes a random sample. That all are there, in their
length, is checked all the same; what takes all rows (keys, references) is not.`,
		Example: "  framewatch dataset verify iomed\n  framewatch dataset verify iomed --read-data-subset 1/7",
		Args:    args(cobra.MaximumNArgs(1)),
		RunE:    func(c *cobra.Command, a []string) error { return runDatasetVerify(c, g, a, opt) },
	}
	c.Flags().StringVar(&opt.subset, "read-data-subset", "", "read some of the files only: n/t or N%")
	c.Flags().BoolVar(&opt.json, "json", false, "print the problems as a JSON array")
	return c
}

func runDatasetVerify(c *cobra.Command, g *global, a []string, opt verifyOptions) error {
	dir, err := g.datasetDir(a)
	if err != nil {
		return err
	}
	part, err := parsePart(opt.subset, rand.Uint64())
	if err != nil {
		return usageError{err}
	}
	result, err := datasetcheck.Verify(c.Context(), dir, part)
	if err != nil {
		return err
	}
	for _, n := range result.Notes {
		fmt.Fprintln(g.stderr, n)
	}
	if opt.json {
		if err := json.NewEncoder(g.stdout).Encode(append([]store.Problem{}, result.Problems...)); err != nil {
			return fmt.Errorf("write: %w", err)
		}
	} else {
		printProblems(g, result.Problems)
	}
	if n := len(result.Problems); n > 0 {
		return fmt.Errorf("%s: %w: %d problems", dir, errDamaged, n)
	}
	d := result.Dataset
	if part == nil {
		d.NoteVerified(time.Now())
	}
	if opt.json {
		return nil
	}
	fmt.Fprintf(g.text(), "%s: %d runs, %d files, all well\n", dir, d.Rows((store.RunRow{}).Table()), len(d.Files("")))
	for _, t := range store.TableNames() {
		fmt.Fprintf(g.text(), "  %-16s %7d rows\n", t, d.Rows(t))
	}
	return nil
}

func printProblems(g *global, problems []store.Problem) {
	for _, p := range problems {
		where := p.Path
		if where == "" {
			where = p.Table
		}
		fmt.Fprintf(g.text(), "%s %s: %s\n", p.Code, foreign.Line(where), foreign.Line(p.Message))
	}
}

// parsePart reads n/t or N%; seed makes the sample.
func parsePart(s string, seed uint64) (store.Part, error) {
	bad := fmt.Errorf("--read-data-subset %q: want n/t with 1 <= n <= t, such as 2/7, or a percentage, such as 10%%", s)
	place := func(name string, seed uint64) uint64 {
		h := fnv.New64a()
		_, _ = fmt.Fprintf(h, "%d %s", seed, name)
		return h.Sum64() >> 16
	}
	if s == "" {
		return nil, nil
	}
	if percent, ok := strings.CutSuffix(s, "%"); ok {
		p, err := strconv.ParseFloat(percent, 64)
		if err != nil || !(p > 0 && p <= 100) {
			return nil, bad
		}
		return func(name string) bool { return float64(place(name, seed)%10_000) < p*100 }, nil
	}
	first, second, _ := strings.Cut(s, "/")
	n, err := strconv.ParseUint(first, 10, 32)
	t, err2 := strconv.ParseUint(second, 10, 32)
	if err != nil || err2 != nil || n < 1 || n > t {
		return nil, bad
	}
	return func(name string) bool { return place(name, 0)%t == n-1 }, nil
}
