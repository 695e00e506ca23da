package quote

import (
	"strings"
	"sync"

	"framewatch/corpus"
	"framewatch/internal/wordset"
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

// classes maps the written forms of verbs to their class: lists of neutral,
// endorsing, distancing and denying ones.
func classes(lists ...string) map[string]corpus.VerbClass {
	order := []corpus.VerbClass{corpus.VerbNeutral, corpus.VerbEndorsing, corpus.VerbDistancing, corpus.VerbDenying}
	out := map[string]corpus.VerbClass{}
	for i, list := range lists {
		for _, w := range strings.Fields(list) {
			out[w] = order[i]
		}
	}
	return out
}

// profiles by language.
var profiles = sync.OnceValue(func() map[string]*profile {
	saying, _ := englishVerbs()
	return map[string]*profile{
		"en": {
			verbs:    saying,
			prefixes: []string{"according to", "in the words of"},
			aux: wordset.Of("has have had also then later further recently reportedly repeatedly once again often now earlier has been never always " +
				"was is did previously famously publicly privately quickly subsequently just still even already even finally simply flatly " +
				"recently clearly separately initially jokingly angrily first himself herself themselves"),
			stop: wordset.Of("in on at during after before while when as adding and but referring speaking noting last this yesterday today monday tuesday wednesday " +
				"thursday friday saturday sunday through via about by with earlier later because citing if so since once outside inside following where"),
			opener: wordset.Of("but and so yet or then that which when while as after before because if although though since where meanwhile however still " +
				"also instead later earlier today yesterday in on at during for with from by despite asked speaking what how why whether nor"),
			pronoun: wordset.Of("he she they it we i you who"),
			that:    wordset.Of("that"),
		},
		"fr": {
			verbs: classes("dit disent disait déclaré déclare déclarait affirmé affirme affirmait indiqué indique ajouté ajoute expliqué explique expliquait estimé "+
				"estime précisé précise noté note écrit écrivait annoncé annonce assuré assure répondu répond confié confie lancé lance poursuivi poursuit "+
				"conclu conclut insisté insiste observé observe commenté commente raconté raconte rapporté rapporte fait jugé juge considéré considère résumé "+
				"résume martelé salué salue félicité loué loue averti avertit dénoncé dénonce critiqué critique accusé accuse regretté regrette déploré "+
				"déplore condamné prévenu",
				"souligné souligne soulignait rappelé rappelle relevé relève confirmé confirme révélé révèle reconnu reconnaît",
				"prétendu prétend prétendent",
				"démenti nié nie nient dément démentent réfuté réfute réfutent rejeté rejette"),
			prefixes: []string{"selon", "d'après", "pour", "aux yeux de"},
			aux:      wordset.Of("a ont avait avaient est sont aussi également encore ensuite notamment déjà"),
			stop:     wordset.Of("dans lors mardi lundi mercredi jeudi vendredi samedi dimanche à devant au après avant pendant en sur ce cette tout ajoutant qui avec hier aujourd'hui"),
			opener:   wordset.Of("mais et or que qui quand si alors puis dans en lors selon à pour après avant pendant comme où car"),
			pronoun:  wordset.Of("il elle ils elles on nous je vous"),
			that:     wordset.Of("que qu"),
		},
		"es": {
			verbs: classes("dijo dice dijeron decía dicho afirmó afirma afirmado indicó indica explicó explica agregó agrega añadió añade aseguró asegura declaró declara "+
				"sostuvo sostiene expresó expresa manifestó manifiesta comentó comenta precisó precisa respondió responde escribió escribe anunció anuncia "+
				"informó informa insistió insiste concluyó reiteró reitera consideró considera detalló enfatizó elogió celebró felicitó saludó alabó advirtió "+
				"advierte denunció denuncia criticó critica acusó acusa lamentó lamenta condenó condena alertó",
				"señaló señala señalado subrayó subraya destacó destaca recordó recuerda apuntó apunta confirmó confirma reveló reconoció reconoce",
				"alegó alega pretende",
				"negó niega niegan negaron rechazó rechaza desmintió desmiente"),
			prefixes: []string{"según", "de acuerdo con", "a juicio de", "en palabras de"},
			aux:      wordset.Of("ha han había también además se lo le les luego"),
			stop:     wordset.Of("en durante el_lunes tras ante a al para con desde este esta ayer hoy quien que antes después al"),
			opener:   wordset.Of("pero y o que cuando si entonces luego en durante según para tras como donde porque además"),
			pronoun:  wordset.Of("él ella ellos ellas"),
			that:     wordset.Of("que"),
		},
		"pt": {
			verbs: classes("disse diz disseram afirmou afirma declarou declara explicou explica acrescentou escreveu anunciou informou comentou observou respondeu "+
				"reiterou elogiou saudou parabenizou alertou advertiu criticou acusou lamentou denunciou condenou",
				"destacou ressaltou lembrou salientou sublinhou confirmou revelou reconheceu",
				"alegou",
				"negou nega rejeitou rejeita desmentiu"),
			prefixes: []string{"segundo", "de acordo com", "conforme"},
			aux:      wordset.Of("também ainda tem havia"), stop: wordset.Of("em durante no na nesta neste após ao à para com que"),
			opener:  wordset.Of("mas e que quando se em durante segundo para como"),
			pronoun: wordset.Of("ele ela eles elas"), that: wordset.Of("que"), //nolint:misspell // Portuguese
		},
		"it": {
			verbs: classes("detto dice ha_detto dichiarato dichiara affermato afferma spiegato spiega aggiunto aggiunge scritto scrive annunciato osservato commentato "+
				"elogiato lodato avvertito denunciato criticato accusato condannato", //nolint:misspell // Italian
				"sottolineato sottolinea ricordato confermato rivelato ammesso",
				"sostenuto sostiene",
				"negato nega negano smentito smentisce respinto respinge"),
			prefixes: []string{"secondo", "stando a"}, aux: wordset.Of("ha hanno aveva anche poi"), stop: wordset.Of("in durante a al alla per con che dopo prima"),
			opener: wordset.Of("ma e che quando se in durante secondo per come"), pronoun: wordset.Of("lui lei loro egli ella"), that: wordset.Of("che"),
		},
		"de": {
			verbs: classes("sagte sagt sagten sagen gesagt erklärte erklärt erklärten schrieb schreibt meinte meint teilte berichtete berichtet fügte ergänzte antwortete "+
				"kommentierte bekräftigte versicherte hieß heißt äußerte verkündete kündigte stellte fragte mahnte lobte begrüßte würdigte warnte warnt "+
				"kritisierte kritisiert beklagte verurteilte beschuldigte",
				"betonte betont unterstrich bestätigte enthüllte räumte",
				"behauptete behauptet behaupten",
				"bestritt bestreitet bestreiten verneinte leugnete leugnet dementierte dementiert wies"),
			prefixes: []string{"laut", "nach angaben von", "nach ansicht von", "zufolge", "so"},
			aux:      wordset.Of("hat haben hatte auch zudem weiter"),
			stop:     wordset.Of("in im am bei vor nach während auf gegenüber zu mit und dass weiter heute gestern laut"),
			opener:   wordset.Of("aber und oder dass wenn als während in im am bei nach vor laut doch denn"),
			pronoun:  wordset.Of("er sie es"), that: wordset.Of("dass"),
		},
		"nl": {
			verbs: classes("zei zegt zeiden verklaarde verklaart schreef schrijft vertelde meldde voegde aldus stelde prees verwelkomde waarschuwde bekritiseerde "+
				"beschuldigde",
				"benadrukte bevestigde onthulde erkende",
				"beweerde beweert",
				"ontkende ontkent verwierp"),
			prefixes: []string{"volgens", "aldus"}, aux: wordset.Of("heeft ook"), stop: wordset.Of("in op tijdens na voor tegen bij"), opener: wordset.Of("maar en dat in op"),
			pronoun: wordset.Of("hij zij ze"), that: wordset.Of("dat"),
		},
		"ru": {
			verbs: classes("сказал сказала сказали говорит заявил заявила заявили добавил добавила сообщил сообщила сообщили объяснил пояснил рассказал написал ответил "+
				"считает уверен похвалил приветствовал предупредил раскритиковал осудил обвинил",
				"отметил отметила отметили подчеркнул подчеркнула указал напомнил подтвердил подтвердила признал признала",
				"утверждает утверждал утверждала",
				"отрицает отрицал отрицала опроверг опровергла отверг отвергла"),
			prefixes: []string{"по словам", "согласно", "по мнению"}, aux: wordset.Of("также"), stop: wordset.Of("в на во после перед что журналистам"), opener: wordset.Of("но и что когда если в на"),
			pronoun: wordset.Of("он она они"), that: wordset.Of("что"),
		},
		"id": {
			verbs: classes("kata katanya ujar ujarnya tutur tuturnya ungkap jelas tegas mengatakan menyatakan menambahkan menjelaskan menyebut ucap imbuh memuji "+
				"menyambut memperingatkan mengecam mengkritik menuduh",
				"menegaskan mengungkapkan mengakui",
				"mengklaim",
				"membantah menyangkal menolak"),
			prefixes: []string{"menurut"}, aux: wordset.Of("juga"), stop: wordset.Of("di pada dalam saat kepada usai"), opener: wordset.Of("namun dan bahwa ketika di pada dalam"),
			pronoun: wordset.Of("dia ia mereka"), that: wordset.Of("bahwa"),
		},
		"ko": {
			verbs: classes("말했다 밝혔다 전했다 설명했다 덧붙였다 평가했다 답했다 물었다 썼다 언급했다 말했습니다 밝혔습니다 환영했다 칭찬했다 경고했다 비판했다 비난했다",
				"강조했다 지적했다 인정했다 확인했다",
				"주장했다",
				"반박했다 부인했다 일축했다"),
			aux: wordset.Of("라고 이라고 고 며 이라며 라며 이라면서 라면서"), particles: true,
		},
		"ar": {
			verbs: classes("قال قالت وقال وقالت يقول تقول أضاف أضافت وأضاف وأضافت صرح صرحت وصرح أعلن أعلنت وأعلن ذكر ذكرت وذكر كتب كتبت وكتب اعتبر اعتبرت واعتبر شدد وشدد "+
				"شددت تابع وتابع رأى ورأى أشاد أشادت وأشاد رحب رحبت ورحب حذر حذرت وحذر انتقد انتقدت وانتقد ندد نددت اتهم اتهمت",
				"أكد أكدت وأكد وأكدت أوضح أوضحت وأوضح وأوضحت أشار أشارت وأشار وأشارت اعترف اعترفت",
				"زعم زعمت ادعى ادعت",
				"نفى نفت ونفى ونفت رفض رفضت"),
			prefixes: []string{"وفقا ل", "بحسب", "وبحسب", "حسب"}, aux: wordset.Of("قد"),
			stop:   wordset.Of("إن أن في خلال على بأن إنه إنها أنه أنها وهو وهي عقب بعد قبل لـ"),
			opener: wordset.Of("و لكن ثم في خلال"), pronoun: wordset.Of("هو هي"), that: wordset.Of("إن أن بأن أنه أنها إنه إنها"),
		},
	}
})
