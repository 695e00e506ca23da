package embedded

import (
	"fmt"
	"syscall"

	"go.etcd.io/bbolt"
)

// release gives back the pages of the store's file that this process has mapped
// and read. They stay in the system's cache and come back when they are read
// again; without it the process would seem to grow with the store.
func (s *Store) release() error {
	// Inside a transaction, during which the mapping stays where it is.
	err := s.db.View(func(tx *bbolt.Tx) error {
		_, _, errno := syscall.Syscall(syscall.SYS_MADVISE, s.db.Info().Data, uintptr(tx.Size()), syscall.MADV_DONTNEED)
		if errno != 0 {
			return errno
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("give back memory of the crawl state: %w", err)
	}
	return nil
}
