package corpus

// Unmade is a layer that does not apply to a document, and why.
type Unmade struct {
	Layer string
	Code  string // stable word for the reason
}
