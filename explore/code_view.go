package explore

import (
	"embed"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"framewatch/explore/coding"
	"framewatch/nlp/codes"
	"framewatch/nlp/frame"
	"framewatch/report"
)

//go:embed static
var statics embed.FS

// static serves a file of the program.
func static(name, kind string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		text, err := statics.ReadFile(name)
		if err != nil {
			panic(err) // it is in the program
		}
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write(text) // the reader may have gone
	}
}

// codeAlert says that and why nothing was recorded.
type codeAlert struct {
	Text   string
	Rows   [][3]string // item, what stands in the file, what was entered
	Take   bool        // what stands in the file may be taken
	Reload bool        // the file may be read again
}

// choice is one of the values of a field.
type choice struct {
	Value, Label string
	Checked      bool
}

// field is a question with its choices, one of which is "not coded".
type field struct {
	Name, Label, Key string
	Choices          []choice
}

// codedFrame is a frame with what it means, in the coder's language.
type codedFrame struct {
	field
	Lang                 string // of the label
	ID                   string // in the page
	Definition, Rule     said
	Include, Exclude     []string
	IncludeIn, ExcludeIn string // their language
}

// said is a text with its language.
type said struct{ Text, Lang string }

// codeLangLink is a language in which definitions can be read.
type codeLangLink struct {
	Href, Lang, Name string
	Here             bool
}

// codeUnitView is what the page of a text shows: nothing of the unit but its text.
type codeUnitView struct {
	N, Of             int
	Lang, Dir         string
	Title, Text       string
	Version, State    string
	About, Stance     field
	Frames            []codedFrame
	Note, DefinedIn   string
	Langs             []codeLangLink
	Done, Open        int // units
	Alert             *codeAlert
	Address, Overview string
	Self              string // address of the page with its language
}

func unitPage(s *coding.Session, u coding.Unit, j coding.Judgement, lang string) codeUnitView {
	units := s.Units()
	v := codeUnitView{N: u.N, Of: len(units), Lang: u.Lang, Dir: directionOf(u.Lang), Title: u.Title, Text: u.Text, Version: u.Version, State: stateWords(u.State),
		Note: j.Note, DefinedIn: lang, Address: fmt.Sprint(codeHome, u.N), Overview: withLang(codeHome, lang)}
	v.Self = withLang(v.Address, lang)
	for _, other := range units {
		if other.State == coding.StateDone {
			v.Done++
		}
	}
	v.Open = v.Of - v.Done
	v.About = field{"about", "About the subject", "a", choices(string(j.About), aboutLabels)}
	stance := ""
	if j.Stance != nil {
		stance = fmt.Sprint(*j.Stance)
	}
	v.Stance = field{"stance", "Stance of the author", "s", choices(stance, stanceLabels)}
	frames, _ := s.Frames()
	keys := frameKeys()
	for i, f := range frames {
		c := codedFrameOf(f, lang)
		c.ID = fmt.Sprint("frame-", i+1)
		if i < len(keys) {
			c.Key = keys[i]
		}
		c.Choices = choices(frameValue(j, f.ID), frameLabels)
		v.Frames = append(v.Frames, c)
	}
	for _, l := range languagesOf(frames) {
		v.Langs = append(v.Langs, codeLangLink{withLang(v.Address, l), l, languageName(l), l == lang})
	}
	return v
}

// The choices of each question, as value and label.
var (
	aboutLabels  = [][2]string{{string(codes.AboutMain), "mainly"}, {string(codes.AboutPassing), "in passing"}, {string(codes.AboutNo), "no"}, {"", notCoded}}
	stanceLabels = [][2]string{{"1", "supportive"}, {"0", "neutral"}, {"-1", "critical"}, {"", notCoded}}
	frameLabels  = [][2]string{{"1", "there"}, {"0", "not there"}, {"", notCoded}}
)

const notCoded = "not coded"

func choices(value string, labels [][2]string) []choice {
	var out []choice
	for _, l := range labels {
		out = append(out, choice{l[0], l[1], l[0] == value})
	}
	return out
}

func frameValue(j coding.Judgement, id string) string {
	present, coded := j.Frames[id]
	switch {
	case present:
		return "1"
	case coded:
		return "0"
	}
	return ""
}

// frameKeys are the keys of frames in their order: the digits, then the letters
// that mean nothing else on the page (a, g, j, k, n, r and s do), then those with
// Shift. Frames beyond them are reached by Tab.
func frameKeys() []string {
	keys := strings.Split("1234567890bcdefhilmopqtuvwxyz", "")
	for _, letter := range keys[10:] {
		keys = append(keys, "Shift+"+letter)
	}
	return keys
}

func codedFrameOf(f frame.Frame, lang string) codedFrame {
	label := in(f.Label, lang)
	if label.Text == "" {
		label = said{f.ID, "en"}
	}
	c := codedFrame{field: field{Name: frameField + f.ID, Label: label.Text}, Lang: label.Lang, Definition: in(f.Definition, lang), Rule: in(f.CodingRule, lang)}
	c.Include, c.IncludeIn = listIn(f.Examples.Include, lang)
	c.Exclude, c.ExcludeIn = listIn(f.Examples.Exclude, lang)
	return c
}

// differences are the items that two judgements value otherwise.
func differences(stands, entered coding.Judgement) [][3]string {
	var out [][3]string
	add := func(item, a, b string, labels [][2]string) {
		if a != b {
			out = append(out, [3]string{item, labelOf(a, labels), labelOf(b, labels)})
		}
	}
	stance := func(j coding.Judgement) string {
		if j.Stance == nil {
			return ""
		}
		return fmt.Sprint(*j.Stance)
	}
	add("about", string(stands.About), string(entered.About), aboutLabels)
	add("stance", stance(stands), stance(entered), stanceLabels)
	var ids []string
	for _, frames := range []map[string]bool{stands.Frames, entered.Frames} {
		for id := range frames {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		add(id, frameValue(stands, id), frameValue(entered, id), frameLabels)
	}
	if stands.Note != entered.Note {
		out = append(out, [3]string{"note", stands.Note, entered.Note})
	}
	return out
}

func labelOf(value string, labels [][2]string) string {
	for _, l := range labels {
		if l[0] == value {
			return l[1]
		}
	}
	return value
}

// codeOverviewView is how far the file is coded.
type codeOverviewView struct {
	Coder, File      string
	Units            []codeUnitLink
	Done, Half, Open int
	Next             string // address of the first text that is not done
	NextN            int
	Without          []string // frames of the codebook that the file does not ask for
	Frames           int
	Commands         []string // for the finished file
}

type codeUnitLink struct {
	Href, Lang, Dir, Title, State string
	N                             int
}

func overviewOf(s *coding.Session, lang string) codeOverviewView {
	units := s.Units()
	frames, without := s.Frames()
	v := codeOverviewView{Coder: s.Coder(), File: filepath.Base(s.Name()), Without: without, Frames: len(frames)}
	for _, u := range units {
		switch u.State {
		case coding.StateDone:
			v.Done++
		case coding.StateHalf:
			v.Half++
		default:
			v.Open++
		}
		v.Units = append(v.Units, codeUnitLink{withLang(fmt.Sprint(codeHome, u.N), lang), u.Lang, directionOf(u.Lang), u.Title, stateWords(u.State), u.N})
	}
	if v.NextN = nextOpen(units, 0); v.NextN > 0 {
		v.Next = v.Units[v.NextN-1].Href
		return v
	}
	file, key := quoted(s.Name()), quoted(keyName(s.Name(), v.Coder))
	for _, command := range []string{"score", "train"} {
		v.Commands = append(v.Commands, fmt.Sprintf("framewatch codebook %s --codes %s --key %s", command, file, key))
	}
	return v
}

// keyName is the key of a sample, as codebook sample names it beside the file of a
// coder.
func keyName(name, coder string) string {
	stem := strings.TrimSuffix(name, filepath.Ext(name))
	return strings.TrimSuffix(stem, "."+coder) + ".key.csv"
}

// quoted is a word of a command line.
func quoted(s string) string {
	plain := func(r rune) bool {
		return r > 0x7f || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("._-/:+@%", r)
	}
	if s != "" && strings.TrimFunc(s, plain) == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

func stateWords(s coding.State) string {
	switch s {
	case coding.StateDone:
		return "done"
	case coding.StateHalf:
		return "half coded"
	default:
		return notCoded
	}
}

func withLang(address, lang string) string {
	return address + "?" + url.Values{langField: {lang}}.Encode()
}

// directionOf is how a text is written; of a language that the file does not name
// the browser judges.
func directionOf(lang string) string {
	if lang == "" {
		return "auto"
	}
	return report.Direction(lang)
}
