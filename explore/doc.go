// Package explore serves a dataset to a browser on the same machine: search in
// English and Chinese, articles with what was annotated in them, versions beside
// each other, two groups compared, and the way back to the archived page. A
// [store.Dataset] goes in; an [http.Handler] comes out, which framewatch serve
// puts on a loopback address.
//
// Pages are made by the server and need no script. The explorer stays at the
// generation of the dataset with which it was made, whatever a run commits
// meanwhile, and says on each page when there is a newer one.
//
// What pages of the web say is foreign text, and so is every request. Who asks
// under a name that is not this machine's is refused, against DNS rebinding, and
// so is what another site embeds or posts; the content security policy forbids
// all but the explorer's own style and script; an archived page is served as
// plain text and nothing else. No path of the machine stands in a page, but that of
// a file to code as its coder gave it.
//
// With a [coding.Session] there are pages on which a coder codes texts by keyboard,
// blind to where they come from; they need no dataset, and their script saves each
// key press where there is one.
//
// The package will not change a dataset, and interprets no number: those of two
// groups are package compare's.
package explore
