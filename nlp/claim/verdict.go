package claim

import (
	"math"
	"strconv"
	"strings"

	"framewatch/corpus"
)

// judge holds what is stated of a kind against the register as of days: that
// of publication, and those that the sentence gives itself. The fact is the one
// that decides, nil where none does.
func judge(kind Kind, facts []Fact, s stated, days []string) (corpus.Verdict, *Fact) {
	var current, past *Fact
	for i := range facts {
		f := &facts[i]
		for _, day := range days {
			if f.From > day {
				continue
			}
			ended := f.Until != "" && f.Until <= day
			switch same := agrees(kind, s, f.Value); {
			case !ended && same:
				return corpus.VerdictSupported, f
			case !ended && current == nil:
				current = f
			case same && kind.Grows && s.bound == corpus.BoundAtLeast:
				return corpus.VerdictSupported, f
			case ended && same && past == nil:
				past = f
			}
		}
	}
	switch {
	case past != nil:
		return corpus.VerdictOutdated, past
	case current != nil:
		return corpus.VerdictContradicted, current
	}
	return corpus.VerdictUnknown, nil
}

// agrees says whether what is stated fits a fact's value.
func agrees(kind Kind, s stated, value string) bool {
	if kind.Unit == UnitDate {
		if rest, open := strings.CutPrefix(s.date, "--"); open {
			return strings.HasSuffix(value, rest)
		}
		return strings.HasPrefix(value, s.date)
	}
	fact, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return false
	}
	room := map[string]float64{UnitMoney: 0.01}[kind.Unit]
	switch s.bound { //nolint:exhaustive // BoundExact leaves the room as it is
	case corpus.BoundAtLeast:
		return fact*(1+room) >= s.num
	case corpus.BoundAbout:
		room = 0.1
	}
	return math.Abs(fact-s.num) <= room*fact
}
