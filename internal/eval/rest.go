package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func dedupe(ctx context.Context, l *lab) ([]figure, error) {
	in, _, err := items(l, "", "neardup", "docs.jsonl")
	if err != nil {
		return nil, err
	}
	out, err := l.pipe(ctx, in, "dedupe", "--jsonl")
	if err != nil {
		return nil, err
	}
	s, err := l.score(ctx, []string{"neardup", "score.py"}, out, func(p string) []string { return []string{l.set("neardup", "docs.jsonl"), p} })
	if err != nil {
		return nil, err
	}
	return pick(s, "dedupe", goals{{"F1", 0.95}, {"P", 0}, {"R", 0}})
}

// robots counts the cases that the command decides as the set wants.
func robots(ctx context.Context, l *lab) ([]figure, error) {
	data, err := os.ReadFile(l.set("robots", "google_cases.json"))
	if err != nil {
		return nil, err
	}
	var cases []struct {
		Robots, UA, URL string
		Want            bool
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		return nil, err
	}
	type key struct{ robots, agent string }
	byFile := map[key][]int{} // starting the program costs more than the answer
	for i, c := range cases {
		k := key{c.Robots, c.UA}
		byFile[k] = append(byFile[k], i)
	}
	right := 0.0
	file := filepath.Join(l.scratch, "robots.txt")
	for k, group := range byFile {
		if err := os.WriteFile(file, []byte(k.robots), 0o600); err != nil {
			return nil, err
		}
		args := []string{"robots", "--agent", k.agent, "--file", file, "--"}
		for _, i := range group {
			args = append(args, cases[i].URL)
		}
		cmd := exec.CommandContext(ctx, l.bin, args...) //nolint:gosec // the binary under measurement
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, os.Stderr
		if err := cmd.Run(); err != nil {
			return nil, fmt.Errorf("framewatch %s: %w", strings.Join(args, " "), err)
		}
		lines := strings.Split(out.String(), "\n")
		for n, i := range group {
			verdict, _, _ := strings.Cut(lines[n], "\t")
			if verdict == map[bool]string{true: "allowed", false: "disallowed"}[cases[i].Want] {
				right++
			}
		}
	}
	return []figure{{fmt.Sprintf("robots/cases_of_%d", len(cases)), right, float64(len(cases))}}, nil
}
