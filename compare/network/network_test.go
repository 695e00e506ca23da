package network_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/compare/network"
)

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > tolerance {
		t.Errorf("%s = %.12g, want %.12g", what, got, want)
	}
}

func documents() [][]string {
	var out [][]string
	for _, d := range []string{"a b c", "a b", "b c d", "d e", "e f", "d e f", "a c", "g", "b c", "f g h", "h", "a b c d", "e h", "c d"} {
		out = append(out, strings.Fields(d))
	}
	return out
}

type want struct {
	name                                                                                  string
	betweenness, weightedBetweenness, closeness, weightedCloseness, eigenvector, pageRank float64
}

// TestCentralities compares with networkx 3.6.1: betweenness_centrality and
// closeness_centrality, plain and with 1/weight as distance,
// eigenvector_centrality(weight="weight", tol=1e-14), pagerank(tol=1e-14), and the
// best modularity of louvain_communities with fifty seeds.
func TestCentralities(t *testing.T) {
	for _, c := range []struct {
		weighting  network.Weighting
		edges      int
		modularity float64
		want       []want
	}{
		{network.Count, 13, 0.3, []want{
			{"a", 0, 0, 0.538461538462, 0.777777777778, 0.443715162584, 0.11905796561},
			{"b", 0, 0, 0.538461538462, 0.865979381443, 0.53065726324, 0.149731796312},
			{"c", 0, 0.238095238095, 0.538461538462, 0.965517241379, 0.564863135248, 0.165630782596},
			{"d", 0.571428571429, 0.571428571429, 0.777777777778, 1.07692307692, 0.422775140438, 0.165685839808},
			{"e", 0.0952380952381, 0.380952380952, 0.636363636364, 1.07692307692, 0.124727188797, 0.1184605956},
			{"f", 0.309523809524, 0.238095238095, 0.7, 0.875, 0.0852100558202, 0.127551037786},
			{"g", 0, 0, 0.466666666667, 0.538461538462, 0.0133885457822, 0.065480704991},
			{"h", 0.0238095238095, 0, 0.5, 0.666666666667, 0.0267144929504, 0.0884012772969},
		}},
		{network.Jaccard, 13, 0.360308254988, []want{
			{"a", 0, 0, 0.538461538462, 0.12, 0.469039893318, 0.118043795297},
			{"b", 0, 0, 0.538461538462, 0.132701421801, 0.544220069198, 0.145020380003},
			{"c", 0, 0.238095238095, 0.538461538462, 0.150807899461, 0.552416691488, 0.150894508454},
			{"d", 0.571428571429, 0.571428571429, 0.777777777778, 0.172131147541, 0.383331853913, 0.140595075909},
			{"e", 0.0952380952381, 0.571428571429, 0.636363636364, 0.172131147541, 0.133685398339, 0.119586899008},
			{"f", 0.309523809524, 0.238095238095, 0.7, 0.148409893993, 0.104994470757, 0.143639973774},
			{"g", 0, 0, 0.466666666667, 0.105793450882, 0.0311736791334, 0.0835083656095},
			{"h", 0.0238095238095, 0, 0.5, 0.10824742268, 0.0430251160472, 0.0987110019455},
		}},
		{network.NPMI, 11, 0.438928807764, []want{
			{"a", 0, 0, 0.35, 0.0868550779698, 0.532622072822, 0.121219214088},
			{"b", 0.119047619048, 0, 0.466666666667, 0.0919591677708, 0.594785558752, 0.147100551653},
			{"c", 0.119047619048, 0.47619047619, 0.466666666667, 0.104850858297, 0.570904933302, 0.155481430155},
			{"d", 0.571428571429, 0.571428571429, 0.583333333333, 0.121517128446, 0.181028410084, 0.0785066571321},
			{"e", 0.571428571429, 0.571428571429, 0.583333333333, 0.121517128446, 0.0492592402699, 0.118000270305},
			{"f", 0.119047619048, 0.47619047619, 0.466666666667, 0.112543338084, 0.031112042173, 0.160566256002},
			{"g", 0, 0, 0.35, 0.0934413106815, 0.0156709428541, 0.117092623906},
			{"h", 0.119047619048, 0, 0.466666666667, 0.0760347636323, 0.0141466655465, 0.102032996758},
		}},
	} {
		g, err := network.Build(documents(), network.Spec{Weighting: c.weighting})
		if err != nil {
			t.Fatal(err)
		}
		if len(g.Edges) != c.edges {
			t.Errorf("%s: %d edges, want %d", c.weighting, len(g.Edges), c.edges)
		}
		for i, got := range g.Centralities() {
			w := c.want[i]
			what := string(c.weighting) + " " + g.Names[i] + ": "
			near(t, what+"betweenness", got.Betweenness, w.betweenness, 1e-9)
			near(t, what+"weighted betweenness", got.WeightedBetweenness, w.weightedBetweenness, 1e-9)
			near(t, what+"closeness", got.Closeness, w.closeness, 1e-9)
			near(t, what+"weighted closeness", got.WeightedCloseness, w.weightedCloseness, 1e-9)
			near(t, what+"eigenvector", got.Eigenvector, w.eigenvector, 1e-9)
			near(t, what+"PageRank", got.PageRank, w.pageRank, 1e-9)
		}
		of, q := g.Communities(1, 10)
		near(t, "modularity", q, c.modularity, 1e-9)
		if want := []int{0, 0, 0, 0, 1, 1, 1, 1}; !slices.Equal(of, want) {
			t.Errorf("%s: communities %v, want %v", c.weighting, of, want)
		}
	}
}

func TestOrderOfDocumentsAndItemsDoesNotMatter(t *testing.T) {
	a, b := documents(), documents()
	slices.Reverse(b)
	for i := range b {
		slices.Reverse(b[i])
		b[i] = append(b[i], b[i]...) // an item counts once a document
	}
	spec := network.Spec{Weighting: network.NPMI}
	g, err := network.Build(a, spec)
	if err != nil {
		t.Fatal(err)
	}
	h, err := network.Build(b, spec)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(g.Edges, h.Edges); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(g.Centralities(), h.Centralities()); diff != "" {
		t.Error(diff)
	}
}

// TestCommunitiesAreCliques: eight cliques in a ring, joined by single edges, are
// the communities whatever the seed.
func TestCommunitiesAreCliques(t *testing.T) {
	var docs [][]string
	name := func(clique, member int) string { return string(rune('a'+clique)) + string(rune('0'+member)) }
	for c := range 8 {
		for i := range 5 {
			for j := range i {
				docs = append(docs, []string{name(c, i), name(c, j)})
			}
		}
		docs = append(docs, []string{name(c, 0), name((c+1)%8, 1)})
	}
	g, err := network.Build(docs, network.Spec{Weighting: network.Count})
	if err != nil {
		t.Fatal(err)
	}
	for seed := range int64(5) {
		of, q := g.Communities(seed, 3)
		for i := range of {
			if of[i] != i/5 {
				t.Fatalf("seed %d: communities %v", seed, of)
			}
		}
		near(t, "modularity", q, 80./88-1./8, 1e-12)
	}
}

func TestNetworkAtItsEnds(t *testing.T) {
	for name, docs := range map[string][][]string{"nothing": nil, "no items": {nil, nil}, "one item": {{"a"}}, "no pair": {{"a"}, {"b"}}} {
		g, err := network.Build(docs, network.Spec{Weighting: network.Count})
		if err != nil {
			t.Fatal(err)
		}
		of, q := g.Communities(1, 3)
		if len(of) != len(g.Names) || q != 0 {
			t.Errorf("%s: communities %v, modularity %v", name, of, q)
		}
		for _, c := range g.Centralities() {
			near(t, name+": PageRank", c.PageRank, 1/float64(len(g.Names)), 1e-12)
			near(t, name+": closeness", c.Closeness+c.Betweenness, 0, 0)
		}
	}
	g, err := network.Build(documents(), network.Spec{Weighting: network.Jaccard, MinDocuments: 3, Most: 4, MinTogether: 3})
	if err != nil {
		t.Fatal(err)
	}
	// a and e have four documents each.
	if want := []string{"a", "b", "c", "d"}; !slices.Equal(g.Names, want) || g.LeftOut != 4 {
		t.Errorf("nodes %v, %d left out", g.Names, g.LeftOut)
	}
	if want := []network.Edge{{From: 0, To: 1, Together: 3, Weight: 1. / 2}, {From: 0, To: 2, Together: 3, Weight: 3. / 7}, {From: 1, To: 2, Together: 4, Weight: 4. / 7},
		{From: 2, To: 3, Together: 3, Weight: 3. / 8}}; cmp.Diff(want, g.Edges) != "" {
		t.Errorf("edges %v", g.Edges)
	}
	if _, err := network.Build(nil, network.Spec{Weighting: "size"}); err == nil {
		t.Error("an unknown weighting gave no error")
	}
}
