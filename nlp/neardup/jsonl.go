package neardup

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"framewatch/internal/jsonlines"
)

// MaxLine bounds one line of [Index.JSONL], in bytes; a longer one is an error
// of that line.
const MaxLine = 64 << 20

// answer is one line of output: a cluster or an error.
type answer struct {
	ID      json.RawMessage `json:"id"`
	Cluster string          `json:"cluster,omitempty"`
	Error   string          `json:"error,omitempty"`
	text    int             // place in the index, -1 with an error
}

// JSONL reads lines {"id","text"} to the end, then writes {"id","cluster"} for
// each in the order of input. A cluster is named by the id of its first text. A
// line that cannot be read gets {"id","error"}, and is counted by the error at the
// end (a [jsonlines.Unread]). Texts that the index already has take part, but get
// no line.
func (x *Index) JSONL(ctx context.Context, r io.Reader, w io.Writer) error {
	var answers []answer
	var unread jsonlines.Unread
	for line, err := range jsonlines.Read(r, MaxLine) {
		if err := errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		a := x.take(line)
		unread.Count(line, a.Error != "")
		answers = append(answers, a)
	}
	if err := x.answer(ctx, answers, w); err != nil {
		return err
	}
	return unread.Err()
}

// answer writes one line for each line that was read.
func (x *Index) answer(ctx context.Context, answers []answer, w io.Writer) error {
	g := x.group()
	first := make(map[int]string, len(x.ids))
	for i, id := range x.ids {
		if _, ok := first[g.find(i)]; !ok {
			first[g.find(i)] = id
		}
	}
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for _, a := range answers {
		if err := ctx.Err(); err != nil {
			return err
		}
		if a.Error == "" {
			a.Cluster = first[g.find(a.text)]
		}
		if err := enc.Encode(a); err != nil {
			return fmt.Errorf("write clusters: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write clusters: %w", err)
	}
	return nil
}

// take adds the text of one line.
func (x *Index) take(line jsonlines.Line) answer {
	var item struct {
		ID   json.RawMessage `json:"id"`
		Text *string         `json:"text"`
	}
	refuse := func(err error) answer {
		a := answer{ID: item.ID, Error: err.Error(), text: -1}
		if len(a.ID) == 0 {
			a.ID = json.RawMessage("null")
		}
		return a
	}
	if err := line.Decode(&item); err != nil {
		return refuse(err)
	}
	id, ok := name(item.ID)
	if !ok {
		item.ID = nil
		return refuse(line.Lacks("id"))
	}
	if item.Text == nil {
		return refuse(line.Lacks("text"))
	}
	a := answer{ID: item.ID, text: x.Len()}
	x.Add(id, *item.Text)
	return a
}

// name is an id as text; numbers are allowed.
func name(raw json.RawMessage) (string, bool) {
	var s string
	if err := json.Unmarshal(raw, &s); err == nil && s != "" {
		return s, true
	}
	var n json.Number
	if err := json.Unmarshal(raw, &n); err == nil && n != "" {
		return n.String(), true
	}
	return "", false
}
