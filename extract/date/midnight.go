package date

import (
	"strings"
	"time"
)

// offsets are the minutes east of Greenwich of countries that keep one zone;
// european ones put their clocks forward in summer.
var offsets, european = []struct {
	minutes   int
	countries string
}{
	{60, "AO BJ CD CF CG CM DZ GA GQ NE NG TD TN"}, {120, "BI BW LS LY MW MZ NA RW SD SS SZ ZA ZM ZW"},
	{180, "BH BY DJ ER ET IQ JO KE KM KW MG QA SA SO SY TR TZ UG YE"}, {240, "AE AM AZ GE MU OM SC"}, {270, "AF"},
	{300, "MV PK TJ TM UZ"}, {330, "IN LK"}, {345, "NP"}, {360, "BD BT KG"}, {390, "MM"}, {420, "KH LA TH VN"},
	{480, "BN CN HK MO MY PH SG TW"}, {540, "JP KP KR"}, {720, "FJ"},
	{-180, "AR SR UY"}, {-240, "BO DO GY PR TT VE"}, {-300, "CO EC JM PA PE"}, {-360, "CR GT HN NI SV"},
}, []struct {
	minutes   int
	countries string
}{
	{0, "GB IE PT"}, {60, "AD AL AT BA BE CH CZ DE DK ES FR HR HU IT LI LU MC ME MK MT NL NO PL RS SE SI SK SM"}, {120, "BG CY EE FI GR LT LV MD RO UA"},
}

// Midnight reports whether an instant is a day's first moment in a country that
// keeps one zone, and gives that day in UTC: programs write so a date that has
// no time of day.
func Midnight(instant time.Time, country string) (day time.Time, ok bool) {
	minutes, found := offsetIn(country, instant)
	local := instant.UTC().Add(time.Duration(minutes) * time.Minute)
	return local, found && minutes != 0 && local.Equal(local.Truncate(24*time.Hour))
}

// In reads the clock of t, whatever its zone, as one in a country. It is not known
// which instant that is where the country keeps more than one zone.
func In(t time.Time, country string) (instant time.Time, ok bool) {
	wall := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
	minutes, ok := offsetIn(country, wall)
	// Summer is told by the instant; one hour of a year is in two offsets.
	minutes, _ = offsetIn(country, wall.Add(-time.Duration(minutes)*time.Minute))
	return wall.Add(-time.Duration(minutes) * time.Minute).In(time.FixedZone("", minutes*60)), ok
}

// offsetIn is how many minutes east of Greenwich a country's clocks are, where it
// keeps one zone.
func offsetIn(country string, instant time.Time) (minutes int, known bool) {
	if len(country) != 2 {
		return 0, false
	}
	for _, o := range offsets {
		if strings.Contains(o.countries, country) {
			return o.minutes, true
		}
	}
	for _, o := range european {
		if strings.Contains(o.countries, country) {
			if euSummer(instant) {
				return o.minutes + 60, true
			}
			return o.minutes, true
		}
	}
	return 0, false
}

// euSummer reports whether summer time holds: from the last Sunday of March to
// the last of October, at 01:00 UTC.
func euSummer(t time.Time) bool {
	change := func(month time.Month) time.Time {
		last := time.Date(t.Year(), month, 31, 1, 0, 0, 0, time.UTC)
		return last.AddDate(0, 0, -int(last.Weekday()))
	}
	return !t.Before(change(time.March)) && t.Before(change(time.October))
}
