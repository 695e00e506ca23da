package report

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"framewatch/store"
)

const failuresShown = 12

// failures counts what was not read, by reason.
func (b *builder) failures(ctx context.Context, ds *store.Dataset) ([]pageSection, error) {
	byReason, err := tally(ctx, ds, func(r store.FailureRow) string { return r.Stage + "\x00" + r.Code }, func(r store.FailureRow) string { return r.Message })
	if err != nil {
		return nil, err
	}
	byOutlet, err := tally(ctx, ds, func(r store.FailureRow) string { return r.SourceID + "\x00" + r.Code }, func(r store.FailureRow) string { return r.URL })
	if err != nil {
		return nil, err
	}
	attempts, err := tally(ctx, ds, func(r captureFacts) string { return r.Outcome + "\x00" + r.ErrorCode }, func(r captureFacts) string { return r.SourceID })
	if err != nil {
		return nil, err
	}
	s := pageSection{ID: "failures", Title: "What was not read, and why"}
	intro := "Nothing failed."
	if n := ds.Rows(store.FailureRow{}.Table()); n > 0 {
		intro = fmt.Sprintf("%s could not be read. ", plural(int(n), "item", "items"))
	}
	for _, n := range b.countsBy("all") {
		intro += fmt.Sprintf(" Of what was read, %s and %s; teasers count as read but not in prevalence, block pages not at all.",
			plural(n.Paywalled, "document is a paywall teaser", "documents are paywall teasers"), plural(n.Blocked, "is a block page", "are block pages"))
	}
	s.Blocks = append(s.Blocks, block{Text: strings.Join(strings.Fields(intro), " ")})
	for i, t := range []table{
		tallyTable("By reason", []string{"Stage", "Reason", "Items", "For example"}, byReason, func(v string) string { return v }),
		tallyTable("By outlet", []string{"Outlet", "Reason", "Items", "For example"}, byOutlet, func(v string) string { return b.labels.group("outlet", v) }),
		tallyTable("All attempts to fetch", []string{"Outcome", "Reason", "Attempts", "For example"}, attempts, func(v string) string { return v }),
	} {
		switch {
		case len(t.Rows) == 0:
		case i == 0:
			s.Blocks = append(s.Blocks, block{Figures: []figure{{Title: Label{EN: t.Title}, Wide: true, Shown: &t}}})
		default:
			s.Blocks = append(s.Blocks, block{Table: &t, Folded: t.Title})
		}
	}
	return []pageSection{s}, nil
}

type captureFacts struct {
	SourceID  string `col:"source_id"`
	Outcome   string `col:"outcome"`
	ErrorCode string `col:"error_code"`
}

func (captureFacts) Table() string { return store.CaptureRow{}.Table() }

// tallied is a key of two parts with its number and first example.
type tallied struct {
	key, example string
	n            int
}

func tally[T interface{ Table() string }](ctx context.Context, ds *store.Dataset, key, example func(T) string) ([]tallied, error) {
	at := map[string]int{}
	var out []tallied
	for row, err := range store.Scan[T](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", row.Table(), err)
		}
		k := key(row)
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, tallied{key: k, example: example(row)})
		}
		out[i].n++
	}
	slices.SortStableFunc(out, func(x, y tallied) int { return y.n - x.n })
	return out, nil
}

func tallyTable(title string, head []string, list []tallied, name func(string) string) table {
	t := table{Title: title, Head: head}
	for i, r := range list {
		if i == failuresShown {
			t.Rows = append(t.Rows, []tableCell{text(fmt.Sprintf("… and %d more kinds", len(list)-i))})
			break
		}
		first, second, _ := strings.Cut(r.key, "\x00")
		example := text(r.example)
		if u := webAddress(r.example); u != "" {
			example.Href = u
		}
		t.Rows = append(t.Rows, []tableCell{text(name(first)), text(second), number(count(r.n)), example})
	}
	return t
}
