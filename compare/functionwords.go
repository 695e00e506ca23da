package compare

import (
	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// functionWords are the words of a language that show how a sentence is built
// rather than what it is about: articles, prepositions, pronouns, conjunctions,
// auxiliaries, particles. Words are in the form in which they are counted: lower
// case, simplified Chinese. nil means that there is no list for the language.
func functionWords(lang string) map[string]bool {
	if list, ok := functionLists[corpus.BaseLang(lang)]; ok {
		return wordset.Of(list)
	}
	return nil
}

// Parts of speech are no help here: table term_counts has them for English only,
// and splits words such as "that" over several.
var functionLists = map[string]string{
	"en": `a an the this that these those and or but nor so yet if then than as of to in on at by for with from into onto upon about over under
		through between among within without against during before after since until till while because although though whether unless
		i me my mine myself you your yours yourself he him his himself she her hers herself it its itself we us our ours ourselves
		they them their theirs themselves who whom whose which what where when why how
		is am are was were be been being do does did doing done have has had having will would shall should can could may might must
		not no n't 's 're 've 'll 'd 'm s t re ve ll d m to off out up down again also too very more most much many some any each every
		all both either neither other another such own same only just even still already here there now ever never else
		one ones per via amid toward towards across along around behind below above beyond near despite except like unlike once`,
	"zh": `的 地 得 了 着 过 和 与 及 以及 或 或者 而 而且 并 并且 但 但是 不过 然而 却 因 因为 由于 所以 因此 如果 若 虽 虽然 尽管 即使 只要 只有 除了 无论 不论
		在 从 自 自从 向 往 朝 到 由 被 把 将 对 对于 关于 给 为 为了 以 用 于 按 按照 根据 通过 随着 沿 沿着 比 跟 同 之 之间 之后 之前 其 其中 其他
		是 有 没有 没 不 不是 也 都 就 才 又 再 还 还是 仍 仍然 已 已经 曾 曾经 正 正在 将要 会 能 能够 可以 可 可能 应 应该 应当 须 必须 要 想
		我 我们 你 你们 您 他 她 它 他们 她们 它们 自己 咱们 大家 这 这个 这些 这里 这样 那 那个 那些 那里 那样 此 该 本 各 每 某 某些 哪 哪些 谁 什么 怎么 怎样 为何 多少
		一 一个 一些 一种 个 位 名 项 种 次 们 等 等等 上 下 中 内 外 里 前 后 间 时 很 更 最 太 较 非常 十分 只 仅 仅仅 吗 呢 吧 啊 呀 嘛 所 者 则 且 即 便 乃`,
	"fr": `le la les l' l un une des du de d' d au aux à en dans sur sous par pour avec sans chez vers entre contre depuis pendant avant après comme
		et ou où mais donc or ni car si que qu' qu qui quoi dont quand lorsque puisque parce ce cet cette ces c' c ça cela ceci
		je j' j me m' m moi tu te t' t toi il elle on nous vous ils elles lui leur leurs eux se s' s soi y mon ma mes ton ta tes son sa ses notre nos votre vos
		est sont était étaient être été suis sommes sera seront serait fut ai as a avons ont avait avaient avoir eu aura auront aurait
		ne n' n pas plus non aussi très tout tous toute toutes même mêmes autre autres tel telle peu encore déjà ainsi`,
	"es": `el la los las lo un una unos unas de del a al en con sin por para sobre bajo entre hacia hasta desde contra según durante tras ante
		y e o u ni pero sino mas aunque porque pues si como cuando donde que qué quien quién quienes cual cuál cuales cuyo cuya
		yo me mí tú te ti él ella ello usted nosotros nos vosotros os ellos ellas ustedes se sí le les mi mis tu tus su sus nuestro nuestra nuestros nuestras
		este esta esto estos estas ese esa eso esos esas aquel aquella aquellos aquellas es son era eran ser sido fue fueron será serán sería
		está están estaba estaban estar ha han había habían haber he hay no más muy ya también tan todo toda todos todas otro otra otros otras mismo misma`,
	"pt": `o a os as um uma uns umas de do da dos das d em no na nos nas num numa por pelo pela pelos pelas para com sem sob sobre entre até desde contra após
		e ou mas nem se que qual quais quem como quando onde porque pois embora eu me mim tu te ti ele ela nós vós elas lhe lhes você vocês
		meu minha seu sua seus suas nosso nossa este esta isto estes estas esse essa isso esses essas aquele aquela aquilo
		é são era eram ser sido foi foram será serão seria está estão estava estar há ao à aos às não mais muito já também todo toda todos todas outro outra outros outras`,
	"de": `der die das den dem des ein eine einen einem einer eines und oder aber denn sondern doch als wie wenn weil dass daß ob obwohl damit
		in im an am auf aus bei beim mit nach seit von vom zu zum zur für durch gegen ohne um über unter vor hinter neben zwischen während wegen bis
		ich mich mir du dich dir er ihn ihm sie es wir uns ihr euch ihnen sich mein dein sein seine seiner seinen seinem ihre ihrer ihren ihrem unser
		dieser diese dieses diesen diesem jener jene welche welcher welches wer was wo wann warum ist sind war waren sein gewesen bin wird werden wurde wurden worden
		hat haben hatte hatten habe kann können konnte muss müssen soll sollen will wollen nicht kein keine auch nur noch schon sehr so man`,
	"it": `il lo la i gli le l' l un uno una di del dello della dei degli delle d' a al allo alla ai agli alle da dal dalla dai in nel nella nei nelle con su sul sulla per tra fra
		e ed o ma se che chi cui come quando dove perché non più anche io mi me tu ti te lui lei noi ci voi vi loro si suo sua suoi sue nostro questo questa questi queste quello quella
		è sono era erano essere stato stata ha hanno aveva avere ho abbiamo`,
	"ru": `и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее её мне было вот от меня еще ещё нет о об из ему когда ну ли если или
		ни быть был была были него до вас они тут где есть для мы их чем себя без будто чего раз тоже себе под будет тогда кто этот этого эта это эти этой том тот та те
		которые который которая которое которых при над через про между после перед также уже чтобы`,
	"ar": `في من إلى على عن مع أن إن ان أو و ف ب ل ك لا ما لم لن قد هذا هذه ذلك تلك هو هي هم هن نحن أنا أنت التي الذي الذين اللذين كما بين بعد قبل عند حتى كل بعض غير
		كان كانت يكون تكون ثم لكن لأن إذا حيث منذ خلال ضد حول أي أيضا وفي ومن وعلى ولا وقد وهو وهي`,
	"id": `yang dan di ke dari untuk pada dengan dalam oleh sebagai atau tetapi tapi namun karena jika kalau bahwa agar ini itu tersebut ia dia mereka kami kita saya anda
		adalah ialah akan telah sudah sedang masih belum tidak bukan juga saja lebih para sebuah seorang satu antara tentang terhadap hingga sampai sejak ketika saat setelah sebelum serta maupun`,
}

// joiningWords are the function words that may stand inside a phrase, one at a
// time: "rule of law" is a phrase, "bell is old" is none.
func joiningWords(lang string) map[string]bool {
	return wordset.Of(joiningLists[corpus.BaseLang(lang)])
}

var joiningLists = map[string]string{
	"en": "of for and in on to the",
	"zh": "的 之 和 与 及",
	"fr": "de du des d' d la les l' l et à au aux en pour",
	"es": "de del la las los el y para en",
	"pt": "de do da dos das e para em",
	"de": "der des die und für im am von zu",
	"it": "di del della dei degli e per in",
	"ru": "и по в на для",
	"ar": "في من على و",
	"id": "dan untuk",
}
