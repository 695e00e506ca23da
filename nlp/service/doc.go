// Package service asks an annotator over HTTP, so that a program in any language
// can take the place of a layer of package nlp.
//
// A [corpus.Document] goes in; an [Answer] comes out: the layers that the
// service gave, with every position checked and turned into bytes. The request
// is a POST of JSON lines
//
//	{"id": "...", "text": "...", "lang": "en", "title": "..."}
//
// and the answer has one line for each in the form that framewatch annotate
// --jsonl writes, of which the layers asked for are read:
//
//	{"id": "...", "sentences": [{"start", "end"}], "tokens": [{"start", "end", "text", "pos"}],
//	 "entities": [{"start", "end", "text", "label", "score"}],
//	 "quotes": [{"content": [{"start", "end"}], "source": [...], "cue": [...], "type", "speaker_ref"}],
//	 "frames": [{"start", "end", "frame", "term", "negated", "hypothetical", "voice", "speaker",
//	             "speaker_ref", "target", "entity", "distance", "score"}]}
//
// Positions count code points from 0, end exclusive, in the text, or in the
// title where an item says "in": "title". Other keys are left alone. A document
// that the service cannot annotate is a line {"id", "error"}.
//
// An answer is used whole or not at all: one wrong position makes it an [Error],
// which names the service, the document and the remedy. The package merges
// nothing into a document's annotations; package nlp does.
package service
