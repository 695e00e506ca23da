package pipeline_test

import "strings"

// containsFolded compares without white space: how a page breaks its lines is
// no part of its words.
func containsFolded(text, part string) bool {
	return strings.Contains(folded(text), folded(part))
}

func sameFolded(a, b string) bool { return folded(a) == folded(b) }

func folded(s string) string { return strings.Join(strings.Fields(s), "") }
