//go:build !linux && !darwin

package pdfium

import (
	"errors"
	"time"
)

// canLimitWork tells whether the system ends a process that has computed too long.
const canLimitWork = false

func limitWork(time.Duration) error { return errors.ErrUnsupported }
