package coding

import (
	"crypto/sha256"
	"os"

	"framewatch/internal/atomicfile"
)

// File is where a session's codes are kept.
type File interface {
	// Read gives the whole content.
	Read() ([]byte, error)
	// Replace puts data in its place, all of it or, with an error, nothing.
	Replace(data []byte) error
}

// Disk is the file at a path.
func Disk(path string) File { return onDisk(path) }

type onDisk string

func (p onDisk) Read() ([]byte, error)     { return os.ReadFile(string(p)) }
func (p onDisk) Replace(data []byte) error { return atomicfile.Replace(string(p), data) }

// sum tells contents apart.
type sum [sha256.Size]byte
