package postgres

import (
	"errors"
	"io"
	"net"
	"strings"
)

// isNetwork reports whether a connection broke. pgx has no name for one that was
// found closed.
func isNetwork(err error) bool {
	var n net.Error
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) || errors.As(err, &n) ||
		strings.Contains(err.Error(), "conn closed") || strings.Contains(err.Error(), "conn busy")
}
