package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"framewatch/internal/coding"
	"framewatch/internal/config"
	"framewatch/internal/foreign"
	"framewatch/internal/invalid"
	"framewatch/nlp/frame"
	"framewatch/store"
)

const parityHelp = `Parity holds the frames of the two halves of bilingual documents, and of texts
and their translations (table syndication), against each other. They say the
same, so that what differs measures the codebook across languages: per frame, and
for each pair of languages. Of halves the hits of the codebook's rules are told
apart by the language of their sentence, in the document as it was annotated, in
which a half that calls the target by a wrong name is known by the other; of
translations the tables tell, with the trained coder where there is one. Sentences
that only one half has are left out.

"agree" is the share of frames found on both sides among those found on either,
with an interval over stories; a frame that neither side has shows nothing and is
no agreement; "same" is the share of all comparisons, those among them. A frame
counts only where the codebook has terms for both languages,
or a trained coder codes both. With --pairs the frames that one side has alone are
listed by document, of halves with the sentence and its counterpart.`

func newCodebookParity(g *global) *cobra.Command {
	var frames []string
	var target, codebook string
	var asJSON, pairs bool
	c := &cobra.Command{
		Use: "parity", Short: "Hold the frames of texts in two languages against each other", Long: parityHelp,
		Example: "  framewatch codebook parity\n  framewatch codebook parity --pairs --frame peace_dialogue",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, book, err := g.loadBook(codebook, config.Options{})
			if err != nil {
				return err
			}
			if err := knownFrames(frames, book); err != nil {
				return err
			}
			about, err := targetNamed(cfg, target)
			if err != nil {
				return err
			}
			ds, err := store.Open(cfg.Data)
			if err != nil {
				return err
			}
			result, err := coding.Parity(c.Context(), ds, coding.ParitySpec{Target: string(about.ID), Book: book, Frames: frames,
				Resampling: cfg.Compare.Sampling().Resampling()})
			if err != nil {
				return err
			}
			if len(result.Pairs) == 0 {
				return nothing{errors.New("no document has halves in two languages, and none is a translation of another")}
			}
			if asJSON {
				return g.printParityJSON(result)
			}
			return g.printParity(result, pairs)
		},
	}
	fs := c.Flags()
	fs.StringSliceVar(&frames, "frame", nil, "frames of the codebook (default all)")
	fs.StringVar(&target, "target", "", targetUsage)
	fs.StringVar(&codebook, "codebook", "", codebookUsage)
	fs.BoolVar(&pairs, "pairs", false, "list the disagreements of each pair of texts")
	fs.BoolVar(&asJSON, "json", false, "print rows and pairs as lines of JSON")
	return c
}

// knownFrames checks --frame against a codebook.
func knownFrames(frames []string, book frame.Codebook) error {
	all := frameIDs(book)
	for _, f := range frames {
		if !slices.Contains(all, f) {
			return usageError{fmt.Errorf("--frame %q is no frame of the codebook%s", f, invalid.Suggest(f, all))}
		}
	}
	return nil
}

func (g *global) printParityJSON(r *coding.ParityResult) error {
	enc := json.NewEncoder(g.stdout)
	enc.SetEscapeHTML(false)
	for _, row := range r.Rows {
		if err := enc.Encode(row); err != nil {
			return fmt.Errorf("write: %w", err)
		}
	}
	for _, p := range r.Pairs {
		if err := enc.Encode(p); err != nil {
			return fmt.Errorf("write: %w", err)
		}
	}
	return nil
}

func (g *global) printParity(r *coding.ParityResult, pairs bool) error {
	w := tabwriter.NewWriter(g.text(), 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "texts\tlanguages\tframe\tcompared\tboth\tfirst only\tsecond only\tneither\tagree\tsame")
	for _, row := range r.Rows {
		if row.Both+row.First+row.Second == 0 && row.Frame != coding.ItemAll {
			continue
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%d\t%d\t%d\t%d\t%s\t%s\n", row.Kind, row.Langs, row.Frame, row.Pairs, row.Both, row.First, row.Second, row.Neither,
			shown(row.Agree), shown(coding.Number{Value: &row.Same}))
	}
	if pairs {
		fmt.Fprintln(w, "\ntexts\tdocument\tother\tframe\tin\tterm\tsentence\tsays the same without it")
		for _, p := range r.Pairs {
			for _, d := range p.Disagreement {
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", p.Kind, p.Docs[0], p.Docs[1], d.Frame, d.In, foreign.Line(d.Term), foreign.Line(cut(d.Sentence, 100)), foreign.Line(cut(d.Counterpart, 100)))
			}
		}
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}
