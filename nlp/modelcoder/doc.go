// Package modelcoder has a language model code texts by a codebook: one more
// coder beside people, to be held against them, and never in their place.
//
// Units of a codes file go in ([codes.Set]); the same units come out with the
// codes of one further coder, named model: and the model's name. The model is
// asked over any endpoint that speaks OpenAI's chat completions. Nothing is sent
// but what [Config.Release] names, and nothing is taken from an answer that the
// text does not show: each frame comes with words of the text, and without them
// it is not coded.
//
// Answers are kept by a hash of model and question, so that the same run costs
// nothing twice. What a run may cost is bounded beforehand, by the most that
// each answer can cost.
//
// The text of a page can tell the model what to answer. What it says can only
// come out as codes of frames that the codebook has, with evidence that stands in
// the text.
package modelcoder
