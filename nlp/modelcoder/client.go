package modelcoder

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"framewatch/nlp/internal/remote"
)

// firstGap is how long the client waits before it asks a second time; the gap
// doubles.
const firstGap = time.Second

// maxGap is the longest wait that an API can ask for.
const maxGap = time.Minute

// maxReply bounds an answer, in bytes.
const maxReply = 4 << 20

// busy is an answer that asks for patience.
type busy struct {
	status int
	after  time.Duration // 0 is not said
}

func (b *busy) Error() string { return fmt.Sprintf("status %d", b.status) }

// ask posts a question until there is an answer or patience ends.
func (c *Coder) ask(ctx context.Context, body []byte) (reply, error) {
	for attempt, gap := 0, firstGap; ; attempt, gap = attempt+1, 2*gap {
		if err := c.mute.May(time.Now()); err != nil {
			return reply{}, err
		}
		r, err := c.post(ctx, body)
		c.mute.Came(err, c.cfg.Timeout, time.Now())
		var b *busy
		if err == nil || !errors.As(err, &b) {
			return r, err
		}
		if attempt == c.cfg.Retries {
			return r, fmt.Errorf("%w (asked %d times)", err, attempt+1)
		}
		if err := c.wait(ctx, min(max(gap, b.after), maxGap)); err != nil {
			return r, err
		}
	}
}

// post asks once.
func (c *Coder) post(ctx context.Context, body []byte) (reply, error) {
	limited, cancel := context.WithTimeout(ctx, c.cfg.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(limited, http.MethodPost, strings.TrimSuffix(c.cfg.URL, "/")+"/chat/completions", bytes.NewReader(body))
	if err != nil {
		return reply{}, fmt.Errorf("ask the model: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	if key := os.Getenv(c.cfg.KeyEnv); c.cfg.KeyEnv != "" && key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return reply{}, c.late(ctx, limited, remote.Bare(err))
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxReply+1))
	switch {
	case resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= http.StatusInternalServerError:
		return reply{}, &busy{resp.StatusCode, retryAfter(resp.Header)}
	case resp.StatusCode != http.StatusOK:
		return reply{}, fmt.Errorf("status %d: %s", resp.StatusCode, remote.Excerpt(data))
	case err != nil:
		return reply{}, c.late(ctx, limited, fmt.Errorf("read answer: %w", err))
	case len(data) > maxReply:
		return reply{}, fmt.Errorf("the answer is longer than %d bytes", maxReply)
	}
	var r reply
	if err := json.Unmarshal(data, &r); err != nil {
		return reply{}, fmt.Errorf("the answer is no chat completion: %w", err)
	}
	if len(r.Choices) == 0 {
		return reply{}, errors.New("the answer has no choice")
	}
	return r, nil
}

// late says in words that the time is up.
func (c *Coder) late(ctx, limited context.Context, err error) error {
	if errors.Is(limited.Err(), context.DeadlineExceeded) && ctx.Err() == nil {
		return fmt.Errorf("%w within %s; raise model_coder.timeout", remote.ErrLate, c.cfg.Timeout)
	}
	return err
}

// retryAfter is the wait that an answer asks for, in seconds.
func retryAfter(h http.Header) time.Duration {
	n, err := strconv.Atoi(h.Get("Retry-After"))
	if err != nil || n < 0 {
		return 0
	}
	return time.Duration(min(n, int(maxGap/time.Second))) * time.Second
}
