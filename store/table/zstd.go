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
	fast, thorough sync.Pool // of *zstd.Encoder
	decoders       sync.Pool
}

// Levels of compression. Codes, numbers and IDs come out as small from the fast
// level as from zstd's default, in two thirds of the time; running text comes
// out an eighth larger, which readers pay for every time.
const (
	fastLevel     = 1
	thoroughLevel = 3
)

// useCodec makes arrow-go take our codec; it is called before any use of it.
var useCodec = sync.OnceFunc(func() { compress.RegisterCodec(compress.Codecs.Zstd, &codec{}) })

func (c *codec) Encode(dst, src []byte) []byte { return c.EncodeLevel(dst, src, thoroughLevel) }

// EncodeLevel knows two levels.
func (c *codec) EncodeLevel(dst, src []byte, level int) []byte {
	pool, speed := &c.thorough, zstd.SpeedDefault
	if level <= fastLevel {
		pool, speed = &c.fast, zstd.SpeedFastest
	}
	e, ok := pool.Get().(*zstd.Encoder)
	if !ok {
		// The options are constants that are known to be valid. IDs repeat nothing
		// but have sixteen digits of 256: literals are worth an entropy code.
		e, _ = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithZeroFrames(true),
			zstd.WithEncoderLevel(speed), zstd.WithLowerEncoderMem(true),
			zstd.WithAllLitEntropyCompression(true))
	}
	defer pool.Put(e)
	return e.EncodeAll(src, dst[:0])
}

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
