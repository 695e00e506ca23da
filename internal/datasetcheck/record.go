package datasetcheck

import (
	"bytes"
	"strings"

	"framewatch/crawl/coding"
	"framewatch/crawl/warc"
)

// MaxBlock bounds the block of one record; the crawler's own are far smaller.
const MaxBlock = 256 << 20

// Digests holds a record against the digests in its header; what says what is
// wrong. checked is false where it has none that can be checked: of no algorithm that
// is known here, or of a payload that is elsewhere.
func Digests(rec *warc.Record) (what string, checked bool) {
	if d := rec.Header.Get("WARC-Block-Digest"); strings.HasPrefix(d, "sha1:") {
		if d != warc.Digest(rec.Block) {
			return "its block has another digest than it says", true
		}
		checked = true
	}
	d := rec.Header.Get("WARC-Payload-Digest")
	if !strings.HasPrefix(d, "sha1:") && !strings.HasPrefix(d, "sha256:") || rec.Type() == warc.TypeRevisit || rec.Header.Get("WARC-Segment-Number") != "" {
		return "", checked
	}
	for _, payload := range payloads(rec) {
		if d == warc.Digest(payload) || d == warc.PayloadDigest(digest(payload)) {
			return "", true
		}
	}
	return "its payload has another digest than it says", true
}

// payloads are what different programs take for the payload of a record: as it
// came, without the transfer coding, without the content coding.
func payloads(rec *warc.Record) [][]byte {
	if !strings.HasPrefix(rec.Header.Get("Content-Type"), "application/http") {
		return [][]byte{rec.Block}
	}
	_, raw, _ := bytes.Cut(rec.Block, []byte("\r\n\r\n"))
	out := [][]byte{raw}
	if _, header, body, err := warc.ParseHTTP(rec.Block); err == nil {
		out = append(out, body)
		if decoded, _, err := coding.Decode(body, strings.Join(header.Values("Content-Encoding"), ","), MaxBlock); err == nil {
			out = append(out, decoded)
		}
	}
	return out
}

// Body is the body that a record holds, without its content coding, as far as n
// bytes, which a capture says that it has.
func Body(rec *warc.Record, n int64) ([]byte, error) {
	body := rec.Block
	if rec.Type() == warc.TypeResponse {
		_, header, raw, err := warc.ParseHTTP(rec.Block)
		if err != nil {
			return nil, err
		}
		if body, _, err = coding.Decode(raw, strings.Join(header.Values("Content-Encoding"), ","), max(n, 1)); err != nil {
			return nil, err
		}
	}
	return body[:min(int64(len(body)), n)], nil
}
