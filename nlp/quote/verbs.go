package quote

import (
	"strings"

	"framewatch/corpus"
)

// The classes of a verb of saying: what its choice says about the passage.
const (
	classNeutral  = corpus.VerbNeutral
	classPositive = corpus.VerbEndorsing
	classNegative = corpus.VerbDistancing
)

// profile is what the rules know of a language with spaces between words.
type profile struct {
	verbs    map[string]corpus.VerbClass // written form -> class
	prefixes []string                    // words before a source: according to
	aux      map[string]bool             // between subject and verb: has, also
	stop     map[string]bool             // ends a source that stands behind its verb
	opener   map[string]bool             // begins a clause and is no part of a source before its verb
	pronoun  map[string]bool
	that     map[string]bool // begins reported content
	// particles of quotation stand directly behind the passage (Korean 라고).
	particles bool
}

// English verbs by class; regular forms are derived, irregular ones follow a
// slash.
const (
	enNeutral = "say/says/said/saying tell/tells/told/telling state add note write/writes/wrote/written/writing ask answer/answers/answered reply " +
		"respond explain announce declare tweet comment continue recall/recalls/recalled conclude report observe/observes/observed remark mention " +
		"stress emphasize emphasise underline underscore reiterate repeat insist argue suggest predict believe think/thinks/thought/thinking " +
		"post testify confirm reveal point/points/pointed/pointing estimate quip/quips/quipped joke recount read/reads/reading " +
		"describe call estimate vow pledge promise propose recommend maintain acknowledge concede admit/admits/admitted/admitting " +
		"hope assert contend/contends/contended signal/signals/signaled/signalled indicate inform echo/echoes/echoed urge demand exclaim " +
		"opine muse wonder shout/shouts/shouted/shouting yell/yells/yelled tell remind deem label/labels/labeled/labelled dub/dubs/dubbed elaborate " +
		"clarify/clarifies/clarified/clarifying reason agree"
	enPositive = "praise welcome hail/hails/hailed/hailing commend/commends/commended applaud/applauds/applauded laud/lauds/lauded congratulate thank/thanks/thanked"
	enNegative = "warn accuse criticize criticise condemn/condemns/condemned denounce deny/denies/denied/denying claim allege complain/complains/complained " +
		"lament/laments/lamented decry/decries/decried blast slam/slams/slammed mock dismiss/dismisses/dismissed attack caution object/objects/objected " +
		"protest/protests/protested charge rebuke blame taunt"
)

func englishVerbs() map[string]corpus.VerbClass {
	out := map[string]corpus.VerbClass{}
	for class, list := range map[corpus.VerbClass]string{classNeutral: enNeutral, classPositive: enPositive, classNegative: enNegative} {
		for _, entry := range strings.Fields(list) {
			forms := strings.Split(entry, "/")
			if len(forms) == 1 {
				forms = regular(entry)
			}
			for _, f := range forms {
				out[f] = class
			}
		}
	}
	return out
}

// regular derives the forms of a regular English verb.
func regular(verb string) []string {
	stem := strings.TrimSuffix(verb, "e")
	s := verb + "s"
	if strings.HasSuffix(verb, "s") || strings.HasSuffix(verb, "sh") || strings.HasSuffix(verb, "ch") {
		s = verb + "es"
	}
	past, ing := stem+"ed", stem+"ing"
	if strings.HasSuffix(verb, "ly") { // reply
		y := strings.TrimSuffix(verb, "y")
		s, past, ing = y+"ies", y+"ied", verb+"ing"
	}
	if strings.HasSuffix(verb, "ee") {
		past, ing = verb+"d", verb+"ing"
	}
	if strings.HasSuffix(verb, "fy") || strings.HasSuffix(verb, "ny") {
		y := strings.TrimSuffix(verb, "y")
		s, past, ing = y+"ies", y+"ied", verb+"ing"
	}
	return []string{verb, s, past, ing}
}

func classes(neutral, positive, negative string) map[string]corpus.VerbClass {
	out := map[string]corpus.VerbClass{}
	for _, w := range strings.Fields(neutral) {
		out[w] = classNeutral
	}
	for _, w := range strings.Fields(positive) {
		out[w] = classPositive
	}
	for _, w := range strings.Fields(negative) {
		out[w] = classNegative
	}
	return out
}

// profiles by language.
var profiles = map[string]*profile{
	"en": {
		verbs:    englishVerbs(),
		prefixes: []string{"according to", "in the words of"},
		aux: set("has have had also then later further recently reportedly repeatedly once again often now earlier has been never always " +
			"was is did previously famously publicly privately quickly subsequently just still even already even finally simply flatly " +
			"recently clearly separately initially jokingly angrily first himself herself themselves"),
		stop: set("in on at during after before while when as adding and but referring speaking noting last this yesterday today monday tuesday wednesday " +
			"thursday friday saturday sunday through via about by with earlier later because citing if so since once outside inside following where"),
		opener: set("but and so yet or then that which when while as after before because if although though since where meanwhile however still " +
			"also instead later earlier today yesterday in on at during for with from by despite asked speaking what how why whether nor"),
		pronoun: set("he she they it we i you who"),
		that:    set("that"),
	},
	"fr": {
		verbs: classes("dit disent disait déclaré déclare déclarait affirmé affirme affirmait indiqué indique ajouté ajoute expliqué explique expliquait estimé estime "+
			"souligné souligne soulignait précisé précise rappelé rappelle noté note écrit écrivait annoncé annonce assuré assure répondu répond confié confie "+
			"lancé lance poursuivi poursuit conclu conclut insisté insiste observé observe commenté commente raconté raconte rapporté rapporte fait jugé juge "+
			"considéré considère résumé résume martelé relevé relève",
			"salué salue félicité loué loue", "averti avertit dénoncé dénonce critiqué critique accusé accuse regretté regrette déploré déplore condamné prévenu démenti prétendu prétend"),
		prefixes: []string{"selon", "d'après", "pour", "aux yeux de"},
		aux:      set("a ont avait avaient est sont aussi également encore ensuite notamment déjà"),
		stop:     set("dans lors mardi lundi mercredi jeudi vendredi samedi dimanche à devant au après avant pendant en sur ce cette tout ajoutant qui avec hier aujourd'hui"),
		opener:   set("mais et or que qui quand si alors puis dans en lors selon à pour après avant pendant comme où car"),
		pronoun:  set("il elle ils elles on nous je vous"),
		that:     set("que qu"),
	},
	"es": {
		verbs: classes("dijo dice dijeron decía dicho afirmó afirma afirmado señaló señala señalado indicó indica explicó explica agregó agrega añadió añade aseguró asegura "+
			"declaró declara sostuvo sostiene expresó expresa manifestó manifiesta comentó comenta subrayó subraya destacó destaca recordó recuerda precisó precisa "+
			"respondió responde escribió escribe anunció anuncia informó informa apuntó apunta insistió insiste concluyó reiteró reitera consideró considera detalló enfatizó",
			"elogió celebró felicitó saludó alabó", "advirtió advierte denunció denuncia criticó critica acusó acusa lamentó lamenta condenó condena alertó negó"),
		prefixes: []string{"según", "de acuerdo con", "a juicio de", "en palabras de"},
		aux:      set("ha han había también además se lo le les luego"),
		stop:     set("en durante el_lunes tras ante a al para con desde este esta ayer hoy quien que antes después al"),
		opener:   set("pero y o que cuando si entonces luego en durante según para tras como donde porque además"),
		pronoun:  set("él ella ellos ellas"),
		that:     set("que"),
	},
	"pt": {
		verbs: classes("disse diz disseram afirmou afirma declarou declara explicou explica acrescentou destacou ressaltou escreveu anunciou informou comentou observou respondeu lembrou "+
			"salientou sublinhou reiterou", "elogiou saudou parabenizou", "alertou advertiu criticou acusou lamentou denunciou condenou negou"),
		prefixes: []string{"segundo", "de acordo com", "conforme"},
		aux:      set("também ainda tem havia"), stop: set("em durante no na nesta neste após ao à para com que"),
		opener:  set("mas e que quando se em durante segundo para como"),
		pronoun: set("ele ela eles elas"), that: set("que"), //nolint:misspell // Portuguese
	},
	"it": {
		verbs: classes("detto dice ha_detto dichiarato dichiara affermato afferma spiegato spiega aggiunto aggiunge scritto scrive sottolineato sottolinea ricordato annunciato osservato commentato",
			"elogiato lodato", "avvertito denunciato criticato accusato condannato negato"), //nolint:misspell // Italian
		prefixes: []string{"secondo", "stando a"}, aux: set("ha hanno aveva anche poi"), stop: set("in durante a al alla per con che dopo prima"),
		opener: set("ma e che quando se in durante secondo per come"), pronoun: set("lui lei loro egli ella"), that: set("che"),
	},
	"de": {
		verbs: classes("sagte sagt sagten sagen gesagt erklärte erklärt erklärten betonte betont schrieb schreibt meinte meint teilte berichtete berichtet fügte ergänzte antwortete "+
			"kommentierte unterstrich bekräftigte versicherte hieß heißt äußerte verkündete kündigte stellte fragte mahnte",
			"lobte begrüßte würdigte", "warnte warnt kritisierte kritisiert beklagte verurteilte beschuldigte bestritt behauptete"),
		prefixes: []string{"laut", "nach angaben von", "nach ansicht von", "zufolge", "so"},
		aux:      set("hat haben hatte auch zudem weiter"),
		stop:     set("in im am bei vor nach während auf gegenüber zu mit und dass weiter heute gestern laut"),
		opener:   set("aber und oder dass wenn als während in im am bei nach vor laut doch denn"),
		pronoun:  set("er sie es"), that: set("dass"),
	},
	"nl": {
		verbs:    classes("zei zegt zeiden verklaarde verklaart schreef schrijft vertelde benadrukte meldde voegde aldus stelde", "prees verwelkomde", "waarschuwde bekritiseerde beschuldigde"),
		prefixes: []string{"volgens", "aldus"}, aux: set("heeft ook"), stop: set("in op tijdens na voor tegen bij"), opener: set("maar en dat in op"),
		pronoun: set("hij zij ze"), that: set("dat"),
	},
	"ru": {
		verbs: classes("сказал сказала сказали говорит заявил заявила заявили отметил отметила отметили подчеркнул подчеркнула добавил добавила сообщил сообщила сообщили объяснил "+
			"пояснил рассказал написал ответил указал напомнил считает уверен", "похвалил приветствовал", "предупредил раскритиковал осудил обвинил"),
		prefixes: []string{"по словам", "согласно", "по мнению"}, aux: set("также"), stop: set("в на во после перед что журналистам"), opener: set("но и что когда если в на"),
		pronoun: set("он она они"), that: set("что"),
	},
	"id": {
		verbs: classes("kata katanya ujar ujarnya tutur tuturnya ungkap jelas tegas mengatakan menyatakan menambahkan menjelaskan menegaskan menyebut ucap imbuh",
			"memuji menyambut", "memperingatkan mengecam mengkritik menuduh"),
		prefixes: []string{"menurut"}, aux: set("juga"), stop: set("di pada dalam saat kepada usai"), opener: set("namun dan bahwa ketika di pada dalam"),
		pronoun: set("dia ia mereka"), that: set("bahwa"),
	},
	"ko": {
		verbs: classes("말했다 밝혔다 전했다 강조했다 설명했다 덧붙였다 주장했다 지적했다 평가했다 답했다 물었다 썼다 언급했다 말했습니다 밝혔습니다",
			"환영했다 칭찬했다", "경고했다 비판했다 비난했다 반박했다"),
		aux: set("라고 이라고 고 며 이라며 라며 이라면서 라면서"), particles: true,
	},
	"ar": {
		verbs: classes("قال قالت وقال وقالت يقول تقول أكد أكدت وأكد وأكدت أضاف أضافت وأضاف وأضافت صرح صرحت وصرح أعلن أعلنت وأعلن أوضح أوضحت وأوضح وأوضحت ذكر ذكرت وذكر "+
			"أشار أشارت وأشار وأشارت كتب كتبت وكتب اعتبر اعتبرت واعتبر شدد وشدد شددت تابع وتابع رأى ورأى",
			"أشاد أشادت وأشاد رحب رحبت ورحب", "حذر حذرت وحذر انتقد انتقدت وانتقد ندد نددت اتهم اتهمت زعم زعمت"),
		prefixes: []string{"وفقا ل", "بحسب", "وبحسب", "حسب"}, aux: set("قد"),
		stop:   set("إن أن في خلال على بأن إنه إنها أنه أنها وهو وهي عقب بعد قبل لـ"),
		opener: set("و لكن ثم في خلال"), pronoun: set("هو هي"), that: set("إن أن بأن أنه أنها إنه إنها"),
	},
}

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}
