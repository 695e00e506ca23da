package modelcoder

import (
	"context"
	"time"
)

// SetWait takes the place of waiting.
func SetWait(c *Coder, wait func(context.Context, time.Duration) error) { c.wait = wait }
