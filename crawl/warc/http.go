package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/textproto"
	"strconv"
	"strings"
)

// ParseHTTP parts the block of a response record (or of a revisit) into
// status, header and body. The body keeps its content coding; a transfer in
// chunks, which some crawlers store as it came, is put together.
func ParseHTTP(block []byte) (status int, header http.Header, body []byte, err error) {
	br := bufio.NewReader(bytes.NewReader(block))
	tp := textproto.NewReader(br)
	line, err := tp.ReadLine()
	if err != nil {
		return 0, nil, nil, fmt.Errorf("parse stored response: %w", err)
	}
	proto, rest, _ := strings.Cut(line, " ")
	code, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	status, err = strconv.Atoi(code)
	if err != nil || !strings.HasPrefix(proto, "HTTP/") {
		return 0, nil, nil, fmt.Errorf("parse stored response: no status line in %.60q", line)
	}
	// A damaged header line must not lose the body: what was read counts.
	mime, err := tp.ReadMIMEHeader()
	header = http.Header(mime)
	if err != nil && !errors.Is(err, io.EOF) {
		header, br = lenientHeader(block)
	}
	body, err = io.ReadAll(br)
	if err != nil {
		return 0, nil, nil, fmt.Errorf("parse stored response: %w", err)
	}
	if strings.EqualFold(header.Get("Transfer-Encoding"), "chunked") {
		if whole, err := io.ReadAll(httputil.NewChunkedReader(bytes.NewReader(body))); err == nil {
			body = whole
		}
	}
	return status, header, body, nil
}

// lenientHeader reads the header lines that can be read and finds the body
// behind the first empty line.
func lenientHeader(block []byte) (http.Header, *bufio.Reader) {
	head, body, found := bytes.Cut(block, []byte("\r\n\r\n"))
	if !found {
		head, body, _ = bytes.Cut(block, []byte("\n\n"))
	}
	h := http.Header{}
	for line := range strings.Lines(string(head)) {
		if name, value, ok := strings.Cut(line, ":"); ok {
			h.Add(strings.TrimSpace(name), strings.TrimSpace(value))
		}
	}
	return h, bufio.NewReader(bytes.NewReader(body))
}

// AppendHead appends the head of an HTTP message to dst: first line, header
// fields sorted by name, empty line.
func AppendHead(dst []byte, firstLine string, header http.Header) []byte {
	b := bytes.NewBuffer(dst)
	b.WriteString(oneLine(firstLine))
	b.WriteString("\r\n")
	if err := header.Write(b); err != nil {
		// bytes.Buffer does not fail.
		return dst
	}
	b.WriteString("\r\n")
	return b.Bytes()
}
