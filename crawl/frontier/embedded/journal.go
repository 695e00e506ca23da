package embedded

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"framewatch/corpus"
)

// encodeCapture gives the journal's key, which sorts by source, URL and
// attempt, and its value.
func encodeCapture(c *corpus.Capture) (key, value []byte) {
	key = fmt.Appendf(nil, "%s\x00%s\x00", c.Source, c.URL)
	key = binary.BigEndian.AppendUint16(key, uint16(c.Attempt))
	final := ""
	if c.FinalURL != c.URL {
		final = c.FinalURL
	}
	b := make([]byte, 0, 256)
	for _, s := range []string{final, string(c.Outcome), c.ErrorCode, c.Message, c.ContentType, c.Charset, c.CharsetFrom, c.RobotsState,
		c.TDMReservation, c.WARCFile, c.ETag, c.LastModified, c.Via, c.Kind} {
		b = appendText(b, s)
	}
	b = appendTime(appendHash(b, c.BodySHA256), c.FetchedAt)
	for _, n := range []int64{int64(c.Status), c.Bytes, c.WARCOffset, int64(c.Depth), int64(len(c.Redirects))} {
		b = binary.AppendUvarint(b, uint64(n))
	}
	for _, r := range c.Redirects {
		b = appendText(b, r)
	}
	if c.RedirectStatus != 0 {
		b = binary.AppendUvarint(b, uint64(c.RedirectStatus))
	}
	return key, b
}

func decodeCapture(run corpus.RunID, key, value []byte) (corpus.Capture, error) {
	source, rest, _ := bytes.Cut(key, []byte{0})
	if len(rest) < 3 {
		return corpus.Capture{}, fmt.Errorf("decode capture: key %q", key)
	}
	url, attempt := string(rest[:len(rest)-3]), int(binary.BigEndian.Uint16(rest[len(rest)-2:]))
	c := corpus.Capture{ID: corpus.NewCaptureID(run, url, attempt), Run: run, Source: corpus.SourceID(source), URL: url, Attempt: attempt}
	d := decoder{b: value}
	for _, s := range []*string{&c.FinalURL, (*string)(&c.Outcome), &c.ErrorCode, &c.Message, &c.ContentType, &c.Charset, &c.CharsetFrom,
		&c.RobotsState, &c.TDMReservation, &c.WARCFile, &c.ETag, &c.LastModified, &c.Via, &c.Kind} {
		*s = d.text()
	}
	c.BodySHA256, c.FetchedAt = d.hash(), d.time()
	c.Status, c.Bytes, c.WARCOffset, c.Depth = d.number(), int64(d.number()), int64(d.number()), d.number()
	for n := d.number(); n > 0 && !d.bad; n-- {
		c.Redirects = append(c.Redirects, d.text())
	}
	if len(d.b) > 0 { // most captures have no redirects
		c.RedirectStatus = d.number()
	}
	if c.FinalURL == "" {
		c.FinalURL = url
	}
	return c, d.err("capture")
}
