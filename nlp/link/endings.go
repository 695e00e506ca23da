package link

import (
	"strings"

	"framewatch/internal/wordset"
	"framewatch/nlp/match"
)

// endings are the regular endings that a name marked inflect may take after its
// last letter, folded, by language. They are for names and demonyms, not for
// every word of the language.
var endings = map[string]map[string]bool{
	"en": foldedSet("s es"),
	"fr": foldedSet("s e es ne nes le les"),
	"es": foldedSet("s es a as"),
	"pt": foldedSet("s es a as"),
	"it": foldedSet("i e"),
	"de": foldedSet("s es e en er em n ns in innen ern"),
	"nl": foldedSet("s e en se"),
	"ru": foldedSet("а у ом е ы ов ам ами ах и я ю ем ев ям ями ях ой ою ого ому им ым их ых"),
	"uk": foldedSet("а у ом і и ів ам ами ах ові"),
	"sr": foldedSet("a u om e i ima ama а у ом е и има ама"),
	"tr": foldedSet("in un nin nun i u yi yu e a ye ya de da te ta den dan ten tan le la yle yla " +
		"ne na ni nu nde nda nden ndan nce nca nle nla"),
	"id": foldedSet("nya"),
	"ms": foldedSet("nya"),
}

// particles are written on to Korean nouns.
var particles = wordset.Of("은 는 이 가 을 를 의 에 에서 에게 에도 에는 에서는 에서도 로 으로 로서 으로서 로부터 와 과 도 만 부터 까지 께서 " +
	"이나 나 이란 란 이라 라 이라는 라는 이라고 라고 이며 며 이고 고 인 측 측은 측이 에의 와의 과의 처럼 보다 마다 조차")

// clitics are the words that Arabic writes on to the next one: and/so, then a
// preposition, then the article.
var clitics = wordset.Of("و ف ب ل ك ال وب ول وك فب فل فك وال فال بال كال وبال وكال فبال")

// foldedSet is set with every word folded as the text is.
func foldedSet(words string) map[string]bool {
	return wordset.Of(match.Folded(words))
}

// inflections are forms that change the stem, which endings cannot express.
func inflections(folded, lang string) []string {
	swap := func(ending string, by ...string) []string {
		stem, ok := strings.CutSuffix(folded, ending)
		if !ok {
			return nil
		}
		var out []string
		for _, b := range by {
			out = append(out, stem+b)
		}
		return out
	}
	switch lang {
	case "en":
		return swap("y", "ies")
	case "es", "pt":
		return swap("o", "a", "os", "as")
	case "it":
		return append(swap("o", "a", "i", "e"), swap("a", "e")...)
	case "ru", "uk":
		for _, e := range []string{"ия", "ии", "ыи", "а", "я", "ь"} {
			if out := swap(e, "ы", "и", "е", "у", "ю", "ой", "ей", "ии", "ию", "ией", "я", "ем", "ого", "ому"); out != nil {
				return out
			}
		}
	case "sr":
		return append(swap("a", "e", "i", "u", "om", "ama"), swap("а", "е", "и", "у", "ом", "ама")...)
	}
	return nil
}
