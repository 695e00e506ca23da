package plan

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

// Path is where the measurements stand, from the top of the repository.
const Path = "internal/scaleplan/plan/measured.json"

//go:embed measured.json
var measuredJSON []byte

// Measured is what command scaleplan has measured, on which machine and when.
type Measured struct {
	Date     string       `json:"date"`
	Machine  string       `json:"machine"` // its kind: processors, memory, disk, system
	Crawls   []CrawlRun   `json:"crawls"`
	Seeding  []Seeding    `json:"seeding"`
	Deciding []Deciding   `json:"deciding"`
	Frontier []Frontier   `json:"frontier"`
	Reading  []Reading    `json:"reading"`
	Stages   []Stages     `json:"stages"`
	Bytes    DatasetBytes `json:"bytes"`
}

// CrawlRun is what one of [Crawls] took, in a process of its own: the least of the
// repeated runs for seconds, since a busy machine only adds, the median for CPU, which
// is that of an idle core (see Measured).
type CrawlRun struct {
	Name     string  `json:"name"`
	Runs     int     `json:"runs"`
	Seconds  float64 `json:"seconds"` // of the wall's clock
	CPU      float64 `json:"cpu_s"`   // above that of an idle process
	Requests int     `json:"requests"`
	Pages    int     `json:"pages"`
	Latency  float64 `json:"latency_x"` // how many times later than meant answers began, since the machine was busy
	Sync     float64 `json:"sync_s"`    // what the disk took to force a block out, before the run
	WARC     int64   `json:"warc_b"`    // bytes
	Store    int64   `json:"store_b"`   // of crawl.db, when the run is over
	Peak     int64   `json:"peak_b"`    // resident memory without files, above that of an idle process
}

// Seeding is what happened before the first request of a run over so many sources.
type Seeding struct {
	Sources int     `json:"sources"`
	CPU     float64 `json:"cpu_s"`
	Seconds float64 `json:"seconds"`
	Syncs   int     `json:"syncs"` // sync calls of the process until then
}

// Deciding is what part of a crawl's CPU time the deciding goroutine took, by a
// profile of one run.
type Deciding struct {
	Name  string  `json:"name"` // of a crawl
	Share float64 `json:"share"`
}

// Frontier is the embedded store with so many known URLs.
type Frontier struct {
	URLs    int     `json:"urls"`
	Bytes   int64   `json:"bytes"`
	CPU     float64 `json:"cpu_us"`  // microseconds for each of the last URLs, committed in batches
	Written float64 `json:"written"` // bytes that went to the disk for each of them
	Open    float64 `json:"open_s"`  // CPU seconds to open the file
	Peak    int64   `json:"peak_b"`  // memory of the process without files
}

// Reading is what reading texts of one language takes.
type Reading struct {
	Lang       string  `json:"lang"`
	Texts      int     `json:"texts"`
	Characters float64 `json:"characters"` // of a text, mean
	Pages      float64 `json:"page_kb"`    // of its page, mean
	Extract    float64 `json:"extract_ms"` // CPU for each
	PortalKB   float64 `json:"portal_kb"`  // of the same pages among a portal's cards
	Portal     float64 `json:"portal_ms"`  // CPU to extract from one
	Annotate   float64 `json:"annotate_ms"`
}

// Stages is what the stages over all documents take on a dataset of so many.
type Stages struct {
	Documents int                `json:"documents"`
	CPU       map[string]float64 `json:"cpu_s"`  // by step
	Peak      map[string]int64   `json:"peak_b"` // likewise, resident
	Bytes     int64              `json:"bytes"`  // of all tables
}

// DatasetBytes is what a document takes on disk in the demo's dataset, whose texts
// are real prose, made by the whole pipeline.
type DatasetBytes struct {
	Documents int   `json:"documents"`
	Tables    int64 `json:"tables_b"`
	Archive   int64 `json:"archive_b"`
	Captures  int   `json:"captures"`
}

// Load reads the committed measurements.
func Load() (m Measured, err error) {
	if err := json.Unmarshal(measuredJSON, &m); err != nil {
		return m, fmt.Errorf("read %s: %w", Path, err)
	}
	return m, nil
}
