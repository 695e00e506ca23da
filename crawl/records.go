package crawl

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"net/http"
	"path"
	"path/filepath"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/crawl/coding"
	"framewatch/crawl/fetch"
	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/embedded"
	"framewatch/crawl/urlid"
	"framewatch/crawl/warc"
)

// archive encodes the WARC records of an exchange: the response (or, for what
// was not modified, a revisit), the request and what the crawler made of it; the
// response first.
func (w *worker) archive(a *fetch.Answer, r *result, known frontier.Known) error {
	if w.bare || a.Status == 0 || a.Err != nil && len(a.Body) == 0 {
		return nil
	}
	proto := a.Proto
	var extra []warc.Field
	if !strings.HasPrefix(proto, "HTTP/1") {
		extra = append(extra, warc.Field{Name: "WARC-Protocol", Value: "h2"})
		proto = "HTTP/1.1" // the form in which WARC keeps a head
	}
	if a.Remote.IsValid() {
		extra = append(extra, warc.Field{Name: "WARC-IP-Address", Value: a.Remote.String()})
	}
	if why := truncation(a); why != "" {
		extra = append(extra, warc.Field{Name: "WARC-Truncated", Value: why})
	}
	date := r.capture.FetchedAt
	head := warc.AppendHead(nil, fmt.Sprintf("%s %d %s", proto, a.Status, http.StatusText(a.Status)), a.Header)
	payload, _ := a.Raw()
	var answer *warc.Record
	if r.capture.Outcome == corpus.OutcomeNotModified && r.next == "" {
		answer = revisit(a, r, known, date, head, extra)
	} else {
		if payload == nil {
			payload = []byte{}
		}
		answer = warc.NewResponse(r.task.url, date, head, payload, payloadSHA256(a, r), extra...)
	}
	_, host, target := urlid.Split(r.task.url)
	sent := a.Sent.Clone()
	sent.Set("Host", host)
	ask := warc.New(warc.TypeRequest, r.task.url, date, warc.HTTPRequest, warc.AppendHead(nil, "GET "+target+" HTTP/1.1", sent), nil,
		warc.Field{Name: "WARC-Concurrent-To", Value: answer.ID()})
	enc := <-w.encoders
	defer func() { w.encoders <- enc }()
	records := []*warc.Record{answer, ask}
	r.answer = answer.ID()
	if r.page == nil { // else what is made of it is told with the rendered page
		records = append(records, about(r, date, answer.ID(), a.Latency))
	}
	return w.encode(enc, r, records, len(payload)/3+1536)
}

// encode adds records to the result's members, one behind the other in one
// piece, so that they are written at once. size is a guess at its length.
func (w *worker) encode(enc *warc.Encoder, r *result, records []*warc.Record, size int) (err error) {
	members := make([]byte, 0, size)
	for _, rec := range records {
		if members, err = enc.Encode(members, rec); err != nil {
			return fmt.Errorf("archive %s: %w", r.task.url, err)
		}
	}
	r.archive = append(r.archive, members)
	return nil
}

// about is the metadata record of an answer: what the crawler knew and decided. The names are those of the standard (ISO 28500 section 6.6) and of
// Heritrix, where they have one.
func about(r *result, date time.Time, answer string, latency time.Duration) *warc.Record {
	c, outcome := &r.capture, string(r.capture.Outcome)
	if r.next != "" {
		outcome = "redirect"
	}
	block := fmt.Appendf(nil, "fetchTimeMs: %d\r\nhopsFromSeed: %d\r\noutcome: %s\r\n", latency.Milliseconds(), c.Depth, outcome)
	for _, f := range []warc.Field{
		{Name: "redirectsTo", Value: strings.ToValidUTF8(escapeRaw(r.next), "\uFFFD")},
		{Name: "via", Value: c.Via}, {Name: "errorCode", Value: c.ErrorCode}, {Name: "charsetForLinkExtraction", Value: c.Charset},
		{Name: "charsetFrom", Value: c.CharsetFrom}, {Name: "robotsState", Value: c.RobotsState}, {Name: "tdmReservation", Value: c.TDMReservation},
	} {
		if f.Value != "" {
			block = append(append(append(append(block, f.Name...), ": "...), f.Value...), "\r\n"...)
		}
	}
	return warc.New(warc.TypeMetadata, r.task.url, date, warc.Fields, block, nil, warc.Field{Name: "WARC-Concurrent-To", Value: answer})
}

// revisit is the record of an answer that brought nothing new.
func revisit(a *fetch.Answer, r *result, known frontier.Known, date time.Time, head []byte, extra []warc.Field) *warc.Record {
	profile := warc.ProfileSamePayload
	if a.Status == 304 {
		profile = warc.ProfileNotModified
	}
	extra = append(extra,
		warc.Field{Name: "WARC-Profile", Value: profile},
		warc.Field{Name: "WARC-Refers-To-Target-URI", Value: r.task.url},
		warc.Field{Name: "WARC-Refers-To-Date", Value: known.Fetched.UTC().Format("2006-01-02T15:04:05.000000Z")})
	if a.Status != 304 {
		extra = append(extra, warc.Field{Name: "WARC-Payload-Digest", Value: warc.PayloadDigest(payloadSHA256(a, r))})
	}
	return warc.New(warc.TypeRevisit, r.task.url, date, warc.HTTPResponse, head, nil, extra...)
}

// payloadSHA256 is the digest of a body as it came, which is the capture's where
// it came without coding.
func payloadSHA256(a *fetch.Answer, r *result) string {
	raw, coded := a.Raw()
	if !coded && r.capture.BodySHA256 != "" {
		return r.capture.BodySHA256
	}
	return corpus.SHA256(raw)
}

// truncation is the reason for WARC-Truncated (ISO 28500 section 5.13).
func truncation(a *fetch.Answer) string {
	switch {
	case a.Unwanted != "":
		return "unspecified"
	case a.Damage == coding.TooLarge:
		return "length"
	case a.Slow():
		return "time"
	case a.Cause != nil:
		return "disconnect"
	}
	return ""
}

// datasetOf is the folder to which captures' file names are relative.
func datasetOf(warcDir string) string { return filepath.Dir(filepath.Clean(warcDir)) }

// archiveName is a capture's WARCFile: relative to the dataset, with slashes.
func archiveName(warcDir, file string) string {
	return path.Join(filepath.Base(filepath.Clean(warcDir)), file)
}

// archivePath turns a capture's WARCFile into a path, which is never outside
// the dataset.
func archivePath(datasetDir, name string) string {
	if name == "" || !fs.ValidPath(name) {
		return filepath.Join(datasetDir, "no such archive")
	}
	return filepath.Join(datasetDir, filepath.FromSlash(name))
}

// readBody reads a stored response and decodes its body.
func readBody(datasetDir, file string, offset, maxBody int64) (body []byte, damage coding.Damage, err error) {
	rec, err := warc.ReadAt(archivePath(datasetDir, file), offset, maxBody+fetch.MaxHeader+1<<20)
	if err != nil {
		return nil, "", err
	}
	if t := rec.Type(); t == warc.TypeConversion || t == warc.TypeResource {
		return rec.Block[:min(int64(len(rec.Block)), maxBody)], coding.None, nil // no HTTP around it
	}
	_, h, raw, err := warc.ParseHTTP(rec.Block)
	if err != nil {
		return nil, "", fmt.Errorf("record at byte %d of %s: %w", offset, file, err)
	}
	body, damage, err = coding.Decode(raw, strings.Join(h.Values("Content-Encoding"), ","), maxBody)
	if err != nil {
		return nil, "", fmt.Errorf("record at byte %d of %s: %w", offset, file, err)
	}
	return body, damage, nil
}

// ReadPage reads the body of a stored capture from the WARC files of a dataset,
// without its content coding. A capture without a stored body is an error.
func ReadPage(datasetDir string, c corpus.Capture) (corpus.Page, error) {
	if !c.Outcome.Stored() || c.WARCFile == "" {
		return corpus.Page{}, fmt.Errorf("capture %s of %s is %s and has no body", c.ID, c.URL, c.Outcome)
	}
	body, _, err := readBody(datasetDir, c.WARCFile, c.WARCOffset, max(c.Bytes, 1))
	if err != nil {
		return corpus.Page{}, fmt.Errorf("read page %s: %w", c.URL, err)
	}
	return corpus.Page{Capture: c, Body: body}, nil
}

// Captures returns the journal of a run in a stable order: source, URL,
// attempt. The journal is there until [DropRun].
func Captures(stateDir string, run corpus.RunID) iter.Seq2[corpus.Capture, error] {
	return func(yield func(corpus.Capture, error) bool) {
		store, err := openState(stateDir)
		if err != nil {
			yield(corpus.Capture{}, fmt.Errorf("read captures of run %s: %w", run, err))
			return
		}
		defer store.Close()
		r, ok, err := store.Find(run)
		if err == nil && !ok {
			err = fmt.Errorf("no captures of run %s in %s", run, stateDir)
		}
		if err != nil {
			yield(corpus.Capture{}, err)
			return
		}
		for c, err := range r.Captures() {
			if !yield(c, err) {
				return
			}
		}
	}
}

// Kept gives those of captures that were not sent again, as they are or as they are
// not due, whose body is stored: as if they had been fetched, in their order.
func Kept(stateDir string, captures []corpus.Capture) (kept []corpus.Capture, err error) {
	if len(captures) == 0 {
		return nil, nil
	}
	store, err := openState(stateDir)
	if err != nil {
		return nil, fmt.Errorf("find stored pages: %w", err)
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	known := make(map[string]frontier.Known, len(captures))
	urls := func(yield func(string) bool) {
		for i := range captures {
			if !yield(captures[i].URL) {
				return
			}
		}
	}
	if err := store.KnownOf(urls, func(url string, k frontier.Known) { known[url] = k }); err != nil {
		return nil, fmt.Errorf("find stored pages: %w", err)
	}
	for _, c := range captures {
		k := known[c.URL]
		if k.Gone || k.WARCFile == "" {
			continue
		}
		body, _, err := readBody(filepath.Dir(stateDir), k.WARCFile, k.WARCOffset, maxKept)
		if err != nil {
			continue // what is not stored any more is no fault of this run
		}
		c.Outcome, c.ErrorCode, c.Message = corpus.OutcomeOK, "", ""
		c.FetchedAt, c.ContentType, c.WARCFile, c.WARCOffset = k.Fetched, k.ContentType, k.WARCFile, k.WARCOffset
		c.BodySHA256, c.Bytes = corpus.SHA256(body), int64(len(body))
		kept = append(kept, c)
	}
	return kept, nil
}

// maxKept bounds a stored body that is read again.
const maxKept = 64 << 20

// Respell makes known pages keep their history under the identities that
// crawl/urlid gives their URLs today, once for a store of a version before. urls
// gives the URLs that earlier runs met, and is read only if that is needed.
func Respell(stateDir string, urls iter.Seq2[string, error]) error {
	store, err := openState(stateDir)
	if err != nil {
		return fmt.Errorf("read state: %w", err)
	}
	file, ok := store.(*embedded.Store)
	if !ok {
		return store.Close() // no version wrote one with other identities
	}
	done, err := file.Respelled()
	if err == nil && !done {
		err = file.Respell(urls, urlid.Renormalise)
	}
	return errors.Join(err, store.Close())
}

// DropRun forgets a run's journal, once its captures are kept elsewhere. What
// is known about URLs for later runs stays.
func DropRun(stateDir string, run corpus.RunID) error {
	store, err := openState(stateDir)
	if err != nil {
		return fmt.Errorf("drop run %s: %w", run, err)
	}
	r, ok, err := store.Find(run)
	if err == nil && ok {
		err = r.Drop()
	}
	return errors.Join(err, store.Close())
}

// warcFile is the name of file seq of a worker's archive of a run.
func warcFile(job Job, worker, seq int) string {
	return warc.FileName(archiveSeries(job.Run, worker), seq)
}
