package config

import (
	"bytes"
	"errors"
	"strings"

	"framewatch/internal/coding"
	"framewatch/internal/invalid"
	"framewatch/nlp/codes"
)

// handCodes reads the hand codes that correct comparisons.
func (l *loader) handCodes() {
	c := l.out.Compare
	if len(c.Codes) == 0 {
		if len(c.Key) > 0 {
			l.add(locate(l.out.File, l.trees[""], invalid.Errorf("compare.key", strings.Join(c.Key, ", "), "belongs to hand codes, and compare.codes names none")))
		}
		return
	}
	if len(l.out.Codebooks) == 0 {
		return // which is a mistake that is told already, or there is nothing to correct
	}
	book := l.out.Codebooks[0]
	var frames []string
	for _, f := range book.Frames {
		frames = append(frames, f.ID)
	}
	before := len(l.wrong)
	var sets []*codes.Set
	for _, path := range c.Codes {
		l.file(path, func(shown string, data []byte) error {
			set, err := codes.Read(shown, bytes.NewReader(data), codes.Options{Frames: frames})
			sets = append(sets, set)
			return err
		})
	}
	var keys []coding.Key
	for _, path := range c.Key {
		l.file(path, func(shown string, data []byte) error {
			more, err := coding.ReadKeys(shown, bytes.NewReader(data))
			keys = append(keys, more...)
			return err
		})
	}
	if len(l.wrong) > before {
		return
	}
	set, err := codes.Join(sets...)
	byID := map[string]coding.Key{}
	if err == nil && len(keys) > 0 {
		byID, err = coding.Identify(set, keys, strings.Join(c.Key, ", "))
	}
	if err == nil {
		l.out.Compare.Hand, err = coding.HandCodes(set, byID, book)
	}
	l.faults("compare.codes", err)
}

// file hands on the bytes of a file that is no YAML, and notes what is wrong with it.
func (l *loader) file(path string, read func(shown string, data []byte) error) {
	shown, data, err := l.read(path)
	if err != nil {
		l.wrong = append(l.wrong, Mistake{File: shown, Text: readFault(err)})
		return
	}
	l.faults(shown, read(shown, data))
}

// faults notes every mistake of an error.
func (l *loader) faults(file string, err error) {
	if err == nil {
		return
	}
	var many interface{ Unwrap() []error }
	if errors.As(err, &many) {
		for _, e := range many.Unwrap() {
			l.faults(file, e)
		}
		return
	}
	text := err.Error()
	var f *invalid.Field
	if errors.As(err, &f) {
		file, text = f.Path, strings.TrimPrefix(text, f.Path+": ")
	}
	l.wrong = append(l.wrong, Mistake{File: file, Text: text})
}
