package table_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/metadata"

	"framewatch/store/table"
)

func footer(t *testing.T, data []byte) (*file.Reader, map[string]*metadata.ColumnChunkMetaData) {
	t.Helper()
	f, err := file.NewParquetReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	columns := map[string]*metadata.ColumnChunkMetaData{}
	for i := range f.MetaData().Schema.NumColumns() {
		c, err := f.MetaData().RowGroup(0).ColumnChunk(i)
		if err != nil {
			t.Fatal(err)
		}
		columns[f.MetaData().Schema.Column(i).Path()] = c
	}
	return f, columns
}

func TestFootersTellReadersWhatTheyCanSpare(t *testing.T) {
	rows := sentenceRows(rand.New(rand.NewPCG(21, 1)), 140_000)
	for i := range rows {
		rows[i].Seq = int64(i)
	}
	f, columns := footer(t, encode(t, rows, table.Options{SortedBy: []string{"seq"}}))
	if f.NumRowGroups() != 2 {
		t.Errorf("%d row groups", f.NumRowGroups())
	}
	if order := f.MetaData().RowGroup(1).SortingColumns(); len(order) != 1 || order[0].ColumnIdx != 2 || order[0].Descending {
		t.Errorf("sorting columns %+v", order)
	}
	stats, err := columns["seq"].Statistics()
	if err != nil {
		t.Fatal(err)
	}
	if s, ok := stats.(*metadata.Int64Statistics); !ok || s.Min() != 0 || s.Max() != 131_071 || s.NullCount() != 0 {
		t.Errorf("statistics of seq: %v", stats)
	}
	texts, err := columns["script"].Statistics()
	if err != nil {
		t.Fatal(err)
	}
	if s, ok := texts.(*metadata.ByteArrayStatistics); !ok || string(s.Min()) != "Latn" || string(s.Max()) != "Latn" {
		t.Errorf("statistics of script: %v", texts)
	}
	nulls, err := columns["aligned_to"].Statistics()
	if err != nil || nulls.NullCount() < 120_000 {
		t.Errorf("nulls of aligned_to: %v, %v", nulls, err)
	}
	if columns["sentence_id"].HasDictionaryPage() || !columns["doc_id"].HasDictionaryPage() || !columns["lang"].HasDictionaryPage() {
		t.Error("dictionaries: want them for doc_id and lang, not for unique IDs")
	}
	if columns["seq"].GetOffsetIndexLocation() == nil || columns["seq"].GetColumnIndexLocation() == nil {
		t.Error("no page index in a large file")
	}
}

func TestBloomFiltersFitTheirIDs(t *testing.T) {
	rows := sentenceRows(rand.New(rand.NewPCG(22, 1)), 30_000)
	data := encode(t, rows, table.Options{})
	f, columns := footer(t, data)
	if columns["lang"].BloomFilterOffset() != 0 || columns["doc_id"].BloomFilterOffset() == 0 {
		t.Error("want filters for IDs only")
	}
	group, err := f.GetBloomFilterReader().RowGroup(0)
	if err != nil {
		t.Fatal(err)
	}
	filter, err := group.GetColumnBloomFilter(0)
	if err != nil {
		t.Fatal(err)
	}
	if size := filter.Size(); size > 64<<10 {
		t.Errorf("%d bytes for 30,000 IDs", size)
	}
	for _, row := range rows[:100] {
		if !filter.CheckHash(filter.Hasher().Sum64([]byte(row.SentenceID))) {
			t.Fatalf("%s is not in the filter", row.SentenceID)
		}
	}
	absent := 0
	for _, row := range rows[:1000] {
		if !filter.CheckHash(filter.Hasher().Sum64([]byte("no-" + row.SentenceID))) {
			absent++
		}
	}
	if absent < 950 {
		t.Errorf("only %d of 1000 foreign IDs are told", absent)
	}
}

// TestSmallFilesHaveSmallFooters: a night writes a dozen files of a few rows.
func TestSmallFilesHaveSmallFooters(t *testing.T) {
	data := encode(t, sentenceRows(rand.New(rand.NewPCG(23, 1)), 300), table.Options{})
	f, columns := footer(t, data)
	if size := f.MetaData().Size(); size > 1600 {
		t.Errorf("a footer of %d bytes for %d columns", size, len(columns))
	}
	for name, c := range columns {
		if c.GetOffsetIndexLocation() != nil || c.BloomFilterOffset() != 0 {
			t.Errorf("%s: an index in a small file", name)
		}
	}
	long := []termRow{{Term: strings.Repeat("x", 5000)}}
	_, columns = footer(t, encode(t, long, table.Options{}))
	if s, err := columns["term"].Statistics(); err != nil || s != nil && s.HasMinMax() {
		t.Errorf("long values in the footer: %v, %v", s, err)
	}
}

func TestAnEmptyFileHasItsSchema(t *testing.T) {
	data := encode(t, []everyRow{}, table.Options{})
	if rows := read[everyRow](t, data); len(rows) != 0 {
		t.Errorf("%d rows", len(rows))
	}
	f, err := file.NewParquetReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := f.MetaData().Schema.Column(0)
	if c.Path() != "id" || c.PhysicalType() != parquet.Types.ByteArray {
		t.Errorf("column %s", c.Path())
	}
	if names := open(t, data).Columns(); len(names) != 20 || names[19] != "points" {
		t.Errorf("columns %v", names)
	}
}

// oldRun and the like read files that were written by pqarrow, before this
// package: see testdata/old.
type oldRun struct {
	RunID   string    `col:"run_id"`
	Started time.Time `col:"started"`
	Rows    []struct {
		Table string `col:"table"`
		Rows  int64  `col:"rows"`
	} `col:"rows"`
}

type span struct {
	Start int64 `col:"start"`
	End   int64 `col:"end"`
}

type oldQuote struct {
	QuoteID string  `col:"quote_id"`
	InTitle bool    `col:"in_title"`
	Content []span  `col:"content"`
	Text    string  `col:"content_text"`
	Cue     []span  `col:"cue"`
	CueText string  `col:"cue_text,null"`
	Speaker *string `col:"speaker_id"`
}

type oldDocument struct {
	DocID     string    `col:"doc_id"`
	Title     string    `col:"title,null"`
	Authors   []string  `col:"authors"`
	Published time.Time `col:"published_at,null"`
	Langs     []share   `col:"langs"`
	Agreement *float64  `col:"extractor_agreement"`
	Blocked   bool      `col:"blocked"`
}

func TestFilesOfEarlierVersionsAreRead(t *testing.T) {
	old := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join("testdata", "old", name+".parquet"))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	got := map[string]any{"runs": read[oldRun](t, old("runs")), "quotes": read[oldQuote](t, old("quotes")),
		"documents": read[oldDocument](t, old("documents")), "term_counts": read[termRow](t, old("term_counts"))}
	text, err := json.MarshalIndent(got, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "old.json")
	if os.Getenv("FRAMEWATCH_UPDATE") != "" {
		if err := os.WriteFile(golden, append(text, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(text)+"\n" {
		t.Error("the rows of testdata/old are no longer those of testdata/old.json")
	}
	for name := range got {
		data, content := merge(t, table.MergeOptions{}, old(name))
		if contentOf(t, old(name)) != content || contentOf(t, data) != content {
			t.Errorf("%s: another content after a rewrite", name)
		}
		if a, b := open(t, data).Columns(), open(t, old(name)).Columns(); !reflect.DeepEqual(a, b) {
			t.Errorf("%s: columns %v, were %v", name, a, b)
		}
	}
}
