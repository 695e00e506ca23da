// Package pipeline strings the stages together: crawl or import gives captures,
// extract reads documents from them, annotate finds what is in them, syndication
// and compare look at all of them, and store commits the lot as one run.
//
// Each step can be run alone from what the one before stored ([Pipeline.Crawl],
// [Pipeline.Extract], [Pipeline.Annotate], [Pipeline.Compare]) or all in one
// ([Pipeline.Run]). What a page or document does wrong becomes a row in table
// failures; an error means that the run cannot go on. A run that was interrupted
// is taken up by the next one.
//
// What looks at all documents is a list of stages, each of which runs only where
// what it reads has changed. Copies and translations are looked for in windows:
// a month and the one before it, and where these hold few documents some more.
// Copies that are further apart stay apart unless others between them are not.
package pipeline
