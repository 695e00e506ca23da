package statistics_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"

	"framewatch/internal/statistics"
)

// run gives a table to a statistic and returns what it prints.
func run(t *testing.T, table string, name string, args ...string) (string, error) {
	t.Helper()
	for _, s := range statistics.All() {
		if s.Name != name {
			continue
		}
		flags := pflag.NewFlagSet(name, pflag.ContinueOnError)
		start := s.Options(flags)
		if err := flags.Parse(args); err != nil {
			t.Fatal(err)
		}
		in, err := statistics.Open(strings.NewReader(table))
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		out := statistics.NewOutput(&b, s.Fields)
		err = errors.Join(start(t.Context(), in, out), out.Flush())
		return b.String(), err
	}
	t.Fatalf("no statistic %q", name)
	return "", nil
}

// commands are the statistics of tables like invented's.
var commands = [][]string{
	{"agreement", "--unit", "doc", "--value", "code", "--cluster", "story", "--replicates", "40"},
	{"prevalence", "--outcome", "frame", "--story", "story", "--outlet", "outlet", "--replicates", "40"},
	{"contrast", "--outcome", "frame,other", "--a", "北", "--b", "south", "--story", "story", "--outlet", "outlet", "--covariates", "words", "--permutations", "200"},
	{"contrast", "--outcome", "frame", "--a", "北", "--b", "south"},
	{"delta"}, {"delta", "--group", "doc", "--top", "5"},
	{"correspondence"}, {"correspondence", "--rows", "story", "--columns", "outlet", "--count", "words"},
	{"network", "--weight", "npmi"}, {"network", "--item", "story", "--document", "outlet", "--weight", "jaccard"},
	{"changepoints", "--date", "date", "--by", "day", "--group", "group", "--outcome", "frame"},
	{"changepoints", "--date", "date", "--by", "week", "--model", "least-squares"},
	{"events", "--event", "2025-05-30", "--outcome", "frame", "--story", "story"},
}

// invented makes rows of n documents; with few values most of what can be constant
// or missing is.
func invented(rng *rand.Rand, n, values int) (head string, rows []string) {
	pick := func(all ...string) string { return all[rng.IntN(min(values, len(all)))] }
	for i := range n {
		rows = append(rows, strings.Join([]string{fmt.Sprint("d", i), fmt.Sprint("c", rng.IntN(3)), pick("2", "1", "3", ""),
			pick("s1", "s2", "", "s3", "s4", "s5"), pick("o1", "o2", "o3", "o4"), pick("北", "south", "east"), pick("0", "1", "", "1"), pick("1", "0"),
			fmt.Sprint(100 * rng.IntN(min(values, 9))), fmt.Sprintf("2025-05-%02d", 20+rng.IntN(min(values*3, 11))),
			pick("the port", "调解 法院", "port port 法院", "the the 国 court")}, ","))
	}
	return "doc,coder,code,story,outlet,group,frame,other,words,date,tokens", rows
}

func TestOrderOfRowsMeansNothing(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	head, rows := invented(rng, 60, 9)
	for _, c := range commands {
		want, err := run(t, head+"\n"+strings.Join(rows, "\n"), c[0], c[1:]...)
		if err != nil {
			t.Errorf("%v: %v", c, err)
		}
		for range 3 {
			other := slices.Clone(rows)
			rng.Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
			got, err := run(t, head+"\n"+strings.Join(other, "\n"), c[0], c[1:]...)
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("%v: %s, %v", c, diff, err)
			}
		}
	}
}

// TestSmallTablesGiveValuesOrReasons: whatever is constant, missing or alone, a
// statistic gives objects without NaN (which JSON refuses, as an error that is no
// usage) or says what the table lacks.
func TestSmallTablesGiveValuesOrReasons(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	answered := map[string]int{}
	for i := range 150 {
		head, rows := invented(rng, 1+rng.IntN(7), 1+i%4)
		for _, c := range commands {
			got, err := run(t, head+"\n"+strings.Join(rows, "\n"), c[0], c[1:]...)
			if err != nil && !errors.Is(err, statistics.ErrUsage) {
				t.Errorf("%v of %v: %v", c, rows, err)
			}
			if err == nil {
				answered[c[0]]++
				if strings.Contains(got, "NaN") || strings.Contains(got, ":-0,") {
					t.Errorf("%v of %v: %s", c, rows, got)
				}
			}
		}
	}
	for _, c := range commands {
		if answered[c[0]] < 10 {
			t.Errorf("%s answered %d tables of 150 only", c[0], answered[c[0]])
		}
	}
}
