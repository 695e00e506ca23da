package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

func (l *lab) set(parts ...string) string {
	return filepath.Join(append([]string{l.sets}, parts...)...)
}

// with is a lab whose binary runs with a variable more.
func (l *lab) with(variable string) *lab {
	out := *l
	out.env = append(slices.Clone(l.env), variable)
	return &out
}

// pipe runs the binary over lines and returns the lines that it writes.
func (l *lab) pipe(ctx context.Context, in []any, args ...string) ([]map[string]any, error) {
	var input, output bytes.Buffer
	enc := json.NewEncoder(&input)
	for _, line := range in {
		if err := enc.Encode(line); err != nil {
			return nil, err
		}
	}
	cmd := exec.CommandContext(ctx, l.bin, args...) //nolint:gosec // the binary under measurement, named on the command line
	cmd.Dir = l.scratch                             // no settings file of this folder counts
	cmd.Env = append(os.Environ(), l.env...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = &input, &output, os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("framewatch %s: %w", strings.Join(args, " "), err)
	}
	out, err := parseLines(output.Bytes())
	if err == nil && len(out) != len(in) {
		err = fmt.Errorf("framewatch %s: %d lines in, %d out", strings.Join(args, " "), len(in), len(out))
	}
	return out, err
}

func parseLines(data []byte) ([]map[string]any, error) {
	var out []map[string]any
	sc := bufio.NewScanner(bytes.NewReader(data))
	sc.Buffer(nil, 256<<20)
	for sc.Scan() {
		var line map[string]any
		if err := json.Unmarshal(sc.Bytes(), &line); err != nil {
			return nil, err
		}
		out = append(out, line)
	}
	return out, sc.Err()
}

func (l *lab) read(parts ...string) ([]map[string]any, error) {
	data, err := os.ReadFile(l.set(parts...))
	if err != nil {
		return nil, err
	}
	return parseLines(data)
}

// score writes predictions and runs a scorer over them; its last line of output
// is one JSON object.
func (l *lab) score(ctx context.Context, script []string, pred []map[string]any, args func(pred string) []string) (map[string]any, error) {
	f, err := os.CreateTemp(l.scratch, "pred-*.jsonl")
	if err != nil {
		return nil, err
	}
	enc := json.NewEncoder(f)
	for _, p := range pred {
		if err := enc.Encode(p); err != nil {
			return nil, errors.Join(err, f.Close())
		}
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, l.python, append([]string{l.set(script...)}, args(f.Name())...)...) //nolint:gosec // as above
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", strings.Join(script, "/"), err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	var result map[string]any
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &result); err != nil {
		// Some scorers print one object over many lines.
		err = json.Unmarshal(out, &result)
		if err != nil {
			return nil, fmt.Errorf("%s printed no JSON: %w", strings.Join(script, "/"), err)
		}
	}
	return result, nil
}

// number follows keys into nested objects.
func number(m map[string]any, keys ...string) (float64, error) {
	var v any = m
	for _, k := range keys {
		inner, ok := v.(map[string]any)
		if !ok {
			return 0, fmt.Errorf("the scorer printed no %s", strings.Join(keys, "."))
		}
		v = inner[k]
	}
	n, ok := v.(float64)
	if !ok {
		return 0, fmt.Errorf("the scorer printed no number %s", strings.Join(keys, "."))
	}
	return n, nil
}
