package warc

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // the digest that WARC tools expect; it guards against damage, not against attack
	"encoding/base32"
	"encoding/hex"
	"strconv"
	"strings"
	"time"
)

// The record types (ISO 28500 section 6) that this package's users write.
const (
	TypeInfo     = "warcinfo"
	TypeRequest  = "request"
	TypeResponse = "response"
	TypeResource = "resource"
	TypeRevisit  = "revisit"
	TypeMetadata = "metadata"
	// TypeConversion is another version of a record's content, such as a page
	// after its scripts have run.
	TypeConversion = "conversion"
)

// Content types of record blocks.
const (
	HTTPRequest  = "application/http; msgtype=request"
	HTTPResponse = "application/http; msgtype=response"
	Fields       = "application/warc-fields"
)

// The profiles of a revisit record (ISO 28500 section 6.7).
const (
	ProfileNotModified = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
	ProfileSamePayload = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
)

// Field is one named field of a record header.
type Field struct{ Name, Value string }

// Header is a record header in file order.
type Header []Field

// Get returns the first value of a field, whose name is compared without
// case; empty when there is none.
func (h Header) Get(name string) string {
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

// Record is one WARC record.
type Record struct {
	Header Header
	Block  []byte
	Offset int64 // where the record begins in its file (compressed bytes); -1 when not known
	Cut    bool  // the reader's limit cut Block

	rest []byte // of the block, when it was made of two parts
}

// Type is the record's type, such as "response".
func (r *Record) Type() string { return r.Header.Get("WARC-Type") }

// TargetURI is the URI that the record is about. WARC 1.0 tools put it in
// angle brackets, which are taken off.
func (r *Record) TargetURI() string {
	return strings.Trim(r.Header.Get("WARC-Target-URI"), "<> ")
}

// Date is when the record's content was captured; zero when not given.
func (r *Record) Date() time.Time {
	t, err := time.Parse(time.RFC3339Nano, r.Header.Get("WARC-Date"))
	if err != nil {
		return time.Time{}
	}
	return t
}

// New makes a record with the fields every record needs: an ID derived from its
// content, the date in UTC and the digest of the block. payload is the part of
// block behind the HTTP head, whose digest is given too; nil for a record
// without payload. uri may be empty for warcinfo.
func New(recordType, uri string, date time.Time, contentType string, block, payload []byte, extra ...Field) *Record {
	digests := []Field{{"WARC-Block-Digest", Digest(block)}}
	if payload != nil {
		digests = append(digests, Field{"WARC-Payload-Digest", Digest(payload)})
	}
	return &Record{Header: header(recordType, uri, date, contentType, digests, extra), Block: block, Offset: -1}
}

// NewResponse is [New] for the HTTP responses of a crawl, of which there are
// many: head and payload lie apart and need not be joined (Block is the head
// only), and the payload digest, which the caller has, is the only one. It is
// the lower-case hexadecimal SHA-256, as in the captures table. The head has the
// checksum of its gzip member.
func NewResponse(uri string, date time.Time, head, payload []byte, sha256 string, extra ...Field) *Record {
	digests := []Field{{"WARC-Payload-Digest", PayloadDigest(sha256)}}
	return &Record{Header: header(TypeResponse, uri, date, HTTPResponse, digests, extra), Block: head, Offset: -1, rest: payload}
}

func header(recordType, uri string, date time.Time, contentType string, digests, extra []Field) Header {
	stamp := date.UTC().Format("2006-01-02T15:04:05.000000Z")
	h := Header{
		{"WARC-Type", recordType},
		{"WARC-Record-ID", recordID(recordType, uri, stamp, digests[0].Value)},
		{"WARC-Date", stamp},
	}
	if uri != "" {
		h = append(h, Field{"WARC-Target-URI", uri})
	}
	h = append(append(h, digests...), extra...)
	if contentType != "" {
		h = append(h, Field{"Content-Type", contentType})
	}
	return h
}

// Digest is the SHA-1 of b as WARC tools write it: "sha1:" and base 32.
func Digest(b []byte) string {
	sum := sha1.Sum(b) //nolint:gosec // see the import
	return "sha1:" + base32.StdEncoding.EncodeToString(sum[:])
}

// PayloadDigest is a hexadecimal SHA-256 as a record's header gives it.
func PayloadDigest(sha256 string) string { return "sha256:" + sha256 }

// recordID is a version 5 UUID over what makes the record one of a kind, so
// that the same capture has the same ID wherever it is written.
func recordID(recordType, uri, stamp, digest string) string {
	name := make([]byte, 0, 256)
	for _, part := range []string{"framewatch warc record", recordType, uri, stamp, digest} {
		name = append(append(name, part...), 0)
	}
	sum := sha1.Sum(name) //nolint:gosec // as RFC 9562 section 5.5 asks
	u := sum[:16]
	u[6], u[8] = u[6]&0x0f|0x50, u[8]&0x3f|0x80
	id := append(make([]byte, 0, 64), "<urn:uuid:"...)
	for _, part := range [][]byte{u[:4], u[4:6], u[6:8], u[8:10]} {
		id = append(hex.AppendEncode(id, part), '-')
	}
	return string(append(hex.AppendEncode(id, u[10:]), '>'))
}

// ID is the record's WARC-Record-ID with its angle brackets.
func (r *Record) ID() string { return r.Header.Get("WARC-Record-ID") }

// head writes the record up to its block.
func (r *Record) head(b *bytes.Buffer) {
	b.WriteString("WARC/1.1\r\n")
	for _, f := range r.Header {
		if strings.EqualFold(f.Name, "Content-Length") {
			continue
		}
		b.WriteString(f.Name)
		b.WriteString(": ")
		b.WriteString(oneLine(f.Value))
		b.WriteString("\r\n")
	}
	b.WriteString("Content-Length: ")
	b.WriteString(strconv.Itoa(len(r.Block) + len(r.rest)))
	b.WriteString("\r\n\r\n")
}

// oneLine keeps foreign text from adding header lines.
func oneLine(s string) string {
	if !strings.ContainsAny(s, "\r\n\x00") {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r == '\r' || r == '\n' || r == 0 {
			return ' '
		}
		return r
	}, s)
}
