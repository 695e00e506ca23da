package nights

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// prose is what invented articles of a language are made of. A sentence is one of
// each list, so that any two articles differ in nearly all of theirs.
type prose struct {
	who, did, what, where, why []string
	join                       func(who, did, what, where, why string, n int) string
	title                      func(who, what string) string
}

func proses() map[string]prose {
	return map[string]prose{
		"en": {
			who: strings.Split("The harbour board|A panel of pilots|The ferry union|Two lake states|The mayor of Kelm|An envoy from Orlin|The salt guild|Teachers in Varn|The river court|A group of farmers|The museum|The weather office", "|"),
			did: strings.Split("agreed on|turned down|asked for|put off|praised|measured|signed|opened|drew up|voted for|spoke against|repaired", "|"),
			what: strings.Split("the new ferry tariff|a bridge over the sound|the herring quota|a charter of the ports|the night train|a school for pilots|the dyke at Nerra|an old lighthouse|"+
				"the mediation of the lake dispute|the toll on salt|a fund for storm damage|the map of the shoals", "|"),
			where: strings.Split("in the town of Kelm|at the long table in Varn|on the island of Sule|near the old customs house|in the hall of the guild|before the assembly", "|"),
			why:   strings.Split("after a week of talks|as costs had doubled|although the winter was mild|because two boats had been lost|while the council looked on|as the spring tide came in", "|"),
			join: func(who, did, what, where, why string, n int) string {
				return fmt.Sprintf("%s %s %s %s %s, which %d people had come to see.", who, did, what, where, why, n)
			},
			title: func(who, what string) string { return who + " and " + what },
		},
		"zh-Hans": {
			who:   strings.Split("港务局|引航员小组|渡轮工会|两个湖区国家|凯尔姆市市长|奥林的特使|盐业公会|瓦恩的教师|河流法庭|一群农民|当地博物馆|气象台", "|"),
			did:   strings.Split("通过了|否决了|要求讨论|推迟了|赞扬了|测量了|签署了|启用了|起草了|投票支持|公开反对|修复了", "|"),
			what:  strings.Split("新的渡轮收费标准|跨海大桥方案|鲱鱼捕捞配额|港口宪章|夜间列车|引航学校|内拉堤坝工程|旧灯塔|湖区争端的调解|盐税办法|风暴救济基金|浅滩航海图", "|"),
			where: strings.Split("在凯尔姆镇|在瓦恩的长桌旁|在苏勒岛上|在旧海关大楼附近|在公会礼堂|在议会面前", "|"),
			why:   strings.Split("经过一周的会谈|由于成本翻倍|尽管冬天并不寒冷|因为损失了两艘船|在理事会的关注下|随着春潮到来", "|"),
			join: func(who, did, what, where, why string, n int) string {
				return fmt.Sprintf("%s，%s%s%s%s，共有%d人到场旁听。", why, who, where, did, what, n)
			},
			title: func(who, what string) string { return who + "谈" + what },
		},
	}
}

// write makes an article of some paragraphs.
func (p prose) write(r *rand.Rand, paragraphs int) (title string, text []string) {
	pick := func(from []string) string { return from[r.IntN(len(from))] }
	title = p.title(pick(p.who), pick(p.what))
	for range paragraphs {
		var b strings.Builder
		for range 3 {
			if b.Len() > 0 {
				b.WriteString(" ")
			}
			b.WriteString(p.join(pick(p.who), pick(p.did), pick(p.what), pick(p.where), pick(p.why), 10+r.IntN(9000)))
		}
		text = append(text, b.String())
	}
	return title, text
}
