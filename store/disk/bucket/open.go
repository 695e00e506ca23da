package bucket

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"strings"

	"gocloud.dev/blob"

	"framewatch/store/disk/bucket/s3"
)

// Open opens the folder that a URL names, as s3://BUCKET/PREFIX?region=R. No
// request is made before it is used.
func Open(u *url.URL, env func(name string) string) (*FS, error) {
	prefix := strings.Trim(u.Path, "/")
	switch {
	case u.Opaque != "" || u.Host == "":
		return nil, fmt.Errorf("%s: write %s://BUCKET/PREFIX", u.Redacted(), u.Scheme)
	case u.User != nil || u.Fragment != "":
		return nil, errors.New("a bucket's URL has no user and no fragment; credentials come from the environment")
	case prefix != "" && !fs.ValidPath(prefix):
		return nil, fmt.Errorf("prefix %q is no path", prefix)
	}
	b, err := open(u, env)
	if err != nil {
		return nil, err
	}
	if prefix != "" {
		b = blob.PrefixedBucket(b, prefix+"/")
	}
	return New(b, Default()), nil
}

func open(u *url.URL, env func(name string) string) (*blob.Bucket, error) {
	switch u.Scheme {
	case "s3":
		c, err := s3.FromURL(u, env)
		if err != nil {
			return nil, err
		}
		return s3.Open(c), nil
	case "gs", "azblob":
		if tag := tagOf(u.Scheme); tag != "" {
			return nil, fmt.Errorf("%s:// is not in this build of framewatch: build it with -tags %s", u.Scheme, tag)
		}
		at := *u
		at.Path = ""
		return blob.OpenBucket(context.Background(), at.String())
	}
	return nil, fmt.Errorf("%s:// is none of s3://, gs:// and azblob:// (a folder is named by its path alone)", u.Scheme)
}
