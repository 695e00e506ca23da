// Command train rebuilds the model of package nlp/stance:
//
//	go run ./nlp/stance/train -mentions FILE
//
// -mentions names sentences with a place and the sentiment towards it, {"id",
// "text","start","end","polarity"} (NewsMTSC train, Hamborg and Donnay 2021);
// -texts coded articles as package codes reads them, of which the stance of the
// first coder counts. With -dev the mentions of a further file are judged by a
// model that has not seen them; articles are judged in cross-validation by
// story. With -check a fifth of the articles behind -mentions is held out, too,
// and nothing is written. The result is the same each time.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	var o options
	var texts string
	flag.StringVar(&o.mentions, "mentions", "", "sentences with the sentiment towards a place")
	flag.StringVar(&o.dev, "dev", "", "more of them, to measure on")
	flag.StringVar(&texts, "texts", "nlp/trained/codes/retold.jsonl,nlp/trained/codes/invented.jsonl", "coded articles; several files with commas")
	flag.StringVar(&o.out, "out", "nlp/stance/data/stance.bin", "model")
	flag.StringVar(&o.vectors, "vectors", "", "keeps the encoder's vectors between runs in this file")
	flag.BoolVar(&o.check, "check", false, "measure only")
	flag.Parse()
	if texts != "" {
		o.texts = strings.Split(texts, ",")
	}
	if err := run(o, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

type options struct {
	mentions, dev, out, vectors string
	texts                       []string
	check                       bool
}

func run(o options, w io.Writer) error {
	if o.mentions == "" {
		return errors.New("-mentions is needed")
	}
	t, err := newTrainer(o, w)
	if err != nil {
		return err
	}
	if err := t.learnMentions(); err != nil {
		return err
	}
	if err := t.learnTexts(); err != nil {
		return err
	}
	if err := t.keep(); err != nil || o.check {
		return err
	}
	data, err := t.file.Encode()
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%d bytes\n", len(data))
	return os.WriteFile(o.out, data, 0o600)
}
