// Package s3 speaks as much of Amazon's S3 as a dataset needs, as a driver for
// gocloud.dev/blob: a URL goes in, a bucket comes out.
//
// It stands in for gocloud.dev/blob/s3blob, whose SDK adds 11.6 MB to the binary
// (docs/decisions/0011-buckets.md). Objects are put in one request each, at most
// 5 GB; credentials come from the environment or the shared credentials file,
// and from nowhere else: no metadata service is asked.
package s3
