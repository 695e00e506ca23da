package comparetest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"framewatch/store"
)

// Target is the entity that the invented documents are about.
const Target = "org.iomed"

// Invented writes a corpus of the given number of stories; about a third are
// printed by more than one outlet. The same number gives the same corpus.
func Invented(stories int) Set {
	s := Set{Sources: sources(), Memberships: blocs(), Events: events(), Failures: failures(), Frames: Frames()}
	rng := rand.New(rand.NewPCG(42, uint64(stories)))
	for i := range stories {
		s.Docs = append(s.Docs, story(rng, i, s.Sources)...)
	}
	return s
}

// Frames are the frames of the invented codebook.
func Frames() []string {
	return []string{"alternative_to_order", "complement", "global_south", "hong_kong_hub", "peaceful_settlement", "power_play", "sovereignty"}
}

// Labels are English and Chinese names of frames and blocs.
func Labels() map[string][2]string {
	return map[string][2]string{
		"alternative_to_order": {"Alternative to the existing order", "替代现有机制"},
		"complement":           {"Complement to the existing system", "对现有体系的补充"},
		"global_south":         {"Voice of the Global South", "全球南方的声音"},
		"hong_kong_hub":        {"Hong Kong as a hub", "香港枢纽地位"},
		"peaceful_settlement":  {"Peaceful settlement", "和平解决争端"},
		"power_play":           {"Power play", "大国博弈"},
		"sovereignty":          {"Sovereignty and consent", "主权与同意"},
		"iomed-signatories":    {"IOMed signatories", "国际调解院公约签署国"},
		"g7":                   {"G7", "七国集团"},
		"sco":                  {"Shanghai Cooperation Organisation", "上海合作组织"},
	}
}

func sources() []store.SourceRow {
	row := func(id, name, country, owner string, langs ...string) store.SourceRow {
		return store.SourceRow{SourceID: id, Name: name, Domain: id + ".example", Country: country, Parent: map[string]string{"HK": "CN"}[country], OwnerType: owner, Langs: langs, Demo: true}
	}
	return []store.SourceRow{
		row("harbour-post", "Harbour Post", "HK", "private_news", "en"),
		row("dongan-guancha", "东岸观察", "CN", "state_media", "zh-Hans"),
		row("haigang-xinbao", "海港新報", "HK", "private_news", "zh-Hant"),
		row("nairobi-ledger", "Nairobi Ledger", "KE", "private_news", "en"),
		row("jakarta-lantern", "Jakarta Lantern", "ID", "public_news", "en"),
		row("indus-dispatch", "Indus Dispatch", "PK", "state_media", "en"),
		row("tribune-atlantique", "Tribune Atlantique", "FR", "private_news", "fr"),
		row("noticias-del-cabo", "Noticias del Cabo", "VE", "state_media", "es"),
		row("al-manara", "المنارة", "DZ", "state_media", "ar"),
		row("potomac-review", "Potomac Review", "US", "think_tank", "en"),
		row("thames-courier", "Thames Courier", "GB", "private_news", "en"),
		row("rheinbrief", "Rheinbrief", "DE", "think_tank", "en"),
	}
}

func blocs() []store.MembershipRow {
	var rows []store.MembershipRow
	add := func(bloc, status, from string, countries ...string) {
		for _, c := range countries {
			rows = append(rows, store.MembershipRow{EntityID: c, BlocID: bloc, Status: status, ValidFrom: from, SourceURL: "https://blocs.example/" + bloc})
		}
	}
	add("iomed-signatories", "signatory", "2025-05-30", "CN", "KE", "ID", "PK", "VE", "DZ")
	add("g7", "member", "1975", "US", "GB", "FR", "DE")
	add("sco", "member", "2001-06-15", "CN")
	add("sco", "member", "2017-06-09", "PK")
	add("sco", "observer", "2010", "KE")
	return rows
}

func events() []store.EventRow {
	return []store.EventRow{
		{EventID: "signing", Date: "2025-05-30", LabelEN: "Convention signed", LabelZH: "公约签署", SourceURL: "https://events.example/1", Support: "A"},
		{EventID: "force", Date: "2025-08-29", LabelEN: "Convention in force", LabelZH: "公约生效", SourceURL: "https://events.example/2", Support: "A"},
		{EventID: "council", Date: "2025-10-14", LabelEN: "Council convened", LabelZH: "理事会召开", SourceURL: "https://events.example/3", Support: "C"},
		{EventID: "opening", Date: "2025-10-20", LabelEN: "Headquarters opened", LabelZH: "总部开业", SourceURL: "https://events.example/4", Support: "B"},
	}
}

func failures() []store.FailureRow {
	row := func(stage, source, path, code, message string) store.FailureRow {
		return store.FailureRow{Stage: stage, SourceID: source, URL: "https://" + source + ".example/" + path, Code: code, Message: message, Month: "2026-01"}
	}
	return []store.FailureRow{
		row("crawl", "thames-courier", "locked", "robots", "robots.txt forbids it"),
		row("crawl", "thames-courier", "locked/2", "robots", "robots.txt forbids it"),
		row("crawl", "rheinbrief", "slow", "timeout", "no answer within 30s"),
		row("extract", "potomac-review", "gallery", "no-text", "no main text found"),
	}
}

type phrase struct{ sentence, term string }

// phrases are sentences of the invented outlets with the codebook term in them.
func phrases(lang string) map[string]phrase {
	switch lang {
	case "zh-Hans":
		return map[string]phrase{
			"complement":           {"该机构被视为对现有机制的有益补充。", "有益补充"},
			"alternative_to_order": {"有人说它想另起炉灶，替代海牙的法院。", "另起炉灶"},
			"global_south":         {"南方国家第一次在此类机构中坐在前排。", "南方国家"},
			"hong_kong_hub":        {"香港的调解之都地位由此得到巩固。", "调解之都"},
			"peaceful_settlement":  {"与会者强调以对话和平解决分歧。", "和平解决"},
			"power_play":           {"观察者把这看作大国博弈的一步棋。", "大国博弈"},
			"sovereignty":          {"一切程序以当事国同意和主权平等为前提。", "主权平等"},
		}
	case "zh-Hant":
		return map[string]phrase{
			"complement":           {"該機構被視為現有機制的有益補充。", "有益補充"},
			"alternative_to_order": {"有評論指它意在另起爐灶。", "另起爐灶"},
			"hong_kong_hub":        {"香港的調解之都角色更見鞏固。", "調解之都"},
			"peaceful_settlement":  {"各方主張和平解決分歧。", "和平解決"},
			"power_play":           {"論者視之為大國博弈。", "大國博弈"},
		}
	case "fr":
		return map[string]phrase{
			"complement":           {"La nouvelle instance se veut un complément aux tribunaux existants.", "complément"},
			"alternative_to_order": {"Certains y voient une solution de rechange à La Haye.", "solution de rechange"},
			"power_play":           {"À Paris, on parle surtout de rivalité des puissances.", "rivalité des puissances"},
			"peaceful_settlement":  {"Le règlement pacifique reste le mot d'ordre affiché.", "règlement pacifique"},
		}
	case "es":
		return map[string]phrase{
			"global_south": {"Para el Sur Global es una sala con las ventanas abiertas.", "Sur Global"},
			"sovereignty":  {"Nadie acude sin su consentimiento: la soberanía queda intacta.", "soberanía"},
			"complement":   {"Será un complemento, no un relevo, de los tribunales.", "complemento"},
		}
	case "ar":
		return map[string]phrase{
			"global_south":        {"ترى العاصمة في الهيئة صوتا لبلدان الجنوب.", "بلدان الجنوب"},
			"peaceful_settlement": {"شددت المذكرة على التسوية السلمية للخلافات.", "التسوية السلمية"},
			"sovereignty":         {"لا إجراء بغير رضا الدولة واحترام السيادة.", "السيادة"},
		}
	}
	return map[string]phrase{
		"complement":           {"Its founders call the body a useful addition to the courts that exist.", "useful addition"},
		"alternative_to_order": {"Others read it as an alternative to the benches of The Hague.", "alternative to"},
		"global_south":         {"Delegates of the Global South took the front row for once.", "Global South"},
		"hong_kong_hub":        {"The harbour city hopes to become a dispute resolution hub by the sea.", "dispute resolution hub"},
		"peaceful_settlement":  {"Every speech came back to the peaceful settlement of quarrels between neighbours.", "peaceful settlement"},
		"power_play":           {"Seen from the river, the move looks like great power rivalry with better catering.", "great power rivalry"},
		"sovereignty":          {"Nothing happens without consent, and sovereign equality is written on the door.", "sovereign equality"},
	}
}

type name struct{ text, variant string }

func targetNames(lang string) []name {
	switch lang {
	case "zh-Hans":
		return []name{{"国际调解院", "official"}, {"国际调解院", "official"}, {"国际调停组织", "mistranslation"}}
	case "zh-Hant":
		return []name{{"國際調解院", "official"}}
	case "fr":
		return []name{{"Organisation internationale pour la médiation", "official"}, {"OIMed", "abbreviation"}}
	case "es":
		return []name{{"Organización Mundial para la Mediación", "official"}, {"Organización de los Mediadores", "mistranslation"}}
	case "ar":
		return []name{{"المنظمة الدولية للوساطة", "official"}}
	}
	return []name{{"International Organization for Mediation", "official"}, {"IOMed", "abbreviation"},
		{"International Organisation for Mediation", "alias"}, {"International Mediation Court", "mistranslation"}}
}

// opening names the target; closing sentences differ by country so that sides
// have words of their own.
func opening(lang string) (title, first, second string) {
	switch lang {
	case "zh-Hans":
		return "调解新篇：第%d份通讯", "%s本周迎来新的代表团。", "港口的雾散去之后，代表们沿着石阶走进大厅。"
	case "zh-Hant":
		return "調解新章：第%d號通訊", "%s本週迎來新的代表團。", "海風吹過長廊，記者在門外等候。"
	case "fr":
		return "Médiation : la lettre n° %d", "L'%s a reçu cette semaine une nouvelle délégation.", "Dans les couloirs, on compte les absents avec gourmandise."
	case "es":
		return "La mediación paso a paso (%d)", "La %s recibió esta semana otra delegación.", "En el muelle, los vendedores no preguntan por tratados."
	case "ar":
		return "رسالة الوساطة رقم %d", "استقبلت %s وفدا جديدا هذا الأسبوع.", "وفي الميناء هدوء يسبق المواعيد."
	}
	return "Letters from the mediation floor, no. %d", "The %s received another delegation this week.", "Rain kept the photographers under the arcade."
}

func leaning(side string) string {
	if side == "signatory" {
		return "Partners praised shared development, harmony and brotherly cooperation along the coast."
	}
	return "Skeptics asked about transparency, leverage, influence and who pays the mediators."
}

// chance is how likely a frame is on a side, in percent.
func chance(frame, side string) int {
	signatory := map[string]int{"complement": 62, "global_south": 55, "peaceful_settlement": 66, "sovereignty": 44, "hong_kong_hub": 30, "alternative_to_order": 16, "power_play": 8}
	other := map[string]int{"complement": 26, "global_south": 12, "peaceful_settlement": 40, "sovereignty": 12, "hong_kong_hub": 28, "alternative_to_order": 48, "power_play": 58}
	if side == "signatory" {
		return signatory[frame]
	}
	return other[frame]
}

func sideOf(country string) string {
	switch country {
	case "CN", "KE", "ID", "PK", "VE", "DZ":
		return "signatory"
	}
	return "other"
}

// story writes one story and its copies.
func story(rng *rand.Rand, number int, outlets []store.SourceRow) []Doc {
	first := outlets[rng.IntN(len(outlets))]
	lang := first.Langs[0]
	when := time.Date(2025, 3, 20, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rng.IntN(260))
	if rng.IntN(3) == 0 { // a wave around the signing
		when = time.Date(2025, 5, 28, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rng.IntN(9))
	}
	doc := write(rng, number, first, lang, when)
	docs := []Doc{doc}
	if lang != "en" || rng.IntN(100) >= 34 {
		return docs
	}
	docs[0].Story = fmt.Sprintf("story-%d", number)
	for _, o := range rng.Perm(len(outlets))[:1+rng.IntN(4)] {
		if outlets[o].SourceID == first.SourceID || outlets[o].Langs[0] != "en" {
			continue
		}
		printed := docs[0]
		printed.Source = outlets[o].SourceID
		printed.URL = fmt.Sprintf("https://%s.example/wire/%d", printed.Source, number)
		printed.Published = when.AddDate(0, 0, rng.IntN(3)).Format(time.DateOnly)
		docs = append(docs, printed)
	}
	return docs
}

func write(rng *rand.Rand, number int, outlet store.SourceRow, lang string, when time.Time) Doc {
	title, first, second := opening(lang)
	names := targetNames(lang)
	n := names[rng.IntN(len(names))]
	doc := Doc{Source: outlet.SourceID, Lang: lang, URL: fmt.Sprintf("https://%s.example/%s/%d", outlet.SourceID, when.Format("2006/01"), number),
		Title: fmt.Sprintf(title, number+1), Published: when.Format(time.DateOnly), MachineTranslated: n.variant == "mistranslation"}
	if number%40 == 39 {
		doc.Published = ""
	}
	doc.Paywalled = number%29 == 28
	text := []string{fmt.Sprintf(first, n.text) + " " + second}
	doc.Marks = append(doc.Marks, Mark{Text: n.text, Entity: Target, Variant: n.variant})
	side := sideOf(outlet.Country)
	available := phrases(lang)
	for _, f := range Frames() {
		p, ok := available[f]
		if !ok || rng.IntN(100) >= chance(f, side) {
			continue
		}
		m := Mark{Text: p.term, Frame: f}
		sentence := p.sentence
		if rng.IntN(3) == 0 {
			m.Voice, m.Speaker = "direct_quote", "Mira Halloway"
			sentence = "“" + sentence + "” — Mira Halloway"
		}
		doc.Marks = append(doc.Marks, m)
		text = append(text, sentence)
	}
	if lang == "en" {
		text = append(text, leaning(side))
	}
	doc.Text = strings.Join(text, "\n\n")
	return doc
}
