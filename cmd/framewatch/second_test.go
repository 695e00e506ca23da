package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// quay is what the invented texts about the Lake Board may say, by frame: no
// sentence has a term of the codebook but the first of each.
var quay = map[string][]string{
	"jobs": {
		"The quay brings jobs, the mayor said.", "Hundreds of people will find work once it opens.", "Employers expect to hire more staff.",
		"Unemployment in the town will fall, economists think.", "Les entreprises prévoient d'embaucher des centaines de salariés.", "Le chômage va reculer dans la ville.",
	},
	"fumes": {
		"Residents fear the fumes of the ships.", "Campaigners warn that the air will become unhealthy.", "Doctors worry about pollution near the schools.",
		"Smoke from the engines harms children, a study says.", "Les riverains craignent la pollution de l'air.", "La fumée des bateaux nuit à la santé des enfants.",
	},
}

var aside = []string{
	"The meeting began at nine and ended before noon.", "Rain fell on the ferries all morning.", "A second session follows in March.", "The minutes will be published next week.",
	"Forty guests had tea in the old house.", "La séance a duré trois heures.", "Le procès-verbal paraîtra lundi.", "The band played until the lamps went out.",
}

// invent N FILE writes N records of invented texts about the Lake Board, each with a
// sentence of a frame or of none among others.
func invent(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: invent N FILE")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	r := rand.New(rand.NewPCG(1, 2))
	var out bytes.Buffer
	for i := range n {
		body := []string{"The Lake Board met on Tuesday.", "The Lake Board plans a quay."}
		for _, frame := range []string{"jobs", "fumes"} {
			if r.IntN(2) == 0 {
				body = append(body, quay[frame][r.IntN(len(quay[frame]))])
			}
		}
		for range 3 {
			body = append(body, aside[r.IntN(len(aside))])
		}
		r.Shuffle(len(body)-1, func(a, b int) { body[a+1], body[b+1] = body[b+1], body[a+1] })
		// A sentence of its own, that no two texts are copies.
		body = append(body, fmt.Sprintf("Visitor %d of the %dth week was %s.", r.IntN(1e6), r.IntN(1e6), strings.Repeat(string(rune('a'+r.IntN(26))), 3+r.IntN(6))))
		line, err := json.Marshal(map[string]string{
			"url": fmt.Sprintf("http://lake.test/%d", i), "title": fmt.Sprintf("Lake Board, day %d", i), "text": strings.Join(body, " "),
			"published": fmt.Sprintf("2026-%02d-%02d", 1+i%12, 1+i%28),
		})
		ts.Check(err)
		out.Write(append(line, '\n'))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), out.Bytes(), 0o600))
}

// handCode FILE fills in the codes of a sample, as a person would who reads the
// texts.
func handCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: handcode FILE")
	}
	var out bytes.Buffer
	for line := range strings.Lines(ts.ReadFile(args[0])) {
		var unit map[string]any
		ts.Check(json.Unmarshal([]byte(line), &unit))
		text, frames := unit["text"].(string), []string{}
		for _, f := range []string{"fumes", "jobs"} {
			if slices.ContainsFunc(quay[f], func(s string) bool { return strings.Contains(text, s) }) {
				frames = append(frames, f)
			}
		}
		for _, c := range unit["codes"].([]any) {
			code := c.(map[string]any)
			code["about"], code["frames"] = "main", frames
		}
		coded, err := json.Marshal(unit)
		ts.Check(err)
		out.Write(append(coded, '\n'))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), out.Bytes(), 0o600))
}
