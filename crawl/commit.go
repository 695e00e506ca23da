package crawl

import (
	"time"

	"framewatch/crawl/frontier"
)

// What is committed to a server costs a transaction there, whose price is that of
// many pages: so results wait for others, for a moment at most. A kill then costs
// these too.
const (
	waitResults = 32
	waitTime    = 100 * time.Millisecond
)

// mayWait reports whether what the batch holds may wait for more. A robots.txt does
// not, so that a kill does not make it be asked for again.
func (l *loop) mayWait() bool {
	if !l.run.Durable() || len(l.idle) > 0 || len(l.batch.Captures) >= waitResults || len(l.batch.Robots) > 0 {
		return false
	}
	if l.since.IsZero() {
		l.since = time.Now() // the machine's time: it is about its work, not about pace
	}
	return time.Since(l.since) < waitTime
}

// commit makes what the batch holds survive a kill, and from time to time the
// machine.
func (l *loop) commit() error {
	if l.batch.Empty() {
		return nil
	}
	l.since = time.Time{}
	at := l.archive.At()
	l.batch.Position = frontier.Position{Seq: at.Seq, Offset: at.Offset, Worker: l.run.Worker()}
	if l.run.Durable() {
		if err := l.archive.Sync(); err != nil {
			return err
		}
	}
	if err := l.run.Commit(&l.batch); err != nil {
		return err
	}
	l.settled = append(l.settled, l.batch.Done...)
	l.far.settled(l.batch.Errands)
	l.batch = frontier.Batch{Position: l.batch.Position, Done: l.batch.Done[:0], Captures: l.batch.Captures[:0]}
	l.report()
	switch {
	case l.run.Durable():
		l.forget()
		return nil
	case !l.run.Full():
		return l.run.Release()
	}
	return l.flush()
}

// flush applies what was committed to the store, with the archive forced to
// disk before, so that no journal entry names a record that is not there.
func (l *loop) flush() error {
	if err := l.archive.Sync(); err != nil {
		return err
	}
	if err := l.run.Flush(); err != nil {
		return err
	}
	l.forget()
	return nil
}

// forget lets go of what the store no longer has.
func (l *loop) forget() {
	for _, it := range l.settled {
		if h := l.hosts[it.Host]; h != nil {
			delete(h.taken, it.Place)
		}
	}
	l.settled = l.settled[:0]
}
