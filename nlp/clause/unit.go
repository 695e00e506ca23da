package clause

import "strings"

const (
	maxInsertion = 14 // words between two commas that may be an insertion
	maxNounWords = 8  // words of a subject that is looked for behind a conjunction
)

// cut divides the sentence into units, and finds the insertions inside them.
func (x *spaced) cut() (units, insertions []run) {
	from := 0
	for i := 0; i < len(x.ws); i++ {
		w := x.ws[i]
		if w.named {
			continue
		}
		if w.mark {
			if end := x.bracket(i); end > 0 {
				insertions = append(insertions, run{i + 1, end})
				i = end
				continue
			}
		}
		if end := x.insertion(i); end > 0 {
			insertions = append(insertions, run{i + 1, end})
			i = end - 1 // the closing comma may begin one more, or a clause
			if x.starts(end) {
				units, from = append(units, run{from, end}), end
			}
			continue
		}
		if i > from && x.starts(i) {
			units, from = append(units, run{from, i}), i
		}
	}
	return append(units, run{from, len(x.ws)}), insertions
}

// bracket is the closing mark of a bracket or a pair of dashes that opens at i;
// 0 when none does.
func (x *spaced) bracket(i int) int {
	closing := map[string]string{"(": ")", "[": "]", "—": "—", "–": "–"}[x.ws[i].low]
	if closing == "" {
		return 0
	}
	for j := i + 1; j < min(len(x.ws), i+3*maxInsertion); j++ {
		if x.ws[j].low == closing {
			return j
		}
	}
	return 0
}

// insertion is the closing comma of an insertion that opens with the comma at i:
// a relative clause, a subordinate one, or who says so. 0 when none does.
func (x *spaced) insertion(i int) int {
	if !x.comma(i) || i+2 >= len(x.ws) || x.coordinators[x.ws[i+1].low] {
		return 0
	}
	end := 0
	for j := i + 2; j < min(len(x.ws)-1, i+1+maxInsertion); j++ {
		if x.comma(j) {
			end = j
			break
		}
	}
	if end == 0 {
		return 0
	}
	next := x.ws[i+1].low
	switch {
	case i > 0 && x.negates(i-1) && !x.interjection[x.ws[i-1].low]:
		return end // is not, whatever they say, a rival
	case x.relative[next], x.subordinate[next] && !x.clause(end+1):
		return end
	case x.clause(i + 1):
		return x.closed(end) // officials insist; but no clause of its own
	case x.says(i+1) && !x.clause(end+1):
		return end // said Wang Yi
	}
	return 0
}

// closed is end when the words before it end in a verb, as those do that say who
// speaks: ", officials insist,".
func (x *spaced) closed(end int) int {
	tag := x.ws[end-1].tag
	if strings.HasPrefix(tag, "VB") || x.reporting[x.ws[end-1].low] {
		return end
	}
	return 0
}

// says reports a verb of saying at i that stands before who says it.
func (x *spaced) says(i int) bool { return i < len(x.ws) && x.reporting[x.ws[i].low] }

func (x *spaced) comma(i int) bool {
	return x.ws[i].mark && (x.ws[i].low == "," || x.ws[i].low == "،")
}

// starts reports whether a unit begins at i.
func (x *spaced) starts(i int) bool {
	w := x.ws[i]
	if w.mark && strings.ContainsAny(w.low, ";:؛—–") {
		return true
	}
	if x.comma(i) {
		return x.afterComma(i + 1)
	}
	if x.breakers[w.low] && i > 0 {
		prev := x.ws[i-1].low
		return !x.notBreaker[prev]
	}
	return x.english && x.coordinators[w.low] && x.clause(i+1)
}

// afterComma reports whether the comma before i begins a clause: a conjunction
// with a clause, a subordinate clause, a participle, or a subject with its verb.
func (x *spaced) afterComma(i int) bool {
	if i >= len(x.ws) {
		return false
	}
	w := x.ws[i]
	switch {
	case !x.english:
		return !x.that[w.low] // отрицает, что
	case x.breakers[w.low]:
		return true
	case x.coordinators[w.low]:
		return x.clause(i + 1)
	case x.relative[w.low], x.subordinate[w.low], w.tag == "VBG", x.says(i):
		return true
	}
	return x.clause(i)
}

// clause reports a subject with a finite verb at i: in English by tags, which
// decide between "and complements it" and "and Cheng complements it".
func (x *spaced) clause(i int) bool {
	if i >= len(x.ws) || strings.HasPrefix(x.ws[i].tag, "VB") || x.ws[i].tag == "MD" {
		return false
	}
	noun := false
	for j := i; j < min(len(x.ws), i+maxNounWords); j++ {
		if x.ws[j].mark {
			return false
		}
		if x.finite(j) {
			return noun
		}
		switch tag := x.ws[j].tag; {
		case strings.HasPrefix(tag, "NN"), tag == "PRP", tag == "DT", tag == "WP", tag == "EX", tag == "CD":
			noun = true
		case tag == "" && x.ws[j].upper:
			noun = true
		case tag == "VBG", tag == "VB", tag == "TO":
			return false
		}
	}
	return false
}
