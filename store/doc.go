// Package store keeps the tables: typed rows in, Parquet files with a manifest
// out, and the way back.
//
// A row type is a Go struct ([DocumentRow] and its kin) and its struct tags are
// the schema; store/SCHEMA.md is written from them. A dataset is a folder:
//
//	TABLE/month=YYYY-MM/RUN-0000.parquet   tables with partitions
//	TABLE/RUN-0000.parquet                 small tables
//	_manifest/RUN.json                     what each run added, with digests
//	_staging/RUN/                          files of a run that is not committed
//
// A run writes into _staging, and [Batch.Commit] makes all of it visible at
// once by renaming the files into place and then the manifest; what a crash
// leaves behind is not in a manifest, is ignored by every reader here and is
// removed by the next [Dataset.Begin]. One run at a time writes, under a lock.
//
// Arrow and Parquet types do not leave the package. Timestamps are UTC in
// microseconds, text is plain UTF-8, lists are never null.
package store
