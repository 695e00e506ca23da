// Package byline reads the names of a text's authors from one line of a page: a
// byline, a signature, a dateline or what the markup declares.
//
// What a name may be made of depends on where it stands ([Trust]): a person in
// the page's own data is one even where the family name is a newspaper's word
// (Anthea Head, Otto Kurier), while words beside a date have to look like
// nothing but a name. Role words, titles, dates, places and addresses around
// names are left out, and lists of names are parted.
//
// The package knows names by their form and by words that are none. Of people it
// lists only common given names, which decide where nothing but two capitalised
// words speaks for a name, and Chinese family names.
package byline
