//go:build !unix

package crawl_test

import "errors"

// Servers are started, frozen and killed as Unix does it.

const (
	postgresEnv = "FRAMEWATCH_TEST_POSTGRES"
	placeEnv    = "FRAMEWATCH_TEST_FRONTIER"
)

func postgresChild([]byte) error { return errors.ErrUnsupported }
func placeState(string)          {}
func endPlace() error            { return nil }

func limitFiles(uint64) error { return errors.ErrUnsupported }
func limitOpen(uint64) error  { return errors.ErrUnsupported }
