package lang

import "strings"

// closedWords are words of closed classes - articles, prepositions, pronouns,
// auxiliaries - by language. A sentence of names rests on the few that it has,
// and letters alone say little of words so short.
var closedWords = map[string]string{
	"en": "a an the of and or to in is are was were be been has have had that for with on by as at from it its he she they his her their who which this not no will would said met",
	"fr": "le la les des du de et est sont dans en pour par sur avec que qui une un au aux ce cette il elle été ne pas se son sa ses leur",
	"es": "el la los las de del y en es son por para con que un una se su sus al lo no ha fue como",
	"pt": "o a os as de do da dos das e em é são por para com que um uma se seu sua no na ao foi não",
	"de": "der die das den dem des und ist sind in im zu zum mit von für auf ein eine einer nicht auch es er sie wird wurde hat an bei nach am",
	"it": "il lo la gli le di del della dei e è sono in per con che un una si non da al ha",
	"nl": "de het een en van in is zijn met voor op te dat niet aan door was heeft",
	"id": "dan yang di ke dari dengan untuk pada ini itu akan adalah tidak oleh telah",
	"ms": "dan yang di ke dari dengan untuk pada ini itu akan adalah tidak oleh telah",
	"tr": "ve bir bu ile için da de olarak",
	"vi": "và là của trong cho với các được ở",
	"sw": "na ya wa kwa ni katika la za cha",
}

// closedBonus is what a word of a closed class is worth against the languages
// that do not have it.
const closedBonus = 3 * steps / 2

// loadClosed gives for each word the columns of the languages that lack it.
func loadClosed(langs []string) map[string][]int {
	has := map[string]map[string]bool{}
	for l, words := range closedWords {
		for _, w := range strings.Fields(words) {
			if has[w] == nil {
				has[w] = map[string]bool{}
			}
			has[w][l] = true
		}
	}
	out := make(map[string][]int, len(has))
	for w, of := range has {
		for i, l := range langs {
			if closedWords[l] != "" && !of[l] {
				out[w] = append(out[w], i)
			}
		}
	}
	return out
}
