package demosite

import (
	"fmt"
	"html/template"
	"strings"
	"time"
)

// Month and day names as the outlets print them; Go's time package knows the
// English ones only, and Chinese dates have none.
var (
	frenchMonths = [...]string{"janvier", "février", "mars", "avril", "mai", "juin",
		"juillet", "août", "septembre", "octobre", "novembre", "décembre"}
	frenchDays    = [...]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}
	spanishMonths = [...]string{"enero", "febrero", "marzo", "abril", "mayo", "junio",
		"julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"}
	arabicMonths = [...]string{"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
		"يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"}
)

// templateFuncs is what the outlets' templates may call.
func templateFuncs() template.FuncMap {
	return template.FuncMap{
		"rfc3339": func(t time.Time) string { return t.Format(time.RFC3339) },
		"utc":     func(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05+00:00") },
		"frDay":   frenchDay, "frDate": frenchDate, "frWeekday": frenchWeekday,
		"esDay": spanishDay, "arDate": arabicDate,
		"upper": strings.ToUpper,
		"join":  strings.Join,
	}
}

// frenchDay is "4 mars 2026", with "1er" for the first.
func frenchDay(t time.Time) string {
	day := fmt.Sprint(t.Day())
	if t.Day() == 1 {
		day = "1er"
	}
	return fmt.Sprintf("%s %s %d", day, frenchMonths[t.Month()-1], t.Year())
}

// frenchDate is "4 mars 2026 à 9 h 30", the form of the Swiss press.
func frenchDate(t time.Time) string {
	return fmt.Sprintf("%s à %d h %02d", frenchDay(t), t.Hour(), t.Minute())
}

// frenchWeekday is "jeudi 5 mars 2026 à 14h20".
func frenchWeekday(t time.Time) string {
	return fmt.Sprintf("%s %s à %dh%02d", frenchDays[t.Weekday()], frenchDay(t), t.Hour(), t.Minute())
}

// spanishDay is "4 de marzo de 2026".
func spanishDay(t time.Time) string {
	return fmt.Sprintf("%d de %s de %d", t.Day(), spanishMonths[t.Month()-1], t.Year())
}

// arabicDate is "4 مارس 2026 - 09:30".
func arabicDate(t time.Time) string {
	return fmt.Sprintf("%d %s %d - %s", t.Day(), arabicMonths[t.Month()-1], t.Year(), t.Format("15:04"))
}
