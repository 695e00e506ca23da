package modelcoder

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"framewatch/nlp/codes"
	"framewatch/nlp/frame"
	"framewatch/nlp/internal/remote"
)

// ErrCost means that a run stopped before it could cost more than it may. What
// was answered is kept.
var ErrCost = errors.New("the next answer could cost more than the run may")

// Coder asks one model, for one target. It is not safe for concurrent use.
type Coder struct {
	cfg    Config
	http   *http.Client
	wait   func(context.Context, time.Duration) error
	mute   remote.Silence
	cache  string
	system string
	frames []string
}

// New makes a coder for a target, named as the model shall know it. Answers are
// kept in folder cache.
func New(cfg Config, target string, book *frame.Codebook, cache string) (*Coder, error) {
	if err := cfg.Validate(); err != nil {
		return nil, fmt.Errorf("settings of the model coder: %w", err)
	}
	if !cfg.On() {
		return nil, errors.New("no model is set: write model_coder.url and model_coder.model into the settings")
	}
	// A redirect would take text and key to an address that nobody has named.
	return &Coder{cfg: cfg, http: &http.Client{CheckRedirect: remote.Stay}, wait: remote.Wait, cache: cache, system: system(target, book), frames: frames(book)}, nil
}

// Name is the coder's, in the codes that it makes.
func (c *Coder) Name() string { return "model:" + c.cfg.Model }

// Result is what a run did.
type Result struct {
	Units  int // to code
	Kept   int // of them answered before
	Asked  int
	Failed []Failure
	// Cost is what the answers cost, by the API's count of tokens; Most is the most
	// that those still to come can cost.
	Cost, Most float64
}

// Failure is a unit that has no codes.
type Failure struct {
	Unit string
	Err  error
}

// Plan says what coding a set would cost at most, and asks nothing.
func (c *Coder) Plan(set *codes.Set) (Result, error) {
	r := Result{Units: len(set.Units)}
	for i := range set.Units {
		q := c.question(&set.Units[i])
		key, _, err := c.key(q)
		if err != nil {
			return r, err
		}
		if _, err := c.kept(key); err == nil {
			r.Kept++
			continue
		}
		r.Most += c.most(q)
	}
	return r, nil
}

// Code codes the units of a set. The units come back with the model's codes alone;
// those that failed are told and have none. The error is ctx's, [ErrCost], or that
// of the cache's folder, or says that the API lets all wait; what was answered until then comes with it.
func (c *Coder) Code(ctx context.Context, set *codes.Set) (*codes.Set, Result, error) {
	out, r := &codes.Set{Frames: c.frames}, Result{Units: len(set.Units)}
	for i := range set.Units {
		u := set.Units[i]
		u.Codes = nil
		code, err := c.unit(ctx, &u, &r)
		switch {
		case ctx.Err() != nil:
			return out, r, ctx.Err()
		case errors.Is(err, ErrCost), errors.Is(err, errCache):
			return out, r, err
		case errors.Is(err, remote.ErrSilent):
			return out, r, fmt.Errorf("the model's API: %w; what was answered is kept, run again when it answers", err)
		case err != nil:
			r.Failed = append(r.Failed, Failure{u.ID, err})
		default:
			u.Codes = []codes.Code{code}
		}
		out.Units = append(out.Units, u)
	}
	return out, r, nil
}

// unit codes one unit, from what is kept or by asking.
func (c *Coder) unit(ctx context.Context, u *codes.Unit, r *Result) (codes.Code, error) {
	q := c.question(u)
	key, body, err := c.key(q)
	if err != nil {
		return codes.Code{}, err
	}
	if content, err := c.kept(key); err == nil {
		r.Kept++
		return c.read(u, content)
	}
	if r.Cost+c.most(q) > c.cfg.MaxCost {
		return codes.Code{}, fmt.Errorf("%w: %.4g of %.4g are spent; raise model_coder.max_cost and run again, what is answered is kept", ErrCost, r.Cost, c.cfg.MaxCost)
	}
	answer, err := c.ask(ctx, body)
	if err != nil {
		return codes.Code{}, err
	}
	r.Asked++
	if u := answer.Usage; u.In > 0 {
		r.Cost += c.cost(u.In, u.Out)
	} else {
		r.Cost += c.most(q) // the API does not count: it may have cost this
	}
	choice := answer.Choices[0]
	if choice.Finish == "length" {
		return codes.Code{}, errors.New("the answer was cut off; raise model_coder.max_answer")
	}
	code, err := c.read(u, choice.Message.Content)
	if err != nil {
		return codes.Code{}, err // not kept: the next run asks again
	}
	return code, c.keep(key, choice.Message.Content)
}

// errCache is a fault of the folder where answers are kept.
var errCache = errors.New("keep answer")

// entry is an answer as it is kept.
type entry struct {
	Model   string `json:"model"`
	Content string `json:"content"`
}

func (c *Coder) path(key string) string { return filepath.Join(c.cache, key+".json") }

// kept is the answer to a question that was asked before.
func (c *Coder) kept(key string) (string, error) {
	data, err := os.ReadFile(c.path(key))
	if err != nil {
		return "", err
	}
	var e entry
	if err := json.Unmarshal(data, &e); err != nil || e.Content == "" {
		return "", fs.ErrNotExist // half written: it is asked again
	}
	return e.Content, nil
}

// keep writes an answer in one step.
func (c *Coder) keep(key, content string) error {
	const private = 0o700 // answers quote texts that may not be anybody's
	data, err := json.Marshal(entry{c.cfg.Model, content})
	if err == nil {
		err = os.MkdirAll(c.cache, private)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errCache, err)
	}
	f, err := os.CreateTemp(c.cache, "answer-*.tmp")
	if err != nil {
		return fmt.Errorf("%w: %w", errCache, err)
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), c.path(key))
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errCache, errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}
