// Package datasetcheck holds everything in a dataset's folder against everything
// else: [store.Verify] for manifests and tables, and here what tables are made
// from and what the crawler remembers. A folder goes in, faults come out; nothing
// is changed.
//
// It stands between store, which knows nothing of archives, and crawl, which
// knows nothing of tables.
package datasetcheck
