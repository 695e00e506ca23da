// Package bilingual makes invented bilingual pages in which every place is marked
// where the translation names the subject, to measure how many are found.
//
// Pages are read from files of paragraphs ([LayOut]), or composed ([Pages]): in go
// invented paragraphs with their translations, the right names of a subject and
// wrong ones as machines make them; out come pages, the same ones every time, that
// tell of the subject in other words and call it other names from paragraph to
// paragraph, beside bodies and words that are nearly the subject's. The half "held"
// has other paragraphs and other names than "dev": rules are tuned on dev alone.
package bilingual
