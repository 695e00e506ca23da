package main

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/pflag"

	"framewatch/explore/coding"
	"framewatch/internal/config"
)

// codingOptions say what is coded in the explorer, and by whom.
type codingOptions struct{ code, coder, codebook string }

func (o *codingOptions) flags(fs *pflag.FlagSet) {
	fs.StringVar(&o.code, "code", "", "FILE of codebook sample to code in the browser")
	fs.StringVar(&o.coder, "coder", "", "who codes, where the file does not say it")
	fs.StringVar(&o.codebook, "codebook", "", codebookUsage)
}

// openCoding loads the settings, and opens the file to code where one is named.
func (g *global) openCoding(o codingOptions) (*config.Loaded, *coding.Session, error) {
	if o.code == "" {
		if o.coder != "" || o.codebook != "" {
			return nil, nil, usageError{errors.New("--coder and --codebook go with --code, the file to code")}
		}
		cfg, err := g.load(nil)
		return cfg, nil, err
	}
	cfg, book, err := g.loadBook(o.codebook, config.Options{})
	if err != nil {
		return nil, nil, err
	}
	work, err := coding.Open(coding.Disk(o.code), o.code, book, o.coder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, usageError{fmt.Errorf("--code %s: no such file; check the path", o.code)}
	case errors.Is(err, coding.ErrCoder):
		return nil, nil, usageError{fmt.Errorf("%w (--coder NAME)", err)}
	case err != nil:
		return nil, nil, usageError{err}
	}
	return cfg, work, nil
}
