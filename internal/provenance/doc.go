// Package provenance tells which of the copies of a story the others were made
// from, and how long each took to appear. [Copy] values go in, a [Verdict] comes
// out.
//
// Evidence in the order in which it counts:
//
//  1. A credit or an address of an original that names a member of the group.
//     An outlet that credits itself borrows nothing. Of a chain (C credits B, B
//     credits A) the end counts. A credit that names nobody of the group says
//     that the origin is not in it.
//  2. Dates, at the precision that two of them have in common: a date without a
//     time is a day and not midnight. A time counts where its offset is known,
//     from the page or as the outlet's country keeps one zone; else its day does,
//     as the outlet's calendar has it.
//
// What this leaves undecided stays so: there is no guess by place in a list, and
// the result does not depend on the order of the copies. A copy that credits
// nobody and is earlier than what the others credit is a contradiction.
package provenance
