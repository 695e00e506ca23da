package refetch

import "errors"

// ReadJournal opens the journal in a folder and gives the numbers of the addresses
// that it knows.
func ReadJournal(dir, pkg string, addresses int) (known []int, err error) {
	j, err := openJournal(dir, pkg, addresses)
	if err != nil {
		return nil, err
	}
	var errs []error
	for n, noted := range j.known {
		known = append(known, n)
		if noted.Doc != nil {
			_, err := j.text(noted)
			errs = append(errs, err)
		}
	}
	return known, errors.Join(append(errs, j.file.Close())...)
}
