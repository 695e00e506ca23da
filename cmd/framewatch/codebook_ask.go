package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/nlp/codes"
	"framewatch/nlp/modelcoder"
)

// askFlags are what a model can be asked.
type askFlags struct {
	out, cache, target, codebook string
	maxCost                      float64
	dryRun                       bool
}

const askHelp = `Ask has a language model code the units of a codes file, by the settings'
model_coder: any API that speaks OpenAI's chat completions. The model is one more
coder, named model: and its name, for "codebook score" to hold against people; it
codes nothing of the dataset.

Nothing leaves this machine but what model_coder.release lists. A frame counts
only with words that stand in the text. Answers are kept in the cache, so that
the same question is paid once. Before each question, what is spent and the most
that the answer can cost are held against model_coder.max_cost; --dry-run tells
the most that the whole run can cost, and asks nothing.

Ends with 3 where texts have no codes: the others are written, and the same
command with another --out goes on from the cache.`

func newCodebookAsk(g *global) *cobra.Command {
	var f askFlags
	c := &cobra.Command{
		Use: "ask FILE --out FILE", Short: "Have a language model code a sample, as a further coder", Long: askHelp,
		Example: "  framewatch codebook ask round1.jsonl --dry-run\n  framewatch codebook ask round1.jsonl --out round1.model.jsonl",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, a []string) error {
			return g.askModel(c.Context(), a[0], f, c.Flags().Changed("max-cost"))
		},
	}
	fl := c.Flags()
	fl.StringVarP(&f.out, "out", "o", "", "file for the model's codes; its ending says the form: "+strings.Join(codes.Endings(), ", "))
	fl.BoolVar(&f.dryRun, "dry-run", false, "tell what it can cost, and ask nothing")
	fl.Float64Var(&f.maxCost, "max-cost", 0, "the most that this run may cost (default: model_coder.max_cost)")
	fl.StringVar(&f.cache, "cache", "", "folder of kept answers (default: framewatch/model in the user's cache folder)")
	fl.StringVar(&f.target, "target", "", targetUsage)
	fl.StringVar(&f.codebook, "codebook", "", codebookUsage)
	return c
}

// askModel plans or asks, and writes the codes.
func (g *global) askModel(ctx context.Context, path string, f askFlags, limited bool) error {
	cfg, book, err := g.loadBook(f.codebook, config.Options{})
	if err != nil {
		return err
	}
	target, err := targetNamed(cfg, f.target)
	if err != nil {
		return err
	}
	if f.out == "" && !f.dryRun {
		return usageError{errors.New("--out is needed: the file for the model's codes, such as round1.model.jsonl")}
	}
	if !f.dryRun {
		if err := codesEnding(f.out); err != nil {
			return usageError{err}
		}
		if err := checkNew("out", f.out); err != nil {
			return err
		}
	}
	set, err := readCodesFile(path, frameIDs(book))
	if err != nil {
		return usageError{err}
	}
	if f.cache == "" {
		folder, err := os.UserCacheDir()
		if err != nil {
			return usageError{fmt.Errorf("--cache is needed: %w", err)}
		}
		f.cache = filepath.Join(folder, "framewatch", "model")
	}
	settings := cfg.ModelCoder
	if limited {
		settings.MaxCost = f.maxCost
	}
	coder, err := modelcoder.New(settings, namesOf(cfg, target), &book, f.cache)
	if err != nil {
		return usageError{err}
	}
	if f.dryRun {
		plan, err := coder.Plan(set)
		if err != nil {
			return err
		}
		fmt.Fprintf(g.text(), "%s would code %d texts for %s: %d are answered already, the others cost at most %.4g (limit %.4g); sent is %s\n",
			coder.Name(), plan.Units, target.ID, plan.Kept, plan.Most, settings.MaxCost, strings.Join(settings.Release, ", "))
		return nil
	}
	return g.writeModelCodes(ctx, coder, set, f.out)
}

// writeModelCodes asks and writes what was answered, whatever ended it.
func (g *global) writeModelCodes(ctx context.Context, coder *modelcoder.Coder, set *codes.Set, out string) error {
	coded, result, stopped := coder.Code(ctx, set)
	for _, failed := range result.Failed {
		fmt.Fprintf(g.stderr, "%s: %v\n", failed.Unit, failed.Err)
	}
	if ctx.Err() != nil {
		return ctx.Err() // the cache has what was answered
	}
	if len(coded.Coders()) > 0 {
		if err := writeNew(ctx, []newFile{{out, func(w io.Writer) error { return codes.Write(out, w, coded) }}}); err != nil {
			return err
		}
	}
	fmt.Fprintf(g.stderr, "%s: %d of %d texts are coded, %d of them from the cache; cost %.4g\n",
		coder.Name(), len(coded.Units)-len(result.Failed), result.Units, result.Kept, result.Cost)
	if stopped != nil {
		return errors.Join(errIncomplete, stopped)
	}
	if n := len(result.Failed); n > 0 {
		return fmt.Errorf("%w: %d of %d texts have no codes", errIncomplete, n, result.Units)
	}
	return nil
}

// namesOf are a target's official names, for a reader who knows none of its IDs.
func namesOf(cfg *config.Loaded, target corpus.Target) string {
	label := cfg.ReportConfig(target.ID).Target
	names := slices.DeleteFunc([]string{label.EN, label.ZH}, func(name string) bool { return name == "" })
	return cmp.Or(strings.Join(names, ", "), string(target.ID))
}
