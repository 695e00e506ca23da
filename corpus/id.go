package corpus

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// Every ID is a hash of content (see [NewDocID] and its kin), but for SourceID
// and EntityID, which editors choose, and RunID, which a clock gives.
type (
	// SourceID names an outlet, such as "scmp".
	SourceID string
	// RunID names one batch, such as "20261123T221421Z-3f9a".
	RunID string
	// CaptureID names one fetch attempt of one run.
	CaptureID string
	// ArticleID names one article of one source, whatever its text.
	ArticleID string
	// DocID names one text of one URL of one source.
	DocID string
	// SentenceID names one sentence of one document.
	SentenceID string
	// EntityID names an entity of a gazetteer, such as "org.iomed".
	EntityID string
)

// NewCaptureID names one attempt to fetch url in a run; attempts count from 1.
func NewCaptureID(run RunID, url string, attempt int) CaptureID {
	return CaptureID(hash("capture", string(run), url, strconv.Itoa(attempt)))
}

// NewDocID names a text version: the same text at the same URL of the same
// source is the same document whenever it is fetched, and exact copies in two
// outlets stay two documents. url is the normalised URL, textSHA256 the lower
// case hexadecimal digest of Document.Text.
func NewDocID(source SourceID, url, textSHA256 string) DocID {
	return DocID(hash("doc", string(source), url, textSHA256))
}

// NewArticleID names an article by the address under which it was first met.
func NewArticleID(source SourceID, url string) ArticleID {
	return ArticleID(hash("article", string(source), url))
}

// NewSentenceID names the sentence at place seq of a document.
func NewSentenceID(doc DocID, seq int) SentenceID {
	return SentenceID(hash("sentence", string(doc), strconv.Itoa(seq)))
}

// NewPartID names any other annotation of a document by its layer, its place
// and what tells it from others in that place (entity, frame, term ...).
func NewPartID(doc DocID, layer Layer, in Field, span Span, what ...string) string {
	parts := append([]string{string(layer), string(doc), string(in),
		strconv.Itoa(span.Start), strconv.Itoa(span.End)}, what...)
	return hash(parts...)
}

// NewEstimateID names a published number by the columns that tell it from all
// others, in the order of table estimates: what was asked and of what, and neither
// what came out nor which run computed it. The same question has the same ID on
// every machine and after every run.
func NewEstimateID(key ...string) string {
	return hash(append([]string{"estimate"}, key...)...)
}

// SHA256 returns the lower-case hexadecimal digest of b.
func SHA256(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// hash joins parts with a byte that no UTF-8 text contains, so that no two
// lists of parts collide, and keeps 128 bits: short enough for a table's key,
// long enough for 10^15 rows.
func hash(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0xff})
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

var runIDPattern = regexp.MustCompile(`^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{4}$`)

// ParseRunID reads the ID of a run. It becomes part of file names, so that
// nothing else than the form of [NewRunID] is taken.
func ParseRunID(s string) (RunID, error) {
	if !runIDPattern.MatchString(s) {
		return "", fmt.Errorf("run ID %q: want the form 20261123T221421Z-3f9a", s)
	}
	return RunID(s), nil
}

// NewRunID is a time, so that runs sort, with a random end, so that two that
// start in one second differ.
func NewRunID(now time.Time) RunID {
	var b [2]byte
	_, _ = rand.Read(b[:]) // crypto/rand.Read does not fail
	return RunID(now.UTC().Format("20060102T150405Z-") + hex.EncodeToString(b[:]))
}
