package statistics_test

import (
	"context"
	"fmt"
	"os"
	"strings"

	"framewatch/internal/statistics"
)

// flags takes the defaults of all flags.
type flags struct{}

func (flags) BoolVar(p *bool, _ string, value bool, _ string)                { *p = value }
func (flags) Float64Var(p *float64, _ string, value float64, _ string)       { *p = value }
func (flags) IntVar(p *int, _ string, value int, _ string)                   { *p = value }
func (flags) StringVar(p *string, _, value, _ string)                        { *p = value }
func (flags) StringSliceVar(p *[]string, _ string, value []string, _ string) { *p = value }
func (flags) Uint64Var(p *uint64, _ string, value uint64, _ string)          { *p = value }

// Example computes a statistic over two documents, as framewatch stats divergence
// does over standard input.
func Example() {
	in, err := statistics.Open(strings.NewReader("group,tokens\nnorth,a port\nsouth,the port\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range statistics.All() {
		if s.Name != "divergence" {
			continue
		}
		out := statistics.NewOutput(os.Stdout, s.Fields)
		fmt.Println(s.Options(flags{})(context.Background(), in, out), out.Flush())
	}
	// Output:
	// {"a":"north","b":"south","n_a":2,"n_b":2,"terms":3,"js_divergence_bits":0.5,"js_divergence_nats":0.34657359028,"js_distance_bits":0.707106781187,"js_distance_nats":0.588705011258,"smoothing":0.5,"kl_ab":0.313889225334,"kl_ba":0.313889225334}
	// <nil> <nil>
}
