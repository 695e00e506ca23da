//go:build unix

package crawl_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"sync"

	"framewatch/crawl"
	"framewatch/crawl/frontier/postgres"
	"framewatch/crawl/frontier/postgres/pgtest"
)

// placeEnv makes all tests of this package keep the state of their crawls on a
// PostgreSQL server (`make scale-postgres`).
const placeEnv = "FRAMEWATCH_TEST_FRONTIER"

var placeServer = sync.OnceValues(pgtest.New)

// placeState puts the state of a dataset's crawls into a schema of that server.
func placeState(dir string) {
	if os.Getenv(placeEnv) == "" {
		return
	}
	server, err := placeServer()
	if err != nil {
		panic(err)
	}
	name := fmt.Sprintf("t%08x", crc32.ChecksumIEEE([]byte(dir)))
	store, err := postgres.Open(context.Background(), server.Address(name), 0)
	if err == nil {
		_, err = store.Claim(name)
		err = errors.Join(err, store.Close())
	}
	if err != nil {
		panic(err)
	}
	data, err := json.Marshal(map[string]string{"postgres": server.Address(name), "dataset": name})
	if err == nil {
		err = os.MkdirAll(filepath.Join(dir, "_state"), 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "_state", crawl.FrontierFile), data, 0o644)
	}
	if err != nil {
		panic(err)
	}
}

// endPlace stops that server.
func endPlace() error {
	if os.Getenv(placeEnv) == "" {
		return nil
	}
	server, err := placeServer()
	if err != nil {
		return err
	}
	return server.Remove()
}
