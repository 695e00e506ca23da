package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// The cases of the discourse set ask who says what by frames of the codebook before
// version 1.0.0. Of those that were split since, hits count as the frame that they
// came from; what is asked of them (voice, speaker, negation) is asked as before.
var cameFrom = map[string]string{
	"institutional_gap":      "multilateral_complement",
	"impartiality_praise":    "legitimacy_impartiality_doubt",
	"parity_with_courts":     "alternative_to_existing_order",
	"hong_kong_courts_doubt": "hong_kong_autonomy_erosion",
}

// olderFrames writes a program that runs the binary and names split frames of hits
// as they were.
func (l *lab) olderFrames() (string, error) {
	var pairs []string
	for now, then := range cameFrom {
		pairs = append(pairs, fmt.Sprintf("%q: %q", now, then))
	}
	bin, err := filepath.Abs(l.bin)
	if err != nil {
		return "", err
	}
	python, err := exec.LookPath(l.python)
	if err == nil {
		python, err = filepath.Abs(python)
	}
	if err != nil {
		return "", err
	}
	program := fmt.Sprintf(`#!%s
import json, subprocess, sys
then = {%s}
run = subprocess.run([%q] + sys.argv[1:], stdin=sys.stdin, stdout=subprocess.PIPE)
for line in run.stdout.splitlines(True):
    try:
        answer = json.loads(line)
        for hit in answer["frames"]:
            hit["frame"] = then.get(hit["frame"], hit["frame"])
        line = (json.dumps(answer) + "\n").encode()
    except (ValueError, KeyError, TypeError):
        pass
    sys.stdout.buffer.write(line)
sys.exit(run.returncode)
`, python, strings.Join(pairs, ", "), bin)
	path := filepath.Join(l.scratch, "older-frames")
	return path, os.WriteFile(path, []byte(program), 0o700)
}
