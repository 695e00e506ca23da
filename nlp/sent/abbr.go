package sent

import (
	"maps"
	"strings"
	"sync"
)

// kind says what a full stop after an abbreviation means.
type kind uint8

const (
	plain    kind = iota
	title         // never ends a sentence: Dr., vs., e.g.
	counted       // does not before a number: No. 5, Fig. 2, Jan. 20
	trailing      // ends one only before a word that begins sentences: Inc., U.S.
)

// vocabulary are a language's abbreviations, in lower case without the last
// full stop.
type vocabulary map[string]kind

// ordinals is an entry of languages that write ordinal numbers with a stop: 3.
// Oktober.
const ordinals = "3"

// abbreviations returns the vocabulary for a BCP 47 tag: the English one, which
// every press uses for names, and the language's own.
func abbreviations(lang string) vocabulary {
	lang, _, _ = strings.Cut(lang, "-")
	if v, ok := vocabularies()[lang]; ok {
		return v
	}
	return vocabularies()["en"]
}

// vocabularies is an immutable table, made when first asked for.
var vocabularies = sync.OnceValue(func() map[string]vocabulary {
	english := lists{
		title: `mr mrs ms mx dr prof gen sen rep reps sens gov lt col sgt capt cmdr adm maj brig cpl pvt st ste mt ft rev hon
			pres amb messrs mme mlle msgr supt insp det atty vs v e.g eg i.e ie viz cf f.e approx ca dept est al esp incl
			excl resp a.k.a d.b.a w.r.t med btw rs asst assoc univ natl intl govt min sec-gen p.o h.e h.h h.r.h h.m`,
		counted: `no nos n° nº p pp fig figs art arts sec secs vol vols ch chap para paras par eq ed app ex jan feb mar apr jun jul
			aug sep sept oct nov dec tel ext col pt vol ver rule reg res s.c`,
		trailing: `co inc ltd corp jr sr bros ph.d phd m.d m.a b.a ll.m ll.b j.d esq etc llc plc gmbh bhd sdn pty assn ave blvd
			rd hwy sq bldg apt mfg mtg ind u.s u.k e.u u.n u.s.a d.c u.a.e u.s.s.r l.a n.y p.r.c r.o.c a.m p.m a.d b.c b.c.e
			c.e i.v p.s`,
	}
	own := map[string]lists{
		"de": {title: `hr fr frau z.b d.h u.a bzw usw ca sog ggf evtl inkl exkl dipl ing geb st str vgl bspw i.d.r o.ä z.t u.ä z d u i o`, counted: `nr abs art s bd kap ziff`},
		"fr": {title: `m mm mme mmes mlle mgr me dr pr st ste p.ex c.-à-d env cf av bd`, counted: `n art p vol chap`, trailing: `etc`},
		"es": {title: `sr sra sres sras srta dr dra d dña lic ing prof gral ej p.ej av avda ud uds vd`, counted: `núm n art pág págs vol cap`, trailing: `etc ee.uu s.a`},
		"pt": {title: `sr sra srs dr dra exmo exma prof profa eng p.ex av`, counted: `n art pág págs vol cap`, trailing: `etc s.a ltda eua`},
		"it": {title: `sig sig.ra dott dott.ssa prof on avv ing p.es cfr ecc`, counted: `n art pag vol cap`, trailing: `s.p.a`},
		"nl": {title: `dhr mevr dr mr prof bijv d.w.z o.a m.b.t t.a.v ca`, counted: `nr art blz`, trailing: `enz n.v b.v`},
		"tr": {title: `sn dr prof doç yrd av vb vd`, counted: `no s md`},
		"id": {title: `dr prof ir drs h hj tn ny kol jend letjen mayjen brigjen dll dst yth`, counted: `no hal vol pasal`, trailing: `tbk`},
		"ms": {title: `dr prof dato datuk en pn cik hj tn`, counted: `no hlm jil`, trailing: `bhd sdn dll`},
		"ru": {title: `т.е т.к т.н г-н г-жа им ул пр проф акад ген гр св напр см ср`, counted: `ст п гл рис стр с`, trailing: `г гг т.д т.п др пр млн млрд тыс руб долл`},
		"uk": {title: `т.зв ім вул проф акад ген св напр див`, counted: `ст п гл рис стор с`, trailing: `р рр т.д т.п ін млн млрд тис грн дол`},
		"vi": {title: `ts pgs gs ths tp`, counted: `tr`},
		"sw": {title: `bw bi dk prof mh n.k`},
		"sr": {title: `др г проф ген нпр dr g prof gen npr tzv тзв`, counted: `чл br бр čl`, trailing: `итд itd`},
	}
	for _, lang := range strings.Fields("de da nb fi cs hr hu tr sr") {
		l := lists{}
		maps.Copy(l, own[lang])
		l[title] += " " + ordinals
		own[lang] = l
	}
	out := map[string]vocabulary{"en": english.vocabulary(nil)}
	for lang, l := range own {
		out[lang] = l.vocabulary(out["en"])
	}
	return out
})

// lists are words by kind.
type lists map[kind]string

func (l lists) vocabulary(base vocabulary) vocabulary {
	v := vocabulary{}
	maps.Copy(v, base)
	for _, k := range []kind{trailing, counted, title} {
		for _, w := range strings.Fields(l[k]) {
			v[w] = k
		}
	}
	return v
}

// starters are words that begin sentences and, in capitals, hardly anything
// else.
var starters = set(`The This That These Those He She It We They You I I'm I've I'd I'll It's He's She's We're They're There's
	His Her Its Our Their My Your And But Or Nor So Yet For If When While Where What Who Whom Whose Why How Which
	Although Though Because Since After Before Until Unless During Then There Here However Meanwhile Moreover Nevertheless
	Still Also Instead Otherwise Therefore Thus Hence In On At From With Without Within By To Of As About Under Over Between
	Among Against Despite According Another Some Many Most Several Few All Both Each Every Any No Not Now Today Yesterday
	Tomorrow Earlier Later Last Next Finally Did Do Does Is Are Was Were Will Would Can Could Should Has Have Had Let Let's
	Yes Once Only Just Even Such One Two Three Analysts Experts Critics Officials Asked Speaking Travelers Millions`)

// zones are capitalised words after which a time of day goes on.
var zones = set(`Eastern Central Pacific Mountain Monday Tuesday Wednesday Thursday Friday Saturday Sunday ET EST EDT CT PT PST
	PDT GMT UTC BST CET CEST HKT SGT JST IST Beijing Hong Tokyo London Mr Mrs Ms Dr`)

// exclaimed are names that end with a mark.
var exclaimed = set(`Yahoo Jeopardy Yum`)
