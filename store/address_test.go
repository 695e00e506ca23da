package store_test

import (
	"testing"

	"framewatch/store"
)

// TestFolderOrBucket tells the addresses of buckets from folders as any system writes
// them: a drive's letter is no scheme.
func TestFolderOrBucket(t *testing.T) {
	for address, bucket := range map[string]bool{
		"s3://news/iomed?region=r": true, "s3://news": true, `C:\data\iomed`: false, "C:/data": false, "c:data": false, `\\server\share\data`: false,
		"data": false, "./s3": false, "数据/调解": false, "/var/lib/framewatch": false, "s3": false, `data\s3`: false,
	} {
		if got := store.InBucket(address); got != bucket {
			t.Errorf("%q is in a bucket: %v, want %v", address, got, bucket)
		}
	}
}
