package crawl

import (
	"time"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/robots"
	"framewatch/crawl/urlid"
)

// A host's tdmrep.json is asked for once robots.txt is known, where robots.txt
// allows it, and its copy holds for a day. Unlike robots.txt it may be missing
// for any reason, including faults: then nothing is reserved.

// tdmTask fetches an origin's tdmrep.json.
func tdmTask(sc *scope, origin string) *task {
	t := robotsTask(sc, origin)
	t.url = origin + robots.TDMPath
	t.item.URL, t.tdm = t.url, true
	return t
}

// reservations sets what a policy's host reserves, from the stored copy; it
// reports whether the file has to be asked for first.
func (l *loop) reservations(origin string, p *policy, now time.Time) (ask bool, err error) {
	if p.tdm != nil {
		return false, nil
	}
	url := origin + robots.TDMPath
	if _, code, _ := p.decide(url); code != "" {
		p.tdm = robots.ParseTDM(nil)
		return false, nil
	}
	rb, ok, err := l.store.Robots(url)
	if err != nil {
		return false, err
	}
	if !ok || !recent(rb.Fetched, now, robotsLife) {
		return true, nil
	}
	p.tdm = robots.ParseTDM(rb.Body)
	return false, nil
}

// reserved is why a page is not asked for, when its host reserves it and the
// settings say to leave such pages alone. Its lists may still be read: they are
// not what is mined.
func (l *loop) reserved(t *task) bool {
	return l.cfg.TDM == Skip && t.reservation == "1" && t.item.Kind == KindPage
}

// endTDM makes a tdmrep.json hold for its host.
func (l *loop) endTDM(t *task, c corpus.Capture, rb *frontier.Robots, members [][]byte) error {
	if err := l.write(&c, t, members, nil); err != nil {
		return err
	}
	l.closeTDM(t, c, rb)
	return nil
}

// closeTDM settles a tdmrep.json; rb is nil when it could not be had.
func (l *loop) closeTDM(t *task, c corpus.Capture, rb *frontier.Robots) {
	var body []byte
	if rb != nil {
		rb.Host, body = t.of+robots.TDMPath, rb.Body
		l.batch.Robots = append(l.batch.Robots, *rb)
	}
	l.settle(t, c)
	_, name, _ := urlid.Split(t.of)
	h := l.host(name)
	h.loading--
	if p := h.policies[t.of]; p != nil {
		p.tdm = robots.ParseTDM(body)
	}
	l.ready.update(h)
}
