package align

import "strings"

// suffixes are cut off, the first that fits, where enough of the word is left.
// The list conflates more than a stemmer for searching should (mediate,
// mediator, mediation): the two sides of a translation seldom agree in part of
// speech.
var suffixes = []string{
	"isational", "izational", "isations", "izations", "isation", "ization", "iveness", "fulness", "ousness",
	"ations", "ators", "ation", "ating", "ative", "ators", "ator", "ated", "ates", "ate",
	"ising", "izing", "ised", "ized", "iser", "izer", "ise", "ize", "ments", "ment", "ness", "ings", "ing", "ions", "ion",
	"ances", "ance", "ences", "ence", "ants", "ant", "ents", "ent", "ers", "er", "ors", "or", "ed", "ly", "al", "ive", "ity",
	"ous", "able", "ible", "ful", "ism", "ists", "ist", "es", "y", "e",
}

// leastStem is the least number of letters that a stem keeps.
const leastStem = 4

// Stem reduces an English word to a form that its relatives share. It is empty
// for words that say nothing about a translation: articles, prepositions,
// pronouns, auxiliaries.
func Stem(word string) string {
	w := strings.ToLower(strings.Trim(word, "'’-."))
	w = strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s")
	if emptyWords[w] {
		return ""
	}
	switch {
	case len(w) > 4 && strings.HasSuffix(w, "ies"):
		w = w[:len(w)-3] + "y"
	case len(w) > 4 && strings.HasSuffix(w, "ied"):
		w = w[:len(w)-3] + "y"
	case len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is"):
		w = w[:len(w)-1]
	}
	for _, s := range suffixes {
		if len(w)-len(s) >= leastStem && strings.HasSuffix(w, s) {
			return w[:len(w)-len(s)]
		}
	}
	return w
}

// emptyWords are the function words of English and the words with which
// dictionaries explain.
var emptyWords = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(`a an the this that these those and or but nor so of to in on at by for with from into onto upon about
		over under through between among within without against during before after since until as than then there here it its
		itself he she him her his hers they them their theirs we us our ours you your yours i me my mine who whom whose which what
		where when why how is are was were be been being am do does did done has have had having will would shall should can could
		may might must not no yes if because while although though also too very more most much many some any each every all both
		such other another own same only just even still yet already again up down out off s t re ve ll d m sb sth one's oneself etc
		e.g i.e one ones`) {
		out[w] = true
	}
	return out
}()
