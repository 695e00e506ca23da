// Package pdf makes paragraphs of the text layer of a PDF.
//
// In goes a [Document]: for each page the lines of its text layer with their
// places, as a reader such as extract/pdf/pdfium finds them. Out comes [Text]:
// paragraphs in reading order. Between them the package
//
//  1. takes away page headers, footers and numbers: what stands at the top or
//     bottom of several pages;
//  2. orders columns: where few lines cross a gap between two sets of lines, the
//     first set is read before the second, from the right in Arabic and Hebrew;
//  3. sets footnotes apart: small print below a column; boxes beside the text
//     come after the text of their page;
//  4. joins lines into paragraphs by gap, indent, size and sentence ends, takes
//     hyphens at line ends out, and joins what a page break has torn apart.
//
// It reads no bytes and starts nothing. It does not read images: a scanned page
// has no lines. Tables come out row by row, formulas as they fall.
package pdf
