package rendering

import (
	"strings"
	"unicode/utf8"

	"framewatch/internal/wordset"
	"framewatch/nlp/heads"
)

// grammar is what a language's names of bodies look like.
type grammar interface {
	// head says how surely a word at the end of a name calls it a body (0 to 1).
	head(toks []tok, at int) float64
	// plain reports words that say body and no more.
	plain(t *tok) bool
	// scope reports words such as international.
	scope(t *tok) bool
	// stop reports words that are in no name, and join those that may link its
	// parts.
	stop(t *tok) bool
	join(t *tok) bool
	// most is how many words a name may have.
	most() int
}

// chooseGrammar takes the grammar of the translation's language.
func (w *work) chooseGrammar() {
	w.grammar = englishGrammar{&w.f.names.body}
	if w.target.lang == "zh" {
		w.grammar = chineseGrammar{&w.f.names.body}
	}
}

// chineseGrammar knows names such as 国际冥想组织.
type chineseGrammar struct{ body *body }

var (
	chineseJoin = wordset.Of("和 与 及 暨 · 、")
	chineseStop = wordset.Of("的 了 是 在 将 被 把 对 为 而 但 并 也 都 就 从 向 由 于 以 其 该 这 那 此 它 他 她 我 你 您 们 它们 他们 她们 我们 你们 有 没有 没 不 可 可以 能 " +
		"能够 应 应该 要 一个 一种 一项 一次 之 等 着 过 得 地 上 下 中 内 外 里 前 后 时 如果 因为 所以 因此 然而 虽然 但是 并且 而且 或 或者 使 让 给 跟 同 据 称 说 " +
		"这个 那个 这些 那些 这种 这一 该等 各 每 每个 任何 所有 一些 许多 很多 更 最 很 非常 已 已经 曾 曾经 正 正在 仍 仍然 还 还是 又 再 只 仅 只有 " +
		"什么 谁 哪 哪里 怎么 为什么 如何 是否 吗 呢 吧 啊 通过 关于 根据 按照 作为 随着 除了 包括 以及 之间 之后 之前 以来 以前 以后 其中 其他 另 另一 另外 自己 " +
		"本 本身 某 某些 来自 当 到 来 去 像 如 如同 尽管 即使 无论 不管 直到 自从 为了 由于 对于 至 至于 与其 不是 就是 而是 " +
		"个 名 位 项 次 份 届 条 座 件 章 支 群 批 对此 因 便 却 则 若 都是 也是 只是 仅仅 甚至 尤其 特别 例如 比如")
	// words that mean something and yet are in no name.
	chineseEdge = wordset.Of("今天 昨天 明天 今年 去年 明年 加入 告诉 问 提交 送达 接待 感谢 支持 建立 成立 创建 设立 签署 批准 缔结 举行 参加 出席 访问 位于 属于 导致 " +
		"引起 表示 认为 指出 提供 要求 成为 欢迎 希望 呼吁 宣布 提出 进行 开始 继续 使用 利用 选择 需要 看到 看待 视为 称为 称作 叫做 名为 命名 包含 包括 没收 作出 做出 取代 " +
		"替代 补充 加强 推动 促进 质疑 批评 赞扬 责怪 退出 离开 主持 主办 承办 负责 担任 领导 设在 总部 秘书长 公约 章程 成员国 成员 签署国 创始")
)

func (chineseGrammar) most() int { return 9 }

func (g chineseGrammar) plain(t *tok) bool {
	return heads.Of("zh").Sure(t.text) > 0 || g.body.head("zh", t, t.text, 0) > 0
}

func (g chineseGrammar) scope(t *tok) bool { return g.body.scope("zh", t) }

func (chineseGrammar) join(t *tok) bool { return chineseJoin[t.text] }

func (chineseGrammar) stop(t *tok) bool { return chineseStop[t.text] || chineseEdge[t.text] }

// leastEnding is how many characters a word has at least that the dictionary has and
// that calls a body by its last one; others have two.
const leastEnding = 3

func (g chineseGrammar) head(toks []tok, at int) float64 {
	t := &toks[at]
	l, n := heads.Of("zh"), utf8.RuneCountInString(t.text)
	general := l.Sure(t.text)
	switch {
	case t.text == "会" && at > 0 && g.head(toks, at-1) > 0:
		return 0 // the auxiliary
	case general > 0:
	case n >= leastEnding || n == 2 && t.odd:
		general = l.Ends(t.text)
		if n > leastEnding {
			runes := []rune(t.text)
			general = max(general, l.Sure(string(runes[n-2:])))
		}
	}
	return g.body.head("zh", t, t.text, general)
}

// englishGrammar knows names such as International Mediation Court.
type englishGrammar struct{ body *body }

var (
	// headlineVerbs are written with a capital in headlines, where taggers take
	// them for nouns.
	headlineVerbs = wordset.Of("holds held opens opened visits visited says said launches launched signs signed joins joined meets met calls called welcomes welcomed " +
		"begins hosts hosted marks celebrates appoints elects wins gets seeks urges warns announces announced publishes becomes receives received attends " +
		"attended completes convenes concludes discusses takes gives makes helps faces rejects accepts approves backs draws")
	englishJoin = wordset.Of("of for on and in the & to 's ’s -")
	// determiners before a word of kind make it a common noun: 该组织, 一个机构.
	chineseDeterminers = wordset.Of("该 这 那 此 本 各 每 某 个 一个 这个 那个 这一 那一 这些 那些 多个 几个 两个 种 一种 家 一家 任何 其他 其它 何 哪个")
)

func (englishGrammar) most() int { return 10 }

func (g englishGrammar) plain(t *tok) bool { return g.noun(t) > 0 }

func (g englishGrammar) scope(t *tok) bool { return g.body.scope("en", t) }

func (englishGrammar) join(t *tok) bool { return englishJoin[t.text] }

// stop reports words that no name has: function words that do not join, verbs
// in small letters.
func (englishGrammar) stop(t *tok) bool {
	if englishJoin[t.text] {
		return false
	}
	if t.pos == "MD" || headlineVerbs[t.text] || !t.upper && (strings.HasPrefix(t.pos, "VB") || t.pos == "RB" || t.pos == "MD") {
		return true
	}
	switch t.pos {
	case "DT", "IN", "PRP", "PRP$", "CC", "WDT", "WP", "WRB", "EX", "TO", "MD", "CD":
		return true
	}
	return false
}

func (g englishGrammar) head(toks []tok, at int) float64 { return g.noun(&toks[at]) }

// noun is how surely a word calls a body; of one with a hyphen the last part.
func (g englishGrammar) noun(t *tok) float64 {
	word := t.text[strings.LastIndexByte(t.text, '-')+1:]
	return g.body.head("en", t, word, heads.Of("en").Sure(word))
}
