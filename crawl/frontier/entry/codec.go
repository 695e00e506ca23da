package entry

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

// ErrDamaged says that a value is none that this package writes.
var ErrDamaged = errors.New("damaged entry")

// Digest is the key under which a URL is remembered. 128 bits leave no room for
// chance, and a store need not keep long URLs twice.
func Digest(url string) (d [16]byte) {
	sum := sha256.Sum256([]byte(url))
	copy(d[:], sum[:])
	return d
}

// SourceKey is the key of a source, by its index in the job.
func SourceKey(source int) []byte { return binary.BigEndian.AppendUint16(nil, uint16(source)) }

// AppendText appends a text with its length.
func AppendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// Decoder takes numbers and texts off a buffer; after a fault it gives zeros.
type Decoder struct {
	B   []byte
	Bad bool
}

// Number takes a number off.
func (d *Decoder) Number() int {
	n, size := binary.Uvarint(d.B)
	if size <= 0 || n > 1<<62 {
		d.Bad, d.B = true, nil
		return 0
	}
	d.B = d.B[size:]
	return int(n)
}

// Text takes a text off, as [AppendText] appends it.
func (d *Decoder) Text() string {
	n := d.Number()
	if n > len(d.B) {
		d.Bad, d.B = true, nil
		return ""
	}
	s := string(d.B[:n])
	d.B = d.B[n:]
	return s
}

// Err is [ErrDamaged] where there was a fault, with what was to be read.
func (d *Decoder) Err(what string) error {
	if d.Bad {
		return fmt.Errorf("decode %s: %w", what, ErrDamaged)
	}
	return nil
}

// appendHash appends a hexadecimal SHA-256 as its bytes; anything else, such as
// an empty text, stays what it is.
func appendHash(b []byte, hash string) []byte {
	if sum, err := hex.DecodeString(hash); err == nil && len(sum) == sha256.Size {
		return AppendText(b, string(sum))
	}
	return AppendText(b, hash)
}

func (d *Decoder) hash() string {
	s := d.Text()
	if len(s) == sha256.Size {
		return hex.EncodeToString([]byte(s))
	}
	return s
}

// AppendTime appends a time to the microsecond, as tables have it; 0 for none.
func AppendTime(b []byte, t time.Time) []byte {
	if t.IsZero() {
		return binary.AppendUvarint(b, 0)
	}
	return binary.AppendUvarint(b, uint64(max(1, t.UnixMicro())))
}

func (d *Decoder) time() time.Time {
	n := d.Number()
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(int64(n)).UTC()
}

// DecodeTime reads what [AppendTime] appends.
func DecodeTime(value []byte) (time.Time, error) {
	d := Decoder{B: value}
	at := d.time()
	return at, d.Err("time")
}

// EncodeKnown gives the value of what is known of a URL, whose key is its [Digest].
func EncodeKnown(k *frontier.Known) []byte {
	b := make([]byte, 0, 160)
	for _, s := range []string{k.ETag, k.LastModified, k.WARCFile, k.ContentType, string(k.Run)} {
		b = AppendText(b, s)
	}
	b = AppendTime(appendHash(b, k.BodySHA256), k.Fetched)
	b = binary.AppendUvarint(b, uint64(k.WARCOffset))
	flags := uint64(0)
	if k.Gone {
		flags |= flagGone
	}
	if k.Moved {
		flags |= flagMoved
	}
	b = AppendTime(binary.AppendUvarint(b, flags), k.Checked)
	if k.Since.IsZero() && k.Asked.IsZero() {
		return b
	}
	return AppendTime(AppendTime(b, k.Since), k.Asked)
}

const (
	flagGone  = 1
	flagMoved = 2
)

// DecodeKnown reads what [EncodeKnown] gives.
func DecodeKnown(value []byte) (frontier.Known, error) {
	d := Decoder{B: value}
	k := frontier.Known{ETag: d.Text(), LastModified: d.Text(), WARCFile: d.Text(), ContentType: d.Text(), Run: corpus.RunID(d.Text()),
		BodySHA256: d.hash(), Fetched: d.time(), WARCOffset: int64(d.Number())}
	flags := d.Number()
	k.Gone, k.Moved = flags&flagGone != 0, flags&flagMoved != 0
	if len(d.B) > 0 { // earlier programs did not keep it
		k.Checked = d.time()
	}
	if len(d.B) > 0 { // most URLs are where they were
		k.Since, k.Asked = d.time(), d.time()
	}
	return k, d.Err("what is known of a URL")
}

// EncodeItem gives an item's value; its place and host are the key.
func EncodeItem(it *frontier.Item) []byte {
	b := make([]byte, 0, len(it.URL)+len(it.Kind)+len(it.Via)+16)
	b = AppendText(b, it.URL)
	b = AppendText(b, it.Kind)
	b = AppendText(b, it.Via)
	b = binary.AppendUvarint(b, uint64(it.Depth))
	b = binary.AppendUvarint(b, uint64(it.Attempt))
	return binary.AppendUvarint(b, uint64(it.Due))
}

// DecodeItem reads an item from its [ItemKey] and value.
func DecodeItem(key, value []byte) (frontier.Item, error) {
	var it frontier.Item
	n := len(key) - placeLen
	if n < 1 || key[n-1] != 0 {
		return it, fmt.Errorf("decode item: %w", ErrDamaged)
	}
	it.Host = string(key[:n-1])
	it.Place = decodePlace(key[n:])
	d := Decoder{B: value}
	it.URL, it.Kind, it.Via = d.Text(), d.Text(), d.Text()
	it.Depth, it.Attempt, it.Due = d.Number(), d.Number(), int64(d.Number())
	return it, d.Err("item")
}

// EncodeFound gives the value of what one item led to, whose key is its [PlaceKey].
func EncodeFound(f *frontier.Found) []byte {
	b := AppendText(nil, f.Via)
	b = AppendText(b, f.SHA256)
	b = binary.AppendUvarint(b, uint64(len(f.Links)))
	for _, l := range f.Links {
		b = AppendText(b, l.URL)
		b = AppendText(b, l.Kind)
		b = binary.AppendUvarint(b, uint64(l.Depth))
	}
	return b
}

// DecodeFound reads what [EncodeFound] gives, but for the place.
func DecodeFound(value []byte) (frontier.Found, error) {
	d := Decoder{B: value}
	f := frontier.Found{Via: d.Text(), SHA256: d.Text()}
	for n := d.Number(); n > 0 && !d.Bad; n-- {
		f.Links = append(f.Links, frontier.Link{URL: d.Text(), Kind: d.Text(), Depth: d.Number()})
	}
	return f, d.Err("links")
}

// placeLen is the length of an encoded place.
const placeLen = 10

// PlaceKey appends a place to b; it sorts as places do.
func PlaceKey(p frontier.Place, b []byte) []byte {
	b = binary.BigEndian.AppendUint16(b, uint16(p.Source))
	b = binary.BigEndian.AppendUint32(b, uint32(p.Wave))
	return binary.BigEndian.AppendUint32(b, uint32(p.Ord))
}

func decodePlace(b []byte) frontier.Place {
	return frontier.Place{Source: int(binary.BigEndian.Uint16(b)), Wave: int(binary.BigEndian.Uint32(b[2:])), Ord: int(binary.BigEndian.Uint32(b[6:]))}
}

// ItemKey is an item's key: its host, a zero byte, its place.
func ItemKey(it *frontier.Item) []byte {
	b := make([]byte, 0, len(it.Host)+1+placeLen)
	return PlaceKey(it.Place, append(append(b, it.Host...), 0))
}
