package rendering

import (
	"strings"
	"unicode/utf8"

	"framewatch/internal/wordset"
)

// grammar is what a language's names of bodies look like.
type grammar interface {
	// head says how surely a word at the end of a name calls it a body (0 to 1).
	head(toks []tok, at int) float64
	// plain reports words that say body and no more.
	plain(text string) bool
	// scope reports words such as international.
	scope(text string) bool
	// stop reports words that are in no name, and join those that may link its
	// parts.
	stop(t *tok) bool
	join(t *tok) bool
	// most is how many words a name may have.
	most() int
}

// chineseGrammar knows names such as 国际冥想组织.
type chineseGrammar struct{}

var (
	chineseHeads = wordset.Of("组织 机构 机关 学会 协会 联会 联合会 委员会 理事会 总会 公会 商会 基金会 联盟 同盟 中心 法院 法庭 学院 研究院 研究所 " +
		"医院 大学 书院 学校 议会 议院 总署 总局 总台 事务所 办公室 办事处 委员 工会 公所 公署 庭院 院子 组委会 部门 团体")
	chineseWeakHeads = wordset.Of("会议 论坛 平台 机制 网络 银行 公司 集团 俱乐部 体系 系统 大会 小组 机器 所 处 部 台 室 社 司 站 团 会 党 队 科 馆 府 学")
	chineseHeadChars = wordset.Of("院 署 局 厅 庭 堂 所 会 处 社 部 馆 盟")
	chineseScope     = wordset.Of("国际 世界 全球 环球 万国 寰球 寰宇 国际性 世界性 全球性 跨国 政府间 国际间")
	chineseJoin      = wordset.Of("和 与 及 暨 · 、")
	chineseStop      = wordset.Of("的 了 是 在 将 被 把 对 为 而 但 并 也 都 就 从 向 由 于 以 其 该 这 那 此 它 他 她 我 你 您 们 它们 他们 她们 我们 你们 有 没有 没 不 可 可以 能 " +
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

func (chineseGrammar) plain(text string) bool {
	return chineseHeads[text] || chineseWeakHeads[text] || chineseHeadChars[text]
}

func (chineseGrammar) scope(text string) bool { return chineseScope[text] }

func (chineseGrammar) join(t *tok) bool { return chineseJoin[t.text] }

func (chineseGrammar) stop(t *tok) bool { return chineseStop[t.text] || chineseEdge[t.text] }

func (g chineseGrammar) head(toks []tok, at int) float64 {
	w := toks[at].text
	n := utf8.RuneCountInString(w)
	last, _ := utf8.DecodeLastRuneInString(w)
	switch {
	case chineseHeads[w]:
		return 1
	case w == "会" && at > 0 && g.head(toks, at-1) > 0:
		return 0 // the auxiliary
	case n == 1 && chineseHeadChars[w]:
		return .8
	case chineseWeakHeads[w]:
		return .5
	case (n >= 3 || n == 2 && toks[at].odd) && chineseHeadChars[string(last)]:
		return .8
	case n >= 4:
		runes := []rune(w)
		if chineseHeads[string(runes[n-2:])] {
			return 1
		}
	}
	return 0
}

// englishGrammar knows names such as International Mediation Court.
type englishGrammar struct{}

var (
	englishHeads = wordset.Of("organization organisation institution institute court tribunal centre center agency association council commission " +
		"committee academy house body bureau office authority chamber union league alliance society federation foundation fund secretariat " +
		"institutes university college school hospital board panel corporation hall yard courtyard court-yard conciliation-house " +
		"congress assembly parliament department ministry service services group coalition confederation directorate station")
	englishWeakHeads = wordset.Of("forum platform network mechanism bank company club conference team system garden temple lodge guild party room unit entity")
	englishScope     = wordset.Of("international world global worldwide universal intergovernmental multilateral world's int'l")
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

func (englishGrammar) plain(text string) bool { return englishHeads[text] || englishWeakHeads[text] }

func (englishGrammar) scope(text string) bool { return englishScope[text] }

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

func (englishGrammar) head(toks []tok, at int) float64 {
	switch w := toks[at].text; {
	case englishHeads[w]:
		return 1
	case englishWeakHeads[w]:
		return .5
	}
	return 0
}
