package explore

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"framewatch/explore/search"
	"framewatch/nlp/codes"
)

// maxExport bounds the documents of a file. Lines are as on the page: evidence,
// not the articles.
const maxExport = 5000

// bom tells spreadsheet programs that a file is UTF-8.
const bom = "\uFEFF"

// exportRow is a concordance line of a document that was found, or a document
// without one.
type exportRow struct {
	DocID      string   `json:"doc_id"`
	Title      string   `json:"title"`
	Outlet     string   `json:"source_id"`
	OutletName string   `json:"outlet"`
	Country    string   `json:"country"`
	Lang       string   `json:"lang"`
	Published  string   `json:"published"`
	URL        string   `json:"url"`
	Relevance  string   `json:"relevance"`
	Genre      string   `json:"genre"`
	Frames     []string `json:"frames"`
	Story      string   `json:"story"`
	Version    int64    `json:"version"`
	Counted    bool     `json:"counted"`
	NotCounted string   `json:"not_counted,omitempty"`
	Before     string   `json:"before,omitempty"`
	Key        string   `json:"key,omitempty"`
	After      string   `json:"after,omitempty"`
	InTitle    bool     `json:"in_title,omitempty"`
	Start      *int     `json:"start,omitempty"` // code points of text, or of title with InTitle
	End        *int     `json:"end,omitempty"`
}

// exportHead says what a file holds.
type exportHead struct {
	Query     string `json:"query"` // as the explorer's address has it
	Run       string `json:"run_id"`
	Documents int    `json:"documents"` // that are in the file
	Total     int    `json:"total"`     // that were found
	Note      string `json:"note,omitempty"`
}

func columns() []string {
	return []string{"doc_id", "title", "source_id", "outlet", "country", "lang", "published", "url", "relevance", "genre", "frames", "story", "version", "counted", "not_counted", "before", "key", "after", "in_title", "start", "end"}
}

func (r exportRow) cells() []string {
	cells := []string{r.DocID, r.Title, r.Outlet, r.OutletName, r.Country, r.Lang, r.Published, r.URL, r.Relevance, r.Genre, strings.Join(r.Frames, " "), r.Story,
		strconv.FormatInt(r.Version, 10), strconv.FormatBool(r.Counted), r.NotCounted, r.Before, r.Key, r.After, "", "", ""}
	if r.Start != nil {
		copy(cells[len(cells)-3:], []string{strconv.FormatBool(r.InTitle), strconv.Itoa(*r.Start), strconv.Itoa(*r.End)})
	}
	for i := range cells {
		cells[i] = codes.Guarded(cells[i])
	}
	return cells
}

func (e *Explorer) exportCSV(w http.ResponseWriter, r *http.Request) {
	e.export(w, r, "text/csv; charset=utf-8", "search.csv", func(w io.Writer, head exportHead) (func(exportRow) error, error) {
		if r.URL.Query().Get("bom") != "" {
			if _, err := io.WriteString(w, bom); err != nil {
				return nil, err
			}
		}
		out := csv.NewWriter(w)
		note, err := json.Marshal(head)
		if err == nil {
			_, err = io.WriteString(w, "# framewatch search "+string(note)+"\n")
		}
		if err == nil {
			err = out.Write(columns())
		}
		return func(row exportRow) error {
			defer out.Flush()
			return out.Write(row.cells())
		}, err
	})
}

func (e *Explorer) exportLines(w http.ResponseWriter, r *http.Request) {
	e.export(w, r, "application/x-ndjson", "search.jsonl", func(w io.Writer, head exportHead) (func(exportRow) error, error) {
		out := json.NewEncoder(w)
		err := out.Encode(map[string]exportHead{"search": head})
		return func(row exportRow) error { return out.Encode(row) }, err
	})
}

// export writes all documents of a search, batch by batch. begin writes what comes
// first and gives what writes a row.
func (e *Explorer) export(w http.ResponseWriter, r *http.Request, kind, name string, begin func(io.Writer, exportHead) (func(exportRow) error, error)) {
	q := ask(r.URL.Query())
	q.Limit, q.Offset = search.MaxLimit, 0
	var write func(exportRow) error
	for written := 0; ; {
		result, err := e.lookUp(r, q.Query)
		if err == nil && write == nil {
			h := w.Header()
			h.Set("Content-Type", kind)
			h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
			head := exportHead{Query: q.values().Encode(), Run: e.ds.Generation().RunID, Total: result.Total, Documents: min(result.Total, maxExport), Note: strings.Join(append(q.wrong, result.Note), " ")}
			head.Note = strings.TrimSpace(head.Note)
			write, err = begin(w, head)
		}
		if err == nil {
			err = writeRows(result.Found[:min(len(result.Found), maxExport-written)], write)
		}
		if err != nil {
			if write == nil {
				e.fail(w, r, err)
				return
			}
			// The file is cut: the connection must not end as if it were whole.
			e.log.Error("export was cut short", "error", err)
			panic(http.ErrAbortHandler)
		}
		written += len(result.Found)
		q.Offset += len(result.Found)
		if len(result.Found) == 0 || q.Offset >= result.Total || written >= maxExport {
			return
		}
	}
}

func writeRows(found []search.Found, write func(exportRow) error) error {
	for _, f := range found {
		row := exportRow{DocID: f.DocID, Title: oneLine(f.Title), Outlet: f.Outlet, OutletName: f.OutletName, Country: f.Country, Lang: f.Lang, Published: f.Date, URL: f.URL,
			Relevance: f.Relevance, Genre: f.Genre, Frames: f.Frames, Story: f.Story, Version: f.Version, Counted: f.Counted, NotCounted: f.NotCounted}
		if row.Frames == nil {
			row.Frames = []string{}
		}
		if len(f.Lines) == 0 {
			if err := write(row); err != nil {
				return fmt.Errorf("write export: %w", err)
			}
		}
		for _, l := range f.Lines {
			row.Before, row.Key, row.After, row.InTitle, row.Start, row.End = l.Before, l.Key, l.After, l.InTitle, &l.Start, &l.End
			if err := write(row); err != nil {
				return fmt.Errorf("write export: %w", err)
			}
		}
	}
	return nil
}
