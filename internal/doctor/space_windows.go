package doctor

import (
	"fmt"

	"golang.org/x/sys/windows"
)

// freeBytes is how many bytes this user may still write to the disk of a folder.
func freeBytes(dir string) (uint64, error) {
	name, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	var free uint64
	if err := windows.GetDiskFreeSpaceEx(name, &free, nil, nil); err != nil {
		return 0, fmt.Errorf("ask for room in %s: %w", dir, err)
	}
	return free, nil
}
