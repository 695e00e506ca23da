package codes

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"framewatch/internal/invalid"
)

// framePrefix begins the name of a frame's column.
const framePrefix = "frame:"

// textColumns are the columns of a unit, in the order in which they are written.
var textColumns = []string{"id", "unit", "lang", "title", "text", "published", "outlet", "country", "story", "half", "inclusion_probability"}

// codeColumns are those of a code; frames come after them.
var codeColumns = []string{"coder", "about", "stance", "note"}

// row is a line of a table; at names the cell of a column.
type row struct {
	cells []string
	place string
	at    func(column int) string
}

// table reads rows into units. The first has the names of columns.
type table struct {
	*reader
	columns map[string]int // by name; parts of a long text are text, text:2, ...
	names   map[int]string // the same by column
	frames  []string       // in the order of their columns
}

// header reads the names of columns; false says that rows cannot be read.
func (r *reader) header(head row) (*table, bool) {
	t := &table{reader: r, columns: map[string]int{}, names: map[int]string{}}
	before := len(r.errs)
	for i, cell := range head.cells {
		name := strings.TrimSpace(cell)
		if name == "" {
			continue
		}
		if _, twice := t.columns[name]; twice {
			r.wrong(head.at(i), name, "is the name of two columns")
			continue
		}
		t.columns[name], t.names[i] = i, name
		if frame, ok := strings.CutPrefix(name, framePrefix); ok {
			if r.known(head.at(i), frame) {
				t.frames = append(t.frames, frame)
			}
			continue
		}
		if !isColumn(name) {
			r.wrong(head.at(i), name, "is no column of a codes file%s", t.nearest(name))
		}
	}
	for _, name := range []string{"id", "coder"} {
		if _, ok := t.columns[name]; !ok {
			r.wrong(head.place, "", "has no column %q", name)
		}
	}
	r.set.Frames = append(r.set.Frames, t.frames...)
	return t, len(r.errs) == before
}

func isColumn(name string) bool {
	part, more := strings.CutPrefix(name, "text:")
	n, err := strconv.Atoi(part)
	return slices.Contains(textColumns, name) || slices.Contains(codeColumns, name) || more && err == nil && n > 1
}

func (t *table) nearest(name string) string {
	if slices.Contains(t.opt.Frames, name) {
		return fmt.Sprintf(" (did you mean %q?)", framePrefix+name)
	}
	known := slices.Concat(textColumns, codeColumns)
	for _, f := range t.opt.Frames {
		known = append(known, framePrefix+f)
	}
	return invalid.Suggest(name, known)
}

// cell is the value of a column in a row, blank where there is none.
func (t *table) cell(r row, column string) string {
	if i, ok := t.columns[column]; ok && i < len(r.cells) {
		return strings.ReplaceAll(r.cells[i], "\r\n", "\n")
	}
	return ""
}

// where names the cell of a column.
func (t *table) where(r row, column string) string { return r.at(t.columns[column]) }

// row reads one row: a unit with the code of at most one coder.
func (t *table) row(r row) {
	blank := true
	for i, c := range r.cells {
		if strings.TrimSpace(c) == "" {
			continue
		}
		if blank = false; t.names[i] == "" {
			t.wrong(r.at(i), short(c), "stands under no column name")
		}
	}
	if blank {
		return
	}
	trimmed := func(column string) string { return strings.TrimSpace(t.cell(r, column)) }
	u := Unit{ID: trimmed("id"), Kind: trimmed("unit"), Lang: trimmed("lang"), Title: t.cell(r, "title"), Text: t.text(r),
		Published: trimmed("published"), Outlet: trimmed("outlet"), Country: trimmed("country"), Story: trimmed("story"), Half: trimmed("half")}
	if p := trimmed("inclusion_probability"); p != "" {
		var err error
		if u.Probability, err = strconv.ParseFloat(p, 64); err != nil || u.Probability == 0 {
			t.wrong(t.where(r, "inclusion_probability"), p, "is no probability above 0")
			return
		}
	}
	if !t.check(r.place, u) {
		return
	}
	if c, ok := t.code(r, u.ID); ok {
		u.Codes = []Code{c}
	}
	t.add(u, r.place)
}

// text joins the columns over which a long text is divided.
func (t *table) text(r row) string {
	text := t.cell(r, "text")
	for n := 2; ; n++ {
		column := fmt.Sprintf("text:%d", n)
		if _, ok := t.columns[column]; !ok {
			return text
		}
		text += t.cell(r, column)
	}
}

// code reads what the row's coder says; false where nobody has coded it yet or
// it cannot be read.
func (t *table) code(r row, id string) (Code, bool) {
	before := len(t.errs)
	c := Code{Coder: strings.TrimSpace(t.cell(r, "coder")), Coded: []string{}, Note: t.cell(r, "note"), Place: r.place}
	t.judgements(r, &c)
	for _, f := range t.frames {
		switch v := strings.TrimSpace(t.cell(r, framePrefix+f)); strings.ToLower(v) {
		case "":
		case "1", "true":
			c.Present, c.Coded = append(c.Present, f), append(c.Coded, f)
		case "0", "false":
			c.Coded = append(c.Coded, f)
		default:
			t.wrong(t.where(r, framePrefix+f), v, "is neither 1 (the frame is there) nor 0 (it is not); leave the cell blank where it was not coded")
		}
	}
	if len(t.errs) > before {
		return c, false
	}
	if t.pending(c, id) {
		return c, false
	}
	if c.Coder == "" && !c.empty() {
		t.wrong(t.where(r, "coder"), "", "is blank, but the row is coded: say who coded it")
		return c, false
	}
	if blank := len(t.frames) - len(c.Coded); blank > 0 && !c.empty() && (len(c.Coded) > 0 || c.About != AboutNo) {
		t.set.Notes = append(t.set.Notes, fmt.Sprintf("%s: %s left %d of %d frames of unit %s blank: they are not coded; absent is 0", r.place, c.Coder, blank, len(t.frames), id))
	}
	t.settle(&c)
	return c, true
}

// judgements reads the columns about and stance.
func (t *table) judgements(r row, c *Code) {
	if about := strings.ToLower(strings.TrimSpace(t.cell(r, "about"))); about != "" {
		if !slices.Contains(abouts(), about) {
			t.wrong(t.where(r, "about"), about, "is not known%s", invalid.Suggest(about, abouts()))
		}
		c.About = About(about)
	}
	if stance := strings.TrimSpace(t.cell(r, "stance")); stance != "" {
		n, err := strconv.Atoi(strings.Replace(stance, "−", "-", 1)) // some programs write the minus sign
		if err != nil || n < -1 || n > 1 {
			t.wrong(t.where(r, "stance"), stance, "is not -1 (critical), 0 (neutral) or 1 (supportive)")
		}
		c.Stance = &n
	}
}

// columnsOf are the columns that a set needs: those of texts that have a value,
// and all of codes. parts is over how many columns a text is divided.
func columnsOf(set *Set, parts int) []string {
	var out []string
	for i, name := range textColumns {
		always := name == "id" || name == "unit" || name == "lang" || name == "title" || name == "text"
		if always || slices.ContainsFunc(set.Units, func(u Unit) bool { return u.texts()[i] != "" }) {
			out = append(out, name)
		}
		for n := 2; name == "text" && n <= parts; n++ {
			out = append(out, fmt.Sprintf("text:%d", n))
		}
	}
	out = append(out, codeColumns...)
	for _, f := range set.Frames {
		out = append(out, framePrefix+f)
	}
	return out
}

// texts are the values of textColumns.
func (u *Unit) texts() []string {
	p := ""
	if u.Probability != 0 {
		p = strconv.FormatFloat(u.Probability, 'g', -1, 64)
	}
	return []string{u.ID, u.Kind, u.Lang, u.Title, u.Text, u.Published, u.Outlet, u.Country, u.Story, u.Half, p}
}

// values are the cells of a unit and one of its codes by column.
func (u *Unit) values(c Code, frames []string) map[string]string {
	out := map[string]string{"coder": c.Coder, "about": string(c.About), "note": c.Note}
	for i, v := range u.texts() {
		out[textColumns[i]] = v
	}
	if c.Stance != nil {
		out["stance"] = strconv.Itoa(*c.Stance)
	}
	for _, f := range frames {
		if present, coded := c.Value(f); present {
			out[framePrefix+f] = "1"
		} else if coded {
			out[framePrefix+f] = "0"
		}
	}
	return out
}

// rowsOf are the rows of a unit: one for each coder, or one that waits for one.
func (u *Unit) rowsOf(frames []string) []map[string]string {
	if len(u.Codes) == 0 {
		return []map[string]string{u.values(Code{Coded: []string{}}, frames)}
	}
	var out []map[string]string
	for _, c := range u.Codes {
		out = append(out, u.values(c, frames))
	}
	return out
}

// judged reports whether a column holds what a coder writes as a number.
func judged(column string) bool {
	return column == "stance" || column == "inclusion_probability" || strings.HasPrefix(column, framePrefix)
}
