package statistics

import (
	"context"
	"maps"
	"slices"

	"framewatch/compare/network"
)

func cooccurrence() Statistic {
	return Statistic{
		Name: "network", Short: "Network of what occurs together in documents, with centralities and communities",
		About: `Each row is a document with its items (--tokens), or with --item one item of a document
(--document). An item counts once a document. Out come one object for the network,
then its nodes and its edges in the order of names. Centralities are those of
networkx under the same names with its normalisations. Of n documents two items are
in a and b, and in ab together.`,
		Formulas: []Formula{
			{"weight", "count: ab; jaccard: ab / (a + b - ab); npmi: ln(ab n / (a b)) / -ln(ab / n), edges above 0 only", "Jaccard 1901; Bouma 2009, GSCL"},
			{"betweenness", "shares of shortest paths through a node, over (nodes-1)(nodes-2)/2", "Freeman 1977, Sociometry 40; Brandes 2001, Journal of Mathematical Sociology 25"},
			{"closeness", "(r / (nodes-1)) r / sum of distances to the r nodes in reach", "Wasserman & Faust 1994, Social Network Analysis"},
			{"*_weighted", "the same with 1 / weight as an edge's length, else 1", "Newman 2001, Physical Review E 64"},
			{"eigenvector", "leading eigenvector of the matrix of weights, length 1", "Bonacich 1987, American Journal of Sociology 92"},
			{"pagerank", "along edges by weight with probability .85, else anywhere", "Brin & Page 1998, Computer Networks 30"},
			{"modularity", "sum over communities of inside / m - (strength / 2m)^2, m the sum of weights", "Newman 2006, PNAS 103; found by Louvain moves, Blondel et al. 2008"},
		},
		Fields: []Field{
			{"kind", "network, node or edge"}, {"name", "item of a node"}, {"from", "first item of an edge"}, {"to", "second"},
			{"n_documents", "documents (network)"}, {"n_nodes", "nodes (network)"}, {"n_edges", "edges (network)"}, {"n_left_out", "items that are no nodes (network)"},
			{"weighting", "count, jaccard or npmi (network)"}, {"n_communities", "communities (network)"}, {"modularity", "of the communities (network)"},
			{"seed", "of the order in which nodes move (network)"}, {"runs", "times that communities were sought; the best were kept (network)"},
			{"count", "documents with the item, or with both"}, {"weight", "of an edge"}, {"community", "of a node, from 0, the largest first"},
			{"degree", "neighbours"}, {"degree_centrality", "degree / (nodes - 1)"}, {"strength", "sum of the weights of its edges"},
			{"betweenness", "betweenness centrality"}, {"betweenness_weighted", "with lengths 1 / weight"},
			{"closeness", "closeness centrality"}, {"closeness_weighted", "with lengths 1 / weight"},
			{"eigenvector", "eigenvector centrality"}, {"pagerank", "PageRank"},
		},
		Example: "  framewatch stats network --document doc_id --item entity --weight npmi --min-docs 3 mentions.csv",
		Options: func(f Flags) Run {
			var n linked
			n.bind(f)
			return n.run
		},
	}
}

// linked are the flags of network.
type linked struct {
	tokens, item, document string
	weighting              string
	spec                   network.Spec
	seed                   uint64
	runs                   int
}

func (l *linked) bind(f Flags) {
	f.StringVar(&l.tokens, "tokens", "tokens", "column with a document's items: a list, or a text with spaces between them")
	f.StringVar(&l.item, "item", "", "column with one item, for a table with a row an item; in place of --tokens")
	f.StringVar(&l.document, "document", "", "column with the document; its rows are put together (default: each row is one)")
	f.StringVar(&l.weighting, "weight", "count", "of edges: count, jaccard or npmi")
	f.IntVar(&l.spec.MinDocuments, "min-docs", 1, "documents in which an item is to be a node")
	f.IntVar(&l.spec.MinTogether, "min-together", 1, "documents in which two items are to have an edge")
	f.IntVar(&l.spec.Most, "top", 200, "items, the most frequent, that are nodes; 0 for all")
	f.Uint64Var(&l.seed, "seed", 1, "of the search for communities")
	f.IntVar(&l.runs, "runs", 10, "times that communities are sought")
}

func (l *linked) run(ctx context.Context, in *Input, out *Output) error {
	l.spec.Weighting = network.Weighting(l.weighting)
	if l.item != "" && l.document == "" {
		return Usagef("--item needs --document")
	}
	if l.runs < 1 || l.spec.Most < 0 {
		return Usagef("--runs %d, --top %d: want at least 1 and 0", l.runs, l.spec.Most)
	}
	documents, err := l.read(ctx, in)
	if err != nil {
		return err
	}
	g, err := network.Build(documents, l.spec)
	if err != nil {
		return Usagef("%w", err)
	}
	of, modularity := g.Communities(int64(l.seed), l.runs)
	communities := 0
	for _, c := range of {
		communities = max(communities, c+1)
	}
	o := NewObject().Text("kind", "network").Int("n_documents", g.Documents).Int("n_nodes", len(g.Names)).Int("n_edges", len(g.Edges)).Int("n_left_out", g.LeftOut)
	o.Text("weighting", l.weighting).Int("n_communities", communities).Float("modularity", modularity, "").Int("seed", int(l.seed)).Int("runs", l.runs)
	if len(g.Edges) == 0 {
		o.Note("there is no edge: no two items that are nodes occur together so often")
	}
	if err := out.Write(o); err != nil {
		return err
	}
	for i, c := range g.Centralities() {
		o := NewObject().Text("kind", "node").Text("name", g.Names[i]).Int("count", g.Counts[i]).Int("community", of[i])
		o.Int("degree", c.Degree).Float("degree_centrality", c.DegreeCentrality, "").Float("strength", c.Strength, "")
		o.Float("betweenness", c.Betweenness, "").Float("betweenness_weighted", c.WeightedBetweenness, "")
		o.Float("closeness", c.Closeness, "").Float("closeness_weighted", c.WeightedCloseness, "")
		o.Float("eigenvector", c.Eigenvector, "the iteration does not settle").Float("pagerank", c.PageRank, "")
		if err := out.Write(o); err != nil {
			return err
		}
	}
	for _, e := range g.Edges {
		o := NewObject().Text("kind", "edge").Text("from", g.Names[e.From]).Text("to", g.Names[e.To])
		if err := out.Write(o.Int("count", e.Together).Float("weight", e.Weight, "")); err != nil {
			return err
		}
	}
	return nil
}

// items are those of a row. A row without any is a document all the same.
func (l *linked) items(row Row, column string) ([]string, error) {
	if absent(row, column) {
		return nil, nil
	}
	if l.item == "" {
		return row.Texts(column)
	}
	item, err := row.Text(column)
	if item == "" {
		return nil, err
	}
	return []string{item}, err
}

func (l *linked) read(ctx context.Context, in *Input) ([][]string, error) {
	var rows [][]string
	by := map[string][]string{}
	columns := []string{l.document, l.tokens}
	if l.item != "" {
		columns[1] = l.item
	}
	for row, err := range in.Rows(ctx, Columns{Need: columns}) {
		if err != nil {
			return nil, err
		}
		items, err := l.items(row, columns[1])
		if err != nil {
			return nil, err
		}
		if l.document == "" {
			rows = append(rows, items)
			continue
		}
		document, err := row.Text(l.document)
		if err != nil {
			return nil, err
		}
		by[document] = append(by[document], items...)
	}
	for _, document := range slices.Sorted(maps.Keys(by)) {
		rows = append(rows, by[document])
	}
	return rows, nil
}
