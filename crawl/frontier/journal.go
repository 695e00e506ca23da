package frontier

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"framewatch/corpus"
)

// entry is a journalled capture with short names: there is one for every fetch
// of a run, and the store's size is the process's size.
type entry struct {
	FinalURL       string    `json:"f,omitempty"` // only when it differs
	Redirects      []string  `json:"r,omitempty"`
	FetchedAt      time.Time `json:"t"`
	Status         int       `json:"s,omitempty"`
	Outcome        string    `json:"o"`
	ErrorCode      string    `json:"e,omitempty"`
	Message        string    `json:"m,omitempty"`
	ContentType    string    `json:"c,omitempty"`
	Charset        string    `json:"cs,omitempty"`
	CharsetFrom    string    `json:"cf,omitempty"`
	BodySHA256     string    `json:"h,omitempty"`
	Bytes          int64     `json:"b,omitempty"`
	RobotsState    string    `json:"rs,omitempty"`
	TDMReservation string    `json:"td,omitempty"`
	WARCFile       string    `json:"w,omitempty"`
	WARCOffset     int64     `json:"wo,omitempty"`
	ETag           string    `json:"et,omitempty"`
	LastModified   string    `json:"lm,omitempty"`
	Depth          int       `json:"d,omitempty"`
	Via            string    `json:"v,omitempty"`
	Kind           string    `json:"k"`
}

// encodeCapture gives the journal's key, which sorts by source, URL and
// attempt, and its value.
func encodeCapture(c *corpus.Capture) (key, value []byte, err error) {
	key = fmt.Appendf(nil, "%s\x00%s\x00", c.Source, c.URL)
	key = binary.BigEndian.AppendUint16(key, uint16(c.Attempt))
	e := entry{
		Redirects: c.Redirects, FetchedAt: c.FetchedAt, Status: c.Status, Outcome: string(c.Outcome), ErrorCode: c.ErrorCode,
		Message: c.Message, ContentType: c.ContentType, Charset: c.Charset, CharsetFrom: c.CharsetFrom, BodySHA256: c.BodySHA256, Bytes: c.Bytes,
		RobotsState: c.RobotsState, TDMReservation: c.TDMReservation, WARCFile: c.WARCFile, WARCOffset: c.WARCOffset,
		ETag: c.ETag, LastModified: c.LastModified, Depth: c.Depth, Via: c.Via, Kind: c.Kind,
	}
	if c.FinalURL != c.URL {
		e.FinalURL = c.FinalURL
	}
	value, err = json.Marshal(e)
	if err != nil {
		return nil, nil, fmt.Errorf("encode capture: %w", err)
	}
	return key, value, nil
}

func decodeCapture(run corpus.RunID, key, value []byte) (corpus.Capture, error) {
	var e entry
	if err := json.Unmarshal(value, &e); err != nil {
		return corpus.Capture{}, fmt.Errorf("decode capture: %w", err)
	}
	source, rest, _ := bytes.Cut(key, []byte{0})
	if len(rest) < 3 {
		return corpus.Capture{}, fmt.Errorf("decode capture: key %q", key)
	}
	url, attempt := string(rest[:len(rest)-3]), int(binary.BigEndian.Uint16(rest[len(rest)-2:]))
	if e.FinalURL == "" {
		e.FinalURL = url
	}
	return corpus.Capture{
		ID: corpus.NewCaptureID(run, url, attempt), Run: run, Source: corpus.SourceID(source), URL: url, FinalURL: e.FinalURL, Redirects: e.Redirects,
		Attempt: attempt, FetchedAt: e.FetchedAt, Status: e.Status, Outcome: corpus.Outcome(e.Outcome), ErrorCode: e.ErrorCode, Message: e.Message,
		ContentType: e.ContentType, Charset: e.Charset, CharsetFrom: e.CharsetFrom, BodySHA256: e.BodySHA256, Bytes: e.Bytes,
		RobotsState: e.RobotsState, TDMReservation: e.TDMReservation, WARCFile: e.WARCFile, WARCOffset: e.WARCOffset, ETag: e.ETag,
		LastModified: e.LastModified, Depth: e.Depth, Via: e.Via, Kind: e.Kind,
	}, nil
}
