// Package store keeps the tables: typed rows in, Parquet files with a manifest
// out, and the way back.
//
// A row type is a Go struct ([DocumentRow] and its kin) and its struct tags are
// the schema; store/SCHEMA.md is written from them, and package table turns rows
// into files and back. A dataset is a folder:
//
//	framewatch-dataset.json                what makes the folder a dataset, with its ID
//	TABLE/month=YYYY-MM/RUN-0000.parquet   tables with partitions
//	TABLE/RUN-0000.parquet                 small tables
//	_manifest/RUN.json                     a generation: every file that counts since a run
//	generations/NNNNNN-RUN/TABLE/...       the same files once more, as links
//	current                                a link to the newest generation
//	_state/commits.json                    which runs were committed, and the commit under way
//	_staging/RUN/                          files of a run that is not committed
//	_trash/RUN/                            files of ours that no manifest names, moved aside
//	warc/, _state/                         what other stages keep
//
// A file is never changed or renamed once a manifest names it. [Batch.Commit]
// puts a run's files in their place, makes the links, and then writes the
// manifest, which is the moment of commit; after it nothing can fail the run, and
// what is left to do the next one does. Readers here take the newest manifest,
// all others data/current, swapped by one rename: both see one run, whole. What a
// run replaces stays readable in its generation for [DefaultKeep].
//
// What promises this rests on:
//
//   - A folder that is not empty and has no marker is refused. Only files that
//     have the name of a part and the ID of a run of this dataset are moved, and
//     only those that a manifest has named are removed. All names are checked
//     when they are read, and nothing outside of the folder is reached.
//   - Manifests and state check one another: a manifest that is missing, cut or
//     foreign stops the run before anything is touched.
//   - Every file and folder is synced before the manifest that needs it. Losses
//     of power, full disks and failing calls at every step are tests.
//   - One run at a time writes, under a lock that goes with the process.
//   - Small files of one partition are merged by each commit ([Batch.Compact]
//     merges all), and the merged file is proven to hold the same rows.
//
// A dataset may lie in a bucket, too (package disk/bucket), with a working folder
// on this machine. It has no links, its manifests are named by their number
// (_manifest/NNNNNNNNN.json), and its lock is a claim that is renewed.
//
// Datasets of the first layout, where each manifest listed what its run had
// added, are read as they are, and get this layout by the next run.
//
// Arrow and Parquet types do not leave package table. Timestamps are UTC in
// microseconds, text is valid UTF-8, lists are never null.
package store
