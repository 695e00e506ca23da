// Package invented makes invented articles of invented outlets, with the
// annotations that they would have, and writes them straight into the tables, so
// that a dataset of any size costs seconds: nothing is fetched, extracted or
// annotated. Benches and tests of growth use it.
//
// In goes a seed ([New]) and the number of an article; out comes the same
// article every time ([World.Article]). Of nine articles two are copies of
// others and one is a translation; the rest tell stories of their own, in
// English or Chinese. They lie in 36 months and 250 outlets. Words, places and
// people are spread as in newspapers: few of them everywhere, most of them once.
//
// The tables agree with each other as those of a run do: digests, offsets,
// references. What is computed over all documents (names, groups of copies,
// estimates) is left to the stages that do so, there are no WARC files, and the
// texts mean nothing.
package invented
