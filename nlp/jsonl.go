package nlp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"framewatch/corpus"
	"framewatch/internal/jsonlines"
	"framewatch/internal/limits"
	"framewatch/nlp/lang"
	"framewatch/nlp/service"
)

// JSONLOptions says what [JSONL] writes.
type JSONLOptions struct {
	Tokens bool // write the words too
}

// maxLine is the longest line that is read, in bytes; a longer one is answered
// with an error, so that memory stays bounded.
const maxLine = 64 << 20

// JSONL annotates lines {"id","text"[,"lang"][,"title"][,"published"][,"targets"]} from r and writes one
// line for each to w, in the same order: relevance of each target, sentences, entities,
// frames, what they say of the document, quotes, claims, stances (where the settings ask for them) and, if asked for, tokens, with positions in code points of the text
// (end exclusive). What stands in the title is marked "in":"title". A line that
// cannot be read is answered with {"id","error"} and nothing else stops. Lines
// are annotated side by side; memory holds a few of them at a time.
//
// The error is that of r, w or ctx; or, once every line is answered, it says how
// many lines could not be read (a [jsonlines.Unread]) and how many documents an
// annotator service failed.
func JSONL(ctx context.Context, a *Annotator, opt JSONLOptions, r io.Reader, w io.Writer) error {
	var unserved unserved
	err := answerLines(ctx, r, w, func(ctx context.Context, l jsonlines.Line) ([]byte, bool) { return a.line(ctx, opt, l, &unserved) })
	var unread *jsonlines.Unread
	if err != nil && !errors.As(err, &unread) {
		return err
	}
	return errors.Join(err, unserved.err())
}

// answerLines answers the lines of r side by side and writes the answers in
// their order.
func answerLines(ctx context.Context, r io.Reader, w io.Writer, answer func(context.Context, jsonlines.Line) ([]byte, bool)) error {
	return jsonlines.Answer(ctx, limits.Workers(), r, maxLine, w, answer)
}

// unserved counts the documents that an annotator service failed.
type unserved struct {
	mu    sync.Mutex
	n     int
	first *service.Error
}

func (u *unserved) add(err error) {
	var fault *service.Error
	if !errors.As(err, &fault) {
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.n++; u.first == nil {
		u.first = fault
	}
}

func (u *unserved) err() error {
	if u.first == nil {
		return nil
	}
	return fmt.Errorf("%d documents were not annotated, among them: %w", u.n, u.first)
}

// input is a line as read.
type input struct {
	ID    json.RawMessage `json:"id"`
	Text  *string         `json:"text"`
	Lang  string          `json:"lang"`
	Title string          `json:"title"`
	// Published is the day as of which claims are judged, YYYY-MM-DD.
	Published string `json:"published"`
	// Targets are places of the text towards which stance is asked for, whatever the
	// settings say of stance.
	Targets []place `json:"targets"`
}

// failure is the answer to a line that cannot be annotated.
type failure struct {
	ID    json.RawMessage `json:"id"`
	Error string          `json:"error"`
}

// line answers one line, and says whether it could not be read.
func (a *Annotator) line(ctx context.Context, opt JSONLOptions, l jsonlines.Line, unserved *unserved) (out []byte, unread bool) {
	var in input
	doc, err := in.document(l)
	if len(in.ID) == 0 {
		in.ID = json.RawMessage("null")
	}
	if err != nil {
		return encode(failure{in.ID, err.Error()}), true
	}
	found, err := a.Annotate(ctx, doc)
	if err != nil {
		unserved.add(err)
		return encode(failure{in.ID, l.Wrong(err).Error()}), false
	}
	points := newPlaces(&doc)
	answer := newAnswer(in.ID, &doc, &found, points, opt)
	answer.Relevance, answer.Codes = about(&found, a.targets), points.codes(&found, a.targets, a.frameRefs())
	if len(in.Targets) > 0 {
		if answer.Stance, err = a.stancesAt(&doc, &found, points, in.Targets); err != nil {
			return encode(failure{in.ID, l.Wrong(err).Error()}), true
		}
	}
	return encode(answer), false
}

// document reads a line.
func (in *input) document(l jsonlines.Line) (doc corpus.Document, err error) {
	if err := l.Decode(in); err != nil {
		return doc, err
	}
	if in.Text == nil {
		return doc, l.Lacks("text")
	}
	if err := knownLang(l, in.Lang); err != nil {
		return doc, err
	}
	doc = corpus.Document{ID: corpus.DocID(in.ID), Title: in.Title, Text: *in.Text, Lang: in.Lang}
	if in.Published != "" {
		day, err := time.Parse(time.DateOnly, in.Published)
		if err != nil {
			return doc, l.Wrong(fmt.Errorf("published: %q is no day; write YYYY-MM-DD", in.Published))
		}
		doc.Published = corpus.Date{Time: day, Precision: corpus.PrecisionDay, From: "given"}
	}
	return doc, nil
}

// knownLang refuses a language that is none: told of a text, it decides which words
// are looked for.
func knownLang(l jsonlines.Line, tag string) error {
	if tag == "" || lang.IsTag(tag) {
		return nil
	}
	return l.Wrong(fmt.Errorf("lang: %q is no language; write a BCP 47 tag, such as en or zh-Hans, or leave it out", tag))
}

// encode writes v as one line; the types given to it cannot fail.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return []byte(`{"id":null,"error":"encode answer"}` + "\n")
	}
	return b.Bytes()
}
