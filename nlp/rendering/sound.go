package rendering

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// sounds are the characters with which Chinese spells foreign names, by what
// they usually stand for in them.
var sounds = sync.OnceValue(func() map[rune]string {
	out := map[rune]string{}
	for _, entry := range strings.Fields(`a阿亚 ai艾爱埃 an安 ao奥 o奥欧 au奥 i伊依 e厄埃 u乌 io约 iu尤 ya雅 yo约 you优尤
		ba巴 be贝 bi比 bo博波 bu布 b布卜 d德得 da达 de德戴 di迪蒂 do多 du杜 f弗夫 fa法 fe费 fi菲 g格 ga加 ge格 gi吉 go戈 gu古 h赫 ha哈 he赫 hi希 ho霍
		k克 ka卡 ke克 ki基 ko科 ku库 l尔勒 la拉 le莱勒 li利里丽 lo洛罗 lu卢鲁 m姆 ma马玛 me梅麦 med梅德 mi米 mo莫摩 mu穆 n恩 na纳娜 ne内 ni尼妮 no诺 nu努
		p普 pa帕 pe佩 pi皮 po波 pu普 r尔 ra拉 re雷 ri里 ro罗 ru鲁 s斯 sa萨 se塞 si西 so索 su苏 sh什 sha沙 t特 ta塔 te特泰 ti提蒂 to托 tu图
		v夫 va瓦 ve韦 vi维 vo沃 w沃 wa瓦 we韦 wi威 x克斯 z兹 za扎 ze泽 zi齐 zo佐 ja贾 je杰 ji吉 jo乔 ju朱 c克 ca卡 ce塞 ci西 co科 cu库
		men门 man曼 ten坦 den登 ken肯 len伦 sen森 ton顿 tion申 um姆`) {
		at := strings.IndexFunc(entry, func(r rune) bool { return r > 'z' })
		for _, r := range entry[at:] {
			if out[r] == "" {
				out[r] = entry[:at]
			}
		}
	}
	return out
})

// A shorter word is too often a word of its own, and acronyms that are spoken as words
// have no more sounds.
const (
	leastSounds = 3
	mostSounds  = 6
)

// soundsLike says how near a word in Chinese characters is to one of the
// acronyms read as a word (伊奥梅德 for IOMed), 0 where it is not spelt by
// sound.
func (n *names) soundsLike(text string) float64 {
	if k := utf8.RuneCountInString(text); k < leastSounds || k > mostSounds {
		return 0
	}
	var latin strings.Builder
	for _, r := range text {
		s, ok := sounds()[r]
		if !ok {
			return 0
		}
		latin.WriteString(s)
	}
	return n.acronymLike(latin.String())
}
