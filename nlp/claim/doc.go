// Package claim finds numbers and dates that a text states about the target, and
// holds them against a dated register of facts.
//
// A document with its sentences, mentions and quotations goes in; [corpus.Claim]
// come out: what kind of fact the number is about, what it says (33, at least 60,
// 2025-05-30), who says it, and the verdict as of the day of publication:
// supported, outdated (it was so before), contradicted or unknown.
//
// What there is to find stands in the register alone: facts with their days and
// sources, and for every kind of fact the phrases that bind a number to it, by
// language. Numbers are read in the languages that [Languages] lists; in words too,
// but for Arabic and Korean.
//
// The package does not judge who lies: a register may lag behind, and it says
// unknown wherever its own days leave a gap.
package claim
