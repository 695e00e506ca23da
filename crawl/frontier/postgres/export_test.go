package postgres

// Freeze makes the store renew its lease no more, as one whose process stands still.
func (s *Store) Freeze() {
	s.once.Do(func() { close(s.stop); s.wait.Wait() })
}

// Thaw closes what [Store.Freeze] left open.
func (s *Store) Thaw() { s.pool.Close() }

// Uncertain reports whether the store would have to ask the server whose it is.
func (s *Store) Uncertain() bool {
	known, _ := s.lease.certain()
	return !known
}
