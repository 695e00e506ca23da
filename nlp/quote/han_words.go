package quote

import (
	"sync"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// cueKind says where a Chinese verb of saying may take its content.
type cueKind uint8

const (
	cueNone  cueKind = iota
	cueSay           // before a comma or straight before the content; also without a subject of its own
	cueAct           // as cueSay, but also a noun (批评, 建议): only right behind somebody
	cuePause         // also a noun, and its object is no content: only before a comma, colon or mark (回应, 介绍)
	cueShow          // what documents do (显示)
	cueDeny          // what follows is what the speaker says is not so
	cueCite          // quotes somebody else (援引)
	cueMarks         // only before a colon or a mark (问道, 写)
)

// hanCue is a verb of saying.
type hanCue struct {
	kind  cueKind
	class corpus.VerbClass
}

// hanCues are the verbs of saying in simplified form. Compounds with 说 称 道 指
// behind them are read as one cue and need no entry.
var hanCues = sync.OnceValue(func() map[string]hanCue {
	out := map[string]hanCue{}
	add := func(kind cueKind, class corpus.VerbClass, words string) {
		for w := range wordset.Of(words) {
			out[w] = hanCue{kind, class}
		}
	}
	add(cueSay, corpus.VerbNeutral, "表示 说 认为 称 强调 补充说 告诉记者 坦言 直言 重申 相信 指 直指 觉得 深信 坚信 确信 感叹 慨叹 笑言 明言 续指 续称 断言 判断 "+
		"评论说 评论称 总结说 解释说 介绍说 回应说 回应称 批评说 警告说 警告称 发文称 撰文称 撰文指出 声明称 料 预料 预计 估计 预测 预期 明确表示 直斥 直批 狠批 痛斥 形容 力陈 力指 表态称 "+
		"表态说 主张 报道称 报道说 分析称 分析说 分析指 告诉 告知 强调指出 明确指出 谈道 说明道 话 讲 引述 补充道 补充称 反驳称 反驳说 坚称 续说 又称 还称 澄清 裁定 裁决 判定 认定 断定 推断 推测 猜测 预言 预告 申明 阐明 告诫 规劝 提议 笑称 戏称 怒称 反称 改称 硬称 通报称 通报说 汇报称 来信称 复函称 去信称 致信称 发声明称 忧心 力主 宣示 表明 笑说 苦笑说 概括说 归纳说 暗示 放话 放言 直呼 喊话 自认 忆述 追忆 预警 料定 笃信 惊叹 叹息 害怕 供称 申辩 力证")
	add(cueSay, corpus.VerbEndorsing, "指出 透露 证实 承认 披露 坦承 供认 揭露 揭示 点出 道破 确认")
	add(cueSay, corpus.VerbDistancing, "声称 宣称 扬言 自称 妄称 谎称 诡称 辩称 诬称 叫嚣 鼓吹 吹嘘 渲染 妄言 污蔑 诬蔑 标榜 狡辩 炒作")
	add(cueAct, corpus.VerbNeutral, "批评 警告 指责 谴责 抨击 质疑 呼吁 建议 承诺 宣布 要求 敦促 提醒 抱怨 担心 担忧 希望 期待 主张 倡议 誓言 赞扬 称赞 赞赏 盛赞 赞 批 斥 轰 促请 促 "+
		"狠轰 炮轰 怒斥 呛 视 誉 讽 讽刺 嘲讽 怀疑 忧虑 忧 冀 盼 期望 保证 威胁 警示 下令 命令 嫌 怕 责怪 答应 允诺 许诺 指示 恳请 请求 责成 号召 动员 祝愿 归咎 怪责 斥责 数落 痛批 怒批 力赞 力撑 看好 看衰 吁 吁请")
	add(cueAct, corpus.VerbDistancing, "指控")
	add(cuePause, corpus.VerbNeutral, "介绍 说明 补充 回应 回答 解释 评论 评价 高度评价 报道 分析 总结 反驳 驳斥 回击 致辞 表态 答复 发文 撰文 声明 写道 说道 问道 答道 反问 追问 发问 提问 问 "+
		"感慨 祝贺 抗议 调侃 打趣 比喻 强烈谴责 留言 发帖 评述 论述 回忆 反映 谈到 写 答 追述 道 提到 回应道 来函 去信 致信 提出 同意 讲述 列举 概括 归纳")
	add(cueShow, corpus.VerbEndorsing, "显示 表明 说明 反映 揭示 证明 印证")
	add(cueDeny, corpus.VerbDenying, "否认 驳斥 反驳 驳回 批驳 否定 痛驳 力驳 不认为 不相信 不觉得 不认同 不同意 不承认 矢口否认 断然否认 坚决否认 严正驳斥")
	add(cueCite, corpus.VerbNeutral, "援引 引述 引用 转引 转述")
	add(cueMarks, corpus.VerbNeutral, "写 道 喊道 写着")
	return out
})

// sayEndings end compounds such as 坚称, 反驳道 and 补充说; notSaying are words
// that only look like them.
const sayEndings = "称说道指"

var notSaying = wordset.Of("名称 职称 人称 据称 简称 俗称 昵称 别称 统称 通称 号称 堪称 全称 并称 对称 合称 代称 尊称 匀称 小说 传说 学说 据说 听说 再说 虽说 所说 来说 可说 解说 演说 游说 劝说 邪说 " +
	"假说 界说 论说 图说 话说 应该说 可以说 不用说 按说 照说 比如说 譬如说 或者说 换句话说 总的来说 一般来说 好说 难说 就是说 也就是说 报道 知道 街道 轨道 管道 渠道 频道 铁道 隧道 难道 " +
	"人道 公道 味道 通道 大道 王道 霸道 厚道 地道 跑道 赛道 航道 河道 车道 同道 正道 世道 门道 东道 一道 仁道 外道 孝道 天道 茶道 柔道 医道 手指 食指 戒指 泛指 特指 专指 是指 意指 所指 " +
	"恒指 股指 综指 被称 又称 也称 亦称 或称 可称 不说 没说 简单说 具体说 坦率地说 总称 学称 期指 道指 国指 纳指 标指")

// joinedBlocks cannot begin what is reported right behind a verb of saying.
var joinedBlocks = wordset.Of("的 了 过 着 出 者 道 到 起 之 是 与 和 及 或 、 被 受 遭 在 也 都 中 后 时 后的 所 稿 书 性 会 上 下 得到 遭到 受到 有 声 而 信 权 说 称 为 人 法 ) 》 等")

// hanConjunctions begin a clause before its subject.
var hanConjunctions = wordset.Of("而 但 但是 然而 不过 而且 并 并且 且 同时 此外 另外 与此同时 另一方面 一方面 对此 其中 因此 所以 于是 随后 接着 然后 正如 如 如同 据此 可是 只是 只不过 反之 相反 也 还 则 " +
	"又 即 即使 尽管 虽然 虽 若 如果 当 此前 此后 事实上 其实 有 也有 还有 更有 另有 亦有 却 至于 日前 近日 今天 昨天 今日 昨日 当天 当日 早前 最近 目前 随即 首先 其次 最后 最终 " +
	"结果 例如 比如 譬如 总之 尤其 特别是 甚至 就连 连 对于此 在此之前 在此 早些时候 稍早 稍后 就在 就此 为此 只有 唯有 唯 惟 由于 因为 那么 难怪 显然 或许 也许 可能")

// contrasts set what follows apart from what was reported before.
var contrasts = wordset.Of("而 但 但是 然而 不过 可是 相反 反之 另一方面 与此同时 则 却 此外 另外 同时")

// hanAdverbs may stand between somebody and his verb.
var hanAdverbs = wordset.Of("如此 这样 这么 如是 所 也 还 则 曾 曾经 已 已经 又 再 再次 再度 一再 多次 反复 屡次 屡 随后 同时 进一步 明确 公开 强烈 郑重 坦率 亦 并 更 就 便 即 只 仍 仍然 均 都 一致 普遍 直接 当场 事后 此前 早前 近日 日前 " +
	"今天 昨天 今日 昨日 前天 明天 今早 昨晚 今晨 今晚 当天 当日 翌日 次日 去年 今年 上月 本月 上周 本周 周一 周二 周三 周四 周五 周六 周日 星期一 星期二 星期三 星期四 星期五 星期六 星期日 上午 下午 中午 晚间 晚上 凌晨 " +
	"傍晚 早上 清晨 最近 刚刚 刚 特别 尤其 着重 一度 先后 相继 纷纷 接连 随即 立即 立刻 即时 旋即 另 另外 此外 继续 续 坚决 断然 严正 严厉 尖锐 猛烈 高调 低调 委婉 含蓄 毫不 讳言 毫不讳言 直接了当 " +
	"开门见山 直截了当 不点名 点名 联合 共同 集体 分别 各自 私下 对外 对此 就此 为此 为何 据此 因此 因而 从而 却 倒 才 甚至 其后 稍后 后来 后 之后 一直 长期 始终 不断 持续 仅 仅仅 干脆 " +
	"大声 高声 小声 狠 力 直 猛 怒 痛 齐 齐声 急 重 首次 第一次 最后 最终 首先 接着 然后 而 且 并且 曾在 坚 正式 主动 率先 一贯 历来 向来 通常 往往 常 经常 时常 多 大多 大都 也都 还都 早就 早 早已 早晚 " +
	"笑着 激动 幽默 一针见血 不客气 毫不客气 不无 忧虑 近期 近来 稍早 罕有 罕见 严肃 语气 强硬 书面 口头 透过 较早 较早时 较早前 同日 同年 同月 同一天 当晚 当时 当年 事前 会上 会后 席间 其间 期间 场外 有所 作出 做出 予以 作 本人 自己 亲自 " +
	"们 等 等人 先生 女士 小姐 博士 教授 爵士 夫人 方面 两人 二人 三人 双方 各方")

// hanPrepositions begin a phrase between somebody and his verb.
var hanPrepositions = wordset.Of("在 于 对 向 与 就 同 和 跟 通过 透过 针对 接受 经 出席 据 从 为 因 以 按 根据 围绕 面对 借 被 回应 回复 回答 答复 谈到 谈及 提到 提及 说到 论及 会见 会晤 致 给 随 代表 发表 发布 致函 致信 " +
	"致电 去信 来信 召开 举行 主持 参加 访问 抵达 将 把 受访 应询 应 应邀 当 当被 被问 被问到 被问及 问及 由 用 利用 首度 循 藉 借着 凭 刊登 撰文 发文 致辞 发帖 发推 评论 社评 介绍 总结 " +
	"在内 途经 视察 考察 离开 返回 途中 会同 联同 连同 联名 手持 引用 援引 引述 访谈 采访 结束 完成 听取 听完 分析 展望 反驳 驳斥 批评 发言 讲话 演讲 撰写 拟文 投书 发函 举例 打比方 出访 陪同 接见 " +
	"转发 转载 更新 上载 上传 留言 形容 直播 现身 列席 签署 见证 揭幕 主礼 承认 补充 解释 强调 表示 说明 呼吁 警告 ")

// nounsBehind have what looks like a verb of saying for their object: 回应质疑.
var nounsBehind = wordset.Of("回应 回复 面对 针对 接受 受 遭 作 做 作出 做出 提出 有 发表 发布 给予 加以 收到 听取 无视 回避 拒绝 反驳 驳斥 招致 引发 引起 招来 避免 回答 在 的 是 以 作为 一个 一种 一片 招 惹 受到 遭到 " +
	"遭受 得到 获 获得 没有 这 该 此 各种 有关 相关 诸多 不少 任何 所有 多项 一项 一些 某些 承受 不顾 不理 承认 履行 兑现 信守 撤回 收回 听到 出现 感到 感谢 欢迎 支持 反对 重视 引来 面临 应 应对 无惧 未")

// hanTimely end a phrase of time or place.
var hanTimely = wordset.Of("时 后 之后 之际 期间 之前 前 间 上 中 里 会上 会后 之时 的时候 时候 以来 当中 内 下 途中 之余 当日 当天 场合 会见时 席间 过程中 之间")

// hanCatchers make somebody the object of what is said or done.
var hanCatchers = wordset.Of("应 对 向 与 和 就 把 将 让 使 令 是 被 受 遭 受到 遭到 遭受 得到 获 获得 引发 引起 招致 面对 针对 回应 会见 会晤 告诉 称为 视为 作为 成为 由 给 为 于 从 比 由于 因 因为 关于 有关 跟 以及 " +
	"批评 指责 质疑 谴责 反对 支持 要求 敦促 呼吁 欢迎 感谢 邀请 协助 帮助 代表 驳斥 反驳 否认 赞赏 包括 不是 并非 无论 不论 除 除了 称 说 指 认为 取代 损害 挑战 服从 遵守 尊重 加入 签署 建议 收到 经 即 叫做 叫 名为 至 到 " +
	"不受 免受 互为 服务 面向 迎合 符合 违反 违背 走进 走向 设在 位于 来自 属于 隶属 等同 等于 如同 好比")

// authorTails begin clauses in which the author speaks again.
var authorTails = wordset.Of("予以 并予以 引发 引起 引来 招来 招致 赢得 博得 此言 此话 此举 这番 该言论 此番 截至 令人 言下之意 言毕 说罢 话音 言外之意 言论 这番话 这一表态 上述 有关言论 有关说法 会后 会议 会上 随后")

// denialsOfDuty follow 但 where the author says what the speaker did not do.
var denialsOfDuty = wordset.Of("未 未有 没有 没 拒绝 并未 并没有 未能 无法 不愿 不肯 未就 未对")

// claimNouns close what is denied: 驳斥…的说法.
var claimNouns = wordset.Of("说法 指控 指责 批评 论调 传言 质疑 观点 言论 谣言 主张 猜测 报道 看法 断言 论断 担忧 传闻 消息 论述 谬论 指称 疑虑 疑问 声音 误解 评价 揣测 说辞 抹黑 攻击 结论 论点 想法 意见")

// viewNouns are what somebody has: X的看法是….
var viewNouns = wordset.Of("理由 说辞 忠告 预测 估计 看法 观点 立场 结论 意见 回应 说法 判断 主张 解释 答复 回答 论点 态度 原话 评价 理解 感受 建议 答案 评论 反应 警告 忠告 质疑 批评 表态 论断 诉求 呼吁 担忧 担心 忧虑")

// callings close 被X称为… and 把Y形容为….
var callings = wordset.Of("称为 视为 形容为 描述为 描绘为 斥为 指为 比作 称作 看作 当作 定性为 说成 贬为 誉为 批评为 比喻为 看成 视作 界定为 理解为 解读为 归结为 形容成 描述成 讽为 贬称 批为 赞为 称之为 定义为 列为 指责为 称赞为")

// hearsay are the nouns and verbs of 据X报道.
var hearsay = wordset.Of("报道 消息 介绍 透露 称 说 表示 分析 统计 估计 估算 披露 转述 回忆 描述 公布 讲述 证实 指出 报导 解释 说明 了解 反映 观察 记载 显示 预测 预计 引述 援引 声明 报告 说法 的话 话 理解 看法 观点 推算 通报 宣布 发布 判断 评估 调查")
