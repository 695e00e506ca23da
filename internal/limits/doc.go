// Package limits knows what a process may take of its machine: memory, open files,
// processors. What sizes itself asks here, so that a program in a small container does
// less at once in place of being killed.
//
// Memory is what Go's own limit is set to: by whoever starts the program (GOMEMLIMIT),
// or, where nobody has, by [Apply], to a share of what the control group (cgroup, of a
// container or a unit of systemd) allows. The open files are those of the process
// (ulimit -n). Processors are Go's own business, which heeds the group's quota since
// Go 1.25. Nothing is read but files of the system, and without them nothing is limited.
package limits
