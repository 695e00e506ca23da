package coding_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/explore/coding"
	"framewatch/nlp/codes"
	"framewatch/nlp/frame"
)

// memory is a file that can be full, and that others can write to.
type memory struct {
	data []byte
	err  error
}

func (m *memory) Read() ([]byte, error) { return slices.Clone(m.data), nil }
func (m *memory) Replace(data []byte) error {
	if m.err != nil {
		return m.err
	}
	m.data = slices.Clone(data)
	return nil
}

var frameIDs = []string{"peace", "cost", "hub"} // not in the order of letters

func book() frame.Codebook {
	var b frame.Codebook
	for _, id := range frameIDs {
		b.Frames = append(b.Frames, frame.Frame{ID: id})
	}
	return b
}

func num(n int) *int { return &n }

// drawn is a file of three texts as codebook sample writes it, with what a file
// may hold beside them.
func drawn(t *testing.T, name string, change func(*codes.Set)) *memory {
	t.Helper()
	set := &codes.Set{Frames: slices.Clone(frameIDs), Units: []codes.Unit{
		{ID: "u1", Kind: codes.UnitDocument, Lang: "en", Title: "A court of words", Text: "=SUM(1)\nThe body, it says, “costs less”.\n", Outlet: "harbour-post", Country: "HK"},
		{ID: "u2", Kind: codes.UnitDocument, Lang: "zh-Hans", Title: "调解", Text: "国际调解院在香港开业。\n\n费用不高，'不打官司'。"},
		{ID: "u3", Kind: codes.UnitDocument, Lang: "ar", Title: "وساطة", Text: "تكلفة أقل."},
	}}
	for i := range set.Units {
		set.Units[i].Codes = []codes.Code{{Coder: "anna", Coded: []string{}}}
	}
	if change != nil {
		change(set)
	}
	var b bytes.Buffer
	if err := codes.Write(name, &b, set, codes.Sheet{Name: "codebook", Header: []string{"frame", "label"}, Rows: [][]string{{"peace", "Peace 和平"}, nil, {"cost", "=1+1"}}}); err != nil {
		t.Fatal(err)
	}
	return &memory{data: b.Bytes()}
}

func open(t *testing.T, file coding.File, name string) *coding.Session {
	t.Helper()
	s, err := coding.Open(file, name, book(), "")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func unit(t *testing.T, s *coding.Session, n int) coding.Unit {
	t.Helper()
	u, err := s.Unit(n)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func record(t *testing.T, s *coding.Session, n int, j coding.Judgement) coding.Unit {
	t.Helper()
	u, err := s.Record(n, unit(t, s, n).Version, j)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

var names = []string{"round1.anna.xlsx", "round1.anna.csv", "round1.anna.jsonl"}

// judgements are such as coders make, with what each says of how far the text is
// coded.
var judgements = []struct {
	name  string
	j     coding.Judgement
	state coding.State
}{
	{"nothing", coding.Judgement{Frames: map[string]bool{}}, coding.StateOpen},
	{"only a note", coding.Judgement{Frames: map[string]bool{}, Note: "=cmd|' /C calc'!A0\n要再读一遍"}, coding.StateOpen},
	{"about alone", coding.Judgement{About: codes.AboutMain, Frames: map[string]bool{}}, coding.StateHalf},
	{"a blank frame", coding.Judgement{About: codes.AboutMain, Stance: num(0), Frames: map[string]bool{"peace": true, "cost": false}}, coding.StateHalf},
	{"no stance", coding.Judgement{About: codes.AboutPassing, Frames: map[string]bool{"peace": true, "cost": false, "hub": false}}, coding.StateHalf},
	{"all", coding.Judgement{About: codes.AboutMain, Stance: num(-1), Frames: map[string]bool{"peace": false, "cost": true, "hub": false}, Note: "'+quoted"}, coding.StateDone},
	{"another subject", coding.Judgement{About: codes.AboutNo, Frames: map[string]bool{}}, coding.StateDone},
	{"another subject, half", coding.Judgement{About: codes.AboutNo, Frames: map[string]bool{"hub": false}}, coding.StateHalf},
}

// TestRecordsInEveryForm codes in each form of file, opens it again and finds what
// was said, in the session as in what codebook score reads, and all else as it was.
func TestRecordsInEveryForm(t *testing.T) {
	for _, name := range names {
		file := drawn(t, name, nil)
		before, err := codes.Read(name, bytes.NewReader(file.data), codes.Options{Frames: frameIDs})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range judgements {
			for n := 1; n <= 3; n++ {
				if got := record(t, open(t, file, name), n, c.j); got.State != c.state {
					t.Errorf("%s, %s: %s", name, c.name, got.State)
				}
				again := unit(t, open(t, file, name), n)
				if diff := cmp.Diff(c.j, again.Judgement); diff != "" {
					t.Errorf("%s, %s, text %d: %s", name, c.name, n, diff)
				}
			}
			after, err := codes.Read(name, bytes.NewReader(file.data), codes.Options{Frames: frameIDs})
			if err != nil {
				t.Fatalf("%s, %s: %v", name, c.name, err)
			}
			for i := range after.Units {
				for _, code := range after.Units[i].Codes {
					for _, f := range frameIDs {
						want, looked := c.j.Frames[f]
						if present, coded := code.Value(f); present != want || coded != looked {
							t.Errorf("%s, %s: %s is read as present %v, coded %v", name, c.name, f, present, coded)
						}
					}
				}
				after.Units[i].Codes = nil
			}
			if diff := cmp.Diff(before.Units, after.Units); diff != "" {
				t.Errorf("%s, %s: coding changed the texts: %s", name, c.name, diff)
			}
		}
		sheets, err := codes.Further(name, file.data)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, ".xlsx") {
			want := []codes.Sheet{{Name: "codebook", Header: []string{"frame", "label"}, Rows: [][]string{{"peace", "Peace 和平"}, nil, {"cost", "=1+1"}}}}
			if diff := cmp.Diff(want, sheets); diff != "" {
				t.Errorf("definitions: %s", diff)
			}
		} else if strings.HasSuffix(name, ".csv") {
			head, _, _ := strings.Cut(string(file.data), "\n")
			if want := "frame:peace,frame:cost,frame:hub"; !strings.HasSuffix(head, want) {
				t.Errorf("columns are %s: as drawn they end with %s", head, want)
			}
			if record(t, open(t, file, name), 2, judgements[1].j); !strings.Contains(string(file.data), `'=cmd`) {
				t.Error("a note that a spreadsheet program would compute stands there as it is")
			}
		}
	}
}

func TestBlanksStayUntilTheRestIsSaid(t *testing.T) {
	s := open(t, drawn(t, names[0], nil), names[0])
	u := record(t, s, 1, coding.Judgement{About: codes.AboutMain, Stance: num(1), Frames: map[string]bool{"cost": true}})
	if diff := cmp.Diff(map[string]bool{"cost": true}, u.Judgement.Frames); diff != "" {
		t.Error(diff)
	}
	u = record(t, s, 1, u.Judgement.RestAbsent(frameIDs))
	if diff := cmp.Diff(map[string]bool{"cost": true, "peace": false, "hub": false}, u.Judgement.Frames); diff != "" || u.State != coding.StateDone {
		t.Errorf("%s: %s", u.State, diff)
	}
}

func TestFailedWritesRecordNothing(t *testing.T) {
	for _, name := range names {
		file := drawn(t, name, nil)
		s := open(t, file, name)
		first := record(t, s, 1, judgements[5].j)
		before := slices.Clone(file.data)
		file.err = syscall.ENOSPC
		if _, err := s.Record(1, first.Version, judgements[3].j); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(first, unit(t, s, 1)); diff != "" || !bytes.Equal(before, file.data) {
			t.Errorf("%s: recorded although it could not be written: %s", name, diff)
		}
		file.err = nil
		if _, err := s.Record(1, first.Version, judgements[3].j); err != nil {
			t.Errorf("%s: with space again: %v", name, err)
		}
	}
}

func TestTwoWindowsConflict(t *testing.T) {
	s := open(t, drawn(t, names[1], nil), names[1])
	seen := unit(t, s, 2).Version
	first := record(t, s, 2, judgements[5].j)
	var conflict *coding.Conflict
	if _, err := s.Record(2, seen, judgements[3].j); !errors.As(err, &conflict) {
		t.Fatalf("the second window: %v", err)
	}
	if diff := cmp.Diff(first, conflict.Stands); diff != "" {
		t.Error(diff)
	}
	if again, err := s.Record(2, seen, judgements[5].j); err != nil || again.Version != first.Version {
		t.Errorf("the same again: %v", err)
	}
	if _, err := s.Record(2, first.Version, judgements[3].j); err != nil {
		t.Errorf("from what stands there: %v", err)
	}
}

func TestChangedFilesAreNotWrittenOver(t *testing.T) {
	for _, name := range names {
		file := drawn(t, name, nil)
		mine, theirs := open(t, file, name), open(t, file, name)
		record(t, theirs, 3, judgements[6].j)
		wrote := slices.Clone(file.data)
		version := unit(t, mine, 1).Version
		if _, err := mine.Record(1, version, judgements[5].j); !errors.Is(err, coding.ErrChanged) || !bytes.Equal(wrote, file.data) {
			t.Errorf("%s: %v", name, err)
		}
		if err := mine.Reload(); err != nil {
			t.Fatal(err)
		}
		if got := unit(t, mine, 3).Judgement.About; got != codes.AboutNo {
			t.Errorf("%s: read anew, text 3 is about %q", name, got)
		}
		if _, err := mine.Record(1, version, judgements[5].j); err != nil {
			t.Errorf("%s: after reading anew: %v", name, err)
		}
	}
}

func TestOthersCodesStayAndAreNotShown(t *testing.T) {
	for _, name := range names {
		file := drawn(t, name, func(set *codes.Set) {
			for i := range set.Units {
				set.Units[i].Codes = append(set.Units[i].Codes, codes.Code{Coder: "model:m", About: codes.AboutMain, Stance: num(1), Present: []string{"hub"}, Note: "sure"})
			}
		})
		if _, err := coding.Open(file, name, book(), ""); err == nil || !strings.Contains(err.Error(), "has the codes of anna, model:m: say who codes") {
			t.Errorf("%s: %v", name, err)
		}
		s, err := coding.Open(file, name, book(), "anna")
		if err != nil {
			t.Fatal(err)
		}
		if u := unit(t, s, 1); u.State != coding.StateOpen || u.Judgement.Note != "" {
			t.Errorf("%s: anna sees %+v", name, u.Judgement)
		}
		record(t, s, 1, judgements[3].j)
		set, err := codes.Read(name, bytes.NewReader(file.data), codes.Options{Frames: frameIDs})
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range set.Units {
			at := slices.IndexFunc(u.Codes, func(c codes.Code) bool { return c.Coder == "model:m" })
			if at < 0 || u.Codes[at].Note != "sure" || !slices.Equal(u.Codes[at].Present, []string{"hub"}) {
				t.Errorf("%s: unit %s has %+v", name, u.ID, u.Codes)
			}
		}
	}
}

func TestWhoCodes(t *testing.T) {
	nobody := func(set *codes.Set) {
		for i := range set.Units {
			set.Units[i].Codes = nil
		}
	}
	for _, c := range []struct {
		coder  string
		change func(*codes.Set)
		want   string // coder, or part of the error
	}{
		{"", nil, "anna"},
		{"anna", nil, "anna"},
		{"ana", nil, `is the file of anna, and not of "ana"`},
		{"ben", nobody, "ben"},
		{"", nobody, "names no coder: say who codes"},
		{"model:m", nobody, "are those of models"},
	} {
		s, err := coding.Open(drawn(t, names[0], c.change), names[0], book(), c.coder)
		switch {
		case err != nil && !strings.Contains(err.Error(), c.want):
			t.Errorf("%+v: %v", c, err)
		case err == nil && s.Coder() != c.want:
			t.Errorf("%+v: %s", c, s.Coder())
		}
	}
}

func TestFramesOfTheFile(t *testing.T) {
	few := &memory{data: []byte("id,text,coder,frame:hub\nu1,x,anna,\n")}
	coded, without := open(t, few, names[1]).Frames()
	if len(coded) != 1 || coded[0].ID != "hub" || !slices.Equal(without, []string{"peace", "cost"}) {
		t.Errorf("coded %v, without %v", coded, without)
	}
	unknown := &memory{data: []byte("id,text,coder,frame:hubb\nu1,x,anna,\n")}
	if _, err := coding.Open(unknown, names[1], book(), ""); err == nil || !strings.Contains(err.Error(), `is no frame of the codebook (did you mean "hub"?)`) {
		t.Errorf("a frame that the codebook lacks: %v", err)
	}
}

// TestCodesOfAllFramesAreNamed: a code of all frames, written again, does not speak
// of a frame that joins the codebook later.
func TestCodesOfAllFramesAreNamed(t *testing.T) {
	file := drawn(t, names[2], nil)
	record(t, open(t, file, names[2]), 1, judgements[5].j)
	larger := append(slices.Clone(frameIDs), "later")
	set, err := codes.Read(names[2], bytes.NewReader(file.data), codes.Options{Frames: larger})
	if err != nil {
		t.Fatal(err)
	}
	if _, coded := set.Units[0].Codes[0].Value("later"); coded {
		t.Error("a frame that the codebook did not have counts as looked for")
	}
}

func TestWhatCannotBeRecorded(t *testing.T) {
	file := drawn(t, names[0], nil)
	s := open(t, file, names[0])
	for _, j := range []coding.Judgement{
		{About: "maybe"}, {Stance: num(2)}, {Frames: map[string]bool{"other": true}}, {Note: strings.Repeat("长", 16_001)},
	} {
		if _, err := s.Record(1, unit(t, s, 1).Version, j); !errors.Is(err, coding.ErrInvalid) {
			t.Errorf("%.40v: %v", j, err)
		}
	}
	for _, n := range []int{-1, 0, 4} {
		if _, err := s.Record(n, "", coding.Judgement{}); !errors.Is(err, coding.ErrNoUnit) {
			t.Errorf("text %d: %v", n, err)
		}
	}
}

// TestOnDisk codes in a folder: through a symbolic link, which stays one, with the
// permissions of the file, and leaving nothing aside.
func TestOnDisk(t *testing.T) {
	dir := t.TempDir()
	path, link := filepath.Join(dir, names[0]), filepath.Join(dir, "link.xlsx")
	if err := os.WriteFile(path, drawn(t, names[0], nil).data, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(names[0], link); err != nil {
		t.Skip(err)
	}
	record(t, open(t, coding.Disk(link), link), 2, judgements[5].j)
	if got := unit(t, open(t, coding.Disk(path), path), 2).State; got != coding.StateDone {
		t.Errorf("read again: %s", got)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var seen []string
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, fmt.Sprint(e.Name(), " ", info.Mode().Type(), info.Mode().Perm() == 0o640))
	}
	if want := []string{"link.xlsx L--------- false", "round1.anna.xlsx ---------- true"}; !slices.Equal(seen, want) {
		t.Errorf("the folder has %q", seen)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := coding.Disk(path).Replace(nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that was taken away: %v", err)
	}
}
