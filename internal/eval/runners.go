package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"framewatch/nlp"
)

// runnerGroups are the sets whose own programs run the binary and count what it
// does as it should; these need a Python with pyarrow.
func runnerGroups() []group {
	return []group{
		{"discourse", discourse}, {"pages", pageCases}, {"frames", frames}, {"framescv", framesCV}, {"wrong", wrongCalls},
	}
}

// runner runs a set's own program in its folder and returns what it printed. It
// ends with 1 where a case fails, which is not for it to judge here.
func (l *lab) runner(ctx context.Context, set, script string) (string, error) {
	if err := exec.CommandContext(ctx, l.python, "-c", "import pyarrow").Run(); err != nil { //nolint:gosec // named on the command line
		return "", fmt.Errorf("%s has no pyarrow, without which %s leaves cases out: run make .venv/.installed and name .venv/bin/python: %w", l.python, set, err)
	}
	cmd := exec.CommandContext(ctx, l.python, l.set(set, script), l.bin) //nolint:gosec // as above
	cmd.Dir, cmd.Stderr = l.set(set), os.Stderr                          // html_path stays in the folder
	cmd.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1")
	out, err := cmd.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) && failed.ExitCode() == 1 {
		err = nil
	}
	if err != nil {
		return "", fmt.Errorf("%s/%s: %w", set, script, err)
	}
	return string(out), nil
}

// counts are the numbers of the last match of a pattern in what a runner printed.
func counts(out, pattern string) ([]float64, error) {
	all := regexp.MustCompile("(?m)"+pattern).FindAllStringSubmatch(out, -1)
	if len(all) == 0 {
		return nil, fmt.Errorf("the runner printed no line like %s", pattern)
	}
	var n []float64
	for _, s := range all[len(all)-1][1:] {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return nil, err
		}
		n = append(n, v)
	}
	return n, nil
}

// discourse counts the cases that are answered as they should be, in all and by
// the first word of their kind.
func discourse(ctx context.Context, l *lab) ([]figure, error) {
	older := *l
	var err error
	if older.bin, err = l.olderFrames(); err != nil {
		return nil, err
	}
	out, err := older.runner(ctx, "discourse", "run.py")
	if err != nil {
		return nil, err
	}
	all, err := counts(out, `^(\d+)/(\d+) passed$`)
	if err != nil {
		return nil, err
	}
	figures := []figure{{fmt.Sprintf("discourse/cases_of_%.0f", all[1]), all[0], all[1]}}
	passed, of := map[string]float64{}, map[string]float64{}
	for _, m := range regexp.MustCompile(`(?m)^(\d+)/(\d+) ([a-z]+)[a-z0-9_.]*$`).FindAllStringSubmatch(out, -1) {
		if m[3] == "passed" { // all of them together
			continue
		}
		p, err := strconv.ParseFloat(m[1], 64)
		if err != nil {
			return nil, err
		}
		n, err := strconv.ParseFloat(m[2], 64)
		if err != nil {
			return nil, err
		}
		passed[m[3]] += p
		of[m[3]] += n
	}
	for _, k := range slices.Sorted(maps.Keys(of)) {
		figures = append(figures, figure{fmt.Sprintf("discourse/%s_of_%.0f", k, of[k]), passed[k], of[k]})
	}
	return figures, nil
}

func pageCases(ctx context.Context, l *lab) ([]figure, error) {
	out, err := l.runner(ctx, "pages", "run.py")
	if err != nil {
		return nil, err
	}
	n, err := counts(out, `^(\d+) passed, (\d+) failed$`)
	if err != nil {
		return nil, err
	}
	return []figure{{fmt.Sprintf("pages/cases_of_%.0f", n[0]+n[1]), n[0], n[0] + n[1]}}, nil
}

func wrongCalls(ctx context.Context, l *lab) ([]figure, error) {
	out, err := l.runner(ctx, "wrong", "wrong.py")
	if err != nil {
		return nil, err
	}
	n, err := counts(out, `^(\d+) of (\d+) passed$`)
	if err != nil {
		return nil, err
	}
	return []figure{{fmt.Sprintf("wrong/cases_of_%.0f", n[1]), n[0], n[1]}}, nil
}

// codedArticles annotates the articles that two coders have read; gold is their
// lines.
func (l *lab) codedArticles(ctx context.Context) (gold, pred []map[string]any, err error) {
	if gold, err = l.read("frames", "dev.jsonl"); err != nil {
		return nil, nil, err
	}
	in := make([]any, len(gold))
	for i, g := range gold {
		in[i] = map[string]any{"id": g["id"], "lang": g["lang"], "title": g["title"], "text": g["text"]}
	}
	pred, err = l.pipe(ctx, in, "annotate", "--jsonl")
	return gold, pred, err
}

// frames compares what the codebook's rules alone find in coded articles with the
// first coder's: the trained coder has learnt from these (see framesCV).
func frames(ctx context.Context, l *lab) ([]figure, error) {
	rules := l.with("FRAMEWATCH_ANNOTATE_FRAMES=" + nlp.FramesRules)
	_, pred, err := rules.codedArticles(ctx)
	if err != nil {
		return nil, err
	}
	frames, err := filepath.Abs(framesMap)
	if err != nil {
		return nil, err
	}
	s, err := l.score(ctx, []string{"frames", "score.py"}, pred, func(p string) []string { return []string{l.set("frames", "dev.jsonl"), p, frames} })
	if err != nil {
		return nil, err
	}
	var out []figure
	for _, g := range []struct {
		group string
		goal  float64
	}{{"en", 0}, {"zh", 0}, {"fr es ar", 0}, {"others", 0}, {"all", .60}} {
		v, err := number(s, "frames", "coder1", g.group, "f1")
		if err != nil {
			return nil, err
		}
		out = append(out, figure{"frames/" + strings.ReplaceAll(g.group, " ", "_"), v, g.goal})
	}
	v, err := number(s, "target", "f1")
	if err != nil {
		return nil, err
	}
	invented, err := inventedCodes(ctx, rules, l)
	return append(append(out, figure{"frames/target", v, 0}), invented...), err
}
