// Package pdfium reads the text layer of PDF files with Google's PDFium, in its
// WebAssembly form, within a child process.
//
// In go the bytes of a PDF; out comes a [pdf.Document]. [Reader] starts the child
// for each file, gives it the file on its standard input, reads JSON lines from
// its standard output and ends it when it computes too long or says too much. What
// ends early is tried once more. The child is this program again, with a command
// that calls [Serve].
//
// A hostile file meets four walls: PDFium runs in a sandbox without files,
// network or environment, its memory is bounded, a crash or an endless loop ends
// the child only, and what the child says is bounded and parsed as data. The
// sandbox's machine code is kept in one of [Config.CacheDirs], because making it
// takes seconds and loading it a fraction of one; the first child makes it while
// the others wait, and a file's time begins after that.
//
// The package does not render, recognise characters in images, ask for passwords
// or put lines in order: package pdf does the last.
package pdfium
