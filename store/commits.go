package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"framewatch/corpus"
	"framewatch/store/disk"
)

// commits is what _state knows of the dataset's history, so that manifests and
// state check one another: a manifest that went missing is noticed before
// anything is touched, and only files of runs that stand here are moved or
// removed.
type commits struct {
	Dataset string   `json:"dataset"`
	Runs    []string `json:"runs"`     // committed, in order
	Last    int      `json:"last_seq"` // number of the last of them
	Digest  string   `json:"digest"`   // of its manifest
	Pending *pending `json:"pending"`  // a commit under way, or cut short

	found bool
}

// pending is a commit that has begun to put files in their place.
type pending struct {
	Run   string   `json:"run"`
	Files []string `json:"files"`
}

const maxCommits = 64 << 20

// errState means that the state cannot be read.
var errState = errors.New("damaged state")

// readCommits reads the state; none is no error.
func readCommits(fsys disk.FS) (commits, error) {
	data, err := disk.ReadFile(fsys, commitsName, maxCommits)
	if errors.Is(err, fs.ErrNotExist) {
		return commits{}, nil
	}
	if err != nil {
		return commits{}, fmt.Errorf("%w: read %s: %w", errState, commitsName, err)
	}
	c := commits{found: true}
	if err := json.Unmarshal(data, &c); err != nil {
		return commits{}, fmt.Errorf("%w: %s: %w (remove it, and the next run makes it from the manifests)", errState, commitsName, err)
	}
	runs := c.Runs
	if c.Pending != nil {
		runs = append(slices.Clone(runs), c.Pending.Run)
	}
	for _, r := range runs {
		if _, err := corpus.ParseRunID(r); err != nil {
			return commits{}, fmt.Errorf("%w: %s: %w (remove it, and the next run makes it from the manifests)", errState, commitsName, err)
		}
	}
	return c, nil
}

// encode is the one way in which the state is written.
func (c commits) encode() ([]byte, error) {
	data, err := json.MarshalIndent(c, "", " ")
	return append(data, '\n'), err
}

func (c commits) write(fsys disk.FS) error {
	data, err := c.encode()
	if err == nil {
		err = disk.WriteFile(fsys, commitsName, data)
	}
	if err != nil {
		return fmt.Errorf("write state: %w", err)
	}
	return nil
}

// add notes the manifest of a committed run.
func (c *commits) add(m Manifest) {
	if !slices.Contains(c.Runs, m.RunID) {
		c.Runs = append(c.Runs, m.RunID)
	}
	if m.Seq >= c.Last {
		c.Last, c.Digest, c.Dataset = m.Seq, m.digest, m.Dataset
	}
}

// wrote reports whether a run is known to have written here.
func (c commits) wrote(run corpus.RunID) bool {
	return slices.Contains(c.Runs, string(run)) || c.Pending != nil && c.Pending.Run == string(run)
}

// agree holds the manifests against the state: the last run that was committed
// must be there, as it was written.
func (c commits) agree(manifests []Manifest) error {
	if !c.found || len(c.Runs) == 0 {
		return nil
	}
	last := c.Runs[len(c.Runs)-1]
	i := slices.IndexFunc(manifests, func(m Manifest) bool { return m.RunID == last })
	if i < 0 {
		return fmt.Errorf("%w: the manifest of run %s, which %s has as committed, is not in %s (%s)", ErrManifest, last, commitsName, manifestDir, mendManifest)
	}
	m := manifests[i]
	if c.Digest != "" && m.digest != c.Digest {
		return fmt.Errorf("%w: the manifest %s is not the one that was committed as %s has it (%s)", ErrManifest, manifestOf(last), commitsName, mendManifest)
	}
	if n := manifests[len(manifests)-1]; n.Dataset != "" && c.Dataset != "" && n.Dataset != c.Dataset {
		return fmt.Errorf("%w: the manifest %s is of another dataset than %s (%s)", ErrManifest, manifestOf(n.RunID), commitsName, mendManifest)
	}
	return nil
}
