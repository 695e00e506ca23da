package embedded

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
)

// Most entries pass through the store once per page, and the size of the store
// is the size of the process, so they have a compact form: numbers as varints,
// texts with their length.

var errCodec = errors.New("damaged entry")

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// decoder takes numbers and texts off a buffer; after a fault it gives zeros.
type decoder struct {
	b   []byte
	bad bool
}

func (d *decoder) number() int {
	n, size := binary.Uvarint(d.b)
	if size <= 0 || n > 1<<62 {
		d.bad, d.b = true, nil
		return 0
	}
	d.b = d.b[size:]
	return int(n)
}

func (d *decoder) text() string {
	n := d.number()
	if n > len(d.b) {
		d.bad, d.b = true, nil
		return ""
	}
	s := string(d.b[:n])
	d.b = d.b[n:]
	return s
}

func (d *decoder) err(what string) error {
	if d.bad {
		return fmt.Errorf("decode %s: %w", what, errCodec)
	}
	return nil
}

// appendHash appends a hexadecimal SHA-256 as its bytes; anything else, such as
// an empty text, stays what it is.
func appendHash(b []byte, hash string) []byte {
	if sum, err := hex.DecodeString(hash); err == nil && len(sum) == sha256.Size {
		return appendText(b, string(sum))
	}
	return appendText(b, hash)
}

func (d *decoder) hash() string {
	s := d.text()
	if len(s) == sha256.Size {
		return hex.EncodeToString([]byte(s))
	}
	return s
}

// appendTime appends a time to the microsecond, as tables have it; 0 for none.
func appendTime(b []byte, t time.Time) []byte {
	if t.IsZero() {
		return binary.AppendUvarint(b, 0)
	}
	return binary.AppendUvarint(b, uint64(max(1, t.UnixMicro())))
}

func (d *decoder) time() time.Time {
	n := d.number()
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(int64(n)).UTC()
}

func encodeKnown(k *frontier.Known) []byte {
	b := make([]byte, 0, 160)
	for _, s := range []string{k.ETag, k.LastModified, k.WARCFile, k.ContentType, string(k.Run)} {
		b = appendText(b, s)
	}
	b = appendTime(appendHash(b, k.BodySHA256), k.Fetched)
	b = binary.AppendUvarint(b, uint64(k.WARCOffset))
	flags := uint64(0)
	if k.Gone {
		flags |= flagGone
	}
	if k.Moved {
		flags |= flagMoved
	}
	b = appendTime(binary.AppendUvarint(b, flags), k.Checked)
	if k.Since.IsZero() && k.Asked.IsZero() {
		return b
	}
	return appendTime(appendTime(b, k.Since), k.Asked)
}

const (
	flagGone  = 1
	flagMoved = 2
)

func decodeKnown(value []byte) (frontier.Known, error) {
	d := decoder{b: value}
	k := frontier.Known{ETag: d.text(), LastModified: d.text(), WARCFile: d.text(), ContentType: d.text(), Run: corpus.RunID(d.text()),
		BodySHA256: d.hash(), Fetched: d.time(), WARCOffset: int64(d.number())}
	flags := d.number()
	k.Gone, k.Moved = flags&flagGone != 0, flags&flagMoved != 0
	if len(d.b) > 0 { // earlier programs did not keep it
		k.Checked = d.time()
	}
	if len(d.b) > 0 { // most URLs are where they were
		k.Since, k.Asked = d.time(), d.time()
	}
	return k, d.err("what is known of a URL")
}

// encode gives an item's value; its place and host are the key.
func encodeItem(it *frontier.Item) []byte {
	b := make([]byte, 0, len(it.URL)+len(it.Kind)+len(it.Via)+16)
	b = appendText(b, it.URL)
	b = appendText(b, it.Kind)
	b = appendText(b, it.Via)
	b = binary.AppendUvarint(b, uint64(it.Depth))
	b = binary.AppendUvarint(b, uint64(it.Attempt))
	return binary.AppendUvarint(b, uint64(it.Due))
}

func decodeItem(key, value []byte) (frontier.Item, error) {
	var it frontier.Item
	n := len(key) - placeLen
	if n < 1 || key[n-1] != 0 {
		return it, fmt.Errorf("decode item: %w", errCodec)
	}
	it.Host = string(key[:n-1])
	it.Place = decodePlace(key[n:])
	d := decoder{b: value}
	it.URL, it.Kind, it.Via = d.text(), d.text(), d.text()
	it.Depth, it.Attempt, it.Due = d.number(), d.number(), int64(d.number())
	return it, d.err("item")
}

func encodeFound(f *frontier.Found) []byte {
	b := appendText(nil, f.Via)
	b = appendText(b, f.SHA256)
	b = binary.AppendUvarint(b, uint64(len(f.Links)))
	for _, l := range f.Links {
		b = appendText(b, l.URL)
		b = appendText(b, l.Kind)
		b = binary.AppendUvarint(b, uint64(l.Depth))
	}
	return b
}

func decodeFound(value []byte) (frontier.Found, error) {
	d := decoder{b: value}
	f := frontier.Found{Via: d.text(), SHA256: d.text()}
	for n := d.number(); n > 0 && !d.bad; n-- {
		f.Links = append(f.Links, frontier.Link{URL: d.text(), Kind: d.text(), Depth: d.number()})
	}
	return f, d.err("links")
}

// placeLen is the length of an encoded place.
const placeLen = 10

// key is the item's place within its host's queue; it sorts as places do.
func placeKey(p frontier.Place, b []byte) []byte {
	b = binary.BigEndian.AppendUint16(b, uint16(p.Source))
	b = binary.BigEndian.AppendUint32(b, uint32(p.Wave))
	return binary.BigEndian.AppendUint32(b, uint32(p.Ord))
}

func decodePlace(b []byte) frontier.Place {
	return frontier.Place{Source: int(binary.BigEndian.Uint16(b)), Wave: int(binary.BigEndian.Uint32(b[2:])), Ord: int(binary.BigEndian.Uint32(b[6:]))}
}

func itemKey(it *frontier.Item) []byte {
	b := make([]byte, 0, len(it.Host)+1+placeLen)
	return placeKey(it.Place, append(append(b, it.Host...), 0))
}
