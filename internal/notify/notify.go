// Package notify tells a receiver that the health of a source has changed: one POST
// of JSON when a fault begins, and one when it ends.
//
// Changes go in; what could not be delivered is kept in a file and goes before the
// next ones, so that a receiver that is down for a night misses nothing, nor one whose
// process was killed after its run. A receiver may get a change twice (when its answer
// was lost on the way), and knows it by its ID. Nothing here fails a run: errors are
// for the log.
package notify

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"time"

	"framewatch/corpus"
	"framewatch/internal/atomicfile"
)

// The phases of a fault.
const (
	Began = "began"
	Ended = "ended"
)

// Change is the beginning or the end of a fault of a source.
type Change struct {
	ID      string          `json:"id"` // the same for the same change
	Source  corpus.SourceID `json:"source"`
	Code    string          `json:"code"`          // stable word for the fault
	URL     string          `json:"url,omitempty"` // list that it is about; empty where the source as a whole is meant
	Phase   string          `json:"phase"`         // began or ended
	Broken  bool            `json:"broken"`        // whether runs end with 3 as long as it holds
	Message string          `json:"message"`       // for people; may quote what a page says
	Noticed time.Time       `json:"noticed_at"`
	Since   time.Time       `json:"since"` // when it was noticed first
}

// Message is the body of the request.
type Message struct {
	Program string       `json:"program"` // framewatch
	Version string       `json:"version"`
	Data    string       `json:"data"` // the dataset
	Run     corpus.RunID `json:"run_id"`
	Changes []Change     `json:"changes"`
}

// SignatureHeader holds "sha256=" and the HMAC-SHA256 of the body in hexadecimal
// digits, keyed by the secret (RFC 2104), if there is one.
const SignatureHeader = "X-Framewatch-Signature"

// maxKept bounds what waits for a receiver that does not answer; the oldest go.
const maxKept = 1000

// Notifier delivers messages.
type Notifier struct {
	cfg    Config
	client *http.Client
	outbox string
	secret string
	wait   func(context.Context, time.Duration) error
}

// New makes a notifier that keeps what is undelivered in the file outbox. secret
// signs, if it is not empty.
func New(cfg Config, outbox, secret string) *Notifier {
	return &Notifier{cfg: cfg, outbox: outbox, secret: secret, wait: sleep, client: &http.Client{
		Timeout: cfg.Timeout,
		// A receiver that sends elsewhere is not the one that the settings name.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// state is what is remembered between runs.
type state struct {
	Until   time.Time `json:"until"` // changes that were noticed later are not known here
	Changes []Change  `json:"undelivered"`
}

// Since is the time of the newest change that the notifier knows; zero where it
// knows of none.
func (n *Notifier) Since() (time.Time, error) {
	kept, err := n.kept()
	return kept.Until, err
}

// Tell delivers the changes of m, which were noticed until a time, and those that
// could not be delivered before. Without any, nothing is sent. The error says why
// they are kept for the next time.
func (n *Notifier) Tell(ctx context.Context, m Message, until time.Time) error {
	kept, err := n.kept()
	if err != nil {
		return err
	}
	known := map[string]bool{}
	all := []Change{}
	for _, c := range append(kept.Changes, m.Changes...) {
		if !known[c.ID] {
			known[c.ID] = true
			all = append(all, c)
		}
	}
	if len(all) > maxKept {
		all = all[len(all)-maxKept:]
	}
	if err := n.keep(state{until, all}); err != nil { // first: whatever happens, they are not lost
		return err
	}
	if len(all) == 0 {
		return nil
	}
	m.Program, m.Changes = "framewatch", all
	if err := n.deliver(ctx, m); err != nil {
		return fmt.Errorf("tell %s of %d changes: %w; they are told again after the next run", n.cfg.host(), len(all), err)
	}
	return n.keep(state{until, nil})
}

func (n *Notifier) kept() (kept state, err error) {
	data, err := os.ReadFile(n.outbox)
	if errors.Is(err, fs.ErrNotExist) {
		return kept, nil
	}
	if err != nil {
		return kept, fmt.Errorf("read undelivered changes: %w", err)
	}
	if err := json.Unmarshal(data, &kept); err != nil {
		return kept, fmt.Errorf("read undelivered changes %s: %w (remove the file to give them up)", n.outbox, err)
	}
	return kept, nil
}

func (n *Notifier) keep(s state) error {
	data, err := json.Marshal(s)
	if err == nil {
		err = atomicfile.Write(n.outbox, append(data, '\n'))
	}
	if err != nil {
		return fmt.Errorf("keep changes: %w", err)
	}
	return nil
}

// deliver posts a message, again where that may help.
func (n *Notifier) deliver(ctx context.Context, m Message) error {
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	for try := 1; ; try++ {
		again, err := n.post(ctx, body)
		if err == nil || !again || try >= n.cfg.Tries {
			return err
		}
		if waitErr := n.wait(ctx, time.Second<<(2*(try-1))); waitErr != nil {
			return errors.Join(err, waitErr)
		}
	}
}

// post reports whether another try may help.
func (n *Notifier) post(ctx context.Context, body []byte) (again bool, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, n.cfg.Webhook, bytes.NewReader(body))
	if err != nil {
		return false, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Framewatch")
	if n.secret != "" {
		r.Header.Set(SignatureHeader, Sign(n.secret, body))
	}
	resp, err := n.client.Do(r)
	if err != nil {
		var at *url.Error
		if errors.As(err, &at) {
			err = at.Err // without the address, which may hold a token
		}
		return true, err
	}
	_, readErr := io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10)) // so that the connection can serve again
	err = errors.Join(readErr, resp.Body.Close())
	if resp.StatusCode/100 == 2 {
		return false, nil // it was taken, whatever became of the answer's end
	}
	return resp.StatusCode >= 500 || resp.StatusCode == http.StatusTooManyRequests, errors.Join(fmt.Errorf("it answers %s", resp.Status), err)
}

// Sign is the value of [SignatureHeader] for a body.
func Sign(secret string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
