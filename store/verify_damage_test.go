package store_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"

	"framewatch/store"
	"framewatch/store/disk"
	"framewatch/store/disk/disktest"
	"framewatch/store/table"
	"framewatch/store/table/tabletest"
)

// damaged is a dataset that somebody or something has changed.
type damaged struct {
	*disktest.Mem
	t *testing.T
}

// edit writes a file anew.
func (d damaged) edit(name string, change func([]byte) []byte) {
	d.t.Helper()
	data, err := disk.ReadFile(d, name, 1<<20)
	must(d.t, err)
	must(d.t, disk.WriteFile(d, name, change(data)))
}

// editJSON changes a file of JSON and keeps the form in which runs write it.
func (d damaged) editJSON(name string, change func(map[string]any)) {
	d.edit(name, func(data []byte) []byte {
		var v map[string]any
		must(d.t, json.Unmarshal(data, &v))
		change(v)
		out, err := json.MarshalIndent(v, "", " ")
		must(d.t, err)
		return append(out, '\n')
	})
}

func (d damaged) remove(name string) { must(d.t, d.Remove(name)) }

// copyOfLink makes a folder of current, as tools do that copy what links lead to.
func (d damaged) copyOfLink() {
	to, err := d.Readlink("current")
	must(d.t, err)
	d.remove("current")
	folders := disk.NewFolders(d)
	must(d.t, disk.Walk(d, to, func(name string, _ disk.Entry) error {
		data, err := disk.ReadFile(d, name, 1<<20)
		at := "current" + strings.TrimPrefix(name, to)
		return errors.Join(err, folders.Make(path.Dir(at)), disk.WriteFile(d, at, data))
	}))
}

// inCurrent is a file of a table that a glob over current finds.
func (d damaged) inCurrent(table string) string {
	to := "current"
	if e, err := d.Stat(to); err == nil && e.Kind != disk.Folder {
		to, err = d.Readlink("current")
		must(d.t, err)
	}
	found := ""
	must(d.t, disk.Walk(d, to, func(name string, _ disk.Entry) error {
		if strings.HasPrefix(name, to+"/"+table+"/") {
			found = name
		}
		return nil
	}))
	return found
}

// spoil puts text that is none into a column of a table.
func (d damaged) spoil(name, column string) {
	f, data := fileOf(d.t, d.Mem, name)
	must(d.t, store.Replace(d, f.Path, tabletest.Spoil(d.t, data, column)))
}

// without writes a file of rows anew that lacks some columns, as an older version has
// written it.
func without(t *testing.T, data []byte, rowType reflect.Type, columns ...string) []byte {
	t.Helper()
	var fields []reflect.StructField
	for i := range rowType.NumField() {
		f := rowType.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("col"), ",")
		if name != "" && !slices.Contains(columns, name) {
			fields = append(fields, f)
		}
	}
	older := reflect.StructOf(fields)
	f, err := table.Open(bytes.NewReader(data), int64(len(data)))
	must(t, err)
	rows := reflect.MakeSlice(reflect.SliceOf(older), 0, int(f.Rows()))
	must(t, table.Each(t.Context(), f, older, func(row reflect.Value) bool {
		rows = reflect.Append(rows, row)
		return true
	}))
	var out bytes.Buffer
	w, err := table.NewWriter(&out, older, table.Options{})
	must(t, err)
	must(t, errors.Join(w.AppendValue(rows), w.Close()))
	return out.Bytes()
}

const (
	commitsFile = "_state/commits.json"
	markerFile  = "framewatch-dataset.json"
)

var (
	firstManifest  = "_manifest/" + run(1) + ".json"
	secondManifest = "_manifest/" + run(2) + ".json"
	secondCopy     = "generations/000002-" + run(2) + "/manifest.json"
)

func space(data []byte) []byte { return append(data, ' ') }

func flip(data []byte) []byte {
	data = bytes.Clone(data)
	data[len(data)/2] ^= 1
	return data
}

// byHand are kinds of damage to the files of a dataset, and what verify must say: a
// code and a part of the message.
var byHand = map[string]struct {
	do   func(d damaged)
	want string
}{
	"an earlier manifest has another byte": {func(d damaged) { d.edit(firstManifest, space) }, "manifest: it is not as a run writes it"},
	"an earlier manifest is another":       {func(d damaged) { d.editJSON(firstManifest, func(m map[string]any) { m["command"] = "x" }) }, "manifest: it is not the one that " + secondManifest + " followed"},
	"the newest manifest has another byte": {func(d damaged) { d.edit(secondManifest, space) }, "the manifest " + secondManifest + " is not the one that was committed"},
	"the newest manifest is gone":          {func(d damaged) { d.remove(secondManifest) }, "the manifest of run " + run(2) + ", which"},
	"a manifest is cut":                    {func(d damaged) { d.edit(firstManifest, func(b []byte) []byte { return b[:40] }) }, "manifest " + firstManifest + ": damaged"},
	"the state lacks a run":                {func(d damaged) { d.editJSON(commitsFile, func(m map[string]any) { m["runs"] = []string{run(2)} }) }, "state: it does not have run " + run(1) + ", which has a manifest"},
	"the state lacks a run that is a row":  {func(d damaged) { d.editJSON(commitsFile, func(m map[string]any) { m["runs"] = []string{run(2)} }) }, "state: it does not have run " + run(1) + ", which stands in table runs"},
	"the state has a run more": {func(d damaged) {
		d.editJSON(commitsFile, func(m map[string]any) { m["runs"] = []string{run(9), run(1), run(2)} })
	}, "state: it has run " + run(9)},
	"the state is gone":                {func(d damaged) { d.remove(commitsFile) }, "state: it is not there"},
	"the state has another byte":       {func(d damaged) { d.edit(commitsFile, space) }, "state: it is not as a run writes it"},
	"the state is of another commit":   {func(d damaged) { sealState(d, func(m map[string]any) { m["last_seq"] = 7 }) }, "state: it does not agree with " + secondManifest},
	"the state is no JSON":             {func(d damaged) { d.edit(commitsFile, func([]byte) []byte { return []byte("{") }) }, "damaged state: " + commitsFile},
	"the state has a run that is none": {func(d damaged) { d.editJSON(commitsFile, func(m map[string]any) { m["runs"] = []string{"../x"} }) }, "damaged state: " + commitsFile},
	"the marker has another byte":      {func(d damaged) { d.edit(markerFile, space) }, "state: it does not name dataset"},
	"the marker is of another": {func(d damaged) {
		d.edit(markerFile, func([]byte) []byte { return []byte(`{"framewatch":"dataset","id":"other"}` + "\n") })
	}, "state: it does not name dataset"},
	"the marker is gone": {func(d damaged) { d.remove(markerFile) }, "(the next run sets it again once it is gone)"},
	"a file is gone":     {func(d damaged) { f, _ := fileOf(d.t, d.Mem, "names"); d.remove(f.Path) }, "missing-file: named in the manifest but not there"},
	"a file is a folder": {func(d damaged) { f, _ := fileOf(d.t, d.Mem, "names"); d.remove(f.Path); must(d.t, d.Mkdir(f.Path)) }, "unreadable: " + disk.ErrNotRegular.Error()},
	"a file is cut": {func(d damaged) {
		f, _ := fileOf(d.t, d.Mem, "names")
		d.edit(f.Path, func(b []byte) []byte { return b[:9] })
	}, "digest: 9 bytes, the manifest has "},
	"a file has another bit":                 {func(d damaged) { f, _ := fileOf(d.t, d.Mem, "names"); d.edit(f.Path, flip) }, "digest: SHA-256 "},
	"an archive has another bit":             {func(d damaged) { d.edit(worldWARC, flip) }, "digest: SHA-256 "},
	"an archive is gone":                     {func(d damaged) { d.remove(worldWARC) }, "missing-file: named in the manifest"},
	"a file of the generation before is cut": {func(d damaged) { d.edit(earlierOnly(d), func(b []byte) []byte { return b[:9] }) }, "digest: 9 bytes, the manifest has "},
	"a link leads elsewhere":                 {func(d damaged) { d.edit(d.inCurrent("names"), flip) }, "link: it does not lead to the bytes of names/"},
	"a link is gone":                         {func(d damaged) { d.remove(d.inCurrent("names")) }, "link: it does not lead to the bytes of names/"},
	"the copy of the manifest is gone":       {func(d damaged) { d.remove(secondCopy) }, "link: the copy of the manifest is not there"},
	"the copy of the manifest is another":    {func(d damaged) { d.edit(secondCopy, space) }, "manifest: it is not a copy of " + secondManifest},
	"a file more among the links":            {func(d damaged) { must(d.t, disk.WriteFile(d, path.Dir(d.inCurrent("names"))+"/x.parquet", nil)) }, "orphan: in no manifest, but among what readers find"},
	"a file more in a table":                 {func(d damaged) { must(d.t, disk.WriteFile(d, "names/x.parquet", nil)) }, "orphan: in no manifest: left by a run"},
	"current leads to another":               {func(d damaged) { d.remove("current"); must(d.t, d.Symlink("generations/000001-"+run(1), "current")) }, "link: it leads to \"generations/000001-"},
	"current is gone":                        {func(d damaged) { d.remove("current") }, "link: it leads to \"\""},
	"current is a copy that is wrong":        {func(d damaged) { d.copyOfLink(); d.edit(d.inCurrent("names"), flip) }, "link: it is not a file of the newest generation"},
	"current is a copy that lacks a file":    {func(d damaged) { d.copyOfLink(); d.remove(d.inCurrent("names")) }, "link: a file of the newest generation is not there"},
	"the manifest counts rows that are none": {func(d damaged) { reseal(d, func(m *store.Manifest) { m.Files[0].Rows += 2 }) }, "row-count: 1 rows, the manifest has 3"},
	"the manifest lacks a file of its run": {func(d damaged) {
		reseal(d, func(m *store.Manifest) {
			m.Files = slices.DeleteFunc(m.Files, func(f store.File) bool { return f.Table == "events" })
		})
	}, "row-count: 0 rows of run " + run(2) + ", which wrote 1"},
	"a file is no Parquet": {func(d damaged) {
		f, _ := fileOf(d.t, d.Mem, "names")
		must(d.t, store.Replace(d, f.Path, []byte("PAR1 no PAR1")))
	}, "unreadable: damaged parquet"},
	"a file has no documents":     {func(d damaged) { lose(d, reflect.TypeFor[store.MentionRow](), "doc_id") }, "dangling: 3 rows with no doc_id"},
	"a file lacks a column":       {func(d damaged) { lose(d, reflect.TypeFor[store.MentionRow](), "start_byte") }, "unreadable: no column \"start_byte\""},
	"authors that are no text":    {func(d damaged) { d.spoil("documents", "authors") }, "text: 1 rows with authors that are not UTF-8"},
	"langs that are no text":      {func(d damaged) { d.spoil("documents", "langs") }, "text: 1 rows with langs that are not UTF-8"},
	"a text that is none":         {func(d damaged) { d.spoil("documents", "text") }, "text: 1 rows with a text or title that is not UTF-8"},
	"a column that is no text":    {func(d damaged) { d.spoil("names", "name") }, "text: 1 rows with name that is not UTF-8"},
	"a quotation that is no text": {func(d damaged) { d.spoil("quotes", "cue_text") }, "text: 1 rows with text that is not UTF-8"},
}

func reseal(d damaged, change func(*store.Manifest)) { must(d.t, store.Reseal(d, change)) }

// sealState changes the state and keeps the order in which it is written.
func sealState(d damaged, change func(map[string]any)) {
	d.edit(commitsFile, func(data []byte) []byte {
		var v map[string]any
		must(d.t, json.Unmarshal(data, &v))
		change(v)
		last, err := json.Marshal(v["last_seq"])
		must(d.t, err)
		return bytes.Replace(data, []byte(`"last_seq": 2`), append([]byte(`"last_seq": `), last...), 1)
	})
}

// earlierOnly is the file of events that only the first generation has.
func earlierOnly(d damaged) string {
	return "generations/000001-" + run(1) + "/events/000001." + run(1) + "-0000.parquet"
}

func lose(d damaged, rowType reflect.Type, columns ...string) {
	f, data := fileOf(d.t, d.Mem, reflect.Zero(rowType).Interface().(store.Row).Table())
	must(d.t, store.Replace(d, f.Path, without(d.t, data, rowType, columns...)))
}

// inRows are kinds of damage to rows before they are written.
var inRows = map[string]struct {
	do   func(w *world)
	want string
}{
	"an outlet that is none":            {func(w *world) { w.Captures[0].SourceID = "x" }, "dangling: 1 rows with a source_id that table sources does not have"},
	"an outlet of a document":           {func(w *world) { w.Documents[0].SourceID = "x" }, "dangling: 1 rows with a source_id that table sources does not have"},
	"a capture that is none":            {func(w *world) { w.Documents[0].CaptureID = "x" }, "dangling: 1 rows with a capture_id that table captures does not have"},
	"an archive that is none":           {func(w *world) { w.Captures[0].WARCFile = "warc/none.warc.gz" }, "dangling: 1 rows with a warc_file that is not there"},
	"an archive out of the dataset":     {func(w *world) { w.Captures[0].WARCFile = "warc/../../x" }, "dangling: 1 rows with a warc_file that is not there"},
	"a copy that is none":               {func(w *world) { w.Syndication[0].CopyID = "x" }, "dangling: 1 rows with a copy_id that table documents does not have"},
	"a document that is none":           {func(w *world) { w.Mentions[0].DocID = "x" }, "dangling: 1 rows with a doc_id that table documents does not have in this month"},
	"a document of another month":       {func(w *world) { w.Mentions[0].Month = "2026-04" }, "dangling: 1 rows with a doc_id that table documents does not have in this month"},
	"a quotation of no document":        {func(w *world) { w.Quotes[0].DocID = "x" }, "dangling: 1 rows with a doc_id that table documents does not have in this month"},
	"a sentence that is none":           {func(w *world) { w.Mentions[0].SentenceID = "x" }, "dangling: 1 rows with a sentence_id that table sentences does not have"},
	"a clause that is none":             {func(w *world) { w.Hits[0].ClauseID = "x" }, "dangling: 1 rows with a clause_id that table clauses does not have"},
	"a parent that is none":             {func(w *world) { w.Clauses[1].ParentID = "x" }, "dangling: 1 rows of 2026-03 with a parent_id that the table does not have"},
	"a quotation that is none":          {func(w *world) { w.Clauses[1].QuoteID = "x" }, "dangling: 1 rows of 2026-03 with a quote_id that table quotes does not have"},
	"a quotation of a hit that is none": {func(w *world) { w.Hits[1].QuoteID = "x" }, "dangling: 1 rows of 2026-03 with a quote_id that table quotes does not have"},
	"a frame that is none":              {func(w *world) { w.Hits[0].Frame = "x" }, "dangling: 1 rows with a frame that table frames does not have"},
	"an entity that is none":            {func(w *world) { w.Mentions[0].EntityID = "x" }, "dangling: 1 rows with an entity_id that table entities does not have"},
	"a speaker that is none":            {func(w *world) { w.Quotes[0].SpeakerID = "x" }, "dangling: 1 rows with a speaker_id that table entities does not have"},
	"a bloc that is none":               {func(w *world) { w.Memberships[0].BlocID = "x" }, "dangling: 1 rows with a bloc_id that table blocs does not have"},
	"a counterpart that is none":        {func(w *world) { w.Sentences[1].AlignedTo = "x" }, "dangling: 1 rows of 2026-03 with an aligned_to that the table does not have"},
	"a key twice":                       {func(w *world) { w.Names = append(w.Names, w.Names[0]) }, "duplicate-key: 1 rows repeat a key"},
	"a place beyond the text":           {func(w *world) { w.Mentions[1].EndByte = 1000 }, "offset: 1 rows with a span outside the text"},
	"a place that is two":               {func(w *world) { w.Mentions[2].Start++ }, "offset: 1 rows with start and end that differ in code points and bytes"},
	"another surface":                   {func(w *world) { w.Mentions[1].Surface = "Southport" }, "offset: 1 rows with a surface that is not what stands there"},
	"another quotation":                 {func(w *world) { w.Quotes[0].ContentText = "x" }, "offset: 1 rows with a text that is not what stands there"},
	"words of a quotation elsewhere":    {func(w *world) { w.Quotes[0].Cue[0].End = 1000 }, "offset: 1 rows with a span outside the text"},
}

// unread lets a call for a file fail, of those that are counted from 1, from one to
// another.
func unread(name, call string, from, to int) func(op, at string) error {
	n := 0
	return func(op, at string) error {
		if op != call || at != name {
			return nil
		}
		if n++; n < from || n > to {
			return nil
		}
		return errors.New("bad sector")
	}
}

// TestEveryKindOfProblemIsMet damages a sound dataset in one way after another, wants
// what verify says of it, and that no problem in verify's code is left out.
func TestEveryKindOfProblemIsMet(t *testing.T) {
	kinds, seen := kindsInCode(t), map[string]bool{}
	if len(kinds) < 45 {
		t.Errorf("%d kinds of problem are found in the code: is it read as it is written?", len(kinds))
	}
	expect := func(t *testing.T, fsys disk.FS, want string) {
		t.Helper()
		problems := problemsOn(t, fsys)
		if !slices.ContainsFunc(problems, func(p store.Problem) bool { return strings.Contains(p.Code+": "+p.Message, want) }) {
			t.Errorf("problems %+v, want %q", problems, want)
		}
		for _, p := range problems {
			i := met(kinds, p)
			if i < 0 && p.Code != "manifest" { // what cannot be read at all
				t.Errorf("problem %+v is of no kind that the code has", p)
			} else if i >= 0 {
				seen[kinds[i].code+kinds[i].says.String()] = true
			}
		}
	}
	sound := newWorld().write(t)
	for _, name := range slices.Sorted(maps.Keys(byHand)) {
		t.Run(name, func(t *testing.T) {
			d := damaged{copied(sound), t}
			byHand[name].do(d)
			expect(t, d.Mem, byHand[name].want)
		})
	}
	for _, name := range slices.Sorted(maps.Keys(inRows)) {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			inRows[name].do(w)
			expect(t, w.write(t), inRows[name].want)
		})
	}
	names, _ := fileOf(t, sound, "names")
	for what, c := range map[string]struct {
		fail func(op, at string) error
		want string
	}{
		"a file of which nothing is known": {unread(names.Path, "stat", 1, 9), "unreadable: bad sector"},
		"a file with a bad sector":         {unread(names.Path, "open", 1, 9), "unreadable: bad sector"},
		"a sector that goes bad":           {unread(names.Path, "open", 2, 9), "unreadable: bad sector"},
		"a state that goes bad":            {unread(commitsFile, "open", 3, 3), "state: bad sector"},
	} {
		t.Run(what, func(t *testing.T) { expect(t, &disktest.Unreadable{FS: copied(sound), Fail: c.fail}, c.want) })
	}
	for _, k := range kinds {
		if !seen[k.code+k.says.String()] {
			t.Errorf("no damage meets the problem of %s: %s %s", k.at, k.code, k.says)
		}
	}
}
