package date

import (
	"strings"
	"time"
)

// zone is what a clock says of its offset.
type zone struct {
	minutes int
	known   bool
	summer  bool // US time whose offset depends on the day
}

// on is the offset on a day, in minutes.
func (z zone) on(day time.Time) (int, bool) {
	if z.summer && usSummer(day) {
		return z.minutes + 60, true
	}
	return z.minutes, z.known
}

// usSummer reports whether daylight saving time holds in the United States at
// noon of a day: since 2007 from the second Sunday of March to the first of
// November.
func usSummer(day time.Time) bool {
	y, m, d := day.Date()
	first := func(month time.Month) int {
		return 1 + (7-int(time.Date(y, month, 1, 0, 0, 0, 0, time.UTC).Weekday()))%7
	}
	switch {
	case m > time.March && m < time.November:
		return true
	case m == time.March:
		return d >= first(m)+7
	case m == time.November:
		return d < first(m)
	}
	return false
}

// abbreviations name one zone, in minutes east of Greenwich.
var abbreviations = map[string]int{
	"z": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 60, "cet": 60, "cest": 120, "mez": 60, "mesz": 120, "eet": 120, "eest": 180,
	"cat": 120, "eat": 180, "wat": 60, "sast": 120, "msk": 180, "мск": 180, "trt": 180, "trst": 180,
	"irst": 210, "pkt": 300, "npt": 345, "ict": 420, "wib": 420, "wita": 480, "wit": 540, "hkt": 480, "myt": 480, "pht": 480, "phst": 480,
	"sgt": 480, "jst": 540, "kst": 540, "awst": 480, "acst": 570, "acdt": 630, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
	"edt": -240, "cdt": -300, "mdt": -360, "pdt": -420, "mst": -420, "akst": -540, "akdt": -480, "hst": -600,
	"brt": -180, "clt": -240, "cot": -300, "uyt": -180,
}

// shared name several zones: by country, and under "" where one is meant so
// much more often that it is taken where the country is not known.
var shared = map[string]map[string]int{
	"cst": {"CN": 480, "TW": 480, "HK": 480, "MO": 480, "US": -360, "CA": -360, "MX": -360, "CU": -300, "CR": -360, "GT": -360, "SV": -360, "HN": -360, "NI": -360},
	"ist": {"IN": 330, "LK": 330, "IE": 60, "IL": 120},
	"bst": {"": 60, "GB": 60, "BD": 360},
	"bdt": {"BD": 360, "BN": 480},
	"est": {"": -300, "AU": 600},
	"pst": {"": -480, "PH": 480},
	"gst": {"": 240, "AE": 240, "OM": 240},
	"ast": {"SA": 180, "KW": 180, "QA": 180, "BH": 180, "IQ": 180, "YE": 180, "CA": -240, "PR": -240, "TT": -240, "BB": -240},
	"art": {"AR": -180}, "pet": {"PE": -300}, "sst": {"SG": 480, "WS": -660}, "wst": {"AU": 480, "WS": 780}, "amt": {"AM": 240, "BR": -240},
	"мск": {"": 180},
}

// languageZones are what shared abbreviations mean in a language.
var languageZones = map[string]string{"zh": "CN", "hi": "IN", "ta": "IN", "te": "IN", "mr": "IN", "gu": "IN", "kn": "IN", "ml": "IN", "pa": "IN", "si": "LK", "he": "IL"}

// unitedStates are zones that change with the season.
var unitedStates = map[string]int{"et": -300, "ct": -360, "mt": -420, "pt": -480}

// spoken are the names of zones in words, each of which begins the rest of the
// string after a clock.
var spoken = []struct {
	text    string
	minutes int
}{
	{"hong kong time", 480}, {"beijing time", 480}, {"singapore time", 480}, {"taipei time", 480}, {"japan time", 540}, {"tokyo time", 540}, {"korea time", 540}, {"seoul time", 540},
	{"moscow time", 180}, {"moscow standard time", 180}, {"nairobi time", 180}, {"east africa time", 180}, {"west africa time", 60}, {"india time", 330}, {"indian standard time", 330}, {"jakarta time", 420}, {"bangkok time", 420},
	{"vietnam time", 420}, {"hanoi time", 420}, {"dubai time", 240}, {"gulf standard time", 240}, {"mecca time", 180}, {"saudi time", 180}, {"pakistan time", 300}, {"pakistan standard time", 300}, {"central africa time", 120}, {"south africa standard time", 120}, {"kuala lumpur time", 480}, {"manila time", 480},
	{"北京时间", 480}, {"北京時間", 480}, {"香港时间", 480}, {"香港時間", 480}, {"台北時間", 480}, {"台灣時間", 480}, {"臺灣時間", 480}, {"日本時間", 540}, {"東京時間", 540}, {"한국시간", 540}, {"한국시각", 540},
	{"по московскому времени", 180}, {"по москве", 180}, {"московского времени", 180}, {"waktu indonesia barat", 420}, {"giờ việt nam", 420}, {"giờ hà nội", 420}, {"เวลาประเทศไทย", 420}, {"بتوقيت مكة", 180}, {"بتوقيت السعودية", 180}, {"بتوقيت الدوحة", 180}, {"بتوقيت الامارات", 240}, {"به وقت تهران", 210}, {"भारतीय समय", 330},
}

// zoneAt reads the offset or the zone at token i, and the token behind it.
func (r *reader) zoneAt(i int) (zone, int) {
	j := i
	if r.markAt(j, "([") {
		j++
	}
	z, next := r.bareZone(j)
	if next == 0 {
		return zone{}, i
	}
	if j > i && r.markAt(next, ")]") {
		next++
	}
	return z, next
}

func (r *reader) bareZone(i int) (zone, int) {
	if i >= len(r.toks) {
		return zone{}, 0
	}
	t := r.toks[i]
	if r.markAt(i, "+-") {
		return r.signed(i)
	}
	if t.word == "" {
		return zone{}, 0
	}
	rest := r.s[t.start:]
	for _, z := range spoken {
		if len(rest) >= len(z.text) && strings.EqualFold(rest[:len(z.text)], z.text) {
			return zone{z.minutes, true, false}, r.tokenAt(t.start + len(z.text))
		}
	}
	if t.word == "utc" || t.word == "gmt" {
		if r.markAt(i+1, "+-") {
			if z, next := r.signed(i + 1); next > 0 {
				return z, next
			}
		}
		return zone{0, true, false}, i + 1
	}
	// Abbreviations are in capitals but for UTC.
	if written := r.s[t.start:t.end]; written != strings.ToUpper(written) && t.word != "мск" {
		return zone{}, 0
	}
	if minutes, ok := abbreviations[t.word]; ok {
		return zone{minutes, true, false}, i + 1
	}
	if minutes, ok := unitedStates[t.word]; ok {
		return zone{minutes, true, true}, i + 1
	}
	if of := shared[t.word]; of != nil {
		country := r.hint.Country
		if country == "" {
			country = languageZones[r.hint.base()]
		}
		minutes, ok := of[country]
		if !ok {
			minutes, ok = of[""]
		}
		return zone{minutes, ok, false}, i + 1
	}
	return zone{}, 0
}

// signed reads +08:00, +0800, +8.
func (r *reader) signed(i int) (zone, int) {
	if i+1 >= len(r.toks) || r.toks[i+1].digits == 0 {
		return zone{}, 0
	}
	n := r.toks[i+1]
	next := i + 2
	hours, minutes := int(n.value), 0
	switch {
	case n.digits == 4:
		hours, minutes = hours/100, hours%100
	case n.digits > 2:
		return zone{}, 0
	case r.markAt(next, ":") && next+1 < len(r.toks) && r.toks[next+1].digits == 2:
		minutes = int(r.toks[next+1].value)
		next += 2
	case n.digits == 1 && r.toks[i].spaced, n.spaced:
		return zone{}, 0 // "14:05 - 3 comments"
	}
	if hours > 14 || minutes > 59 {
		return zone{}, 0
	}
	total := hours*60 + minutes
	if r.toks[i].mark == '-' {
		total = -total
	}
	return zone{total, true, false}, next
}
