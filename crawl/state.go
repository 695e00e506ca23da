package crawl

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/embedded"
	"framewatch/crawl/frontier/postgres"
	"framewatch/internal/atomicfile"
)

// FrontierFile is the file of a state folder that names the PostgreSQL server where
// the crawler remembers; without it, that is a file in the folder.
const FrontierFile = "frontier.json"

// ErrFrontier says that a dataset's crawl state is elsewhere than is asked for.
var ErrFrontier = errors.New("the crawl state of this dataset is elsewhere")

// place is what a [FrontierFile] holds.
type place struct {
	Postgres string `json:"postgres"` // address, without password
	Dataset  string `json:"dataset"`  // the same in the server's schema

	noted     bool // what is there is the dataset's already, since it was before it was noted
	elsewhere bool // the address is another than was noted
}

// FrontierOf is the address of the server where a state folder's crawls are
// remembered; empty where that is a file in the folder.
func FrontierOf(stateDir string) (string, error) {
	p, err := readPlace(stateDir)
	return p.Postgres, err
}

// Begun reports whether anything was crawled into a dataset before, by its state folder.
func Begun(stateDir string) (bool, error) {
	for _, name := range []string{FrontierFile, embedded.FileName} {
		if _, err := os.Stat(filepath.Join(stateDir, name)); !errors.Is(err, fs.ErrNotExist) {
			return err == nil, err
		}
	}
	return false, nil
}

func readPlace(stateDir string) (p place, err error) {
	data, err := os.ReadFile(filepath.Join(stateDir, FrontierFile))
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err == nil {
		err = json.Unmarshal(data, &p)
	}
	if err == nil && (p.Postgres == "" || p.Dataset == "") {
		err = errors.New("it names no server and dataset")
	}
	if err != nil {
		return place{}, fmt.Errorf("read where the crawl state is (%s): %w", FrontierFile, err)
	}
	p.noted = true
	return p, nil
}

// openState opens what the crawler remembers of a state folder.
func openState(stateDir string) (frontier.Store, error) {
	p, err := readPlace(stateDir)
	if err != nil {
		return nil, err
	}
	if p.Postgres == "" {
		return embedded.Open(stateDir)
	}
	return openPostgres(p, 0)
}

func openPostgres(p place, lease time.Duration) (*postgres.Store, error) {
	s, err := postgres.Open(context.Background(), p.Postgres, lease)
	if err != nil {
		return nil, err
	}
	if err := p.claim(s); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// claim makes sure that a schema is this dataset's.
func (p place) claim(s *postgres.Store) error {
	claim := s.Claim
	if p.noted {
		claim = func(string) (string, error) { return s.Owner() }
	}
	have, err := claim(p.Dataset)
	if err == nil && have != p.Dataset {
		err = p.foreign(have)
	}
	return err
}

// foreign is the error of a schema that is not this dataset's, but another's, or nobody's.
func (p place) foreign(have string) error {
	switch {
	case p.elsewhere:
		return fmt.Errorf("%w: %s notes another address, and what is at this one is not its state; take --frontier and crawl.frontier away", ErrFrontier, FrontierFile)
	case have == "":
		return fmt.Errorf("%w: the schema that %s notes is empty, so what the crawler remembered is gone; restore it (pg_restore), or delete that file to have every page asked for again", ErrFrontier, FrontierFile)
	}
	return fmt.Errorf("%w: the schema is of another dataset; give each a schema of its own (?search_path=NAME)", ErrFrontier)
}

// look opens what the crawler remembers to be read; ok is false where there is
// nothing.
func look(stateDir string) (s frontier.Store, ok bool, err error) {
	p, err := readPlace(stateDir)
	if err != nil {
		return nil, false, err
	}
	if p.Postgres == "" {
		return embedded.Look(stateDir)
	}
	s, err = openPostgres(p, 0)
	return s, err == nil, err
}

// Erase forgets what the crawler remembers of URLs in a state folder, or on the
// server that it names, and all that is left there of runs, and follows records that
// have moved, by the old file's name. Nobody may mean to go on with a run.
func Erase(stateDir string, urls []string, moved map[string]frontier.Moved) error {
	s, err := openBegun(stateDir)
	if s == nil || err != nil {
		return err
	}
	if err := errors.Join(s.Erase(urls, moved), s.Close()); err != nil {
		return err
	}
	if _, file := s.(*embedded.Store); file {
		return embedded.Compact(stateDir)
	}
	return nil
}

// MayErase reports why [Erase] could not do its work now: the server is away, or some
// process crawls, with the error [frontier.ErrLocked].
func MayErase(stateDir string) error {
	s, err := openBegun(stateDir)
	if s == nil || err != nil {
		return err
	}
	return s.Close()
}

// openBegun is [openState] where there is something to open, else nil.
func openBegun(stateDir string) (frontier.Store, error) {
	if begun, err := Begun(stateDir); err != nil || !begun {
		return nil, err
	}
	return openState(stateDir)
}

// Standing is how the crawl state on a server is.
type Standing = frontier.Standing

// Attending is a process that crawls there.
type Attending = frontier.Attending

// LookAt tells how the crawl state on a server is, without touching it: on the one that a
// state folder names, or else, where nothing was crawled, at the address that the settings
// have. ok is false where the state is, or will be, a file in the folder. Where the server
// cannot be asked there is an error.
func LookAt(ctx context.Context, stateDir, address string) (s Standing, ok bool, err error) {
	begun, err := Begun(stateDir)
	var p place
	if err == nil {
		p, err = readPlace(stateDir)
	}
	if !begun {
		p.Postgres = address
	}
	if err != nil || p.Postgres == "" {
		return s, false, err
	}
	s, err = postgres.Look(ctx, p.Postgres)
	if err == nil && s.Dataset != p.Dataset {
		err = p.foreign(s.Dataset)
	}
	return s, true, err
}

// Settle makes the state of a dataset that has none be where the settings say, so
// that whatever opens it later finds it there. The error is [ErrFrontier] where it
// is elsewhere already.
func (c *Crawler) Settle(stateDir string) error {
	p, err := readPlace(stateDir)
	if err != nil || c.cfg.Frontier == "" || p.Postgres == c.cfg.Frontier {
		return err
	}
	s, err := c.openFor(stateDir)
	if err != nil {
		return err
	}
	return s.Close()
}

// openFor opens the state for a run that is to have it on a server, or, where the
// address is empty, where it is.
func (c *Crawler) openFor(stateDir string) (frontier.Store, error) {
	s, err := c.openAt(stateDir)
	if errors.Is(err, ErrFrontier) { // two may have begun the dataset at once, and one has noted where it is
		s, err = c.openAt(stateDir)
	}
	return s, err
}

func (c *Crawler) openAt(stateDir string) (frontier.Store, error) {
	p, err := readPlace(stateDir)
	if err != nil {
		return nil, err
	}
	if c.cfg.Frontier == "" {
		if p.Postgres == "" {
			return embedded.Open(stateDir)
		}
		return openPostgres(p, c.lease)
	}
	if p.Postgres == c.cfg.Frontier {
		return openPostgres(p, c.lease)
	}
	if _, err := os.Stat(filepath.Join(stateDir, embedded.FileName)); err == nil {
		return nil, fmt.Errorf("%w: it is in %s, and is not copied to a server; begin a dataset of its own for %s", ErrFrontier, embedded.FileName, c.cfg.Frontier)
	}
	if p.elsewhere = p.noted; !p.elsewhere {
		p.Dataset = rand.Text()
	}
	p.Postgres = c.cfg.Frontier // of the same schema, as openPostgres makes sure of
	s, err := openPostgres(p, c.lease)
	if err != nil {
		return nil, err
	}
	var data bytes.Buffer
	enc := json.NewEncoder(&data)
	enc.SetEscapeHTML(false) // people read it
	enc.SetIndent("", "  ")
	if err = enc.Encode(p); err == nil {
		err = os.MkdirAll(stateDir, 0o755)
	}
	if err == nil {
		err = atomicfile.Write(filepath.Join(stateDir, FrontierFile), data.Bytes())
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("note where the crawl state is: %w", err), s.Close())
	}
	return s, nil
}
