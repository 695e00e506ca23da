package report

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"framewatch/compare"
	"framewatch/compare/stats"
	"framewatch/store"
)

// eventWindow is how many days before and after an event are compared.
const eventWindow = 14

// move is the share of a frame before and after an event.
type move struct {
	event                           *windowed
	frame                           string
	before, after, difference, once store.EstimateRow // once: each story counted once
	pAdj, onceAdj                   float64           // p over all events and frames, of difference and once; 1 where nothing is tested
}

// stands reports whether a move is more than chance among all that were tested.
func (m move) stands(level float64) bool { return leavesOutZero(m.difference) && m.pAdj <= level }

// leavesOutZero reports whether an interval leaves out zero.
func leavesOutZero(r store.EstimateRow) bool {
	return r.CILo != nil && r.CIHi != nil && (*r.CILo > 0 || *r.CIHi < 0)
}

// windowed is an event with enough documents around it.
type windowed struct {
	store.EventRow
	day           time.Time
	number        int // among the events on the time line
	before, after int // documents
}

// around is what was asked about events.
type around struct {
	events  []*windowed
	moves   []move // the best evidence first
	changes []store.EstimateRow
	notes   []string
}

// eventsAsked answers question 3: how did frames move around the events?
func (b *builder) eventsAsked(ctx context.Context, ds *store.Dataset) (*answered, error) {
	const question = "Did frames move around the events?"
	if b.codebook == "" {
		a := unanswered(question, b.noCodes())
		a.sections = b.timeSections(around{})
		return a, nil
	}
	reply, missing, err := b.ask(ctx, ds, "events", func(s *compare.QuestionSpec) { s.Window = eventWindow })
	if err != nil {
		return nil, err
	}
	if reply == nil {
		a := unanswered(question, missing)
		a.sections = b.timeSections(around{})
		return a, nil
	}
	found := b.aroundEvents(reply)
	return &answered{card: b.eventsCard(question, found), sections: b.timeSections(found)}, nil
}

// aroundEvents puts the answers about an event and a frame together. Package compare
// adjusts p values for the frames of an event; here the best is chosen among all
// events too.
func (b *builder) aroundEvents(reply *compare.Reply) around {
	out := around{notes: reply.Notes}
	events := map[string]*windowed{}
	moves := map[[2]string]*move{}
	for _, r := range reply.Rows() {
		switch {
		case r.Dimension == "month" && r.GroupName != compare.GroupAll:
			out.changes = append(out.changes, r)
			continue
		case r.Dimension != "event" || !r.Preferred && r.Item != "":
			continue
		}
		e := events[r.GroupName]
		if e == nil {
			e = b.windowedEvent(r.GroupName)
			events[r.GroupName] = e
			out.events = append(out.events, e)
		}
		k := [2]string{r.GroupName, r.Item}
		if moves[k] == nil {
			moves[k] = &move{event: e, frame: r.Item, pAdj: 1, onceAdj: 1}
		}
		switch r.Statistic {
		case "documents_before":
			e.before = int(r.Value)
		case "documents_after":
			e.after = int(r.Value)
		case "share_before":
			moves[k].before = r
		case "share_after":
			moves[k].after = r
		case "difference":
			moves[k].difference = r
		case "weighted_difference":
			moves[k].once = r
		}
	}
	for _, m := range moves {
		if m.difference.Statistic != "" {
			out.moves = append(out.moves, *m)
		}
	}
	order := func(x, y move) int {
		return cmp.Or(cmp.Compare(x.pAdj, y.pAdj), cmp.Compare(p(x.difference), p(y.difference)), x.event.day.Compare(y.event.day), strings.Compare(x.event.EventID, y.event.EventID), strings.Compare(x.frame, y.frame))
	}
	slices.SortFunc(out.moves, order)
	adjustMoves(out.moves)
	slices.SortFunc(out.moves, order)
	return out
}

// p is the p value of a difference, 1 where nothing was tested.
func p(r store.EstimateRow) float64 {
	if r.P == nil {
		return 1
	}
	return *r.P
}

func adjustMoves(moves []move) {
	var documents, stories []*float64 // where adjusted values belong
	var ofDocuments, ofStories []float64
	for i := range moves {
		m := &moves[i]
		if m.difference.P != nil {
			documents, ofDocuments = append(documents, &m.pAdj), append(ofDocuments, *m.difference.P)
		}
		if m.once.P != nil {
			stories, ofStories = append(stories, &m.onceAdj), append(ofStories, *m.once.P)
		}
	}
	for i, adjusted := range stats.BenjaminiHochberg(ofDocuments) {
		*documents[i] = adjusted
	}
	for i, adjusted := range stats.BenjaminiHochberg(ofStories) {
		*stories[i] = adjusted
	}
}

// windowedEvent finds an event by its ID.
func (b *builder) windowedEvent(id string) *windowed {
	for _, e := range b.events {
		if e.EventID == id {
			day, _ := time.Parse(time.DateOnly, e.Date) // compare has read it
			return &windowed{EventRow: e, day: day}
		}
	}
	return &windowed{EventRow: store.EventRow{EventID: id, LabelEN: id}}
}

// tested counts the moves that were tested.
func (a around) tested() int {
	n := 0
	for _, m := range a.moves {
		if m.difference.P != nil {
			n++
		}
	}
	return n
}

func (b *builder) eventsCard(question string, found around) card {
	c := card{Question: question}
	if len(found.events) == 0 {
		c.Missing, c.Answer = true, b.noEvent()
		return c
	}
	documents := 0
	for _, e := range found.events {
		documents += e.before + e.after
	}
	c.Caveat = "A move after an event need not come from it" + b.tooNear(found.events) + "."
	if found.tested() == 0 {
		c.Answer = fmt.Sprintf("No frame can be tested: in the %d days around %s none is in some documents and not in others.", eventWindow, plural(len(found.events), "event", "events"))
		return c
	}
	best := found.moves[0]
	d := best.difference
	said := fmt.Sprintf("%s, %s of %d before %s and %s of %d after, %s points (%s; p adjusted %s)", quoted(b.labels.frame(best.frame).EN), percent(best.before.Value), best.before.N,
		quoted(best.event.LabelEN), percent(best.after.Value), best.after.N, points(d.Value), rowRange(d), pText(best.pAdj))
	stand := 0
	for _, m := range found.moves {
		if m.stands(1 - b.settings.Confidence) {
			stand++
		}
	}
	if stand == 0 {
		c.Answer = fmt.Sprintf("No move is shown within %d days of %s. Best evidence: %s.", eventWindow, plural(len(found.events), "event", "events"), said)
	} else {
		c.Answer = fmt.Sprintf("%s of %d tested. Best evidence: %s.", plural(stand, "move stands", "moves stand"), found.tested(), said)
	}
	c.Checks = best.checks(1-b.settings.Confidence, stand > 0)
	b.citeMove(&c, found, best, stand)
	return c
}

// citeMove notes what the card prints of the move with the best evidence, and of how
// many it was chosen.
func (b *builder) citeMove(c *card, found around, best move, stand int) {
	name, of := quoted(b.labels.frame(best.frame).EN), best.event.EventID+", "+best.frame
	c.cite(name+" before", best.before, percent(best.before.Value), whole(int(best.before.N)))
	c.cite(name+" after", best.after, percent(best.after.Value), whole(int(best.after.N)))
	c.cite("difference", best.difference, points(best.difference.Value), rowRange(best.difference))
	c.cite("difference, one vote a story", best.once, points(best.once.Value), rowRange(best.once))
	b.citeMade(c, "p adjusted over all events and frames", "p adjusted over all events: "+of, best.pAdj, best.difference, pText(best.pAdj))
	b.citeMade(c, "the same, one vote a story", "p adjusted over all events, one vote a story: "+of, best.onceAdj, best.once, pText(best.onceAdj))
	near := b.those(func(d compare.Doc) bool {
		day, err := time.Parse(time.DateOnly, d.Date)
		return err == nil && slices.ContainsFunc(found.events, func(e *windowed) bool { return day.Sub(e.day).Abs().Hours()/24 <= eventWindow })
	})
	b.citeMembers(c, "events, moves tested and moves that stand", "moves around events", float64(stand), near, whole(len(found.events)), whole(found.tested()), whole(stand), strings.TrimPrefix(b.tooNear(found.events), "; "))
}

// checks says what an answer about the move with the best evidence survives. It was
// chosen among all, so that one vote a story must stand the adjustment for all too.
func (m move) checks(level float64, shown bool) []check {
	stands := leavesOutZero(m.once) && m.onceAdj <= level
	copies := check{State: state(!stands), Note: fmt.Sprintf("one vote a story: %s points (%s), p adjusted %s", points(m.once.Value), rowRange(m.once), pText(m.onceAdj))}
	if shown {
		copies.State = state(stands && m.once.Value*m.difference.Value > 0)
	}
	return fourChecks(copies, check{}, check{Note: fmt.Sprintf("only windows of %d days were looked at", eventWindow)})
}

// noEvent says why no event can be looked at, and which is nearest.
func (b *builder) noEvent() string {
	first, last := b.span()
	if first.IsZero() {
		return "Of no document is the day of publication known."
	}
	text := fmt.Sprintf("No event has %s within %d days on either side; they are from %s to %s", plural(b.settings.MinDocs, "document", "documents"), eventWindow,
		first.Format("2 January 2006"), last.Format("2 January 2006"))
	var nearest store.EventRow
	least := -1
	for _, e := range b.events {
		day, err := time.Parse(time.DateOnly, e.Date)
		if err != nil {
			continue
		}
		away := int(max(first.Sub(day), day.Sub(last), 0).Hours() / 24)
		if least < 0 || away < least {
			nearest, least = e, away
		}
	}
	if least > 0 {
		text += fmt.Sprintf(", and the nearest event, %s, is of %s", quoted(nearest.LabelEN), dayName(nearest.Date))
	}
	return text + "."
}

// tooNear says how many events lie within each other's windows.
func (b *builder) tooNear(events []*windowed) string {
	n := 0
	for _, e := range events {
		for _, o := range b.events {
			day, err := time.Parse(time.DateOnly, o.Date)
			if away := day.Sub(e.day).Abs().Hours() / 24; err == nil && o.EventID != e.EventID && away < eventWindow {
				n++
				break
			}
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("; %d of %d events lie within %d days of another and cannot be told apart from it", n, len(events), eventWindow)
}

// rowRange is the interval of a difference.
func rowRange(r store.EstimateRow) string {
	if r.CILo == nil || r.CIHi == nil || r.P == nil {
		return "no interval"
	}
	return points(*r.CILo) + " to " + points(*r.CIHi)
}

func pText(p float64) string { return pValue(compare.Contrasted{Tested: true}, p) }
