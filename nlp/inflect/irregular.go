package inflect

import (
	"strings"
	"sync"
)

// stressed are words of more syllables whose end is doubled.
var stressed = sync.OnceValue(func() []string {
	return strings.Fields(`abet abhor acquit admit allot begin commit compel concur confer control defer demur deter dispel distil emit enrol equip
		excel expel forbid forget incur infer instil occur omit outwit patrol permit prefer propel rebut recur refer regret remit repel
		submit transfer transmit unplug upset fulfil`)
})

// either are words whose end is doubled by some: cancelled, canceled.
var either = sync.OnceValue(func() []string {
	return strings.Fields("cancel channel counsel dial equal focus fuel handicap initial kidnap label level marshal model program quarrel rival signal total travel worship")
})

// irregular are the past forms of irregular verbs.
var irregular = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for line := range strings.Lines(verbs) {
		for entry := range strings.SplitSeq(strings.TrimSpace(line), ",") {
			if words := strings.Fields(entry); len(words) > 1 {
				out[words[0]] = words[1:]
			}
		}
	}
	return out
})

const verbs = `arise arose arisen, awake awoke awoken, bear bore borne born, beat beat beaten, become became become, begin began begun, bend bent, bet bet
bind bound, bite bit bitten, bleed bled, blow blew blown, break broke broken, breed bred, bring brought, broadcast broadcast, build built, burn burned burnt
burst burst, buy bought, cast cast, catch caught, choose chose chosen, cling clung, come came come, cost cost, creep crept, cut cut
deal dealt, dig dug, do did done, draw drew drawn, dream dreamed dreamt, drink drank drunk, drive drove driven, dwell dwelt dwelled, eat ate eaten
fall fell fallen, feed fed, feel felt, fight fought, find found, flee fled, fling flung, fly flew flown, forbid forbade forbidden, forecast forecast, forget forgot forgotten
forgive forgave forgiven, forgo forwent forgone, forsake forsook forsaken, freeze froze frozen, get got gotten, give gave given, go went gone, grind ground, grow grew grown
hang hung hanged, have had, hear heard, hide hid hidden, hit hit, hold held, hurt hurt, keep kept, kneel knelt, know knew known
lay laid, lead led, lean leaned leant, leap leapt leaped, learn learned learnt, leave left, lend lent, let let, lie lay lain, light lit lighted, lose lost
make made, mean meant, meet met, mow mowed mown, offset offset, pay paid, plead pleaded pled, prove proved proven, put put, quit quit, read read, rid rid
ride rode ridden, ring rang rung, rise rose risen, run ran run, say said, see saw seen, seek sought, sell sold, send sent, set set
sew sewed sewn, shake shook shaken, shed shed, shine shone, shoot shot, show showed shown, shrink shrank shrunk, shut shut, sing sang sung
sink sank sunk, sit sat, slay slew slain, sleep slept, slide slid, sling slung, slit slit, sow sowed sown, speak spoke spoken, speed sped speeded
spend spent, spill spilled spilt, spin spun, spit spat spit, split split, spoil spoiled spoilt, spread spread, spring sprang sprung, stand stood, steal stole stolen
stick stuck, sting stung, stride strode, strike struck stricken, string strung, strive strove striven, swear swore sworn, sweep swept, swell swelled swollen, swim swam swum
swing swung, take took taken, teach taught, tear tore torn, tell told, think thought, throw threw thrown, thrust thrust, tread trod trodden, uphold upheld
understand understood, wake woke woken, wear wore worn, weave wove woven, weep wept, win won, wind wound, withdraw withdrew withdrawn, wring wrung, write wrote written
sit sat, shoot shot, upset upset, undo undid undone, overcome overcame overcome, input input, partake partook partaken`

// plurals are those of irregular nouns.
var plurals = sync.OnceValue(func() map[string]string {
	words := strings.Fields(`child children person people foot feet tooth teeth goose geese mouse mice ox oxen louse lice criterion criteria phenomenon phenomena
		medium media datum data bacterium bacteria memorandum memoranda stratum strata index indices appendix appendices matrix matrices
		half halves self selves life lives wife wives knife knives leaf leaves loaf loaves shelf shelves thief thieves wolf wolves calf calves
		series series species species means means aircraft aircraft sheep sheep deer deer fish fish offspring offspring headquarters headquarters
		nucleus nuclei stimulus stimuli fungus fungi radius radii quiz quizzes`)
	out := map[string]string{}
	for i := 0; i+1 < len(words); i += 2 {
		out[words[i]] = words[i+1]
	}
	return out
})
