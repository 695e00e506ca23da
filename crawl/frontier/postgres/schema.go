package postgres

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"
)

// The tables of entries have one form, so that one way of reading and writing does
// for all. Keys and values are those of crawl/frontier/entry: bytes, because what
// comes from the web need not be text of any encoding. In tables of runs the number
// of the run comes before the key: with a column of its own the planner, which knows
// nothing yet of a new run, looks through all of it for a few keys.
const ddl = `
CREATE TABLE meta (key text PRIMARY KEY, value text NOT NULL);
CREATE TABLE lease (one boolean PRIMARY KEY DEFAULT true CHECK (one), holder text NOT NULL, epoch bigint NOT NULL, until timestamptz NOT NULL);
INSERT INTO lease VALUES (true, '', 0, 'epoch');

CREATE TABLE known  (key bytea PRIMARY KEY, value bytea NOT NULL);
CREATE TABLE robots (key bytea PRIMARY KEY, value bytea NOT NULL);
CREATE TABLE visits (key bytea PRIMARY KEY, value bytea NOT NULL);

CREATE TABLE runs (
	id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name bytea NOT NULL UNIQUE, job text NOT NULL, epoch bigint NOT NULL, done boolean NOT NULL DEFAULT false,
	worker integer NOT NULL DEFAULT 0, seq integer NOT NULL DEFAULT 0, place bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
CREATE TABLE queue   (key bytea PRIMARY KEY, value bytea NOT NULL);
CREATE TABLE found   (key bytea PRIMARY KEY, value bytea NOT NULL);
CREATE TABLE journal (key bytea PRIMARY KEY, value bytea NOT NULL);
CREATE TABLE sources (key bytea PRIMARY KEY, value bytea NOT NULL);
CREATE TABLE hosts   (key bytea PRIMARY KEY, value bytea NOT NULL);
CREATE TABLE seen    (key bytea PRIMARY KEY, value bytea NOT NULL);
CREATE TABLE bodies  (key bytea PRIMARY KEY, value bytea NOT NULL);

-- Refuses the transaction of a process that was taken over. The row's lock makes
-- whoever takes the run over wait for a commit under way, and the other way round.
CREATE FUNCTION hold(this integer, mine bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM 1 FROM runs WHERE id = this AND epoch = mine FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'run % is not held under epoch %', this, mine USING ERRCODE = 'FW001';
	END IF;
END $$;

CREATE FUNCTION progress(this integer, mine bigint, in_files_of integer, in_file integer, at bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	UPDATE runs SET worker = in_files_of, seq = in_file, place = at WHERE id = this AND epoch = mine;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'run % is not held under epoch %', this, mine USING ERRCODE = 'FW001';
	END IF;
END $$;
`

// errandsDDL is what format 2 adds: what other processes fetch for the one that
// decides. A fetcher whose time is -infinity has left or was given up; its row stays
// while the run goes on, as it knows how far its archive counts.
const errandsDDL = `
ALTER TABLE runs ADD COLUMN offer bytea;
CREATE TABLE fetchers (
	number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, run integer NOT NULL, room integer NOT NULL, until timestamptz NOT NULL,
	seq integer NOT NULL DEFAULT 0, place bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
CREATE TABLE errands (run integer, number bigint, fetcher integer NOT NULL, task bytea NOT NULL, result bytea, PRIMARY KEY (run, number));

-- As hold, beside the commits of the same process: the lock goes together with updates
-- of the row that leave the epoch alone, as that is of a key.
CREATE UNIQUE INDEX runs_epoch ON runs (id, epoch);
CREATE FUNCTION hold_beside(this integer, mine bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM 1 FROM runs WHERE id = this AND epoch = mine FOR KEY SHARE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'run % is not held under epoch %', this, mine USING ERRCODE = 'FW001';
	END IF;
END $$;

-- Refuses the transaction of a fetcher that was given up.
CREATE FUNCTION attend(this integer, in_file integer, at bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	UPDATE fetchers SET seq = in_file, place = at WHERE number = this AND until > '-infinity';
	IF NOT FOUND THEN
		RAISE EXCEPTION 'fetcher % was given up', this USING ERRCODE = 'FW001';
	END IF;
END $$;
`

// namesDDL is what format 3 adds: who has joined, for people, and a hold on all there is.
const namesDDL = `
ALTER TABLE fetchers ADD COLUMN who text NOT NULL DEFAULT '';
CREATE FUNCTION hold_store(mine bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM 1 FROM lease WHERE epoch = mine FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'the store is not held under epoch %', mine USING ERRCODE = 'FW001';
	END IF;
END $$;
`

// upgrades are what leads from each format to the next, the first from an empty schema.
// A schema of a later format is refused rather than misread.
var upgrades = []string{ddl, errandsDDL, namesDDL}

// formatErrands is the first format with errands.
const formatErrands = 2

// codeTaken is the SQLSTATE that the functions raise.
const codeTaken = "FW001"

// prepare makes the tables, where they are not there.
func prepare(ctx context.Context, conn *pgx.Conn, schema string) (err error) {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if rerr := tx.Rollback(ctx); !errors.Is(rerr, pgx.ErrTxClosed) {
			err = errors.Join(err, rerr)
		}
	}()
	// Two that begin at once must not both make them. The number is this package's.
	if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock(7251103)"); err != nil {
		return err
	}
	have, err := formatOf(ctx, tx, schema)
	if err != nil {
		return err
	}
	if have == len(upgrades) {
		return nil
	}
	if have > len(upgrades) {
		return fmt.Errorf("format %d, this program reads 1 to %d: a later version has made it, which reads it still", have, len(upgrades))
	}
	if have == 0 {
		if err := makeSchema(ctx, tx, schema); err != nil {
			return err
		}
	}
	for _, ddl := range upgrades[have:] {
		if _, err := tx.Exec(ctx, ddl); err != nil {
			return fmt.Errorf("bring tables of format %d to format %d: %w", have, len(upgrades), err)
		}
	}
	if _, err := tx.Exec(ctx, "INSERT INTO meta VALUES ('format', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value", strconv.Itoa(len(upgrades))); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

// querier is a connection or a transaction on one.
type querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// formatOf is the format of the tables in a schema, 0 where there are none.
func formatOf(ctx context.Context, q querier, schema string) (format int, err error) {
	var there bool
	if err := q.QueryRow(ctx, "SELECT to_regclass($1) IS NOT NULL", pgx.Identifier{schema, "meta"}.Sanitize()).Scan(&there); err != nil || !there {
		return 0, err
	}
	var have string
	if err := q.QueryRow(ctx, "SELECT value FROM meta WHERE key = 'format'").Scan(&have); err != nil {
		return 0, fmt.Errorf("read format: %w", err)
	}
	if format, err = strconv.Atoi(have); err != nil || format < 1 {
		return 0, fmt.Errorf("format %q is none of this program", have)
	}
	return format, nil
}

// makeSchema makes the schema where it is not there. A role that has one made for it
// need not be allowed to make others, which IF NOT EXISTS would ask for all the same.
func makeSchema(ctx context.Context, tx pgx.Tx, schema string) error {
	var there bool
	name := pgx.Identifier{schema}.Sanitize()
	if err := tx.QueryRow(ctx, "SELECT to_regnamespace($1) IS NOT NULL", name).Scan(&there); err != nil || there {
		return err
	}
	if _, err := tx.Exec(ctx, "CREATE SCHEMA "+name); err != nil {
		return fmt.Errorf("make schema %s: %w", schema, err)
	}
	return nil
}
