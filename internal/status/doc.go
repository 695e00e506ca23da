// Package status says how a dataset and its sources are. In go the tables and the
// source lists, out comes a [Status]: what `framewatch status` prints. It reads few
// columns of few files, takes no lock and writes nothing.
package status
