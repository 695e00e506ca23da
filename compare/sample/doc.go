// Package sample draws units for human coding so that what the codes say can be
// carried over to all of them: every unit has a known probability of being
// drawn, above 0, before anything is drawn.
//
// Units with their strata and what their codes are expected to tell go in; the
// units drawn with their first-order inclusion probabilities come out. The same
// units in any order, the same settings and the same seed draw the same sample.
// It knows nothing of documents, and estimates nothing: weights are 1 over the
// inclusion probability (Horvitz and Thompson 1952).
package sample
