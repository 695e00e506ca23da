//go:build !unix

package pdfium

import "io/fs"

// private trusts a folder in the user's own profile.
func private(fs.FileInfo) bool { return true }
