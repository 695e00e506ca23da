package clause

import (
	"strings"
	"sync"

	"framewatch/nlp/match"
)

// The effects that only Chinese phrases have.
const (
	embeds     effect = iota + 100 // begins an embedded clause: 认为, 意味着
	rhetorical                     // 岂能, 何来: no, and asked
	doubting                       // 难道: the opposite of what follows, and asked
)

// hanLists are the phrases of Chinese, in simplified form.
var hanLists = map[effect]string{
	masks: "可否决 能否决 应否决 不仅 不但 不只 不光 不单 不仅仅 不止 非但 不断 不少 不管 不论 不同 不久 不得不 不能不 不可或缺 不可替代 不可否认 不容否认 不容置疑 不愧 不禁 不妨 不结盟 不失为 不失 不吝 " +
		"不懈 不惜 不渝 坚定不移 毫不动摇 毫不犹豫 毫不迟疑 不遗余力 不约而同 不谋而合 不料 不时 不已 不外乎 不言而喻 不言自明 不折不扣 不一而足 不胜 不无 无不 无论 无疑 无数 无比 无非 无愧 " +
		"无限 无偿 无人机 无国界 无私 无缝 毋庸置疑 毋庸讳言 毫无疑问 无可置疑 无可否认 无可争议 未来 埋没 没收 淹没 沉没 不可能没有 不会没有 不如说 倒不如 不如 毋宁 若干 可能性 不对称 不锈钢 不动产 不丹 不过 不免 不由得 不甘落后 不可逆转 从不间断 不变 不败 避免不了 " +
		"不负众望 不负重托 不负使命 不负所托 不负韶华 不忘初心 不改初心 不辱使命 不辞辛劳 不辞劳苦 不辞辛苦 不畏艰险 不畏艰难 不畏强权 不屈不挠 不偏不倚 不卑不亢 不骄不躁 不慌不忙 不知疲倦 不计前嫌 不计得失 不拘一格 " +
		"不同凡响 不可多得 不可磨灭 不可估量 不可限量 不可动摇 不可阻挡 不可阻遏 不可忽视 不可小觑 不可低估 不容忽视 不容小觑 不容低估 不容否定 不胜枚举 不胫而走 不期而遇 不失时机 不由自主 不知不觉 不远万里 不远千里 不分昼夜 " +
		"不分彼此 不舍昼夜 不厌其烦 不虚此行 不落窠臼 不甘示弱 不乏 不啻 不亚于 不忘 锲而不舍 坚持不懈 百折不挠 坚韧不拔 坚强不屈 孜孜不倦 源源不断 络绎不绝 绵延不绝 生生不息 自强不息 川流不息 经久不衰 长盛不衰 " +
		"永不言弃 永不放弃 永不缺席 从不缺席 矢志不渝 毫不含糊 毫不吝啬 毫不逊色 毫不掩饰 毫不松懈 毫不退缩 毫不妥协 毫不留情 当仁不让 义不容辞 无微不至 无处不在 无所不在 无时无刻 义无反顾 一往无前 史无前例 前所未有 " +
		"前所未见 前所未闻 绝无仅有 独一无二 无与伦比 举世无双 无出其右 无一例外 无独有偶 无怨无悔 无懈可击 无可比拟 无可厚非 无可替代 无可取代 大公无私 毫无保留 毫无例外 毫无悬念 当之无愧 问心无愧 有增无减 从无到有 " +
		"未雨绸缪 方兴未艾 悬而未决 久拖不决 议而不决 久攻不下",
	negating: "不 没有 没 未 并非 绝非 决非 远非 而非 实非 纯非 毫无 绝无 从无 全无 无意 无法 无力 无权 无须 无需 无从 无 勿 难以 难于 难言 谈不上 称不上 算不上 谈何 别把 别让 别再 别想 别用 从未 尚未 并未 未能 未曾 " +
		"不再 不是 不会 不能 不可能 不存在 没人 无人",
	denying:    "否认 否定 驳斥 反驳 批驳 驳回 拒斥 拒绝 拒不 缺乏 缺少 欠缺 丧失 避免 防止 杜绝 摒弃 排除 反对 辟谣 澄清所谓",
	supposing:  "可能 或许 也许 或将 恐怕 恐将 恐成 恐沦为 有望 似乎 或可 或会 或成 可望 大概 未必 说不定 兴许 疑似",
	whether:    "是否 能否 会否 可否 应否 有否",
	condition:  "如果 倘若 假如 假设 要是 一旦 若 倘 假若 万一 除非",
	conceding:  "即使 即便 哪怕 纵使 就算",
	embeds:     "认为 觉得 相信 意味着 等于 说明 表明 表示 证明 代表着",
	rhetorical: "岂能 岂会 岂可 岂是 岂容 何来 怎能 怎会 怎可 怎么会 怎么能 怎么可能 怎可能 哪能 哪会 哪来 焉能 何以能",
	doubting:   "难道 岂不 岂非",
}

// hanTurns end the scope of a negation inside a unit.
var hanTurns = []string{"而是", "反而", "却", "但", "只是", "更是", "而要"}

// hanClaims are nouns for what is claimed; hanCalls begin an act of calling.
var (
	hanClaims = []string{"说法", "言论", "观点", "指责", "指控", "传言", "论调", "论断", "猜测", "传闻", "谣言", "报道", "消息", "看法", "质疑", "所谓", "说成", "视为", "称为", "当作", "描述为", "描绘成", "炒作", "断言", "叙事", "印象"}
	hanCalls  = []string{"说", "称", "把", "将", "认为", "指责", "声称", "有人说", "有关", "关于", "以为"}
)

// hanPredicate denies what stands before it; any says that it does so without a
// word that tells of a claim.
type hanPredicate struct {
	word string
	size int
	any  bool
}

var hanPredicates = sync.OnceValue(func() []hanPredicate {
	var out []hanPredicate
	for i, list := range []string{
		"不实 失实 谣言 无稽之谈 毫无根据 没有根据 无根据 毫无依据 没有依据 子虚乌有 站不住脚 荒谬 荒唐 谎言 谬论 谬误 误解 误读 误导 不成立 不符合事实 与事实不符 不符事实 不属实 假的 虚假 错误 无中生有 " +
			"捏造 天方夜谭 痴人说梦 伪命题 抹黑 污蔑 诬蔑 污名化 歪曲 胡说 一派胡言 神话 不正确 不准确 不可信 不真实 不是事实 并非事实 凭空 臆想 臆测 无端 毫无道理 没有道理 不公",
		"不可能的 不现实的 不存在的 绝无可能",
	} {
		for _, w := range strings.Fields(list) {
			f := match.Fold(w)
			word := f.String(0, f.Len())
			out = append(out, hanPredicate{word, len([]rune(word)), i == 1})
		}
	}
	return out
})
