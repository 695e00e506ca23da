// Package exposure measures how much of each article somebody can put together
// again from what is given away of it.
//
// Texts go in, with the stretches of them that an export shows in any of its
// files; the share of each article's words that is known by place comes out, and
// what of the stretches must stay behind so that no share is over a limit.
package exposure
