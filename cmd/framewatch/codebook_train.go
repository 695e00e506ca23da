package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/nlp/codes"
	"framewatch/nlp/encode"
	"framewatch/nlp/trained"
)

// trainFlags are what training can be asked.
type trainFlags struct {
	codes, further, key []string
	target, out         string
	codebook            string
	card                string
	seed                uint64
}

const trainHelp = `Train reads texts with hand codes and learns the frames of the settings' codebook
from them: over sentence vectors in which all languages share their meanings, and
what the codebook's rules say. It writes the model beside the codebook, where the
next run finds it, and a card (Markdown) beside the model that says how well it
does: precision, recall and F1 per frame and language against each coder with
intervals, a learning curve, and what to code next. All figures come from nested
cross-validation in which outlets and stories are never split.

Texts of --codes are of the kind that is to be coded. Those of --further, such as
invented or translated ones, teach as well, but less, and no threshold and no
figure rests on them. A frame that fewer than 8 texts have stays with the rules. A
blank cell is not coded and teaches nothing; where coders differ, both count.

Training again on the same files gives the same model, byte for byte.`

func newCodebookTrain(g *global) *cobra.Command {
	var f trainFlags
	c := &cobra.Command{
		Use: "train --codes FILE...", Short: "Learn frames from hand codes", Long: trainHelp,
		Example: "  framewatch codebook train --codes coded.xlsx\n  framewatch codebook train --codes round1.jsonl,round2.csv --further invented.jsonl --out configs/codebooks/iomed.model",
		Args:    args(cobra.NoArgs),
		RunE:    func(c *cobra.Command, _ []string) error { return g.train(c.Context(), f) },
	}
	fl := c.Flags()
	fl.StringSliceVar(&f.codes, "codes", nil, "files with codes: "+strings.Join(codes.Endings(), ", ")+"; several are joined")
	fl.StringSliceVar(&f.further, "further", nil, "files with codes of texts of another kind, which teach less")
	fl.StringSliceVar(&f.key, "key", nil, keyUsage+": outlets and stories, which the coders' files do not have")
	fl.StringVar(&f.target, "target", "", targetUsage)
	fl.StringVar(&f.codebook, "codebook", "", codebookUsage)
	fl.StringVar(&f.out, "out", "", "the model's file (default beside the codebook, with the ending .model)")
	fl.StringVar(&f.card, "card", "", "the card's file (default beside the model, with the ending .card.md)")
	fl.Uint64Var(&f.seed, "seed", 1, "decides which groups are validated together")
	return c
}

// train trains, and writes the model and its card.
func (g *global) train(ctx context.Context, f trainFlags) error {
	if len(f.codes) == 0 {
		return usageError{fmt.Errorf("train needs hand codes: say --codes FILE")}
	}
	cfg, book, err := g.loadBook(f.codebook, config.Options{WithoutModel: true})
	if err != nil {
		return err
	}
	target, err := targetNamed(cfg, f.target)
	if err != nil {
		return err
	}
	if f.out == "" {
		f.out = cfg.ModelFile(book.ID)
	}
	if f.card == "" {
		f.card = strings.TrimSuffix(f.out, filepath.Ext(f.out)) + ".card.md"
	}
	if f.out == toStdout || f.card == toStdout {
		return usageError{errors.New("--out and --card name files: the card is printed anyhow")}
	}
	if err := errors.Join(checkOut("out", f.out), checkOut("card", f.card)); err != nil {
		return err
	}
	job := trained.Job{Codebook: book.ID, Version: book.Version, Encoder: encode.Version, Seed: f.seed}
	var all []string
	for _, fr := range book.Frames {
		if all = append(all, fr.ID); !fr.Residual {
			job.Frames = append(job.Frames, fr.ID)
		}
	}
	texts, digest, err := g.examples(ctx, cfg, target, book.ID, f, all)
	if err != nil {
		return err
	}
	job.CodesSHA256 = digest
	model, validation, err := trained.Train(ctx, texts, job)
	if err != nil {
		return err
	}
	curve, err := trained.LearningCurve(ctx, texts, job.Frames, f.seed)
	if err != nil {
		return err
	}
	card := trained.NewCard(texts, job.Frames, validation, curve).Markdown(model)
	if err := g.writeOut(f.out, model.File()); err != nil {
		return fmt.Errorf("model: %w", err)
	}
	if err := g.writeOut(f.card, []byte(card)); err != nil {
		return fmt.Errorf("card: %w", err)
	}
	fmt.Fprintf(g.stderr, "model: %s\ncard: %s\n", f.out, f.card)
	fmt.Fprint(g.text(), card)
	return nil
}

// examples reads the files, annotates their texts by the rules and encodes them.
// The second result is the files' SHA-256.
func (g *global) examples(ctx context.Context, cfg *config.Loaded, target corpus.Target, book string, f trainFlags, frames []string) ([]trained.Example, string, error) {
	annotator, err := g.annotator(cfg)
	if err != nil {
		return nil, "", err
	}
	encoder, err := encode.Load()
	if err != nil {
		return nil, "", err
	}
	reader := trained.Reader{Annotate: annotator.Annotate, Target: target, Codebook: book, Encoder: trained.Encoder{Embedder: encoder, Reads: encode.Reads}}
	digest := sha256.New()
	var sets []*codes.Set
	for _, name := range append(append([]string{}, f.codes...), f.further...) {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, "", fmt.Errorf("read codes: %w", err)
		}
		set, err := codes.Read(name, bytes.NewReader(data), codes.Options{Frames: frames})
		if err != nil {
			return nil, "", usageError{err}
		}
		for _, note := range set.Notes {
			fmt.Fprintln(g.stderr, note)
		}
		sum := sha256.Sum256(data)
		digest.Write(sum[:])
		sets = append(sets, set)
	}
	kind, err := codes.Join(sets[:len(f.codes)]...)
	if err != nil {
		return nil, "", usageError{err}
	}
	if _, err := readKeys(f.key, kind); err != nil {
		return nil, "", err
	}
	other, err := codes.Join(sets[len(f.codes):]...)
	if err != nil {
		return nil, "", usageError{err}
	}
	texts, err := reader.Examples(ctx, kind.Units, other.Units)
	return texts, hex.EncodeToString(digest.Sum(nil)), err
}
