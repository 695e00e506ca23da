package sent

import (
	"strings"
	"sync"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// kind says what a full stop after an abbreviation means.
type kind uint8

const (
	plain    kind = iota
	title         // never ends a sentence: Dr., vs., e.g.
	counted       // does not before a number: No. 5, Fig. 2, Jan. 20
	trailing      // ends one only before a word that begins sentences: Inc., U.S.
)

// vocabulary is what is known of a language's words.
type vocabulary struct {
	kinds    map[string]kind // of abbreviations, in lower case without the last full stop
	starts   map[string]bool // words that begin sentences and, in capitals, hardly anything else
	ordinals bool            // numbers with a stop count: 3. Oktober, Johannes II.
}

// wordsOf returns the vocabulary for a BCP 47 tag: the English one, which every
// press uses for names, and the language's own.
func wordsOf(lang string) *vocabulary {
	lang = corpus.BaseLang(lang)
	if v, ok := vocabularies()[lang]; ok {
		return v
	}
	return vocabularies()["en"]
}

// vocabularies is an immutable table, made when first asked for.
var vocabularies = sync.OnceValue(func() map[string]*vocabulary {
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
	out := map[string]*vocabulary{}
	add := func(lang string, l lists) {
		v := &vocabulary{kinds: map[string]kind{}, starts: starters[lang], ordinals: ordinals[lang]}
		if v.starts == nil {
			v.starts = starters["en"]
		}
		for _, from := range []lists{english, l} {
			for _, k := range []kind{trailing, counted, title} {
				for _, w := range strings.Fields(from[k]) {
					v.kinds[w] = k
				}
			}
		}
		out[lang] = v
	}
	add("en", nil)
	for lang, l := range own {
		add(lang, l)
	}
	for lang := range ordinals {
		if out[lang] == nil {
			add(lang, nil)
		}
	}
	return out
})

// ordinals are the languages that write ordinal numbers with a stop.
var ordinals = wordset.Of(`cs da de fi hr hu nb sr tr`)

// lists are words by kind.
type lists map[kind]string

// own are the abbreviations of languages other than English.
var own = map[string]lists{
	"ar": {title: `د أ أ.د م ص ج ط ش ر س ق.م ب.م ج.م.ع ه م.م`, counted: `رقم`, trailing: `إلخ الخ`},
	"bn": {title: `ড ডা ডঃ মো মোঃ মোসা অধ্যা প্রো ইঞ্জি এ বি সি ডি ই এফ জি এইচ আই জে কে এল এম এন ও পি কিউ আর এস টি ইউ ভি`},
	"de": {title: `hr fr frau z.b d.h u.a bzw ca sog ggf gegebenenf evtl inkl exkl einschl zzgl dipl dr.h.c h.c ing geb gest st str vgl bspw i.d.r
		o.ä z.t z.z z.zt z.hd u.ä u.u m.e i.e.s i.s.v s.o s.u o.g v.a m.a.w i.a i.v e.v a.d a.m jh mio mrd mo di mi do fr sa lt
		tgl gem lfd fa hrsg tel bes insb allg ev kath röm griech lat engl frz ital span russ u.dgl prof`,
		counted: `nr abs art s bd kap ziff abb anm aufl tab max min jän mär okt dez`, trailing: `usw u.s.w u.v.m uvm etc v.chr n.chr v.u.z d.j d.m`},
	"es": {title: `sr sra sres sras srta dr dra d dña dª excmo excma ilmo ilma lic ing arq prof profa gral cnel tte cap mons ej p.ej v.g av avda ud uds vd
		s.e s.s s.m ss.mm s.a.r aprox admón párr lun mié jue vie sáb dom ene abr ago dic cra`, counted: `núm núms n art arts pág págs vol cap fig`, trailing: `etc ee.uu rr.hh ff.aa jj.oo cc.oo s.a s.l a.c d.c a.e.c`},
	"fa": {title: `د م ج ص ق.م ه.ش ه.ق ب.م ج.ا ر.ک`, trailing: `غیره`},
	"fr": {title: `m mm mme mmes mlle mgr me dr pr st ste p.ex c.-à-d env cf av bd s.e s.m s.a.s n.d.l.r ndlr tél janv févr juil déc`, counted: `n art p pp vol chap`, trailing: `etc j.-c`},
	"hi": {title: `डॉ डा प्रो पं श्री सु कु मो मा लि कं रु ई.पू ए बी सी डी ई एफ एच जे के एल एम एन पी क्यू आर एस टी यू वी डब्ल्यू एक्स वाई जेड`},
	"id": {title: `dr prof ir drs dra h hj k.h kh tn ny sdr kol jend letjen mayjen brigjen yth a.n u.b d.a a.l`, counted: `no hal vol pasal`, trailing: `dll dst dsb tbk s.h s.e s.t m.si m.h s.ip s.sos`},
	"it": {title: `sig sigg sig.ra sig.na dott dott.ssa prof prof.ssa on avv ing arch geom p.es cfr s.e s.s ca`, counted: `n art artt pag pagg vol cap`, trailing: `ecc s.p.a s.r.l a.c d.c`},
	"ms": {title: `dr prof dato datuk en pn cik hj tn yb y.b y.a.b`, counted: `no hlm jil`, trailing: `bhd sdn dll`},
	"nl": {title: `dhr mevr dr mr ir drs prof bijv bv d.w.z o.a m.b.t t.a.v t.o.v m.n i.v.m z.s.m ca`, counted: `nr art blz`, trailing: `enz n.v b.v n.chr v.chr`},
	"pt": {title: `sr sra srs sras dr dra exmo exma prof profa eng p.ex av v.ex v.exa s.exa s.ex d`, counted: `n art arts pág págs vol cap`, trailing: `etc s.a ltda eua a.c d.c`},
	"ru": {title: `т.е т.к т.н т.о г-н г-жа им ул пгт пос дер р-н пр проф акад ген полк кап гр св напр см ср рис табл обл тов т.наз`, counted: `ст п пп гл рис стр с`, trailing: `г гг в вв т.д т.п т.ч др пр млн млрд тыс руб коп долл чел н.э`},
	"sr": {title: `др г проф ген нпр dr g prof gen npr tzv тзв`, counted: `чл br бр čl`, trailing: `итд itd`},
	"sw": {title: `bw bi dk prof mh n.k`},
	"tr": {title: `sn dr prof doç yrd av bkz örn m.ö m.s`, counted: `no s md`, trailing: `a.ş t.c vb vd`},
	"uk": {title: `т.зв т.е ім вул проф акад ген св напр див пор обл`, counted: `ст п гл рис стор с`, trailing: `р рр т.д т.п т.ін ін млн млрд тис грн дол н.е`},
	"ur": {title: `ڈاکٹر پروفیسر اے بی سی ڈی ای ایف ایچ جے کے ایل ایم این او کیو آر ایس ٹی یو وی ڈبلیو ایکس وائی زیڈ`},
	"vi": {title: `ts pgs gs ths tp bs`, counted: `tr`},
}

// zones are capitalised words after which a time of day goes on.
var zones = wordset.Of(`Eastern Central Pacific Mountain Monday Tuesday Wednesday Thursday Friday Saturday Sunday ET EST EDT CT PT PST
	PDT GMT UTC BST CET CEST HKT SGT JST IST Beijing Hong Tokyo London Mr Mrs Ms Dr`)

// exclaimed are names that end with a mark.
var exclaimed = wordset.Of(`Yahoo Jeopardy Yum`)
