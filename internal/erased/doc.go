// Package erased keeps tombstones: digests of what was removed from a dataset on
// request, so that neither a crawl nor an import brings it back. An address goes
// in, yes or no comes out. The list holds no address, no name and no text, only
// digests, days and IDs, which are digests themselves.
package erased
