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

// glance is how long [Look] waits for a server.
const glance = 10 * time.Second

// Look tells how the store in the schema of a server is, as [Open] has its address. It
// takes no lease, writes nothing, and does not wait for a server that is away.
func Look(ctx context.Context, address string) (frontier.Standing, error) {
	s := frontier.Standing{Runs: []frontier.Pending{}, Joined: []frontier.Attending{}}
	cfg, schema, err := settings(address)
	if err != nil {
		return s, err
	}
	s.Where = whereOf(cfg, schema)
	ctx, cancel := context.WithTimeout(ctx, glance)
	defer cancel()
	conn, err := pgx.ConnectConfig(ctx, cfg.ConnConfig)
	if err != nil {
		return s, fmt.Errorf("ask %s: %w", s.Where, named(err))
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	// One moment of all tables.
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err == nil {
		err = read(ctx, tx, schema, &s)
	}
	if err != nil {
		return s, fmt.Errorf("look at %s: %w", s.Where, named(err))
	}
	return s, nil
}

func read(ctx context.Context, tx pgx.Tx, schema string, s *frontier.Standing) (err error) {
	if err := tx.QueryRow(ctx, "SHOW server_version").Scan(&s.Version); err != nil {
		return err
	}
	if s.Format, err = formatOf(ctx, tx, schema); err != nil {
		return err
	}
	if s.Format == 0 {
		return tx.QueryRow(ctx, `SELECT NOT coalesce(has_schema_privilege(to_regnamespace($1)::oid, 'CREATE'), has_database_privilege(current_database(), 'CREATE'))`,
			pgx.Identifier{schema}.Sanitize()).Scan(&s.Barred)
	}
	if s.Later = s.Format > len(upgrades); s.Later {
		return nil
	}
	var holder string
	var left float64
	if err := tx.QueryRow(ctx, `SELECT coalesce((SELECT value FROM meta WHERE key = 'dataset'), ''),
		(SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class WHERE relnamespace = to_regnamespace($1) AND relkind = 'r')`,
		pgx.Identifier{schema}.Sanitize()).Scan(&s.Dataset, &s.Bytes); err != nil {
		return err
	}
	switch err := tx.QueryRow(ctx, "SELECT split_part(holder, ' ', 1), extract(epoch FROM until - clock_timestamp())::float8 FROM lease WHERE until > 'epoch'").Scan(&holder, &left); {
	case err == nil:
		s.Decides = &frontier.Attending{Who: holder, Left: left}
	case !errors.Is(err, pgx.ErrNoRows):
		return err
	}
	if s.Runs, err = pending(ctx, tx, s.Format); err != nil || s.Format < formatErrands {
		return err
	}
	// By way of JSON, as format 2 does not have the name.
	rows, err := tx.Query(ctx, `SELECT coalesce(to_jsonb(f)->>'who', ''), extract(epoch FROM until - clock_timestamp())::float8, number, room,
		(SELECT count(*) FROM errands e WHERE e.run = f.run AND e.fetcher = f.number AND e.result IS NULL)
		FROM fetchers f WHERE until > '-infinity' ORDER BY number`)
	if err != nil {
		return err
	}
	s.Joined, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (a frontier.Attending, err error) {
		return a, row.Scan(&a.Who, &a.Left, &a.Number, &a.Room, &a.Out)
	})
	return err
}

// pending reads the runs that are not forgotten.
func pending(ctx context.Context, tx pgx.Tx, format int) ([]frontier.Pending, error) {
	rows, err := tx.Query(ctx, "SELECT id, name, done FROM runs ORDER BY id")
	if err != nil {
		return nil, err
	}
	var ids []int32
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (p frontier.Pending, err error) {
		var id int32
		var name []byte
		err = row.Scan(&id, &name, &p.Done)
		p.Run, ids = corpus.RunID(name), append(ids, id)
		return p, err
	})
	if err != nil {
		return nil, err
	}
	for i, id := range ids {
		low := within(id, nil)
		for table, n := range map[string]*int{"queue": &out[i].Waiting, "journal": &out[i].Captures} {
			if err := tx.QueryRow(ctx, "SELECT count(*) FROM "+table+" WHERE key >= $1 AND key < $2", low, ceiling(low)).Scan(n); err != nil {
				return nil, err
			}
		}
		if format < formatErrands {
			continue
		}
		if err := tx.QueryRow(ctx, "SELECT count(*) FROM errands WHERE run = $1 AND result IS NOT NULL", id).Scan(&out[i].Results); err != nil {
			return nil, err
		}
	}
	return out, nil
}
