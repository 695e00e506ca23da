package demosite

import "io/fs"

// Load reads a site from other files than the embedded ones.
func Load(fsys fs.FS) (*Site, error) { return load(fsys) }

// Files are the embedded ones.
func Files() fs.FS { return files }
