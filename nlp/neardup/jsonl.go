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
// line that cannot be read gets {"id","error"}. Texts that the index already
// has take part, but get no line.
func (x *Index) JSONL(ctx context.Context, r io.Reader, w io.Writer) error {
	var answers []answer
	for line, err := range jsonlines.Read(r, MaxLine) {
		if err := errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		answers = append(answers, x.take(line))
	}
	return x.answer(ctx, answers, w)
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
	a := answer{ID: json.RawMessage("null"), text: -1}
	if line.Err != nil {
		a.Error = line.Err.Error()
		return a
	}
	var item struct {
		ID   json.RawMessage `json:"id"`
		Text *string         `json:"text"`
	}
	if err := json.Unmarshal(line.Data, &item); err != nil {
		a.Error = fmt.Sprintf("read the line as JSON: %v", err)
		return a
	}
	id, err := name(item.ID)
	if err != nil {
		a.Error = err.Error()
		return a
	}
	a.ID = item.ID
	if item.Text == nil {
		a.Error = `the line has no "text"`
		return a
	}
	a.text = x.Len()
	x.Add(id, *item.Text)
	return a
}

// name is an id as text; numbers are allowed.
func name(raw json.RawMessage) (string, error) {
	var s string
	if err := json.Unmarshal(raw, &s); err == nil && s != "" {
		return s, nil
	}
	var n json.Number
	if err := json.Unmarshal(raw, &n); err == nil && n != "" {
		return n.String(), nil
	}
	return "", errors.New(`the line has no "id"`)
}
