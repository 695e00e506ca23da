// Package crf is a linear-chain conditional random field over sparse binary
// features (Lafferty, McCallum and Pereira 2001) with the BIOES scheme.
//
// Features of the places of a sequence go in ([Features]); the best sequence of
// states and how sure the model is of each come out. Features are 32-bit hashes:
// a model holds no text. [Trainer] estimates the weights by FTRL-Proximal
// (McMahan et al. 2013), which keeps most of them at zero; [Model.Encode] and
// [Decode] store them in eight bits each.
package crf
