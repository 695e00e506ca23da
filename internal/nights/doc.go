// Package nights holds the test that leaves a pipeline alone: night after night, on
// a clock that does not wait, it runs over invented outlets that publish, correct,
// move and delete, that fail, fall silent and are rebuilt, each on days that the test
// knows. It asks that nothing is missed or doubled, and that each fault is told once
// when it begins and once when it ends.
//
// go test runs a month of it; FRAMEWATCH_NIGHTS says how many nights (make soak: a
// year). All outlets, texts and addresses are invented, and served on loopback.
package nights
