// Package confined opens files whose names somebody else wrote, in a record or in
// a folder that was sent: only regular files, and only inside the folders that the
// user named. In goes a name, out comes an open file or an error.
//
// A name with ".." or a link may lead wherever it stays inside; a pipe, a device or
// a socket is refused without waiting for it. What it opens it opens through
// [os.Root], so that nothing is gained by changing the folder meanwhile.
package confined
