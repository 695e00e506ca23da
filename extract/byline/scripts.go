package byline

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/internal/lazyregexp"
)

type script int

const (
	latin script = iota
	han          // with kana
	hangul
	cyrillic // and Greek: scripts with capitals
	other    // Arabic, Indic and others without capitals
)

// scriptOf is the script of most letters.
func scriptOf(s string) script {
	var n [other + 1]int
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			n[han]++
		case unicode.Is(unicode.Hangul, r):
			n[hangul]++
		case unicode.In(r, unicode.Cyrillic, unicode.Greek):
			n[cyrillic]++
		case unicode.Is(unicode.Latin, r):
			n[latin]++
		case unicode.IsLetter(r):
			n[other]++
		}
	}
	best := latin
	for s, count := range n {
		if count > n[best] {
			best = script(s)
		}
	}
	return best
}

// wide reports whether s is written without spaces between words.
func wide(s string) bool { return scriptOf(s) == han }

// nameDots part the names of foreigners in Chinese and Japanese.
const nameDots = "·•．・‧∙⋅・"

// isForeign judges names in other scripts than Latin.
func (r Rules) isForeign(name string, words []string, s script, trust Trust) bool {
	switch s {
	case han:
		return r.isHan(name, trust)
	case hangul:
		return isHangul(name)
	default:
	}
	for _, w := range notThai {
		if strings.Contains(name, w) {
			return false
		}
	}
	for _, w := range words {
		low := strings.Trim(strings.ToLower(w), ".,'’")
		if bodyWords[low] {
			return false
		}
		if s == cyrillic {
			if c, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(c) && !particles[low] {
				return false
			}
		}
		if strings.ContainsFunc(w, unicode.IsDigit) {
			return false
		}
	}
	if len(words) == 1 {
		return trust >= Declared
	}
	if n := len(words); trust < Person && (n > 5 || roleNouns[words[n-1]]) {
		return false // a heading, an office
	}
	return trust > Bare || s == cyrillic && len(words) <= 3
}

// notThai are the words of desks, which Thai writes without spaces.
var notThai = []string{"ข่าว", "บรรณาธิการ", "ทีมงาน", "ออนไลน์", "ผู้ดูแล", "กองบ", "โต๊ะ", "สำนัก", "ฝ่าย"}

// notHan is what stands for a person in Chinese and Japanese bylines but is none.
var notHan = []string{"编辑", "編輯", "編集", "小编", "小編", "网", "網", "社", "报", "報", "台", "记者", "記者", "中心", "部", "公司", "佚名", "匿名", "管理员", "管理員", "综合", "綜合", "综述", "本刊", "新闻", "新聞", "来源", "來源", "转载", "轉載", "频道", "頻道", "客户端", "不详", "未知", "作者", "文章", "原标题", "了解到", "表示", "获悉", "編", "局", "协会", "協會", "委员会", "委員會", "大学", "学院", "研究", "政府", "杂志", "週刊", "周刊", "日前", "今日", "今天", "昨日", "取材", "班", "組", "组", "部", "所", "院", "会", "會", "通信", "通訊", "通讯", "社説", "時事"}

// hanPhrase is a Japanese particle between signs, where no name has one.
var hanPhrase = lazyregexp.New(`\p{Han}[のをがはにで]\p{Han}`)

// isHan judges a Chinese or Japanese name: two to four signs, or parts with a
// dot between them; Japanese ones with kana or a space are longer.
func (r Rules) isHan(name string, trust Trust) bool {
	n := utf8.RuneCountInString(name)
	foreign := strings.ContainsAny(name, nameDots)
	kana := strings.ContainsFunc(name, func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana) })
	most := 4
	switch {
	case foreign:
		most = 20
	case kana:
		most = 9
	case strings.Contains(name, " "):
		most = 6
	case trust >= Shown:
		most = 5 // Japanese ones
	}
	if n < 2 || n > most || strings.ContainsAny(name, "，。、；的了在于於与和") && trust < Person {
		return false
	}
	if !foreign && !kana && !r.japanese() && trust < Person && !hasSurname(name) {
		return false
	}
	if trust < Person && hanPhrase.MatchString(name) {
		return false
	}
	for _, w := range notHan {
		if strings.Contains(name, w) {
			return false
		}
	}
	return true
}

var notHangul = []string{"뉴스", "신문", "기자", "편집", "온라인", "취재", "일보", "방송", "통신", "디지털", "관리자", "미디어", "연합", "사회부", "정치부", "경제부", "국제부", "자료", "제공", "홍보", "데스크", "문화부", "산업부", "체육부", "국방부"}

// isHangul judges a Korean name: two to four syllables, or a foreigner's words.
func isHangul(name string) bool {
	if n := utf8.RuneCountInString(name); n < 2 || n > 4 && !strings.ContainsAny(name, " "+nameDots) || n > 20 {
		return false
	}
	for _, w := range notHangul {
		if strings.Contains(name, w) {
			return false
		}
	}
	return true
}

// surnames are the family names of nearly all Chinese people, Vietnamese and
// Korean ones in Han signs among them.
const surnames = "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾鐘汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱丘秦江史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文庞龐樊兰蘭殷施陶洪翟安颜顏倪严嚴牛温溫芦季俞章鲁魯葛伍韦韋申尤毕畢聂聶丛叢焦向柳邢路岳齐齊梅莫庄莊辛管祝左涂谷祁时時舒耿牟卜詹关關苗凌费費纪紀靳盛童欧歐甄项項曲成游阳陽裴席卫衛查屈鲍鮑覃霍翁隋植甘景薄单單包司柏宁寧柯阮桂闵閔解强強柴华華车車冉房边邊辜吉饶饒刁瞿戚古佘米池滕佟言郎苑全臧卓宫宮巩鞏褚晏桑邬鄔冼敖敬虞储储巫居麦麥商粟荆荊党黨燕连連应應蒲楚明练練宗花候木喻满滿钮鈕蔺藺窦竇贝貝奚谌諶屠娄婁刀鞠容亓濮栾欒郁闫朴仲仇尚晁练冷原简簡鹿帅帥官雍邝鄺揭初青荣榮幸卞鄂楼樓逄银銀佴符支计計羊班巨门門豆宓艾恽靖乐樂车逯农農蓝藍仝丰豐虎尧堯展隆闻聞哈茅谈談鄢邸"

var doubleSurnames = []string{"欧阳", "歐陽", "司马", "司馬", "诸葛", "諸葛", "上官", "夏侯", "尉迟", "尉遲", "公孙", "公孫", "慕容", "令狐", "皇甫", "东方", "東方", "独孤", "獨孤", "南宫", "南宮", "司徒", "长孙", "長孫", "宇文", "端木", "淳于", "拓跋"}

// hasSurname reports whether a name of Han signs begins with a Chinese family
// name and is as long as such names are.
func hasSurname(name string) bool {
	n := utf8.RuneCountInString(name)
	for _, d := range doubleSurnames {
		if strings.HasPrefix(name, d) {
			return n >= 3 && n <= 4
		}
	}
	first, _ := utf8.DecodeRuneInString(name)
	return strings.ContainsRune(surnames, first) && n <= 4
}
