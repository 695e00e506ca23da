package modelcoder

import (
	"context"
	"time"

	"framewatch/nlp/codes"
)

// SetWait takes the place of waiting.
func SetWait(c *Coder, wait func(context.Context, time.Duration) error) { c.wait = wait }

// Read is how an answer is taken.
func Read(c *Coder, u *codes.Unit, content string) (codes.Code, error) { return c.read(u, content) }

// Frames are those of the codebook.
func Frames(c *Coder) []string { return c.frames }
