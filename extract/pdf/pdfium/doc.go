// Package pdfium reads the text layer of PDF files with Google's PDFium, in its
// WebAssembly form, within a child process.
//
// In go the bytes of a PDF; out comes a [pdf.Document]. [Reader] starts the child
// for each file, gives it the file on its standard input, reads JSON lines from
// its standard output and ends it when it computes too long or says too much. The
// child is this program again, with a command that calls [Serve].
//
// A hostile file meets four walls: PDFium runs in a sandbox without files,
// network or environment, its memory is bounded, a crash or an endless loop ends
// the child only, and what the child says is bounded and parsed as data. The
// sandbox's machine code is kept in [Config.CacheDir], because making it takes
// seconds and loading it a tenth of one.
//
// The package does not render, recognise characters in images, ask for passwords
// or put lines in order: package pdf does the last.
package pdfium
