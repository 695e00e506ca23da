package crawl

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"framewatch/corpus"
	"framewatch/crawl/fetch"
	"framewatch/crawl/frontier"
	codec "framewatch/crawl/frontier/entry"
	"framewatch/crawl/read"
	"framewatch/crawl/urlid"
)

// The form of tasks and results that go to another process and back. Lengths, numbers
// and texts are those of crawl/frontier/entry: what comes from the web need not be
// text of any encoding.

// errandFormat is raised when this form, or what is made of an answer, changes, so
// that programs of two versions do not fetch for one run.
const errandFormat = 1

// offer is what a fetcher has to know of the run that it joins. Which addresses it may
// reach, how many requests it makes at once and whom it names as its operator are its
// own business.
type offer struct {
	Format  int             `json:"format"`
	Config  Config          `json:"config"`
	Sources []corpus.Source `json:"sources"`
}

// portable reports whether another process can carry a task out. One that goes on from
// a redirect has cookies and records of its own, a browser is here, and what is read
// again of the archive is no request.
func (t *task) portable() bool {
	rendered := t.scope.render && (t.item.Kind == KindPage || t.item.Kind == KindStart)
	return t.stored == nil && t.sub == nil && len(t.redirects) == 0 && !rendered
}

// taskTDM marks a tdmrep.json.
const taskTDM = 1

// encode gives a task that is portable.
func (t *task) encode() []byte {
	flags := uint64(0)
	if t.tdm {
		flags |= taskTDM
	}
	b := binary.AppendUvarint(nil, flags)
	b = binary.AppendUvarint(b, uint64(t.scope.index))
	for _, s := range []string{t.of, t.robots, t.reservation, string(codec.ItemKey(&t.item)), string(codec.EncodeItem(&t.item))} {
		b = codec.AppendText(b, s)
	}
	return b
}

// decodeTask reads what [task.encode] gives.
func decodeTask(b []byte, scopes []*scope) (*task, error) {
	d := codec.Decoder{B: b}
	flags, source := d.Number(), d.Number()
	t := &task{of: d.Text(), robots: d.Text(), reservation: d.Text(), tdm: flags&taskTDM != 0, jar: fetch.Cookies{}}
	key, value := d.Text(), d.Text()
	if d.Bad || source >= len(scopes) {
		return nil, fmt.Errorf("decode task: %w", codec.ErrDamaged)
	}
	t.scope = scopes[source]
	var err error
	t.item, err = codec.DecodeItem([]byte(key), []byte(value)) // that of a robots.txt has an empty host
	t.url = t.item.URL
	return t, err
}

const (
	resultInside = 1
	resultRobots = 2
)

// encode gives a result, whose records are in the archive already.
func (r *result) encode() ([]byte, error) {
	c := &r.capture
	flags := uint64(0)
	if r.inside {
		flags |= resultInside
	}
	var robots, cookies []byte
	var err error
	if r.robots != nil {
		flags |= resultRobots
		robots, err = json.Marshal(r.robots)
	}
	if r.next != "" { // else nobody sends them
		var jerr error
		if cookies, jerr = json.Marshal(r.header.Values("Set-Cookie")); jerr != nil {
			err = jerr
		}
	}
	if err != nil {
		return nil, fmt.Errorf("encode result of %s: %w", r.task.url, err)
	}
	b := binary.AppendUvarint(nil, flags)
	for _, n := range []int64{int64(r.latency), int64(r.wait), int64(r.pages)} {
		b = binary.AppendUvarint(b, uint64(n))
	}
	key, value := codec.EncodeCapture(c)
	found := frontier.Found{Links: r.links}
	for _, s := range []string{r.next, r.variant, string(key), string(value), string(codec.EncodeFound(&found)), string(robots), string(cookies)} {
		b = codec.AppendText(b, s)
	}
	b = binary.AppendUvarint(b, uint64(len(r.known)))
	for url, k := range r.known { // two at most, and in no order that counts
		b = codec.AppendText(codec.AppendText(b, url), string(codec.EncodeKnown(&k)))
	}
	return b, nil
}

// decodeResult reads what [result.encode] gives.
func decodeResult(b []byte, t *task, run corpus.RunID) (*result, error) {
	d := codec.Decoder{B: b}
	flags := d.Number()
	r := &result{task: t, inside: flags&resultInside != 0, latency: time.Duration(d.Number()), wait: time.Duration(d.Number()), pages: d.Number()}
	r.next, r.variant = d.Text(), d.Text()
	key, value, links, robots, cookies := d.Text(), d.Text(), d.Text(), d.Text(), d.Text()
	for n := d.Number(); n > 0 && !d.Bad; n-- {
		url, value := d.Text(), d.Text()
		k, err := codec.DecodeKnown([]byte(value))
		if err != nil {
			return nil, fmt.Errorf("result of %s: %w", t.url, err)
		}
		if r.known == nil {
			r.known = map[string]frontier.Known{}
		}
		r.known[url] = k
	}
	if err := d.Err("result of " + t.url); err != nil {
		return nil, err
	}
	var err error
	if r.capture, err = codec.DecodeCapture(run, []byte(key), []byte(value)); err != nil {
		return nil, fmt.Errorf("result of %s: %w", t.url, err)
	}
	found, err := codec.DecodeFound([]byte(links))
	if err == nil && flags&resultRobots != 0 {
		r.robots = &frontier.Robots{}
		err = json.Unmarshal([]byte(robots), r.robots)
		r.robots.Host = t.of
	}
	if err == nil && cookies != "" {
		var lines []string
		err = json.Unmarshal([]byte(cookies), &lines)
		_, host, target := urlid.Split(t.url)
		t.jar.Take(host, target, http.Header{"Set-Cookie": lines})
	}
	if err != nil {
		return nil, fmt.Errorf("result of %s: %w", t.url, err)
	}
	r.links = found.Links
	return r, nil
}

// readText reads the text of a page that may be another form of one of the run again,
// from the archive: it is told by numbers that mean nothing in another process.
func (l *loop) readText(r *result) error {
	c, k := &r.capture, r.known[r.task.url]
	file, offset, contentType := c.WARCFile, c.WARCOffset, c.ContentType
	if k.WARCFile != "" {
		file, offset = k.WARCFile, k.WARCOffset
	}
	body, _, err := readBody(datasetOf(l.job.WARCDir), file, offset, l.cfg.MaxBody)
	if err != nil {
		return fmt.Errorf("read what was fetched for this process: %w", err)
	}
	r.text = read.TextOf(body, contentType)
	return nil
}
