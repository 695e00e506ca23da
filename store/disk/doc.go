// Package disk is the little that package store asks of a file system: names
// with slashes below one folder go in, files and folders come out. It is an
// interface, so that tests can lose power, fill the disk and fail at any call.
//
// [Open] gives the folder of a real file system. Nothing outside that folder is
// reached, whatever a name or a link says (os.Root), and only regular files are
// opened, so that a pipe put in a file's place cannot hang a run.
//
// What is durable follows POSIX: the bytes of a file after its Sync, its name
// after SyncDir of the folder that holds it; [Folders] and [WriteFile] keep to
// that.
package disk
