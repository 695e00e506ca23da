package compare

import "errors"

// ErrQuestion is in the chain of errors that are a mistake of what was asked: an
// unknown dimension, frame or side, or a filter that chooses nothing.
var ErrQuestion = errors.New("mistake in the question")

// ErrNothing is in the chain where a filter chooses no document of the dataset.
var ErrNothing = errors.New("there is nothing to compare")

// askedError marks an error as one of the question, without a word more.
type askedError struct{ error }

func (e askedError) Unwrap() []error { return []error{e.error, ErrQuestion} }

func asked(err error) error { return askedError{err} }
