//go:build linux

package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"framewatch/internal/scaleplan/plan"
)

// deciding measures what part of crawls that compute all the time is the deciding
// goroutine's.
func (l *lab) deciding(ctx context.Context, m *plan.Measured) error {
	m.Deciding = nil
	for _, c := range plan.Crawls() {
		if c.Waits || c.HeldOut {
			continue
		}
		profile := filepath.Join(l.scratch, "profile")
		if _, err := l.crawl(ctx, c, profile); err != nil {
			return err
		}
		share, err := shareOf(ctx, profile, "framewatch/crawl.(*loop).work")
		if err != nil {
			return err
		}
		fmt.Fprintf(l.log, "%-40s deciding %.1f %%\n", c.Name, 100*share)
		m.Deciding = append(m.Deciding, plan.Deciding{Name: c.Name, Share: share})
	}
	return nil
}

// shareOf is the part of a CPU profile that a function has, with what it calls.
func shareOf(ctx context.Context, profile, function string) (float64, error) {
	out, err := exec.CommandContext(ctx, "go", "tool", "pprof", "-top", "-cum", "-nodecount=100000", "-nodefraction=0", profile).Output()
	if err != nil {
		return 0, fmt.Errorf("read profile: %w", err)
	}
	for s := bufio.NewScanner(bytes.NewReader(out)); s.Scan(); {
		words := strings.Fields(s.Text()) // flat flat% sum% cum cum% name
		if len(words) >= 6 && slices.Contains(words, function) {
			percent, err := strconv.ParseFloat(strings.TrimSuffix(words[4], "%"), 64)
			return percent / 100, err
		}
	}
	return 0, errors.New("the profile has no " + function)
}
