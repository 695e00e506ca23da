package coding

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/nlp/codes"
)

// Judgement is what a coder says of a unit. The zero value is not coded.
type Judgement struct {
	About  codes.About     // empty is not coded
	Stance *int            // -1, 0 or 1; nil is not coded
	Frames map[string]bool // whether a frame is there; one that is not in it is not coded
	Note   string
}

// RestAbsent is the judgement with every frame that is not coded as not there: what
// a coder says who has looked for all of them.
func (j Judgement) RestAbsent(frames []string) Judgement {
	all := map[string]bool{}
	for _, f := range frames {
		all[f] = j.Frames[f]
	}
	j.Frames = all
	return j
}

// mostNote is the longest note, in code points: what a cell of a workbook holds
// even where each is a pair of UTF-16.
const mostNote = 16_000

// checked is the judgement with its note as every form of file keeps it, or an
// error in words for the coder.
func (j Judgement) checked(frames []string) (Judgement, error) {
	if !slices.Contains([]codes.About{"", codes.AboutMain, codes.AboutPassing, codes.AboutNo}, j.About) {
		return j, fmt.Errorf("about %q is none of main, passing and no", j.About)
	}
	if j.Stance != nil && (*j.Stance < -1 || *j.Stance > 1) {
		return j, fmt.Errorf("stance %d is none of -1, 0 and 1", *j.Stance)
	}
	for _, f := range slices.Sorted(maps.Keys(j.Frames)) {
		if !slices.Contains(frames, f) {
			return j, fmt.Errorf("%q is no frame that is coded here", f)
		}
	}
	j.Note = plain(j.Note)
	if n := utf8.RuneCountInString(j.Note); n > mostNote {
		return j, fmt.Errorf("the note has %d characters: %d fit", n, mostNote)
	}
	return j, nil
}

// plain is a note without what a file could not give back: spreadsheet programs
// change line ends and control characters, and white space at the ends.
func plain(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(s, "\ufffd"))
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s))
}

// version names the judgement: the same for the same content.
func (j Judgement) version() string {
	if len(j.Frames) == 0 {
		j.Frames = nil
	}
	text, err := json.Marshal(j) // maps by their sorted keys
	if err != nil {
		panic(err) // strings, numbers and truth values have a form
	}
	sum := sha256.Sum256(text)
	const bytes = 12
	return hex.EncodeToString(sum[:bytes])
}

// State is how far a unit is coded.
type State string

// The states of a unit. A text that is not about the subject is done without a
// stance, and without frames; any other needs about, stance and every frame.
const (
	StateOpen State = "open" // nothing is coded
	StateHalf State = "half"
	StateDone State = "done"
)

func (j Judgement) state(frames []string) State {
	all := len(j.Frames) == len(frames)
	switch {
	case j.About == "" && j.Stance == nil && len(j.Frames) == 0:
		return StateOpen
	case j.About == codes.AboutNo && (all || len(j.Frames) == 0), j.About != "" && j.Stance != nil && all:
		return StateDone
	}
	return StateHalf
}

// judgementOf is what a code says of the frames that are coded here.
func judgementOf(c codes.Code, frames []string) Judgement {
	j := Judgement{About: c.About, Stance: c.Stance, Note: c.Note, Frames: map[string]bool{}}
	for _, f := range frames {
		if present, coded := c.Value(f); coded {
			j.Frames[f] = present
		}
	}
	return j
}

// into puts the judgement into a code; what that says of frames that are not coded
// here stays.
func (j Judgement) into(c codes.Code, frames []string) codes.Code {
	here := func(f string) bool { return slices.Contains(frames, f) }
	c.About, c.Stance, c.Note = j.About, j.Stance, j.Note
	c.Present, c.Coded = slices.DeleteFunc(slices.Clone(c.Present), here), slices.DeleteFunc(slices.Clone(c.Coded), here)
	for f, present := range j.Frames {
		if c.Coded = append(c.Coded, f); present {
			c.Present = append(c.Present, f)
		}
	}
	slices.Sort(c.Present)
	slices.Sort(c.Coded)
	if c.Coded == nil {
		c.Coded = []string{} // none, where nil would be all
	}
	return c
}
