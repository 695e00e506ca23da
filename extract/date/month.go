package date

// pastName is the token behind the month's name at i, 0 where there is none.
func (r *reader) pastName(i int) int {
	if i >= len(r.toks) || r.toks[i].word == "" {
		return 0
	}
	if _, next := r.phrase(i, aMonth, aHijri); next > 0 {
		return r.dot(next)
	}
	return 0
}

// month reads the name at i as a month of the year: the page's language
// decides between languages, the year between calendars.
func (r *reader) month(i, year int) (cal calendar, month, next int) {
	if i >= len(r.toks) || r.toks[i].word == "" {
		return 0, 0, 0
	}
	at, next := r.phrase(i, aMonth, aHijri)
	if next == 0 {
		return 0, 0, 0
	}
	lang := r.hint.base()
	own := false
	for ; at != 0; at = words().senses[at].next {
		s := words().senses[at]
		if s.kind > aHijri || !calendar(s.kind-aMonth).fits(year) {
			continue
		}
		switch {
		case month == 0, s.lang == lang && !own:
			cal, month, own = calendar(s.kind-aMonth), int(s.month), s.lang == lang
		case !own && month > 0 && month != int(s.month):
			month = -1 // July in one language, June in another
		}
	}
	// The days of Hijri months differ by country; the table is Saudi Arabia's.
	if month <= 0 || cal == hijri && lang != "ar" {
		return 0, 0, r.dot(next)
	}
	return cal, month, r.dot(next)
}
