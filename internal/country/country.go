// Package country is the one table of country codes: those of ISO 3166-1 alpha-2
// that are officially assigned, by which outlets, entities and members of blocs
// are told apart. A code outside of it, such as UK for GB, would be a country of
// its own that no bloc has as a member.
package country

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

const (
	// Unknown stands for a country that is not determined.
	Unknown = "ZZ"
	// kosovo has no assigned code; XK, of the range for users, is what the European
	// Union, the IMF and the Unicode CLDR write.
	kosovo = "XK"
)

// assigned are the codes of ISO 3166-1 with what is allowed beside them. HK, MO, TW
// and PS are assigned; UK, EU and others are only reserved.
const assigned = `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ
NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ
UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW ` + kosovo

// Codes lists the codes that [Check] takes, sorted.
func Codes() []string {
	codes := strings.Fields(assigned)
	slices.Sort(codes)
	return codes
}

// Check reports a code that is none, with the one that is meant where that can be
// told.
func Check(code string) error {
	if known(code) {
		return nil
	}
	return errors.New("is not an ISO 3166-1 alpha-2 code in capitals, such as HK" + meant(code))
}

// CheckOrUnknown is Check where the country may be [Unknown].
func CheckOrUnknown(code string) error {
	if code == Unknown || known(code) {
		return nil
	}
	return errors.New("is not an ISO 3166-1 alpha-2 code in capitals, such as HK (ZZ when not determined)" + meant(code))
}

func known(code string) bool {
	return len(code) == 2 && strings.ToUpper(code) == code && strings.Contains(" "+strings.ReplaceAll(assigned, "\n", " ")+" ", " "+code+" ")
}

// meant is the code of a country that is written otherwise: in small letters, with
// three letters, or by a code that is only reserved.
func meant(code string) string {
	upper := strings.ToUpper(strings.TrimSpace(code))
	if known(upper) {
		return fmt.Sprintf(" (did you mean %q?)", upper)
	}
	if upper == "EL" { // the European Union's own for Greece, which CLDR does not know
		return ` (did you mean "GR"?)`
	}
	r, err := language.ParseRegion(upper)
	if err != nil {
		return ""
	}
	if c := r.Canonicalize().String(); known(c) {
		return fmt.Sprintf(" (did you mean %q?)", c)
	}
	return ""
}
