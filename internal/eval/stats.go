package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
)

// statsPeers compares framewatch stats with Python packages.
//
//go:embed stats_peers.py
var statsPeers string

// statistics are the shares of values that agree with trusted packages, 1e-9 on
// what is computed from counts and 1e-6 elsewhere.
func statistics(ctx context.Context, l *lab) ([]figure, error) {
	cmd := exec.CommandContext(ctx, l.python, "-c", statsPeers, l.bin, l.set("stats", "corpora")) //nolint:gosec // named on the command line
	cmd.Dir, cmd.Stderr = l.scratch, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("compare with peers: %w", err)
	}
	var shares map[string]float64
	if err := json.Unmarshal(out, &shares); err != nil {
		return nil, fmt.Errorf("compare with peers: %w", err)
	}
	var figures []figure
	for _, name := range slices.Sorted(maps.Keys(shares)) {
		figures = append(figures, figure{"stats/" + name, shares[name], 1})
	}
	return figures, nil
}
