package main

import (
	"fmt"
	"slices"
	"strings"
)

// leftOut names, once each, the groups that are too small for a number.
type leftOut struct {
	minDocs int
	groups  []string
}

// drops notes a group of n documents that is too small.
func (l *leftOut) drops(by, group string, n int) {
	if name := fmt.Sprintf("%s %s", by, group); n < max(1, l.minDocs) && !slices.Contains(l.groups, name) {
		l.groups = append(l.groups, name)
	}
}

// note is empty where nothing was left out.
func (l *leftOut) note() string {
	if len(l.groups) == 0 {
		return ""
	}
	return fmt.Sprintf("left out, with fewer than %d coded documents (--min-docs): %s", max(1, l.minDocs), strings.Join(l.groups, ", "))
}
