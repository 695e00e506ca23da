package disk_test

import (
	"testing"

	"framewatch/store/disk"
	"framewatch/store/disk/disktest"
)

func TestAFolderOfTheMachineConforms(t *testing.T) {
	disktest.Conformance(t, disktest.Traits{Links: true, Folders: true}, func(t *testing.T) disk.FS {
		d, err := disk.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		return d
	})
}

func TestAFolderInMemoryConforms(t *testing.T) {
	disktest.Conformance(t, disktest.Traits{Links: true, Folders: true}, func(*testing.T) disk.FS { return disktest.NewMem() })
}
