package robots

import (
	"encoding/json"
	"strings"
)

// TDMPath is where a host says what it reserves (TDM Reservation Protocol, W3C
// Community Group report of 2024-05-10, section on the file on the origin
// server).
const TDMPath = "/.well-known/tdmrep.json"

// maxTDMRules bounds what one file may say.
const maxTDMRules = 10_000

// Reservations is what a host's tdmrep.json says. It is read-only.
type Reservations struct{ rules []tdmRule }

type tdmRule struct {
	pattern
	value string
}

// ParseTDM reads a tdmrep.json. What is no rule is passed over, and a file that
// is not JSON reserves nothing: most hosts answer with some page.
func ParseTDM(body []byte) *Reservations {
	var entries []struct {
		Location    string          `json:"location"`
		Reservation json.RawMessage `json:"tdm-reservation"`
	}
	if json.Unmarshal(body[:min(len(body), MaxBytes)], &entries) != nil {
		return &Reservations{}
	}
	r := &Reservations{}
	for _, e := range entries[:min(len(entries), maxTDMRules)] {
		value := strings.Trim(string(e.Reservation), `" `)
		if e.Location == "" || value != "0" && value != "1" {
			continue
		}
		if e.Location[0] != '/' && e.Location[0] != '*' {
			e.Location = "/" + e.Location
		}
		r.rules = append(r.rules, tdmRule{newPattern(e.Location, false), value})
	}
	return r
}

// Reservation is "1" where text and data mining of url is reserved, "0" where it
// is said not to be, and empty where the file says nothing. Patterns are those
// of robots.txt and the longest one counts, as in RFC 9309; of two as long, the
// one that reserves.
func (r *Reservations) Reservation(url string) string {
	if len(r.rules) == 0 {
		return ""
	}
	t := newTarget(url)
	best, length := "", -1
	for _, rule := range r.rules {
		if !rule.matches(t) {
			continue
		}
		if n := rule.length; n > length || n == length && rule.value == "1" {
			best, length = rule.value, n
		}
	}
	return best
}
