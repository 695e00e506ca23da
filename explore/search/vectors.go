package search

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"math"
	"os"
)

// vectors keeps what an encoder made in a file beside the index, as the index itself
// is not changed while it is open. The file may be deleted at any time. A vector
// belongs to the content of a document, by the digest of its record: of what is gone
// or was changed none stays (see [prune]).
type vectors struct{ db *sql.DB }

const vectorsName = ".vectors"

const vectorsSchema = `CREATE TABLE IF NOT EXISTS vectors (digest BLOB, encoder TEXT, vector BLOB NOT NULL, PRIMARY KEY (digest, encoder)) WITHOUT ROWID`

// openVectors opens the file of an index; one that cannot be used is made anew.
func openVectors(ctx context.Context, path string) (vectors, error) {
	name := path + vectorsName
	open := func() (*sql.DB, error) {
		uri, err := source(name, "_pragma=busy_timeout(5000)", "_pragma=secure_delete(1)")
		if err != nil {
			return nil, err
		}
		db, err := sql.Open("sqlite", uri)
		if err != nil {
			return nil, err
		}
		db.SetMaxOpenConns(1)
		if _, err = db.ExecContext(ctx, vectorsSchema); err == nil {
			_, err = db.ExecContext(ctx, "SELECT digest, encoder, vector FROM vectors LIMIT 1")
		}
		if err != nil {
			_ = db.Close()
			return nil, err
		}
		return db, nil
	}
	db, err := open()
	if err != nil && ctx.Err() == nil {
		if err := remove(name); err != nil {
			return vectors{}, err
		}
		db, err = open()
	}
	return vectors{db}, err
}

// prune removes the vectors of what the index at path does not have.
func prune(ctx context.Context, path string) error {
	if _, err := os.Stat(path + vectorsName); err != nil {
		return nil // none were made
	}
	v, err := openVectors(ctx, path)
	if err != nil {
		return err
	}
	defer v.db.Close()
	if _, err := v.db.ExecContext(ctx, "ATTACH ? AS renewed", path); err != nil {
		return err
	}
	_, err = v.db.ExecContext(ctx, "DELETE FROM vectors WHERE digest NOT IN (SELECT digest FROM renewed.docs)")
	return err
}

// kept opens the vectors when they are first wanted. Where they cannot be kept, as
// beside an index that may only be read, they are made each time.
func (x *Index) kept(ctx context.Context) vectors {
	x.opening.Lock()
	defer x.opening.Unlock()
	if x.vectors.db == nil {
		if v, err := openVectors(ctx, x.path); err == nil {
			x.vectors = v
		}
	}
	return x.vectors
}

func (x *Index) digest(ctx context.Context, doc int32) (digest []byte, err error) {
	err = x.db.QueryRowContext(ctx, "SELECT digest FROM docs WHERE n = ?", x.table.docs[doc].n).Scan(&digest)
	return digest, err
}

// get gives the vectors that are kept.
func (v vectors) get(ctx context.Context, x *Index, docs []int32, encoder string) (map[int32][]float32, error) {
	out := map[int32][]float32{}
	if v.db == nil {
		return out, nil
	}
	for _, d := range docs {
		digest, err := x.digest(ctx, d)
		if err != nil {
			return nil, err
		}
		var data []byte
		err = v.db.QueryRowContext(ctx, "SELECT vector FROM vectors WHERE digest = ? AND encoder = ?", digest, encoder).Scan(&data)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return nil, err
		}
		vector := make([]float32, len(data)/4)
		for i := range vector {
			vector[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
		}
		out[d] = vector
	}
	return out, nil
}

// put keeps vectors.
func (v vectors) put(ctx context.Context, x *Index, made map[int32][]float32, encoder string) error {
	if v.db == nil {
		return nil
	}
	tx, err := v.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	for d, vector := range made {
		digest, err := x.digest(ctx, d)
		if err != nil {
			return errors.Join(err, tx.Rollback())
		}
		data := make([]byte, 0, 4*len(vector))
		for _, f := range vector {
			data = binary.LittleEndian.AppendUint32(data, math.Float32bits(f))
		}
		if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", digest, encoder, data); err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	return tx.Commit()
}
