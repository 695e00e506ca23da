package number

import (
	"math"
	"strings"
)

// HanDigits and HanUnits are the characters of Chinese and Japanese numerals.
const (
	HanDigits = "零〇一二两兩三四五六七八九"
	HanUnits  = "十百千万萬亿億"
)

// hanDigit is the value of a digit, -1 for what is none.
func hanDigit(r rune) float64 {
	switch r {
	case '零', '〇':
		return 0
	case '一':
		return 1
	case '二', '两', '兩':
		return 2
	case '三':
		return 3
	case '四':
		return 4
	case '五':
		return 5
	case '六':
		return 6
	case '七':
		return 7
	case '八':
		return 8
	case '九':
		return 9
	}
	return -1
}

// HanUnit is what a character multiplies by, 0 for one that does not.
func HanUnit(r rune) float64 {
	switch r {
	case '十':
		return 10
	case '百':
		return 100
	case '千':
		return 1e3
	case '万', '萬':
		return 1e4
	case '亿', '億':
		return 1e8
	}
	return 0
}

// HanScale is what the units with which a text begins multiply a figure before them
// by, as in 120万 and 3千萬; 1 where there is none.
func HanScale(after string) float64 {
	v := 1.0
	for _, r := range after {
		u := HanUnit(r)
		if u == 0 {
			break
		}
		v *= u
	}
	return v
}

// IsHan reports whether a character belongs to a numeral.
func IsHan(r rune) bool {
	return r >= '〇' && (strings.ContainsRune(HanDigits, r) || strings.ContainsRune(HanUnits, r))
}

// Han reads a numeral, 十一 as well as 一一, 二〇二五 and 三亿五千万; false for what
// comes to nothing, such as 万 by itself, and for a character that belongs to none.
func Han(s string) (float64, bool) {
	// total holds what stands before 亿, middle what stands before 万, section
	// the thousands under way.
	total, middle, section, digit, run := 0.0, 0.0, 0.0, -1.0, 0.0
	units := false
	for _, r := range s {
		if d := hanDigit(r); d >= 0 {
			digit, run = d, run*10+d
			continue
		}
		units = true
		switch u := HanUnit(r); {
		case u == 0:
			return 0, false
		case u >= 1e8:
			total = (total + middle + section + max(0, digit)) * u
			middle, section = 0, 0
		case u >= 1e4:
			middle = (middle + section + max(0, digit)) * u
			section = 0
		case digit < 0: // 十一
			section += u
		default:
			section += digit * u
		}
		digit = -1
	}
	if !units {
		return run, s != "" && !math.IsInf(run, 0)
	}
	v := total + middle + section + max(0, digit)
	return v, v > 0 && !math.IsInf(v, 0)
}
