package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"framewatch/internal/lazyregexp"
	"framewatch/store/disk"
	"framewatch/store/disk/bucket"
)

// ErrAddress means that a string names neither a folder nor a bucket.
var ErrAddress = errors.New("no address of a dataset")

// urlPattern tells a URL from a folder. One letter before the colon is a drive.
var urlPattern = lazyregexp.New(`(?i)^([a-z][a-z0-9+.-]+:/|(s3|gs|azblob|file|mem|https?):)`)

// InBucket reports whether an address is a URL, and so of no folder.
func InBucket(address string) bool { return urlPattern.MatchString(address) }

// OnlyFolder is [ErrAddress] for a dataset in a bucket; what says what cannot be
// done with it.
func OnlyFolder(address, what string) error {
	if InBucket(address) {
		return fmt.Errorf("%w: %s works on folders only, not on %s", ErrAddress, what, address)
	}
	return nil
}

// stateParameter of a bucket's URL names the working folder.
const stateParameter = "state"

// inBucket is an address in its parts.
type inBucket struct {
	fsys  *bucket.FS
	base  string // URL of a file without the file's name
	place string // what tells one dataset from another: bucket, prefix and server
	work  string // the working folder that the URL names
}

func openBucket(address string) (inBucket, error) {
	u, err := url.Parse(address)
	if err != nil {
		return inBucket{}, fmt.Errorf("%w: %w", ErrAddress, err)
	}
	q := u.Query()
	at := inBucket{work: q.Get(stateParameter)}
	q.Del(stateParameter)
	u.RawQuery = q.Encode()
	at.base = strings.TrimRight(u.Scheme+"://"+u.Host+u.Path, "/")
	at.place = at.base + " " + q.Get("endpoint")
	at.fsys, err = bucket.Open(u, os.Getenv)
	if err != nil {
		return at, fmt.Errorf("%w: %w", ErrAddress, err)
	}
	return at, nil
}

// FilesAt opens a folder, of this machine or of a bucket, for files that are of no
// dataset.
func FilesAt(address string) (disk.FS, error) {
	if !InBucket(address) {
		return disk.Open(address)
	}
	at, err := openBucket(address)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", address, err)
	}
	return at.fsys, nil
}

func lookInBucket(address string) (*Dataset, error) {
	at, err := openBucket(address)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", address, err)
	}
	d, err := lookAt(address, at.fsys)
	if err != nil {
		return nil, err
	}
	d.work, err = at.workOf(d)
	return d, err
}

func createInBucket(address string) (*Dataset, error) {
	at, err := openBucket(address)
	if err != nil {
		return nil, fmt.Errorf("make dataset %s: %w", address, err)
	}
	d, err := create(address, at.fsys)
	if err != nil {
		return nil, err
	}
	if d.work, err = at.workOf(d); err != nil {
		return nil, err
	}
	for _, sub := range []string{stateDir, warcDir} {
		if err := os.MkdirAll(filepath.Join(d.work.dir, sub), 0o755); err != nil {
			return nil, fmt.Errorf("make working folder: %w", err)
		}
	}
	return d, nil
}

// workOf is the working folder of a dataset: by its ID, so that one that is made
// anew starts anew, and by its place, so that a copy has its own.
func (at inBucket) workOf(d *Dataset) (*work, error) {
	if at.work != "" {
		return &work{dir: at.work, base: at.base}, nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, fmt.Errorf("find a working folder: %w (name one: ?%s=DIR)", err, stateParameter)
	}
	m, err := readMarker(d.fsys)
	if err != nil {
		return nil, err
	}
	place := sha256.Sum256([]byte(at.place))
	name := first(m.ID, d.newest().Dataset, "unmarked") + "-" + hex.EncodeToString(place[:4])
	return &work{dir: filepath.Join(cache, "framewatch", "datasets", name), base: at.base}, nil
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
