package config

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"go.yaml.in/yaml/v3"

	"framewatch/corpus"
	"framewatch/nlp/frame"
)

// Draft is an entry of a source list that an editor has to look at.
type Draft struct {
	Source corpus.Source
	Notes  map[string]string // by field: what to look at
}

// WriteDrafts writes a source list as an editor would write it: only fields that
// are set, lists on one line, and notes as comments behind the fields that they are
// about. A list that this package would refuse is an error.
func WriteDrafts(w io.Writer, head ListHead, drafts ...Draft) error {
	list := SourceList{List: head}
	for _, d := range drafts {
		src := d.Source
		list.Sources = append(list.Sources, SourceEntry{
			ID: string(src.ID), Name: src.Name, Domain: src.Domain, Country: src.Country, OwnerType: string(src.OwnerType), Langs: src.Langs,
			Feeds: plain(src.Feeds), Sitemaps: plain(src.Sitemaps), Start: plain(src.Start), LinkPatterns: src.LinkPatterns, MaxPages: src.MaxPages, Note: src.Note,
		})
	}
	if err := list.Validate(); err != nil {
		return fmt.Errorf("draft of source list %s: %w", head.ID, err)
	}
	var root yaml.Node
	if err := root.Encode(list); err != nil {
		return err
	}
	entries := root.Content[len(root.Content)-1] // sources are the last field
	for i, d := range drafts {
		prune(entries.Content[i])
		annotate(entries.Content[i], d.Notes)
	}
	prune(&root)
	if err := encodeYAML(w, &root); err != nil {
		return fmt.Errorf("write draft of source list %s: %w", head.ID, err)
	}
	return nil
}

// WriteCodebook writes a codebook file as an editor would write it: only fields
// that are set, lists on one line.
func WriteCodebook(w io.Writer, book frame.Codebook) error {
	if err := writeYAML(w, frame.File{Codebook: book}); err != nil {
		return fmt.Errorf("write codebook %s: %w", book.ID, err)
	}
	return nil
}

// writeYAML writes what is set of a value.
func writeYAML(w io.Writer, v any) error {
	var root yaml.Node
	if err := root.Encode(v); err != nil {
		return err
	}
	prune(&root)
	return encodeYAML(w, &root)
}

func encodeYAML(w io.Writer, root *yaml.Node) error {
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(root); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

// prune drops what is empty and sets lists of words on one line.
func prune(n *yaml.Node) {
	if n.Kind == yaml.MappingNode {
		var kept []*yaml.Node
		for pair := range slices.Chunk(n.Content, 2) {
			if prune(pair[1]); !empty(pair[1]) {
				kept = append(kept, pair...)
			}
		}
		n.Content = kept
		return
	}
	for _, c := range n.Content {
		prune(c)
	}
	if n.Kind == yaml.SequenceNode && !slices.ContainsFunc(n.Content, func(c *yaml.Node) bool { return c.Kind != yaml.ScalarNode }) {
		n.Style = yaml.FlowStyle
	}
}

func empty(n *yaml.Node) bool {
	if n.Kind == yaml.ScalarNode {
		return n.Value == "" || n.Value == "0" || n.Value == "false" || n.Tag == "!!null"
	}
	return len(n.Content) == 0
}

// annotate puts notes behind the values of the fields that they are about.
func annotate(n *yaml.Node, notes map[string]string) {
	if n.Kind == yaml.MappingNode {
		for pair := range slices.Chunk(n.Content, 2) {
			if note := notes[pair[0].Value]; note != "" {
				pair[1].LineComment = note
			}
		}
	}
	for _, c := range n.Content {
		annotate(c, notes)
	}
}
