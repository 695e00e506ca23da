package s3

import (
	"bytes"
	"crypto/md5" //nolint:gosec // S3's own name for the content of an object
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"os"
)

// inMemory bounds the bytes of an object that wait in memory; what is larger
// waits in a file.
const inMemory = 8 << 20

// spool is the body of an object before it is sent: length and digest stand in
// the head of the request.
type spool struct {
	open  func() (*os.File, error)
	small bytes.Buffer
	large *os.File
	size  int64
	sha   hash.Hash
	md5   hash.Hash
}

func newSpool(open func() (*os.File, error)) *spool {
	return &spool{open: open, sha: sha256.New(), md5: md5.New()} //nolint:gosec // see above
}

func (s *spool) Write(p []byte) (int, error) {
	s.sha.Write(p)
	s.md5.Write(p)
	s.size += int64(len(p))
	if s.large == nil && s.size > inMemory {
		f, err := s.open()
		if err != nil {
			return 0, err
		}
		s.large = f
		if _, err := s.small.WriteTo(f); err != nil {
			return 0, err
		}
	}
	if s.large != nil {
		return s.large.Write(p)
	}
	return s.small.Write(p)
}

func (s *spool) sum() string  { return hex.EncodeToString(s.sha.Sum(nil)) }
func (s *spool) etag() string { return `"` + hex.EncodeToString(s.md5.Sum(nil)) + `"` }

// reader reads all of it, from the start each time.
func (s *spool) reader() io.ReadCloser {
	if s.large != nil {
		return io.NopCloser(io.NewSectionReader(s.large, 0, s.size))
	}
	return io.NopCloser(bytes.NewReader(s.small.Bytes()))
}

// drop removes what waits.
func (s *spool) drop() error {
	if s.large == nil {
		return nil
	}
	return errors.Join(s.large.Close(), os.Remove(s.large.Name()))
}
