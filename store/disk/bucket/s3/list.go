package s3

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"

	"gocloud.dev/blob/driver"
)

// page gives objects and folders in one order.
// token is the page that was asked for: a server that repeats it has no end.
func (l listing) page(token string) (*driver.ListPage, error) {
	p := &driver.ListPage{}
	if l.IsTruncated {
		if l.NextContinuationToken == "" || l.NextContinuationToken == token {
			return nil, fmt.Errorf("list: the server says there is more, and not where")
		}
		p.NextPageToken = []byte(l.NextContinuationToken)
	}
	for _, c := range l.Contents {
		key, err := l.name(c.Key)
		if err != nil {
			return nil, err
		}
		p.Objects = append(p.Objects, &driver.ListObject{Key: key, ModTime: c.LastModified, Size: c.Size})
	}
	for _, c := range l.CommonPrefixes {
		key, err := l.name(c.Prefix)
		if err != nil {
			return nil, err
		}
		p.Objects = append(p.Objects, &driver.ListObject{Key: key, IsDir: true})
	}
	slices.SortFunc(p.Objects, func(a, b *driver.ListObject) int { return cmp.Compare(a.Key, b.Key) })
	return p, nil
}

func (l listing) name(key string) (string, error) {
	if l.EncodingType != "url" {
		return key, nil
	}
	name, err := url.QueryUnescape(key)
	if err != nil {
		return "", fmt.Errorf("list: %w", err)
	}
	return name, nil
}
