//go:build unix

package pdfium

import (
	"io/fs"
	"os"
	"syscall"
)

// private reports whether a folder is this user's and nobody else can write to it.
func private(info fs.FileInfo) bool {
	of, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(of.Uid) == os.Geteuid() && info.Mode().Perm()&0o022 == 0
}
