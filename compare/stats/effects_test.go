package stats_test

import (
	"errors"
	"math"
	"testing"

	"framewatch/compare/stats"
)

// survey is 24 invented documents: story, outlet, side, positive, a covariate.
var survey = [][5]float64{{6, 4, 0, 0, -.25}, {5, 1, 1, 1, .11}, {5, 2, 0, 1, .75}, {1, 5, 1, 0, -1.23}, {2, 2, 0, 0, .2}, {7, 5, 1, 1, -1.16},
	{5, 4, 0, 1, -.71}, {8, 1, 1, 0, -.59}, {3, 4, 0, 0, -1.64}, {4, 5, 1, 0, -.17}, {7, 4, 0, 1, -.04}, {3, 2, 0, 1, -.4}, {2, 4, 0, 0, .22},
	{2, 4, 0, 0, .72}, {7, 1, 1, 1, -1.1}, {4, 3, 1, 1, -1.99}, {6, 0, 0, 0, .96}, {7, 5, 1, 1, -1.1}, {6, 2, 0, 0, 1.45}, {6, 1, 1, 1, .64},
	{8, 4, 0, 0, -.61}, {3, 3, 1, 1, -.4}, {7, 3, 1, 1, .61}, {0, 1, 1, 1, .24}}

func columns() (positive, first []bool, story, outlet []int, x [][]float64) {
	for _, r := range survey {
		positive, first = append(positive, r[3] == 1), append(first, r[2] == 1)
		story, outlet = append(story, int(r[0])), append(outlet, int(r[1]))
		x = append(x, []float64{1, r[2], r[4]})
	}
	return positive, first, story, outlet, x
}

// TestContrast compares with statsmodels 0.15.0: GLM(y, [1, side], family=
// Binomial(link)) with identity, log and logit link, fit(cov_type="cluster",
// cov_kwds={"groups": g}).
func TestContrast(t *testing.T) {
	positive, first, story, outlet, _ := columns()
	for _, c := range []struct {
		name     string
		clusters [][]int
		se       [3]float64
		p        float64 // of the odds ratio
	}{
		{"story", [][]int{story}, [3]float64{0.200109956359, 0.542249104111, 0.959279835622}, 0.0617875416984},
		{"outlet", [][]int{outlet}, [3]float64{0.141298541315, 0.278282369979, 0.721323255592}, 0.0129919600184},
		{"both", [][]int{story, outlet}, [3]float64{0.141326149264, 0.376311550354, 0.694095932269}, 0.0098392186582},
	} {
		got, err := stats.Contrast(positive, first, c.clusters...)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "difference", got.Difference.Value, 0.416666666667, 1e-11)
		near(t, "log risk ratio", got.LogRiskRatio.Value, 0.810930216216, 1e-11)
		near(t, "log odds ratio", got.LogOddsRatio.Value, 1.79175946923, 1e-11)
		for i, e := range []stats.Effect{got.Difference, got.LogRiskRatio, got.LogOddsRatio} {
			near(t, c.name+": standard error", e.SE, c.se[i], 1e-9)
		}
		_, p := got.LogOddsRatio.Z()
		near(t, "p", p, c.p, 1e-9)
	}
}

func TestContrastAtItsEnds(t *testing.T) {
	positive, first, story, _, _ := columns()
	for i := range positive {
		positive[i] = positive[i] && first[i]
	}
	got, err := stats.Contrast(positive, first, story)
	if err != nil || !(got.Difference.SE > 0) || !math.IsNaN(got.LogRiskRatio.Value) || !math.IsNaN(got.LogOddsRatio.SE) {
		t.Errorf("no success on one side: %+v, %v", got, err)
	}
	got, err = stats.Contrast(positive, first, make([]int, len(positive)))
	if err == nil || !math.IsNaN(got.Difference.SE) || got.Difference.Value != 0.75 {
		t.Errorf("one cluster: %+v, %v", got, err)
	}
	if _, err := stats.Contrast(positive, make([]bool, len(positive)), story); err == nil {
		t.Error("an empty side gave no error")
	}
	if _, p := (stats.Effect{Value: 0, SE: 0}).Z(); !math.IsNaN(p) {
		t.Errorf("p of an effect without a standard error = %v", p)
	}
}

// TestLogistic compares with statsmodels 0.15.0, Logit(y, [1, side, z]) in the same
// way; with two ways of clustering the variance of z is negative, which both say.
func TestLogistic(t *testing.T) {
	positive, first, story, outlet, x := columns()
	got, err := stats.Logistic(positive, x, story)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][2]float64{{-0.69067097922, 0.864950341126}, {1.76359688324, 0.893986423519}, {-0.0509941315563, 0.382159407696}} {
		near(t, "coefficient", got[i].Value, want[0], 1e-9)
		near(t, "standard error", got[i].SE, want[1], 1e-9)
	}
	both, err := stats.Logistic(positive, x, story, outlet)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "two ways", both[1].SE, 0.62679728399, 1e-9)
	if !math.IsNaN(both[2].SE) {
		t.Errorf("negative variance gave the standard error %v", both[2].SE)
	}

	// Without a covariate it is the contrast.
	contrast, err := stats.Contrast(positive, first, story)
	if err != nil {
		t.Fatal(err)
	}
	for i := range x {
		x[i] = x[i][:2]
	}
	alone, err := stats.Logistic(positive, x, story)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "log odds ratio", alone[1].Value, contrast.LogOddsRatio.Value, 1e-12)
	near(t, "its standard error", alone[1].SE, contrast.LogOddsRatio.SE, 1e-12)

	if _, err := stats.Logistic(first, x, story); !errors.Is(err, stats.ErrSeparated) {
		t.Errorf("a side that tells all: %v", err)
	}
	for i := range x {
		x[i] = append(x[i], 2*x[i][1])
	}
	if _, err := stats.Logistic(positive, x, story); err == nil || errors.Is(err, stats.ErrSeparated) {
		t.Errorf("collinear columns: %v", err)
	}
}

// TestClustersOfOneAreNoClusters: with a cluster each, variance is that of
// independent observations, and repeating every document once as a copy in the same
// cluster leaves standard errors as they were but for the factor.
func TestClustersOfOne(t *testing.T) {
	positive, first, _, _, _ := columns()
	each := make([]int, len(positive))
	for i := range each {
		each[i] = i
	}
	got, err := stats.Contrast(positive, first, each)
	if err != nil {
		t.Fatal(err)
	}
	p := [2]float64{float64(got.K[0]) / float64(got.N[0]), float64(got.K[1]) / float64(got.N[1])}
	n := float64(len(positive))
	want := math.Sqrt((p[0]*(1-p[0])/float64(got.N[0]) + p[1]*(1-p[1])/float64(got.N[1])) * n / (n - 2))
	near(t, "standard error", got.Difference.SE, want, 1e-12)
	twice, err := stats.Contrast(append(positive, positive...), append(first, first...), append(each, each...))
	if err != nil {
		t.Fatal(err)
	}
	near(t, "copies", twice.Difference.SE*math.Sqrt((2*n-2)/(2*n-1)), got.Difference.SE*math.Sqrt((n-2)/(n-1)), 1e-12)
}
