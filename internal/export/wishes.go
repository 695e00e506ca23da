package export

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"framewatch/crawl/reason"
	"framewatch/store"
)

// What a publisher wishes is read from the captures, which have what its servers
// said when they were asked. A wish on text and data mining is one of the publisher
// and holds for its whole outlet; robots.txt and noindex speak of addresses.
// What nobody said is "not known" and never "no".

// Words of [Reservation].
const (
	notKnown    = "not known"
	reserved    = "reserved"
	notReserved = "not reserved"
	disallowed  = "disallowed"
)

type captureSeen struct {
	SourceID  string    `col:"source_id"`
	URL       string    `col:"url"`
	FinalURL  string    `col:"final_url,null"`
	Kind      string    `col:"kind"`
	FetchedAt time.Time `col:"fetched_at"`
	ErrorCode string    `col:"error_code,null"`
	Robots    string    `col:"robots_state,null"`
	TDM       string    `col:"tdm_reservation,null"`
}

func (captureSeen) Table() string { return "captures" }

// said is what was last said at an address.
type said struct {
	at      time.Time
	robots  string
	noindex bool
}

// spoken is what was last said of an outlet.
type spoken struct {
	reservation Reservation
	tdm         map[string]said // of addresses, "1" or "0" in robots
	lists       map[string]said // of start pages and feeds
}

type wishes struct {
	sources map[string]*spoken
	pages   map[string]said // by address
	permit  map[string]string
}

// readWishes reads what all sources said.
func readWishes(ctx context.Context, ds *store.Dataset, permit map[string]string) (*wishes, error) {
	w := &wishes{sources: map[string]*spoken{}, pages: map[string]said{}, permit: permit}
	for c, err := range store.Scan[captureSeen](ctx, ds) {
		if err != nil {
			return nil, err
		}
		s := w.source(c.SourceID)
		if c.TDM != "" {
			newest(s.tdm, c.URL, said{at: c.FetchedAt, robots: c.TDM})
		}
		now := said{at: c.FetchedAt, robots: c.Robots, noindex: c.ErrorCode == reason.Noindex}
		switch {
		case c.Robots == "" && !now.noindex:
		case c.Kind == "page":
			newest(w.pages, c.URL, now)
			if c.FinalURL != "" {
				newest(w.pages, c.FinalURL, now)
			}
		default:
			newest(s.lists, c.URL, now)
		}
	}
	for id, s := range w.sources {
		w.judge(id, s)
	}
	return w, nil
}

func newest(in map[string]said, url string, s said) {
	if old, ok := in[url]; !ok || s.at.After(old.at) {
		in[url] = s
	}
}

func (w *wishes) source(id string) *spoken {
	s := w.sources[id]
	if s == nil {
		s = &spoken{tdm: map[string]said{}, lists: map[string]said{}, reservation: Reservation{SourceID: id, Robots: notKnown, TDM: notKnown}}
		w.sources[id] = s
	}
	return s
}

// judge says what holds for a whole outlet.
func (w *wishes) judge(id string, s *spoken) {
	r := &s.reservation
	for _, url := range sortedKeys(s.lists) {
		switch state := s.lists[url].robots; {
		case state == disallowed:
			r.Robots = disallowed
		case r.Robots == notKnown && (state == "allowed" || state == "none"):
			r.Robots = "allowed"
		}
	}
	for _, url := range sortedKeys(s.tdm) {
		switch {
		case s.tdm[url].robots == "1":
			r.TDM = reserved
		case r.TDM == notKnown:
			r.TDM = notReserved
		}
	}
	switch {
	case r.TDM == reserved:
		r.Level, r.Reason = L2, "the publisher reserves text and data mining (TDMRep)"
	case r.Robots == disallowed:
		r.Level, r.Reason = L2, "robots.txt disallows the outlet's lists"
	}
	if r.Permission = w.permit[id]; r.Permission != "" {
		r.Level = L0
	}
}

// of is the least level at which a document leaves, and why.
func (w *wishes) of(d *document) (Level, string) {
	s := w.source(d.source)
	if s.reservation.Permission != "" {
		return L0, ""
	}
	if s.reservation.Level > L0 {
		return s.reservation.Level, s.reservation.Reason
	}
	for _, a := range d.addresses {
		switch p := w.pages[a]; {
		case p.robots == disallowed:
			return L2, "robots.txt disallows the page"
		case p.noindex:
			s.reservation.Noindex++
			return L2, "the page asks not to be indexed"
		}
	}
	return L0, ""
}

func (w *wishes) count(id string) { w.source(id).reservation.Documents++ }

// ErrNoSource means that a permission names a source of which nothing was fetched.
var ErrNoSource = errors.New("the dataset has nothing of such a source")

// unknownPermits are permissions for sources that the dataset does not have.
func (w *wishes) unknownPermits() error {
	for _, id := range sortedKeys(w.permit) {
		if w.sources[id] == nil {
			return fmt.Errorf("permission for %q: %w", id, ErrNoSource)
		}
	}
	return nil
}

// list is what is known of the outlets that have documents in the export.
func (w *wishes) list(level Level) []Reservation {
	var out []Reservation
	for _, id := range sortedKeys(w.sources) {
		r := w.sources[id].reservation
		if r.Documents > 0 {
			r.Level = max(r.Level, level)
			out = append(out, r)
		}
	}
	return slices.Clip(out)
}
