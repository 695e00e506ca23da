package clause

// lexicons of the languages that are read without tags.
var lexicons = map[string]lexicon{
	"fr": {
		elided: "d l n m t j",
		not:    "pas non sans jamais ni aucun aucune nul nulle nullement guère", only: "seulement uniquement",
		denying:    "nie|nient|niait|nié|nier|dément|démentent|démenti|démentir|réfute|réfutent|réfuté|réfuter|rejette|rejettent|rejeté|rejeter|récuse|récusent|récusé|exclure|exclut|excluent|exclu|manque de|refuse de|refusent de|refusé de|loin de|au lieu de|plutôt que|conteste que|contestent que",
		predicates: "faux|fausse|fausses|infondé|infondée|infondées|absurde|absurdes|ridicule|un mythe|mythe|mensonger|mensongère|un mensonge|sans fondement|erroné|erronée|une erreur", claims: "affirmation affirmations idée allégation allégations accusation accusations thèse rumeur rumeurs notion",
		be: "est sont était étaient serait c'est", that: "que qu'", but: "mais tandis alors",
		modals: "pourrait pourraient pourrions devrait devraient serait seraient aurait auraient peut-être permettrait permettraient deviendrait", ifs: "si s'il s'ils", whether: "demande si|savoir si",
		masks: "non seulement|pas seulement|pas uniquement|sans doute|sans aucun doute",
	},
	"es": {
		not: "no sin nunca ni jamás tampoco ningún ninguna nadie", only: "solo sólo solamente obstante únicamente",
		denying:    "niega|niegan|negó|negaron|negado|negar|desmiente|desmienten|desmintió|desmentido|refuta|refutan|refutó|rechaza|rechazan|rechazó|rechazado|rechazar|descarta|descartan|descartó|descartar|carece de|carecen de|lejos de|en lugar de|en vez de|se niega a|se niegan a|se negó a",
		predicates: "falso|falsa|falsas|infundado|infundada|infundadas|absurdo|absurda|ridículo|un mito|mito|mentira|una mentira|erróneo|errónea|un error", claims: "afirmación afirmaciones idea alegación acusación acusaciones tesis rumor rumores noción",
		be: "es son era eran sería fue está", that: "que", but: "pero sino mientras aunque",
		modals: "podría podrían debería deberían sería serían habría habrían quizá quizás acaso", ifs: "si", whether: "pregunta si|preguntó si",
		masks: "no solo|no sólo|no solamente|no obstante|sin duda|sin embargo|no únicamente",
	},
	"pt": {
		not: "não sem nunca nem jamais nenhum nenhuma ninguém", only: "só apenas somente obstante",
		denying:    "nega|negam|negou|negaram|negado|negar|desmente|desmentiu|refuta|refutou|rejeita|rejeitam|rejeitou|rejeitar|descarta|descartou|carece de|longe de|em vez de|recusa-se a|recusou-se a",
		predicates: "falso|falsa|falsas|infundado|infundada|infundadas|absurdo|absurda|ridículo|um mito|mito|mentira|errado|errada|um erro", claims: "afirmação afirmações ideia alegação acusação acusações tese rumor rumores noção",
		be: "é são era eram seria foi está", that: "que", but: "mas enquanto embora",
		modals: "poderia poderiam deveria seria seriam talvez", ifs: "caso", whether: "pergunta se|perguntou se",
		masks: "não só|não apenas|não somente|não obstante|sem dúvida",
	},
	"it": {
		elided: "d l un all dell nell",
		not:    "non senza mai né nessun nessuna nessuno", only: "solo soltanto solamente",
		denying:    "nega|negano|negato|negare|smentisce|smentiscono|smentito|smentire|respinge|respingono|respinto|respingere|rifiuta|rifiutano|esclude|escludono|escluso|escludere|manca di|lungi da|invece di",
		predicates: "falso|falsa|infondato|infondata|infondate|assurdo|assurda|ridicolo|un mito|mito|una bugia|errato|errata|un errore", claims: "affermazione affermazioni idea accusa accuse tesi voce voci nozione",
		be: "è sono era erano sarebbe", that: "che", but: "ma mentre bensì",
		modals: "potrebbe potrebbero dovrebbe sarebbe forse", ifs: "se", whether: "chiede se|chiesto se",
		masks: "non solo|non soltanto|senza dubbio",
	},
	"de": {
		not: "nicht kein keine keinen keiner keinem keines nie niemals ohne weder niemand kaum keineswegs", only: "nur allein",
		denying:    "bestreitet|bestreiten|bestritt|bestritten|leugnet|leugnen|leugnete|dementiert|dementieren|dementierte|widerspricht|verneint|verneinte|weigert sich|weigerte sich|fehlt es an|mangelt es an|anstatt|statt|weit entfernt",
		predicates: "falsch|unwahr|haltlos|unbegründet|absurd|unsinn|lächerlich|ein mythos|mythos|eine lüge|irreführend|ein irrtum", claims: "behauptung behauptungen vorstellung idee vorwurf vorwürfe these gerücht gerüchte",
		be: "ist sind war waren wäre sei", that: "dass", but: "aber sondern während doch obwohl",
		modals: "könnte könnten dürfte dürften würde würden vielleicht möglicherweise", ifs: "wenn falls sofern", whether: "ob",
		masks: "nicht nur|nicht allein|ohne zweifel|nicht zuletzt",
	},
	"nl": {
		not: "niet geen nooit zonder niemand nauwelijks", only: "alleen slechts",
		denying: "ontkent|ontkennen|ontkende|verwerpt|verwerpen|verwierp|weigert|weigerde|in plaats van", predicates: "onjuist|onwaar|ongegrond|absurd|onzin|een mythe|misleidend", claims: "bewering beweringen idee beschuldiging gerucht",
		be: "is zijn was waren", that: "dat", but: "maar terwijl hoewel", modals: "zou zouden misschien", ifs: "indien", masks: "niet alleen|zonder twijfel",
	},
	"ru": {
		not: "не нет без ни никогда никто отнюдь вряд", only: "только",
		denying:    "отрицает|отрицают|отрицал|отрицала|отрицали|опровергает|опроверг|опровергла|опровергли|отвергает|отверг|отвергла|отвергли|отказывается|отказался|вместо того|лишен|лишена",
		predicates: "ложь|ложны|ложно|беспочвенны|необоснованны|абсурд|абсурдны|абсурдно|чепуха|миф|вымысел", claims: "утверждение утверждения обвинения слухи идея",
		be: "это является являются", that: "что", but: "но а однако", modals: "может могут мог бы возможно вероятно", ifs: "если", whether: "ли", masks: "не только|без сомнения",
	},
	"id": malay, "ms": malay,
	"ar": {
		not: "لا لم لن ليس ليست ليسوا غير دون بدون ولا ولم ولن وليس وليست فلا وغير", only: "فقط سيما شك بد",
		denying: "نفى|نفت|نفي|ينفي|تنفي|نفوا|رفض|رفضت|يرفض|ترفض|أنكر|أنكرت|ينكر|دحض|دحضت|بدلا من", predicates: "كاذب|كاذبة|باطل|باطلة|سخيف|خرافة|أسطورة", claims: "ادعاء ادعاءات مزاعم اتهامات فكرة",
		be: "هو هي كان كانت", that: "أن إن بأن أنها أنه", but: "لكن ولكن بل بينما", modals: "قد ربما يمكن وقد لعل", ifs: "لو إذا اذا", whether: "هل", masks: "ليس فقط|لا شك|لا سيما",
	},
}

var malay = lexicon{
	not: "tidak bukan tanpa belum jangan tak tiada bukanlah", only: "hanya sahaja saja sekadar",
	denying: "membantah|dibantah|menyangkal|menafikan|menolak|ditolak|menepis|enggan|gagal|daripada", predicates: "palsu|mitos|bohong|keliru|tidak berdasar|mengada-ada", claims: "klaim dakwaan tuduhan tudingan anggapan gagasan",
	be: "adalah ialah itu", that: "bahwa bahawa", but: "tetapi tapi namun melainkan sebaliknya sementara",
	modals: "mungkin barangkali", ifs: "jika kalau apabila sekiranya", whether: "apakah|adakah|sama ada", masks: "tidak hanya|bukan hanya|bukan sahaja|tanpa ragu",
}
