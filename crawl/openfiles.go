package crawl

import "fmt"

// What a crawl takes of the files and connections that a process may have open: for
// each worker the one under way, the tries of a second address, and those that wait
// for the host's next page; for all else the state, archives, name servers and a
// browser.
const (
	filesOfWorker = 6
	filesOfCrawl  = 64
)

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
