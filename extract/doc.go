// Package extract turns a fetched page into a document: the whole article and
// nothing else, with its metadata.
//
// In goes a [corpus.Page] (bytes in any character set) and, where known, the
// [corpus.Source] it came from; out comes a [corpus.Document], or a [*Failure]
// that says why there is none. The steps, in order:
//
//  1. decode (internal/charset) and parse; a page nested too deeply for the
//     parser is flattened by the tokenizer first; take out of the tree what no
//     reader reads (comments, controls, marks of notes);
//  2. cut the page into blocks: paragraphs, headings, list items, table rows;
//  3. poll the voters - go-trafilatura, go-readability, the articleBody of
//     JSON-LD - on each block, aligned by order so that a text that stands
//     twice on the page counts once;
//  4. decide block by block with a small fitted model over the votes, links,
//     punctuation, surroundings and wording, put back prose around which the
//     text goes on, and read the page's data where it shows little of it; an
//     editor's selectors overrule it;
//  5. read title, authors, dates with their evidence, provenance and genre;
//  6. label pages that stand in an article's place (challenges, refusals, walls
//     of consent, logins, missing pages) and paywall teasers; refuse section
//     fronts;
//  7. name the language of each passage of the text and of each block kept apart.
//
// Plain text and, with a [PDFReader], the text layer of PDF files are read as
// well; extract/pdf makes paragraphs of the latter.
//
// The same page gives the same document: there is no network and no clock. It
// never invents: no evidence, no date; no person, no author. It does not render
// scripts, read images, or follow a page to its other parts.
package extract
