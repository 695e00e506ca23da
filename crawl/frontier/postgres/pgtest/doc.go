// Package pgtest starts a PostgreSQL server for tests: Debian's package, in a
// folder of its own, on a Unix socket, as a user without rights where the tests run
// as root. No data goes in or out; where the server is not installed, tests are
// skipped with a line that says so, and fail where FRAMEWATCH_NEEDS_POSTGRES is set.
package pgtest
