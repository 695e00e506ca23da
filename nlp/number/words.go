package number

import (
	"strings"
	"sync"

	"framewatch/corpus"
)

// Words are the words of a language for numbers, in small letters.
type Words struct {
	Values map[string]float64 // of the small numbers that have a word, and of the tens
	Times  map[string]float64 // what multiplies the number before it: hundred, million
	Tens   []string
	Joins  bool // numbers are written as one word, as dreiunddreißig
}

// table is how words are listed: units in their order from one and tens from twenty,
// parted by spaces; spellings of one by |, and - where there is no word.
type table struct {
	units, tens string
	times       map[string]float64
	joins       bool
}

var lexicon = sync.OnceValue(func() map[string]Words {
	out := map[string]Words{}
	for lang, t := range tables() {
		w := Words{Values: map[string]float64{}, Times: t.times, Joins: t.joins}
		for i, names := range strings.Fields(t.units) {
			for name := range strings.SplitSeq(names, "|") {
				w.Values[name] = float64(i + 1)
			}
		}
		for i, names := range strings.Fields(t.tens) {
			for name := range strings.SplitSeq(names, "|") {
				w.Values[name] = float64(20 + 10*i)
				w.Tens = append(w.Tens, name)
			}
		}
		delete(w.Values, "-")
		out[lang] = w
	}
	return out
})

// In returns the words of a language (BCP 47, its first part), empty where none are
// known. They are not to be changed.
func In(lang string) Words {
	return lexicon()[corpus.BaseLang(lang)]
}

func tables() map[string]table {
	malay := table{units: "satu dua tiga empat lima enam tujuh delapan|lapan sembilan sepuluh sebelas",
		times: map[string]float64{"puluh": 10, "ratus": 1e2, "ribu": 1e3, "juta": 1e6, "miliar": 1e9, "bilion": 1e9}}
	return map[string]table{
		"en": {units: "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
			tens:  "twenty thirty forty fifty sixty seventy eighty ninety",
			times: map[string]float64{"hundred": 1e2, "hundred and": 1e2, "thousand": 1e3, "million": 1e6, "millions": 1e6, "m": 1e6, "mn": 1e6, "billion": 1e9, "billions": 1e9, "bn": 1e9, "trillion": 1e12}},
		"fr": {units: "un|une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf",
			tens:  "vingt trente quarante cinquante soixante - quatre-vingt|quatre-vingts -", //nolint:misspell // French
			times: map[string]float64{"cent": 1e2, "mille": 1e3, "million": 1e6, "millions": 1e6, "milliard": 1e9, "milliards": 1e9}},
		"es": {units: "un|una|uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve " +
			"veinte veintiún|veintiuno|veintiuna veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve",
			tens:  "- treinta cuarenta cincuenta sesenta setenta ochenta noventa",
			times: map[string]float64{"mil": 1e3, "millón": 1e6, "millones": 1e6}},
		"pt": {units: "um|uma dois|duas três quatro cinco seis sete oito nove dez onze doze treze catorze|quatorze quinze dezasseis|dezesseis dezassete|dezessete dezoito dezanove|dezenove",
			tens:  "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
			times: map[string]float64{"mil": 1e3, "milhão": 1e6, "milhões": 1e6}},
		"de": {units: "ein|eine zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn",
			tens:  "zwanzig dreißig|dreissig vierzig fünfzig sechzig siebzig achtzig neunzig",
			times: map[string]float64{"hundert": 1e2, "tausend": 1e3, "millionen": 1e6, "milliarden": 1e9}, joins: true},
		"id": malay, "ms": malay,
		"ru": {units: "один|одна|одно два|две три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать " +
			"пятнадцать шестнадцать семнадцать восемнадцать девятнадцать",
			tens:  "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
			times: map[string]float64{"тысяч": 1e3, "тысячи": 1e3, "млн": 1e6, "миллионов": 1e6, "миллиона": 1e6, "млрд": 1e9, "миллиардов": 1e9}},
		"ar": {units: "- - ثلاثة|ثلاث أربعة|أربع خمسة|خمس ستة|ست سبعة|سبع ثمانية|ثماني تسعة|تسع عشرة",
			tens:  "عشرين|عشرون ثلاثين|ثلاثون أربعين|أربعون خمسين|خمسون ستين|ستون سبعين|سبعون ثمانين|ثمانون تسعين|تسعون",
			times: map[string]float64{"مليون": 1e6, "مليونا": 1e6, "مليار": 1e9}},
		"ko": {times: map[string]float64{"만": 1e4, "억": 1e8}},
	}
}
