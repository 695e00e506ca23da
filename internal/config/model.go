package config

import (
	"bytes"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"framewatch/nlp/encode"
	"framewatch/nlp/frame"
	"framewatch/nlp/trained"
)

// modelPath is where the trained coder of a codebook lies: beside it.
func modelPath(codebook string) string {
	return strings.TrimSuffix(codebook, filepath.Ext(codebook)) + ".model"
}

// ModelFile is where a trained coder of a codebook of the settings belongs. Beside a
// codebook that the binary carries nothing can be written; it then is the file of
// that name in the folder where the program runs.
func (l *Loaded) ModelFile(codebook string) string {
	path := modelPath(codebook)
	for i, b := range l.Codebooks {
		if b.ID == codebook {
			path = modelPath(l.Config.Codebooks[i])
		}
	}
	switch {
	case strings.HasPrefix(path, builtin), strings.HasPrefix(l.File, builtin):
		return filepath.Base(path)
	case filepath.IsAbs(path):
		return path
	}
	return filepath.Join(filepath.Dir(l.File), path)
}

// model reads the trained coder of the codebook, if there is one.
func (l *loader) model(codebook string, book *frame.Codebook) {
	shown, data, err := l.read(modelPath(codebook))
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	var m *trained.Model
	if err == nil {
		m, err = trained.Read(bytes.NewReader(data))
	}
	if err == nil {
		err = m.Fits(book, encode.Version)
	}
	if err != nil {
		l.wrong = append(l.wrong, Mistake{File: shown, Text: err.Error() + "; without the file the codebook's rules code alone"})
		return
	}
	l.out.Models = append(l.out.Models, m)
}
