package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"framewatch/internal/invalid"
	"framewatch/nlp/frame"
)

// MainCodebook is the ID of the codebook that comparisons show where none is
// named: the first; empty without any.
func (l *Loaded) MainCodebook() string {
	if len(l.Codebooks) == 0 {
		return ""
	}
	return l.Codebooks[0].ID
}

// CodebookIDs are those of the codebooks, the main one first.
func (l *Loaded) CodebookIDs() []string {
	out := make([]string, len(l.Codebooks))
	for i, b := range l.Codebooks {
		out[i] = b.ID
	}
	return out
}

// crossCodebooks checks the codebooks against the gazetteers, the targets and each
// other.
func (l *loader) crossCodebooks(entities map[string]bool, ids []string) {
	if len(l.out.Codebooks) < len(l.out.Config.Codebooks) {
		return // one is broken, and told of
	}
	for n, book := range l.out.Codebooks {
		var errs []error
		if first := slices.IndexFunc(l.out.Codebooks, func(b frame.Codebook) bool { return b.ID == book.ID }); first < n {
			errs = append(errs, invalid.Errorf("codebook.id", book.ID, "is also that of %s; give each codebook its own", l.shown(l.out.Config.Codebooks[first])))
		}
		for i, s := range book.Sets {
			for j, e := range s.Entities {
				// A star at the end stands for every entity that begins so.
				begin, many := strings.CutSuffix(string(e), "*")
				if known := entities[string(e)] || many && slices.ContainsFunc(ids, func(id string) bool { return strings.HasPrefix(id, begin) }); !known {
					errs = append(errs, invalid.Errorf(fmt.Sprintf("codebook.sets[%d].entities[%d]", i, j), string(e), "is in no gazetteer"))
				}
			}
		}
		if errs = append(errs, l.oneTargetSets(book.Sets)); errors.Join(errs...) == nil {
			errs = append(errs, l.heldTargets(book.Sets))
		}
		path := l.out.Config.Codebooks[n]
		l.add(locate(l.shown(path), l.trees[path], errors.Join(errs...)))
	}
}

// crossContrasts checks that a codebook has the frames that pairs of sides ask about.
func (l *loader) crossContrasts() {
	if len(l.out.Codebooks) < len(l.out.Config.Codebooks) {
		return // one is broken, and told of
	}
	var known []string
	for _, book := range l.out.Codebooks {
		for _, f := range book.Frames {
			known = append(known, f.ID)
		}
	}
	var errs []error
	for i, s := range l.out.Compare.Contrasts {
		if s.Frame != "" && !slices.Contains(known, s.Frame) {
			errs = append(errs, invalid.Errorf(fmt.Sprintf("compare.contrasts[%d].frame", i), s.Frame, "is in no codebook%s", invalid.Suggest(s.Frame, known)))
		}
	}
	l.add(locate(l.out.File, l.trees[""], errors.Join(errs...)))
}
