// Package sitemap reads the lists in which sites name their pages: the bytes
// of a sitemap, a news sitemap, a sitemap index or a plain list of URLs go in
// (as UTF-8, unpacked), its entries come out one by one, in order.
//
// The reader forgives what sites get wrong (namespaces, broken markup, a file
// that ends early) and keeps no more than one entry in memory. Whether an
// entry may be followed is the crawler's decision.
package sitemap
