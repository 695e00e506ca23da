package statistics

import (
	"context"
	"fmt"
	"strings"

	"framewatch/compare/lexical"
	"framewatch/internal/invalid"
)

func kwic() Statistic {
	return Statistic{
		Name: "kwic", Short: "Keyword in context: each place of a word or phrase",
		About: `Rows are documents with their words. One object a place of the phrase comes out, by
what follows it (--sort right), by what stands before it, the nearest word first
(left), or as the documents have them (document). Places with the same context are
in the order of the documents. Context is not cut at the ends of sentences, which
lists of words do not show.`,
		Formulas: []Formula{{"concordance", "all places of the phrase with --context tokens on each side", "Luhn 1960, American Documentation 11(4)"}},
		Fields: []Field{
			{"doc_id", "the document, by its column or else its place in the input"},
			{"position", "number of the phrase's first token in it, from 0"},
			{"left", "the tokens before, with spaces between them"}, {"key", "the phrase as the document has it"}, {"right", "the tokens after"},
		},
		Example: "  framewatch stats kwic --term 'the port' --context 8 texts.jsonl",
		Options: func(f Flags) Run {
			k := &kwicRun{}
			k.bind(f)
			f.StringVar(&k.doc, "doc", "doc_id", "column with a document's name")
			f.StringVar(&k.term, "term", "", "word, or phrase of words with spaces between them")
			f.IntVar(&k.context, "context", 5, "tokens on each side")
			f.BoolVar(&k.fold, "ignore-case", false, "take capital and small letters as the same")
			f.StringVar(&k.order, "sort", "right", "right, left or document")
			return k.run
		},
	}
}

type kwicRun struct {
	words
	term, order string
	context     int
	fold        bool
}

func (k *kwicRun) run(ctx context.Context, in *Input, out *Output) error {
	c := lexical.Concordance{Phrase: strings.Fields(k.term), Context: k.context}
	orders := []string{"right", "left", "document"}
	order := lexical.ByRight
	switch k.order {
	case "right":
	case "left":
		order = lexical.ByLeft
	case "document":
		order = lexical.ByText
	default:
		return Usagef("--sort is %q%s", k.order, invalid.Suggest(k.order, orders))
	}
	if len(c.Phrase) == 0 {
		return Usagef("--term is needed: a word or a phrase")
	}
	if k.context < 0 {
		return Usagef("--context is %d: want 0 or more", k.context)
	}
	if k.fold {
		c.Same = strings.EqualFold
	}
	var names []string
	err := k.each(ctx, in, func(d document) error {
		name, err := d.name(k.doc)
		names = append(names, name)
		c.Add(d.tokens)
		return err
	})
	if err != nil {
		return err
	}
	for _, l := range c.Lines(order) {
		object := NewObject().Text("doc_id", names[l.Text]).Int("position", l.At).
			Text("left", strings.Join(l.Left, " ")).Text("key", strings.Join(l.Key, " ")).Text("right", strings.Join(l.Right, " "))
		if err := out.Write(object); err != nil {
			return err
		}
	}
	return nil
}

// name is the document's name by its column, or else its place in the input.
func (d document) name(column string) (string, error) {
	if column != "" && d.row.Has(column) {
		return d.row.Text(column)
	}
	return fmt.Sprint(d.row.Line()), nil
}
