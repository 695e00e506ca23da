// Command serve runs the S3 server of the tests at an address of the loopback, prints its
// URL, and ends with its standard input: for programs of other languages, which no test
// in this one can hold.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"

	"framewatch/store/disk/bucket/s3test"
)

func main() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err == nil {
		fmt.Printf("http://%s\n", l.Addr())
		server := &http.Server{Handler: s3test.New()} //nolint:gosec // reached from this machine alone, and as long as a test lasts
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			_ = server.Close()
		}()
		err = server.Serve(l)
	}
	if err != nil && err != http.ErrServerClosed { //nolint:errorlint // as Serve documents
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
