package crawl

import (
	"fmt"

	"framewatch/internal/limits"
)

// What a crawl takes of the files and connections that a process may have open: for
// each worker the one under way, the tries of a second address, and those that wait
// for the host's next page; for all else the state, archives, name servers and a
// browser.
const (
	filesOfWorker = 6
	filesOfCrawl  = 64
)

// memoryOfCrawl is what a crawl takes beside the bodies that its workers hold, each as
// it came and decoded: a hundred thousand pages known, measured.
const memoryOfCrawl = 96 << 20

// fitWorkers is how many of the workers that are wanted may run where so many files
// may be open. Without them connections would fail one after the other, and hosts
// would be given up for it.
func fitWorkers(wanted int, files uint64) (int, error) {
	const least = filesOfCrawl + filesOfWorker
	if files < least {
		return 0, fmt.Errorf("a process may have %d files open here, and a crawl needs %d: raise the limit (ulimit -n, LimitNOFILE)", files, least)
	}
	return int(min(uint64(wanted), (files-filesOfCrawl)/filesOfWorker)), nil
}

// Fit is how many of its workers a crawl can run in this process: with the files that
// it may have open, and with the memory that it may take, were all bodies as long as
// they may be. why says what keeps it from more. The error is that not one could work.
func (c Config) Fit() (workers int, why string, err error) {
	files := limits.Files()
	if workers, err = fitWorkers(c.Workers, files); err != nil {
		return 0, "", err
	}
	if workers < c.Workers {
		why = fmt.Sprintf("the process may have no more than %d files open (ulimit -n, LimitNOFILE)", files)
	}
	if fit := limits.Fit(workers, memoryOfCrawl, 2*max(c.MaxBody, c.MaxPDF)); fit < workers {
		workers, why = fit, fmt.Sprintf("the process may take no more than %d MiB of memory, and bodies may be as long as crawl.max_body", limits.Memory()>>20)
	}
	return workers, why, nil
}
