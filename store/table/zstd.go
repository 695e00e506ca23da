package table

import (
	"sync"

	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/klauspost/compress/zstd"
)

// codec is zstd for one page after another. It stands in for arrow-go's, whose
// decoder takes a frame's word for its size: a page of a few bytes could ask for
// 64 GB. Here a page never decodes to more than its header said, which arrow-go
// has checked against a limit.
type codec struct {
	encoders, decoders sync.Pool
}

// useCodec makes arrow-go take our codec; it is called before any use of it.
var useCodec = sync.OnceFunc(func() { compress.RegisterCodec(compress.Codecs.Zstd, &codec{}) })

func (c *codec) encoder() *zstd.Encoder {
	if e, ok := c.encoders.Get().(*zstd.Encoder); ok {
		return e
	}
	// The fastest level: on pages, which are dictionary codes and IDs for the most
	// part, it makes files as small as the default does, within 2 %, in two thirds
	// of the time. The options are constants that are known to be valid.
	e, _ := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithZeroFrames(true),
		zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithLowerEncoderMem(true))
	return e
}

func (c *codec) Encode(dst, src []byte) []byte {
	e := c.encoder()
	defer c.encoders.Put(e)
	return e.EncodeAll(src, dst[:0])
}

// EncodeLevel knows one level.
func (c *codec) EncodeLevel(dst, src []byte, _ int) []byte { return c.Encode(dst, src) }

// CompressBound is ZSTD_COMPRESSBOUND and the frame's header, checksum and blocks.
func (c *codec) CompressBound(n int64) int64 { return n + n>>8 + 1<<10 }

// Decode is not called where DecodeWithError is there.
func (c *codec) Decode(dst, src []byte) []byte {
	out, err := c.DecodeWithError(dst, src)
	if err != nil {
		panic(err)
	}
	return out
}

func (c *codec) DecodeWithError(dst, src []byte) ([]byte, error) {
	d, ok := c.decoders.Get().(*zstd.Decoder)
	if !ok {
		var err error
		d, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecodeAllCapLimit(true))
		if err != nil {
			return nil, err
		}
	}
	defer c.decoders.Put(d)
	return d.DecodeAll(src, dst[:0:len(dst)])
}
