package export

import (
	"fmt"
	"slices"
	"strings"
)

// Level says how much of the texts an export holds.
type Level int

// The levels, each of which holds less than the one before.
const (
	L0 Level = iota // full text: for a private archive
	L1              // words of spans, with some of the context
	L2              // codes and counts of each document
	L3              // aggregates over at least [Cell] documents
)

var levelNames = []string{"L0", "L1", "L2", "L3"}

// String is the level as flags and packages name it.
func (l Level) String() string { return levelNames[l] }

// ParseLevel reads a level's name.
func ParseLevel(s string) (Level, error) {
	if i := slices.Index(levelNames, strings.ToUpper(s)); i >= 0 {
		return Level(i), nil
	}
	return 0, fmt.Errorf("level %q: not one of %s", s, strings.Join(levelNames, ", "))
}

// Meaning is a sentence on what an export of the level holds.
func (l Level) Meaning() string {
	switch l {
	case L0:
		return "Full texts. Private: not to be passed on."
	case L1:
		return "Spans of texts with bounded context."
	case L2:
		return "Codes and counts of each document, without its words and places in it."
	case L3:
		return fmt.Sprintf("Aggregates over at least %d documents.", Cell)
	}
	return ""
}
