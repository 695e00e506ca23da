// Package doctor looks at what a run needs beside its settings, and says of each thing
// whether it is in order and how to mend it: who the crawler says it is, memory, open files and processors, the folder, room
// on its disk, the lock, the tables against their manifests, the age of the last run, name
// servers, a browser, fonts. The lists of the sources are the business of sourcecheck.
// Nothing is changed.
package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/internal/config"
	"framewatch/internal/limits"
	"framewatch/store"
)

// Level says how bad a finding is.
type Level string

// The levels: in order; a run works, but somebody should look; a run does not work.
const (
	OK   Level = "ok"
	Warn Level = "warn"
	Fail Level = "fail"
)

// Finding is what was seen of one thing.
type Finding struct {
	Level   Level  `json:"level"`
	Part    string `json:"part"`             // such as folder, space or browser
	Message string `json:"message"`          // what is the case
	Remedy  string `json:"remedy,omitempty"` // what to do about it
}

// Examiner looks at one configuration.
type Examiner struct {
	Config *config.Loaded
	Now    time.Time
	// Resolve says why a host has no address, as [crawl.Crawler.Resolve] does; nil asks
	// no name server.
	Resolve func(ctx context.Context, host string) error
}

// How much room a night should find on the disk, in bytes.
const (
	scarce = 5 << 30
	none   = 512 << 20
)

// old is the age of the last run above which nobody seems to run any.
const old = 3 * 24 * time.Hour

// All looks at everything, in a fixed order.
func (e Examiner) All(ctx context.Context) []Finding {
	out := []Finding{e.agent()}
	out = append(out, e.limits()...)
	out = append(out, e.folder()...)
	out = append(out, e.dataset(ctx)...)
	out = append(out, e.server(ctx)...)
	if e.Resolve != nil {
		out = append(out, e.names(ctx))
	}
	return append(out, e.browser(ctx)...)
}

// agent holds that a webmaster finds somebody to write to.
func (e Examiner) agent() Finding {
	f := Finding{OK, "user_agent", e.Config.Crawl.UserAgent, ""}
	switch {
	case e.Config.Crawl.CheckContact(e.Config.Sources...) != nil:
		f.Level, f.Remedy = Fail, "it names nobody, and no public host is asked so; put an address of yours into crawl.user_agent, as in Name/1.0 (+https://your.site/contact)"
	case crawl.Contact(f.Message) == "":
		f.Level, f.Remedy = Warn, "it names nobody: hosts inside crawl.allow_net alone are asked"
	}
	return f
}

// scarceMemory is below what a run of some outlets has been seen to take.
const scarceMemory = 512 << 20

// limits tells what the process may take of the machine, and what it does with less.
func (e Examiner) limits() []Finding {
	memory := Finding{OK, "memory", "no limit is set", ""}
	if n := limits.Memory(); n > 0 {
		memory.Message = fmt.Sprintf("Go keeps to %d MiB (GOMEMLIMIT)", n>>20)
		if group := limits.Group(os.DirFS("/")); os.Getenv("GOMEMLIMIT") == "" && group > 0 {
			memory.Message = fmt.Sprintf("Go keeps to %d MiB, of %d that the control group allows", n>>20, group>>20)
		}
		memory.Message += fmt.Sprintf("; texts at once: %d", limits.Workers())
		if n < scarceMemory {
			memory.Level, memory.Remedy = Warn, "give it a gigabyte: with less a run does less at once, and may be ended by the system"
		}
	}
	asks := slices.ContainsFunc(e.Config.Sources, func(s corpus.Source) bool { return s.Render })
	if need := e.Config.Crawl.Render.MaxMemory * int64(e.Config.Crawl.Render.Pages); asks && limits.Memory() > 0 && need > limits.Memory() {
		memory.Level, memory.Remedy = Warn, fmt.Sprintf("browsers may take %d MiB beside it: lower crawl.render.max_memory or crawl.render.pages, or allow more", need>>20)
	}
	files := Finding{OK, "workers", fmt.Sprintf("%d requests at once", e.Config.Crawl.Workers), ""}
	switch workers, why, err := e.Config.Crawl.Fit(); {
	case err != nil:
		files = Finding{Fail, "workers", err.Error(), ""}
	case workers < e.Config.Crawl.Workers:
		files = Finding{Warn, "workers", fmt.Sprintf("%d requests at once, not %d", workers, e.Config.Crawl.Workers), why}
	}
	if n := limits.Files(); n < math.MaxUint32 {
		files.Message += fmt.Sprintf(", %d open files", n)
	}
	return []Finding{memory, files, {OK, "processors", fmt.Sprintf("%d of %d", runtime.GOMAXPROCS(0), runtime.NumCPU()), ""}}
}

// folder holds that the dataset's folder can be written, and that there is room.
func (e Examiner) folder() []Finding {
	if store.InBucket(e.Config.Data) {
		return []Finding{{OK, "folder", "the dataset is in a bucket: " + e.Config.Data, ""}}
	}
	dir, made := e.Config.Data, true
	for {
		if s, err := os.Stat(dir); err == nil && !s.IsDir() {
			return []Finding{{Fail, "folder", dir + " is a file", "name a folder in data, or with --data"}}
		} else if err == nil {
			break
		}
		up := filepath.Dir(dir)
		if made = false; up == dir {
			break
		}
		dir = up
	}
	what := e.Config.Data
	if !made {
		what += " is not there yet; the first run makes it"
	}
	f, err := os.CreateTemp(dir, ".framewatch-doctor-")
	if err != nil {
		return []Finding{{Fail, "folder", fmt.Sprintf("%s cannot be written: %v", dir, unwrapped(err)), "give it to the user that runs framewatch, or name another folder in data"}}
	}
	if err := errors.Join(f.Close(), os.Remove(f.Name())); err != nil {
		return []Finding{{Warn, "folder", err.Error(), "look at the folder's rights"}}
	}
	return []Finding{{OK, "folder", what, ""}, e.space(dir)}
}

func (e Examiner) space(dir string) Finding {
	free, err := freeBytes(dir)
	f := Finding{OK, "space", gib(free) + " free", ""}
	switch {
	case err != nil:
		return Finding{Warn, "space", err.Error(), ""}
	case free < none:
		f.Level, f.Remedy = Fail, "make room: a run that finds none stops before it commits, and loses nothing"
	case free < scarce:
		f.Level, f.Remedy = Warn, "make room, or move the dataset: a night of a hundred outlets takes some hundred MB"
	}
	return f
}

func gib(n uint64) string { return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30)) }

// dataset looks at tables, lock and last run.
func (e Examiner) dataset(ctx context.Context) []Finding {
	problems, d, err := store.Verify(ctx, e.Config.Data, func(string) bool { return false })
	switch {
	case errors.Is(err, store.ErrNoDataset):
		return []Finding{{OK, "dataset", "none yet", ""}}
	case err != nil:
		return []Finding{{Fail, "dataset", err.Error(), "see docs/dataset.md"}}
	}
	f := Finding{OK, "dataset", "manifests, state and files agree", ""}
	if len(problems) > 0 {
		p := problems[0]
		f = Finding{Fail, "dataset", fmt.Sprintf("%d faults; the first: %s %s", len(problems), p.Path, p.Message), "framewatch dataset verify lists them; put files back from a backup, or run framewatch dataset rebuild"}
	}
	if d == nil {
		return []Finding{f}
	}
	return []Finding{f, e.lock(d), e.lastRun(d)}
}

// server looks at the crawl state, where it is on a server, or will be.
func (e Examiner) server(ctx context.Context) []Finding {
	state := filepath.Join(e.Config.Data, "_state")
	if d, err := store.Open(e.Config.Data); err == nil {
		state = d.StateDir()
	} else if store.InBucket(e.Config.Data) {
		return nil // its state is nowhere yet
	}
	s, ok, err := crawl.LookAt(ctx, state, e.Config.Crawl.Frontier)
	f := Finding{OK, "frontier", fmt.Sprintf("%s, PostgreSQL %s", s.Where, s.Version), ""}
	switch {
	case err != nil:
		f.Level, f.Message = Fail, err.Error()
		f.Remedy = "start the server, or look at PGPASSWORD, PGPASSFILE and sslmode; a dataset whose server is gone begins anew when " + crawl.FrontierFile + " is moved out of its _state"
	case !ok:
		return nil
	case s.Barred:
		f.Level, f.Message = Fail, f.Message+": it has no tables yet, and its user may not make them"
		f.Remedy = "CREATE SCHEMA NAME AUTHORIZATION USER, by whoever owns the database"
	case s.Later:
		f.Level, f.Message, f.Remedy = Fail, fmt.Sprintf("%s, tables of format %d", f.Message, s.Format), "a later version of framewatch has made them: run that one"
	case s.Crawling():
		f.Message += fmt.Sprintf("; %s decides, %d have joined", s.Decides.Who, len(s.Joined))
	case s.Decides != nil && !s.Decides.Alive():
		f.Level, f.Remedy = Warn, fmt.Sprintf("%s was not heard of when it crawled: framewatch run goes on where it was", s.Decides.Who)
	}
	return []Finding{f}
}

func (e Examiner) lock(d *store.Dataset) Finding {
	held, err := d.Held()
	switch {
	case err != nil:
		return Finding{Fail, "lock", err.Error(), "give the folder to the user that runs framewatch"}
	case held:
		return Finding{Warn, "lock", "another run holds the dataset", "wait for it: a lock goes with its process, so this one is alive"}
	}
	return Finding{OK, "lock", "free", ""}
}

func (e Examiner) lastRun(d *store.Dataset) Finding {
	last := d.Generation()
	age := e.Now.Sub(last.Ended)
	f := Finding{OK, "last run", fmt.Sprintf("%s, framewatch %s, ended %s ago", last.RunID, last.Command, age.Round(time.Minute)), ""}
	switch {
	case age < 0:
		f.Level, f.Message = Warn, fmt.Sprintf("%s ended at %s, which is yet to come", last.RunID, last.Ended.Format(time.RFC3339))
		f.Remedy = "set this machine's clock: dates of pages and schedules hang on it"
	case age > old:
		f.Level, f.Remedy = Warn, "look at the scheduler: framewatch schedule print shows units that run every night"
	}
	return f
}

// names asks for the addresses of the sources' hosts, of a few only where none has one.
func (e Examiner) names(ctx context.Context) Finding {
	hosts := e.hosts()
	var unknown []string
	for i, h := range hosts {
		within, cancel := context.WithTimeout(ctx, 10*time.Second)
		if err := e.Resolve(within, h); err != nil {
			unknown = append(unknown, h)
		}
		cancel()
		const enough = 5
		if len(unknown) == i+1 && (i+1 == enough || i+1 == len(hosts)) {
			return Finding{Fail, "names", "no host has an address: " + strings.Join(unknown, " "), "look at this machine's network and name server, or name another in crawl.resolver"}
		}
	}
	if len(unknown) > 0 {
		return Finding{Warn, "names", fmt.Sprintf("%d of %d hosts have no address: %s", len(unknown), len(hosts), strings.Join(unknown, " ")), "look at their addresses in the source list"}
	}
	if len(hosts) == 0 {
		return Finding{OK, "names", "no host to look up", ""}
	}
	return Finding{OK, "names", fmt.Sprintf("%d hosts have addresses", len(hosts)), ""}
}

// hosts are those of the sources' addresses that need a name server, in order.
func (e Examiner) hosts() []string {
	var out []string
	for _, s := range e.Config.Sources {
		for _, list := range [][]string{s.Feeds, s.Sitemaps, s.Start} {
			for _, a := range list {
				u, err := url.Parse(a)
				if err != nil || net.ParseIP(u.Hostname()) != nil || slices.Contains(out, u.Hostname()) {
					continue
				}
				out = append(out, u.Hostname())
			}
		}
	}
	return out
}

// browser looks for what renders pages, where a source asks for it.
func (e Examiner) browser(ctx context.Context) []Finding {
	var asks []string
	for _, s := range e.Config.Sources {
		if s.Render {
			asks = append(asks, string(s.ID))
		}
	}
	if len(asks) == 0 {
		return []Finding{{OK, "browser", "no source needs one", ""}}
	}
	path, err := e.Config.Crawl.Render.Find()
	if err != nil {
		return []Finding{{Fail, "browser", err.Error(), "its pages are made by scripts: " + strings.Join(asks, " ")}}
	}
	return append([]Finding{{OK, "browser", path, ""}}, fonts(ctx)...)
}

// fonts holds that a browser has characters of Chinese, without which scripts that
// measure text lay pages out otherwise.
func fonts(ctx context.Context) []Finding {
	if _, err := exec.LookPath("fc-list"); err != nil {
		return nil
	}
	out, err := exec.CommandContext(ctx, "fc-list", ":lang=zh", "family").Output()
	if err == nil && len(out) > 0 {
		return []Finding{{OK, "fonts", "Chinese is there", ""}}
	}
	return []Finding{{Warn, "fonts", "no font has Chinese", "install one, such as fonts-noto-cjk"}}
}

// unwrapped is what a system call answered, without the path of a temporary file.
func unwrapped(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
