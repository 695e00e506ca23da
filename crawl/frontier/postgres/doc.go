// Package postgres is a [frontier.Store] in a schema of a PostgreSQL server. A
// [frontier.Batch] goes in as one transaction, durable as the server has it
// (synchronous_commit); items, captures and what is known of URLs come out.
//
// One process holds the store, by a lease that it renews. When it is not heard of
// for the length of the lease, the next that opens the store takes it over under a
// higher epoch; what the first commits after that is refused, whatever its clock
// says. Other processes can join its run ([Join]) and carry out tasks that it puts into
// rows: their leases and their results are theirs, what follows is decided by one. The
// package starts no server and keeps no passwords: those come from
// PGPASSWORD or a password file, as for every client of PostgreSQL.
package postgres
