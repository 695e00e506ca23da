package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// kindPages is the folder of invented pages that dates, bylines and titles are
// measured on; its README says how they were written. No rule is tuned on
// what is measured of part c.
const kindPages = "extract/testdata/kinds"

// kindItem is a page of those, with the one thing that is asked of it.
type kindItem struct {
	ID   string `json:"id"`
	Kind string `json:"kind"` // date, byline or title
	URL  string `json:"url"`
	HTML string `json:"html"`
	Note string `json:"note"`
	Want struct {
		Published string   `json:"published"` // how the date begins; "" is none
		Authors   []string `json:"authors"`
		Title     string   `json:"title"`
	} `json:"want"`
}

// kinds are the shares of dates, bylines and titles that are right, and of pages
// without a date or an author that are given none, for each part.
func kinds(ctx context.Context, l *lab) ([]figure, error) {
	var out []figure
	for _, part := range []string{"a", "b", "c"} {
		items, err := kindItems(part)
		if err != nil {
			return nil, err
		}
		if part == "c" { // the other lines were read when rules were mended
			items = everySecond(items)
		}
		in := make([]any, len(items))
		for i, item := range items {
			in[i] = map[string]any{"id": item.ID, "url": item.URL, "html": item.HTML}
		}
		answers, err := l.pipe(ctx, in, "extract", "--jsonl")
		if err != nil {
			return nil, err
		}
		shares := map[string]*share{"date": {}, "date_left_empty": {}, "byline": {}, "author_left_empty": {}, "title": {}}
		for i, item := range items {
			name, got, right := item.judge(answers[i])
			shares[name].add(right)
			if !right && l.verbose && part != "c" { // what fails of part c would be tuned on
				fmt.Fprintf(os.Stderr, "%s %s: %s: got %v\n", item.ID, name, item.Note, got)
			}
		}
		for _, name := range []string{"date", "date_left_empty", "byline", "author_left_empty", "title"} {
			out = append(out, figure{"kinds/" + part + "/" + name, shares[name].of(), 0})
		}
	}
	return out, nil
}

// everySecond is the second of items, the fourth and so on.
func everySecond(items []kindItem) []kindItem {
	var out []kindItem
	for i := 1; i < len(items); i += 2 {
		out = append(out, items[i])
	}
	return out
}

func kindItems(part string) ([]kindItem, error) {
	data, err := os.ReadFile(filepath.Join(kindPages, part+".jsonl"))
	if err != nil {
		return nil, fmt.Errorf("read page kinds (run from the top of the repository): %w", err)
	}
	var items []kindItem
	for line := range strings.Lines(string(data)) {
		var item kindItem
		if err := json.Unmarshal([]byte(line), &item); err != nil {
			return nil, fmt.Errorf("read page kinds of part %s: %w", part, err)
		}
		items = append(items, item)
	}
	return items, nil
}

// judge says which figure an answer counts for, what it gave and whether that is
// right.
func (k kindItem) judge(answer map[string]any) (name string, got any, right bool) {
	switch k.Kind {
	case "date":
		published, _ := answer["published"].(string)
		if k.Want.Published == "" {
			return "date_left_empty", published, answer["error"] == nil && published == ""
		}
		return "date", published, strings.HasPrefix(published, k.Want.Published)
	case "byline":
		var authors []string
		for _, a := range list(answer["authors"]) {
			author, _ := a.(string)
			authors = append(authors, author)
		}
		slices.Sort(authors)
		if len(k.Want.Authors) == 0 {
			return "author_left_empty", authors, answer["error"] == nil && len(authors) == 0
		}
		return "byline", authors, slices.Equal(authors, slices.Sorted(slices.Values(k.Want.Authors)))
	}
	title, _ := answer["title"].(string)
	return "title", title, strings.Join(strings.Fields(title), " ") == k.Want.Title
}
