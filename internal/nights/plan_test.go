package nights

// plan are the outlets and what goes wrong with each, and when, in nights. What lies
// beyond the last night never comes. Two outlets have nothing wrong with them: what
// is told of them is a false alarm.
func plan(nights int) []*outlet {
	wrong := func(kind string, from, to int) fault { return fault{kind, day(from), day(to)} }
	all := []*outlet{
		{id: "harbour-post", lang: "en", rate: 5, faults: []fault{wrong("listhtml", 4, 8), wrong("down", 13, 16), wrong("redesign", 20, 26)}},
		{id: "gangkou-ribao", lang: "zh-Hans", rate: 4, sitemap: true, faults: []fault{wrong("listgone", 5, 9), wrong("down", 14, 17), wrong("redesign", 21, 27)}},
		{id: "kelm-ledger", lang: "en", rate: .5, faults: []fault{wrong("listempty", 6, 11), wrong("mass404", 18, 21), wrong("silent", 60, 130)}},
		{id: "hupan-wanbao", lang: "zh-Hans", rate: .5, faults: []fault{wrong("listempty", 7, 12), wrong("mass404", 17, 20), wrong("silent", 70, 140)}},
		{id: "sound-courier", lang: "en", rate: 3, faults: []fault{wrong("silent", 8, 16), wrong("cut", 150, 190)}},
		{id: "xiagu-shibao", lang: "zh-Hans", rate: 3, sitemap: true, faults: []fault{wrong("silent", 9, 17), wrong("cut", 160, 200)}},
		{id: "steady-gazette", lang: "en", rate: 1},
		{id: "pingjing-bao", lang: "zh-Hans", rate: 1},
	}
	for _, o := range all {
		for i := range o.faults {
			if o.faults[i].from.After(day(nights)) {
				o.faults = o.faults[:i]
				break
			}
		}
	}
	return all
}
