package stats

import (
	"fmt"
	"math"
)

// Sandwich is the covariance matrix of k estimates that knows clusters: influence
// has a row for each observation with what it adds to each estimate's error, and
// clusters says for each observation in which cluster it is (0, 1, ...), once or in
// two ways. It is the sum over clusters of the outer product of their summed rows,
// times G/(G-1) · (n-1)/(n-k) for G clusters of n observations (Liang & Zeger
// 1986; the factor is that of Stata and statsmodels). Of two ways A and B it is
// V(A) + V(B) - V(A and B), each with its own factor (Cameron, Gelbach & Miller
// 2011, Robust Inference With Multiway Clustering); there a variance can come out
// below 0, and is then no estimate: it is NaN.
//
// An error says that there is one cluster only, or no observation to spare.
func Sandwich(influence [][]float64, clusters ...[]int) ([][]float64, error) {
	if len(clusters) == 0 || len(clusters) > 2 {
		return nil, fmt.Errorf("clustered covariance: %d ways to cluster: want one or two", len(clusters))
	}
	out, err := oneWay(influence, clusters[0])
	if err != nil || len(clusters) == 1 {
		return out, err
	}
	second, err := oneWay(influence, clusters[1])
	if err != nil {
		return nil, err
	}
	both, err := oneWay(influence, crossed(clusters[0], clusters[1]))
	if err != nil {
		return nil, err
	}
	for i := range out {
		for j := range out {
			out[i][j] += second[i][j] - both[i][j]
		}
	}
	for i := range out {
		if out[i][i] < 0 {
			out[i][i] = math.NaN()
		}
	}
	return out, nil
}

func oneWay(influence [][]float64, cluster []int) ([][]float64, error) {
	if len(influence) == 0 {
		return nil, fmt.Errorf("clustered covariance: no observation")
	}
	n, k, groups := len(influence), len(influence[0]), 0
	var sums [][]float64
	for i, row := range influence {
		for cluster[i] >= len(sums) {
			sums = append(sums, nil)
		}
		if sums[cluster[i]] == nil {
			sums[cluster[i]] = make([]float64, k)
			groups++
		}
		for j, v := range row {
			sums[cluster[i]][j] += v
		}
	}
	if groups < 2 || n <= k {
		return nil, fmt.Errorf("clustered covariance of %d estimates: clusters %d, observations %d: want at least 2 and more than estimates", k, groups, n)
	}
	factor := float64(groups) / float64(groups-1) * float64(n-1) / float64(n-k)
	out := make([][]float64, k)
	for a := range k {
		out[a] = make([]float64, k)
		for b := range k {
			for _, s := range sums {
				if s != nil {
					out[a][b] += s[a] * s[b]
				}
			}
			out[a][b] *= factor
		}
	}
	return out, nil
}

// crossed numbers the pairs of clusters in the order in which they appear.
func crossed(a, b []int) []int {
	number := map[[2]int]int{}
	out := make([]int, len(a))
	for i := range a {
		pair := [2]int{a[i], b[i]}
		at, ok := number[pair]
		if !ok {
			at = len(number)
			number[pair] = at
		}
		out[i] = at
	}
	return out
}
