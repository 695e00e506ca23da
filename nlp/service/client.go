package service

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"sync/atomic"
	"syscall"
	"time"

	"framewatch/corpus"
	"framewatch/nlp/internal/remote"
)

// Error is a document that the service gave no usable answer for.
type Error struct {
	Service string // its address
	Doc     corpus.DocID
	Down    bool // the service could not be reached, whatever the document
	Err     error
}

// Error names service, document, fault and remedy.
func (e *Error) Error() string {
	return fmt.Sprintf("annotator service %s: document %s: %v", e.Service, e.Doc, e.Err)
}

// Unwrap is the fault.
func (e *Error) Unwrap() error { return e.Err }

// Client asks one service. It is safe for concurrent use, and keeps its
// connections.
type Client struct {
	cfg  Config
	name string
	http *http.Client
	wait func(context.Context, time.Duration) error
	down atomic.Bool // since the last attempt: then nobody waits for it again
	mute remote.Silence
	now  func() time.Time
}

// New makes a client; nothing is asked yet.
func New(cfg Config) (*Client, error) {
	if err := cfg.Validate(); err != nil {
		return nil, fmt.Errorf("annotator service settings: %w", err)
	}
	u, err := url.Parse(cfg.URL)
	if err != nil {
		return nil, fmt.Errorf("annotator service settings: %w", err)
	}
	// Each document under way holds one connection.
	const connections = 64
	return &Client{
		cfg: cfg, wait: remote.Wait, now: time.Now,
		name: u.Scheme + "://" + u.Host + u.Path, // without a password or key
		http: &http.Client{CheckRedirect: remote.Stay, Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, MaxIdleConns: connections,
			MaxIdleConnsPerHost: connections, IdleConnTimeout: time.Minute}},
	}, nil
}

// Name is the service's address without password and query, for the columns
// that say who found something.
func (c *Client) Name() string { return c.name }

// Covers reports whether the service gives a layer for text in a language.
func (c *Client) Covers(layer, lang string) bool {
	return slices.Contains(c.cfg.Layers, layer) &&
		(len(c.cfg.Langs) == 0 || slices.Contains(c.cfg.Langs, lang) || slices.Contains(c.cfg.Langs, corpus.BaseLang(lang)))
}

// CoversLang reports whether the service gives anything in a language.
func (c *Client) CoversLang(lang string) bool { return c.Covers(c.cfg.Layers[0], lang) }

// firstGap is how long the client waits before it asks a second time.
const firstGap = 250 * time.Millisecond

// errBusy is an answer that asks for patience.
var errBusy = errors.New("status 503")

// Annotate asks for one document, whose language is doc.Lang. The error is an
// [Error], or that of ctx.
func (c *Client) Annotate(ctx context.Context, doc *corpus.Document) (*Answer, error) {
	fault := func(down bool, err error) error {
		return &Error{Service: c.name, Doc: doc.ID, Down: down, Err: err}
	}
	body, err := json.Marshal(struct {
		ID    string `json:"id"`
		Text  string `json:"text"`
		Lang  string `json:"lang"`
		Title string `json:"title,omitempty"`
	}{string(doc.ID), doc.Text, doc.Lang, doc.Title})
	if err != nil {
		return nil, fault(false, err)
	}
	reply, err := c.ask(ctx, append(body, '\n'), doc)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		down := again(err)
		if down {
			err = fmt.Errorf("%w; start the service, or take annotate.service.url out of the settings", err)
		}
		return nil, fault(down, err)
	}
	answer, err := c.read(reply, doc)
	if err != nil {
		return nil, fault(false, fmt.Errorf("%w; correct the service, or take annotate.service.url out of the settings", err))
	}
	return answer, nil
}

// ask posts body until there is an answer or patience ends. Once a service was
// down for one document, the next ones ask it a single time; once it has let several
// wait in vain, the next ones do not ask for a while.
func (c *Client) ask(ctx context.Context, body []byte, doc *corpus.Document) ([]byte, error) {
	for attempt, gap := 0, firstGap; ; attempt, gap = attempt+1, 2*gap {
		if err := c.mute.May(c.now()); err != nil {
			return nil, err
		}
		reply, err := c.post(ctx, body, doc)
		if ctx.Err() == nil {
			c.mute.Came(err, c.cfg.Timeout, c.now())
		}
		if err == nil || !again(err) {
			c.down.Store(false)
			return reply, err
		}
		if attempt == c.cfg.Retries || c.down.Load() {
			c.down.Store(true)
			return nil, fmt.Errorf("%w (asked %d times)", err, attempt+1)
		}
		if err := c.wait(ctx, gap); err != nil {
			return nil, err
		}
	}
}

// again reports faults that may pass: nobody listens, the connection broke
// before an answer, the service is busy.
func again(err error) bool {
	for _, passing := range []error{errBusy, remote.ErrSilent, io.EOF, io.ErrUnexpectedEOF, syscall.ECONNREFUSED, syscall.ECONNRESET} {
		if errors.Is(err, passing) {
			return true
		}
	}
	return false
}

// maxAnswer bounds an answer, in bytes: what annotate itself writes with all
// words is some thirty times the text.
func maxAnswer(doc *corpus.Document) int64 {
	return 1<<20 + 100*int64(len(doc.Text)+len(doc.Title))
}

// post asks once.
func (c *Client) post(ctx context.Context, body []byte, doc *corpus.Document) ([]byte, error) {
	limited, cancel := context.WithTimeout(ctx, c.cfg.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(limited, http.MethodPost, c.cfg.URL, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-ndjson")
	req.Header.Set("Accept", "application/x-ndjson")
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, c.late(limited, err)
	}
	defer resp.Body.Close()
	limit := maxAnswer(doc)
	reply, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	switch {
	case resp.StatusCode == http.StatusServiceUnavailable:
		return nil, errBusy
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		return nil, fmt.Errorf("it sends elsewhere (status %d), and texts go nowhere but to annotate.service.url: set it to the service's own address", resp.StatusCode)
	case resp.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("status %d: %s; see the service's log", resp.StatusCode, remote.Excerpt(reply))
	case err != nil:
		return nil, c.late(limited, err)
	case int64(len(reply)) > limit:
		return nil, fmt.Errorf("the answer is longer than %d bytes; correct the service, or take annotate.service.url out of the settings", limit)
	}
	return reply, nil
}

// late says in words that the time is up.
func (c *Client) late(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("%w within %s; raise annotate.service.timeout or speed the service up", remote.ErrLate, c.cfg.Timeout)
	}
	return remote.Bare(err) // the address is named already
}
