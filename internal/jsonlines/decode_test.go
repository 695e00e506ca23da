package jsonlines_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/internal/jsonlines"
)

// TestDecodeSpeaksOfTheLine: what is wrong is said with the number of the line, and
// without words of the decoder or of this program's types.
func TestDecodeSpeaksOfTheLine(t *testing.T) {
	for in, want := range map[string]string{
		`nope`:                       "line 7: is no JSON object",
		`港口`:                         "line 7: is no JSON object",
		`{"id":`:                     "line 7: ends within the JSON object",
		`{"id":"港口`:                  "line 7: ends within the JSON object",
		`{"id":1,}`:                  "line 7: is no JSON from byte 9 on",
		`{"text":5}`:                 `line 7: field "text" cannot be a JSON number`,
		`{"text":["海"]}`:             `line 7: field "text" cannot be a JSON array`,
		`{"places":[{"end":"one"}]}`: `line 7: field "places.end" cannot be a JSON string`,
		`["a"]`:                      "line 7: is no JSON object",
		`"海"`:                        "line 7: is no JSON object",
		`null`:                       "line 7: is no JSON object",
		`{}`:                         `line 7: the line has no "text"`,
		`{"id":"甲","txt":"海"}`:       `line 7: the line has no "text"; is it "txt"?`,
		`{"id":"甲","正文":"海"}`:        `line 7: the line has no "text"; it has id, 正文`,
		`{"text":null}`:              `line 7: "text" is null`,
		`{"text":"海","more":[1]}`:    "",
	} {
		l := jsonlines.Line{N: 7, Data: []byte(in)}
		var item struct {
			Text   *string `json:"text"`
			Places []struct {
				End int `json:"end"`
			} `json:"places"`
		}
		err := l.Decode(&item)
		if err == nil && item.Text == nil {
			err = l.Lacks("text")
		}
		got := ""
		if err != nil {
			got = err.Error()
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", in, diff)
		}
	}
	long := jsonlines.Line{N: 3, Err: errors.New("is long")}
	if err := long.Decode(new(int)); err == nil || err.Error() != "line 3: is long" {
		t.Errorf("a line that was not read: %v", err)
	}
}

func TestAnswerCountsWhatCouldNotBeRead(t *testing.T) {
	in := "a\n\n坏\nb\n坏\n"
	var out strings.Builder
	bad := func(_ context.Context, l jsonlines.Line) ([]byte, bool) {
		return append(l.Data, ' '), string(l.Data) == "坏"
	}
	err := jsonlines.Answer(t.Context(), 3, strings.NewReader(in), 100, &out, bad)
	var unread *jsonlines.Unread
	if !errors.As(err, &unread) || *unread != (jsonlines.Unread{Lines: 2, Of: 4, First: 3}) || out.String() != "a 坏 b 坏 " {
		t.Errorf("%v after %q", err, out.String())
	}
	if want := "2 of 4 lines could not be read, the first of them line 3"; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	if err := jsonlines.Answer(t.Context(), 3, strings.NewReader("a\n"), 100, io.Discard, bad); err != nil {
		t.Errorf("nothing is wrong with the line, and yet: %v", err)
	}
}
