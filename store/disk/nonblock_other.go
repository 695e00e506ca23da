//go:build !unix

package disk

// nonBlocking is nothing where opening never waits.
const nonBlocking = 0
