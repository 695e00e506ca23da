package quote

import (
	"strings"
	"sync"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// somebody is what can be a source.
type somebody uint8

const (
	nobody   somebody = iota
	aPerson           // a name
	aPronoun          // 他 她 其
	aRole             // 官员 专家 批评者 分析人士
	aBody             // an organisation
	aPower            // a government, a state, its ministries
	anOutlet          // newspapers, agencies
	aText             // 报告 声明 社论
	aVoice            // 外界 舆论 分析
)

// someones are the words that are somebody, by kind.
var someones = sync.OnceValue(func() map[string]somebody {
	out := map[string]somebody{}
	for kind, words := range map[somebody]string{
		aPronoun: "他 她 他们 她们 其 佢 佢哋 他本人 她本人 前者 后者 对方 该院 该国 该机构 该组织 该报 该社 该媒体 该刊 该智库 该党 该会 该部 该局 该处 该署 该公司 该委员会 该发言人 该官员 该人士 该学者 该专家 该文 该报告 此人 两人 二人 本人 双方 俩人",
		aRole: "同事 上司 朋友 邻居 妻子 丈夫 母亲 父亲 家人 老板 队友 对手 同行 伙伴 儿子 女儿 渔民 农民 选民 难民 厅长 科长 区长 镇长 乡长 村长 组长 团长 队长 站长 馆长 董事长 舰长 机长 庭长 检察长 总长 掌门人 当家人 官员 专家 学者 发言人 人士 主席 总统 总理 首相 主任 大使 代表 教授 秘书长 议员 参议员 众议员 律师 大律师 法官 记者 学生 居民 市民 网民 网友 民众 委员 成员 政客 政要 领导人 领袖 外长 防长 财长 部长 " +
			"司长 局长 处长 署长 校长 院长 所长 会长 理事长 行长 社长 市长 州长 县长 省长 首长 长官 行政长官 特首 国务卿 助理国务卿 副国务卿 特使 公使 参赞 领事 总领事 新闻官 外交官 检察官 顾问 助理 副手 经理 总裁 董事 " +
			"总监 创办人 创始人 负责人 消息人士 知情人 知情者 当事人 受访者 与会者 参会者 出席者 评论员 研究员 分析师 分析员 教师 老师 同学 村民 工人 商人 业者 商家 买家 卖家 企业家 各国 多国 多方 各方 众人 人们 大家 " +
			"有人 很多人 许多人 一些人 不少人 国家 其他国家 发展中国家 小国 大国 盟国 盟友 成员国 签署国 缔约国 创始成员国 东道国 阵营 反对派 反对党 执政党 在野党 建制派 民主派 前官员 高官 政府官员 主教 教宗 国王 女王 王储 酋长 " +
			"大法官 首席法官 副总统 副总理 副主席 副部长 副外长 副院长 副秘书长 女发言人 副发言人 消息 外交人员 外交人士 外交界人士 业内人士 观察家 观察人士 分析家 分析人士 法律界 商界 学界 业界 法律界人士 专员 高级专员 " +
			"督察 常驻代表 召集人 主持人 主播 编辑 主编 总编辑 总干事 干事 书记 科学家 经济学家 政治学家 历史学家 哲学家 法学家 国际法学家 工程师 医生 导演 演员 作家 司机 船员 船长 受害人 家属 证人 被告 原告 申请人 与会人士 与会代表 谈判代表 " +
			"秘书 议长 常委 候选人 前总统 前首相 前总理 前外长 前国务卿 前大使 元首 政府首脑 嘉宾 听众 观众 读者 司司长 副司长 参谋长 将军 上将 中将 少将 上校 警司 警务处长 保安局局长 网民们 专家们 学者们 官员们 代表们 记者们 政治家 外交家 评论家 研究人员 工作人员",
		aPower: "中方 美方 俄方 日方 英方 欧方 法方 德方 韩方 印方 港方 台方 菲方 越方 乌方 以方 巴方 马方 朝方 澳方 加方 东方 西方 政府 当局 外交部 国防部 白宫 国务院 五角大楼 克里姆林宫 港府 特区政府 律政司 外交部门 使馆 大使馆 领事馆 总领馆 公署 " +
			"北京 华府 华盛顿 莫斯科 布鲁塞尔 伦敦 巴黎 柏林 欧盟 议会 国会 立法会 商务部 司法部 法务部 财政部 秘书处 官方 中共 军方 警方 校方 院方 资方 劳方 控方 辩方 主办方 联合国 国台办 港澳办 保安局 中联办 行会 内阁 参议院 众议院",
		aBody: "委员会 协会 法院 机构 组织 公司 集团 银行 基金会 联盟 联合会 商会 工会 大学 研究所 研究院 智库 法庭 学会 律师会 大律师公会 政党 论坛 中心 团体 人权组织 非政府组织 国际组织",
		anOutlet: "媒体 外媒 外电 通讯社电 港媒 美媒 日媒 英媒 官媒 党媒 陆媒 台媒 报章 路透社 路透 法新社 美联社 新华社 中新社 中央社 塔斯社 共同社 彭博 彭博社 央视 电视台 电台 通讯社 日报 时报 邮报 晚报 周刊 报纸 " +
			"国际媒体 西方媒体 当地媒体 传媒 网站 杂志",
		aText: "报告 报告书 文章 声明 社论 公报 论文 研究 文件 白皮书 蓝皮书 备忘录 新闻稿 通稿 公告 判决 判决书 调查 民调 民意调查 调查报告 研究报告 联合声明 联合公报 社评 评论文章 公开信 信函 函件 信 书面答复 专栏 短评 特稿 述评 帖文 推文 数据 统计 " +
			"官网 简报 问卷 意见书 来信 附件 文稿 讲稿 裁决 裁决书 决议 证词 回忆录 专著 通报 快评",
		aVoice: "外界 舆论 坊间 分析 意见 评论 声音 国际社会 市场 社会 国际舆论 公众 论者 反对声音 批评声音 批评 观点 普遍意见 民间 各界 社会各界 国际法学界",
	} {
		for w := range wordset.Of(words) {
			out[w] = kind
		}
	}
	return out
})

// someoneEndings are the last characters of words that are somebody, and
// notSomeone the words to which that does not apply.
var (
	someoneEndings = []struct {
		ending string
		kind   somebody
	}{{"人士", aRole}, {"者", aRole}, {"官员", aRole}, {"专家", aRole}, {"员", aRole}, {"学家", aRole}, {"发言人", aRole}, {"主席", aRole}, {"大使", aRole}, {"代表", aRole}, {"议员", aRole}, {"长", aRole},
		{"官", aRole}, {"律师", aRole}, {"分析师", aRole}, {"教授", aRole}, {"国务卿", aRole}, {"负责人", aRole}, {"总裁", aRole}, {"顾问", aRole}, {"委员会", aBody}, {"协会", aBody}, {"基金会", aBody}, {"大使馆", aPower},
		{"日报", anOutlet}, {"时报", anOutlet}, {"邮报", anOutlet}, {"晚报", anOutlet}, {"早报", anOutlet}, {"周报", anOutlet}, {"通讯社", anOutlet}, {"电视台", anOutlet}, {"周刊", anOutlet}, {"媒体", anOutlet},
		{"报告", aText}, {"声明", aText}, {"社论", aText}, {"政府", aPower}, {"外交部", aPower}, {"国防部", aPower}, {"当局", aPower}, {"网友", aRole}, {"人员", aRole}, {"界", aVoice}, {"派", aRole}, {"成员国", aRole}}
	notSomeone = wordset.Of("笔者 作者 或者 再者 患者 动员 增长 成长 延长 特长 校官 器官 感官 五官 拉长 加长 漫长 年长 助长 生长 擅长 伸长 边界 世界 境界 眼界 各界 外界 派 长 员 官 界 消长 周长 冗长 全世界 跨界 划界 三者 二者 两者 教员 复员 裁员 满员 专长 深长 拖长 身长 见长 波长 身高长 官界")
)

// hanWord is a word of a paragraph, or a whole passage in quotation marks.
type hanWord struct {
	s       string // folded: simplified, punctuation as in ASCII
	span    corpus.Span
	passage int // 1 and the index of the passage; 0 for a word
	who     somebody
	line    bool // the first of a line
	glued   bool // one somebody with the word before
}

// wordKind says what somebody a word is by itself.
func wordKind(s string) somebody {
	if kind, ok := someones()[s]; ok {
		return kind
	}
	if len(s) < 2*3 || notSomeone[s] {
		return nobody
	}
	if n, ok := strings.CutSuffix(s, "国"); ok && strings.Trim(n, "一二三四五六七八九十两数百多余") == "" {
		return aPower // 五国
	}
	for _, e := range someoneEndings {
		if strings.HasSuffix(s, e.ending) && (len(s) > len(e.ending)+3 || len(e.ending) > 3 || e.ending == "者") {
			return e.kind
		}
	}
	return nobody
}

// mentionKind is what somebody a mention is.
func mentionKind(m *corpus.Mention) somebody {
	switch m.Label {
	case corpus.PER:
		return aPerson
	case corpus.ORG:
		if strings.HasPrefix(string(m.Entity), "media.") {
			return anOutlet
		}
		return aBody
	case corpus.LOC, corpus.NORP:
		return aPower
	case corpus.MISC, corpus.FAC, corpus.EVENT:
		if strings.HasPrefix(string(m.Entity), "office.") {
			return aRole
		}
	}
	return nobody
}

// glues reports whether words a and b, both somebody, name one: 外交部|发言人|毛宁.
func glues(a, b *hanWord) bool {
	return (a.who != aPronoun || a.s == "其" || strings.HasPrefix(a.s, "该")) && b.who != aPronoun && !(a.who == aPerson && b.s == "代表") && (b.who != aVoice || a.who == aVoice)
}

// head is a run of words that is somebody.
type head struct{ start, end int }

// firstHead is the first somebody that begins between two words.
func (h *hanFinder) firstHead(from, hi int) (head, bool) {
	for i := from; i < hi; i++ {
		if who, ok := h.headAt(i, hi); ok {
			return who, true
		}
	}
	return head{}, false
}

// headAt is the longest run of somebody that begins at i: names and titles side
// by side, joined by 和 与 及 、 or 的, and those in title marks.
func (h *hanFinder) headAt(i, hi int) (head, bool) {
	end := h.single(i, hi)
	if end == i {
		return head{}, false
	}
	for end < hi {
		w := h.words[end].s
		next := end
		switch {
		case h.words[end].who != nobody && (h.words[end].glued || glues(&h.words[end-1], &h.words[end])):
		case w == "《":
		case w == "的" && end+2 < hi && reports[h.words[end+1].s] && hanCues()[h.words[end+2].s].kind == cueSay:
			return head{i, end + 2}, true
		case joint[w] && end+1 < hi && (w != "的" || h.words[end+1].who == aPerson || h.words[end+1].who == aRole || h.words[end+1].who == aText):
			next = end + 1
			for w != "的" && next < hi && h.words[next].who == nobody && between[h.words[next].s] {
				next++
			}
		case between[w] && end+1 < hi && h.words[end+1].who != nobody && h.words[end+1].who != aPronoun:
			next = end + 1
		default:
			return head{i, end}, true
		}
		if next >= hi {
			break
		}
		to := h.single(next, hi)
		if to == next {
			break
		}
		end = to
	}
	return head{i, end}, true
}

// joint are the words between two who speak as one; between stand before titles.
var (
	joint   = wordset.Of("、 和 与 及 以及 兼 暨 的")
	between = wordset.Of("前 副 驻 驻华 驻港 高级 首席 代理 常务 候任 现任 时任 资深 国际 政治 法律 女 前任 知名 著名 当地 外交 常驻 国家 安全 特别 助理 总 多名 一名 一位 多位 部分 一些 退休 第一 高等 执行 名誉 新任")
)

// reports are what outlets and people have that speaks for them: X的报道称.
var reports = wordset.Of("报道 评论 分析 文章 报导 发言 讲话 演讲 来信 证词")

// single is where one somebody that begins at i ends, i when none does.
func (h *hanFinder) single(i, hi int) int {
	w := &h.words[i]
	if w.s == "《" {
		for k := i + 1; k < hi && k < i+12; k++ {
			if h.words[k].s == "》" {
				return k + 1
			}
		}
		return i
	}
	if w.who == nobody || w.passage > 0 {
		return i
	}
	end := i + 1
	for end < hi && h.words[end].glued {
		end++
	}
	return end
}

// chunk is where the clause part that ends before word v begins: after the last
// comma, colon, semicolon, dash or passage.
func (h *hanFinder) chunk(lo, v int) int {
	for v > lo && !pauseWord(h.words[v-1].s) && h.words[v-1].passage == 0 {
		v--
	}
	return v
}

func pauseWord(s string) bool { return s == "," || s == ":" || s == ";" || s == "—" || s == "——" }

// source finds who the subject of the verb at word v is: the first somebody of
// its clause with nothing but adverbials between. Adverbial parts between
// commas are passed over. any allows every word in between.
func (h *hanFinder) source(lo, v int, any bool) (head, bool) {
	at := v
	for range 4 {
		from := h.chunk(lo, at)
		for i := from; i < at; i++ {
			who, ok := h.headAt(i, at)
			if !ok {
				continue
			}
			start, fits := h.prefix(from, who.start)
			if fits && (h.adverbial(who.end, v) || any && h.open(who.end, v)) {
				return head{start, who.end}, true
			}
			if h.words[i].s != "《" {
				i = h.single(i, at) - 1
			}
		}
		if from == lo || h.words[from-1].s != "," || at == v && from == v || !h.adverbial(from, v) {
			return head{}, false
		}
		at = from - 1
	}
	return head{}, false
}

// anybody is the subject of a verb of saying with a pause behind it, at word v,
// though no list knows its words: 商户说，…. Only somebody says.
func (h *hanFinder) anybody(lo, v int) (head, bool) {
	from := h.chunk(lo, v)
	if from != lo && !stopWord(h.words[from-1].s) {
		return head{}, false
	}
	for from < v && (hanConjunctions[h.words[from].s] || timeWord(h.words[from].s)) {
		from++
	}
	end := v
	for end > from && hanAdverbs[h.words[end-1].s] {
		end--
	}
	size := 0
	for k := from; k < end; k++ {
		w := &h.words[k]
		if w.passage > 0 || hanAdverbs[w.s] || hanPrepositions[w.s] || hanCatchers[w.s] || hanConjunctions[w.s] || hanCues()[w.s].kind != cueNone || hanTimely[w.s] || noSubjects[w.s] || joinedBlocks[w.s] {
			return head{}, false
		}
		size += utf8.RuneCountInString(w.s)
	}
	return head{from, end}, size >= 2 && size <= maxAnybody
}

// maxAnybody is the longest source of words that no list knows, in characters;
// noSubjects are words before a verb of saying that make no source: 一般认为.
const maxAnybody = 10

var noSubjects = wordset.Of("一般 可以 应该 应当 必须 需要 值得 据 据悉 毋庸 无可 不得不 换句话 简单 简单来 严格 老实 坦白 比方 比如 譬如 例如 具体 来 这么 那么 这样 那样 不 没 没有 未 想 要 能 敢 会 可 得 难 不能 不敢 不想 只能 " +
	"只好 即 就 如果 倘若 若 这 那 此 我 我们 你 你们 笔者 一句 一般来 总的 总的来 从 由此 换言之 或者 他说 与其 不如 本报 本台")

const (
	maxHanGap = 30 // words between somebody and his verb
	maxPrefix = 14 // words that describe somebody before him
	maxOpen   = 12 // words of an unknown verb before a colon
)

// open reports whether words from to v may be a verb that no list knows.
func (h *hanFinder) open(from, v int) bool {
	return v-from <= maxOpen && (from == v || h.words[from].s != "的" && h.words[from].s != "是" && h.words[v-1].s != "的")
}

// prefix reads what stands before somebody in his clause: it returns where the
// source begins, and false where it makes him no subject.
func (h *hanFinder) prefix(from, start int) (int, bool) {
	for from < start && (hanConjunctions[h.words[from].s] || timeWord(h.words[from].s)) {
		from++
	}
	attributive := start > from && (h.words[start-1].s == "的" || h.words[start-1].s == "之")
	for i := start - 1; i >= from; i-- {
		w := h.words[i].s
		if attributive {
			if i > from && cuts[w] && h.words[i+1].s != "的" {
				return i + 1, true
			}
			continue
		}
		if cuts[w] && i > from {
			return i + 1, true
		}
		switch h.words[i].who {
		case aPerson, aPronoun, aBody, anOutlet, aText:
			return 0, false
		case aRole, aPower, aVoice, nobody:
		}
		if hanCatchers[w] || hanCues()[w].kind != cueNone || w == "的" {
			return 0, false
		}
		if w == "在" {
			if i+1 < start {
				return start, true
			}
			return 0, false
		}
	}
	if from < start && (suffering[h.words[from].s] || h.words[start].who == aPronoun || h.words[from].who == aPronoun && h.words[from].s != "其") {
		return 0, false
	}
	return from, start-from <= maxPrefix
}

// cuts end a phrase of time before the source.
var cuts = wordset.Of("时 后 之后 之际 期间 以来 会上 会后 以前 之时 的时候 当天 当日 之前")

// suffering words make what they stand before no speaker, whatever follows.
var suffering = wordset.Of("被 受 受到 遭 遭到 由 据 因 由于 把 将 给 让 使")

// adverbial reports whether words from to v are only adverbs, times and phrases
// with a preposition.
func (h *hanFinder) adverbial(from, v int) bool {
	if v-from > maxHanGap || v > from && h.words[v-1].s == "的" {
		return false
	}
	if v-from >= 1 && manner[h.words[v].s] && h.unknown(v-1) && h.words[v-1].s != "是" && (v-from == 1 || h.adverbial(from, v-1)) {
		return true // 摇头|说
	}
	for from < v {
		to := from
		for to < v && h.words[to].s != "," {
			to++
		}
		if !h.adverbials(from, to) {
			return false
		}
		from = to + 1
	}
	return true
}

// adverbials reports whether words from i to a comma are nothing but adverbials.
func (h *hanFinder) adverbials(i, to int) bool {
	for i < to {
		w := h.words[i].s
		switch {
		case hanAdverbs[w] || timeWord(w) || strings.HasSuffix(w, "着"):
			i++
		case i+1 < to && h.words[i+1].s == "着": // 笑着说
			i += 2
		case w == "(":
			for i < to && h.words[i].s != ")" {
				i++
			}
			if i == to {
				return false // the verb stands in the bracket
			}
			i++
		case strings.HasSuffix(w, "地") && len(w) > 3, i+1 < to && h.words[i+1].s == "地":
			i++
			if i < to && h.words[i].s == "地" {
				i++
			}
		case hanPrepositions[w]:
			return h.words[to-1].s != "的"
		default:
			return w != "的" && w != "是" && hanTimely[h.words[to-1].s]
		}
	}
	return true
}

// manner are verbs that another one may stand before that says how.
var manner = wordset.Of("说 说道")

// timeWord reports 30日, 上午, 5月.
func timeWord(s string) bool {
	if s == "" {
		return false
	}
	if c := s[0]; c >= '0' && c <= '9' {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune("日月年号", r) && strings.IndexFunc(s, func(r rune) bool { return strings.ContainsRune("一二三四五六七八九十两", r) }) == 0 ||
		strings.HasPrefix(s, "周") && len(s) == 6 && strings.ContainsRune("一二三四五六日", r) || strings.HasPrefix(s, "星期")
}
