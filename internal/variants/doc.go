// Package variants says how texts write the people and bodies of the gazetteers:
// by language, kind of variant and title, and from when to when, in the manner of
// JRC-Names (Ehrmann, Jacquet and Steinberger 2017, "JRC-Names: Multilingual entity
// name variants and titles as linked data", Semantic Web 8(2)).
//
// A dataset goes in, a [Register] comes out, which is written as JSON-LD
// ([Register.WriteJSONLD]: SKOS-XL labels, W3C Recommendation 2009) or as CSV
// ([Register.WriteCSV]), one row a form. What refers to a body without naming it
// ("the organisation", "the Hong Kong-based body") is no name and left out, and so
// is everybody whom no gazetteer has. Wrong renderings are hidden labels: they find
// a text, and nobody should write them.
package variants
