package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// format is raised when the tables change; a schema of another format is refused
// rather than misread.
const format = "2"

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
	var there bool
	if err := tx.QueryRow(ctx, "SELECT to_regclass($1) IS NOT NULL", pgx.Identifier{schema, "meta"}.Sanitize()).Scan(&there); err != nil {
		return err
	}
	if there {
		var have string
		if err := tx.QueryRow(ctx, "SELECT value FROM meta WHERE key = 'format'").Scan(&have); err != nil {
			return fmt.Errorf("read format: %w", err)
		}
		switch have {
		case format:
			return nil
		case "1":
			if _, err := tx.Exec(ctx, errandsDDL+"UPDATE meta SET value = '"+format+"' WHERE key = 'format'"); err != nil {
				return fmt.Errorf("bring tables of format 1 to format %s: %w", format, err)
			}
			return tx.Commit(ctx)
		default:
			return fmt.Errorf("format %s, this program reads 1 to %s", have, format)
		}
	}
	if _, err := tx.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+pgx.Identifier{schema}.Sanitize()); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, ddl+errandsDDL); err != nil {
		return fmt.Errorf("make tables: %w", err)
	}
	if _, err := tx.Exec(ctx, "INSERT INTO meta VALUES ('format', $1)", format); err != nil {
		return err
	}
	return tx.Commit(ctx)
}
