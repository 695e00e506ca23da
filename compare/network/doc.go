// Package network links things that occur together: the items of documents
// (entities, words) go in, a weighted network with the centrality of each item and
// the communities they form comes out.
//
// Sums run in a fixed order, products are kept from being fused with them by
// conversions, and communities are found with whole numbers, so that the same
// documents give the same network on every machine; that is why paths and
// communities are computed here and not by gonum, whose graphs are walked in the
// order of a map. What it will not do: say that a link means more than occurring
// together.
package network
