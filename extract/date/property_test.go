package date

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"
)

// rows are the lines of the table of names of one kind.
func rows(of string) [][3]string {
	var out [][3]string
	for line := range strings.Lines(nameTable) {
		if f := strings.Split(strings.TrimSpace(line), "\t"); len(f) == 3 && f[1] == of {
			out = append(out, [3]string(f))
		}
	}
	return out
}

// TestEveryMonth: a day written with each name of each table is read back, in
// the forms that languages use and in capitals, by whoever knows the language.
func TestEveryMonth(t *testing.T) {
	years := map[string]int{"m": 2025, "s": 1404, "h": 1446}
	for of, year := range years {
		for _, row := range rows(of) {
			lang := row[0]
			if of == "h" {
				lang = "ar"
			}
			month := 0
			for name := range strings.SplitSeq(row[2], "|") {
				if month++; name == "-" {
					continue
				}
				want, ok := civil{calendar(kinds[of] - aMonth), year, month, 17}.date()
				if !ok {
					t.Fatal(of, year, month)
				}
				for _, form := range []string{"17 %s %d", "%s 17, %d", "17. %s %d", "17 de %s de %d", "%[2]d %[1]s 17", "17-%s-%d", "%s 17 %d"} {
					text := fmt.Sprintf(form, name, year)
					for _, s := range []string{text, strings.ToUpper(text)} {
						got, _ := First(s, Hint{Lang: lang, Order: DayFirst})
						if got.String() != want.String() {
							t.Errorf("%s %q: %q, want %q", lang, s, got.String(), want.String())
						}
					}
				}
			}
		}
	}
}

// TestNoSwap: a reader of another language, or of none, never takes a month for
// another that its own language does not call so.
func TestNoSwap(t *testing.T) {
	called := map[string]map[string]map[int]bool{} // language, name, months
	var langs []string
	for _, row := range rows("m") {
		if called[row[0]] == nil {
			called[row[0]] = map[string]map[int]bool{}
			langs = append(langs, row[0])
		}
		month := 0
		for name := range strings.SplitSeq(row[2], "|") {
			month++
			key := keyOf(scan(name))
			if called[row[0]][key] == nil {
				called[row[0]][key] = map[int]bool{}
			}
			called[row[0]][key][month] = true
		}
	}
	for _, lang := range langs {
		for name, months := range called[lang] {
			if name == "" {
				continue
			}
			for _, other := range append(langs, "") {
				f, ok := First("17 "+name+" 2025", Hint{Lang: other, Order: DayFirst})
				if !ok {
					continue
				}
				if m := int(f.Time.Month()); f.Time.Day() != 17 || !months[m] && !called[other][name][m] && !unanimous(called, name, m) {
					t.Errorf("%q of %s read in %q as %s", name, lang, other, f.String())
				}
			}
		}
	}
}

func unanimous(called map[string]map[string]map[int]bool, name string, month int) bool {
	for _, names := range called {
		if m := names[name]; m != nil && !m[month] {
			return false
		}
	}
	return true
}

// TestFigures: a date in the figures of every script reads like that in ASCII,
// and no order of the hint swaps what leaves one reading.
func TestFigures(t *testing.T) {
	zeros := []rune{'0'}
	for _, set := range unicode.Nd.R16 {
		for z := rune(set.Lo); z <= rune(set.Hi); z += 10 {
			zeros = append(zeros, z)
		}
	}
	start := time.Date(1995, 1, 1, 0, 0, 0, 0, time.UTC)
	for n := 0; n < 400; n++ {
		day := start.AddDate(0, 0, 29*n)
		zero := zeros[n%len(zeros)]
		in := func(layout string) string {
			return strings.Map(func(r rune) rune {
				if '0' <= r && r <= '9' {
					return zero + r - '0'
				}
				return r
			}, day.Format(layout))
		}
		for _, c := range []struct {
			layout string
			order  Order
		}{{"2006-01-02", NoOrder}, {"2006/1/2", MonthFirst}, {"2.1.2006", NoOrder}, {"02/01/2006", DayFirst}, {"01/02/2006", MonthFirst}, {"2006年1月2日", NoOrder}, {"2006년 1월 2일", DayFirst}} {
			f, ok := First(in(c.layout), Hint{Order: c.order})
			if !ok || f.String() != day.Format(time.DateOnly) {
				t.Errorf("%q: %q, want %s", in(c.layout), f.String(), day.Format(time.DateOnly))
			}
		}
		for _, order := range []Order{NoOrder, DayFirst, MonthFirst} {
			if f, ok := First(in("02/01/2006"), Hint{Order: order}); day.Day() > 12 && (!ok || f.Time.Month() != day.Month()) {
				t.Errorf("%q in order %d: %q", in("02/01/2006"), order, f.String())
			}
		}
	}
}
