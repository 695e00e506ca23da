package embedded_test

import (
	"encoding/binary"
	"hash/crc32"
	"os"
	"path/filepath"
	"testing"

	"framewatch/crawl/frontier/embedded"
	"framewatch/crawl/frontier/entry"
)

// FuzzLog opens a state beside a log of changes whose checksum is right whatever it
// says: it is applied, is an error, or is about a run that is gone.
func FuzzLog(f *testing.F) {
	change := func(kind byte, key, value string) []byte {
		b := append(entry.AppendText(nil, "20260304T080000Z-0001"), kind)
		return entry.AppendText(entry.AppendText(b, key), value)
	}
	f.Add(change(0, "courier.example\x00", "一"))
	f.Add(change(9, "", ""))
	f.Add(change(255, "a", "b"))
	f.Add([]byte{200})
	f.Fuzz(func(t *testing.T, record []byte) {
		dir := t.TempDir()
		s, err := embedded.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		run, err := s.Begin("20260304T080000Z-0001", "job")
		if err != nil {
			t.Fatal(err)
		}
		if err := run.Close(); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		log := binary.LittleEndian.AppendUint32(nil, uint32(len(record)))
		log = append(binary.LittleEndian.AppendUint32(log, crc32.ChecksumIEEE(record)), record...)
		if err := os.WriteFile(filepath.Join(dir, "crawl.log"), log, 0o600); err != nil {
			t.Fatal(err)
		}
		if s, err = embedded.Open(dir); err == nil {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	})
}
