package codes

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"framewatch/internal/invalid"
	"framewatch/internal/jsonlines"
)

// wireUnit is a line of JSON.
type wireUnit struct {
	ID          string     `json:"id"`
	Kind        string     `json:"unit,omitempty"`
	Lang        string     `json:"lang,omitempty"`
	Title       string     `json:"title,omitempty"`
	Text        string     `json:"text"`
	Published   string     `json:"published,omitempty"`
	Outlet      string     `json:"outlet,omitempty"`
	Country     string     `json:"country,omitempty"`
	Story       string     `json:"story,omitempty"`
	Half        string     `json:"half,omitempty"`
	Probability float64    `json:"inclusion_probability,omitempty"`
	Codes       []wireCode `json:"codes"`
}

// wireCode is a coder's code in it. Without frames no frame is coded; with them
// every frame of the codebook, or those of coded.
type wireCode struct {
	Coder  string    `json:"coder"`
	About  string    `json:"about,omitempty"`
	Frames *[]string `json:"frames,omitempty"`
	Coded  *[]string `json:"coded,omitempty"`
	Stance *int      `json:"stance,omitempty"`
	Note   string    `json:"note,omitempty"`
}

var (
	unitFields = []string{"id", "unit", "lang", "title", "text", "published", "outlet", "country", "story", "half", "inclusion_probability", "codes"}
	codeFields = []string{"coder", "about", "frames", "coded", "stance", "note"}
)

// maxLine is the longest line that is read.
const maxLine = 16 << 20

func (r *reader) jsonl(data []byte) {
	for line, err := range jsonlines.Read(bytes.NewReader(data), maxLine) {
		place := fmt.Sprintf("%s:%d", r.name, line.N)
		if err == nil {
			err = line.Err
		}
		if err != nil {
			r.wrong(place, "", "%s", err)
			continue
		}
		var w wireUnit
		dec := json.NewDecoder(bytes.NewReader(line.Data))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&w); err != nil {
			r.wrong(place, "", "%s", jsonRemedy(err))
			continue
		}
		if dec.More() {
			r.wrong(place, "", "holds more than one object: each line is one text")
			continue
		}
		u := Unit{ID: w.ID, Kind: w.Kind, Lang: w.Lang, Title: w.Title, Text: w.Text, Published: w.Published, Outlet: w.Outlet,
			Country: w.Country, Story: w.Story, Half: w.Half, Probability: w.Probability}
		if !r.check(place, u) {
			continue
		}
		if first, twice := r.at[u.ID]; twice {
			r.wrong(place, u.ID, "is the id of %s too: a text has one line, with the codes of all coders", r.places[first])
			continue
		}
		for i, c := range w.Codes {
			code, ok := r.wireCode(fmt.Sprintf("%s: codes[%d]", place, i), c)
			if code.Place = place; ok && !r.pending(code, u.ID) {
				u.Codes = append(u.Codes, code)
			}
		}
		r.add(u, place)
	}
}

// wireCode checks one code of a line.
func (r *reader) wireCode(place string, w wireCode) (Code, bool) {
	before := len(r.errs)
	c := Code{Coder: strings.TrimSpace(w.Coder), About: About(w.About), Stance: w.Stance, Note: w.Note}
	if c.Coder == "" {
		r.wrong(place+".coder", "", "is missing: say who coded")
	}
	if w.About != "" && !slices.Contains(abouts(), w.About) {
		r.wrong(place+".about", w.About, "is not known%s", invalid.Suggest(w.About, abouts()))
	}
	if w.Stance != nil && (*w.Stance < -1 || *w.Stance > 1) {
		r.wrong(place+".stance", fmt.Sprint(*w.Stance), "is not -1 (critical), 0 (neutral) or 1 (supportive)")
	}
	c.Present = r.frameList(place+".frames", w.Frames)
	switch {
	case w.Coded != nil:
		if c.Coded = r.frameList(place+".coded", w.Coded); c.Coded == nil {
			c.Coded = []string{}
		}
	case w.Frames == nil:
		c.Coded = []string{}
	}
	for _, f := range c.Present {
		if c.Coded != nil && !slices.Contains(c.Coded, f) {
			r.wrong(place+".coded", f, "is among frames and not here: what is present was looked for")
		}
	}
	r.settle(&c)
	return c, len(r.errs) == before
}

// frameList checks a list of frames.
func (r *reader) frameList(place string, list *[]string) []string {
	if list == nil {
		return nil
	}
	var out []string
	for i, f := range *list {
		at := fmt.Sprintf("%s[%d]", place, i)
		switch {
		case !r.known(at, f):
		case slices.Contains(out, f):
			r.wrong(at, f, "stands there twice")
		default:
			out = append(out, f)
		}
	}
	return out
}

// jsonRemedy says what is wrong with a line, with the field that was meant.
func jsonRemedy(err error) string {
	if _, quoted, ok := strings.Cut(err.Error(), "unknown field "); ok {
		field := strings.Trim(quoted, `"`)
		return fmt.Sprintf("unknown field %q%s", field, invalid.Suggest(field, append(slices.Clone(unitFields), codeFields...)))
	}
	return jsonlines.Fault(err)
}

func writeJSONL(w io.Writer, set *Set, _ []Sheet) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, u := range set.Units {
		line := wireUnit{ID: u.ID, Kind: u.Kind, Lang: u.Lang, Title: u.Title, Text: u.Text, Published: u.Published, Outlet: u.Outlet,
			Country: u.Country, Story: u.Story, Half: u.Half, Probability: u.Probability, Codes: []wireCode{}}
		for _, c := range u.Codes {
			line.Codes = append(line.Codes, wireOf(c))
		}
		if err := enc.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

func wireOf(c Code) wireCode {
	out := wireCode{Coder: c.Coder, About: string(c.About), Stance: c.Stance, Note: c.Note}
	if c.Coded != nil && len(c.Coded) == 0 {
		return out
	}
	present := append([]string{}, c.Present...)
	out.Frames = &present
	if c.Coded != nil {
		out.Coded = &c.Coded
	}
	return out
}
