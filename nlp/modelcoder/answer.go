package modelcoder

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"framewatch/nlp/codes"
)

// reply is what the API answers, of which the first choice counts.
type reply struct {
	Choices []struct {
		Message message `json:"message"`
		Finish  string  `json:"finish_reason"`
	} `json:"choices"`
	Usage struct {
		In  int `json:"prompt_tokens"`
		Out int `json:"completion_tokens"`
	} `json:"usage"`
}

// verdict is what the model says of a text.
type verdict struct {
	About  string `json:"about"`
	Stance *int   `json:"stance"`
	Frames []struct {
		Frame    string `json:"frame"`
		Evidence string `json:"evidence"`
	} `json:"frames"`
}

// read takes an answer for what the text bears out. Frames without words of the
// text are not coded, and the note says which.
func (c *Coder) read(u *codes.Unit, content string) (codes.Code, error) {
	var v verdict
	dec := json.NewDecoder(strings.NewReader(unfenced(content)))
	if err := dec.Decode(&v); err != nil {
		return codes.Code{}, fmt.Errorf("the answer is no JSON object as asked for: %w", err)
	}
	code := codes.Code{Coder: c.Name(), About: codes.About(v.About), Stance: v.Stance}
	if !slices.Contains([]codes.About{codes.AboutMain, codes.AboutPassing, codes.AboutNo}, code.About) {
		return codes.Code{}, fmt.Errorf("the answer says about %q, which is neither main, passing nor no", v.About)
	}
	if v.Stance != nil && (*v.Stance < -1 || *v.Stance > 1) {
		return codes.Code{}, fmt.Errorf("the answer says stance %d, which is not -1, 0 or 1", *v.Stance)
	}
	shown, unshown := c.released(u), []string{}
	var evidence []string
	for _, f := range v.Frames {
		switch {
		case !slices.Contains(c.frames, f.Frame):
			return codes.Code{}, fmt.Errorf("the answer has a frame %q that the codebook does not have", f.Frame)
		case slices.Contains(code.Present, f.Frame):
		case len(squeezed(f.Evidence)) > 0 && strings.Contains(shown, squeezed(f.Evidence)):
			code.Present = append(code.Present, f.Frame)
			evidence = append(evidence, fmt.Sprintf("%s: %s", f.Frame, strings.TrimSpace(f.Evidence)))
		default:
			unshown = append(unshown, f.Frame)
		}
	}
	slices.Sort(code.Present)
	code.Note = strings.Join(evidence, "\n")
	unshown = slices.DeleteFunc(unshown, func(f string) bool { return slices.Contains(code.Present, f) })
	if len(unshown) > 0 {
		code.Coded = slices.DeleteFunc(slices.Clone(c.frames), func(f string) bool { return slices.Contains(unshown, f) })
		code.Note = strings.TrimSpace(code.Note + "\nnot coded, as the text does not have the words given for it: " + strings.Join(unshown, ", "))
	}
	return code, nil
}

// released is what the model has seen of a unit, in the form in which evidence is
// looked for.
func (c *Coder) released(u *codes.Unit) string {
	text := u.Text
	if slices.Contains(c.cfg.Release, PartTitle) {
		text = u.Title + "\n" + text
	}
	return squeezed(text)
}

// squeezed is a text without what models change when they copy: white space, case
// and the form of quotation marks.
func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), strings.ContainsRune(`"'“”‘’«»„「」『』`, r):
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// unfenced is an answer without the code fence that models like to put around
// JSON.
func unfenced(s string) string {
	s = strings.TrimSpace(s)
	if rest, ok := strings.CutPrefix(s, "```"); ok {
		rest = strings.TrimPrefix(rest, "json")
		s, _, _ = strings.Cut(rest, "```")
	}
	return s
}
