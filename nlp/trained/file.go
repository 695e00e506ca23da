package trained

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"framewatch/internal/invalid"
	"framewatch/internal/lazyregexp"
)

// Limits of a model's file.
const (
	fileFormat = "framewatch-trained/1"
	maxFile    = 4 << 20
	maxFrames  = 1000
	maxDims    = 4096
	maxNumber  = 1e6 // of any parameter
)

// wireModel is a model's file: one JSON object.
type wireModel struct {
	Format      string      `json:"format"`
	Codebook    string      `json:"codebook"`
	Version     string      `json:"codebook_version"`
	Encoder     string      `json:"encoder"`
	CodesSHA256 string      `json:"codes_sha256"`
	Texts       int         `json:"texts"`
	Dims        int         `json:"dims"`
	Frames      []wireFrame `json:"frames"`
}

type wireFrame struct {
	ID        string  `json:"id"`
	Bias      float64 `json:"bias"`
	Rules     float64 `json:"rules"`
	Centre    float64 `json:"centre"`
	Slope     float64 `json:"slope"`
	Shift     float64 `json:"shift"`
	Threshold float64 `json:"threshold"`
	Better    bool    `json:"better_than_rules"`
	Passing   float64 `json:"passing_threshold"`
	Scale     float64 `json:"scale"`
	Weights   []byte  `json:"weights"` // little-endian numbers of 16 bits, times scale
}

// seal makes the file, and what is read from it the model: it codes the same
// before it was written and after.
func (m *Model) seal() error {
	w := wireModel{Format: fileFormat, Codebook: m.Codebook, Version: m.Version, Encoder: m.Encoder, CodesSHA256: m.CodesSHA256, Texts: m.Texts}
	for _, f := range m.frames {
		scale, data := packed(f.weights)
		w.Dims = len(f.weights)
		w.Frames = append(w.Frames, wireFrame{ID: f.id, Bias: f.bias, Rules: f.rules, Centre: f.centre,
			Slope: f.slope, Shift: f.shift, Threshold: f.threshold, Better: f.better, Passing: f.passing, Scale: scale, Weights: data})
	}
	file, err := json.MarshalIndent(w, "", " ")
	if err != nil {
		return fmt.Errorf("write model: %w", err)
	}
	read, err := Read(bytes.NewReader(append(file, '\n')))
	if err != nil {
		return fmt.Errorf("write model: %w", err)
	}
	*m = *read
	return nil
}

// Read reads a model's file. It is strict: a file that is too large, not of this
// form, or has numbers that no training gives is refused.
func Read(r io.Reader) (*Model, error) {
	file, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read model: %w", err)
	}
	if len(file) > maxFile {
		return nil, fmt.Errorf("read model: larger than %d MiB, which no model is", maxFile>>20)
	}
	var w wireModel
	dec := json.NewDecoder(bytes.NewReader(file))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&w); err != nil {
		return nil, fmt.Errorf("read model: not a file of framewatch codebook train: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("read model: more follows after its end")
	}
	if err := w.validate(); err != nil {
		return nil, fmt.Errorf("read model: %w", err)
	}
	m := &Model{Codebook: w.Codebook, Version: w.Version, Encoder: w.Encoder, CodesSHA256: w.CodesSHA256, Texts: w.Texts, file: file}
	for _, f := range w.Frames {
		m.frames = append(m.frames, frameModel{id: f.ID, weights: unpacked(f.Scale, f.Weights), bias: f.Bias,
			setting: setting{calibration{f.Slope, f.Rules, f.Shift}, f.Centre, f.Threshold, f.Better, f.Passing}})
	}
	return m, nil
}

var frameID = lazyregexp.New(`^[a-z][a-z0-9_]*$`)

func (w *wireModel) validate() error {
	var errs []error
	wrong := func(path, value, format string, args ...any) {
		errs = append(errs, invalid.Errorf(path, value, format, args...))
	}
	if w.Format != fileFormat {
		return invalid.Errorf("format", w.Format, "is not %s: train the model again with this program", fileFormat)
	}
	if w.Codebook == "" {
		wrong("codebook", "", "is missing")
	}
	if w.Encoder == "" {
		wrong("encoder", "", "is missing")
	}
	if w.Dims < 1 || w.Dims > maxDims {
		wrong("dims", fmt.Sprint(w.Dims), "is not between 1 and %d", maxDims)
	}
	if len(w.Frames) == 0 || len(w.Frames) > maxFrames {
		wrong("frames", fmt.Sprint(len(w.Frames)), "is not between 1 and %d", maxFrames)
	}
	var seen []string
	for i, f := range w.Frames {
		errs = append(errs, invalid.Under(fmt.Sprintf("frames[%d]", i), f.validate(w.Dims)))
		if slices.Contains(seen, f.ID) {
			wrong(fmt.Sprintf("frames[%d].id", i), f.ID, "is there twice")
		}
		if seen = append(seen, f.ID); len(errs) > maxFrames {
			break
		}
	}
	return errors.Join(errs...)
}

func (f *wireFrame) validate(dims int) error {
	var errs []error
	if !frameID.MatchString(f.ID) {
		errs = append(errs, invalid.Errorf("id", f.ID, "is not a frame ID"))
	}
	if len(f.Weights) != 2*dims {
		errs = append(errs, invalid.Errorf("weights", fmt.Sprint(len(f.Weights)), "are not %d bytes", 2*dims))
	}
	for _, n := range []struct {
		name      string
		value     float64
		low, high float64
	}{
		{"bias", f.Bias, -maxNumber, maxNumber}, {"rules", f.Rules, -maxNumber, maxNumber}, {"centre", f.Centre, 0, 1}, {"slope", f.Slope, 0, maxNumber},
		{"shift", f.Shift, -maxNumber, maxNumber}, {"threshold", f.Threshold, 0, 1}, {"passing_threshold", f.Passing, 0, 2}, {"scale", f.Scale, 0, maxNumber},
	} {
		if !within(n.value, n.low, n.high) {
			errs = append(errs, invalid.Errorf(n.name, fmt.Sprint(n.value), "is not between %g and %g", n.low, n.high))
		}
	}
	return errors.Join(errs...)
}

func within(v, low, high float64) bool { return !math.IsNaN(v) && v >= low && v <= high }
