package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"framewatch/compare"
	"framewatch/internal/config"
	"framewatch/internal/foreign"
	"framewatch/internal/invalid"
	"framewatch/nlp/link"
	"framewatch/store"
)

// halvesName is the question that needs the codebook beside the tables.
const halvesName = "halves"

func questionNames() []string {
	var out []string
	for _, q := range compare.Questions() {
		out = append(out, q.Name)
	}
	return append(out, halvesName)
}

// questionsHelp lists the questions, a line each.
func questionsHelp() string {
	var lines []string
	for _, q := range compare.Questions() {
		lines = append(lines, fmt.Sprintf("  %-11s %s", q.Name, q.Summary))
	}
	return strings.Join(append(lines, fmt.Sprintf("  %-11s %s", halvesName, halvesSummary)), "\n")
}

// definitions say what the numbers of each question are.
func definitions() string {
	var out strings.Builder
	out.WriteString("\nIntervals of shares are over stories, as those of prevalence. With --json each line\nis a row of table estimates; one without a number has value null and says why in\nnote, and sentence_ids of examples stand beside counts.\n")
	for _, q := range compare.Questions() {
		fmt.Fprintf(&out, "\n%s%s\n", q.Name, q.Doc)
	}
	fmt.Fprintf(&out, "\n%s%s", halvesName, halvesDoc)
	return out.String()
}

func questionFlags(fs *pflag.FlagSet, f *compareFlags) {
	fs.StringSliceVar(&f.with, "with", nil, "entities of the gazetteers, for beside and links")
	fs.StringSliceVar(&f.events, "event", nil, "events by ID or day, for events (default all with documents on both sides)")
	countVar(fs, &f.window, "window", 14, 1, "days on each side of an event")
	countVar(fs, &f.words, "words", 150, 1, "most frequent words that delta looks at, for alike")
}

// question answers and prints one of the questions.
func (g *global) question(c *cobra.Command, ds *store.Dataset, cfg *config.Loaded, f compareFlags, name string) error {
	reply, err := ask(c.Context(), ds, cfg, f, name, c.Flags().Changed("top"))
	if errors.Is(err, compare.ErrQuestion) {
		return usageError{err}
	}
	if err != nil {
		return err
	}
	for _, n := range reply.Notes {
		f.note(n)
	}
	if len(cfg.Annotate.Targets) > 1 && !f.asJSON {
		fmt.Fprintf(g.text(), "target %s\n\n", cfg.Compare.Target)
	}
	if f.asJSON {
		return g.printAnswersJSON(reply.Answers)
	}
	why := map[string]bool{}
	for _, a := range reply.Answers {
		if line := fmt.Sprintf("null: %s: %s", a.Statistic, a.Note); a.Missing && !why[line] {
			why[line] = true
			f.note(line)
		}
	}
	return g.printAnswers(reply.Answers)
}

func ask(ctx context.Context, ds *store.Dataset, cfg *config.Loaded, f compareFlags, name string, top bool) (*compare.Reply, error) {
	selection, err := f.selection(cfg)
	if err != nil {
		return nil, err
	}
	if name == halvesName {
		return halvesReply(ctx, ds, cfg, f, selection)
	}
	spec := compare.QuestionSpec{Selection: selection, Sampling: cfg.Compare.Sampling(), By: f.by, Codebook: cfg.MainCodebook(), Frames: f.frames,
		Events: f.events, MinDocs: cfg.Compare.MinDocs}
	if top {
		spec.Top = f.top
	}
	switch name {
	case "events":
		spec.Window = f.window
	case "alike":
		spec.Lang, spec.Words = f.lang, f.words
	case "beside":
		spec.With, err = f.entities(cfg, cfg.OtherBodies())
	case "links":
		spec.With, err = f.entities(cfg, cfg.Compare.Conflicts)
	}
	if err != nil {
		return nil, err
	}
	return compare.Ask(ctx, ds, name, spec)
}

// entities are those of --with, which the gazetteers must have, or others.
func (f compareFlags) entities(cfg *config.Loaded, otherwise []string) ([]string, error) {
	if len(f.with) == 0 {
		return otherwise, nil
	}
	var known []string
	for e := range entitiesOf(cfg) {
		known = append(known, string(e.ID))
	}
	for _, id := range f.with {
		if !slices.Contains(known, id) {
			return nil, usageError{fmt.Errorf("--with: no gazetteer has entity %q%s", id, invalid.Suggest(id, known))}
		}
	}
	return f.with, nil
}

func entitiesOf(cfg *config.Loaded) func(yield func(link.Entity) bool) {
	return func(yield func(link.Entity) bool) {
		for _, g := range cfg.Gazetteers {
			for _, e := range g.Entities {
				if !yield(e) {
					return
				}
			}
		}
	}
}

// printAnswersJSON prints rows of table estimates, with what the table has no
// column for.
func (g *global) printAnswersJSON(answers []compare.Answer) error {
	enc := json.NewEncoder(g.stdout)
	enc.SetEscapeHTML(false)
	for _, a := range answers {
		object, err := store.Object(a.EstimateRow)
		if err != nil {
			return err
		}
		delete(object, "run_id")
		object["id"] = a.ID()
		if a.Missing {
			object["value"] = nil
		}
		if len(a.Examples) > 0 {
			object["examples"] = a.Examples
		}
		if err := enc.Encode(object); err != nil {
			return fmt.Errorf("write: %w", err)
		}
	}
	return nil
}

// shownLine is a line of the printed table: the numbers of one group and item.
type shownLine struct {
	group, item string
	cells       map[string]string
}

// printAnswers prints a line for each group and item and a column for each
// statistic, under each dimension; of a number with several intervals it shows the
// preferred one.
func (g *global) printAnswers(answers []compare.Answer) error {
	w := tabwriter.NewWriter(g.text(), 0, 4, 2, ' ', 0)
	for from, to := 0, 0; from < len(answers); from = to {
		for to = from; to < len(answers) && answers[to].Dimension == answers[from].Dimension; to++ {
		}
		printBlock(w, answers[from:to])
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

func printBlock(w *tabwriter.Writer, answers []compare.Answer) {
	var columns []string
	var lines []*shownLine
	for _, a := range answers {
		if !a.Preferred || strings.HasPrefix(a.Statistic, "weighted_") || a.Statistic == "design_effect" {
			continue // as JSON
		}
		if !slices.Contains(columns, a.Statistic) {
			columns = append(columns, a.Statistic)
		}
		if n := len(lines); n == 0 || lines[n-1].group != a.GroupName || lines[n-1].item != a.Item {
			lines = append(lines, &shownLine{a.GroupName, a.Item, map[string]string{}})
		}
		lines[len(lines)-1].cells[a.Statistic] = shownAnswer(a)
	}
	fmt.Fprintf(w, "%s\titem\t%s\n", answers[0].Dimension, strings.Join(columns, "\t"))
	for _, l := range lines {
		fmt.Fprintf(w, "%s\t%s", foreign.Line(l.group), foreign.Line(l.item))
		for _, c := range columns {
			text := l.cells[c]
			if text == "" {
				text = "-"
			}
			fmt.Fprintf(w, "\t%s", text)
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w)
}

func shownAnswer(a compare.Answer) string {
	switch {
	case a.Missing:
		return "null"
	case a.CILo != nil && a.CIHi != nil:
		return fmt.Sprintf("%.3g (%.3g to %.3g)", a.Value, *a.CILo, *a.CIHi)
	}
	return fmt.Sprintf("%.4g", a.Value)
}
