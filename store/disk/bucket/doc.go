// Package bucket is a [disk.FS] over an object store: a bucket of
// gocloud.dev/blob goes in, below whose root a dataset lies.
//
// What differs from a folder of a machine:
//
//   - A file is there, whole, once it was synced and closed, and not before; one
//     that was closed without a Sync never was.
//   - Folders are what names have in common; an empty one is none.
//   - Rename copies and removes, and a crash may come between the two.
//   - There are no links ([disk.ErrNoLinks]).
//   - [FS.PutNew] is the one step that tells two writers apart.
//   - A lock is a claim that its holder renews. One that was not renewed for
//     [Options.Stale] is another run's to take.
//
// [Open] takes a URL. S3 is in every build, Google's and Azure's stores come with
// the build tags gcs and azure.
package bucket
