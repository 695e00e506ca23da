package urlid

import "strings"

// tracking names the parameters that say how a reader came to a page and never
// which page it is. Names are compared in lower case.
var tracking = map[string]bool{
	// advertising clicks
	"fbclid": true, "gclid": true, "gclsrc": true, "dclid": true, "gbraid": true, "wbraid": true, "msclkid": true,
	"yclid": true, "ysclid": true, "twclid": true, "ttclid": true, "li_fat_id": true, "igshid": true, "igsh": true,
	"srsltid": true, "wickedid": true, "epik": true, "irclickid": true,
	// newsletters and marketing tools
	"mc_cid": true, "mc_eid": true, "_hsenc": true, "_hsmi": true, "__hssc": true, "__hstc": true, "__hsfp": true,
	"mkt_tok": true, "vero_id": true, "vero_conv": true, "oly_enc_id": true, "oly_anon_id": true, "wt.mc_id": true,
	"wt.z_author": true, "s_cid": true, "cmpid": true, "ncid": true, "ns_mchannel": true, "ns_source": true,
	"ns_campaign": true, "ns_linkname": true, "xtor": true, "ocid": true, "cid_source": true, "sr_share": true,
	"guccounter": true, "guce_referrer": true, "guce_referrer_sig": true, "at_medium": true, "at_campaign": true,
	"at_custom1": true, "at_custom2": true, "at_custom3": true, "at_custom4": true, "at_format": true, "at_link_id": true,
	"at_link_type": true, "at_link_origin": true, "at_ptr_name": true, "at_bbc_team": true, "at_link_origin_id": true,
	// shares and referrers
	"ref_src": true, "ref_url": true, "smid": true, "share_token": true, "isappinstalled": true, "nsukey": true,
	"feature_share": true, "_branch_match_id": true, "_branch_referrer": true,
	// analytics
	"_ga": true, "_gl": true, "_ke": true, "spm": true, "scm": true, "pvid_trace": true, "hmsr": true, "hmpl": true,
	"hmcu": true, "hmkw": true, "hmci": true,
	// sessions
	"phpsessid": true, "jsessionid": true, "aspsessionid": true, "cfid": true, "cftoken": true,
}

// shared are the values by which messengers mark a shared link in a parameter
// that elsewhere may have a meaning.
var shared = map[string]bool{"timeline": true, "singlemessage": true, "groupmessage": true}

func isTracking(param string) bool {
	name, value, _ := strings.Cut(param, "=")
	name = strings.ToLower(name)
	return tracking[name] || strings.HasPrefix(name, "utm_") || name == "from" && shared[strings.ToLower(value)]
}

// dropTracking removes tracking parameters from the query that begins at q and
// leaves the others, their order and their spelling alone. A query that is
// then empty goes with its question mark.
func dropTracking(abs string, q int) string {
	query := abs[q+1:]
	drop := query == ""
	for p := range strings.SplitSeq(query, "&") {
		if drop = drop || isTracking(p); drop {
			break
		}
	}
	if !drop {
		return abs
	}
	var kept []string
	for p := range strings.SplitSeq(query, "&") {
		if !isTracking(p) {
			kept = append(kept, p)
		}
	}
	query = strings.Join(kept, "&")
	if query == "" {
		return abs[:q]
	}
	return abs[:q+1] + query
}

// dropSession removes the session that Java servers put into the path of a
// visitor without cookies: /page;jsessionid=1F2E?x=1.
func dropSession(abs string) string {
	const mark = ";jsessionid="
	path, _, _ := strings.Cut(abs, "?")
	i := strings.Index(strings.ToLower(path), mark)
	if i < 0 {
		return abs
	}
	end := i + len(mark)
	for end < len(path) && path[end] != ';' && path[end] != '/' {
		end++
	}
	return dropSession(abs[:i] + abs[end:])
}
