package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
)

// Errands are rows. Who decides puts them there under its epoch, each for one fetcher,
// whose lease on them is its own: one row that it renews, and that its results are
// committed under. Errands of a fetcher that is not heard of come back to who decides,
// and nothing that it does counts from then on.

// Offer says what a process that joins the run has to know.
func (r *Run) Offer(offer []byte) error {
	return r.fail("offer errands", r.store.do(func(ctx context.Context) error {
		var b pgx.Batch
		b.Queue("SELECT hold($1, $2)", r.id, r.store.lease.epoch)
		b.Queue("UPDATE runs SET offer = $2 WHERE id = $1 AND offer IS DISTINCT FROM $2", r.id, offer)
		return r.store.pool.SendBatch(ctx, &b).Close()
	}))
}

// Errands returns those that a process before this one has left, in their order.
func (r *Run) Errands() (left []frontier.Errand, err error) {
	err = r.store.do(func(ctx context.Context) error {
		rows, err := r.store.pool.Query(ctx, "SELECT number, fetcher, task, result FROM errands WHERE run = $1 ORDER BY number", r.id)
		if err != nil {
			return err
		}
		left, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (e frontier.Errand, err error) {
			return e, row.Scan(&e.Number, &e.Fetcher, &e.Task, &e.Result)
		})
		return err
	})
	return left, r.fail("read errands", err)
}

// Exchange takes errands back, deals others out, and returns the fetchers that are
// heard of and the errands with a result, but for those in have. An errand of a
// fetcher that is not among them and that has no result will not get one.
func (r *Run) Exchange(back []int64, deal []frontier.Errand, have []int64) (fetchers []frontier.Fetcher, done []frontier.Errand, err error) {
	numbers, whose, tasks := make([]int64, len(deal)), make([]int32, len(deal)), make([][]byte, len(deal))
	for i, e := range deal {
		numbers[i], whose[i], tasks[i] = e.Number, int32(e.Fetcher), e.Task
	}
	silent, seen := 0, append([]int64{}, have...) // not nil, which would be NULL
	err = r.store.do(func(ctx context.Context) error {
		fetchers, done, silent = nil, nil, 0
		var b pgx.Batch
		if len(back)+len(deal) > 0 {
			b.Queue("SELECT hold_beside($1, $2)", r.id, r.store.lease.epoch)
			b.Queue("DELETE FROM errands WHERE run = $1 AND number = ANY($2)", r.id, back)
			b.Queue("INSERT INTO errands (run, number, fetcher, task) SELECT $1, * FROM unnest($2::bigint[], $3::integer[], $4::bytea[]) ON CONFLICT DO NOTHING", r.id, numbers, whose, tasks)
		}
		// Fetchers first: what one did before it fell silent is then among the results.
		b.Queue("SELECT number, room, seq, place, until < clock_timestamp() FROM fetchers WHERE run = $1 AND until > '-infinity'", r.id).Query(func(rows pgx.Rows) error {
			var f frontier.Fetcher
			var late bool
			_, err := pgx.ForEachRow(rows, []any{&f.Number, &f.Room, &f.At.Seq, &f.At.Offset, &late}, func() error {
				if late {
					silent++
				}
				fetchers = append(fetchers, f)
				return nil
			})
			return err
		})
		b.Queue("SELECT number, fetcher, result FROM errands WHERE run = $1 AND result IS NOT NULL AND number <> ALL($2) ORDER BY number", r.id, seen).Query(func(rows pgx.Rows) error {
			var e frontier.Errand
			_, err := pgx.ForEachRow(rows, []any{&e.Number, &e.Fetcher, &e.Result}, func() error { done = append(done, e); e.Result = nil; return nil })
			return err
		})
		return r.store.pool.SendBatch(ctx, &b).Close()
	})
	if err == nil && silent > 0 {
		err = r.dismiss("until < clock_timestamp()") // they are missed from the next time on
	}
	return fetchers, done, r.fail("exchange errands", err)
}

// dismiss makes nothing count any more that some fetchers do.
func (r *Run) dismiss(which string) error {
	return r.store.do(func(ctx context.Context) error {
		var b pgx.Batch
		b.Queue("SELECT hold_beside($1, $2)", r.id, r.store.lease.epoch)
		b.Queue("UPDATE fetchers SET until = '-infinity' WHERE run = $1 AND until > '-infinity' AND "+which, r.id)
		return r.store.pool.SendBatch(ctx, &b).Close()
	})
}

// Dismiss ends what fetchers do for the run, and returns all that it ever had, with
// the ends of their archives.
func (r *Run) Dismiss() (all []frontier.Fetcher, err error) {
	if err = r.dismiss("true"); err == nil {
		err = r.store.do(func(ctx context.Context) error {
			rows, err := r.store.pool.Query(ctx, "SELECT number, seq, place FROM fetchers WHERE run = $1 ORDER BY number", r.id)
			if err != nil {
				return err
			}
			all, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (f frontier.Fetcher, err error) {
				return f, row.Scan(&f.Number, &f.At.Seq, &f.At.Offset)
			})
			return err
		})
	}
	return all, r.fail("dismiss fetchers", err)
}

// ErrNothingOffered says that no run is under way that could be joined.
var ErrNothingOffered = errors.New("no crawl is under way that offers errands")

// Joined is a process's place among the fetchers of a run. What it reads is safe for
// concurrent use.
type Joined struct {
	*Store
	Run   *Run
	ID    int    // its number
	Offer []byte // see [Run.Offer]
	sum   string // of the offer
}

// Join takes part in the run under way in the schema of a server, as [Open] has its
// address, for up to room errands at a time. The error is [ErrNothingOffered] where
// there is none. It does not wait for the lease of who decides.
func Join(ctx context.Context, address string, length time.Duration, room int) (*Joined, error) {
	s, err := connect(ctx, address, length)
	if err != nil {
		return nil, err
	}
	j := &Joined{Store: s, Run: &Run{store: s}}
	err = s.do(func(ctx context.Context) error {
		var name []byte
		err := s.pool.QueryRow(ctx, `SELECT r.id, r.name, r.offer, md5(r.offer) FROM runs r JOIN lease l ON r.epoch = l.epoch
			WHERE NOT r.done AND r.offer IS NOT NULL AND l.until > clock_timestamp() ORDER BY r.id DESC LIMIT 1`).Scan(&j.Run.id, &name, &j.Offer, &j.sum)
		j.Run.name = corpus.RunID(name)
		return err
	})
	if err == nil {
		err = s.attend(func(ctx context.Context) error {
			return s.pool.QueryRow(ctx, "INSERT INTO fetchers (run, room, until, who) SELECT id, $2, clock_timestamp() + $3, $4 FROM runs WHERE id = $1 AND NOT done RETURNING number", j.Run.id, room, s.lease.length, who()).Scan(&j.ID)
		})
	}
	if errors.Is(err, pgx.ErrNoRows) { // it has ended meanwhile
		err = ErrNothingOffered
	}
	if err != nil {
		s.pool.Close()
		return nil, fmt.Errorf("join the crawl in %s: %w", s.where, err)
	}
	j.Run.fetcher = j.ID
	s.lease.renewal, s.lease.who = "UPDATE fetchers SET until = clock_timestamp() + $2 WHERE number = $1 AND until > '-infinity'", j.ID
	s.wait.Go(func() { s.keep(s.stop) })
	return j, nil
}

// Exchange hands results in, which are committed with the archive's end, and returns
// up to room errands that are not among those in have. The archive must have been
// forced to disk before. The error is [frontier.ErrTaken] when who decides has given
// this process up.
func (j *Joined) Exchange(done []frontier.Errand, at frontier.Position, have []int64, room int) (errands []frontier.Errand, err error) {
	numbers, results := make([]int64, len(done)), make([][]byte, len(done))
	for i, e := range done {
		numbers[i], results[i] = e.Number, e.Result
	}
	seen := append([]int64{}, have...) // not nil, which would be NULL
	err = j.do(func(ctx context.Context) error {
		errands = nil
		var b pgx.Batch
		if len(done) > 0 {
			b.Queue("SELECT attend($1, $2, $3)", j.ID, at.Seq, at.Offset)
			b.Queue(`UPDATE errands e SET result = n.result FROM unnest($3::bigint[], $4::bytea[]) AS n (number, result)
				WHERE e.run = $1 AND e.number = n.number AND e.fetcher = $2`, j.Run.id, j.ID, numbers, results)
		}
		b.Queue("SELECT number, task FROM errands WHERE run = $1 AND fetcher = $2 AND result IS NULL AND number <> ALL($3) ORDER BY number LIMIT $4",
			j.Run.id, j.ID, seen, room).Query(func(rows pgx.Rows) error {
			var e frontier.Errand
			_, err := pgx.ForEachRow(rows, []any{&e.Number, &e.Task}, func() error { errands = append(errands, e); e.Task = nil; return nil })
			return err
		})
		return j.pool.SendBatch(ctx, &b).Close()
	})
	return errands, j.Run.fail("hand errands in", err)
}

// Look tells how the run stands.
func (j *Joined) Look() (v frontier.Vicinity, err error) {
	err = j.do(func(ctx context.Context) error {
		var sum *string
		err := j.pool.QueryRow(ctx, `SELECT l.until < clock_timestamp(), coalesce(r.done, true), md5(r.offer) FROM lease l LEFT JOIN runs r ON r.id = $1`,
			j.Run.id).Scan(&v.Vacant, &v.Ended, &sum)
		v.Changed = sum == nil || *sum != j.sum
		return err
	})
	return v, j.Run.fail("look at the crawl", err)
}

// Leave gives back what is in hand, and takes no more.
func (j *Joined) Leave() error {
	return j.Run.fail("leave", j.do(func(ctx context.Context) error {
		var b pgx.Batch
		b.Queue("UPDATE fetchers SET until = '-infinity' WHERE number = $1", j.ID)
		b.Queue("UPDATE errands SET result = '' WHERE run = $1 AND fetcher = $2 AND result IS NULL", j.Run.id, j.ID)
		return j.pool.SendBatch(ctx, &b).Close()
	}))
}

// Length is that of the lease.
func (j *Joined) Length() time.Duration { return j.lease.length }

// Name is the run's.
func (r *Run) Name() corpus.RunID { return r.name }
