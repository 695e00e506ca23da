package main

import (
	"regexp"
	"strings"

	"framewatch/nlp/ner/internal/crf"
	"framewatch/nlp/ner/internal/feature"
)

// event tells the events among the miscellaneous names by their last word.
var event = regexp.MustCompile(`(?i)\b(cup|war|wars|war i+|games|olympics|festival|conference|summit|revolution|uprising|elections?|referendum|championships?|congress|genocide|massacre|olympiad|day|week|expo|awards?|forum|convention|intifada|holocaust)$`)

var weekday = regexp.MustCompile(`^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\d+)$`)

// normalise brings the labels of the sets together: nations, religions and
// political groups that a set calls miscellaneous are NORP, and so on.
func normalise(docs []document, names *crf.Table) {
	groups := map[string]bool{}
	for _, d := range docs {
		for _, e := range d.entities {
			if e.label == "NORP" {
				groups[e.span.Of(d.text)] = true
			}
		}
	}
	for _, d := range docs {
		for i := range d.entities {
			e := &d.entities[i]
			surface := e.span.Of(d.text)
			class := feature.Class(names.Get(feature.PhraseKey(strings.Fields(strings.ToLower(surface)))))
			switch {
			case e.label == "PRODUCT":
				e.label = "MISC"
			case e.label == "DATE", e.label == "MONEY", e.label == "MISC" && weekday.MatchString(surface):
				e.label = "O"
			case e.label == "MISC" && (groups[surface] || class&feature.People != 0):
				e.label = "NORP"
			}
			if e.label == "MISC" && event.MatchString(surface) {
				e.label = "EVENT"
			}
		}
	}
}
