package frontier

// Errand is a task that another process than the one that decides carries out. What
// task and result are is the crawler's business.
type Errand struct {
	Number  int64 // unique within the run
	Fetcher int   // number of who carries it out
	Task    []byte
	Result  []byte // nil while it is under way, empty when it was given back
}

// Fetcher is a process that has joined a run to carry out errands, and is heard of.
type Fetcher struct {
	Number int      // unique within the store, so that its archive files are its own
	Room   int      // how many errands it takes at a time
	At     Position // end of its archive, as far as results name it
}

// Vicinity is what a fetcher sees of the run that it has joined.
type Vicinity struct {
	Vacant  bool // nobody decides: whoever decided was not heard of, or has stopped
	Ended   bool // the run is at its end
	Changed bool // it goes on under another offer
}
