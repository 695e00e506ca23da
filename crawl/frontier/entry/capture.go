package entry

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"framewatch/corpus"
)

// EncodeCapture gives the journal's key, which sorts by source, URL and
// attempt, and its value.
func EncodeCapture(c *corpus.Capture) (key, value []byte) {
	key = fmt.Appendf(nil, "%s\x00%s\x00", c.Source, c.URL)
	key = binary.BigEndian.AppendUint16(key, uint16(c.Attempt))
	final := ""
	if c.FinalURL != c.URL {
		final = c.FinalURL
	}
	b := make([]byte, 0, 256)
	for _, s := range []string{final, string(c.Outcome), c.ErrorCode, c.Message, c.ContentType, c.Charset, c.CharsetFrom, c.RobotsState,
		c.TDMReservation, c.WARCFile, c.ETag, c.LastModified, c.Via, c.Kind} {
		b = AppendText(b, s)
	}
	b = AppendTime(appendHash(b, c.BodySHA256), c.FetchedAt)
	for _, n := range []int64{int64(c.Status), c.Bytes, c.WARCOffset, int64(c.Depth), int64(len(c.Redirects))} {
		b = binary.AppendUvarint(b, uint64(n))
	}
	for _, r := range c.Redirects {
		b = AppendText(b, r)
	}
	if c.RedirectStatus != 0 {
		b = binary.AppendUvarint(b, uint64(c.RedirectStatus))
	}
	return key, b
}

// DecodeCapture reads what [EncodeCapture] gives.
func DecodeCapture(run corpus.RunID, key, value []byte) (corpus.Capture, error) {
	source, rest, _ := bytes.Cut(key, []byte{0})
	if len(rest) < 3 {
		return corpus.Capture{}, fmt.Errorf("decode capture: key %q", key)
	}
	url, attempt := string(rest[:len(rest)-3]), int(binary.BigEndian.Uint16(rest[len(rest)-2:]))
	c := corpus.Capture{ID: corpus.NewCaptureID(run, url, attempt), Run: run, Source: corpus.SourceID(source), URL: url, Attempt: attempt}
	d := Decoder{B: value}
	for _, s := range []*string{&c.FinalURL, (*string)(&c.Outcome), &c.ErrorCode, &c.Message, &c.ContentType, &c.Charset, &c.CharsetFrom,
		&c.RobotsState, &c.TDMReservation, &c.WARCFile, &c.ETag, &c.LastModified, &c.Via, &c.Kind} {
		*s = d.Text()
	}
	c.BodySHA256, c.FetchedAt = d.hash(), d.time()
	c.Status, c.Bytes, c.WARCOffset, c.Depth = d.Number(), int64(d.Number()), int64(d.Number()), d.Number()
	for n := d.Number(); n > 0 && !d.Bad; n-- {
		c.Redirects = append(c.Redirects, d.Text())
	}
	if len(d.B) > 0 { // most captures have no redirects
		c.RedirectStatus = d.Number()
	}
	if c.FinalURL == "" {
		c.FinalURL = url
	}
	return c, d.Err("capture")
}
