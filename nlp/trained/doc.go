// Package trained codes frames by what people coded.
//
// Texts with hand codes (package codes) go in; a [Model] comes out, and a
// [Validation] that says how well it does. A [Coder] then says of documents which
// frames they have, with a probability and the sentence that speaks most for it.
//
// How a frame is learnt. Sentences become vectors (package encode), in which the
// same thought lies near in all languages, so that codes in one teach the others.
// A frame is a direction among the vectors: a text's score is the mean of its
// sentences along it and, weighing more, their soft maximum, as one sentence may
// carry a frame (multi-instance learning); what the codebook's rules say of the
// text adds to it. This is logistic regression under a normal prior, fitted by
// L-BFGS. Scores become probabilities by Platt's method, and a threshold is where
// F1 is best, drawn towards that of all frames where a frame has few codes. A
// cell that nobody coded teaches nothing; where coders differ, their share is the
// label. A frame with fewer than [MinPositives] texts with it, or without, stays
// with the rules.
//
// Calibration, thresholds and all figures rest on texts that a model did not see,
// nor their group: texts of one outlet or one story never stand on both sides of a
// split. Texts that only teach ([Example].Further), such as invented ones, weigh
// less and decide no threshold.
//
// The same codes give the same model, byte for byte, on one kind of processor.
//
// The package opens no files and judges no language that its encoder was not made
// for: there the rules' codes stay as they are.
package trained
